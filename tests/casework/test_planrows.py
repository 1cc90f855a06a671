"""The action plan in the form's columns, apart for each owner."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.planrows import COLUMNS, MULTI_AGENCY, plan_rows, plans
from mktdesk.forms.answers import Answers
from mktdesk.forms.values import DateAnswer

Make = Callable[..., Answers]
Day = Callable[[str], DateAnswer]
STATES = {"amber": "Amber: under way, at risk"}


@pytest.mark.rule("R434")
def test_each_action_stands_in_its_owners_plan_and_the_plans_are_listed_apart(
    tables: Make,
) -> None:
    answers = tables(
        recommendation=(
            {"number": "1", "text": "Share", "owner": "Multi agency"},
            {"number": "2", "text": "Record", "owner": "Health"},
            {"number": "3", "text": "Train"},
        ),
        action=(
            {"number": "1", "action": "Meet", "lead": "A"},
            {"number": "1.", "action": "Tell officers", "host": "Police"},
            {"number": "2", "action": "Ask", "lead": "B"},
            {"number": "9", "action": "Nobody's"},
        ),
    )
    rows = plan_rows(answers, STATES)
    assert [(row.plan, row.cells[0], row.cells[2]) for row in rows] == [
        (MULTI_AGENCY, "1", "Meet"),
        ("Police", "1", "Tell officers"),
        ("Health", "2", "Ask"),
        (MULTI_AGENCY, "3", ""),
        (MULTI_AGENCY, "9", "Nobody's"),
    ]
    assert plans(rows) == (MULTI_AGENCY, "Health", "Police")


def test_what_stands_in_each_column(tables: Make, day: Day) -> None:
    answers = tables(
        recommendation=({"number": "1", "text": "Share", "owner": "Health"},),
        action=(
            {
                "number": "1",
                "action": "Meet",
                "lead": "B. Roe",
                "due": day("2026-11-20"),
                "outcome": "Everybody knows",
                "progress_now": "amber",
                "progress": "Two of three met",
                "evidence": "Minutes",
            },
        ),
    )
    (row,) = plan_rows(answers, STATES)
    assert dict(zip(COLUMNS, row.cells, strict=True)) == {
        "No.": "1",
        "Recommendation": "Share",
        "Action": "Meet",
        "Lead": "B. Roe",
        "Timescale": "2026-11-20",
        "Outcome": "Everybody knows",
        "Progress": "Amber: under way, at risk\nTwo of three met",
        "Evidence": "Minutes",
    }
