from __future__ import annotations

from typing import Any

import pytest

from mktdesk.book import ERASED, Book, Change, EntryId, RowChange
from mktdesk.errors import CaseError

SECRET = "Xanthippe-Quill"


def put(book: Book, verb: str = "edit", row: str = "r1", **fields: Any) -> EntryId:
    return book.write(Change("Ann", verb, [RowChange("person", row, fields)])).entries[0]


def in_clear(desk: Any) -> bytes:
    """Every row of every table, as whoever has the key reads it."""
    db = desk.bare()
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
    rows = [db.execute(f"SELECT * FROM {name}").fetchall() for name in tables]  # noqa: S608
    db.close()
    return repr(rows).encode()


def test_erasing_removes_every_copy_and_the_chain_still_verifies(desk, book: Book) -> None:
    put(book, name="before")
    place = put(book, name=SECRET, age=4)
    put(book, name="after")
    book.undo("Ann")  # writes the name again
    put(book, "note", row="r2", name="unrelated")
    book.save_draft("page", "free", f"he said {SECRET} again", "Ann")
    book.save_draft("page", "name", "typing", "Ann")
    book.save_draft("page", "other", "kept", "Ann")
    written = book.erase([place], "Ann", "correction")
    assert SECRET.encode() not in in_clear(desk)
    assert SECRET.casefold().encode() not in in_clear(desk)
    assert written.changed == {("person", "r1")}
    assert book.rows("person")[0].fields == {"name": ERASED, "age": ERASED}
    assert book.drafts("page") == {"other": "kept"}
    assert book.verify() == []
    newest = book.history()[0]
    assert (newest.verb, newest.reason) == ("erase", "correction")
    assert newest.note == {"erased": [["laptop-a", 2], ["laptop-a", 4]]}
    erased = next(e for e in book.history() if e.id == place)
    assert (erased.erased, erased.fields) == (True, {"name": ERASED, "age": ERASED})
    later = next(e for e in book.history() if e.id == EntryId("laptop-a", 3))
    assert later.before == {"name": ERASED}


def test_a_later_value_stands_when_an_earlier_one_is_erased(book: Book) -> None:
    place = put(book, name=SECRET)
    put(book, name="right")
    book.erase([place], "Ann", "correction")
    assert book.row("person", "r1").fields == {"name": "right"}  # type: ignore[union-attr]
    assert book.verify() == []


def test_replay_to_an_old_version_shows_erased(book: Book) -> None:
    place = put(book, name=SECRET)
    heads = book.heads()
    book.erase([place], "Ann", "retention")
    assert book.records_at(heads)["person"][0].fields == {"name": ERASED}


def test_an_erased_entrys_attachment_goes_unless_another_entry_brought_it(book: Book) -> None:
    row = RowChange("paper", "p1", {"title": "t"})
    first = book.write(Change("Ann", "add", [row]), attachments=[b"one", b"shared"])
    book.write(Change("Ann", "add", [RowChange("paper", "p2", {})]), attachments=[b"shared"])
    book.erase(first.entries, "Ann", "retention")
    assert list(book.attachments().values()) == [6]
    assert book.verify() == []


def test_erasing_twice_or_a_view_is_harmless(book: Book) -> None:
    view = book.write(Change("Ann", "view", note={"what": SECRET})).entries[0]
    book.erase([view], "Ann", "correction")
    book.erase([view], "Ann", "correction")
    assert book.verify() == []


def test_erasing_needs_a_reason_and_an_entry_that_is_here(book: Book) -> None:
    place = put(book, name="A")
    with pytest.raises(CaseError, match="reason"):
        book.erase([place], "Ann", " ")
    with pytest.raises(CaseError, match="not in the file"):
        book.erase([EntryId("laptop-a", 99)], "Ann", "correction")
    assert book.row("person", "r1").fields == {"name": "A"}  # type: ignore[union-attr]


def test_a_payload_that_is_gone_without_an_erasure_is_noticed(desk, book: Book, codes) -> None:
    put(book, name="A")
    desk.tamper("UPDATE entry SET payload = NULL, salt = NULL WHERE seq = 1")
    assert "entry-missing" in codes(book)
