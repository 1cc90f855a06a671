from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mktdesk.book import ERASED, SETTLE, Book, Change, Parcel, RowChange, conflicts_of, merge
from mktdesk.book.journal import digest_of
from mktdesk.book.parcel import parcel_of
from mktdesk.errors import BookForked, InUseElsewhere, MergeRefused, VaultDamaged
from tests.book.copies import frozen, records

Make = Callable[..., Book]


@pytest.fixture
def make(tmp_path: Path, clock: Any) -> Iterator[Make]:
    """A copy of the book for a laptop."""
    made: list[Book] = []

    def one(name: str, book_id: str = "b") -> Book:
        path = tmp_path / f"{len(made)}.db"
        book = Book.create(
            path, secrets.token_bytes(32),
            book_id=book_id, kind="case", installation=name, clock=clock,
        )  # fmt: skip
        made.append(book)
        return book

    yield one
    for book in made:
        book.close()


def put(book: Book, verb: str = "edit", row: str = "r1", actor: str = "Ann", **fields: Any) -> Any:
    return book.write(Change(actor, verb, [RowChange("person", row, fields)])).entries[0]


def remove(book: Book, row: str = "r1") -> None:
    book.write(Change("Ann", "remove", [RowChange("person", row, delete=True)]))


def both(left: Book, right: Book) -> None:
    """Each gets what the other has, until nothing is new."""
    for _ in range(4):
        if merge(left, frozen(right), "Ann").nothing_new & (
            merge(right, frozen(left), "Ann").nothing_new
        ):
            break
    else:
        pytest.fail("the copies never come to rest")
    assert records(left) == records(right)
    assert left.history(limit=1000) == right.history(limit=1000)
    assert left.verify() == right.verify() == []


@pytest.fixture
def pair(make: Make) -> tuple[Book, Book]:
    """The office's copy, and a laptop's that began as it."""
    office, laptop = make("office"), make("laptop")
    put(office, "start", name="Mara", age=4)
    put(office, "start", row="r2", name="Tom")
    both(office, laptop)
    return office, laptop


def said(book: Book) -> list[tuple[str, str, list[Any]]]:
    return [(one.row, one.field, [side.value for side in one.sides]) for one in conflicts_of(book)]


def test_what_each_side_wrote_is_in_both(pair: tuple[Book, Book]) -> None:
    office, laptop = pair
    put(office, town="Bletchley")
    put(laptop, row="r3", name="Ida")
    done = merge(office, frozen(laptop), "Dana", note={"pack": "p1"})
    assert done.changed == {("person", "r3")}
    assert dict(done.brought) == {"laptop": 1}
    newest = office.history(limit=1)[0]
    assert (newest.verb, newest.actor) == ("merge", "Dana")
    assert newest.note == {"pack": "p1", "brought": {"laptop": 1}}
    both(office, laptop)
    assert records(laptop)["r1"] == {"name": "Mara", "age": 4, "town": "Bletchley"}
    assert conflicts_of(office) == ()


def test_the_same_brought_again_late_or_out_of_order_writes_nothing(
    pair: tuple[Book, Book],
) -> None:
    office, laptop = pair
    early = frozen(laptop)
    put(laptop, town="Olney")
    late = frozen(laptop)
    put(laptop, town="Wolverton")
    last = frozen(laptop)
    merge(office, last, "Ann")
    heads = office.heads()
    for parcel in (early, last, late, last):
        assert merge(office, parcel, "Ann").nothing_new
    assert office.heads() == heads
    assert records(office)["r1"]["town"] == "Wolverton"


def test_word_of_a_merge_alone_is_taken_in_silence(pair: tuple[Book, Book]) -> None:
    office, laptop = pair
    put(laptop, town="Olney")
    merge(office, frozen(laptop), "Ann")
    assert not merge(laptop, frozen(office), "Ann").nothing_new  # the office's word of it
    assert laptop.heads() == office.heads()
    assert merge(office, frozen(laptop), "Ann").nothing_new


def test_nothing_before_a_merge_is_taken_back(pair: tuple[Book, Book]) -> None:
    office, laptop = pair
    put(office, town="Olney")
    put(laptop, row="r2", town="Stony Stratford")
    assert office.can_undo("Ann")
    merge(office, frozen(laptop), "Ann")
    assert not office.can_undo("Ann")


def test_drafts_stay_where_they_are(pair: tuple[Book, Book]) -> None:
    office, laptop = pair
    office.save_draft("page", "free", "typing", "Ann")
    laptop.save_draft("page", "other", "typing too", "Ann")
    both(office, laptop)
    assert (office.drafts("page"), laptop.drafts("page")) == (
        {"free": "typing"},
        {"other": "typing too"},
    )


def test_attachments_come_with_their_entries(pair: tuple[Book, Book]) -> None:
    office, laptop = pair
    row = RowChange("document", "d1", {"name": "plan.pdf"})
    (name,) = laptop.write(Change("Ann", "add", [row]), attachments=[b"a plan"]).attachments
    merge(office, frozen(laptop), "Ann")
    assert office.attachment(name) == b"a plan"
    assert office.verify() == []


def test_the_same_field_set_to_different_values_is_a_conflict_until_somebody_chooses(
    pair: tuple[Book, Book],
) -> None:
    office, laptop = pair
    put(office, actor="Dana", age=5)
    put(laptop, actor="Ravi", age=6)
    put(office, row="r2", name="Tim")
    put(laptop, row="r2", name="Tim")  # the same: nobody has to choose
    both(office, laptop)
    (found,) = conflicts_of(office)
    assert conflicts_of(laptop) == (found,)
    assert (found.row, found.field) == ("r1", "age")
    assert {(side.actor, side.value) for side in found.sides} == {("Dana", 5), ("Ravi", 6)}
    assert records(office)["r1"]["age"] == found.sides[-1].value  # the last one stands
    put(laptop, SETTLE, age=5)
    assert conflicts_of(laptop) == ()
    both(office, laptop)
    assert conflicts_of(office) == ()
    assert records(office)["r1"]["age"] == 5


def test_a_choice_that_did_not_see_both_settles_nothing(make: Make) -> None:
    one, two, three = make("one"), make("two"), make("three")
    put(one, "start", age=1)
    for other in (two, three):
        merge(other, frozen(one), "Ann")
    put(one, age=2)
    put(two, age=3)
    put(three, age=4)
    merge(one, frozen(two), "Ann")
    put(one, SETTLE, age=9)
    merge(one, frozen(three), "Ann")
    assert said(one) == [("r1", "age", [4, 9])]


def test_removed_on_one_side_and_changed_on_the_other(pair: tuple[Book, Book]) -> None:
    office, laptop = pair
    remove(office)
    put(laptop, age=5)
    both(office, laptop)
    (found,) = conflicts_of(office)
    assert (found.row, found.field) == ("r1", "")
    assert {side.removed for side in found.sides} == {True, False}
    put(office, town="Olney")  # whoever goes on writing has not chosen
    assert said(office) == said(office)
    assert len(conflicts_of(office)) == 1
    put(laptop, SETTLE, name="Mara", age=5)
    both(office, laptop)
    assert conflicts_of(office) == ()
    remove(office, "r2")
    put(laptop, row="r2", name="Tim")
    both(office, laptop)
    remove(laptop, "r2")  # seen both, and removed
    assert conflicts_of(laptop) == ()


def test_what_its_own_side_took_back_is_no_conflict(pair: tuple[Book, Book]) -> None:
    office, laptop = pair
    remove(office)
    office.undo("Ann")
    put(laptop, town="Olney")
    put(laptop, row="r2", town="Olney")
    remove(laptop, "r2")
    remove(office, "r2")
    both(office, laptop)
    assert conflicts_of(office) == ()


def test_erased_stays_erased_whichever_side_it_was(pair: tuple[Book, Book]) -> None:
    office, laptop = pair
    entry = put(office, secret="Quill", note="x")
    both(office, laptop)
    put(laptop, secret="other")
    laptop.undo("Ann")  # writes "Quill" again, unseen by the office
    early = frozen(laptop)
    laptop.save_draft("page", "free", "Quill wrote", "Ann")
    office.erase([entry], "Dana", "correction")
    merge(office, early, "Ann")
    assert "Quill" not in repr(office.history(limit=100)) + repr(records(office))
    merge(laptop, frozen(office), "Ann")
    assert "Quill" not in repr(laptop.history(limit=100)) + repr(records(laptop))
    assert laptop.drafts("page") == {}
    both(office, laptop)
    assert records(office)["r1"]["secret"] == ERASED
    merge(office, early, "Ann")  # the pack still holds it
    assert "Quill" not in repr(office.history(limit=100))
    assert office.verify() == []


def test_an_erased_entrys_attachment_goes_on_the_other_side_too(pair: tuple[Book, Book]) -> None:
    office, laptop = pair
    row = RowChange("document", "d1", {"name": "plan.pdf"})
    entries = office.write(Change("Ann", "add", [row]), attachments=[b"a plan"]).entries
    both(office, laptop)
    assert laptop.attachments()
    office.erase(entries, "Ann", "correction")
    both(office, laptop)
    assert laptop.attachments() == {}


def test_two_books_written_on_as_the_same_computer_are_refused(make: Make) -> None:
    one, other = make("office"), make("office")
    put(one, name="Mara")
    put(other, name="Maria")
    before = one.history()
    with pytest.raises(BookForked, match="same computer"):
        merge(one, frozen(other), "Ann")
    assert one.history() == before


def altered(parcel: Parcel, nth: int, **changes: Any) -> Parcel:
    entries = list(parcel.entries)
    entries[nth] = replace(entries[nth], **changes)
    return replace(parcel, entries=tuple(entries))


ALTERED: dict[str, Callable[[Parcel], Parcel]] = {
    "another book": lambda p: replace(p, book_id="c"),
    "another kind": lambda p: replace(p, kind="meeting"),
    "an actor": lambda p: altered(p, -1, actor="Eve"),
    "a time": lambda p: altered(p, -1, at="2026-11-21 09:00"),
    "a payload": lambda p: altered(p, -1, payload=b'{"fields":{"town":"x"}}'),
    "no payload": lambda p: altered(p, -1, payload=None, salt=None),
    "half of it": lambda p: altered(p, -1, payload=None),
    "names": lambda p: altered(p, -1, names=("x",)),
    "a gap": lambda p: replace(p, entries=p.entries[:-2] + p.entries[-1:]),
    "twice": lambda p: replace(p, entries=p.entries + p.entries[-1:]),
    "seen": lambda p: altered(p, -1, seen="{}"),
    "seen, no JSON": lambda p: altered(p, -1, seen="{"),
    "logical time": lambda p: altered(p, -1, lamport=p.entries[-1].lamport + 1),
    "attachment missing": lambda p: replace(p, sizes={}),
    "attachment unknown": lambda p: replace(p, sizes={**p.sizes, "0" * 64: 1}),
    "attachment too large": lambda p: replace(p, sizes=dict.fromkeys(p.sizes, 1 << 40)),
}


@pytest.mark.parametrize("how", ALTERED)
def test_what_does_not_fit_together_is_refused_whole(pair: tuple[Book, Book], how: str) -> None:
    office, laptop = pair
    laptop.write(Change("Ann", "add", [RowChange("d", "d", {})]), attachments=[b"a plan"])
    put(laptop, town="Olney")
    put(laptop, town="Wolverton")
    before = (office.history(), office.attachments())
    with pytest.raises(MergeRefused) as told:
        merge(office, ALTERED[how](frozen(laptop)), "Ann")
    assert told.value.what
    assert told.value.do
    assert (office.history(), office.attachments()) == before
    assert office.verify() == []
    merge(office, frozen(laptop), "Ann")


HOSTILE = {
    "too deep for the parser": b'{"fields":{"town":' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
    "deep": b'{"fields":{"town":' + b"[" * 900 + b"]" * 900 + b"}}",
    "no number": b'{"fields":{"town":NaN}}',
    "too large a number": b'{"fields":{"town":1e999}}',
    "half a letter": b'{"fields":{"town":"\\ud800"}}',
    "fields of no entry": b'{"fields":{"town":1},"more":1}',
    "another field": b'{"fields":{"county":1}}',
    "an attachment that is a path": b'{"fields":{"town":1},"attachments":["../../x"]}',
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_payload_that_no_book_writes_is_refused(pair: tuple[Book, Book], how: str) -> None:
    office, laptop = pair
    put(laptop, town="Olney")
    parcel, salt = frozen(laptop), b"s" * 16
    last = parcel.entries[-1]
    forged = replace(last, payload=HOSTILE[how], salt=salt, digest=digest_of(salt, HOSTILE[how]))
    forged = replace(forged, hash=forged.expected_hash("b"))
    before = office.history()
    with pytest.raises(MergeRefused):
        merge(office, replace(parcel, entries=(*parcel.entries[:-1], forged)), "Ann")
    assert office.history() == before


def test_a_day_that_no_calendar_has_is_refused(pair: tuple[Book, Book]) -> None:
    office, laptop = pair
    put(laptop, town="Olney")
    parcel = frozen(laptop)
    forged = replace(parcel.entries[-1], at="2026-99-99T00:00:00.000Z")
    forged = replace(forged, hash=forged.expected_hash("b"))
    with pytest.raises(MergeRefused):
        merge(office, replace(parcel, entries=(*parcel.entries[:-1], forged)), "Ann")


def test_an_attachment_that_is_not_what_its_name_says_changes_nothing(
    pair: tuple[Book, Book],
) -> None:
    office, laptop = pair
    laptop.write(Change("Ann", "add", [RowChange("d", "d", {})]), attachments=[b"a plan"])
    before = office.history()
    with pytest.raises(VaultDamaged):
        merge(office, replace(frozen(laptop), fetch=lambda _name: b"a plot"), "Ann")
    assert office.history() == before
    assert office.verify() == []


def test_a_forged_erasure_of_what_its_writer_never_had_is_refused(make: Make) -> None:
    office, forger = make("office"), make("forger")
    put(office, name="Mara")
    forger.write(Change("Eve", "erase", note={"erased": [["office", 1]]}))
    with pytest.raises(MergeRefused, match="did not have"):
        merge(office, frozen(forger), "Ann")
    assert records(office)["r1"] == {"name": "Mara"}


def test_an_entry_of_another_chain_that_was_written_anew_is_refused(
    pair: tuple[Book, Book],
) -> None:
    office, laptop = pair
    put(laptop, town="Olney")
    parcel = frozen(laptop)
    last = next(e for e in parcel.entries if e.id.chain == "laptop" and e.names == ("town",))
    forged = replace(last, seen="{}")
    forged = replace(forged, hash=forged.expected_hash("b"))
    others = tuple(entry for entry in parcel.entries if entry is not last)
    with pytest.raises(MergeRefused, match="does not follow"):
        merge(office, replace(parcel, entries=(*others, forged)), "Ann")


def test_a_book_open_for_reading_is_not_merged_into(pair: tuple[Book, Book]) -> None:
    office, laptop = pair
    put(laptop, town="Olney")
    office.read_only = True
    with pytest.raises(InUseElsewhere):
        merge(office, parcel_of(laptop), "Ann")
    office.read_only = False


def test_rows_keep_the_place_of_their_first_entry_in_the_one_order(
    pair: tuple[Book, Book],
) -> None:
    office, laptop = pair
    for number in range(3):
        put(office, row=f"o{number}", name="o")
        put(laptop, row=f"l{number}", name="l")
    both(office, laptop)
    assert [row.id for row in office.rows("person")] == [row.id for row in laptop.rows("person")]
