"""The due day of a clock: from its start, through pauses and extensions, with the counting (pure).

The guidance says how long a clock runs. What lengthens it is the case's: days on which it stands
still because of a process beside it, and another day that somebody was allowed to agree to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from mktdesk.calendar import (
    LONDON,
    Due,
    Holidays,
    Period,
    Unit,
    counted,
    due,
    due_at,
    spoken_date,
    spoken_time,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stop:
    """A clock stands still from the day `since`; on the day `until` it counts again (None: not
    yet). The days from the one up to the day before the other are not counted.
    """

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """On one day it was agreed that another is the due day."""

    on: date
    day: date


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that a due day follows from. time: "HH:MM", local, or nothing; for hours only."""

    start: date
    period: Period
    time: str = ""
    stops: tuple[Stop, ...] = ()
    agreed: tuple[Agreed, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """One step of the arithmetic: the counting, and the day that comes out, to be emboldened."""

    counting: str
    last: str

    @property
    def words(self) -> str:
        """Both as one line."""
        return self.counting + self.last


@dataclass(frozen=True, slots=True)
class Reckoned:
    """due: as the guidance counts, pauses and extensions left out. day, moment: when it is due
    after all; moment only for hours. sums: the arithmetic, step by step, the last one's day being
    the due day. was: the due day that each extension replaced, in order.
    """

    due: Due
    day: date
    moment: datetime | None
    sums: tuple[Sum, ...]
    notes: tuple[str, ...] = ()
    was: tuple[date, ...] = ()


def reckon(basis: Basis, holidays: Holidays, today: date) -> Reckoned:
    """When a clock is due. A pause that goes on is counted as if it ended today.

    A pause that begins only after the due day lengthens nothing, nor does one from before an
    extension: whoever agreed to the new day knew of it. Raises OverflowError past the year 9999.
    """
    found = _as_counted(basis, holidays)
    run = _Run(basis, holidays, today, found.day, found.moment)
    run.sums.append(Sum(found.counting, found.last))
    since = basis.start
    for agreed in basis.agreed:
        run.lengthen(since, agreed.on)
        run.extend(agreed)
        since = max(since, agreed.on)
    run.lengthen(since, None)
    return Reckoned(found, run.day, run.moment, tuple(run.sums), _notes(run, found), tuple(run.was))


def moment_of(day: date, clock_time: str) -> datetime | None:
    """A local day and time as a moment in the office's zone; None where no time is known."""
    try:
        return datetime.combine(day, time.fromisoformat(clock_time), LONDON)
    except ValueError:
        return None


def later(one: datetime, other: datetime) -> bool:
    """Whether a moment comes after another, also in the hour that comes twice."""
    return one.astimezone(UTC) > other.astimezone(UTC)


def _as_counted(basis: Basis, holidays: Holidays) -> Due:
    moment = moment_of(basis.start, basis.time)
    if basis.period.unit is Unit.HOUR and moment is not None:
        return due_at(moment, basis.period, holidays)
    return due(basis.start, basis.period, holidays)


def _notes(run: _Run, found: Due) -> tuple[str, ...]:
    """The counting's own notes, unless its last day is no longer the one that matters."""
    if run.day == found.day:
        return found.notes
    why = run.holidays.why_closed(run.day)
    if not why:
        return ()
    before = spoken_date(run.holidays.last_working(run.day))
    named = why if run.holidays.name(run.day) else f"A {why}"
    return (f"{named}: the office is closed; the last working day before is {before}.",)


@dataclass(slots=True)
class _Run:
    """The due day as far as it has been worked out."""

    basis: Basis
    holidays: Holidays
    today: date
    day: date
    moment: datetime | None
    sums: list[Sum] = field(default_factory=list)
    was: list[date] = field(default_factory=list)

    def lengthen(self, after: date, to: date | None) -> None:
        """Leave out the paused days after one day and, where it is given, up to another."""
        for since, until in _merged(self.basis.stops, self.today):
            first, end = max(since, after + _DAY), until if to is None else min(until, to + _DAY)
            if first < end and first <= self.day:
                self._leave_out(first, end)

    def _leave_out(self, first: date, end: date) -> None:
        before, working = self._words, self.basis.period.unit is Unit.WORKING_DAY
        if working:
            days = self.holidays.working_days(first - _DAY, end - _DAY)
            unit = Unit.WORKING_DAY
            if days:
                self.day = due(self.day, Period(days, unit), self.holidays).day
        else:
            days, unit = (end - first).days, Unit.CALENDAR_DAY
            self.day += timedelta(days=days)
        if not days:
            return
        if self.moment is not None:  # the same time of the day
            self.moment = datetime.combine(self.day, self.moment.time(), LONDON)
        last = end - _DAY
        span = (
            spoken_date(first) if first == last else f"{spoken_date(first)} to {spoken_date(last)}"
        )
        counting = f"{before} + {counted(days, unit)} on which it was paused ({span}): "
        self.sums.append(Sum(counting, self._words))

    def extend(self, agreed: Agreed) -> None:
        """Put the day that was agreed in the place of the due day."""
        self.was.append(self.day)
        before = self._words
        self.day, self.moment = agreed.day, None
        counting = f"Extended on {spoken_date(agreed.on)}, from {before} to "
        self.sums.append(Sum(counting, self._words))

    @property
    def _words(self) -> str:
        return spoken_date(self.day) if self.moment is None else spoken_time(self.moment)


def _merged(stops: tuple[Stop, ...], today: date) -> Iterator[tuple[date, date]]:
    """The paused stretches in order, each with the day after it; those that touch are one."""
    stretches = sorted((one.since, one.until or max(today, one.since)) for one in stops)
    held: tuple[date, date] | None = None
    for since, until in stretches:
        if held is not None and since <= held[1]:
            held = held[0], max(held[1], until)
            continue
        if held is not None:
            yield held
        held = since, until
    if held is not None:
        yield held
