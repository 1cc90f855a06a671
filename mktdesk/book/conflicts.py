"""Conflicts: two entries on the same thing that had not seen each other (pure, over entries).

A thing is a field of a row, set to different values; or a row, removed by one and changed by
the other. A conflict is open until an entry that saw both says how it stands: for a field, one
that sets it; for a row, one that removes it, or a choice (verb "settle"). Every copy with the
same entries finds the same conflicts. Meanwhile the record shows what the one order adds up to.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mktdesk.book import records
from mktdesk.book.book import Book
from mktdesk.book.codec import canonical
from mktdesk.book.file import File
from mktdesk.book.journal import Stored, stored_entries
from mktdesk.book.parcel import saw
from mktdesk.book.types import EntryId, Json, RowKey

SETTLE = "settle"  # the verb of a person's choice


@dataclass(frozen=True, slots=True)
class Side:
    """What one entry said, who wrote it and when (UTC).

    value: of the field; ERASED where it was erased; None where it was cleared. removed: the entry
    removed the row.
    """

    place: EntryId
    at: str
    actor: str
    value: Json = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sides in the one order, the last of which stands. field: "" where a row was removed on one
    side and changed on the other.
    """

    kind: str
    row: str
    field: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Touch:
    """An entry that changed a row, with what its writer had: see `saw`."""

    entry: Stored

    @property
    def at(self) -> str:
        """When (UTC)."""
        return self.entry.at

    @property
    def actor(self) -> str:
        """Who wrote it."""
        return self.entry.actor

    @property
    def kind(self) -> str:
        """The kind of row."""
        return self.entry.kind

    @property
    def row(self) -> str:
        """Its id."""
        return self.entry.row

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it set; none for a removal."""
        return self.entry.names

    def saw(self, other: object) -> bool:
        """Its writer had the other one."""
        return isinstance(other, Touch) and saw(self.entry, other.entry.id)


def touches_of(book: Book) -> tuple[Touch, ...]:
    """Every entry that changed a row, in the one order; none for a book that was never merged,
    in which nobody missed anything.
    """
    file = book._file  # noqa: SLF001  # the book's own package
    if not _merged(file):
        return ()
    return tuple(Touch(entry) for entry in stored_entries(file, "WHERE kind <> ''"))


def kept_by(book: Book, conflict: Conflict) -> Mapping[str, Json]:
    """The fields of a row that was removed and changed, as those who kept it have it.

    The removals are left out, and what only whoever removed it had seen.
    """
    key = (conflict.kind, conflict.row)
    file = book._file  # noqa: SLF001  # the book's own package
    entries = list(stored_entries(file, "WHERE kind = ? AND row = ?", key))
    at = {entry.id: entry for entry in entries}
    removals = [at[side.place] for side in conflict.sides if side.removed]
    kept = [at[side.place] for side in conflict.sides if not side.removed]
    rows, _ = records.fold(
        entry
        for entry in entries
        if entry not in removals
        and (
            not any(saw(one, entry.id) for one in removals)
            or any(saw(one, entry.id) for one in kept)
        )
    )
    return rows[key].fields if key in rows else {}


def _merged(file: File) -> bool:
    return file.one("SELECT 1 FROM entry WHERE verb = 'merge' LIMIT 1") is not None


def conflicts_of(book: Book) -> tuple[Conflict, ...]:
    """The open conflicts of a book, by kind, row and field. A book never merged has none."""
    file = book._file  # noqa: SLF001  # the book's own package
    if not _merged(file):
        return ()
    return conflicts(
        stored_entries(
            file,
            "WHERE (kind, row) IN (SELECT kind, row FROM entry WHERE kind <> '' "
            "GROUP BY kind, row HAVING count(DISTINCT chain) > 1)",
        )
    )


def conflicts(entries: Iterable[Stored]) -> tuple[Conflict, ...]:
    """The open conflicts among entries, whatever order they come in."""
    rows: dict[RowKey, list[Stored]] = {}
    for entry in entries:
        if entry.kind:
            rows.setdefault((entry.kind, entry.row), []).append(entry)
    found: list[Conflict] = []
    for key in sorted(rows):
        touches = sorted(rows[key], key=lambda entry: entry.order)
        if all(saw(b, a.id) for a, b in itertools.pairwise(touches)):
            continue  # one after the other: nobody missed anything
        found.extend(_removed(key, touches))
        found.extend(_fields(key, touches))
    return tuple(found)


def _fields(key: RowKey, touches: Sequence[Stored]) -> Iterable[Conflict]:
    for name in sorted({name for entry in touches for name in entry.names}):
        # A chain's last word saw all that the chain had seen, so the others need no look.
        last = {entry.id.chain: entry for entry in touches if name in entry.names or entry.deleted}
        loose = [
            entry
            for entry in last.values()
            if not entry.deleted and not any(saw(other, entry.id) for other in last.values())
        ]
        loose.sort(key=lambda entry: entry.order)
        sides = tuple(_side(entry, entry.fields()[name]) for entry in loose)
        if len({canonical(side.value) for side in sides}) > 1:  # true is not 1 here
            yield Conflict(*key, name, sides)


def _removed(key: RowKey, touches: Sequence[Stored]) -> Iterable[Conflict]:
    removals = [entry for entry in touches if entry.deleted]
    kept = [
        entry
        for entry in touches
        if not entry.deleted and not any(saw(one, entry.id) for one in removals)
    ]
    sides: dict[EntryId, Side] = {}
    for removal in removals:
        last: dict[str, Stored] = {}  # of each chain, what it wrote last and nobody settled
        for change in kept:
            missed = not saw(change, removal.id)  # and no removal saw the change
            if missed and not _closed(removal, change, touches):
                last[change.id.chain] = change
        for entry in (removal, *last.values()) if last else ():
            sides[entry.id] = Side(entry.id, entry.at, entry.actor, removed=entry.deleted)
    if sides:
        order = [sides[entry.id] for entry in touches if entry.id in sides]
        yield Conflict(*key, "", tuple(order))


def _closed(removal: Stored, change: Stored, touches: Sequence[Stored]) -> bool:
    """Whether somebody who saw both chose, or the row was made again without knowing of it."""
    for entry in touches:
        if saw(entry, removal.id):
            if not saw(entry, change.id):
                if not entry.deleted:
                    return True
            elif entry.deleted or entry.verb == SETTLE:
                return True
    return False


def _side(entry: Stored, value: Json) -> Side:
    return Side(entry.id, entry.at, entry.actor, value)
