"""A serious case review under the 2016 guidance, from referral to a closed case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mktdesk.casework.clocks import ClockState
from mktdesk.casework.notices import NoticeState
from mktdesk.casework.progress import StepState
from mktdesk.desk import clocks, closing, notices, signing
from mktdesk.desk.standing import situation
from mktdesk.errors import AnswersRefused, ClockRefused
from mktdesk.forms.values import Value, YesNo
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]
DONE, NOW, WAITING, NOT_NEEDED = (
    StepState.DONE, StepState.NOW, StepState.WAITING, StepState.NOT_NEEDED,
)  # fmt: skip
TO_DECISION = ["referral", "asked", "listed", "papers", "recommendation", "peer", "decision"]
CLEARED: dict[str, Value] = {
    "pub_anonymous": YesNo("yes", "Read by two people"),
    "pub_all_recs": YesNo("yes"),
}
NAMED: dict[str, Value] = {"tr_naming": YesNo("yes")}
MORE: dict[str, Value] = {"options": ("h",), "further_information": "Police: what was logged."}
SCR: dict[str, Value] = {"options": ("a",), "recommended": "recommended"}


def to_recommendation(case: Walker) -> None:
    case.sign("section1", date_received=case.today, date_of_referral=case.today)
    case.record("asked", "listed", "papers")


def decided(case: Walker) -> None:
    to_recommendation(case)
    case.sign("section2", meeting_date=case.today, **SCR)
    case.sign("section3", chair_view="agree", chair_date=case.today)


@pytest.mark.rule("R202")
@pytest.mark.rule("R233")
@pytest.mark.rule("C1")
def test_recommendation_and_decision_have_a_month_to_the_day(walker: Begin) -> None:
    case = walker("mkscb-2016", "scr")
    case.day = date(2026, 1, 31)
    case.sign("section1", date_received=case.today)
    assert case.due == {"recommendation": "2026-02-28", "one_month": "2026-02-28"}
    case.day = date(2026, 2, 27)
    case.record("asked", "listed", "papers")
    case.sign("section2", meeting_date=case.today, **SCR)
    assert case.clock("recommendation") is ClockState.MET
    case.day = date(2026, 3, 2)
    case.sign("section3", chair_view="agree", chair_date=case.today)
    assert case.clock("one_month") is ClockState.MET_LATE


@pytest.mark.rule("R233")
@pytest.mark.rule("C3")
def test_the_month_can_be_counted_from_the_referral_for_a_reason_and_not_silently(
    walker: Begin,
) -> None:
    case = walker("mkscb-2016", "scr")
    referred = case.today
    case.later(4)
    case.sign("section1", date_of_referral=referred, date_received=case.today)
    assert case.due["one_month"] == "2026-04-06"
    with pytest.raises(ClockRefused):
        clocks.choose_start(case.case, "one_month", "referred", " ")
    clocks.choose_start(case.case, "one_month", "referred", "1.4 counts from the referral.")
    assert case.due["one_month"] == "2026-04-02"
    with pytest.raises(ClockRefused):
        clocks.choose_start(case.case, "recommendation", "referred", "The same.")


@pytest.mark.rule("R378")
def test_further_information_keeps_the_month_running_and_the_case_comes_back(
    walker: Begin,
) -> None:
    case = walker("mkscb-2016", "scr")
    to_recommendation(case)
    case.later(10)
    case.sign("section2", meeting_date=case.today, **MORE)
    assert case.outcomes == ["further_information"]
    assert (
        case.clock("recommendation") is ClockState.RUNNING
        or case.clock("recommendation") is ClockState.LATE
    )
    assert case.now == ["recommendation", "relisted"]
    assert case.state("decision") is WAITING
    assert "Ofsted" not in [x.label.rpartition(": ")[2] for x in notices.open_notices(case.case)]
    case.later(5)
    case.record("relisted")
    signing.reopen(case.case, "section2", "The police log has come.")
    case.sign("section2", "Ruth Tolland", meeting_date=case.today, **SCR)
    assert case.outcomes == []
    assert case.clock("recommendation") is ClockState.MET
    assert case.now == ["peer", "decision"]


@pytest.mark.rule("R209")
def test_the_three_are_told_within_five_working_days_of_the_decision(walker: Begin) -> None:
    case = walker("mkscb-2016", "scr")
    case.day = date(2025, 12, 19)
    decided(case)
    due = {
        one.to: one.due.day
        for one in notices.notices(case.case)
        if one.notice is not None and one.notice.rule == "R209" and one.due is not None
    }
    last = date(2025, 12, 30)
    assert due == {
        "Ofsted": last,
        "Department for Education": last,
        "National Panel of independent experts": last,
    }


@pytest.mark.rule("R234")
@pytest.mark.rule("R236")
@pytest.mark.rule("C4")
@pytest.mark.rule("C5")
def test_the_review_has_six_months_and_more_time_only_after_talking_to_the_chair(
    walker: Begin,
) -> None:
    case = walker("mkscb-2016", "scr")
    case.day = date(2025, 8, 31)
    decided(case)
    assert case.due["six_months"] == "2026-02-28"
    case.later(3)
    case.record("initiated")
    clocks.choose_start(case.case, "six_months", "initiated", "The panel first met then.")
    assert case.due["six_months"] == "2026-03-03"
    more = clocks.Asked(date(2026, 6, 30), date(2026, 2, 20), "panel_chair", "A trial in May.")
    with pytest.raises(ClockRefused):
        clocks.extend(case.case, "six_months", more)
    agreed = clocks.Asked(
        more.day, more.on, more.agreed_by, more.why, consulted=frozenset({"independent_chair"})
    )
    clocks.extend(case.case, "six_months", agreed)
    assert case.due["six_months"] == "2026-06-30"
    case.day = date(2026, 2, 20)
    case.record("extension_asked")
    told = {x.to for x in notices.notices(case.case) if x.notice and x.notice.id == "extension"}
    assert told == {"Ofsted", "National Panel of independent experts"}


@pytest.mark.parametrize(
    ("method", "own", "other"),
    [("silp", "scoping_ready", "first_meeting"), ("traditional", "first_meeting", "scoping_ready")],
)
def test_a_review_is_walked_to_its_end_by_either_model(
    walker: Begin, method: str, own: str, other: str
) -> None:
    case = walker("mkscb-2016", "scr")
    done = case.walk(scope={"su_method": method}, cleared=CLEARED, terms=NAMED)
    assert done[: len(TO_DECISION)] == TO_DECISION
    assert done[-1] == "implemented"
    assert own in done
    assert case.state(other) is NOT_NEEDED
    left = {name for name, state in case.states().items() if state is not DONE}
    assert left == {other, "relisted", "alternatives"}
    order = ["scope", "chronology", "terms", "reports", "panel_review", "overview", "approved"]
    assert [step for step in done if step in order] == order


@pytest.mark.rule("R320")
@pytest.mark.rule("R342")
def test_a_case_closes_when_plans_are_agreed_and_everybody_was_told(walker: Begin) -> None:
    case = walker("mkscb-2016", "scr")
    case.walk(cleared=CLEARED, terms=NAMED)
    with pytest.raises(AnswersRefused, match="cannot be closed yet"):
        closing.close(case.case, "Dana")
    assert {"told", "adopted", "plans"} <= still_open(case)
    case.add("recommendation", number="1", text="Share the log.", owner="Police", adopted="whole")
    case.add("action", number="1", action="A form for it", lead="R. Shah", due=case.today)
    case.add("plan_agreed", agency="Panel", on=case.today, what=("plan",))
    assert still_open(case) == {"told"}
    case.tell_everybody()
    assert still_open(case) == set()
    closing.close(case.case, "Dana")
    assert closing.closure(case.case) is not None


def still_open(case: Walker) -> set[str]:
    return {x.line.id for x in closing.checklist(case.case) if x.state.value == "open"}


@pytest.mark.rule("R280")
@pytest.mark.rule("C29")
def test_the_family_is_telephoned_before_it_is_met_and_the_letter_may_come_whenever(
    walker: Begin,
) -> None:
    case = walker("mkscb-2016", "scr")
    decided(case)
    assert {"family_phone", "family_letter"} <= set(case.now)
    assert case.state("family_met") is WAITING
    case.record("family_letter")
    case.record("family_phone", "family_met")
    assert case.state("family_met") is DONE


@pytest.mark.rule("R251")
def test_the_coroner_is_told_of_a_death_once_the_limb_is_answered(walker: Begin) -> None:
    case = walker("mkscb-2016", "scr")
    decided(case)
    case.record("experts", "notified")

    def coroner() -> NoticeState:
        found = notices.notices(case.case)
        return next(x.state for x in found if x.notice and x.notice.rule == "R251")

    assert coroner() is NoticeState.MAY_APPLY
    case.answer(fact_died=YesNo("no"), fact_criminal=YesNo("no"))
    assert situation(case.case).facts["died"].value == "no"
    assert coroner() is NoticeState.NOT_APPLICABLE
    case.answer(fact_criminal=YesNo("yes"))
    assert coroner() in {NoticeState.TO_DO, NoticeState.LATE}
