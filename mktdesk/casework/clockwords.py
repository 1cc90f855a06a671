"""What is left of a clock, and how it came out, in words (pure)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from mktdesk.calendar import Holidays, Period, Unit, counted, left, spoken_date, spoken_time
from mktdesk.casework.reckoning import moment_of
from mktdesk.casework.situation import Happened
from mktdesk.toolkits.process_schema import Clock

_HOUR = timedelta(hours=1)
_IN_HOURS = timedelta(hours=72)  # nearer than this, a clock of hours is told in hours


def left_until(day: date, moment: datetime | None, now: datetime, holidays: Holidays) -> str:
    """How long there is: days as `calendar.left` says it, hours where a moment counts."""
    if moment is None or abs(_apart(moment, now)) > _IN_HOURS:
        return left(day, now.astimezone().date(), holidays)
    apart = _apart(moment, now)
    return f"{_hours(apart)} left" if apart >= timedelta() else f"late by {_hours(apart)}"


def met_words(ended: Happened, day: date, moment: datetime | None) -> str:
    """How a clock that is met came out: "Tue 30 Dec 2025, on the last day", "…, late by 2 days"."""
    at = moment_of(ended.day, ended.time)
    if moment is not None and at is not None:
        apart = _apart(moment, at)
        came = "before the end" if apart >= timedelta() else "late"
        return f"{spoken_time(at)}, {_hours(apart)} {came}"
    apart_days = (ended.day - day).days
    said = spoken_date(ended.day)
    if not apart_days:
        return f"{said}, on the last day"
    days = counted(abs(apart_days), Unit.CALENDAR_DAY)
    return f"{said}, late by {days}" if apart_days > 0 else f"{said}, {days} before the last"


def unit_note(clock: Clock, unit: Unit) -> str:
    """What the guidance leaves open, and what is chosen (C2); nothing where it says so itself."""
    if not clock.units:
        return ""
    return f"The guidance does not say which days. Chosen here: {in_full(_period(clock, unit))}."


def in_full(period: Period) -> str:
    """A period that cannot be taken for another: "15 calendar days", "15 working days"."""
    plain = period.unit is Unit.CALENDAR_DAY
    return period.words.replace(" day", " calendar day") if plain else period.words


def _period(clock: Clock, unit: Unit) -> Period:
    return Period(clock.within.number, unit)


def _apart(moment: datetime, now: datetime) -> timedelta:
    # In UTC: subtracting two local times would forget the night when the clocks change.
    return moment.astimezone(UTC) - now.astimezone(UTC)


def _hours(apart: timedelta) -> str:
    hours = abs(apart) // _HOUR
    return counted(hours, Unit.HOUR) if hours else "less than an hour"
