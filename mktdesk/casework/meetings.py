"""When a body meets and what comes round: a series' days, the office's changes, extra meetings.

2016 guidance 1.1: R194, R196 to R198; 2018 page: R5, R18; 2023 process: R99. A change of how often
holds from its date only (C6). Nothing of a series is kept but its rule: its days are worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import ClassVar

from mktdesk.calendar import (
    LONDON,
    Chosen,
    Holidays,
    Period,
    Same,
    Unit,
    every,
    meeting_for,
    spoken_date,
    spoken_time,
)
from mktdesk.casework.records import Stored

CLOSED_DAYS = "A day on which the office is closed goes to the next working day."
_END = date.max


@dataclass(frozen=True, slots=True)
class Frequency(Stored):
    """How often something comes round from a day on; it holds until the next one of its series.

    series: "toolkit/series". first: its first day (ISO). time: "HH:MM", local, or nothing. unit:
    "week" or "month". same: what days by months have in common.
    """

    KIND: ClassVar[str] = "frequency"

    series: str = ""
    first: str = ""
    time: str = ""
    place: str = ""
    number: int = 0
    unit: str = ""
    same: str = Same.DATE.value
    why: str = ""
    by: str = ""
    recorded_at: str = ""  # UTC stamp

    @property
    def words(self) -> str:
        """In words, such as "Every six weeks from Tue 12 Jan 2027, at 14:00"."""
        often = Period(self.number, Unit(self.unit)).words.removeprefix("one ")
        at = f", at {self.time}" if self.time else ""
        return f"Every {often} from {spoken_date(date.fromisoformat(self.first))}{at}"


@dataclass(frozen=True, slots=True)
class MeetingRow(Stored):
    """One meeting that is no series' plain day: an extra one, or one that was moved or cancelled.

    instead_of: the series' own day (ISO) that it stands for; nothing for an extra meeting (R194).
    """

    KIND: ClassVar[str] = "meeting"

    series: str = ""
    day: str = ""
    time: str = ""
    place: str = ""
    instead_of: str = ""
    cancelled: bool = False
    why: str = ""
    by: str = ""
    recorded_at: str = ""  # UTC stamp

    @property
    def extra(self) -> bool:
        """Held besides the series' own days."""
        return not self.instead_of


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting, or day on which something falls due. own_day: the series' own day, None for an
    extra one. row: id of what the office changed of it. said: what is out of the ordinary.
    """

    series: str
    day: date
    time: str = ""
    place: str = ""
    own_day: date | None = None
    cancelled: bool = False
    row: str = ""
    said: str = ""

    @property
    def extra(self) -> bool:
        """Held besides the series' own days."""
        return self.own_day is None

    @property
    def moment(self) -> datetime | None:
        """When it begins, in the office's zone; None while no time is known."""
        if not self.time:
            return None
        return datetime.combine(self.day, time.fromisoformat(self.time), LONDON)

    @property
    def day_words(self) -> str:
        """In words, such as "Tue 12 Jan 2027, 14:00"."""
        said = spoken_date(self.day)
        return f"{said}, {self.time}" if self.time else said


def meetings(
    series: str,
    frequencies: Sequence[Frequency],
    rows: Sequence[MeetingRow],
    since: date,
    until: date,
    holidays: Holidays,
) -> tuple[Meeting, ...]:
    """All days of a series from one day to another, both included, cancelled ones too, in order."""
    own = [row for row in rows if row.series == series]
    changed = {row.instead_of: row for row in own if row.instead_of}
    found: list[Meeting] = []
    for one, ends in _spans(series, frequencies):
        for planned in _days(one, ends, until):
            row = changed.get(planned.isoformat())
            if row is not None:
                found.append(_changed(series, row, planned))
            else:
                found.append(_usual(one, planned, holidays))
    found.extend(_extra(series, row) for row in own if row.extra)
    inside = (one for one in found if since <= one.day <= until)
    return tuple(sorted(inside, key=lambda one: (one.day, one.time)))


def considering(received: datetime, planned: Sequence[Meeting], notice: Period) -> Chosen:
    """The meeting that considers what was received then, and why (R197)."""
    moments = [one.moment for one in planned if not one.cancelled]
    return meeting_for(received, [one for one in moments if one is not None], notice)


@dataclass(frozen=True, slots=True)
class ComesTo:
    """The meeting that takes what was received on a day. words: which and why, or what is missing
    to say it. near: the next one is too near, so that an extra one is to be considered (R198).
    """

    words: str
    moment: datetime | None = None
    near: bool = False


def comes_to(day: date, at: str, planned: Sequence[Meeting], notice: Period, label: str) -> ComesTo:
    """Which meeting takes what was received then (R197).

    at: "HH:MM", local, or nothing: then the first and the last minute of the day, if they come to
    the same. label: what the series is called.
    """
    if not planned:
        return ComesTo(f"No meeting is planned: {label}.")
    times = [at] if at else ["00:00", "23:59"]
    moments = [datetime.combine(day, time.fromisoformat(x), LONDON) for x in times]
    chosen = [considering(one, planned, notice) for one in moments]
    if chosen[0].meeting != chosen[-1].meeting:
        return ComesTo(
            f"It was received on {spoken_date(day)}, about {notice.words} before a meeting: the "
            "time of day decides which one takes it. Add the time."
        )
    near = any(too_near(one, planned, notice) for one in moments)
    meeting, reason = chosen[-1]
    return ComesTo(f"{spoken_time(meeting)}. {reason}" if meeting else reason, meeting, near)


def too_near(received: datetime, planned: Sequence[Meeting], notice: Period) -> bool:
    """Whether the next meeting is too near, so that an extra one is to be considered (R198)."""
    moments = [one.moment for one in planned if not one.cancelled]
    coming = sorted(one for one in moments if one is not None and one >= received)
    if not coming:
        return False
    return considering(received, planned, notice).meeting != coming[0]


def _spans(series: str, found: Sequence[Frequency]) -> Iterator[tuple[Frequency, date]]:
    """Each frequency with the day before which it ends."""
    # Of two from the same day the one recorded last holds.
    latest = {
        one.first: one
        for one in sorted(found, key=lambda x: x.recorded_at)
        if one.series == series and one.first and one.number
    }
    own = [latest[day] for day in sorted(latest)]
    for one, after in pairwise(own):
        yield one, date.fromisoformat(after.first)
    if own:
        yield own[-1], _END


def _days(one: Frequency, ends: date, until: date) -> Iterator[date]:
    first = date.fromisoformat(one.first)
    for day in every(one.number, Unit(one.unit), first, Same(one.same)):
        if day >= ends or day > until:
            return
        yield day


def _usual(one: Frequency, planned: date, holidays: Holidays) -> Meeting:
    day = holidays.next_working(planned)
    closed = holidays.why_closed(planned)
    said = f"Moved from {spoken_date(planned)}: {closed}" if closed else ""
    return Meeting(one.series, day, one.time, one.place, planned, said=said)


def _changed(series: str, row: MeetingRow, planned: date) -> Meeting:
    day = date.fromisoformat(row.day)
    what = "Cancelled" if row.cancelled else "Moved"
    if not row.cancelled and day != planned:
        what = f"Moved from {spoken_date(planned)}"
    said = f"{what}: {row.why}" if row.why else what
    return Meeting(series, day, row.time, row.place, planned, row.cancelled, row.id, said)


def _extra(series: str, row: MeetingRow) -> Meeting:
    said = "Cancelled extra meeting" if row.cancelled else "Extra meeting"
    said = f"{said}: {row.why}" if row.why else said
    day = date.fromisoformat(row.day)
    return Meeting(series, day, row.time, row.place, None, row.cancelled, row.id, said)
