"""Erasing what an entry said, for a stated reason, so that no copy stays in the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mktdesk.book import attachments, drafts, records
from mktdesk.book.codec import read_as
from mktdesk.book.file import File
from mktdesk.book.journal import Payload, Stored, stored_entries
from mktdesk.book.types import EntryId, RowKey
from mktdesk.errors import CaseError

_SHORTEST = 3  # a draft is not dropped for holding "no"


@dataclass(frozen=True, slots=True)
class Erased:
    """The entries whose payload went, and the rows that changed by it."""

    places: tuple[EntryId, ...]
    changed: frozenset[RowKey]


def erase(file: File, wanted: Sequence[EntryId], reason: str) -> Erased:
    """Remove payloads and every copy of them; inside a transaction."""
    if not reason.strip():
        raise CaseError("Erasing needs a reason.", "Say why, for example: correction.")
    chosen = [_find(file, place) for place in wanted]
    if any(entry.verb == "erase" for entry in chosen):
        raise CaseError(
            "The record of an erasure stays.", "Erase the entries that hold what must go."
        )
    chosen += _copies(file, chosen)
    forget_files(file, chosen)
    forget_drafts(file, chosen)
    for entry in chosen:
        file.run(
            "UPDATE entry SET salt = NULL, payload = NULL WHERE chain = ? AND seq = ?",
            (entry.id.chain, entry.id.seq),
        )
    rows = frozenset((entry.kind, entry.row) for entry in chosen if entry.kind)
    for key in rows:
        refold(file, key)
    return Erased(tuple(entry.id for entry in chosen), rows)


def refold(file: File, key: RowKey) -> None:
    """Replay one row: its record and the old values that its entries keep."""
    entries = list(stored_entries(file, "WHERE kind = ? AND row = ?", key))
    standing, replaced = records.fold(entries)
    for entry, old in zip(entries, replaced, strict=True):
        if entry.before != old:
            file.run(
                "UPDATE entry SET before = ? WHERE chain = ? AND seq = ?",
                (old, entry.id.chain, entry.id.seq),
            )
    records.save(file, key, standing.get(key))


def _find(file: File, place: EntryId) -> Stored:
    found = list(stored_entries(file, "WHERE chain = ? AND seq = ?", (place.chain, place.seq)))
    if not found:
        raise CaseError("This entry is not in the file.", "Look at the history again.")
    return found[0]


def _copies(file: File, chosen: Sequence[Stored]) -> list[Stored]:
    """Entries that undo or redo wrote with a value that is being erased."""
    copies: dict[EntryId, Stored] = {}
    for entry in chosen:
        said = {name: value for name, value in entry.fields().items() if value is not None}
        for other in stored_entries(
            file,
            "WHERE kind = ? AND row = ? AND kind <> '' AND verb IN ('undo', 'redo')",
            (entry.kind, entry.row),
        ):
            fields = other.fields()
            if any(name in fields and fields[name] == value for name, value in said.items()):
                copies[other.id] = other
    given = {entry.id for entry in chosen}
    return [entry for place, entry in copies.items() if place not in given]


def forget_files(file: File, chosen: Sequence[Stored]) -> None:
    """Remove attachments that no other entry brought."""
    going = _files(chosen)
    if not going:
        return
    given = {entry.id for entry in chosen}
    staying = _files([entry for entry in stored_entries(file) if entry.id not in given])
    for name in going - staying:
        attachments.drop(file, name)


def _files(entries: Sequence[Stored]) -> set[str]:
    return {
        name
        for entry in entries
        if entry.payload is not None
        for name in read_as(entry.payload, Payload).attachments
    }


def forget_drafts(file: File, chosen: Sequence[Stored]) -> None:
    """Forget the drafts that repeat what these entries say, or are of their fields."""
    texts = {
        line
        for entry in chosen
        for line in records.words_of(entry.fields()).split("\n")
        if len(line) >= _SHORTEST
    }
    names = {name for entry in chosen for name in entry.names}
    drafts.drop_holding(file, frozenset(names), frozenset(texts))
