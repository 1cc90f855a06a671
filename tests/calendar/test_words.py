from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.calendar import Period, Unit, due, england_and_wales, left, spoken_date

TABLE = england_and_wales()
DAYS = st.dates(date(2006, 1, 1), date(2034, 12, 31))
UNITS = st.sampled_from(Unit)


def arithmetic(start: str, number: int, unit: Unit) -> str:
    return due(date.fromisoformat(start), Period(number, unit), TABLE).arithmetic


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (5, Unit.WORKING_DAY, "5 working days"),
        (1, Unit.WORKING_DAY, "one working day"),
        (15, Unit.CALENDAR_DAY, "15 days"),
        (1, Unit.MONTH, "one month"),
        (6, Unit.MONTH, "six months"),
        (18, Unit.MONTH, "18 months"),
        (2, Unit.WEEK, "two weeks"),
        (48, Unit.HOUR, "48 hours"),
    ],
)
def test_periods_are_said_as_the_guidance_says_them(number, unit, words) -> None:
    assert Period(number, unit).words == words


@pytest.mark.parametrize(
    ("start", "number", "unit", "words"),
    [
        (
            "2025-12-19", 5, Unit.WORKING_DAY,
            "Fri 19 Dec 2025 + 5 working days: Mon 22, Tue 23, Wed 24, Mon 29, Tue 30 Dec 2025",
        ),
        (
            "2025-12-30", 3, Unit.WORKING_DAY,
            "Tue 30 Dec 2025 + 3 working days: Wed 31 Dec 2025, Fri 2, Mon 5 Jan 2026",
        ),
        (
            "2025-12-19", 15, Unit.WORKING_DAY,
            ("Fri 19 Dec 2025 + 15 working days: Mon 22 to Wed 24 Dec (3), not Thu 25 Dec "
            "(Christmas Day) or Fri 26 Dec (Boxing Day), Mon 29 to Wed 31 Dec (6), not Thu 1 Jan "
            "(New Year's Day), Fri 2 Jan (7), Mon 5 to Fri 9 Jan (12), Mon 12 to Wed 14 Jan 2026"),
        ),
        (
            "2026-01-08", 28, Unit.WORKING_DAY,
            "Thu 8 Jan 2026 + 28 working days: without weekends, Fri 9 Jan to Tue 17 Feb 2026",
        ),
        (
            "2026-03-20", 30, Unit.WORKING_DAY,
            ("Fri 20 Mar 2026 + 30 working days: without weekends, Mon 23 Mar to Thu 2 Apr (9), "
            "not Fri 3 Apr (Good Friday) or Mon 6 Apr (Easter Monday), Tue 7 Apr to Fri 1 May "
            "(28), not Mon 4 May (Early May bank holiday), Tue 5 to Wed 6 May 2026"),
        ),
        (
            "2025-12-19", 30, Unit.CALENDAR_DAY,
            ("Fri 19 Dec 2025 + 30 days: day 1 is Sat 20 Dec, day 7 is Fri 26 Dec 2025, day 14 is "
            "Fri 2 Jan, day 21 is Fri 9 Jan, day 28 is Fri 16 Jan, day 30 is Sun 18 Jan 2026"),
        ),
        (
            "2025-12-19", 90, Unit.CALENDAR_DAY,
            "Fri 19 Dec 2025 + 90 days: day 1 is Sat 20 Dec 2025, day 90 is Thu 19 Mar 2026",
        ),
        (
            "2025-12-19", 2, Unit.WEEK,
            "Fri 19 Dec 2025 + two weeks: Fri 26 Dec 2025, Fri 2 Jan 2026",
        ),
        (
            "2026-01-31", 1, Unit.MONTH,
            "31 Jan 2026 + one month: there is no 31 Feb 2026, so Sat 28 Feb 2026",
        ),
        ("2026-01-15", 6, Unit.MONTH, "15 Jan 2026 + six months: Wed 15 Jul 2026"),
        ("2026-01-15", 48, Unit.HOUR, "Thu 15 Jan 2026, 00:00 + 48 hours: Sat 17 Jan 2026, 00:00"),
    ],
)  # fmt: skip
def test_the_counting_can_be_checked_by_hand(start, number, unit, words) -> None:
    assert arithmetic(start, number, unit) == words


@given(DAYS, st.integers(1, 300), UNITS)
def test_the_last_day_stands_last_and_the_line_stays_short(start, number, unit) -> None:
    found = due(start, Period(number, unit), TABLE)
    assert found.arithmetic == found.counting + found.last
    assert found.last.startswith(spoken_date(found.day))
    assert found.counting.endswith((": ", ", ", " so ", " is ", " to "))
    assert ", ," not in found.arithmetic
    holidays = sum(bool(TABLE.name(day)) for day, _ in found.skipped)
    assert len(found.arithmetic) < 280 + 80 * holidays


@given(DAYS, st.integers(8, 60))
def test_each_skipped_holiday_of_a_long_count_is_named_once(start, number) -> None:
    found = due(start, Period(number, Unit.WORKING_DAY), TABLE)
    for day, _ in found.skipped:
        name = TABLE.name(day)
        said = f"{spoken_date(day)[:-5]} ({name})"
        assert (said in found.arithmetic) == bool(name)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-20, "late by 20 days"),
        (-1, "late by one day"),
        (0, "due today"),
        (1, "due tomorrow"),
        (2, "no working day left (2 days)"),
        (5, "one working day left (5 days)"),
        (7, "3 working days left (7 days)"),
        (10, "4 working days left (10 days)"),
        (11, "11 days left"),
        (12, "12 days left"),
    ],
)
def test_what_is_left_over_easter(days: int, words: str) -> None:
    today = date(2026, 4, 2)  # Maundy Thursday: closed until Tuesday
    assert left(today + timedelta(days), today, TABLE) == words


def test_what_is_left_in_an_ordinary_week() -> None:
    monday = date(2026, 6, 1)
    assert left(date(2026, 6, 4), monday, TABLE) == "3 working days left"
    assert left(date(2026, 6, 8), monday, TABLE) == "5 working days left (7 days)"
