"""Ages from dates that are known in part."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.ages import age_is, years_between
from mktdesk.casework.situation import Truth
from mktdesk.forms.values import DateAnswer, NotKnown


def day(earliest: str, latest: str = "") -> DateAnswer:
    return DateAnswer(earliest, earliest, latest or earliest, "day")


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2008-03-01", "2026-02-28", 17),
        ("2008-03-01", "2026-03-01", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2026-01-01", "2026-01-01", 0),
    ],
)
def test_whole_years(born: str, on: str, years: int) -> None:
    assert years_between(date.fromisoformat(born), date.fromisoformat(on)) == years


def test_a_year_alone_settles_it_only_when_every_day_of_it_would() -> None:
    on = day("2026-06-01")
    assert age_is(day("2010-01-01", "2010-12-31"), on, 16, None) is Truth.NOT_KNOWN
    assert age_is(day("2009-01-01", "2009-12-31"), on, 16, None) is Truth.YES
    assert age_is(day("2011-01-01", "2011-12-31"), on, 16, None) is Truth.NO


def test_without_both_dates_or_with_a_birth_after_it_nothing_is_known() -> None:
    on = day("2026-06-01")
    assert age_is(None, on, 16, None) is Truth.NOT_KNOWN
    assert age_is(NotKnown(), on, None, 17) is Truth.NOT_KNOWN
    assert age_is(day("2026-06-02"), on, None, 17) is Truth.NOT_KNOWN


days = st.dates(date(1930, 1, 1), date(2030, 12, 31))


@given(days, days, st.integers(0, 400), st.integers(0, 400), st.integers(0, 100))
def test_a_wider_date_never_says_more(
    born: date, on: date, spread: int, later: int, limit: int
) -> None:
    if born > on:
        return
    exact = age_is(day(born.isoformat()), day(on.isoformat()), limit, None)
    wide = age_is(
        day(born.isoformat(), (born + timedelta(spread)).isoformat()),
        day(on.isoformat(), (on + timedelta(later)).isoformat()),
        limit,
        None,
    )
    assert wide in {exact, Truth.NOT_KNOWN}
