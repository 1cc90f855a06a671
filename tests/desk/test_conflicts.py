"""What two people wrote without knowing of each other: shown side by side, settled by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktdesk.book import RowChange, heads_to_json, merge, parcel_of
from mktdesk.casework.records import Happening, SignOff
from mktdesk.desk import cases, conflicts, signing
from mktdesk.desk.casefile import OpenCase, new_id, put
from mktdesk.desk.conflicts import Shown
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, InUseElsewhere
from tests.desk.travels import Laptop, answer, back, bring, edit, new_case, single, there_and_back

Write = Callable[[OpenCase], object]


@pytest.fixture
def both(session: Session, laptop: Laptop, stick: Path) -> Iterator[Callable[..., OpenCase]]:
    """A case that both wrote on: the office's, joined; begun: what was there before."""
    opened: list[OpenCase] = []

    def wrote(here: Write, there: Write, **begun: Any) -> OpenCase:
        public = new_case(session, **begun)
        copy = there_and_back(session, laptop, stick, public)
        for where, write in ((copy, there), (session, here)):
            case = cases.open_case(where, public)
            write(case)
            cases.close_case(case)
        assert all(line.came for line in bring(session, back(laptop, copy, stick)))
        opened.append(cases.open_case(session, public))
        return opened[-1]

    yield wrote
    for case in opened:
        cases.close_case(case)


def row_of(case: OpenCase) -> tuple[str, str]:
    return case.form.record, case.facts.row or case.form.id


def one_of(case: OpenCase) -> Shown:
    (found,) = conflicts.conflicts(case)
    return found


def test_two_answers_to_one_question_stand_side_by_side(both: Callable[..., OpenCase]) -> None:
    case = both(
        lambda case: answer(case, referrer_name="Joanne Pell"),
        lambda case: answer(case, referrer_name="Joan Pell"),
    )
    shown = one_of(case)
    assert shown.title == "Who is referring, and whom"
    said = {(side.who, side.lines) for side in shown.sides}
    assert said == {(case.session.actor, ("Joanne Pell",)), ("Ravi Osei", ("Joan Pell",))}
    assert [side.stands for side in shown.sides].count(True) == 1
    theirs = next(n for n, side in enumerate(shown.sides) if side.who == "Ravi Osei")
    conflicts.choose(case, shown, theirs)
    assert single(case)["referrer_name"] == "Joan Pell"
    assert conflicts.conflicts(case) == ()
    entry = case.book.history(limit=1)[0]
    assert (entry.verb, entry.note["whose"]) == ("settle", "Ravi Osei")
    with pytest.raises(AnswersRefused, match="has been settled"):
        conflicts.choose(case, shown, 0)


def test_a_third_answer_settles_it_too(both: Callable[..., OpenCase]) -> None:
    case = both(
        lambda case: answer(case, referrer_name="Joanne Pell"),
        lambda case: answer(case, referrer_name="Joan Pell"),
    )
    conflicts.choose_anew(case, one_of(case), "J. Pell")
    assert single(case)["referrer_name"] == "J. Pell"
    assert conflicts.conflicts(case) == ()


def test_what_is_settled_at_the_office_is_settled_on_the_laptop(
    both: Callable[..., OpenCase], laptop: Laptop
) -> None:
    case = both(
        lambda case: answer(case, referrer_name="Joanne Pell"),
        lambda case: answer(case, referrer_name="Joan Pell"),
    )
    conflicts.choose(case, one_of(case), 0)
    there = cases.open_case(laptop.opened[0], case.public)
    merge(there.book, parcel_of(case.book), "Ravi Osei")
    assert conflicts.conflicts(there) == ()
    assert single(there) == single(case)
    cases.close_case(there)


def test_what_is_recorded_of_one_step_is_settled_as_one(both: Callable[..., OpenCase]) -> None:
    step = "extra_meeting"

    def record(day: str) -> Write:
        fields = {"day": day, "by": day, "recorded_at": day, "note": ""}
        return lambda case: case.write("add", [RowChange(Happening.KIND, step, fields)])

    case = both(record("2026-11-23"), record("2026-11-24"))
    shown = one_of(case)
    assert len(shown.group) == 3
    assert shown.field is None
    assert any("24 Nov 2026" in line for side in shown.sides for line in side.lines)
    conflicts.choose(case, shown, 1)
    assert conflicts.conflicts(case) == ()
    row = case.book.row(Happening.KIND, step)
    assert row is not None
    assert {row.fields[name] for name in ("day", "by", "recorded_at")} == {row.fields["day"]}


@pytest.mark.parametrize("keep", [True, False])
def test_removed_by_one_and_changed_by_the_other(
    both: Callable[..., OpenCase], session: Session, keep: bool
) -> None:
    begin = RowChange("family_member", "f1", {"name": "Mara", "relationship": "Mother"})
    change = RowChange("family_member", "f1", {"relationship": "Aunt"})

    def remove(case: OpenCase) -> None:
        case.write("remove", [RowChange("family_member", "f1", delete=True)])

    def begun(case: OpenCase) -> None:
        case.write("add", [begin])

    def at_the_office(case: OpenCase) -> None:
        begun(case)
        remove(case)

    def on_the_laptop(case: OpenCase) -> None:
        case.write("edit", [RowChange("family_member", "f1", {"name": "Mara", **change.fields})])

    case = both(at_the_office, on_the_laptop)
    shown = one_of(case)
    assert "Removed by one" in shown.what
    lines = [side.lines for side in shown.sides]
    assert ("Removed it",) in lines
    wanted = next(
        n for n, side in enumerate(shown.sides) if (side.lines[0] != "Removed it") == keep
    )
    conflicts.choose(case, shown, wanted)
    assert conflicts.conflicts(case) == ()
    row = case.book.row("family_member", "f1")
    assert (row is not None) == keep
    if row is not None:
        assert row.fields == {"name": "Mara", "relationship": "Aunt"}


def sign_it(case: OpenCase, who: str = "Joanne Pell") -> None:
    """Sign section 1 as it is, whatever is missing: its words are not what is tried here."""
    read = signing.review(case, "section1")
    heads = msgspec.json.encode(heads_to_json(case.book.heads()), order="sorted").decode()
    signed = SignOff(
        new_id(), part="section1", name=who, date="Sat 21 Nov 2026", digest=read.digest,
        signed_at=case.now(), heads=heads,
    )  # fmt: skip
    case.write("sign", (put(signed),))


def change_it(case: OpenCase) -> None:
    answer(case, referrer_name="Joan Pell")
    case.write("add", [RowChange("family_member", "f9", {"name": "Ida"})])


@pytest.mark.parametrize("signature_stands", [True, False])
def test_signed_by_one_and_changed_by_the_other(
    both: Callable[..., OpenCase], signature_stands: bool
) -> None:
    case = both(
        sign_it,
        change_it,
        referrer_name="Joanne Pell",
    )
    shown = one_of(case)
    assert shown.what == "Signed by one and changed by the other"
    assert [side.lines[0] for side in shown.sides] == [
        "Signed it, Sat 21 Nov 2026",
        "Changed it (2 changes)",
    ]
    conflicts.choose(case, shown, 0 if signature_stands else 1)
    assert conflicts.conflicts(case) == ()
    (signed,) = case.signoffs()
    assert signed.stands == signature_stands
    name = "Joanne Pell" if signature_stands else "Joan Pell"
    assert single(case)["referrer_name"] == name
    assert (case.book.row("family_member", "f9") is None) == signature_stands
    if signature_stands:
        assert signing.agrees(case, signed)


def test_signed_and_not_changed_is_no_conflict(both: Callable[..., OpenCase]) -> None:
    case = both(
        sign_it,
        lambda case: case.write("add", [RowChange("document", "d1", {"name": "plan.pdf"})]),
    )
    assert conflicts.conflicts(case) == ()


def test_signed_by_both(both: Callable[..., OpenCase]) -> None:
    case = both(sign_it, lambda case: sign_it(case, "Ravi Osei"), referrer_name="Joanne Pell")
    shown = one_of(case)
    assert shown.what == "Signed by both"
    chosen = next(n for n, side in enumerate(shown.sides) if side.who == "Ravi Osei")
    conflicts.choose(case, shown, chosen)
    assert conflicts.conflicts(case) == ()
    assert [one.name for one in case.signoffs() if one.stands] == ["Ravi Osei"]


def test_a_case_that_never_travelled_has_none(session: Session) -> None:
    public = new_case(session, referrer_name="x")
    edit(session, public, referrer_name="y")
    case = cases.look_into(session, public)
    assert conflicts.conflicts(case) == ()
    cases.close_case(case)


def test_nothing_is_settled_in_a_case_that_is_only_read(
    both: Callable[..., OpenCase], session: Session
) -> None:
    case = both(
        lambda case: answer(case, referrer_name="Joanne Pell"),
        lambda case: answer(case, referrer_name="Joan Pell"),
    )
    reading = cases.look_into(session, case.public)
    with pytest.raises(InUseElsewhere):
        conflicts.choose(reading, one_of(reading), 0)
    cases.close_case(reading)


def test_an_erased_side_cannot_be_chosen(both: Callable[..., OpenCase]) -> None:
    case = both(
        lambda case: answer(case, referrer_name="Joanne Pell"),
        lambda case: answer(case, referrer_name="Joan Pell"),
    )
    kind, row = row_of(case)
    entry = next(
        e
        for e in case.book.history(kind=kind, row=row)
        if e.fields == {"referrer_name": "Joan Pell"}
    )
    case.book.erase([entry.id], "Dana", "correction")
    shown = one_of(case)
    gone = next(n for n, side in enumerate(shown.sides) if not side.may)
    assert shown.sides[gone].lines == ("(erased)",)
    with pytest.raises(AnswersRefused, match="erased"):
        conflicts.choose(case, shown, gone)
    conflicts.choose(case, shown, 1 - gone)
    assert single(case)["referrer_name"] == "Joanne Pell"
