from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from mktdesk.book import Book, Change, RowChange, held_still, rebuild
from mktdesk.calendar import SystemClock
from mktdesk.errors import InUseElsewhere, VaultDamaged, VaultError

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.db"


@pytest.fixture
def filled(path: Path):
    book = Book.create(
        path, KEY, book_id="b" * 16, kind="case", installation="a" * 16, clock=SystemClock()
    )
    for number in range(20):
        row = RowChange("person", f"r{number % 4}", {"name": f"n{number}", "order": number})
        book.write(Change("Ann", "edit", [row]))
    book.write(Change("Ann", "remove", [RowChange("person", "r1", delete=True)]))
    yield book
    book.close()


def spoil(book: Book, statement: str) -> None:
    with book._file.transaction():
        book._file.run(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM record",
        "UPDATE record SET words = 'lies'",
        "UPDATE record SET fields = x'7b7d'",
        "UPDATE record SET seq = 1, id = id || 'x'",
        "UPDATE entry SET before = NULL",
    ],
)
def test_records_are_made_again_from_the_journal(filled: Book, statement: str) -> None:
    before = filled.rows("person")
    history = filled.history(limit=100)
    spoil(filled, statement)
    assert [finding.code for finding in filled.verify()] == ["records-differ"]
    rebuild(filled, "Ann", "the disk lied")
    assert filled.verify() == []
    assert filled.rows("person") == before
    newest, *rest = filled.history(limit=100)
    assert (newest.verb, newest.reason) == ("rebuild", "the disk lied")
    assert rest == history


def test_a_journal_that_is_not_sound_is_no_ground_to_build_on(filled: Book) -> None:
    spoil(filled, "UPDATE entry SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 3")
    with pytest.raises(VaultDamaged, match="cannot be made again"):
        rebuild(filled, "Ann", "try")
    assert filled.history(limit=1)[0].verb == "remove"
    with pytest.raises(VaultError, match="reason"):
        rebuild(filled, "Ann", " ")


def test_while_it_is_held_still_whoever_writes_waits(filled: Book, path: Path) -> None:
    other = Book.open(path, KEY, installation="c" * 16, clock=SystemClock())
    waited: list[str] = []

    def write() -> None:
        try:
            other.write(Change("Bo", "edit", [RowChange("person", "r9", {"name": "late"})]))
            waited.append("written")
        except InUseElsewhere:
            waited.append("refused")

    writer = threading.Thread(target=write)
    with held_still(filled) as raw:
        first = raw.read()
        writer.start()
        writer.join(0.2)
        assert waited == []
        raw.seek(0)
        assert hashlib.sha256(raw.read()).digest() == hashlib.sha256(first).digest()
    writer.join()
    assert waited == ["written"]
    other.close()
    copy = path.with_name("copy.db")
    copy.write_bytes(first)
    book = Book.open(copy, KEY, installation="d" * 16, clock=SystemClock(), read_only=True)
    assert book.verify() == []
    assert len(book.history(limit=100)) == 21
    book.close()
    assert filled.verify() == []
