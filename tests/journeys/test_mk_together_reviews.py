"""The three statutory reviews of the 2023 document, from referral to tested practice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from mktdesk.casework.clocks import ClockState
from mktdesk.casework.progress import StepState
from mktdesk.desk import clocks, closing, signing, stepping
from mktdesk.errors import AnswersRefused, ClockRefused
from mktdesk.forms.values import Value, YesNo
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]
GUIDANCE = "mk-together-2023"
RAPID = ["rapid_started", "collated", "papers"]
REVIEW = ["immediate", "handover", "commission"]
LEARNING = ["bulletin", "plan_agreed", "delivery", "actions_done", "reported", "tested"]
TO_RAPID = {
    "lcspr": ["referral", "sin_threshold", "sin_sent", *RAPID],
    "sar": ["referral", *RAPID],
    "dhr": ["referral", *RAPID],
}
PANEL = {
    "lcspr": ("rapid_review_children", "rrc_decision", "lcspr"),
    "sar": ("rapid_review_adults", "rra_decision", "sar"),
    "dhr": ("rapid_review_dhr", "rrd_decision", "dhr"),
}


def to_panel(case: Walker, way: str) -> list[str]:
    given: dict[str, dict[str, Value]] = {}
    if way == "dhr":
        given["referral"] = {"in_writing": YesNo("yes")}
    return case.walk(until=PANEL[way][0], **given)


def conclude(case: Walker, way: str, choice: str = "") -> None:
    """The panel signs what it decided."""
    part, name, go = PANEL[way]
    case.later(1)
    case.sign(part, **{name: choice or go})


def with_plan(case: Walker) -> None:
    """A recommendation, an action with a lead and a date, and who agreed them."""
    case.add("recommendation", number="1", text="Share what is seen.", owner="Multi-agency")
    action = {"number": "1", "action": "A shared summary", "lead": "Delivery Group"}
    case.add("action", **action, due=case.today)
    case.add("plan_agreed", agency="Review Group", on=case.today, what=("plan",))


def with_bulletin(case: Walker) -> None:
    case.add(
        "bulletin", title="What we learned", channel="bulletin", on=case.today, content="Share it."
    )


@pytest.mark.rule("R136")
@pytest.mark.rule("R137")
@pytest.mark.rule("R162")
@pytest.mark.parametrize(
    ("way", "prefix", "panel_only"),
    [("lcspr", "LCSPR-", []), ("sar", "SAR-", []), ("dhr", "DHR-", ["dhr_panel", "terms"])],
)
def test_a_review_is_walked_from_referral_to_tested_practice(
    walker: Begin, way: str, prefix: str, panel_only: list[str]
) -> None:
    case = walker(GUIDANCE, way)
    assert case.case.public.startswith(prefix)
    assert to_panel(case, way) == TO_RAPID[way]
    conclude(case, way)
    assert case.outcomes == [*(["sin_met"] if way == "lcspr" else []), f"{way}_go"]
    done = case.walk()
    after = ["linked", "oversight", "review_done"]
    dasp = ["dasp_actions"] if way == "dhr" else []
    assert sorted(done) == sorted([*REVIEW, *panel_only, *after, *LEARNING, *dasp])
    order = ["review_done", "plan_agreed", "delivery", "reported", "tested"]
    assert [step for step in done if step in order] == order
    assert set(case.states().values()) == {StepState.DONE}
    case.tell_everybody()
    assert case.open_lines() == ["bulletin", "actions"]
    with_plan(case)
    with_bulletin(case)
    assert case.open_lines() == []
    assert closing.close(case.case, "Robin Osei").by == "Robin Osei"


@pytest.mark.rule("R161")
@pytest.mark.rule("R171")
@pytest.mark.parametrize("way", list(PANEL))
def test_no_review_closes_without_its_bulletin_and_a_plan_that_the_review_group_agreed(
    walker: Begin, way: str
) -> None:
    case = walker(GUIDANCE, way)
    to_panel(case, way)
    conclude(case, way)
    case.walk(until="plan_agreed")
    with_plan(case)
    case.tell_everybody()
    assert "plan" in case.open_lines()
    case.walk()
    assert case.open_lines() == ["bulletin"]
    for line in ("bulletin", "plan"):
        with pytest.raises(AnswersRefused):
            closing.except_line(case.case, line, "Robin Osei", "There is no time")
    with pytest.raises(AnswersRefused, match="cannot be closed yet"):
        closing.close(case.case, "Robin Osei")
    with_bulletin(case)
    assert closing.close(case.case, "Robin Osei").day == "2026-11-21"


@pytest.mark.rule("R160")
@pytest.mark.parametrize(
    ("way", "choice"),
    [("lcspr", "nfa"), ("lcspr", "learned"), ("sar", "nfa"), ("sar", "learned"), ("dhr", "nfa")],
)
def test_where_nothing_more_follows_only_what_was_learned_is_acted_on(
    walker: Begin, way: str, choice: str
) -> None:
    case = walker(GUIDANCE, way)
    to_panel(case, way)
    conclude(case, way, choice)
    assert "immediate" in case.open_lines()
    assert case.walk() == ["immediate"]
    case.tell_everybody()
    closing.close(case.case, "Robin Osei")
    assert case.state("handover") is StepState.NOT_NEEDED


@pytest.mark.rule("R155")
@pytest.mark.rule("R157")
@pytest.mark.rule("R158")
def test_a_childs_clocks_start_with_the_days_of_the_form_and_end_with_its_signatures(
    walker: Begin,
) -> None:
    case = walker(GUIDANCE, "lcspr")
    case.later(24)  # Thursday 26 March 2026
    assert case.due == {}
    case.sign("referral")
    assert case.due == {"collated": "2026-04-13", "rapid_children": "2026-04-20"}
    case.sign("sin_threshold")
    assert case.due["sin"] == "2026-04-02"
    assert case.clock("sin") is ClockState.LATE
    case.later(4)
    case.answer(sin_sent_on=case.today)
    assert case.clock("sin") is ClockState.MET
    case.record("rapid_started")
    case.later(18)
    case.record("collated")
    assert case.clock("collated") is ClockState.MET_LATE
    conclude(case, "lcspr")
    assert case.clock("rapid_children") is ClockState.MET


@pytest.mark.rule("R145")
def test_a_death_that_nobody_wrote_of_starts_no_review(walker: Begin) -> None:
    case = walker(GUIDANCE, "dhr")
    case.fill("referral", in_writing=YesNo("yes"))
    case.answer(in_writing=YesNo("no"))
    read = signing.review(case.case, "referral")
    assert not read.can_sign
    said = signing.Signature("R. Osei", "", "", "2/3/2026")
    with pytest.raises(AnswersRefused):
        signing.sign(case.case, read, said)
    assert case.state("rapid_started") is StepState.WAITING
    case.sign("referral", in_writing=YesNo("yes"))
    assert case.now == ["rapid_started"]
    assert list(case.due) == ["rapid_dhr"]


@pytest.mark.rule("R153")
def test_the_brief_the_offers_and_the_checks_of_a_reviewer_are_ticked_one_by_one(
    walker: Begin,
) -> None:
    case = walker(GUIDANCE, "sar")
    to_panel(case, "sar")
    conclude(case, "sar")
    case.walk(until="commission")
    stepping.keep_points(case.case, "commission", ("commission_brief",))
    kept = stepping.happening(case.case, "commission")
    assert kept is not None
    assert kept.points == "commission_brief"
    assert case.state("commission") is StepState.NOW
    case.record("commission")
    assert case.state("commission") is StepState.DONE


@pytest.mark.parametrize(
    ("way", "name", "by"),
    [
        pytest.param("sar", "rapid_adults", "lcrp_adults", marks=pytest.mark.rule("R166")),
        pytest.param("dhr", "rapid_dhr", "lcrp_dhr", marks=pytest.mark.rule("R169")),
    ],
)
def test_only_the_panel_gives_a_rapid_review_more_time(
    walker: Begin, way: str, name: str, by: str
) -> None:
    case = walker(GUIDANCE, way)
    case.sign("referral", in_writing=YesNo("yes")) if way == "dhr" else case.sign("referral")
    assert case.due[name] == "2026-03-17"
    asked = clocks.Asked(date(2026, 4, 1), date(2026, 3, 10), "mkt_team", "Two returns are late.")
    with pytest.raises(ClockRefused):
        clocks.extend(case.case, name, asked)
    clocks.extend(case.case, name, replace(asked, agreed_by=by))
    assert case.due[name] == "2026-04-01"


@pytest.mark.rule("C2")
def test_the_days_of_an_adults_rapid_review_are_chosen_with_a_reason(walker: Begin) -> None:
    case = walker(GUIDANCE, "sar")
    case.sign("referral")
    with pytest.raises(ClockRefused):
        clocks.choose_unit(case.case, "rapid_adults", "working_day", "")
    (moved,) = clocks.choose_unit(case.case, "rapid_adults", "working_day", "As for children")
    assert moved.clock == "rapid_adults"
    assert case.due["rapid_adults"] == "2026-03-23"


@pytest.mark.rule("C3")
def test_a_childs_rapid_review_can_be_counted_from_the_notification(walker: Begin) -> None:
    case = walker(GUIDANCE, "lcspr")
    case.sign("referral")
    case.sign("sin_threshold")
    case.later(3)
    case.answer(sin_sent_on=case.today, sin_received_on=case.today)
    assert case.due["rapid_children"] == "2026-03-23"
    clocks.choose_start(case.case, "rapid_children", "sin_received", "The National Panel counts so")
    assert case.due["rapid_children"] == "2026-03-26"
