"""What may be recorded of a process, and what is worth a second look."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.progress import StepState, step_standings
from mktdesk.casework.situation import Happened, Situation
from mktdesk.casework.stepping import (
    Given,
    follows,
    refuse,
    refuse_held,
    thing_of,
    with_event,
    worth_a_look,
)
from mktdesk.errors import StepRefused
from mktdesk.forms.types import Form
from mktdesk.toolkits import form_of_case, load
from mktdesk.toolkits.process_schema import Event, Pathway, Point, Process, Step
from tests.casework.processes import cases

NOW = datetime(2026, 11, 21, 9, 30)  # noqa: DTZ001 - as the office's clock shows it
RECEIVED = date(2026, 2, 11)
PROCESS = Process(
    pathway=(Pathway("scr", "Review", "SCR"), Pathway("silp", "Learning", "SILP")),
    event=(Event("received", "Referral received", field="date_received"), Event("death", "Death")),
    step=(
        Step("referral", "Referral signed", "office", part="section1"),
        Step("meeting", "Panel meets", "panel", after=("referral",)),
        Step(
            "letter", "Letter sent", "office", after=("meeting",), point=(Point("a", "To the GP"),)
        ),
        Step("chat", "Early talk", "office", after=("meeting",), advisory=True),
        Step("event", "Learning event", "office", pathways=("silp",)),
        Step("dated", "Form dated", "office", field="date_of_referral"),
    ),
)


@pytest.fixture(scope="module")
def form() -> Form:
    return form_of_case(load("mkscb-2016"), "referral", "scr")


def at(**events: date) -> Situation:
    return Situation("scr", events={name: Happened(day) for name, day in events.items()})


def refused(form: Form, thing_id: str, given: Given, now: Situation | None = None) -> str:
    thing = thing_of(PROCESS, "scr", thing_id)
    with pytest.raises(StepRefused) as told:
        refuse(form, now or at(received=RECEIVED), thing, given, NOW)
    return str(told.value)


def test_a_day_in_the_future_is_refused_and_so_is_an_hour(form: Form) -> None:
    thing = thing_of(PROCESS, "scr", "meeting")
    assert "future" in refused(form, "meeting", Given(date(2026, 11, 22)))
    assert "future" in refused(form, "meeting", Given(date(2026, 11, 21), "09:31"))
    refuse(form, at(received=RECEIVED), thing, Given(date(2026, 11, 21), "09:30"), NOW)
    refuse(form, at(received=RECEIVED), thing, Given(date(2026, 11, 21)), NOW)


def test_a_decision_cannot_be_before_the_referral_was_received(form: Form) -> None:
    told = refused(form, "meeting", Given(date(2026, 2, 10)))
    assert "before the referral was received, on Wed 11 Feb 2026" in told
    for allowed in ("chat", "death"):
        thing = thing_of(PROCESS, "scr", allowed)
        refuse(form, at(received=RECEIVED), thing, Given(date(2026, 2, 7)), NOW)
    refuse(form, at(), thing_of(PROCESS, "scr", "meeting"), Given(date(2026, 2, 7)), NOW)


def test_what_a_signature_or_an_answer_says_is_not_recorded_by_hand(form: Form) -> None:
    assert "Section 1: Referral is signed" in refused(form, "referral", Given(RECEIVED))
    assert "an answer of the form" in refused(form, "dated", Given(RECEIVED))
    assert "an answer of the form" in refused(form, "received", Given(RECEIVED))


def test_a_step_of_another_pathway_and_strange_points_and_times_are_refused(form: Form) -> None:
    with pytest.raises(StepRefused, match="Learning event"):
        thing_of(PROCESS, "scr", "event")
    assert thing_of(PROCESS, "silp", "event").label == "Learning event"
    assert "no such point" in refused(form, "letter", Given(RECEIVED, points=("z",)))
    assert "not a time" in refused(form, "letter", Given(RECEIVED, "25:00"))


@pytest.mark.rule("R107")
def test_an_open_disagreement_holds_a_step() -> None:
    thing = thing_of(PROCESS, "scr", "letter")
    refuse_held(thing, ())
    with pytest.raises(StepRefused, match="A disagreement about the threshold is open"):
        refuse_held(thing, ("A disagreement about the threshold is open.",))


def looks(thing_id: str, given: Given, now: Situation) -> str:
    return " | ".join(worth_a_look(PROCESS, now, thing_of(PROCESS, now.pathway, thing_id), given))


def test_out_of_order_is_said_and_not_refused() -> None:
    march = date(2026, 3, 3)
    told = looks("letter", Given(march, points=("a",)), at(received=RECEIVED))
    assert told == "Out of order: “Panel meets” should come first."
    assert looks("chat", Given(march), at(received=RECEIVED)) == ""
    met = at(received=RECEIVED, referral=RECEIVED, meeting=date(2026, 3, 9))
    assert "“Panel meets” was later, on Mon 9 Mar 2026" in looks("letter", Given(march), met)
    sent = at(referral=RECEIVED, letter=date(2026, 3, 2))
    assert "which follows it, was on Mon 2 Mar 2026" in looks("meeting", Given(march), sent)
    assert "Not ticked: To the GP" in looks("letter", Given(date(2026, 3, 9)), met)
    assert follows(PROCESS, sent, thing_of(PROCESS, "scr", "meeting")) == (
        "Done already, and after it: “Letter sent”.",
    )


def test_an_advisory_step_before_the_receipt_is_said_and_not_refused(form: Form) -> None:
    now = at(received=date(2026, 3, 2))
    early, same = Given(date(2020, 3, 2)), Given(date(2026, 3, 2))
    refuse(form, now, thing_of(PROCESS, "scr", "chat"), early, NOW)
    assert "before the referral was received, on Mon 2 Mar 2026" in looks("chat", early, now)
    assert "received" not in looks("chat", same, now)


@given(cases(), st.data())
def test_a_warning_of_order_is_given_exactly_when_the_step_stands_as_early(
    made: tuple[Process, Situation], data: st.DataObject
) -> None:
    process, now = made
    ready = [one for one in step_standings(process, now) if one.state is not StepState.DONE]
    if not ready:
        return
    step = data.draw(st.sampled_from(ready)).step
    day = data.draw(st.dates(date(2026, 1, 1), date(2026, 3, 1)))
    told = worth_a_look(process, now, step, Given(day))
    own = [words for words in told if "should come first" in words or "was later" in words]
    then = with_event(now, step.id, Happened(day))
    (stands,) = [one for one in step_standings(process, then) if one.step.id == step.id]
    assert bool(own) == stands.early
