"""Travel packs: books as JSON and attachments by their hash, in one authenticated stream.

Inside the stream, each frame is a letter, a length of 8 bytes, and its bytes: one M (JSON: what
the pack says of itself), then for each book a B (its id, kind, how many entries, its attachments
with their sizes), its entries in order in E frames (JSON lists), and its attachments in A frames
in the order of their names. A pack never holds a database or a path.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta

from mktdesk.book import packhead
from mktdesk.book.codec import canonical
from mktdesk.book.journal import Stored
from mktdesk.book.packhead import PackHead, Stretch
from mktdesk.book.parcel import LARGEST_ATTACHMENT, MOST_ENTRIES, Parcel
from mktdesk.book.stream import Broken, SealedReader, SealedWriter
from mktdesk.book.types import EntryId, Json
from mktdesk.errors import Cancelled, ExportFailed, PackRefused

_FRAME = struct.Struct(">cQ")
_LARGEST_ABOUT = 1 << 26
_LARGEST_BLOCK = 1 << 27
_BLOCK = 1 << 20  # entries are written in blocks of about this many bytes
_MOST_BOOKS = 500
_PIECE = 1 << 20
Bytes32 = Annotated[bytes, Meta(min_length=32, max_length=32)]
Report = Callable[[float, str], None]


class _Line(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """An entry as it travels. payload: its JSON text, None where it was erased."""

    chain: str
    seq: int
    prev: Bytes32
    hash: Bytes32
    seen: str
    lamport: Annotated[int, Meta(ge=1, lt=1 << 53)]
    at: str
    actor: str
    verb: str
    action: str
    kind: str
    row: str
    names: tuple[str, ...]
    deleted: bool
    digest: Bytes32
    salt: bytes | None
    payload: str | None


class _Begin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    book_id: Annotated[str, Meta(min_length=1, max_length=100)]
    kind: Annotated[str, Meta(min_length=1, max_length=100)]
    entries: Annotated[int, Meta(ge=0, le=MOST_ENTRIES)]
    attachments: dict[
        Annotated[str, Meta(pattern="^[0-9a-f]{64}$")],
        Annotated[int, Meta(ge=0, le=LARGEST_ATTACHMENT)],
    ]


@dataclass(frozen=True, slots=True)
class WrittenPack:
    """A pack that was written. size in bytes; sha256 of the file, in hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class OpenedPack:
    """A pack that was read and proved to its last byte. about: what it says of itself.

    The parcels fetch their attachments from the file while the pack is open.
    """

    head: PackHead
    about: Mapping[str, Json]
    parcels: tuple[Parcel, ...]


def write_pack(
    out: Path,
    head: PackHead,
    stretched: bytes,
    about: Mapping[str, Json],
    parcels: Sequence[Parcel],
    *,
    report: Report = lambda _share, _words: None,
    cancelled: Callable[[], bool] = lambda: False,
    record: Callable[[WrittenPack], object] = lambda _made: None,
) -> WrittenPack:
    """Write a pack beside its place, read it back whole, and put it there in one step.

    stretched: the 32 bytes that the person's secret comes to under the head's cost. record: keeps
    in the journal that it leaves, when the file is whole and not yet in its place. Raises
    ExportFailed (nothing of that name was replaced), Cancelled, and what `record` raises.
    """
    head = packhead.checked(head, stretched)
    part = out.with_name(f"{out.name}.part")
    try:
        if out.is_dir():
            raise IsADirectoryError
        try:
            made = _write(part, head, stretched, about, parcels, report, cancelled)
            with _open(part, lambda _head: stretched):
                pass
            record(made)
            part.replace(out)
            _sync_folder(out.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
    except (OSError, PackRefused) as error:
        raise ExportFailed(
            f"{out.name} was not written: the drive refused, is full, or was pulled out. A file "
            "beside it that ends in .part is not whole and opens nowhere.",
            "Check the drive and its free space, delete the .part file, and write the pack again.",
        ) from error
    return made


def _write(
    part: Path, head: PackHead, stretched: bytes, about: Mapping[str, Json],
    parcels: Sequence[Parcel], report: Report, cancelled: Callable[[], bool],
) -> WrittenPack:  # fmt: skip
    before = packhead.preamble(head)
    whole = sum(sum(parcel.sizes.values()) + 1000 * len(parcel.entries) for parcel in parcels)
    handle = os.open(
        part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600
    )
    with os.fdopen(handle, "wb") as raw:
        tally = _Tally(raw)
        tally.write(before)
        out = SealedWriter(tally, packhead.stream_key(before, stretched))
        for letter, data in _frames(about, parcels):
            if cancelled():
                raise Cancelled
            out.write(_FRAME.pack(letter, len(data)))
            out.write(data)
            report(min(1.0, tally.size / max(1, whole)), "Writing the pack")
        out.finish()
        raw.flush()
        os.fsync(raw.fileno())
    return WrittenPack(tally.size, tally.hash.hexdigest())


class _Tally:
    """A file that counts and hashes what is written to it."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self.size, self.hash = out, 0, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._out.write(data)
        self.size += len(data)
        self.hash.update(data)


def _frames(about: Mapping[str, Json], parcels: Iterable[Parcel]) -> Iterator[tuple[bytes, bytes]]:
    yield b"M", canonical(dict(about))
    for parcel in parcels:
        sizes = dict(sorted(parcel.sizes.items()))
        yield b"B", canonical(_Begin(parcel.book_id, parcel.kind, len(parcel.entries), sizes))
        block: list[bytes] = []
        length = 0
        for entry in parcel.entries:
            line = canonical(_line(entry))
            if length + len(line) > _BLOCK and block:
                yield b"E", b"[" + b",".join(block) + b"]"
                block, length = [], 0
            block.append(line)
            length += len(line)
        if block:
            yield b"E", b"[" + b",".join(block) + b"]"
        for name in sizes:
            yield b"A", parcel.fetch(name)


def _line(entry: Stored) -> _Line:
    payload = None if entry.payload is None else entry.payload.decode()
    return _Line(
        *entry.id, entry.prev, entry.hash, entry.seen, entry.lamport, entry.at, entry.actor,
        entry.verb, entry.action, entry.kind, entry.row, entry.names, entry.deleted, entry.digest,
        entry.salt, payload,
    )  # fmt: skip


def _stored(line: _Line) -> Stored:
    payload = None if line.payload is None else line.payload.encode()
    return Stored(
        EntryId(line.chain, line.seq), line.prev, line.hash, line.seen, line.lamport, line.at,
        line.actor, line.verb, line.action, line.kind, line.row, line.names, line.deleted,
        line.digest, line.salt, payload, None,
    )  # fmt: skip


def head_of(path: Path) -> PackHead:
    """What a pack tells without its secret; nothing of this is proved.

    Raises PackRefused, NewerVersion.
    """
    with _told(), path.open("rb") as source:
        return packhead.read_preamble(source).head


@contextlib.contextmanager
def open_pack(path: Path, stretch: Stretch) -> Iterator[OpenedPack]:
    """Read and prove a whole pack. stretch: the secret's 32 bytes under the head's cost.

    Raises PackRefused (damaged, cut short, a wrong secret), NewerVersion, and what `stretch`
    raises. While it is open, fetching an attachment raises PackRefused where the drive has gone.
    """
    with _open(path, stretch) as opened:
        yield opened


class WrongSecret(PackRefused):
    """The reference or passphrase is not the one that the pack was written with."""


@contextlib.contextmanager
def _open(path: Path, stretch: Stretch) -> Iterator[OpenedPack]:
    with contextlib.ExitStack() as stack:
        with _told():
            source = stack.enter_context(path.open("rb"))
            found = packhead.read_preamble(source)
        stretched = stretch(found.head)
        if not packhead.agrees(found.head, stretched):
            what = found.head.spoken
            raise WrongSecret(
                f"The travel pack did not open: this is not its {what}.",
                "Type it again, as it was when the pack was written.",
            )
        with _told():
            key = packhead.stream_key(found.raw, stretched)
            opened = _read(found.head, SealedReader(source, len(found.raw), key))
        yield opened


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn what can be wrong with a pack into words."""
    try:
        yield
    except Broken as error:
        raise (packhead.cut_short() if error.cut else packhead.damaged()) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError, MemoryError) as error:
        raise packhead.damaged() from error
    except OSError as error:
        raise PackRefused(
            "The travel pack cannot be read: the drive has gone, or reports a fault.",
            "Put the drive back in, then try again.",
        ) from error


def _read(head: PackHead, stream: SealedReader) -> OpenedPack:
    letter, about = _frame(stream, _LARGEST_ABOUT)
    if letter != b"M":
        raise Broken
    parcels: list[Parcel] = []
    while stream.at() < stream.size:
        if len(parcels) == _MOST_BOOKS:
            raise Broken
        parcels.append(_book(stream))
    if len({parcel.book_id for parcel in parcels}) != len(parcels):
        raise Broken
    return OpenedPack(head, msgspec.json.decode(about, type=dict[str, object]), tuple(parcels))


def _frame(stream: SealedReader, largest: int) -> tuple[bytes, bytes]:
    letter, length = _FRAME.unpack(stream.take(_FRAME.size))
    if length > largest:
        raise Broken
    return letter, stream.take(length)


def _book(stream: SealedReader) -> Parcel:
    letter, raw = _frame(stream, _LARGEST_ABOUT)
    if letter != b"B":
        raise Broken
    begin = msgspec.json.decode(raw, type=_Begin)
    entries: list[Stored] = []
    while len(entries) < begin.entries:
        letter, raw = _frame(stream, _LARGEST_BLOCK)
        lines = msgspec.json.decode(raw, type=list[_Line])
        if letter != b"E" or not lines or len(entries) + len(lines) > begin.entries:
            raise Broken
        entries.extend(_stored(line) for line in lines)
    places: dict[str, int] = {}
    for name in sorted(begin.attachments):
        places[name] = _prove_attachment(stream, name, begin.attachments[name])

    def fetch(name: str) -> bytes:
        with _told():
            stream.go_to(places[name])
            return stream.take(begin.attachments[name])

    return Parcel(begin.book_id, begin.kind, tuple(entries), begin.attachments, fetch)


def _prove_attachment(stream: SealedReader, name: str, size: int) -> int:
    """Read an attachment, piece by piece, and see that its name is its hash; where it begins."""
    letter, length = _FRAME.unpack(stream.take(_FRAME.size))
    if letter != b"A" or length != size:
        raise Broken
    begins, digest = stream.at(), hashlib.sha256()
    for start in range(0, size, _PIECE):
        digest.update(stream.take(min(_PIECE, size - start)))
    if digest.hexdigest() != name:
        raise Broken
    return begins


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


__all__ = [
    "OpenedPack",
    "PackHead",
    "WrittenPack",
    "WrongSecret",
    "head_of",
    "open_pack",
    "write_pack",
]
