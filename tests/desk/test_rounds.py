"""What comes round in the office itself: it is marked, and the next one is counted from there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mktdesk.desk import cases, due, filling, meetings
from mktdesk.desk.drafts import Target
from mktdesk.desk.due import DueLine
from mktdesk.desk.meetings import Rhythm
from mktdesk.desk.reading import read_date
from mktdesk.desk.rounds import DONE, Mark, mark
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused


def office(session: Session) -> list[DueLine]:
    return [line for line in due.due(session).lines if not line.public]


def of(line: DueLine, day: str, by: str = "Dana Whitlock") -> Mark:
    due_on = date.fromisoformat(line.day)
    return Mark(line.clock, line.what, line.toolkit, due_on, read_date(day), by, "Filed")


def pass_days(session: Session, days: int) -> None:
    session.clock._now += timedelta(days=days)  # type: ignore[attr-defined]


def filed(session: Session, received: str) -> str:
    case = cases.start_referral(session, "mk-together-2023")
    filling.set_answer(case, Target("referral", "", "date_received"), read_date(received))
    cases.close_case(case)
    return case.public


@pytest.fixture
def together(session: Session) -> Session:
    """An office with a case of 2023 that is late, and that guidance's review long past."""
    filed(session, "2/3/2026")
    return session


@pytest.mark.rule("R99")
def test_a_review_long_past_stands_after_the_cases_until_it_is_looked_at(
    together: Session,
) -> None:
    lines = due.due(together).lines
    assert lines[-1].what == "Review of the guidance"
    assert lines[-1].late
    assert lines[0].public
    assert mark(together, of(lines[-1], "20/11/2026")) == date(2027, 11, 20)
    assert office(together) == []
    pass_days(together, 300)
    (again,) = office(together)
    assert (again.day, again.late) == ("2027-11-20", False)
    pass_days(together, 70)
    later = filed(together, "25/11/2027")
    lines = due.due(together).lines
    (fresh,) = office(together)
    assert fresh.late
    assert lines.index(fresh) < min(n for n, line in enumerate(lines) if line.public == later)
    assert mark(together, of(fresh, "21/11/2027")) == date(2028, 11, 21)


@pytest.mark.parametrize(
    ("day", "by", "why"),
    [
        ("1/12/2026", "Dana Whitlock", "still to come"),
        ("November 2026", "Dana Whitlock", "one certain day"),
        ("20/11/2026", " ", "not said who"),
    ],
)
def test_what_is_no_mark_is_refused(together: Session, day: str, by: str, why: str) -> None:
    (line,) = office(together)
    with pytest.raises(AnswersRefused, match=why):
        mark(together, of(line, day, by))
    assert office(together) == [line]
    mark(together, of(line, "20/11/2026"))
    with pytest.raises(AnswersRefused, match="already"):
        mark(together, of(line, "20/11/2026"))


def test_a_report_that_is_past_stays_due_until_it_is_done(session: Session) -> None:
    case = cases.start_referral(session, "mksb-2018")
    filling.set_answer(case, Target("referral", "", "date_received"), read_date("20/11/2026"))
    cases.close_case(case)
    rhythm = Rhythm(read_date("25/11/2026"), 3, "month")
    meetings.set_rhythm(session, "mksb-2018/report_card", rhythm, "As agreed")

    def reports() -> list[tuple[str, bool]]:
        return [(line.day, line.late) for line in office(session)]

    assert reports() == [("2026-11-25", False)]
    pass_days(session, 5)
    assert reports() == [("2026-11-25", True), ("2027-02-25", False)]
    late = office(session)[0]
    assert late.act == DONE
    assert mark(session, of(late, "26/11/2026")) == date(2027, 2, 25)
    assert reports() == [("2027-02-25", False)]
    mark(session, of(office(session)[0], "26/11/2026"))  # in good time
    assert reports() == [("2027-05-25", False)]
    pass_days(session, 100)
    assert reports() == [("2027-05-25", False)]
