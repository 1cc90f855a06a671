from __future__ import annotations

import resource
import shutil
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mktdesk.book import Book, Change, Parcel, RowChange, merge
from mktdesk.book.pack import WrongSecret, head_of, open_pack, write_pack
from mktdesk.book.packhead import MAGIC, PackHead, checked, preamble, stream_key
from mktdesk.book.stream import CHUNK, SealedWriter
from mktdesk.errors import Cancelled, ExportFailed, NewerVersion, PackRefused
from tests.book.copies import frozen, records

KEY = b"k" * 32
HEAD = PackHead("case", "out", "SCR-2026-014", "reference", 64 * 1024, 3, 4, bytes(16))
ABOUT: dict[str, Any] = {"pack": "p1", "by": "Dana"}


def right(_head: PackHead) -> bytes:
    return KEY


def wrong(_head: PackHead) -> bytes:
    return b"w" * 32


@pytest.fixture
def parcel(book: Book) -> Parcel:
    """A book with something erased, a file of several chunks, an empty one, and odd letters."""
    row = RowChange("person", "r1", {"name": 'Zoë 🙂 \u0000 "q"', "age": 4})
    entry = book.write(Change("Ann", "edit", [row])).entries[0]
    book.write(Change("Ann", "edit", [RowChange("person", "r2", {"name": "Tom"})]))
    book.write(Change("Ann", "add"), attachments=[b"x" * 150_000, b""])
    book.erase([entry], "Ann", "correction")
    return frozen(book)


@pytest.fixture
def pack(tmp_path: Path, parcel: Parcel) -> Path:
    path = tmp_path / "SCR-2026-014.mktpack"
    write_pack(path, HEAD, KEY, ABOUT, [parcel])
    return path


@pytest.fixture
def small(tmp_path: Path, book: Book) -> Path:
    book.write(Change("Ann", "edit", [RowChange("person", "r1", {"a": 1})]), attachments=[b"one"])
    path = tmp_path / "small.mktpack"
    write_pack(path, HEAD, KEY, ABOUT, [frozen(book)])
    return path


def opens(path: Path) -> None:
    with open_pack(path, right):
        pass


def test_a_pack_comes_back_as_it_was(pack: Path, parcel: Parcel) -> None:
    assert head_of(pack) == checked(HEAD, KEY)
    with open_pack(pack, right) as opened:
        assert opened.about == ABOUT
        (got,) = opened.parcels
        assert (got.book_id, got.kind, got.sizes) == (parcel.book_id, parcel.kind, parcel.sizes)
        assert got.entries == tuple(replace(entry, before=None) for entry in parcel.entries)
        for name in got.sizes:
            assert got.fetch(name) == parcel.fetch(name)


def test_a_pack_makes_the_book_again(pack: Path, tmp_path: Path, book: Book, clock: Any) -> None:
    fresh = Book.create(
        tmp_path / "fresh.db", KEY, book_id="book-1", kind="case", installation="b", clock=clock
    )
    with open_pack(pack, right) as opened:
        merge(fresh, opened.parcels[0], "Ann")
    assert records(fresh) == records(book)
    assert fresh.attachments() == book.attachments()
    assert fresh.verify() == []
    fresh.close()


def test_nothing_of_the_book_is_in_clear(pack: Path) -> None:
    raw = pack.read_bytes()
    for word in (b"Tom", b"person", b"Dana", b"Ann", b"book-1", b"laptop-a"):
        assert word not in raw


def test_every_flipped_bit_is_noticed(small: Path) -> None:
    raw = small.read_bytes()
    for at in range(len(raw)):
        altered = bytearray(raw)
        altered[at] ^= 1 << at % 8
        small.write_bytes(altered)
        with pytest.raises((PackRefused, NewerVersion)):
            opens(small)


def test_every_truncation_is_noticed_and_named(small: Path) -> None:
    raw = small.read_bytes()
    for length in range(len(raw)):
        small.write_bytes(raw[:length])
        with pytest.raises(PackRefused) as told:
            opens(small)
        assert "cut short" in told.value.what or length < len(MAGIC)


def sealed(raw: bytes) -> tuple[bytes, list[bytes]]:
    """What lies before the stream, and its chunks."""
    (length,) = struct.unpack(">H", raw[len(MAGIC) + 2 : len(MAGIC) + 4])
    start = len(MAGIC) + 4 + length + 32
    step = CHUNK + 16
    return raw[:start], [raw[at : at + step] for at in range(start, len(raw), step)]


MOVED: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "the last one missing": lambda c: c[:-1],
    "one missing": lambda c: [c[0], *c[2:]],
    "swapped": lambda c: [c[1], c[0], *c[2:]],
    "one twice": lambda c: [c[0], c[0], *c[1:]],
    "the last one twice": lambda c: [*c, c[-1]],
    "bytes behind": lambda c: [*c, b"x"],
    "a chunk behind": lambda c: [*c, bytes(CHUNK + 16)],
    "none": lambda _c: [],
}


@pytest.mark.parametrize("how", MOVED)
def test_chunks_left_out_swapped_or_added_are_noticed(pack: Path, how: str) -> None:
    before, chunks = sealed(pack.read_bytes())
    assert len(chunks) > 2
    pack.write_bytes(before + b"".join(MOVED[how](chunks)))
    with pytest.raises(PackRefused):
        opens(pack)


def test_a_chunk_of_another_pack_does_not_fit(pack: Path, tmp_path: Path, parcel: Parcel) -> None:
    other = tmp_path / "other.mktpack"
    write_pack(other, HEAD.__class__(**{**_fields(HEAD), "salt": b"s" * 16}), KEY, ABOUT, [parcel])
    before, chunks = sealed(pack.read_bytes())
    _, theirs = sealed(other.read_bytes())
    pack.write_bytes(before + chunks[0] + theirs[1] + b"".join(chunks[2:]))
    with pytest.raises(PackRefused, match="damaged"):
        opens(pack)


def _fields(head: PackHead) -> dict[str, Any]:
    return {name: getattr(head, name) for name in head.__struct_fields__}


def test_a_wrong_reference_is_told_from_damage(pack: Path) -> None:
    with pytest.raises(WrongSecret, match="not its full reference"), open_pack(pack, wrong):
        pass
    raw = bytearray(pack.read_bytes())
    raw[-1] ^= 1
    pack.write_bytes(raw)
    with pytest.raises(WrongSecret), open_pack(pack, wrong):
        pass


def test_a_newer_version_says_so(pack: Path) -> None:
    raw = bytearray(pack.read_bytes())
    raw[len(MAGIC) + 1] = 2
    pack.write_bytes(raw)
    with pytest.raises(NewerVersion):
        opens(pack)
    with pytest.raises(NewerVersion):
        head_of(pack)


@pytest.mark.parametrize(
    ("field", "value"),
    [("memory_kib", 513 * 1024), ("memory_kib", 1024), ("passes", 1), ("passes", 99),
     ("lanes", 0), ("lanes", 500), ("salt", b"short"), ("public", "../x"), ("way", "up")],
)  # fmt: skip
def test_what_no_pack_of_ours_would_say_is_refused_before_it_costs_anything(
    tmp_path: Path, field: str, value: Any
) -> None:
    path = tmp_path / "x.mktpack"
    made = PackHead(**{**_fields(checked(HEAD, KEY)), field: value})
    path.write_bytes(preamble(made) + bytes(100))

    def never(_head: PackHead) -> bytes:
        pytest.fail("the slow work was begun")

    with pytest.raises(PackRefused), open_pack(path, never):
        pass


def hostile(path: Path, *frames: tuple[bytes, int, bytes]) -> None:
    """A pack by somebody who has its reference: any frames, well sealed."""
    before = preamble(checked(HEAD, KEY))
    with path.open("wb") as out:
        out.write(before)
        stream = SealedWriter(out, stream_key(before, KEY))
        for letter, length, data in frames:
            stream.write(struct.pack(">cQ", letter, length) + data)
        stream.finish()


BEGIN = b'{"attachments":{},"book_id":"b","entries":%d,"kind":"case"}'
HOSTILE: dict[str, list[tuple[bytes, int, bytes]]] = {
    "nothing": [],
    "no about": [(b"B", 2, b"{}")],
    "a length beyond the end": [(b"M", 1 << 40, b"{}")],
    "a length beyond all numbers": [(b"M", (1 << 64) - 1, b"{}")],
    "no JSON": [(b"M", 1, b"{")],
    "a list": [(b"M", 2, b"[]")],
    "deep JSON": [(b"M", 400_005, b'{"a":' + b"[" * 200_000 + b"]" * 200_000)],
    "a book that is none": [(b"M", 2, b"{}"), (b"B", 2, b"{}")],
    "entries that do not come": [(b"M", 2, b"{}"), (b"B", len(BEGIN % 5), BEGIN % 5)],
    "too many entries": [(b"M", 2, b"{}"), (b"B", len(BEGIN % 10**9), BEGIN % 10**9)],
    "empty blocks": [(b"M", 2, b"{}"), (b"B", len(BEGIN % 5), BEGIN % 5), (b"E", 2, b"[]")],
    "entries of numbers": [(b"M", 2, b"{}"), (b"B", len(BEGIN % 5), BEGIN % 5), (b"E", 3, b"[1]")],
    "a file nobody named": [(b"M", 2, b"{}"), (b"A", 3, b"abc")],
    "one book twice": [(b"M", 2, b"{}"), *[(b"B", len(BEGIN % 0), BEGIN % 0)] * 2],
}


@pytest.mark.parametrize("how", HOSTILE)
def test_whoever_has_the_reference_can_still_only_be_refused(tmp_path: Path, how: str) -> None:
    path = tmp_path / "x.mktpack"
    hostile(path, *HOSTILE[how])
    with pytest.raises(PackRefused):
        opens(path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=300), keep=st.integers(0, 600))
def test_any_bytes_are_opened_or_refused(small: Path, data: bytes, keep: int) -> None:
    other = small.with_name("any.mktpack")
    other.write_bytes(small.read_bytes()[:keep] + data)
    with pytest.raises((PackRefused, NewerVersion)):
        opens(other)


def test_a_file_that_is_no_pack_or_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(PackRefused, match="not a travel pack"):
        opens(path)
    with pytest.raises(PackRefused, match="drive"):
        opens(tmp_path / "none.mktpack")


def test_a_stick_pulled_while_writing_leaves_the_old_pack_or_a_part(
    tmp_path: Path, parcel: Parcel
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    name = next(iter(sorted(parcel.sizes)))

    def pulled(wanted: str) -> bytes:
        if wanted == name:
            shutil.rmtree(stick)
        return parcel.fetch(wanted)

    with pytest.raises(ExportFailed, match="pulled out") as told:
        write_pack(stick / "a.mktpack", HEAD, KEY, ABOUT, [replace(parcel, fetch=pulled)])
    assert ".part" in told.value.do


@pytest.fixture
def little_room() -> Iterator[None]:
    """No file grows beyond 64 KiB, as on a full stick."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_stick_keeps_what_was_there(pack: Path, parcel: Parcel, little_room: None) -> None:
    before = pack.read_bytes()
    with pytest.raises(ExportFailed, match="full"):
        write_pack(pack, HEAD, KEY, ABOUT, [parcel])
    assert pack.read_bytes() == before
    assert [path.name for path in pack.parent.glob("*.part")] == []


def test_what_a_killed_program_left_is_named_as_cut_short(pack: Path) -> None:
    part = pack.with_name(f"{pack.name}.part")
    part.write_bytes(pack.read_bytes()[:100_000])
    with pytest.raises(PackRefused, match="cut short"):
        opens(part)


def test_cancelling_leaves_nothing(tmp_path: Path, parcel: Parcel) -> None:
    path = tmp_path / "a.mktpack"
    with pytest.raises(Cancelled):
        write_pack(path, HEAD, KEY, ABOUT, [parcel], cancelled=lambda: True)
    assert not list(tmp_path.glob("a.mktpack*"))


def test_what_could_not_be_journaled_does_not_leave(tmp_path: Path, parcel: Parcel) -> None:
    def refuse(_made: object) -> None:
        raise ExportFailed("x", "y")

    with pytest.raises(ExportFailed):
        write_pack(tmp_path / "a.mktpack", HEAD, KEY, ABOUT, [parcel], record=refuse)
    assert not list(tmp_path.glob("a.mktpack*"))


def test_the_drive_gone_while_an_attachment_is_fetched_is_said(pack: Path) -> None:
    with open_pack(pack, right) as opened:
        pack.write_bytes(b"")
        (parcel,) = opened.parcels
        with pytest.raises(PackRefused):
            parcel.fetch(max(parcel.sizes, key=lambda name: parcel.sizes[name]))
