from __future__ import annotations

from typing import Any

import pytest

from mktdesk.book import Book, Change, RowChange
from mktdesk.errors import CaseError


def put(book: Book, actor: str = "Ann", verb: str = "edit", row: str = "r1", **fields: Any) -> None:
    book.write(Change(actor, verb, [RowChange("person", row, fields)]))


def fields_of(book: Book, row: str = "r1") -> Any:
    record = book.row("person", row)
    return None if record is None else dict(record.fields)


def test_undo_and_redo_walk_back_and_forth_as_new_actions(book: Book) -> None:
    put(book, verb="add", name="A")
    put(book, name="B", age=1)
    assert book.undo("Ann") is not None
    assert fields_of(book) == {"name": "A"}
    book.undo("Ann")
    assert fields_of(book) is None
    assert book.undo("Ann") is None
    assert not book.can_undo("Ann")
    book.redo("Ann")
    book.redo("Ann")
    assert fields_of(book) == {"name": "B", "age": 1}
    assert book.redo("Ann") is None
    assert [entry.verb for entry in book.history()] == [
        "redo", "redo", "undo", "undo", "edit", "add",
    ]  # fmt: skip
    assert book.verify() == []


def test_undo_survives_a_restart(desk, book: Book) -> None:
    put(book, name="A")
    put(book, name="B")
    book.undo("Ann")
    book.close()
    again = desk.open()
    assert (again.can_undo("Ann"), again.can_redo("Ann")) == (True, True)
    again.redo("Ann")
    assert fields_of(again) == {"name": "B"}
    again.undo("Ann")
    again.undo("Ann")
    assert fields_of(again) is None
    again.close()


def test_a_new_change_ends_redo(book: Book) -> None:
    put(book, name="A")
    put(book, name="B")
    book.undo("Ann")
    put(book, name="C")
    assert not book.can_redo("Ann")
    book.undo("Ann")
    assert fields_of(book) == {"name": "A"}


def test_a_signature_stops_undo(book: Book) -> None:
    put(book, name="A")
    book.write(Change("Ann", "sign"))
    assert not book.can_undo("Ann")
    put(book, name="B")
    book.undo("Ann")
    assert book.undo("Ann") is None
    assert fields_of(book) == {"name": "A"}


def test_views_and_exports_are_passed_over(book: Book) -> None:
    put(book, name="A")
    book.write(Change("Ann", "view"))
    book.undo("Ann")
    assert fields_of(book) is None


def test_each_person_takes_back_their_own_work_only(book: Book) -> None:
    put(book, "Ann", name="A")
    put(book, "Bob", age=3)
    assert not book.can_undo("Cy")
    book.undo("Bob")
    assert fields_of(book) == {"name": "A"}


def test_what_somebody_else_changed_since_is_not_overwritten(book: Book) -> None:
    put(book, "Ann", name="A")
    put(book, "Ann", name="B")
    put(book, "Bob", name="C")
    with pytest.raises(CaseError, match="changed since"):
        book.undo("Ann")
    assert fields_of(book) == {"name": "C"}
    book.undo("Bob")
    book.undo("Ann")
    assert fields_of(book) == {"name": "A"}


def test_a_row_that_others_filled_is_not_taken_away(book: Book) -> None:
    put(book, "Ann", "add", name="A")
    put(book, "Bob", age=3)
    with pytest.raises(CaseError, match="changed since"):
        book.undo("Ann")


def test_work_on_another_computer_is_not_taken_back_here(desk, book: Book) -> None:
    put(book, name="A")
    other = desk.open("laptop-b")
    assert not other.can_undo("Ann")
    other.close()


def test_an_action_of_many_rows_is_taken_back_whole(book: Book) -> None:
    put(book, verb="add", row="old", name="old", age=2)
    book.write(
        Change(
            "Ann",
            "edit",
            [
                RowChange("person", "new", {"name": "new"}),
                RowChange("person", "old", {"name": "x"}),
                RowChange("person", "old", delete=True),
                RowChange("person", "old", {"name": "reborn"}),
                RowChange("person", "brief", {"name": "brief"}),
                RowChange("person", "brief", delete=True),
            ],
        )
    )
    after = {r.id: dict(r.fields) for r in book.rows("person")}
    assert after == {"old": {"name": "reborn"}, "new": {"name": "new"}}
    book.undo("Ann")
    assert {r.id: dict(r.fields) for r in book.rows("person")} == {"old": {"name": "old", "age": 2}}
    book.redo("Ann")
    assert {r.id: dict(r.fields) for r in book.rows("person")} == after
    assert book.verify() == []


def test_an_erased_value_does_not_come_back(book: Book) -> None:
    put(book, name="A")
    put(book, name="B")
    book.erase([book.history()[1].id], "Ann", "correction")
    assert not book.can_undo("Ann")
