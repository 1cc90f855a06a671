from __future__ import annotations

import os
import random
import secrets
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sql

from mktdesk.book import Book, Change, RowChange
from mktdesk.errors import DeskError, InUseElsewhere, VaultDamaged, VaultUnwritable

NAME = "Xanthippe Quillfeather"


def put(book: Book, name: str = NAME) -> None:
    book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": name})]))


def test_the_file_opens_with_bare_sqlcipher_and_its_key(desk, book: Book) -> None:
    put(book)
    book.close()
    db = desk.bare()
    assert NAME.encode() in db.execute("SELECT fields FROM record").fetchone()[0]
    assert db.execute("PRAGMA cipher_integrity_check").fetchall() == []
    db.close()


@pytest.mark.parametrize("digit", [0, 31, 63])
def test_one_digit_of_the_key_changed_opens_nothing(desk, book: Book, digit: int) -> None:
    put(book)
    book.close()
    changed = list(desk.key.hex())
    changed[digit] = format(int(changed[digit], 16) ^ 1, "x")
    desk.key = bytes.fromhex("".join(changed))
    with pytest.raises(VaultDamaged):
        desk.open()
    db = desk.bare()
    with pytest.raises(sql.DatabaseError, match="not a database"):
        db.execute("SELECT * FROM record")
    db.close()


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_key_of_another_length_is_a_mistake_of_ours(desk, book: Book, size: int) -> None:
    book.close()
    desk.key = secrets.token_bytes(size)
    with pytest.raises(ValueError, match="32 bytes"):
        desk.open()


def test_the_settings_are_the_measured_ones(book: Book) -> None:
    wanted = {
        "journal_mode": "truncate", "synchronous": 3, "temp_store": 2, "trusted_schema": 0,
        "cell_size_check": 1, "secure_delete": 1, "auto_vacuum": 0, "cipher_page_size": "4096",
        "cipher_hmac_algorithm": "HMAC_SHA512",
    }  # fmt: skip
    found = {name: book._file.one(f"PRAGMA {name}")[0] for name in wanted}  # type: ignore[index]
    assert found == wanted


def test_no_word_of_the_book_reaches_the_disk_in_clear(desk, book: Book, tmp_path: Path) -> None:
    seen: set[Path] = set()
    book.save_draft("page", "name", NAME, "Ann")
    # Inside a transaction the rollback journal and any spill are on the disk too.
    with book.exclusively():
        for number in range(300):
            put(book, f"{NAME} {number} " * 40)
        book.search(NAME)
        for path in tmp_path.rglob("*"):
            assert NAME.encode() not in path.read_bytes()
            seen.add(path)
    put(book)
    book.close()
    assert desk.path.with_name("case.db-journal") in seen
    for path in tmp_path.rglob("*"):
        data = path.read_bytes().lower()
        assert b"xanthippe" not in data
        assert NAME.encode("utf-16-le").lower() not in data


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_the_owner_can_read_it(desk, book: Book) -> None:
    put(book)
    modes = {path.stat().st_mode & 0o777 for path in desk.path.parent.iterdir()}
    assert modes == {0o600}


def findings_or_refusal(desk) -> bool:
    """True when opening or checking notices something; any other error fails the test."""
    try:
        book = desk.open()
    except DeskError:
        return True
    try:
        return bool(book.verify())
    except DeskError:
        return True
    finally:
        book.close()


def test_every_flipped_bit_is_noticed(desk, book: Book) -> None:
    for number in range(20):
        put(book, f"name {number}" * 20)
    book.close()
    whole = desk.path.read_bytes()
    chance = random.Random(20261121)
    assert not findings_or_refusal(desk)
    for _ in range(120):
        bit = chance.randrange(len(whole) * 8)
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        desk.path.write_bytes(flipped)
        assert findings_or_refusal(desk), bit
    desk.path.write_bytes(whole)
    assert not findings_or_refusal(desk)


def test_every_truncation_is_noticed(desk, book: Book) -> None:
    for number in range(20):
        put(book, f"name {number}" * 20)
    book.close()
    whole = desk.path.read_bytes()
    chance = random.Random(7)
    pages = range(0, len(whole), 4096)
    for size in [*pages, *(chance.randrange(len(whole)) for _ in range(30))]:
        desk.path.write_bytes(whole[:size])
        assert findings_or_refusal(desk), size


def test_an_old_page_put_back_is_noticed_by_the_journal(desk, book: Book) -> None:
    for number in range(10):
        put(book, f"name {number}" * 20)
    old = desk.path.read_bytes()
    for number in range(10):
        put(book, f"later {number}" * 20)
    book.close()
    new = desk.path.read_bytes()
    noticed = changed = 0
    for start in range(0, len(old), 4096):
        page = slice(start, start + 4096)
        if old[page] != new[page]:
            changed += 1
            desk.path.write_bytes(new[:start] + old[page] + new[start + 4096 :])
            noticed += findings_or_refusal(desk)
    assert changed >= 4
    assert noticed == changed


def test_a_file_that_is_missing_or_no_book_is_refused_in_words(desk, book: Book) -> None:
    book.close()
    desk.path.write_bytes(b"PK\x03\x04" * 5000)
    with pytest.raises(VaultDamaged, match=r"case\.db"):
        desk.open()
    desk.path.unlink()
    with pytest.raises(VaultUnwritable):
        desk.open()
    assert not desk.path.exists()


def test_a_foreign_database_under_the_same_key_is_refused(desk) -> None:
    db = desk.bare()
    db.execute("CREATE TABLE entry (a)")
    db.close()
    with pytest.raises(VaultDamaged):
        desk.open()


def test_a_full_disk_is_said_and_nothing_committed_is_lost(book: Book) -> None:
    put(book, "kept")
    (pages,) = book._file.one("PRAGMA page_count")  # type: ignore[misc]
    book._file.rows(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(VaultUnwritable, match="full"):
        put(book, "lost" * 10_000)
    assert book.row("person", "r1").fields == {"name": "kept"}  # type: ignore[union-attr]
    book._file.rows("PRAGMA max_page_count = 1000000")
    put(book, "after")
    assert book.verify() == []


def test_a_folder_that_vanishes_is_said(desk, book: Book, tmp_path: Path) -> None:
    put(book, "kept")
    away = tmp_path.with_name(tmp_path.name + "-away")
    tmp_path.rename(away)
    try:
        with pytest.raises(VaultUnwritable, match="gone"):
            put(book, "lost")
    finally:
        away.rename(tmp_path)
    put(book, "after")
    assert [entry.fields["name"] for entry in book.history()] == ["after", "kept"]


def test_another_program_that_writes_is_waited_for_then_said(
    desk, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mktdesk.book.file.BUSY_SECONDS", 0.1)
    other = desk.open("laptop-b")
    with book.exclusively(), pytest.raises(InUseElsewhere, match="Another program"):
        put(other)
    put(other)
    other.close()


def test_threads_take_turns(book: Book) -> None:
    def work(name: str) -> None:
        for number in range(30):
            row = RowChange("person", name, {"n": number})
            book.write(Change(name, "edit", [row, RowChange("count", name, {"n": number})]))
            assert book.row("person", name).fields == book.row("count", name).fields  # type: ignore[union-attr]

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert book.heads()["laptop-a"][0] == 240
    assert book.verify() == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte that can be filled and made read-only; needs mount rights."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    made = mount is not None and (
        subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )
    if not made:
        pytest.skip("no right to mount a small disk here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(path: Path) -> None:
    """Take all the room that is left on a disk."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def test_a_disk_that_is_really_full_or_read_only(desk, small_disk: Path) -> None:
    desk.path = small_disk / "case.db"
    book = desk.create()
    put(book, "kept")
    filler = small_disk / "filler"
    fill(filler)
    with pytest.raises(VaultUnwritable, match="full"):
        put(book, "lost" * 20_000)
    assert book.row("person", "r1").fields == {"name": "kept"}
    filler.unlink()
    put(book, "after")
    book.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    reader = desk.open()
    assert reader.row("person", "r1").fields == {"name": "after"}
    with pytest.raises(VaultUnwritable, match="read-only"):
        put(reader, "no")
    assert reader.verify() == []
    reader.close()
