"""What goes into a book and what comes out: changes, entries, records, findings.

A book knows rows, kinds, fields and JSON. What a kind means is the caller's business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import msgspec

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
Heads: TypeAlias = dict[str, tuple[int, str]]  # chain -> (number of its last entry, hash in hex)
DraftKey: TypeAlias = tuple[str, str]  # (scope, field)
RowKey: TypeAlias = tuple[str, str]  # (kind, row)
_HASH = re.compile("[0-9a-f]{64}")

# What stands in a record where the entry that set the field has been erased.
ERASED: dict[str, Json] = {"t": "erased"}

UNDOABLE = frozenset({"edit", "add", "remove"})  # a person can take these back
# Nothing before these is taken back.
BARRIERS = frozenset({"sign", "close", "reopen", "erase", "restore", "merge"})


@dataclass(frozen=True, slots=True)
class RowChange:
    """New values for named fields of one row; None clears a field.

    The first change of a row makes it; `delete` removes it with all its fields.
    """

    kind: str
    row: str
    fields: Mapping[str, Json] = field(default_factory=dict)
    delete: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One action of one person: all of it is kept, or none.

    With no rows it is a bare event (a view, an export), told by `note`.
    """

    actor: str
    verb: str
    rows: Sequence[RowChange] = ()
    reason: str = ""
    note: Mapping[str, Json] = field(default_factory=dict)


class EntryId(NamedTuple):
    """An entry's place: its chain, and its number in that chain from 1."""

    chain: str
    seq: int


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did, for the views that must refresh."""

    action: str
    entries: tuple[EntryId, ...]
    changed: frozenset[RowKey]
    attachments: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True):
    """One line of the history (a struct: two thousand of them are made to show a case).

    at: UTC, "2026-11-21T19:56:35.120Z". fields: the new values (ERASED where erased).
    before: the old values of those fields, or None when the row did not exist; for a removal,
    all the fields that the row had. kind and row are "" for a bare event.
    """

    id: EntryId
    action: str
    at: str
    actor: str
    verb: str
    kind: str
    row: str
    fields: Mapping[str, Json]
    before: Mapping[str, Json] | None
    deleted: bool
    erased: bool
    reason: str = ""
    note: Mapping[str, Json] = {}
    attachments: tuple[str, ...] = ()


class Record(msgspec.Struct, frozen=True):
    """A row as it stands."""

    kind: str
    id: str
    fields: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check found: a stable code, what is wrong, and what can be done."""

    code: str
    what: str
    do: str


def heads_to_json(heads: Heads) -> dict[str, Json]:
    """Heads as a field can hold them: {chain: [seq, hash]}."""
    return {chain: [seq, digest] for chain, (seq, digest) in heads.items()}


def heads_from_json(raw: Json) -> Heads:
    """Heads from a field. Raises ValueError for anything `heads_to_json` never makes."""
    heads: Heads = {}
    if isinstance(raw, dict):
        for chain, head in raw.items():
            match head:
                case [int(seq), str(digest)] if seq > 0 and _HASH.fullmatch(digest):
                    heads[chain] = (seq, digest)
        if len(heads) == len(raw):
            return heads
    msg = "not the heads of a book"
    raise ValueError(msg)
