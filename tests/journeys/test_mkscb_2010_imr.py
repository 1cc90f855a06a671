"""Management reviews alone under the 2010 process note: what may come of a referral for more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.clocks import ClockState
from mktdesk.casework.progress import StepState
from mktdesk.desk import converting, signing
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]
TO_DECISION = ["referral", "discussed", "considered", "screening", "presenter",
               "recommendation", "decision"]  # fmt: skip


def decided(case: Walker) -> list[str]:
    return case.walk(
        screening={"may_meet": "yes"},
        recommendation={"subgroup_recommends": "imr"},
        decision={"chair_decides": "imr", "imr_agencies_decided": "Northshire Police"},
    )


@pytest.mark.rule("R54")
def test_named_agencies_look_at_their_own_part_and_the_sub_group_hears_of_it(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    assert decided(case) == TO_DECISION
    assert case.outcomes == ["may_meet", "imr"]
    assert case.now == []
    (way,) = [x for x in converting.ways(case.case) if x.decided]
    assert way.pathway.id == "imr"
    case.convert("imr")
    assert [case.state(name) for name in TO_DECISION] == [StepState.DONE] * len(TO_DECISION)
    assert case.state("to_subgroup") is StepState.DONE  # its day is on the Chair's screening
    assert len(case.case.answers().table("imr_agency")) == 1
    assert case.walk() == ["imr_asked", "imr_signed", "imr_considered"]
    # No review of the whole is due, and so no six months run.
    assert "six_months" not in case.due


@pytest.mark.rule("R42")
@pytest.mark.rule("R54")
def test_a_decision_that_changes_takes_the_case_back_with_all_it_holds(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    decided(case)
    case.convert("imr")
    case.record("imr_asked", "new_information")
    signing.reopen(case.case, "decision", "The child death review found more.")
    case.sign("decision", "Marian Oyelaran", chair_decides="scr", chair_date=case.today)
    case.record("reconsidered")
    case.convert("scr")
    assert case.outcomes == ["may_meet", "scr"]
    assert case.now == ["terms", "panel_named"]
    assert case.clock("six_months") is not ClockState.NOT_NEEDED
    came = converting.conversions(case.case)
    assert [one.from_pathway for one in came if one.what == "pathway"] == ["scr", "imr"]
