"""Joining two copies of a book: the union of their chains, added up in the one order.

Everything that comes is proved first, then one transaction keeps it all or nothing. What was
erased in either copy is erased in the union. Drafts stay where they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mktdesk.book import attachments as blobs
from mktdesk.book import erase as erasing
from mktdesk.book.book import Book
from mktdesk.book.codec import canonical, damaged
from mktdesk.book.file import File
from mktdesk.book.journal import COLUMNS, Stored, stored_entries
from mktdesk.book.parcel import Parcel, check, erasures, files_of, saw
from mktdesk.book.types import Change, EntryId, Json, RowKey

_COPIES = "A copy of what had been erased, found when two copies of this book were joined."
_COPYING = frozenset({"undo", "redo"})


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did. brought: entries new here, by chain. erased: entries whose content went.

    changed: the rows that may stand otherwise now.
    """

    brought: Mapping[str, int] = field(default_factory=dict)
    erased: tuple[EntryId, ...] = ()
    changed: frozenset[RowKey] = frozenset()

    @property
    def nothing_new(self) -> bool:
        """Everything was here already."""
        return not self.brought and not self.erased


def merge(
    book: Book, parcel: Parcel, actor: str, *, note: Mapping[str, Json] | None = None
) -> Merged:
    """Join a copy of this book to it. Both sides have equal records once each has the other's.

    Journaled (verb "merge") where more came than word of other merges, so that two copies that
    hand each other the same come to rest. Raises MergeRefused, BookForked, and what `Book.write`
    raises; then nothing was changed.
    """
    with book.exclusively():
        file = book._file  # noqa: SLF001  # the book's own package
        ours = {entry.id: entry for entry in stored_entries(file)}
        union = check(parcel, book, ours)
        fresh = [entry for entry in parcel.entries if entry.id not in ours]
        theirs = {entry.id: entry for entry in parcel.entries}
        said = erasures(union.values())
        gone = [entry for place, entry in ours.items() if place in said and entry.payload]
        copies = _copies(union, said, ours, theirs)
        if not fresh and not gone and not copies:
            return Merged()
        _keep(file, parcel, fresh, frozenset(said))
        _forget(file, [*gone, *copies])
        _set_heads(file, fresh)
        touched = {(entry.kind, entry.row) for entry in (*fresh, *gone, *copies) if entry.kind}
        for key in touched:
            erasing.refold(file, key)
        brought = Counter(entry.id.chain for entry in fresh)
        _journal(book, actor, fresh, brought, copies, note or {})
        places = tuple(entry.id for entry in (*gone, *copies))
        return Merged(dict(brought), places, frozenset(touched))


def _keep(file: File, parcel: Parcel, fresh: Iterable[Stored], said: frozenset[EntryId]) -> None:
    """Write the entries that are new, and the attachments that they brought."""
    kept = []
    for entry in fresh:
        gone = entry.id in said
        if not gone:
            kept.append(entry)
        file.run(
            f"INSERT INTO entry ({COLUMNS}) "  # noqa: S608  # our own column names
            "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                *entry.id, entry.prev, entry.hash, entry.seen, entry.lamport, entry.at,
                entry.actor, entry.verb, entry.action, entry.kind, entry.row,
                canonical(entry.names).decode(), int(entry.deleted), entry.digest,
                None if gone else entry.salt, None if gone else entry.payload, None,
            ),
        )  # fmt: skip
    here = blobs.sizes(file)
    for name in sorted(files_of(kept) - here.keys()):
        data = parcel.fetch(name)
        if len(data) != parcel.sizes[name] or blobs.put(file, data) != name:
            raise damaged()


def _copies(
    union: Mapping[EntryId, Stored],
    said: Mapping[EntryId, list[Stored]],
    *sides: Mapping[EntryId, Stored],
) -> list[Stored]:
    """Entries by which undo or redo wrote again what the other copy erased unseen.

    The value is at hand in the copy that did not know of the erasing yet.
    """
    found: dict[EntryId, Stored] = {}
    undoing: dict[RowKey, list[Stored]] = {}
    for entry in union.values():
        if entry.verb in _COPYING and entry.kind and entry.payload and entry.id not in said:
            undoing.setdefault((entry.kind, entry.row), []).append(entry)
    for place, by in said.items():
        known = [side[place] for side in sides if place in side and side[place].payload]
        values = {n: v for entry in known for n, v in entry.fields().items() if v is not None}
        key = (known[0].kind, known[0].row) if values else ("", "")
        for entry in undoing.get(key, ()):
            fields = entry.fields()
            again = any(name in fields and fields[name] == value for name, value in values.items())
            if again and not any(saw(entry, one.id) for one in by):
                found[entry.id] = entry
    return list(found.values())


def _forget(file: File, gone: list[Stored]) -> None:
    """Remove what entries said, with their attachments and the drafts that repeat it."""
    if not gone:
        return
    erasing.forget_files(file, gone)
    erasing.forget_drafts(file, gone)
    for entry in gone:
        file.run(
            "UPDATE entry SET salt = NULL, payload = NULL WHERE chain = ? AND seq = ?", entry.id
        )


def _set_heads(file: File, fresh: Iterable[Stored]) -> None:
    for entry in sorted(fresh, key=lambda entry: entry.id):
        file.run(
            "INSERT INTO head VALUES (?, ?, ?, ?) ON CONFLICT (chain) DO UPDATE SET "
            "seq = excluded.seq, hash = excluded.hash, lamport = excluded.lamport",
            (*entry.id, entry.hash, entry.lamport),
        )


def _journal(
    book: Book, actor: str, fresh: list[Stored], brought: Mapping[str, int],
    copies: list[Stored], note: Mapping[str, Json],
) -> None:  # fmt: skip
    if copies:
        places: list[Json] = [[entry.id.chain, entry.id.seq] for entry in copies]
        book.write(Change(actor, "erase", reason=_COPIES, note={"erased": places}))
    if copies or any(entry.verb != "merge" for entry in fresh):
        book.write(Change(actor, "merge", note={**note, "brought": dict(brought)}))
