"""Meetings and what comes round: days worked out, changed from a date on, moved, added."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.calendar import LONDON, Period, Unit, england_and_wales
from mktdesk.casework.meetings import (
    Frequency,
    Meeting,
    MeetingRow,
    comes_to,
    considering,
    meetings,
    too_near,
)

KEY = "mkscb-2016/sub_group"
HOLIDAYS = england_and_wales()
NOTICE = Period(48, Unit.HOUR)
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


def often(
    first: str, number: int = 6, unit: str = "week", at: str = "14:00", recorded: str = "1"
) -> Frequency:
    return Frequency(
        first + recorded, KEY, first, at, "Civic Office", number, unit, recorded_at=recorded
    )


def days(*frequencies: Frequency, rows: tuple[MeetingRow, ...] = ()) -> list[str]:
    found = meetings(KEY, frequencies, rows, SINCE, UNTIL, HOLIDAYS)
    return [one.day.isoformat() for one in found]


@pytest.mark.rule("R196")
def test_the_sub_group_meets_every_six_weeks_from_the_day_the_office_gives() -> None:
    found = days(often("2026-01-13"))
    assert found[:4] == ["2026-01-13", "2026-02-24", "2026-04-07", "2026-05-19"]
    assert days() == []


@pytest.mark.rule("C6")
def test_a_change_of_how_often_holds_from_its_date_only() -> None:
    found = days(often("2026-01-13"), often("2026-06-02", 1, "month"))
    assert found[:7] == [
        "2026-01-13", "2026-02-24", "2026-04-07", "2026-05-19",
        "2026-06-02", "2026-07-02", "2026-08-03",
    ]  # fmt: skip
    again = days(often("2026-01-13"), often("2026-01-13", 1, "month", recorded="2"))
    assert again[:2] == ["2026-01-13", "2026-02-13"]


def test_a_closed_day_goes_to_the_next_working_day_and_says_so() -> None:
    (one,) = meetings(KEY, (often("2026-12-25", 12, "month"),), (), SINCE, UNTIL, HOLIDAYS)
    assert (one.day, one.own_day) == (date(2026, 12, 29), date(2026, 12, 25))
    assert one.said == "Moved from Fri 25 Dec 2026: Christmas Day"


@pytest.mark.rule("R194")
def test_an_extra_meeting_takes_what_the_next_one_is_too_far_off_for() -> None:
    extra = MeetingRow("x", KEY, "2026-02-03", "09:30", why="Two referrals at once")
    found = meetings(KEY, (often("2026-01-13"),), (extra,), SINCE, UNTIL, HOLIDAYS)
    assert [one.day.isoformat() for one in found[:3]] == ["2026-01-13", "2026-02-03", "2026-02-24"]
    assert (found[1].extra, found[1].said) == (True, "Extra meeting: Two referrals at once")
    received = datetime(2026, 1, 20, 9, 0, tzinfo=LONDON)
    with_it, without = (considering(received, x, NOTICE) for x in (found, (found[0], found[2])))
    assert with_it.meeting == datetime(2026, 2, 3, 9, 30, tzinfo=LONDON)
    assert without.meeting == datetime(2026, 2, 24, 14, 0, tzinfo=LONDON)


def test_one_meeting_is_moved_or_cancelled_and_the_others_stay() -> None:
    rows = (
        MeetingRow("m", KEY, "2026-02-26", "10:00", instead_of="2026-02-24", why="Room"),
        MeetingRow("c", KEY, "2026-04-07", instead_of="2026-04-07", cancelled=True),
        MeetingRow("o", "other/series", "2026-04-08"),
    )
    found = meetings(KEY, (often("2026-01-13"),), rows, SINCE, UNTIL, HOLIDAYS)
    told = [(one.day.isoformat(), one.cancelled, one.said) for one in found[:4]]
    assert told == [
        ("2026-01-13", False, ""),
        ("2026-02-26", False, "Moved from Tue 24 Feb 2026: Room"),
        ("2026-04-07", True, "Cancelled"),
        ("2026-05-19", False, ""),
    ]


@pytest.mark.rule("R197")
@pytest.mark.rule("R198")
def test_less_than_48_hours_before_a_meeting_it_is_the_one_after_and_an_extra_is_considered() -> (
    None
):
    planned = meetings(KEY, (often("2026-01-13"),), (), SINCE, UNTIL, HOLIDAYS)
    first, second = planned[0].moment, planned[1].moment
    assert first is not None
    exactly = first - timedelta(hours=48)
    late = exactly + timedelta(minutes=1)
    assert considering(exactly, planned, NOTICE).meeting == first
    assert not too_near(exactly, planned, NOTICE)
    assert considering(late, planned, NOTICE).meeting == second
    assert too_near(late, planned, NOTICE)
    gone = (Meeting(KEY, first.date(), "14:00", cancelled=True), *planned[1:])
    assert not too_near(late, gone, NOTICE)


@given(
    st.dates(date(2026, 1, 1), date(2026, 6, 1)),
    st.integers(1, 8),
    st.sampled_from(["week", "month"]),
    st.integers(1, 5),
    st.booleans(),
)
def test_every_day_comes_once_and_on_a_day_the_office_works(
    first: date, number: int, unit: str, later: int, change: bool
) -> None:
    rhythms = [often(first.isoformat(), number, unit)]
    if change:
        rhythms.append(often((first + timedelta(weeks=later)).isoformat(), 1, "month"))
    found = meetings(KEY, rhythms, (), SINCE, UNTIL, HOLIDAYS)
    assert all(HOLIDAYS.is_working(one.day) for one in found)
    own = [one.own_day for one in found]
    assert len(own) == len(set(own))
    assert [one.day for one in found] == sorted(one.day for one in found)
    turned = rhythms[-1].first
    assert all(x is not None for x in own)
    assert date.fromisoformat(turned) in own or date.fromisoformat(turned) > UNTIL


@pytest.mark.rule("R197")
@pytest.mark.rule("R198")
def test_it_is_said_which_meeting_takes_a_case_and_why() -> None:
    planned = [Meeting("s", date(2026, 11, day), "14:00") for day in (24, 30)]
    notice = Period(48, Unit.HOUR)
    at_48 = comes_to(date(2026, 11, 22), "14:00", planned, notice, "Sub-group")
    assert at_48.words.startswith("Tue 24 Nov 2026, 14:00. ")
    assert (at_48.moment, at_48.near) == (planned[0].moment, False)
    late = comes_to(date(2026, 11, 22), "14:01", planned, notice, "Sub-group")
    assert "less than 48 hours, so it is the one after: Mon 30 Nov 2026, 14:00." in late.words
    assert (late.moment, late.near) == (planned[1].moment, True)
    unsure = comes_to(date(2026, 11, 22), "", planned, notice, "Sub-group")
    assert unsure.moment is None
    assert "Add the time." in unsure.words
    assert comes_to(date(2026, 11, 22), "", [], notice, "Sub-group").words == (
        "No meeting is planned: Sub-group."
    )
