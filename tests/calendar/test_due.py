from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.calendar import (
    LONDON,
    Due,
    Period,
    Unit,
    due,
    due_at,
    england_and_wales,
    months_after,
)

TABLE = england_and_wales()
DAYS = st.dates(date(2005, 1, 1), date(2036, 12, 31))
NUMBERS = st.integers(1, 80)
STEADY = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK])
DATED = st.sampled_from([unit for unit in Unit if unit is not Unit.HOUR])
SINCE, UNTIL = datetime.fromisoformat("2005-01-01"), datetime.fromisoformat("2036-12-31")
MOMENTS = st.datetimes(SINCE, UNTIL, timezones=st.just(UTC))


def after(start: str, number: int, unit: Unit) -> Due:
    return due(date.fromisoformat(start), Period(number, unit), TABLE)


@pytest.mark.parametrize(
    ("start", "number", "unit", "end"),
    [
        ("2025-12-19", 5, Unit.WORKING_DAY, "2025-12-30"),
        ("2025-12-19", 15, Unit.WORKING_DAY, "2026-01-14"),
        ("2026-03-27", 15, Unit.WORKING_DAY, "2026-04-21"),
        ("2026-03-28", 5, Unit.WORKING_DAY, "2026-04-07"),
        ("2026-01-31", 1, Unit.MONTH, "2026-02-28"),
        ("2028-01-31", 1, Unit.MONTH, "2028-02-29"),
        ("2026-08-31", 6, Unit.MONTH, "2027-02-28"),
        ("2026-02-28", 1, Unit.MONTH, "2026-03-28"),
        ("2025-12-31", 12, Unit.MONTH, "2026-12-31"),
        ("2025-12-19", 15, Unit.CALENDAR_DAY, "2026-01-03"),
        ("2025-12-19", 2, Unit.WEEK, "2026-01-02"),
        ("2022-09-16", 1, Unit.WORKING_DAY, "2022-09-20"),
    ],
)
def test_worked_answers(start: str, number: int, unit: Unit, end: str) -> None:
    assert after(start, number, unit).day.isoformat() == end


@given(DAYS, NUMBERS)
def test_working_days_end_open_and_count_exactly(start: date, number: int) -> None:
    found = due(start, Period(number, Unit.WORKING_DAY), TABLE)
    assert TABLE.is_working(found.day)
    assert TABLE.working_days(start, found.day) == number == len(found.steps)
    between = {start + timedelta(n) for n in range(1, (found.day - start).days + 1)}
    assert between == {*found.steps} | {day for day, _ in found.skipped}
    assert all(why == TABLE.why_closed(day) != "" for day, why in found.skipped)


@given(DAYS, st.integers(0, 40), NUMBERS, st.integers(0, 40), DATED)
def test_a_later_start_or_a_longer_period_never_ends_earlier(
    start: date, later: int, number: int, more: int, unit: Unit
) -> None:
    first = due(start, Period(number, unit), TABLE).day
    assert first > start
    assert first <= due(start + timedelta(later), Period(number, unit), TABLE).day
    longer = due(start, Period(number + more, unit), TABLE).day
    assert (first < longer) if more else (first == longer)


@given(DAYS, NUMBERS, NUMBERS, STEADY)
def test_two_periods_one_after_the_other_are_their_sum(
    start: date, one: int, other: int, unit: Unit
) -> None:
    middle = due(start, Period(one, unit), TABLE).day
    whole = due(start, Period(one + other, unit), TABLE).day
    assert due(middle, Period(other, unit), TABLE).day == whole


@given(DAYS, NUMBERS)
def test_a_week_is_seven_days(start: date, number: int) -> None:
    weeks = due(start, Period(number, Unit.WEEK), TABLE).day
    assert weeks == due(start, Period(7 * number, Unit.CALENDAR_DAY), TABLE).day
    assert weeks.weekday() == start.weekday()


@given(DAYS, NUMBERS)
def test_months_keep_the_date_or_end_with_the_month(start: date, number: int) -> None:
    end = due(start, Period(number, Unit.MONTH), TABLE).day
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == number
    next_day_is_the_first = (end + timedelta(1)).day == 1
    assert end.day == start.day or (end.day < start.day and next_day_is_the_first)
    assert months_after(end, 0) == end


@given(DAYS, NUMBERS, DATED)
def test_a_closed_last_day_is_said_with_the_working_day_before(
    start: date, number: int, unit: Unit
) -> None:
    found = due(start, Period(number, unit), TABLE)
    said = [note for note in found.notes if "the office is closed" in note]
    assert bool(said) == (not TABLE.is_working(found.day))


def test_notes_name_the_closed_day() -> None:
    assert after("2026-01-31", 1, Unit.MONTH).notes == (
        "A Saturday: the office is closed; the last working day before is Fri 27 Feb 2026.",
    )
    assert after("2026-03-30", 1, Unit.WEEK).notes == (
        "Easter Monday: the office is closed; the last working day before is Thu 2 Apr 2026.",
    )
    assert after("2026-03-30", 1, Unit.CALENDAR_DAY).notes == ()


def test_notes_say_what_the_holiday_table_does_not_know() -> None:
    assert after("2027-12-01", 15, Unit.WORKING_DAY).notes == ()
    (by_rule,) = after("2027-12-20", 15, Unit.WORKING_DAY).notes
    assert "holidays of 2028" in by_rule
    assert "not announced" in by_rule
    checked = TABLE.with_days(announced_to=2028)
    assert due(date(2027, 12, 20), Period(15, Unit.WORKING_DAY), checked).notes == ()
    assert "ends with 2035" in after("2035-12-20", 15, Unit.WORKING_DAY).notes[0]
    assert "begins with 2006" in after("2005-12-20", 15, Unit.WORKING_DAY).notes[0]
    closed, rests_on = after("2029-03-23", 1, Unit.WEEK).notes
    assert closed.startswith("Good Friday: ")
    assert "holidays of 2029" in rests_on


def test_an_office_that_closes_longer_is_due_later() -> None:
    shut = {date(2025, 12, day): "Office closed" for day in (29, 30, 31)}
    found = due(date(2025, 12, 19), Period(5, Unit.WORKING_DAY), TABLE.with_days(shut))
    assert found.day == date(2026, 1, 5)
    assert (date(2025, 12, 30), "Office closed") in found.skipped


@given(MOMENTS, st.integers(1, 400))
def test_hours_are_hours_that_pass(start: datetime, hours: int) -> None:
    found = due_at(start, Period(hours, Unit.HOUR))
    assert found.moment is not None
    assert found.moment.astimezone(UTC) - start == timedelta(hours=hours)
    assert found.day == found.moment.date()
    assert found.moment.tzinfo is LONDON


@pytest.mark.parametrize(
    ("start", "end", "note"),
    [
        ("2026-03-27 18:00", "Sun 29 Mar 2026, 19:00", "go forward on Sun 29 Mar 2026"),
        ("2026-03-27 00:30", "Sun 29 Mar 2026, 00:30", ""),
        ("2026-03-27 01:00", "Sun 29 Mar 2026, 02:00", "go forward on Sun 29 Mar 2026"),
        ("2026-10-23 18:00", "Sun 25 Oct 2026, 17:00", "go back on Sun 25 Oct 2026"),
        ("2026-10-23 01:30", "Sun 25 Oct 2026, 01:30 BST", ""),
        ("2026-10-23 02:30", "Sun 25 Oct 2026, 01:30 GMT", "go back on Sun 25 Oct 2026"),
        ("2026-03-29 01:30", "Tue 31 Mar 2026, 02:30", ""),
    ],
)
def test_nights_when_the_clocks_change(start: str, end: str, note: str) -> None:
    found = due_at(datetime.fromisoformat(start).replace(tzinfo=LONDON), Period(48, Unit.HOUR))
    assert found.last == end
    assert [note in words for words in found.notes] == ([True] if note else [])


def test_hours_from_elsewhere_are_told_in_the_office_s_time() -> None:
    paris = timezone(timedelta(hours=2))
    found = due_at(datetime(2026, 7, 1, 0, 30, tzinfo=paris), Period(24, Unit.HOUR), TABLE)
    assert (found.start, found.last) == (date(2026, 6, 30), "Wed 1 Jul 2026, 23:30")


def test_hours_of_an_event_without_a_time_run_from_the_start_of_its_day() -> None:
    found = after("2026-01-14", 48, Unit.HOUR)
    assert found.last == "Fri 16 Jan 2026, 00:00"
    assert "time of the event is not known" in found.notes[0]


def test_what_cannot_be_counted_is_refused() -> None:
    for number in (0, -5, 10_000):
        with pytest.raises(ValueError, match="1 to 9,999"):
            Period(number, Unit.WEEK)
    with pytest.raises(ValueError, match="counts hours"):
        due_at(datetime(2026, 1, 1, tzinfo=UTC), Period(1, Unit.WEEK))
    with pytest.raises(ValueError, match="time zone"):
        due_at(datetime.fromisoformat("2026-01-01"), Period(1, Unit.HOUR))
