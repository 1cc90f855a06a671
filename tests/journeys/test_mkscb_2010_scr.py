"""A serious case review under the 2010 process note, from referral to publication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from mktdesk.casework.clocks import ClockState
from mktdesk.casework.progress import StepState
from mktdesk.casework.routemap import map_of
from mktdesk.desk import clocks, closing, signing
from mktdesk.desk.whereabouts import whereabouts
from mktdesk.errors import AnswersRefused, ClockRefused, StepRefused
from mktdesk.forms.values import Value, YesNo
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]
FOUR_PARTS = ("imrs", "overview", "summary", "plan")
REVIEW = [
    "panel_named", "records_secured", "writers_named", "chair_appointed", "author_commissioned",
    "imrs_signed", "imrs_reviewed", "overview", "action_plan", "plan_agreed", "summary_agreed",
    "quality", "presented", "published",
]  # fmt: skip


def to_the_decision(case: Walker) -> None:
    """Referred on Monday 2 March 2026; the Chair has the recommendation on Monday 16 March."""
    case.sign("referral", date_received=case.today)
    case.day = date(2026, 3, 4)
    case.add("discussion", discussed_on=case.today)
    case.answer(considered_on=case.today)
    case.sign("screening", may_meet="yes", referred_on=case.today)
    case.later(1)
    case.record("presenter")
    case.day = date(2026, 3, 13)
    case.sign("recommendation", subgroup_recommends="scr", subgroup_met_on=case.today)
    case.day = date(2026, 3, 16)
    case.answer(recommendation_received_on=case.today)


@pytest.mark.rule("R22")
@pytest.mark.rule("R24")
@pytest.mark.rule("R27")
@pytest.mark.rule("R32")
def test_the_chair_looks_before_the_sub_group_and_each_has_its_time(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    case.sign("referral", date_received=case.today)
    assert case.now == ["discussed"]
    assert case.due == {"two_days": "2026-03-04"}
    to_the_decision_by_way_of_the_chair(case)
    assert case.now == ["presenter"]
    assert case.due["two_weeks"] == "2026-03-18"
    assert case.clock("two_days") is ClockState.MET


def to_the_decision_by_way_of_the_chair(case: Walker) -> None:
    case.day = date(2026, 3, 4)
    case.add("discussion", discussed_on=case.today)
    assert case.now == ["considered"]
    case.answer(considered_on=case.today)
    assert case.now == ["screening"]
    assert case.state("recommendation") is StepState.WAITING
    case.sign("screening", may_meet="yes", referred_on=case.today)


@pytest.mark.rule("R33")
@pytest.mark.rule("R52")
def test_the_chair_has_a_week_for_both_and_the_review_six_months(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    to_the_decision(case)
    assert case.due["one_week"] == "2026-03-23"
    case.day = date(2026, 3, 20)
    case.sign("decision", chair_decides="scr", chair_date=case.today)
    assert case.clock("one_week") is ClockState.MET
    assert case.due["one_week_terms"] == "2026-03-23"
    assert case.due["six_months"] == "2026-09-20"
    case.day = date(2026, 3, 24)
    case.sign("terms", terms_agreed_on=case.today)
    assert case.clock("one_week_terms") is ClockState.MET_LATE


@pytest.mark.rule("C30")
def test_the_map_says_under_which_decision_each_way_goes_on(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    to_the_decision(case)
    case.sign("decision", chair_decides="scr")
    _, edges = map_of(whereabouts(case.case), case.case.toolkit.process)
    lines = {(edge.start, edge.end): edge.label for edge in edges}
    assert lines["screening", "to_subgroup"] == "The criteria may be met: to the sub-group"
    assert lines["decision", "panel_named"] == "A serious case review"
    assert lines["panel_named", "writers_named"] == ""


@pytest.mark.rule("R53")
@pytest.mark.rule("C4")
@pytest.mark.rule("C5")
def test_more_time_needs_ofsteds_agreement_and_gose_asked(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    to_the_decision(case)
    case.sign("decision", chair_decides="scr")
    assert case.due["six_months"] == "2026-09-16"
    asked = clocks.Asked(
        day=date(2026, 12, 16),
        on=date(2026, 6, 1),
        agreed_by="mkscb_chair",
        why="A trial begins in September.",
        person="Marian Oyelaran",
    )
    with pytest.raises(ClockRefused, match="Ofsted"):
        clocks.extend(case.case, "six_months", asked)
    agreed = replace(asked, consent=frozenset({"ofsted"}))
    with pytest.raises(ClockRefused, match="GOSE"):
        clocks.extend(case.case, "six_months", agreed)
    clocks.extend(case.case, "six_months", replace(agreed, consulted=frozenset({"gose"})))
    assert case.due["six_months"] == "2026-12-16"
    (kept,) = clocks.clock(case.case, "six_months").extensions
    assert (kept.was, kept.why) == ("2026-09-16", "A trial begins in September.")


def test_a_review_is_walked_to_its_end(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    to_the_decision(case)
    case.sign("decision", chair_decides="scr")
    assert case.now[:2] == ["terms", "panel_named"]
    assured: dict[str, Value] = {
        "assured": FOUR_PARTS,
        "anonymous": YesNo("yes", "Read by two people"),
    }
    assert case.walk(quality=assured) == ["terms", *REVIEW]
    left = {name for name, state in case.states().items() if state is not StepState.DONE}
    assert left == {"reconsidered"}
    assert case.state("reconsidered") is StepState.NOT_NEEDED


@pytest.mark.rule("R45")
@pytest.mark.rule("R51")
def test_nothing_is_presented_in_which_somebody_can_be_recognised(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    to_the_decision(case)
    case.sign("decision", chair_decides="scr")
    case.record("panel_named", "writers_named")
    assert case.state("imrs_reviewed") is StepState.WAITING
    case.record("imrs_signed")
    assert case.state("imrs_reviewed") is StepState.NOW
    case.walk(until="quality")
    case.fill("quality", assured=FOUR_PARTS, anonymous=YesNo("yes", "Read by two people"))
    case.answer(anonymous=YesNo("no"))
    read = signing.review(case.case, "quality")
    assert not read.can_sign
    with pytest.raises(AnswersRefused, match="not complete"):
        signing.sign(case.case, read, signing.Signature("R. Osei", "", "", "1 May 2026"))
    assert case.state("presented") is StepState.WAITING


@pytest.mark.rule("R42")
def test_a_decision_is_looked_at_again_and_the_earlier_one_is_kept(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    to_the_decision(case)
    case.sign("decision", chair_decides="none", chair_because="The criteria are not met.")
    assert case.outcomes == ["may_meet", "no_review"]
    assert case.now == []
    case.later(30)
    case.record("new_information")
    assert case.now == ["reconsidered"]
    signing.reopen(case.case, "decision", "The criminal investigation found more.")
    case.sign("decision", "Marian Oyelaran", chair_decides="scr", chair_date=case.today)
    case.record("reconsidered")
    assert case.outcomes == ["may_meet", "scr"]
    earlier, later = (x for x in case.case.signoffs() if x.part == "decision")
    assert earlier.superseded_why == "The criminal investigation found more."
    kept = signing.signed_answers(case.case, earlier)
    assert kept.get("chair_decides") == "none"
    assert kept.get("chair_because") == "The criteria are not met."
    assert later.stands


@pytest.mark.rule("R26")
def test_a_case_that_cannot_meet_the_criteria_ends_with_the_chairs_reasons(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    case.walk(until="screening")
    read = signing.review(case.case, "screening")
    assert "Fill in: Reasons for the screening" in [x.message for x in read.problems]
    case.sign("screening", may_meet="no")
    assert case.outcomes == ["screened_out"]
    assert set(case.states().values()) == {StepState.DONE, StepState.NOT_NEEDED}
    with pytest.raises(StepRefused):
        case.record("decision")
    assert case.open_lines() == ["notices"]
    case.tell_everybody()
    closing.close(case.case, "Robin Osei")
