"""When something is due: a start, a period, and the counting in between that people can check.

The day after the event is day 1. Working days leave out the days on which the office is closed;
days, weeks and months run by the calendar, so their last day may be one of those, and the notes
say so. Hours are hours that pass, also over the nights when the clocks change. No guidance
says what happens at a month's end; the corresponding date, or the month's last day, is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mktdesk.calendar.holidays import Holidays
from mktdesk.calendar.now import spoken_date
from mktdesk.calendar.periods import Period, Unit, months_after
from mktdesk.calendar.words import counting, spoken_time

LONDON = ZoneInfo("Europe/London")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A due day and how it was counted.

    `steps` are the days that were counted, in order, the due day last: each day, each week's or
    each month's day; none for hours. `skipped` are the closed days between, each with why.
    `moment` and `since` are the exact end and start, aware, of a period in hours.
    """

    start: date
    period: Period
    day: date
    steps: tuple[date, ...] = ()
    skipped: tuple[tuple[date, str], ...] = ()
    notes: tuple[str, ...] = ()
    since: datetime | None = None
    moment: datetime | None = None

    @property
    def counting(self) -> str:
        """The arithmetic up to the last day: "Fri 19 Dec 2025 + 2 working days: Mon 22, "."""
        if self.since is not None:
            return f"{spoken_time(self.since)} + {self.period.words}: "
        return counting(self.start, self.period, self.steps, self.skipped)

    @property
    def last(self) -> str:
        """The last day, or moment, in words: "Tue 30 Dec 2025", "Sun 29 Mar 2026, 19:00"."""
        return spoken_date(self.day) if self.moment is None else spoken_time(self.moment)

    @property
    def arithmetic(self) -> str:
        """`counting` and `last` as one line that a person can check by hand."""
        return self.counting + self.last


def due(start: date, period: Period, holidays: Holidays) -> Due:
    """When a period from the event on `start` ends.

    A period in hours counts from the first moment of that day, because its time is not known.
    Raises OverflowError past the year 9999.
    """
    if period.unit is Unit.HOUR:
        return _hours_of_a_day(start, period, holidays)
    steps: list[date] = []
    skipped: list[tuple[date, str]] = []
    if period.unit is Unit.WORKING_DAY:
        day = start
        while len(steps) < period.number:
            day += _DAY
            if why := holidays.why_closed(day):
                skipped.append((day, why))
            else:
                steps.append(day)
    else:
        steps = [_calendar_step(start, period.unit, n) for n in range(1, period.number + 1)]
    end = steps[-1]
    notes = _notes(start, end, period.unit, holidays)
    return Due(start, period, end, tuple(steps), tuple(skipped), notes)


def due_at(start: datetime, period: Period, holidays: Holidays | None = None) -> Due:
    """When a period in hours from an aware moment ends, in the office's time (Europe/London).

    A time that comes twice, in the hour after the clocks go back, is taken as the first unless
    its `fold` says otherwise. Raises ValueError for a moment without a zone or another unit,
    OverflowError past the year 9999.
    """
    if period.unit is not Unit.HOUR:
        raise ValueError("due_at counts hours; days, weeks and months are due's")
    if start.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    since = start.astimezone(UTC).astimezone(LONDON)
    moment = (since.astimezone(UTC) + timedelta(hours=period.number)).astimezone(LONDON)
    notes = _clock_change(since, moment)
    if holidays is not None:
        notes += _closed_notes(moment.date(), holidays)
    return Due(since.date(), period, moment.date(), notes=notes, since=since, moment=moment)


def _hours_of_a_day(start: date, period: Period, holidays: Holidays) -> Due:
    found = due_at(datetime.combine(start, time(), LONDON), period, holidays)
    note = "The time of the event is not known: the hours run from the start of its day."
    return Due(
        start, period, found.day, notes=(note, *found.notes), since=found.since, moment=found.moment
    )


def _calendar_step(start: date, unit: Unit, number: int) -> date:
    if unit is Unit.MONTH:
        return months_after(start, number)
    return start + timedelta(days=number * (7 if unit is Unit.WEEK else 1))


def _notes(start: date, end: date, unit: Unit, holidays: Holidays) -> tuple[str, ...]:
    if unit is Unit.WORKING_DAY:
        return _reliance(start, end, holidays)
    return _closed_notes(end, holidays)


def _closed_notes(end: date, holidays: Holidays) -> tuple[str, ...]:
    why = holidays.why_closed(end)
    if not why:
        return ()
    before = holidays.last_working(end)
    if not holidays.name(end):
        why = f"A {why}"
    note = f"{why}: the office is closed; the last working day before is {spoken_date(before)}."
    return (note, *_reliance(before, end, holidays))


def _reliance(start: date, end: date, holidays: Holidays) -> tuple[str, ...]:
    """What is uncertain about the holidays between two days."""
    only = "only weekends and days that the office added are left out"
    if end.year > holidays.last_year:
        return (f"The table of bank holidays ends with {holidays.last_year}: {only} after it.",)
    if start.year < holidays.first_year:
        return (f"The table of bank holidays begins with {holidays.first_year}: {only} before it.",)
    if end.year > holidays.announced_to:
        by_rule = f"The bank holidays of {end.year} follow from the rule and are not announced yet"
        return (f"{by_rule}: check this date when they are.",)
    return ()


def _clock_change(since: datetime, moment: datetime) -> tuple[str, ...]:
    before, after = since.utcoffset(), moment.utcoffset()
    if before is None or after is None or before == after:
        return ()
    day = since.date()
    while datetime.combine(day, time(12), LONDON).utcoffset() == before:
        day += _DAY
    forward = after > before
    way, than = ("forward", "later") if forward else ("back", "earlier")
    return (f"The clocks go {way} on {spoken_date(day)}: the time of day is an hour {than}.",)
