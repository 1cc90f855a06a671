"""Meetings in the register of real vaults, and the meeting that considers a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from mktdesk.desk import casemeeting, cases, due, filling, meetings
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.history import office_history
from mktdesk.desk.meetings import Rhythm
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused

KEY = "mkscb-2016/sub_group"
WHY = "Agreed by the board"


def begin(session: Session, first: str = "24 November 2026 14:00", number: int = 6) -> None:
    meetings.set_rhythm(session, KEY, Rhythm(read_date(first), number, "week"), WHY)


def received(case: OpenCase, text: str) -> None:
    filling.set_answer(case, Target("referral", "", "date_received"), read_date(text))


def test_the_office_begins_a_series_with_its_first_day(session: Session) -> None:
    line = meetings.diary(session).line(KEY)
    assert line is not None
    assert (line.now, line.usual) == (None, "every six weeks")
    begin(session)
    shown = meetings.diary(session)
    line = shown.line(KEY)
    assert line is not None
    assert line.now is not None
    assert line.now.words == "Every six weeks from Tue 24 Nov 2026, at 14:00"
    days = [one.day_words for one in shown.coming]
    assert days[:2] == ["Tue 24 Nov 2026, 14:00", "Tue 5 Jan 2027, 14:00"]
    assert "Serious Case Review Sub-Group" in shown.title(KEY)
    assert any(x.did == "Changed the meetings" for x in office_history(session).lines)


@pytest.mark.rule("R5")
def test_each_panel_of_2018_meets_monthly_on_days_of_its_own(session: Session) -> None:
    for name, first in (("children_panel", "1 December 2026"), ("adult_panel", "8 December 2026")):
        line = meetings.diary(session).line(f"mksb-2018/{name}")
        assert line is not None
        assert line.usual == "every month"
        rhythm = Rhythm(read_date(f"{first} 10:00"), 1, "month", "weekday")
        meetings.set_rhythm(session, line.key, rhythm, WHY)
    found = meetings.diary(session).coming
    own = [x.day.isoformat() for x in found if x.series == "mksb-2018/children_panel"]
    other = [x.day.isoformat() for x in found if x.series == "mksb-2018/adult_panel"]
    assert own[:3] == ["2026-12-01", "2027-01-05", "2027-02-02"]
    assert other[:3] == ["2026-12-08", "2027-01-12", "2027-02-09"]


@pytest.mark.parametrize(
    ("rhythm", "why"),
    [
        (Rhythm(read_date("24 November 2026"), 6, "week"), WHY),  # no time
        (Rhythm(read_date("November 2026"), 6, "week"), WHY),
        (Rhythm(read_date("24 November 2026 14:00"), 0, "week"), WHY),
        (Rhythm(read_date("24 November 2026 14:00"), 6, "hour"), WHY),
        (Rhythm(read_date("24 November 2026 14:00"), 6, "week"), "  "),
    ],
)
def test_what_is_no_rhythm_is_refused(session: Session, rhythm: Rhythm, why: str) -> None:
    with pytest.raises(AnswersRefused):
        meetings.set_rhythm(session, KEY, rhythm, why)
    with pytest.raises(AnswersRefused, match="no such series"):
        meetings.set_rhythm(session, "gone/series", rhythm, why)
    assert not meetings.diary(session).coming


def test_a_meeting_is_moved_cancelled_and_added(session: Session) -> None:
    begin(session)
    first, second = meetings.diary(session).coming[:2]
    meetings.move(session, first, read_date("26 November 2026 10:00"), "Room 2", "No room")
    meetings.cancel(session, second, "Half term")
    meetings.add_extra(session, KEY, read_date("1 December 2026 09:30"), "", "Two referrals")
    moved, extra, gone = meetings.diary(session).coming[:3]
    assert (moved.day_words, moved.place) == ("Thu 26 Nov 2026, 10:00", "Room 2")
    assert extra.extra
    assert gone.cancelled
    meetings.move(session, moved, read_date("27 November 2026 10:00"), "", "Again")
    meetings.cancel(session, extra, "Not needed")
    again = meetings.diary(session).coming[:3]
    assert [one.day.isoformat() for one in again] == ["2026-11-27", "2026-12-01", "2027-01-05"]
    assert again[1].said == "Cancelled extra meeting: Not needed"
    assert [one.day for one in meetings.coming(session, KEY, date(2026, 11, 21))][:2] == [
        date(2026, 11, 27),
        date(2027, 2, 16),
    ]


def test_two_people_who_move_the_same_meeting_make_no_two_of_it(session: Session) -> None:
    begin(session)
    first = meetings.diary(session).coming[0]
    meetings.move(session, first, read_date("26 November 2026 10:00"), "", "One")
    meetings.move(session, first, read_date("30 November 2026 10:00"), "", "Other")
    days = [one.day.isoformat() for one in meetings.diary(session).coming[:2]]
    assert days == ["2026-11-30", "2027-01-05"]


@pytest.mark.rule("R197")
@pytest.mark.rule("R198")
def test_a_referral_shortly_before_a_meeting_goes_to_the_next_and_an_extra_is_asked_about(
    session: Session, case: OpenCase
) -> None:
    shown = casemeeting.case_meeting(case)
    assert shown is not None
    assert "once the day is known" in shown.words
    received(case, "20 November 2026 15:00")
    missing = casemeeting.case_meeting(case)
    assert missing is not None
    assert "No meeting is planned" in missing.words
    begin(session, "24 November 2026 14:00")
    enough = casemeeting.case_meeting(case)
    assert enough is not None
    assert enough.words.startswith("Tue 24 Nov 2026, 14:00. ")
    assert not enough.ask_extra
    received(case, "22 November 2026 14:01")
    late = casemeeting.case_meeting(case)
    assert late is not None
    assert late.words.startswith("Tue 5 Jan 2027, 14:00. ")
    assert late.ask_extra
    with pytest.raises(AnswersRefused, match="reason"):
        casemeeting.consider_extra(case, considered=True, reason=" ")
    casemeeting.consider_extra(case, considered=True, reason="A sibling is at risk")
    kept = casemeeting.case_meeting(case)
    assert kept is not None
    assert kept.extra is not None
    assert (kept.extra.considered, kept.extra.reason) == ("yes", "A sibling is at risk")


def test_a_day_without_a_time_is_asked_about_only_where_it_matters(
    session: Session, case: OpenCase
) -> None:
    begin(session, "24 November 2026 14:00")
    said: list[str] = []
    for text in ("20 November 2026", "22 November 2026", "24 November 2026"):
        received(case, text)
        shown = casemeeting.case_meeting(case)
        assert shown is not None
        said.append(shown.words)
    assert said[0].startswith("Tue 24 Nov 2026, 14:00. ")
    assert "the time of day decides" in said[1]
    assert said[2].startswith("Tue 5 Jan 2027, 14:00. ")


@pytest.mark.parametrize(("pathway", "panel"), [("sar", "adult_panel"), ("scr", "children_panel")])
def test_a_case_goes_to_its_own_panels_meetings(session: Session, pathway: str, panel: str) -> None:
    case = cases.start_referral(session, "mksb-2018", pathway)
    found = casemeeting._series_of(case)
    assert found is not None
    assert found.id == panel
    cases.close_case(case)


def test_what_comes_round_is_due(
    session: Session, case: OpenCase, pass_days: Callable[[int], None]
) -> None:
    def rounds() -> list[tuple[str, str, str]]:
        found = due.due(session).lines
        return [(x.what, x.day, x.left) for x in found if x.clock.startswith("series-")]

    received(case, "20 November 2026")
    cases.settle(case)
    assert not rounds()
    begin(session)
    report = Rhythm(read_date("1 December 2026"), 3, "month")
    meetings.set_rhythm(session, "mkscb-2016/board", report, WHY)
    assert [one[1] for one in rounds()] == ["2026-11-24", "2026-12-01"]
    pass_days(5)
    assert [one[1] for one in rounds()] == ["2026-12-01", "2027-01-05"]


@pytest.fixture
def pass_days(session: Session) -> Callable[[int], None]:
    def go(count: int) -> None:
        session.clock._now += timedelta(days=count)  # type: ignore[attr-defined]

    return go
