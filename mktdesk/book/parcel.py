"""A book on its way: its journal as stored and its attachments, and the proof that they fit.

Nothing of a parcel is believed before it was checked against the book that it comes to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from mktdesk.book import attachments as blobs
from mktdesk.book.book import Book
from mktdesk.book.codec import canonical, read_as
from mktdesk.book.journal import FIRST_PREV, Payload, Stored, digest_of, stored_entries
from mktdesk.book.types import EntryId, Heads
from mktdesk.errors import BookForked, MergeRefused, VaultDamaged

LARGEST_ATTACHMENT = 1 << 30  # bytes
LARGEST_PAYLOAD = 1 << 26
MOST_ENTRIES = 2_000_000
_LONGEST_WORD = 200
_DEEPEST = 60  # what the program writes goes down three or four levels
_HASH, _SALT = 32, 16
_STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_NAME = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A book's journal in any order, and its attachments: name (SHA-256) -> size in bytes.

    fetch: the bytes of an attachment by its name. What entries replaced (`before`) does not
    travel: it is worked out again where the parcel comes to.
    """

    book_id: str
    kind: str
    entries: tuple[Stored, ...]
    sizes: Mapping[str, int]
    fetch: Callable[[str], bytes]

    def heads(self) -> Heads:
        """The last entry of each chain."""
        last: Heads = {}
        for entry in self.entries:
            if entry.id.seq > last.get(entry.id.chain, (0, ""))[0]:
                last[entry.id.chain] = (entry.id.seq, entry.hash.hex())
        return last


def parcel_of(book: Book) -> Parcel:
    """All of a book as it stands; the book stays open while its attachments are fetched."""
    file = book._file  # noqa: SLF001  # the book's own package
    entries = tuple(stored_entries(file))
    # Somebody may write meanwhile: what came after the entries were read stays here.
    sizes, brought = blobs.sizes(file), files_of(entries)
    mine = {name: size for name, size in sizes.items() if name in brought}
    return Parcel(book.book_id, book.kind, entries, mine, book.attachment)


def erasures(entries: Iterable[Stored]) -> dict[EntryId, list[Stored]]:
    """What was erased, and the entries that say so. Raises MergeRefused for one that makes no
    sense: its own record is gone, or it names what its writer cannot have had.
    """
    found: dict[EntryId, list[Stored]] = {}
    for entry in entries:
        if entry.verb != "erase":
            continue
        if entry.payload is None:
            raise _malformed("the record of an erasure is missing")
        note = read_as(entry.payload, Payload).note
        try:
            listed = read_as(canonical(note.get("erased")), list[tuple[str, int]])
        except VaultDamaged as error:
            raise _malformed("an erasure does not say of what") from error
        for chain, seq in listed:
            if not saw(entry, EntryId(chain, seq)):
                raise _malformed("an erasure is of what its writer did not have")
            found.setdefault(EntryId(chain, seq), []).append(entry)
    return found


def saw(entry: Stored, other: EntryId) -> bool:
    """Whoever wrote the entry had the other one."""
    if entry.id.chain == other.chain:
        return other.seq < entry.id.seq
    return other.seq <= seen_heads(entry.seen).get(other.chain, (0, ""))[0]


@lru_cache(maxsize=256)  # the entries of one action say the same, side by side
def seen_heads(seen: str) -> Mapping[str, tuple[int, str]]:
    """The heads of the other chains that an entry names."""
    return read_as(seen, dict[str, tuple[int, str]])


def check(parcel: Parcel, book: Book, ours: Mapping[EntryId, Stored]) -> dict[EntryId, Stored]:
    """All entries of both, once every one that comes was proved to belong there.

    Raises MergeRefused (another book, a gap, a hash or an attachment that does not agree),
    BookForked where both have an entry of the same place that says something else.
    """
    if (parcel.book_id, parcel.kind) != (book.book_id, book.kind):
        raise MergeRefused(
            "What came back belongs to another case or meeting.", "Nothing was changed."
        )
    if len(parcel.entries) > MOST_ENTRIES:
        raise _malformed("it has too many entries")
    incoming = {entry.id: entry for entry in parcel.entries}
    if len(incoming) != len(parcel.entries):
        raise _malformed("an entry is there twice")
    union = {**incoming, **ours}
    for entry in parcel.entries:
        if ours.get(entry.id, entry).hash != entry.hash:
            raise BookForked
        try:
            _check_shape(entry, parcel.book_id)
        except (VaultDamaged, UnicodeError, ValueError, RecursionError) as error:
            raise _malformed("an entry cannot be read") from error
        if entry.id not in ours:
            _check_place(entry, union)
    _check_erased(union)
    _check_attachments(parcel, ours)
    return union


def _check_shape(entry: Stored, book_id: str) -> None:
    """Whether an entry, for itself, is one that a book could have written."""
    words = (entry.id.chain, entry.actor, entry.verb, entry.action)
    seen = read_as(entry.seen, dict[str, tuple[int, str]])
    sound = (
        all(0 < len(word) <= _LONGEST_WORD for word in words)
        and bool(entry.kind) == bool(entry.row)
        and 0 < entry.id.seq < 1 << 53
        and _STAMP.fullmatch(entry.at)
        and datetime.fromisoformat(entry.at) is not None  # a day that no calendar has is refused
        and canonical(seen).decode() == entry.seen
        and entry.id.chain not in seen
        and entry.names == tuple(sorted(set(entry.names)))
        and not (entry.names and (entry.deleted or not entry.kind))
        and not (entry.deleted and not entry.kind)
        and [len(entry.prev), len(entry.hash), len(entry.digest)] == [_HASH] * 3
        and (entry.payload is None) == (entry.salt is None)
        and entry.hash == entry.expected_hash(book_id)
    )
    if not sound:
        raise _malformed("an entry is not as it was written")
    if entry.payload is not None and entry.salt is not None:
        _check_payload(entry, entry.payload, entry.salt)


def _check_payload(entry: Stored, raw: bytes, salt: bytes) -> None:
    if len(salt) != _SALT or len(raw) > LARGEST_PAYLOAD or digest_of(salt, raw) != entry.digest:
        raise _malformed("the content of an entry was altered")
    payload = read_as(raw, Payload)
    if tuple(sorted(payload.fields)) != entry.names:
        raise _malformed("the content of an entry does not agree with it")
    if _depth(payload.fields) > _DEEPEST or _depth(payload.note) > _DEEPEST:
        raise _malformed("the content of an entry goes too deep")
    if not all(_NAME.fullmatch(name) for name in payload.attachments):
        raise _malformed("an attachment has no proper name")


def _depth(value: object) -> int:
    """How many lists and objects lie inside one another, without a call for each."""
    deepest, inside = 0, [(value, 0)]
    while inside:
        one, level = inside.pop()
        deepest = max(deepest, level)
        below = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        inside.extend((each, level + 1) for each in below)
    return deepest


def _check_place(entry: Stored, union: Mapping[EntryId, Stored]) -> None:
    """Whether the entries it follows are there, and its logical time is theirs and one more."""
    time, prev, known = 0, FIRST_PREV, seen_heads("{}")
    if entry.id.seq > 1:
        before = union.get(EntryId(entry.id.chain, entry.id.seq - 1))
        if before is None:
            raise _malformed("a part of the history is missing")
        time, prev, known = before.lamport, before.hash, seen_heads(before.seen)
    seen = seen_heads(entry.seen)
    forgot = any(seen.get(chain, (0, ""))[0] < seq for chain, (seq, _) in known.items())
    if entry.prev != prev or forgot:
        raise _malformed("an entry does not follow from the one before")
    for chain, (seq, digest) in seen.items():
        other = union.get(EntryId(chain, seq))
        if other is None or other.hash.hex() != digest:
            raise _malformed("an entry names one that is not there")
        time = max(time, other.lamport)
    if entry.lamport != time + 1:
        raise _malformed("an entry is not in its place")


def _check_erased(union: Mapping[EntryId, Stored]) -> None:
    said = erasures(union.values())
    for place, entry in union.items():
        if entry.payload is None and place not in said:
            raise _malformed("the content of an entry is missing and was not erased")
        if place in said and entry.verb == "erase":
            raise _malformed("an erasure was erased")


def _check_attachments(parcel: Parcel, ours: Mapping[EntryId, Stored]) -> None:
    """What new entries bring must come with them, and nothing that no entry brought."""
    wanted = files_of(parcel.entries)
    needed = files_of(entry for entry in parcel.entries if entry.id not in ours)
    if needed - parcel.sizes.keys() or parcel.sizes.keys() - wanted:
        raise _malformed("the attached files are not those that the history names")
    if any(size < 0 or size > LARGEST_ATTACHMENT for size in parcel.sizes.values()):
        raise _malformed("an attached file is too large")


def files_of(entries: Iterable[Stored]) -> set[str]:
    """The names of the attachments that entries brought."""
    return {
        name
        for entry in entries
        if entry.payload is not None
        for name in read_as(entry.payload, Payload).attachments
    }


def _malformed(how: str) -> MergeRefused:
    return MergeRefused(
        f"What came back does not fit together: {how}.",
        "Nothing was changed. Have the pack written again, and keep the copy that it came from.",
    )
