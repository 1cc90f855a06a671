"""Closing under the 2010 process note: who was told, what came back, what was agreed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.notices import NoticeState
from mktdesk.desk import closing
from mktdesk.errors import AnswersRefused
from mktdesk.forms.values import Value, YesNo
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]
QUALITY: dict[str, Value] = {
    "assured": ("imrs", "overview", "summary", "plan"),
    "anonymous": YesNo("yes", "Read by two people"),
}


def reviewed(case: Walker) -> None:
    """A serious case review of two agencies, walked to its end; nobody was told of it yet."""
    case.walk(
        screening={"may_meet": "yes"},
        recommendation={"subgroup_recommends": "scr"},
        decision={"chair_decides": "scr"},
        quality=QUALITY,
    )
    for agency in ("Northshire Police", "Northshire Health Trust"):
        case.add("request", agency=agency, contribution="imr", named_officer="Dr A. Hale")


@pytest.mark.rule("R38")
@pytest.mark.rule("R39")
@pytest.mark.rule("R40")
@pytest.mark.rule("R41")
def test_a_case_closes_when_everybody_was_told_or_said_that_they_told(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    case.walk(
        screening={"may_meet": "yes"},
        recommendation={"subgroup_recommends": "none"},
        decision={"chair_decides": "none"},
    )
    case.add("request", agency="Northshire Police", contribution="other", received=case.today)
    assert case.open_lines() == ["notices"]
    outside = {key for key, state in case.told().items() if state is NoticeState.TO_CONFIRM}
    assert outside == {"pct_tells:sha", "pct_tells:cqc", "police_tell:hmic"}
    with pytest.raises(AnswersRefused, match="cannot be closed yet"):
        closing.close(case.case, "Robin Osei")
    case.tell_everybody()
    states = case.told()
    assert {states[key] for key in outside} == {NoticeState.CONFIRMED}
    assert states["chair_tells:ofsted"] is NoticeState.ISSUED
    assert closing.close(case.case, "Robin Osei").by == "Robin Osei"


@pytest.mark.rule("R47")
@pytest.mark.rule("R48")
@pytest.mark.rule("R49")
def test_a_review_closes_when_reports_are_in_and_plan_and_summary_agreed(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    reviewed(case)
    case.tell_everybody()
    assert case.open_lines() == ["returns", "plan"]
    for row in case.case.answers().table("request"):
        case.change("request", row.id, received=case.today)
    case.add("recommendation", number="1", text="Share what is known within a day.")
    case.add("action", number="1", lead="Head of Safeguarding", due=case.today)
    assert case.open_lines() == ["plan"]
    for agency in ("Northshire Police", "Northshire Health Trust"):
        case.add("plan_agreed", agency=agency, on=case.today, what=("plan", "summary"))
    assert case.open_lines() == []
    closing.close(case.case, "Robin Osei")


@pytest.mark.rule("R54")
def test_management_reviews_alone_close_when_the_sub_group_has_heard(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    case.walk(
        screening={"may_meet": "yes"},
        recommendation={"subgroup_recommends": "imr"},
        decision={"chair_decides": "imr"},
    )
    case.convert("imr")
    case.walk(until="imr_considered")
    case.add("request", agency="Northshire Police", contribution="imr_alone", received=case.today)
    case.tell_everybody()
    assert case.open_lines() == ["imr_considered"]
    case.record("imr_considered")
    closing.close(case.case, "Robin Osei")
