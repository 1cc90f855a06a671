"""What the register says of books that are away: a row of kind AWAY for each, until it is back."""

from __future__ import annotations

from collections.abc import Iterable

from mktdesk.book import Book, Change, EntryId, Record, RowChange

AWAY = "away"
PASSPHRASE = "passphrase"  # noqa: S105  # the field that holds one
_EVERYTHING = 1 << 40
_WHY = "What opened a travel pack is not needed any more."


def rows_of(register: Book, book_id: str) -> list[Record]:
    """The rows of a case or a meeting, those of what came back too."""
    return [row for row in register.rows(AWAY) if row.fields.get("book") == book_id]


def forget_passphrases(register: Book, actor: str, rows: Iterable[Record]) -> None:
    """Take the passphrases of packs out of these rows, and out of all that was said before."""
    for row in rows:
        told: list[EntryId] = [
            entry.id
            for entry in register.history(kind=AWAY, row=row.id, limit=_EVERYTHING)
            if entry.fields.get(PASSPHRASE) and not entry.erased
        ]
        if not told:
            continue
        stays = {name: value for name, value in row.fields.items() if name != PASSPHRASE}
        register.erase(told, actor, _WHY)
        change = RowChange(AWAY, row.id, {**stays, PASSPHRASE: None})
        register.write(Change(actor, "travel", [change], _WHY))
