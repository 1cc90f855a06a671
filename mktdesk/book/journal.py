"""The append-only journal: hash chains, one for each installation, all in the same book.

An entry's hash covers everything but its payload, and a salted digest of the payload, so a
payload can be erased and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from mktdesk.book.codec import canonical, damaged, read_as, read_object
from mktdesk.book.file import File, Row
from mktdesk.book.types import ERASED, Entry, EntryId, Heads, Json

FIRST_PREV = bytes(32)
_LABEL = "mktdesk-entry-1"
_SALT_BYTES = 16
Span: TypeAlias = tuple[int, int]  # first and last number in a chain
COLUMNS = (
    "chain, seq, prev, hash, seen, lamport, at, actor, verb, action, kind, row, fields, deleted, "
    "digest, salt, payload, before"
)
IN_ORDER = "lamport, chain, seq"  # the one order in which entries add up to records


@dataclass(frozen=True, slots=True)
class Body:
    """What an entry says, before it has a place in the journal. `before`: see Entry."""

    kind: str = ""
    row: str = ""
    fields: Mapping[str, Json] | None = None
    deleted: bool = False
    before: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """What the entries of one action share."""

    id: str
    actor: str
    verb: str
    at: str
    reason: str = ""
    note: Mapping[str, Json] | None = None
    attachments: Sequence[str] = ()


class Payload(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The part of an entry that can be erased."""

    fields: dict[str, Any] = {}
    reason: str = ""
    note: dict[str, Any] = {}
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as it lies in the file, for checks and replays."""

    id: EntryId
    prev: bytes
    hash: bytes
    seen: str
    lamport: int
    at: str
    actor: str
    verb: str
    action: str
    kind: str
    row: str
    names: tuple[str, ...]
    deleted: bool
    digest: bytes
    salt: bytes | None
    payload: bytes | None
    before: bytes | None

    @property
    def order(self) -> tuple[int, str, int]:
        """Its place in the one order."""
        return (self.lamport, self.id.chain, self.id.seq)

    def fields(self) -> dict[str, Json]:
        """The new values; ERASED for each field of an erased entry."""
        if self.payload is None:
            return dict.fromkeys(self.names, ERASED)
        return read_as(self.payload, Payload).fields

    def expected_hash(self, book_id: str) -> bytes:
        """What the hash must be, from everything else."""
        return _hash(
            book_id, self.id, self.prev, self.seen, self.lamport, self.at, self.actor,
            self.verb, self.action, self.kind, self.row, self.names, self.deleted, self.digest,
        )  # fmt: skip


def _hash(
    book_id: str, place: EntryId, prev: bytes, seen: str, lamport: int, at: str, actor: str,
    verb: str, action: str, kind: str, row: str, names: Sequence[str], deleted: bool,
    digest: bytes,
) -> bytes:  # fmt: skip
    parts = (
        _LABEL, book_id, place.chain, place.seq, prev.hex(), seen, lamport, at, actor, verb,
        action, kind, row, names, deleted, digest.hex(),
    )  # fmt: skip
    return hashlib.sha256(canonical(parts)).digest()


def digest_of(salt: bytes, payload: bytes) -> bytes:
    """The salted digest that stands for a payload in the chain."""
    return hashlib.sha256(salt + payload).digest()


class Pen:
    """Writes the entries of one action at the end of this installation's chain.

    Made inside a transaction, so the heads that it read are still the heads when it writes.
    """

    def __init__(self, file: File, book_id: str, chain: str, action: Action) -> None:
        """Read where the chain stands. Raises VaultDamaged where entries lie beyond it."""
        self._file, self._book_id, self._chain, self._action = file, book_id, chain, action
        self._seq, self._prev, lamport = 0, FIRST_PREV, 0
        seen: Heads = {}
        for name, seq, digest, height in file.rows("SELECT chain, seq, hash, lamport FROM head"):
            lamport = max(lamport, height)
            if name == chain:
                self._seq, self._prev = seq, digest
            else:
                seen[name] = (seq, digest.hex())
        if file.one("SELECT 1 FROM entry WHERE chain = ? AND seq > ?", (chain, self._seq)):
            raise damaged(file.path.name)  # an older page was put back: the head is not the last
        self._lamport = lamport
        self._seen = canonical(seen).decode()

    def write(self, body: Body, *, first: bool) -> EntryId:
        """Append one entry; its id. The action's note goes with the first."""
        action = self._action
        fields = dict(body.fields or {})
        payload = canonical(
            Payload(
                fields=fields,
                reason=action.reason,
                note=dict(action.note or {}) if first else {},
                attachments=tuple(action.attachments) if first else (),
            )
        )
        salt = secrets.token_bytes(_SALT_BYTES)
        digest = digest_of(salt, payload)
        self._seq += 1
        self._lamport += 1
        place, names = EntryId(self._chain, self._seq), sorted(fields)
        entry_hash = _hash(
            self._book_id, place, self._prev, self._seen, self._lamport, action.at, action.actor,
            action.verb, action.id, body.kind, body.row, names, body.deleted, digest,
        )  # fmt: skip
        before = None if body.before is None else canonical(dict(body.before))
        self._file.run(
            f"INSERT INTO entry ({COLUMNS}) "  # noqa: S608  # our own column names
            "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                place.chain, place.seq, self._prev, entry_hash, self._seen, self._lamport,
                action.at, action.actor, action.verb, action.id, body.kind, body.row,
                canonical(names).decode(), int(body.deleted), digest, salt, payload, before,
            ),
        )  # fmt: skip
        self._prev = entry_hash
        return place

    def finish(self) -> None:
        """Record the new head of the chain."""
        self._file.run(
            "INSERT INTO head VALUES (?, ?, ?, ?) ON CONFLICT (chain) DO UPDATE SET "
            "seq = excluded.seq, hash = excluded.hash, lamport = excluded.lamport",
            (self._chain, self._seq, self._prev, self._lamport),
        )


def read_heads(file: File) -> Heads:
    """The last entry of each chain."""
    return {
        chain: (seq, digest.hex())
        for chain, seq, digest in file.rows("SELECT chain, seq, hash FROM head ORDER BY chain")
    }


def holds(file: File, heads: Heads) -> bool:
    """Every head named is an entry of this book: the book is there or further on."""
    return all(
        file.one(
            "SELECT 1 FROM entry WHERE chain = ? AND seq = ? AND hash = ?",
            (chain, seq, bytes.fromhex(digest)),
        )
        for chain, (seq, digest) in heads.items()
        if seq
    )


def stored_entries(file: File, where: str = "", values: Sequence[object] = ()) -> Iterator[Stored]:
    """Entries in the one order. `where`: a WHERE clause of ours with `values` for its marks."""
    for row in file.rows(f"SELECT {COLUMNS} FROM entry {where} ORDER BY {IN_ORDER}", values):  # noqa: S608
        chain, seq, *middle = row[:12]
        names, deleted, *rest = row[12:]
        yield Stored(
            EntryId(chain, seq), *middle, tuple(read_as(names, list[str])), bool(deleted), *rest
        )  # type: ignore[call-arg]  # as many as COLUMNS names


_HISTORY = "chain, seq, action, at, actor, verb, kind, row, fields, deleted, payload, before"


def read_history(file: File, where: Mapping[str, str], *, limit: int, offset: int) -> list[Entry]:
    """Entries with their payloads, newest first. `where`: column -> value."""
    clause = " AND ".join(f"{column} = ?" for column in where) or "1"
    rows = file.rows(
        f"SELECT {_HISTORY} FROM entry WHERE {clause} "  # noqa: S608  # our own column names
        "ORDER BY lamport DESC, chain DESC, seq DESC LIMIT ? OFFSET ?",
        (*where.values(), limit, offset),
    )
    return [_entry(row) for row in rows]


def read_span(file: File, chain: str, span: Span) -> list[Entry]:
    """The entries of one chain from the first to the last of a span, in order."""
    rows = file.rows(
        f"SELECT {_HISTORY} FROM entry WHERE chain = ? AND seq BETWEEN ? AND ? "  # noqa: S608
        "ORDER BY seq",
        (chain, *span),
    )
    return [_entry(row) for row in rows]


def _entry(row: Row) -> Entry:
    chain, seq, action, at, actor, verb, kind, name, names, deleted, payload, before = row
    erased = payload is None
    said = (
        Payload(fields=dict.fromkeys(read_as(names, list[str]), ERASED))
        if erased
        else read_as(payload, Payload)
    )
    return Entry(
        EntryId(chain, seq), action, at, actor, verb, kind, name, said.fields,
        None if before is None else read_object(before), bool(deleted), erased,
        said.reason, said.note, said.attachments,
    )  # fmt: skip
