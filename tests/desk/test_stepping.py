"""Recording steps and events in a real case: kept, corrected, withdrawn, taken back, told."""

from __future__ import annotations

import dataclasses
from datetime import date

import msgspec
import pytest

from mktdesk.casework.progress import StepState
from mktdesk.casework.stepping import Given
from mktdesk.desk import cases, filling, signing, stepping
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.history import Wanted, case_history
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.desk.standing import situation, steps
from mktdesk.desk.stepping import given_of
from mktdesk.desk.whereabouts import whereabouts
from mktdesk.errors import InUseElsewhere, StepRefused
from mktdesk.forms.values import YesNo
from mktdesk.toolkits.process_base import Span
from mktdesk.toolkits.process_schema import Clock, Event, Point, Step

MARCH = Given(date(2026, 3, 3), "14:30", "In the civic offices", ("chair",))
POINTS = (Point("chair", "A chair is named"), Point("note", "A note is kept"))


@pytest.fixture
def case(case: OpenCase) -> OpenCase:
    """A case whose steps are all recorded by hand, but the first."""
    process = msgspec.structs.replace(
        case.toolkit.process,
        event=(
            Event("received", "Referral received", field="date_received"),
            Event("told", "Told"),
        ),
        step=(
            Step("referral", "Referral signed", "administrator", part="section1"),
            Step("meeting", "Panel meets", "scrsg", after=("referral",), point=POINTS),
            Step("letter", "Letter sent", "administrator", after=("meeting",)),
        ),
        clock=(
            Clock("month", "Recommendation", ("received",), "meeting", Span(1, "month"), "scrsg"),
            Clock("days", "Letter", ("meeting",), "letter", Span(5, "working_day"), "scrsg"),
        ),
        notice=(),
    )
    return dataclasses.replace(case, toolkit=dataclasses.replace(case.toolkit, process=process))


def state(case: OpenCase, step_id: str) -> StepState:
    return next(one.state for one in steps(case) if one.step.id == step_id)


def told(done: stepping.Stepped) -> list[str]:
    return [one.words for one in done.moved]


def receive(case: OpenCase, text: str) -> None:
    filling.set_answer(case, Target("referral", "", "date_received"), read_date(text))


def test_a_recorded_step_is_done_and_says_who_recorded_it(case: OpenCase) -> None:
    done = stepping.record(case, "meeting", MARCH)
    assert state(case, "meeting") is StepState.DONE
    happened = situation(case).events["meeting"]
    assert (happened.day, happened.time) == (MARCH.day, "14:30")
    assert happened.words == "recorded by Dana Whitlock"
    kept = stepping.happening(case, "meeting")
    assert kept is not None
    assert (kept.note, kept.points) == ("In the civic offices", "chair")
    assert done.warnings == (
        "Out of order: “Referral signed” should come first.",
        "Not ticked: A note is kept.",
    )
    assert "Letter: runs now, due Tue 10 Mar 2026 (late by 256 days)." in told(done)
    with pytest.raises(StepRefused, match="recorded already"):
        stepping.record(case, "meeting", MARCH)


def test_what_cannot_be_leaves_nothing_behind(case: OpenCase) -> None:
    receive(case, "11 February 2026")
    refused = [
        ("meeting", Given(date(2026, 11, 22))),  # the day after the clock's
        ("meeting", Given(date(2026, 2, 10))),
        ("referral", MARCH),
        ("received", MARCH),
        ("nothing", MARCH),
    ]
    for thing, given in refused:
        with pytest.raises(StepRefused):
            stepping.record(case, thing, given)
    assert case.book.rows("happening") == []


@pytest.mark.parametrize("text", ["March 2026", "31 February 2026", "some day", ""])
def test_a_step_needs_one_certain_day(text: str) -> None:
    with pytest.raises(StepRefused, match="one certain day"):
        given_of(read_date(text))


def test_the_day_is_read_as_people_write_it() -> None:
    given = given_of(read_date("3/3/2026 14:30"), " a note ", ["chair"])
    assert given == Given(date(2026, 3, 3), "14:30", "a note", ("chair",))


def test_a_correction_needs_a_reason_and_tells_what_moved(case: OpenCase) -> None:
    stepping.record(case, "meeting", MARCH)
    right = dataclasses.replace(MARCH, day=date(2026, 3, 4))
    with pytest.raises(StepRefused, match="stated reason"):
        stepping.correct(case, "meeting", right, " ")
    done = stepping.correct(case, "meeting", right, "The minutes say so")
    assert told(done) == ["Letter: was due Tue 10 Mar 2026, is now due Wed 11 Mar 2026."]
    assert situation(case).events["meeting"].day == date(2026, 3, 4)
    with pytest.raises(StepRefused, match="is not recorded"):
        stepping.correct(case, "letter", right, "It was never sent")
    with pytest.raises(StepRefused, match="future"):
        stepping.correct(case, "meeting", Given(date(2027, 1, 1)), "A slip")
    entries = len(case.book.history())
    stepping.correct(case, "meeting", right, "Nothing differs")
    assert len(case.book.history()) == entries


def test_a_withdrawn_step_stands_as_before_it_was_recorded(case: OpenCase) -> None:
    before = steps(case)
    stepping.record(case, "meeting", MARCH)
    stepping.record(case, "letter", Given(date(2026, 3, 9)))
    with pytest.raises(StepRefused, match="stated reason"):
        stepping.withdraw(case, "meeting", "")
    done = stepping.withdraw(case, "meeting", "It was put off")
    assert done.warnings == ("Done already, and after it: “Letter sent”.",)
    assert "Letter: no longer runs, it was due Tue 10 Mar 2026." in told(done)
    stepping.withdraw(case, "letter", "Nor was it sent")
    assert steps(case) == before
    with pytest.raises(StepRefused, match="is not recorded"):
        stepping.withdraw(case, "letter", "Again")


def test_undo_takes_back_each_of_them_and_redo_does_it_again(case: OpenCase) -> None:
    stepping.record(case, "meeting", MARCH)
    stepping.correct(case, "meeting", Given(date(2026, 3, 4)), "The minutes say so")
    stepping.withdraw(case, "meeting", "It was put off")
    days = []
    for _ in range(3):
        filling.undo(case)
        kept = stepping.happening(case, "meeting")
        days.append(kept.day if kept else "")
    assert days == ["2026-03-04", "2026-03-03", ""]
    filling.redo(case)
    assert situation(case).events["meeting"].time == "14:30"


def test_points_are_ticked_before_the_step_is_done(case: OpenCase) -> None:
    stepping.keep_points(case, "meeting", ("chair",), "The second is asked for")
    assert state(case, "meeting") is not StepState.DONE
    assert stepping.keep_points(case, "meeting", ("chair",), "The second is asked for") == (
        stepping.Stepped("Panel meets")
    )
    stepping.record(case, "meeting", dataclasses.replace(MARCH, points=("chair", "note")))
    assert state(case, "meeting") is StepState.DONE
    with pytest.raises(StepRefused, match="is done"):
        stepping.keep_points(case, "meeting", ())


def test_a_day_of_the_form_moves_the_clocks_that_rest_on_it(case: OpenCase) -> None:
    receive(case, "11 February 2026")
    before = stepping.clocks_now(case)
    received = Target("referral", "", "date_received")
    assert stepping.gives_a_day(case, [received])
    assert not stepping.gives_a_day(case, [Target("referral", "", "incident")])
    receive(case, "9 February 2026")
    (only,) = stepping.moved_since(case, before)
    assert only.words == "Recommendation: was due Wed 11 Mar 2026, is now due Mon 9 Mar 2026."


def test_a_case_that_is_only_read_takes_no_step(case: OpenCase) -> None:
    case.handle.read_only = True
    try:
        with pytest.raises(InUseElsewhere):
            stepping.record(case, "meeting", MARCH)
        with pytest.raises(InUseElsewhere):
            stepping.keep_points(case, "meeting", ())
        with pytest.raises(InUseElsewhere):
            stepping.correct(case, "meeting", MARCH, "why")
        with pytest.raises(InUseElsewhere):
            stepping.withdraw(case, "meeting", "why")
    finally:
        case.handle.read_only = False


def test_the_history_says_which_step_and_what_of_it(case: OpenCase) -> None:
    stepping.record(case, "meeting", MARCH)
    stepping.correct(case, "meeting", dataclasses.replace(MARCH, time=""), "No time was kept")
    stepping.withdraw(case, "meeting", "It was put off")
    lines = [line for line in case_history(case).find(Wanted()) if "Panel meets" in line.where]
    assert {line.where for line in lines} == {"Step: Panel meets"}
    assert {line.did for line in lines} == {"Recorded", "Corrected", "Withdrew"}
    said = {(line.did, line.field): (line.old, line.new) for line in lines}
    assert said["Recorded", "Seen to"] == ("", "A chair is named")
    assert said["Corrected", "Time"] == ("14:30", "")
    assert ("Corrected", "Day") not in said
    (gone,) = [line for line in lines if line.did == "Withdrew"]
    assert "Day: Tue 3 Mar 2026" in gone.old
    assert "recorded_at" not in gone.old.casefold()
    assert gone.why == "It was put off"


def test_an_erased_record_of_a_step_is_no_longer_done(case: OpenCase) -> None:
    stepping.record(case, "meeting", MARCH)
    (entry,) = case.book.history(kind="happening")
    case.book.erase([entry.id], case.session.actor, "A name was in the note")
    assert state(case, "meeting") is not StepState.DONE
    stepping.record(case, "meeting", Given(date(2026, 3, 3)))
    assert state(case, "meeting") is StepState.DONE


@pytest.mark.rule("R107")
def test_an_open_disagreement_holds_what_is_recorded_and_what_is_signed(session: Session) -> None:
    case = cases.start_referral(session, "mk-together-2023", "cle")
    try:
        row = filling.add_row(
            case,
            "disagreement",
            {"about": "Whether it is notified", "level": "lcrp", "threshold": YesNo("yes")},
        ).row
        with pytest.raises(StepRefused, match="A disagreement about the threshold is open"):
            stepping.record(case, "handover", MARCH)
        read = signing.review(case, "cle_decision")
        with pytest.raises(StepRefused, match="is held"):
            signing.sign(case, read, read.suggested)
        (held,) = [x for x in whereabouts(case).steps if x.step.id == "handover"]
        assert "It goes on once the Delegated Safeguarding Partners" in held.held[0]
        for field, value in (("decided", read_date("3 March 2026")), ("decision", "Not met.")):
            filling.set_answer(case, Target("disagreement", row, field), value)
        assert (
            stepping.record(case, "handover", Given(MARCH.day)).label
            == "Case handed to the Review Group"
        )
    finally:
        cases.close_case(case)
