"""What Medway does where the criteria are not met and no review of several agencies follows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.progress import StepState
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]


@pytest.mark.parametrize(
    ("way", "letter", "steps"),
    [
        pytest.param(
            "single_agency", "b", ["single_agency_asked", "single_agency_back"],
            marks=pytest.mark.rule("R73"),
        ),
        pytest.param(
            "learning_day", "c", ["day_prepared", "day_held"], marks=pytest.mark.rule("R74")
        ),
        pytest.param("audit", "d", ["audit_set", "audit_done"], marks=pytest.mark.rule("R75")),
        pytest.param("other", "e", ["other_done"], marks=pytest.mark.rule("R76")),
    ],
)  # fmt: skip
def test_another_way_of_learning_is_walked_to_its_end(
    walker: Begin, way: str, letter: str, steps: list[str]
) -> None:
    case = walker("medway-2007", "scr")
    done = case.walk(
        recommendation={"criteria_met": "not_met", "other_options": (letter,)},
        decision={"chair_decides": way},
    )
    assert done == ["referral", "to_qacr", "recommendation", "decision"]
    assert case.now == []
    case.convert(way)
    assert case.walk() == steps
    assert set(case.states().values()) == {StepState.DONE}
    assert case.outcomes == [way]


@pytest.mark.rule("R84")
def test_no_review_ends_with_the_chairs_reasons(walker: Begin) -> None:
    case = walker("medway-2007", "scr")
    case.walk(
        recommendation={"criteria_met": "not_met", "other_options": ("f",)},
        decision={"chair_decides": "none"},
    )
    assert case.outcomes == ["no_review"]
    assert case.now == []
    assert case.state("scoping") is StepState.NOT_NEEDED
