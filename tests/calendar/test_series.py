from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.calendar import Same, Unit, every

DAYS = st.dates(date(2006, 1, 1), date(2100, 12, 31))


def first(count: int, number: int, unit: Unit, start: str, same: Same = Same.DATE) -> list[str]:
    days = every(number, unit, date.fromisoformat(start), same)
    return [day.isoformat() for day in islice(days, count)]


def test_six_weekly_keeps_its_weekday_six_weeks_apart() -> None:
    assert first(4, 6, Unit.WEEK, "2026-01-13") == [
        "2026-01-13", "2026-02-24", "2026-04-07", "2026-05-19",
    ]  # fmt: skip


def test_monthly_on_the_same_date_comes_back_after_a_short_month() -> None:
    assert first(4, 1, Unit.MONTH, "2026-01-31") == [
        "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30",
    ]  # fmt: skip


def test_monthly_on_the_second_tuesday() -> None:
    assert first(4, 1, Unit.MONTH, "2026-01-13", Same.WEEKDAY) == [
        "2026-01-13", "2026-02-10", "2026-03-10", "2026-04-14",
    ]  # fmt: skip


def test_monthly_on_a_fifth_friday_or_the_last() -> None:
    assert first(4, 1, Unit.MONTH, "2026-01-30", Same.WEEKDAY) == [
        "2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24",
    ]  # fmt: skip
    assert first(3, 1, Unit.MONTH, "2026-02-27", Same.LAST_WEEKDAY) == [
        "2026-02-27", "2026-03-27", "2026-04-24",
    ]  # fmt: skip
    assert first(1, 1, Unit.MONTH, "2026-01-23", Same.LAST_WEEKDAY) == ["2026-01-30"]


def test_quarterly_and_yearly() -> None:
    assert first(3, 3, Unit.MONTH, "2025-11-30") == ["2025-11-30", "2026-02-28", "2026-05-30"]
    assert first(5, 12, Unit.MONTH, "2024-02-29") == [
        "2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29",
    ]  # fmt: skip


@given(DAYS, st.integers(1, 24), st.sampled_from([Same.WEEKDAY, Same.LAST_WEEKDAY]))
def test_by_weekday_each_month_has_the_same_one(start: date, number: int, same: Same) -> None:
    days = list(islice(every(number, Unit.MONTH, start, same), 12))
    for one, following in pairwise(days):
        months = (following.year - one.year) * 12 + following.month - one.month
        assert months == number
    for day in days:
        assert day.weekday() == start.weekday()
        last = day.day + 7 > monthrange(day.year, day.month)[1]
        if same is Same.LAST_WEEKDAY or (start.day > 28 and same is Same.WEEKDAY):
            assert last
        else:
            assert (day.day - 1) // 7 == (start.day - 1) // 7
    if same is Same.WEEKDAY:
        assert days[0] == start


@given(DAYS, st.integers(1, 60), st.sampled_from([Unit.CALENDAR_DAY, Unit.WEEK]))
def test_days_and_weeks_come_at_equal_distances(start: date, number: int, unit: Unit) -> None:
    days = list(islice(every(number, unit, start), 10))
    length = timedelta(days=number * (7 if unit is Unit.WEEK else 1))
    assert days[0] == start
    assert all(b - a == length for a, b in pairwise(days))


@pytest.mark.parametrize(("unit", "count"), [(Unit.WEEK, 3), (Unit.MONTH, 1)])
def test_a_series_ends_with_the_calendar(unit: Unit, count: int) -> None:
    assert len(list(every(1, unit, date(9999, 12, 15)))) == count


@pytest.mark.parametrize(
    ("number", "unit"), [(0, Unit.WEEK), (1, Unit.WORKING_DAY), (48, Unit.HOUR)]
)
def test_what_is_no_series_is_refused_at_once(number: int, unit: Unit) -> None:
    with pytest.raises(ValueError, match="a series comes every"):
        every(number, unit, date(2026, 1, 1))
