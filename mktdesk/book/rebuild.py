"""Records made again from the journal, which is what they are the sum of."""

from __future__ import annotations

from mktdesk.book import journal, records, verify
from mktdesk.book.book import Book
from mktdesk.book.types import Change, Written
from mktdesk.errors import VaultDamaged, VaultError

_MENDED = "records-differ"  # the one finding that a replay puts right


def rebuild(book: Book, actor: str, reason: str) -> Written:
    """Replace the records, and the journal's copies of old values, by the journal replayed.

    Journaled with the reason, in the same transaction. Raises VaultError without a reason,
    VaultDamaged when the journal itself is not sound, for then it is no ground to build on.
    """
    if not reason.strip():
        raise VaultError("This needs a reason.", "Say why the records are made again.")
    file = book._file  # noqa: SLF001  # the book's own package
    with book.exclusively():
        wrong = [f for f in verify.verify(file, book.book_id) if f.code != _MENDED]
        if wrong:
            raise VaultDamaged(
                f"The records cannot be made again. {wrong[0].what}",
                "Put back the last good backup.",
            )
        entries = list(journal.stored_entries(file))
        rows, replaced = records.fold(entries)
        file.run("DELETE FROM record")
        for key, standing in rows.items():
            records.save(file, key, standing)
        for entry, old in zip(entries, replaced, strict=True):
            if entry.before != old:
                file.run(
                    "UPDATE entry SET before = ? WHERE chain = ? AND seq = ?",
                    (old, entry.id.chain, entry.id.seq),
                )
        return book.write(Change(actor, "rebuild", reason=reason))
