"""Management reviews alone under the 2010 process note: what may come of a referral for more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.progress import StepState
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]


@pytest.mark.rule("R54")
def test_named_agencies_look_at_their_own_part_and_the_sub_group_hears_of_it(walker: Begin) -> None:
    case = walker("mkscb-2010", "imr")
    done = case.walk(
        screening={"may_meet": "yes"},
        recommendation={"subgroup_recommends": "imr"},
        decision={"chair_decides": "imr", "imr_agencies_decided": "Northshire Police"},
    )
    assert done == [
        "referral", "discussed", "considered", "screening", "presenter",
        "recommendation", "decision", "imr_asked", "imr_signed", "imr_considered",
    ]  # fmt: skip
    assert case.state("to_subgroup") is StepState.DONE  # its day is on the Chair's screening
    assert case.outcomes == ["may_meet", "imr"]
    assert case.now == []
    assert [row.get("agency") for row in case.case.answers().table("imr_agency")] != []
    # No review of the whole is due, and so no six months run.
    assert "six_months" not in case.due
