"""Where a case is, in words: what is done, what is now, what is missing, who does it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.calendar import england_and_wales
from mktdesk.casework.clocks import Kept, clock_standings
from mktdesk.casework.records import Happening, SignOff
from mktdesk.casework.route import Mark, Route, RouteStep, Way
from mktdesk.casework.routemap import map_of
from mktdesk.casework.routing import ALL_DONE, Seen, route
from mktdesk.casework.situation import Happened, Situation, Truth
from mktdesk.casework.status import part_status
from mktdesk.casework.stepping import with_event
from mktdesk.forms.answers import Answers, Row
from mktdesk.processmap import layout
from mktdesk.toolkits import Toolkit, form_of_case, load
from mktdesk.toolkits.process_base import Span, When
from mktdesk.toolkits.process_schema import (
    Clock,
    Event,
    Fact,
    Outcome,
    Pathway,
    Point,
    Process,
    Step,
)
from mktdesk.toolkits.schema import ConditionDef
from tests.casework.processes import FIRST, cases

RECEIVED = Happened(date(2026, 11, 2))
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
AGREED = ConditionDef(field="chair_view", is_="agree")
PROCESS = Process(
    pathway=(Pathway("scr", "Review", "SCR"),),
    fact=(Fact("died", "Has the child died?"),),
    event=(
        Event("received", "Referral received", field="date_received"),
        Event("told", "Family told"),
    ),
    step=(
        Step("referral", "Referral signed", "administrator", part="section1"),
        Step("recommendation", "Panel recommends", "scrsg", after=("referral",), part="section2"),
        Step(
            "records",
            "Records secured",
            "administrator",
            after=("referral",),
            point=(Point("gp", "Ask the GP"), Point("school", "Ask the school")),
        ),
        Step(
            "decision", "Chair decides", "independent_chair", ("recommendation",), part="section3"
        ),
        Step(
            "coroner",
            "Coroner told",
            "administrator",
            ("referral",),
            when=When(fact="died", is_="yes"),
        ),
        Step("review", "Review begins", "scrsg", ("decision",), when=When(outcome="agreed")),
        Step("letter", "Referrer told", "administrator", ("decision", "recommendation")),
    ),
    outcome=(Outcome("agreed", "A review", "section3", AGREED),),
    clock=(
        Clock(
            "month", "Recommendation", ("received",), "recommendation", Span(1, "month"), "scrsg"
        ),
    ),
)


@pytest.fixture(scope="module")
def toolkit() -> Toolkit:
    return dataclasses.replace(load("mkscb-2016"), process=PROCESS)


def signed(*parts: str) -> tuple[SignOff, ...]:
    return tuple(
        SignOff(part, part=part, name="Liz Pemberton", date="2 November 2026") for part in parts
    )


def look(toolkit: Toolkit, *parts: str, **more: object) -> Route:
    """The case with these parts signed; more: fields of a situation, or of what is seen."""
    form = form_of_case(load("mkscb-2016"), "referral", "scr")
    answers = Answers({"referred": "A child"}, {"subject": (Row("a", {"name": "Mara Voss"}),)})
    statuses = tuple(part_status(form, answers, signed(*parts), part) for part in form.parts)
    by_part = {step.part: step.id for step in PROCESS.step if step.part}
    done = {by_part[part]: Happened(FIRST, "signed by Liz Pemberton") for part in parts}
    events = more.pop("events", {})
    assert isinstance(events, dict)
    known = {key: more.pop(key) for key in ("facts", "outcomes") if key in more}
    happened = {"received": RECEIVED, **done, **events}
    happened.pop(str(more.pop("back", "")), None)  # signed, and yet not done
    now = Situation("scr", events=happened, **known)  # type: ignore[arg-type]
    running = clock_standings(PROCESS, now, Kept(), england_and_wales(), NOW)
    intake = frozenset({"section1", "section2", "section3"})
    return route(Seen(toolkit, form, now, statuses, intake, running, **more))  # type: ignore[arg-type]


def step_of(found: Route, step_id: str) -> RouteStep:
    return next(one for one in found.steps if one.step.id == step_id)


def marks(found: Route) -> dict[str, Mark]:
    return {one.step.id: one.mark for one in found.steps}


def test_each_step_stands_in_one_group_and_says_who_and_why(toolkit: Toolkit) -> None:
    found = look(toolkit, "section1")
    assert marks(found) == {
        "referral": Mark.DONE,
        "recommendation": Mark.NOW,
        "records": Mark.NOW,
        "decision": Mark.NEXT,
        "coroner": Mark.NEXT,
        "review": Mark.LATER,
        "letter": Mark.LATER,
    }
    words = {one.step.id: one.words for one in found.steps}
    assert words["referral"] == "Mon 5 Jan 2026, signed by Liz Pemberton"
    assert words["decision"] == "Waits for: Panel recommends"
    assert words["coroner"] == "Depends on: Has the child died?"
    assert words["letter"] == "Waits for: Panel recommends; Chair decides"
    who = {one.step.id: one.who for one in found.steps}
    assert (who["recommendation"], who["decision"]) == (
        "Serious Case Review Sub-Group",
        "Independent Chair",
    )
    assert found.progress == "1 of 7 steps done"


def test_what_is_missing_of_a_step_is_said(toolkit: Toolkit) -> None:
    fresh = step_of(look(toolkit), "referral")
    assert fresh.missing[0].endswith("things to complete in section 1")
    assert fresh.way == Way(part="section1")
    kept = MappingProxyType({"records": Happening("records", points="gp", note="By post")})
    found = look(toolkit, "section1", kept=kept)
    recommendation, records = step_of(found, "recommendation"), step_of(found, "records")
    assert recommendation.missing == ("Section 2 is not started",)
    assert (records.missing, records.seen_to, records.note) == (
        ("Ask the school",), ("gp",), "By post",
    )  # fmt: skip
    assert records.way.by_hand


def test_a_deadline_stands_beside_its_step_and_says_when_it_is_over(toolkit: Toolkit) -> None:
    found = step_of(look(toolkit, "section1"), "recommendation")
    assert found.due == ("Recommendation: due Wed 2 Dec 2026, 11 days left",)
    assert not found.late
    long_ago = {"received": Happened(date(2026, 1, 2))}
    late = step_of(look(toolkit, "section1", events=long_ago), "recommendation")
    assert late.late


def test_the_stage_is_the_section_until_the_referral_is_signed_then_the_step(
    toolkit: Toolkit,
) -> None:
    assert look(toolkit).stage.startswith("Section 1: ")
    assert look(toolkit, "section1").stage == "Section 2: not started"
    everything = ("section1", "section2", "section3")
    decided = look(toolkit, *everything, outcomes={"agreed": False}, facts={"died": Truth.NO})
    assert decided.stage == "Records secured, and 1 more"
    assert decided.next.words == "Records secured, and 1 more. Administrator."
    assert (decided.next.step, decided.next.part) == ("records", "")
    done = {"records": Happened(FIRST), "letter": Happened(FIRST)}
    over = look(
        toolkit, *everything, outcomes={"agreed": False}, facts={"died": Truth.NO}, events=done
    )
    assert (over.stage, over.next.words) == (ALL_DONE, "")
    open_still = look(toolkit, *everything, outcomes={"agreed": False}, events=done)
    assert open_still.stage == "Coroner told: not decided"
    assert "Depends on: Has the child died?" in open_still.next.words


def test_a_step_that_was_passed_over_is_left_open_and_comes_last(toolkit: Toolkit) -> None:
    facts = {"died": Truth.NO}
    over = {"letter": Happened(FIRST), "referral": Happened(FIRST), "records": Happened(FIRST)}
    found = look(toolkit, facts=facts, events=over)
    stands = marks(found)
    assert (stands["recommendation"], stands["decision"]) == (Mark.OPEN, Mark.OPEN)
    (first, second) = found.marked(Mark.OPEN)
    assert (first.words, second.words) == ("To do now", "Waits for: Panel recommends")
    nodes, _ = map_of(found, PROCESS)
    assert {node.note for node in nodes if node.id == "decision"} == {
        "Left open: a later step is done"
    }


def test_a_decision_that_comes_back_is_to_be_made_again(toolkit: Toolkit) -> None:
    """It was signed, but only to say that more must be known first."""
    facts = {"died": Truth.NO}
    back = look(toolkit, "section1", "section2", facts=facts, back="recommendation")
    recommendation = step_of(back, "recommendation")
    assert recommendation.missing == (
        "Section 2 is signed, and the decision comes back: change it to decide again",
    )
    assert back.stage == "Panel recommends, and 1 more"


def test_what_holds_a_step_is_said_first(toolkit: Toolkit) -> None:
    holds = {"records": ("a disagreement about the threshold is open",)}
    everything = ("section1", "section2", "section3")
    found = look(toolkit, *everything, outcomes={"agreed": True}, holds=holds)
    assert "Held: a disagreement about the threshold is open." in found.next.words


def test_an_event_says_its_day_and_how_it_comes_by_it(toolkit: Toolkit) -> None:
    doubtful = {
        "received": Happened(date(2026, 2, 1), "as the form has it", doubt="the form says “Feb”")
    }
    received, told = look(toolkit, events=doubtful).events
    assert received.words == "Sun 1 Feb 2026, as the form has it"
    assert received.looks == ("Check the day: the form says “Feb”",)
    assert received.way == Way(record="referral", field="date_received")
    assert (told.words, told.way.by_hand) == ("No day yet", True)


def test_the_map_leads_through_each_step_and_names_the_branch(toolkit: Toolkit) -> None:
    found = look(toolkit, "section1")
    nodes, edges = map_of(found, PROCESS)
    assert [node.state for node in nodes[:3]] == ["done", "now", "now"]
    lines = {(edge.start, edge.end): edge.label for edge in edges}
    assert lines["decision", "review"] == "A review"
    assert ("recommendation", "letter") not in lines, "it follows from the others"
    assert ("decision", "letter") in lines
    drawing = layout(nodes, edges, 500, title="SCR-2026-014")
    assert "Chair decides" in drawing.alternative


@given(cases(), st.sampled_from((300.0, 500.0)))
def test_every_case_of_every_process_has_a_map(
    made: tuple[Process, Situation], width: float
) -> None:
    process, now = made
    bare = dataclasses.replace(load("mkscb-2016"), process=process)
    form = form_of_case(load("mkscb-2016"), "referral", "scr")
    found = route(Seen(bare, form, now, (), frozenset()))
    nodes, edges = map_of(found, process)
    layout(nodes, edges, width)
    assert {node.id for node in nodes} == {one.step.id for one in found.steps}
    states = {node.id: node.state for node in nodes}
    for one in found.steps:
        assert (one.mark is Mark.NOW) == (states[one.step.id] == "now")
    if any(one.mark is Mark.LATER for one in found.steps):
        assert any(one.mark in {Mark.NOW, Mark.OPEN, Mark.NEXT} for one in found.steps)


@given(cases())
def test_a_recorded_step_leaves_what_is_now_for_what_is_done(
    made: tuple[Process, Situation],
) -> None:
    process, now = made
    bare = dataclasses.replace(load("mkscb-2016"), process=process)
    form = form_of_case(load("mkscb-2016"), "referral", "scr")
    found = route(Seen(bare, form, now, (), frozenset()))
    for one in (*found.marked(Mark.NOW), *found.marked(Mark.OPEN)):
        then = with_event(now, one.step.id, Happened(FIRST))
        after = step_of(route(Seen(bare, form, then, (), frozenset())), one.step.id)
        assert after.mark is Mark.DONE
