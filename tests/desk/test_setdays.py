"""A change of the office's closed days counts every due day again, or nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import msgspec
import pytest

from mktdesk.book import Change, RowChange
from mktdesk.desk import officedays, setdays
from mktdesk.desk.duerows import CaseDue
from mktdesk.desk.session import Session
from mktdesk.errors import Cancelled
from mktdesk.forms.values import Json
from mktdesk.office import DUE

CLOSED, NAME, WHY = date(2026, 12, 29), "Office move", "The building is shut"


@dataclass
class Steps:
    """What was said, until somebody presses Cancel after so many."""

    cancel_after: int = 99
    said: list[str] = field(default_factory=list)

    def report(self, fraction: float, words: str) -> None:
        assert 0 <= fraction <= 1
        self.said.append(words)

    def cancelled(self) -> bool:
        return len(self.said) >= self.cancel_after


@pytest.fixture
def counted(session: Session) -> None:
    """Three cases with a clock of five working days from Friday 18 December."""
    clock: list[Json] = ["known", "To be known", "2026-12-29", "", "Chair", ""]
    basis: list[Json] = ["2026-12-18", 5, "working_day", "", [], []]
    fields: dict[str, Json] = {
        "public": "SCR-2026-999", "toolkit": "2016", "clocks": [clock], "counted": [basis],
    }  # fmt: skip
    rows = [RowChange(DUE, f"case{number}", fields) for number in range(3)]
    session.vault.register.write(Change("Dana Whitlock", "anchor", rows))


def days(session: Session) -> list[str]:
    kept = session.vault.register.rows(DUE)
    return [msgspec.convert(dict(row.fields), CaseDue).clocks[0].day for row in kept]


@pytest.mark.parametrize("after", [0, 1, 3])
def test_stopped_while_counting_or_before_writing_nothing_is_changed(
    session: Session, counted: None, after: int
) -> None:
    steps = Steps(after)
    with pytest.raises(Cancelled):
        setdays.close_day(session, CLOSED, NAME, WHY, steps)
    assert len(steps.said) == after
    assert officedays.office_days(session) == ()
    assert days(session) == ["2026-12-29"] * 3
    assert session.vault.register.verify() == []


def test_it_says_what_it_does_and_every_due_day_moves(session: Session, counted: None) -> None:
    steps = Steps()
    assert setdays.close_day(session, CLOSED, NAME, WHY, steps) == 3
    assert steps.said == [
        *["Counting the due days again"] * 3,
        "Writing the due days that moved",
    ]
    assert days(session) == ["2026-12-30"] * 3
    assert setdays.forget_day(session, CLOSED, "It was cancelled") == 3
    assert days(session) == ["2026-12-29"] * 3
