from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mktdesk.calendar import LONDON, Period, Unit, due, due_at, england_and_wales
from mktdesk.casework.reckoning import Agreed, Basis, Reckoned, Stop, moment_of, reckon

TABLE = england_and_wales()
TODAY = date(2026, 3, 2)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
DATED = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH])
PERIODS = st.builds(Period, st.integers(1, 20), DATED)
GAPS = st.integers(0, 30).map(timedelta)


def day(text: str) -> date:
    return date.fromisoformat(text)


def five_days(*stops: Stop, agreed: tuple[Agreed, ...] = (), today: date = TODAY) -> Reckoned:
    basis = Basis(day("2025-12-19"), Period(5, Unit.WORKING_DAY), "", stops, agreed)
    return reckon(basis, TABLE, today)


def test_with_nothing_decided_it_is_the_guidances_own_day() -> None:
    found = five_days()
    assert found.day == day("2025-12-30")
    assert [one.words for one in found.sums] == [
        "Fri 19 Dec 2025 + 5 working days: Mon 22, Tue 23, Wed 24, Mon 29, Tue 30 Dec 2025"
    ]
    assert found.sums[-1].last == "Tue 30 Dec 2025"


def test_a_pause_adds_the_working_days_on_which_it_stood_still() -> None:
    found = five_days(Stop(day("2025-12-23"), day("2025-12-30")))
    assert found.due.day == day("2025-12-30")
    assert found.day == day("2026-01-05")
    assert found.sums[1].words == (
        "Tue 30 Dec 2025 + 3 working days on which it was paused "
        "(Tue 23 Dec 2025 to Mon 29 Dec 2025): Mon 5 Jan 2026"
    )


def test_a_pause_of_one_day_names_it_once() -> None:
    found = five_days(Stop(day("2025-12-23"), day("2025-12-24")))
    assert "(Tue 23 Dec 2025)" in found.sums[1].counting
    assert found.day == day("2025-12-31")


def test_a_pause_that_goes_on_is_counted_as_if_it_ended_today() -> None:
    stopped = five_days(Stop(day("2025-12-23")), today=day("2025-12-30"))
    assert stopped.day == five_days(Stop(day("2025-12-23"), day("2025-12-30"))).day


def test_a_pause_over_a_weekend_adds_nothing_to_working_days() -> None:
    found = five_days(Stop(day("2025-12-20"), day("2025-12-22")))
    assert (found.day, len(found.sums)) == (day("2025-12-30"), 1)


def test_an_extension_replaces_the_day_and_the_old_one_is_kept() -> None:
    found = five_days(agreed=(Agreed(day("2025-12-29"), day("2026-01-16")),))
    assert found.day == day("2026-01-16")
    assert found.was == (day("2025-12-30"),)
    assert found.due.day == day("2025-12-30")
    assert found.sums[-1].words == (
        "Extended on Mon 29 Dec 2025, from Tue 30 Dec 2025 to Fri 16 Jan 2026"
    )


def test_a_pause_from_before_an_extension_was_known_when_it_was_agreed() -> None:
    before = Stop(day("2025-12-22"), day("2025-12-24"))
    agreed = (Agreed(day("2025-12-29"), day("2026-01-16")),)
    found = five_days(before, agreed=agreed)
    assert found.day == day("2026-01-16")
    assert found.was == (day("2026-01-02"),)
    after = Stop(day("2026-01-05"), day("2026-01-07"))
    assert five_days(before, after, agreed=agreed).day == day("2026-01-20")
    across = Stop(day("2025-12-22"), day("2026-01-07"))
    assert five_days(across, agreed=agreed).day == day("2026-01-23")


def test_a_day_that_was_agreed_may_be_closed_and_says_so() -> None:
    found = five_days(agreed=(Agreed(day("2025-12-29"), day("2026-01-17")),))
    assert found.notes == (
        "A Saturday: the office is closed; the last working day before is Fri 16 Jan 2026.",
    )


def test_hours_run_from_the_time_where_it_is_known() -> None:
    start, period = day("2026-03-27"), Period(48, Unit.HOUR)
    timed = reckon(Basis(start, period, "18:00"), TABLE, TODAY)
    assert timed.moment == datetime(2026, 3, 29, 19, 0, tzinfo=LONDON)
    assert timed.sums[-1].last == "Sun 29 Mar 2026, 19:00"
    for unknown in ("", "noon"):
        whole = reckon(Basis(start, period, unknown), TABLE, TODAY)
        assert whole.moment == due_at(datetime(2026, 3, 27, tzinfo=LONDON), period).moment
        assert "The time of the event is not known" in whole.notes[0]


def test_a_pause_of_hours_keeps_the_time_of_the_day() -> None:
    stop = Stop(day("2026-03-03"), day("2026-03-05"))
    basis = Basis(day("2026-03-02"), Period(48, Unit.HOUR), "14:30", (stop,))
    assert reckon(basis, TABLE, TODAY).moment == datetime(2026, 3, 6, 14, 30, tzinfo=LONDON)


def test_a_time_that_is_none_is_no_moment() -> None:
    assert moment_of(TODAY, "") is None
    assert moment_of(TODAY, "25:99") is None


@given(DAYS, PERIODS, GAPS, GAPS)
def test_a_pause_never_shortens_and_adds_exactly_its_days(
    start: date, period: Period, gap: timedelta, length: timedelta
) -> None:
    bare = due(start, period, TABLE).day
    since = start + gap
    found = reckon(Basis(start, period, "", (Stop(since, since + length),)), TABLE, TODAY).day
    assert found >= bare
    if since > bare:
        assert found == bare
        return
    closed = [since + timedelta(n) for n in range(length.days) if since + timedelta(n) > start]
    if period.unit is Unit.WORKING_DAY:
        # What is counted between start and end, less what was paused, is the guidance's number.
        counted = TABLE.working_days(start, found)
        assert counted - sum(TABLE.is_working(one) for one in closed) == period.number
        assert TABLE.is_working(found)
    else:
        assert (found - bare).days == len(closed)


@given(DAYS, PERIODS, st.lists(st.tuples(GAPS, GAPS), max_size=4), st.randoms())
def test_the_order_of_pauses_and_their_overlaps_make_no_difference(
    start: date, period: Period, stretches: list[tuple[timedelta, timedelta]], chance: object
) -> None:
    stops = [Stop(start + gap, start + gap + length) for gap, length in stretches]
    one = reckon(Basis(start, period, "", tuple(stops)), TABLE, TODAY).day
    chance.shuffle(stops)  # type: ignore[attr-defined]
    doubled = (*stops, *stops)
    assert reckon(Basis(start, period, "", doubled), TABLE, TODAY).day == one


@given(DAYS, st.integers(0, 60), PERIODS, GAPS, GAPS)
def test_a_later_start_is_never_due_earlier(
    start: date, later: int, period: Period, gap: timedelta, length: timedelta
) -> None:
    stop = (Stop(start + gap, start + gap + length),)
    moved = start + timedelta(later)
    # A start inside or after the pause has less of it ahead.
    assume(moved < start + gap or later == 0)
    first = reckon(Basis(start, period, "", stop), TABLE, TODAY).day
    assert first <= reckon(Basis(moved, period, "", stop), TABLE, TODAY).day


@given(DAYS, PERIODS, st.lists(st.tuples(GAPS, GAPS), min_size=1, max_size=3))
def test_the_last_sum_is_the_due_day_and_each_old_day_is_kept(
    start: date, period: Period, given_: list[tuple[timedelta, timedelta]]
) -> None:
    on, agreed = start, []
    for gap, more in given_:
        on += gap
        agreed.append(Agreed(on, on + more))
    found = reckon(Basis(start, period, "", (), tuple(agreed)), TABLE, TODAY)
    assert found.day == agreed[-1].day
    assert found.was == (found.due.day, *(one.day for one in agreed[:-1]))
    assert len(found.sums) == 1 + len(agreed)


@pytest.mark.parametrize("unit", [Unit.WORKING_DAY, Unit.CALENDAR_DAY])
def test_a_pause_on_the_last_day_itself_still_lengthens(unit: Unit) -> None:
    basis = Basis(day("2026-03-02"), Period(4, unit), "", (Stop(day("2026-03-06")),))
    assert reckon(basis, TABLE, day("2026-03-09")).day == day("2026-03-09")
