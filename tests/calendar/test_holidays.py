from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.calendar import england_and_wales, read_holidays
from mktdesk.errors import HolidaysRefused

TABLE = england_and_wales()
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
# As published by the government for these two years.
OFFICIAL = {
    2025: ("01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"),
    2026: ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"),
}
ONE_OFF = {
    "2011-04-29": "Royal wedding",
    "2012-06-04": "Spring bank holiday",
    "2012-06-05": "Queen's Diamond Jubilee",
    "2020-05-08": "Early May bank holiday, moved to VE Day",
    "2022-06-02": "Spring bank holiday",
    "2022-06-03": "Platinum Jubilee bank holiday",
    "2022-09-19": "State Funeral of Queen Elizabeth II",
    "2023-05-08": "Coronation of King Charles III",
}
MOVED_AWAY = ("2012-05-28", "2020-05-04", "2022-05-30")
# Easter Sundays as almanacs print them; the test does not compute them.
EASTER = """
2006-04-16 2007-04-08 2008-03-23 2009-04-12 2010-04-04 2011-04-24 2012-04-08 2013-03-31 2014-04-20
2015-04-05 2016-03-27 2017-04-16 2018-04-01 2019-04-21 2020-04-12 2021-04-04 2022-04-17 2023-04-09
2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13 2032-03-28
2033-04-17 2034-04-09 2035-03-25
"""


@pytest.mark.parametrize("year", OFFICIAL)
def test_a_year_is_as_it_was_published(year: int) -> None:
    listed = [f"{day:%m-%d}" for day in sorted(TABLE.days) if day.year == year]
    assert tuple(listed) == OFFICIAL[year]


@pytest.mark.parametrize("year", range(2006, 2036))
def test_each_year_follows_the_act_but_for_what_was_proclaimed(year: int) -> None:
    expected = _by_the_act(year)
    expected -= {date.fromisoformat(day) for day in MOVED_AWAY}
    expected |= {day for day in map(date.fromisoformat, ONE_OFF) if day.year == year}
    assert {day for day in TABLE.days if day.year == year} == expected


def _by_the_act(year: int) -> set[date]:
    easter = next(e for e in map(date.fromisoformat, EASTER.split()) if e.year == year)
    days = {easter - timedelta(2), easter + timedelta(1)}
    new_year = date(year, 1, 1)
    every_day = [new_year + timedelta(n) for n in range(366)]
    mondays = [day for day in every_day if day.weekday() == 0 and day.year == year]
    days.add(next(day for day in mondays if day.month == 5))
    days |= {[day for day in mondays if day.month == month][-1] for month in (5, 8)}
    days.add(next(day for day in every_day if day.weekday() < 5))
    # By the weekday of Christmas Day: those two days, or what stands in for them.
    christmas = {4: (25, 28), 5: (27, 28), 6: (26, 27)}
    both = christmas.get(date(year, 12, 25).weekday(), (25, 26))
    return days | {date(year, 12, day) for day in both}


@pytest.mark.parametrize(("day", "name"), ONE_OFF.items())
def test_days_given_once_have_their_names(day: str, name: str) -> None:
    assert TABLE.name(date.fromisoformat(day)) == name
    assert not TABLE.is_working(date.fromisoformat(day))


@pytest.mark.parametrize("day", MOVED_AWAY)
def test_a_moved_holiday_leaves_a_working_day_behind(day: str) -> None:
    assert TABLE.is_working(date.fromisoformat(day))


def test_no_listed_day_is_a_weekend_and_substitutes_say_for_what() -> None:
    assert all(day.weekday() < 5 for day in TABLE.days)
    assert TABLE.name(date(2026, 12, 28)) == "Substitute day for Boxing Day"
    assert TABLE.name(date(2022, 12, 27)) == "Substitute day for Christmas Day"
    assert TABLE.name(date(2022, 1, 3)) == "Substitute day for New Year's Day"


def test_why_closed_tells_holidays_weekends_and_working_days_apart() -> None:
    assert TABLE.why_closed(date(2026, 4, 3)) == "Good Friday"
    assert TABLE.why_closed(date(2026, 4, 4)) == "Saturday"
    assert TABLE.why_closed(date(2026, 4, 5)) == "Sunday"
    assert TABLE.why_closed(date(2026, 4, 7)) == ""
    assert TABLE.name(date(2026, 4, 4)) == ""


@given(DAYS)
def test_next_and_last_working_are_the_nearest(day: date) -> None:
    after, before = TABLE.next_working(day), TABLE.last_working(day)
    assert before <= day <= after
    assert TABLE.is_working(after)
    assert TABLE.is_working(before)
    between = ((before + timedelta(n)) for n in range(1, (after - before).days))
    assert not any(TABLE.is_working(one) for one in between)
    assert (after == day) == TABLE.is_working(day) == (before == day)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(day: date, one: int, other: int) -> None:
    middle, end = day + timedelta(one), day + timedelta(one + other)
    whole = TABLE.working_days(day, end)
    assert whole == TABLE.working_days(day, middle) + TABLE.working_days(middle, end)
    assert TABLE.working_days(end, day) == (0 if one + other else whole)


def test_an_office_adds_its_own_days_and_takes_days_out() -> None:
    shut, opened = date(2026, 12, 29), date(2026, 8, 31)
    own = TABLE.with_days({shut: "Office closed"}, [opened], announced_to=2028)
    assert (own.name(shut), own.is_working(shut)) == ("Office closed", False)
    assert own.is_working(opened)
    assert own.announced_to == 2028
    assert TABLE.is_working(shut)
    assert not TABLE.is_working(opened)
    assert len({TABLE, own, TABLE.with_days()}) == 2
    assert own.with_days({opened: "Closed after all"}).name(opened) == "Closed after all"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff", "utf-8"),
        (b"area = ", "Invalid value"),
        (b'area = "x"\nfirst_year = 2020\nlast_year = 2021\nannounced_to = 2020', "days"),
        (
            b'area = "x"\nfirst_year = 2022\nlast_year = 2021\nannounced_to = 2021\n[days]',
            "out of order",
        ),
        (
            (
                b'area = "x"\nfirst_year = 2020\nlast_year = 2021\nannounced_to = 2021\n'
                b'[days]\n2022-01-03 = "x"'
            ),
            "2022-01-03",
        ),
        (
            (
                b'area = "x"\nfirst_year = 2020\nlast_year = 2021\nannounced_to = 2021\n'
                b'[days]\n2021-02-30 = "x"'
            ),
            "Invalid",
        ),
    ],
)
def test_a_spoilt_table_is_refused_with_its_file_and_the_reason(
    content: bytes, reason: str
) -> None:
    with pytest.raises(HolidaysRefused, match=reason) as refused:
        read_holidays(content, "own.toml")
    assert refused.value.file == "own.toml"
