from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mktdesk.book import (
    Book,
    Change,
    EntryId,
    RowChange,
    attachment_name,
    heads_from_json,
    heads_to_json,
)
from mktdesk.errors import CaseError, InUseElsewhere, NewerVersion, VaultDamaged


def edit(row: str = "r1", *, verb: str = "edit", actor: str = "Ann", **fields: Any) -> Change:
    return Change(actor, verb, [RowChange("person", row, fields)])


def test_the_first_change_makes_a_row_and_later_ones_change_its_fields(book: Book) -> None:
    book.write(edit(name="Zoë", age=4))
    written = book.write(edit(name="Zoë B", age=None))
    record = book.row("person", "r1")
    assert record is not None
    assert record.fields == {"name": "Zoë B"}
    assert written.changed == {("person", "r1")}
    assert book.row("person", "r2") is None


def test_everything_is_there_after_opening_again(desk, book: Book) -> None:
    book.write(edit(name="Zoë"))
    book.save_draft("page", "name", "Zoë Br", "Ann")
    name = book.write(edit("r2", verb="add"), attachments=[b"paper"]).attachments[0]
    book.close()
    again = desk.open()
    assert [record.id for record in again.rows("person")] == ["r1", "r2"]
    assert again.drafts("page") == {"name": "Zoë Br"}
    assert again.attachment(name) == b"paper"
    assert (again.book_id, again.kind) == ("book-1", "case")
    again.close()


def test_rows_come_by_their_order_field_then_as_they_were_made(book: Book) -> None:
    for row, order in (("late", 2), ("none-1", None), ("early", 1.5), ("none-2", True)):
        book.write(edit(row, order=order))
    assert [r.id for r in book.rows("person")] == ["early", "late", "none-1", "none-2"]


def test_a_removed_row_that_is_put_back_keeps_its_place(book: Book) -> None:
    for row in ("a", "b", "c"):
        book.write(edit(row, verb="add", name=row))
    book.write(Change("Ann", "remove", [RowChange("person", "a", delete=True)]))
    book.undo("Ann")
    assert [r.id for r in book.rows("person")] == ["a", "b", "c"]
    assert book.verify() == []


def test_a_change_of_many_rows_is_one_action_with_one_note(book: Book) -> None:
    rows = [RowChange("person", str(n), {"name": str(n)}) for n in range(3)]
    written = book.write(Change("Ann", "add", rows, "taken in", {"from": "form"}))
    newest = book.history()
    assert {entry.action for entry in newest} == {written.action}
    assert [entry.id for entry in reversed(newest)] == list(written.entries)
    assert [dict(entry.note) for entry in newest] == [{}, {}, {"from": "form"}]
    assert {entry.reason for entry in newest} == {"taken in"}


def test_history_tells_old_and_new_values_newest_first(book: Book) -> None:
    book.write(edit(name="A"))
    book.write(edit(name="B", age=1))
    book.write(Change("Bob", "remove", [RowChange("person", "r1", delete=True)]))
    book.write(Change("Bob", "view", note={"what": "seal"}))
    view, removal, change, made = book.history()
    assert (view.kind, view.note, view.before) == ("", {"what": "seal"}, None)
    assert (removal.deleted, removal.before, removal.fields) == (True, {"name": "B", "age": 1}, {})
    assert (change.before, change.fields) == ({"name": "A"}, {"name": "B", "age": 1})
    assert (made.before, made.actor, made.at) == (None, "Ann", "2026-11-21T09:00:02.000Z")
    assert [e.id.seq for e in book.history(kind="person", row="r1", limit=2, offset=1)] == [2, 1]


def test_a_bad_change_leaves_nothing_behind(book: Book) -> None:
    heads = book.heads()
    good, bad = RowChange("person", "r1", {"name": "A"}), RowChange("", "r1", {"name": "B"})
    with pytest.raises(ValueError, match="kind"):
        book.write(Change("Ann", "edit", [good, bad]), attachments=[b"x"])
    assert (book.heads(), book.rows("person"), book.attachments()) == (heads, [], {})
    assert book.verify() == []


@pytest.mark.parametrize("value", [float("nan"), (1, 2), {"a": (1,)}])
def test_what_would_not_come_back_the_same_is_a_mistake_of_ours(book: Book, value: Any) -> None:
    with pytest.raises(ValueError, match="plain JSON"):
        book.write(edit(name=value))
    assert book.history() == []


def test_half_a_character_is_refused_in_words(book: Book) -> None:
    with pytest.raises(CaseError, match="half a character"):
        book.write(edit(name="\ud83d"))
    with pytest.raises(CaseError, match="half a character"):
        book.save_draft("page", "name", "\ud83d", "Ann")


@pytest.mark.parametrize("text", ["x" * 1_000_000, "a\0b", "নাম", "اسم", "🙂", "'; --", "\u202e"])
def test_any_text_comes_back_as_it_was(book: Book, text: str) -> None:
    book.write(edit(name=text))
    record = book.row("person", "r1")
    assert record is not None
    assert record.fields["name"] == text
    assert book.verify() == []


def test_drafts_are_kept_replaced_and_settled_with_the_change(book: Book) -> None:
    book.save_draft("page", "name", "Zo", "Ann")
    book.save_draft("page", "name", "Zoë", "Ann")
    book.save_draft("page", "why", "beca", "Ann")
    book.save_draft("other", "name", "x", "Ann")
    assert book.drafts("page") == {"name": "Zoë", "why": "beca"}
    book.write(edit(name="Zoë"), settles=[("page", "name")])
    book.drop_draft("other", "name")
    assert (book.drafts("page"), book.drafts("other")) == ({"why": "beca"}, {})
    assert len(book.history()) == 1


def test_attachments_are_kept_once_by_their_content(book: Book) -> None:
    large = bytes(range(256)) * 12_000  # three parts
    book.write(edit("r1", file=attachment_name(large)), attachments=[large, b""])
    book.write(edit("r2", file=attachment_name(large)), attachments=[large])
    assert book.attachments() == {attachment_name(large): len(large), attachment_name(b""): 0}
    assert book.attachment(attachment_name(large)) == large
    assert book.attachment(attachment_name(b"")) == b""
    assert book.verify() == []
    with pytest.raises(CaseError):
        book.attachment("0" * 64)


def test_search_finds_every_word_in_any_case_also_within_values(book: Book) -> None:
    book.write(edit("r1", name="Zoë ÉMILE", detail={"t": "yes_no", "detail": 'a "river"\nbank'}))
    book.write(edit("r2", name="zoë", list=["one", "two"]))
    assert [r.id for r in book.search("émile zoë")] == ["r1"]
    assert [r.id for r in book.search('"RIVER"')] == ["r1"]
    assert [r.id for r in book.search("two")] == ["r2"]
    assert book.search("yes_no") == []
    assert book.search("zoë", kind="agency") == []
    assert len(book.search("")) == 2
    assert book.search("%") == []


class Line(msgspec.Struct):
    name: str = ""


def test_long_lists_are_read_straight_into_their_shape(book: Book) -> None:
    book.write(edit("r1", name="Zoë", other=[1]))
    book.write(edit("r2", name="Émile", order=1))
    assert [line.name for line in book.shaped("person", Line)] == ["Zoë", "Émile"]
    assert book.shaped("person", Line, "éMILE") == [Line("Émile")]
    assert book.shaped("person", Line, "zoë émile") == []
    with pytest.raises(VaultDamaged):
        book.shaped("person", list[int])


def test_a_signed_version_can_be_shown_later(book: Book) -> None:
    book.write(edit(name="as signed", order=1))
    book.write(Change("Ann", "sign"))
    heads = heads_from_json(heads_to_json(book.heads()))
    book.write(edit(name="changed"))
    book.write(Change("Ann", "remove", [RowChange("person", "r1", delete=True)]))
    (record,) = book.records_at(heads)["person"]
    assert record.fields == {"name": "as signed", "order": 1}
    assert book.records_at({}) == {}
    with pytest.raises(CaseError, match="not in the file"):
        book.records_at({"laptop-a": (1, "00" * 32)})


@pytest.mark.parametrize("raw", [None, {"a": 1}, {"a": [1, "zz"]}, {"a": [0, "0" * 64]}, []])
def test_heads_that_we_never_wrote_are_refused(raw: Any) -> None:
    with pytest.raises(ValueError, match="heads"):
        heads_from_json(raw)


def test_a_second_opener_reads_and_cannot_write(desk, book: Book) -> None:
    book.write(edit(name="A"))
    reader = desk.open(read_only=True)
    book.write(edit(name="B"))
    assert reader.row("person", "r1").fields == {"name": "B"}
    with pytest.raises(InUseElsewhere):
        reader.write(edit(name="C"))
    with pytest.raises(InUseElsewhere):
        reader.save_draft("page", "name", "C", "Ann")
    reader.close()
    book.read_only = True
    with pytest.raises(InUseElsewhere):
        book.write(edit(name="D"))


def test_two_chains_in_one_file_see_each_other_and_add_up(desk, book: Book, codes) -> None:
    other = desk.open("laptop-b")
    for number in range(10):
        (book if number % 2 else other).write(edit("r1", **{f"f{number % 3}": number}))  # type: ignore[arg-type]
    assert {chain: seq for chain, (seq, _) in book.heads().items()} == {
        "laptop-a": 5,
        "laptop-b": 5,
    }
    assert [entry.fields for entry in book.history(limit=2)] == [{"f0": 9}, {"f2": 8}]
    assert book.row("person", "r1") == other.row("person", "r1")
    other.close()
    assert codes(book) == []


def test_a_file_from_a_newer_version_is_refused_and_left_alone(desk, book: Book) -> None:
    book.close()
    desk.tamper("PRAGMA user_version = 99")
    before = desk.path.read_bytes()
    with pytest.raises(NewerVersion):
        desk.open()
    assert desk.path.read_bytes() == before


def test_a_book_is_never_made_over_another_file(desk, book: Book) -> None:
    with pytest.raises(CaseError):
        desk.create()
    assert book.verify() == []


def test_exclusively_joins_what_is_written_into_one_transaction(book: Book) -> None:
    class Stop(Exception):
        pass

    def fail() -> None:
        with book.exclusively():
            book.write(edit(name="A"))
            raise Stop

    with pytest.raises(Stop):
        fail()
    assert book.history() == []
    with book.exclusively():
        book.write(edit(name="A"))
        book.write(edit(name="B"))
    assert [entry.id for entry in book.history()] == [
        EntryId("laptop-a", 2),
        EntryId("laptop-a", 1),
    ]


def test_rows_of_several_kinds_come_together(book: Book) -> None:
    book.write(Change("Ann", "add", [RowChange("person", "p", {}), RowChange("paper", "q", {})]))
    book.write(Change("Ann", "add", [RowChange("place", "s", {}), RowChange("person", "r", {})]))
    found = [(record.kind, record.id) for record in book.rows("person", "paper")]
    assert found == [("person", "p"), ("paper", "q"), ("person", "r")]
    assert book.rows("house", "garden") == []


class Counted:
    """Reads the names of a book's people, and counts how often."""

    def __init__(self, book: Book) -> None:
        self.book, self.read = book, 0

    def __call__(self) -> list[object]:
        return self.book.memory.of("names", self._names)

    def _names(self) -> list[object]:
        self.read += 1
        return [record.fields.get("name") for record in self.book.rows("person")]


def test_what_was_worked_out_is_kept_until_the_book_changes(book: Book) -> None:
    names = Counted(book)
    assert names() == names() == []
    assert names.read == 1
    book.write(edit(name="Zoë"))
    assert names() == names() == ["Zoë"]
    assert names.read == 2
    assert book.memory.of("other", lambda: 5) == 5
    names()
    assert names.read == 2


def test_what_was_worked_out_inside_a_change_that_is_taken_back_is_gone(book: Book) -> None:
    names = Counted(book)

    def fail() -> None:
        with book.exclusively():
            book.write(edit(name="Zoë"))
            assert names() == ["Zoë"]
            raise CaseError("No.", "Nothing.")

    assert names() == []
    with pytest.raises(CaseError):
        fail()
    assert names() == []


def test_what_another_program_changes_is_worked_out_again(desk, book: Book) -> None:
    names = Counted(book)
    assert names() == []
    other = desk.open()
    other.write(edit(name="Zoë"))
    other.close()
    assert names() == names() == ["Zoë"]
    assert names.read == 2


def test_what_is_erased_is_worked_out_again(book: Book) -> None:
    names = Counted(book)
    written = book.write(edit(name="Zoë"))
    assert names() == ["Zoë"]
    book.erase(written.entries, "Ann", "a mistake")
    assert "Zoë" not in names()
