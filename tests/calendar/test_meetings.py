from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.calendar import LONDON, Period, Unit, meeting_for

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 200 * 60).map(lambda minutes: SINCE + timedelta(minutes=minutes))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


TUESDAY, NEXT = at("2026-01-13 10:00"), at("2026-02-24 10:00")


@pytest.mark.rule("R197")
@pytest.mark.parametrize(
    ("received", "chosen", "reason"),
    [
        (
            "2026-01-11 10:00",
            TUESDAY,
            "The next meeting, Tue 13 Jan 2026, 10:00, is exactly 48 hours away.",
        ),
        (
            "2026-01-09 10:00",
            TUESDAY,
            "The next meeting, Tue 13 Jan 2026, 10:00, is more than 48 hours away.",
        ),
        (
            "2026-01-11 10:01",
            NEXT,
            (
                "The next meeting, Tue 13 Jan 2026, 10:00, is 47 hours 59 minutes away, less than "
                "48 hours, so it is the one after: Tue 24 Feb 2026, 10:00."
            ),
        ),
    ],
)
def test_less_than_48_hours_away_is_the_subsequent_meeting(received, chosen, reason) -> None:
    assert meeting_for(at(received), [NEXT, TUESDAY]) == (chosen, reason)


@pytest.mark.rule("R197")
@pytest.mark.parametrize(
    ("received", "meeting", "enough"),
    [
        # The night of 28 to 29 March is an hour short, that of 24 to 25 October an hour long.
        ("2026-03-28 10:00", "2026-03-30 10:00", False),
        ("2026-03-28 09:00", "2026-03-30 10:00", True),
        ("2026-10-24 11:00", "2026-10-26 10:00", True),
        ("2026-10-24 11:01", "2026-10-26 10:00", False),
    ],
)
def test_48_hours_pass_when_the_clocks_change_too(received, meeting, enough) -> None:
    assert (meeting_for(at(received), [at(meeting)]).meeting is not None) == enough


def test_an_extra_meeting_that_is_too_near_as_well_is_passed_over() -> None:
    extra = at("2026-01-13 15:00")
    found = meeting_for(at("2026-01-12 09:00"), [TUESDAY, extra, NEXT])
    assert found.meeting is NEXT
    assert found.reason.endswith("so it is the first that is further away: Tue 24 Feb 2026, 10:00.")


def test_without_a_meeting_far_enough_away_the_reason_says_so() -> None:
    alone = meeting_for(at("2026-01-13 09:00"), [TUESDAY])
    assert alone.meeting is None
    assert "is one hour away, less than 48 hours, and no later one" in alone.reason
    past = meeting_for(at("2026-03-01 09:30"), [TUESDAY, NEXT])
    assert past == (None, "No meeting is planned after Sun 1 Mar 2026, 09:30.")
    assert "less than a minute away" in meeting_for(TUESDAY, [TUESDAY]).reason
    assert "one hour one minute away" in meeting_for(at("2026-01-13 08:59"), [TUESDAY]).reason


def test_another_notice_is_another_answer() -> None:
    found = meeting_for(at("2026-01-12 09:00"), [TUESDAY], Period(24, Unit.HOUR))
    assert found.meeting is TUESDAY


@given(MOMENTS, st.lists(MOMENTS, max_size=6), st.integers(1, 100))
def test_it_is_the_first_meeting_that_leaves_the_notice(received, meetings, hours) -> None:
    found = meeting_for(received, meetings, Period(hours, Unit.HOUR)).meeting
    enough = [m for m in meetings if m - received >= timedelta(hours=hours)]
    assert found == min(enough, default=None)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        meeting_for(TUESDAY, [datetime.fromisoformat("2026-01-13 10:00")])
    with pytest.raises(ValueError, match="in hours"):
        meeting_for(TUESDAY, [], Period(2, Unit.WORKING_DAY))
