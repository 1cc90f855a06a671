"""The office's meetings and what comes round, kept in the register.

A series is a toolkit's; the office says from which day it comes round, may change how often from
a date with a reason (C6), move or cancel one day of it, and hold an extra meeting (R194).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mktdesk.book import Change, RowChange
from mktdesk.calendar import Period, Unit, stamp, today
from mktdesk.casework.meetings import Frequency, Meeting, MeetingRow, meetings
from mktdesk.desk.casefile import new_id, put
from mktdesk.desk.officedays import holidays
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import toolkit_lines
from mktdesk.errors import AnswersRefused
from mktdesk.forms.values import DateAnswer, Json
from mktdesk.toolkits import Toolkit
from mktdesk.toolkits.process_schema import Series

_AHEAD = timedelta(days=371)  # a year and a week: a yearly review is always in sight
_BACK = timedelta(days=92)
_UNITS = frozenset({Unit.WEEK.value, Unit.MONTH.value})


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A toolkit's series in this office. key: "toolkit/series". usual: how often the toolkit says.

    now: how often it is here, or None before the office began it.
    """

    key: str
    series: Series
    toolkit: str
    owner: str
    usual: str
    now: Frequency | None

    @property
    def title(self) -> str:
        """Unlike those of other toolkits."""
        return f"{self.series.label} ({self.toolkit})"


@dataclass(frozen=True, slots=True)
class Diary:
    """What the meetings' page shows. coming: from today on; past: those of three months."""

    lines: tuple[SeriesLine, ...]
    coming: tuple[Meeting, ...]
    past: tuple[Meeting, ...]
    today: date
    read_only: bool

    def line(self, key: str) -> SeriesLine | None:
        """The series of that key; None where its toolkit is gone."""
        return next((one for one in self.lines if one.key == key), None)

    def title(self, key: str) -> str:
        """What a meeting's series is called."""
        found = self.line(key)
        return found.title if found else key.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something is to come round. time: "HH:MM" or nothing. same: see calendar.Same."""

    first: DateAnswer
    number: int
    unit: str
    same: str = "date"
    place: str = ""


# what is there


def series_lines(session: Session) -> tuple[SeriesLine, ...]:
    """Every series of every toolkit; of those in force first."""
    day = today(session.clock)
    begun = _frequencies(session)
    found = []
    for one in sorted(toolkit_lines(session), key=lambda x: not x.in_force(day)):
        toolkit = one.toolkit
        for series in toolkit.process.series:
            key = f"{toolkit.id}/{series.id}"
            own = [x for x in begun if x.series == key]
            found.append(_series_line(toolkit, series, key, own, day))
    return tuple({one.key: one for one in found}.values())


def diary(session: Session) -> Diary:
    """The meetings from three months ago to a year ahead, and the series they come from."""
    day = today(session.clock)
    lines = series_lines(session)
    found = _all(session, day - _BACK, day + _AHEAD)
    return Diary(
        lines,
        tuple(one for one in found if one.day >= day),
        tuple(one for one in reversed(found) if one.day < day),
        day,
        session.vault.read_only,
    )


def coming(session: Session, key: str, since: date) -> tuple[Meeting, ...]:
    """A series' days from one day on, a year ahead, without those that are cancelled."""
    found = meetings(
        key, _frequencies(session), _rows(session), since, since + _AHEAD, holidays(session)
    )
    return tuple(one for one in found if not one.cancelled)


def last_past(session: Session, key: str, before: date) -> Meeting | None:
    """A series' last day before another, without those cancelled; None if that is over a year ago
    or from before the office recorded the series.
    """
    frequencies = _frequencies(session)
    stamps = [one.recorded_at[:10] for one in frequencies if one.series == key and one.recorded_at]
    begun = date.fromisoformat(min(stamps)) if stamps else date.min
    since = max(before - _AHEAD, begun)
    until = before - timedelta(days=1)
    found = meetings(key, frequencies, _rows(session), since, until, holidays(session))
    return next((one for one in reversed(found) if not one.cancelled), None)


def around(session: Session, key: str, day: date) -> tuple[Meeting, ...]:
    """A series' days from a year before a day to a year after it, cancelled ones too."""
    since, until = day - _AHEAD, day + _AHEAD
    return meetings(key, _frequencies(session), _rows(session), since, until, holidays(session))


# changing


def set_rhythm(session: Session, key: str, rhythm: Rhythm, why: str) -> None:
    """Begin a series, or change how often it comes from a date on; earlier days stay (C6).

    Raises AnswersRefused: no certain day, no time for a meeting, a number that is none, no reason.
    """
    line = next((one for one in series_lines(session) if one.key == key), None)
    if line is None:
        raise AnswersRefused("There is no such series.", "Its toolkit may have been changed.")
    first = certain_day(rhythm.first)
    refuse_untimed(line.series.kind, rhythm.first)
    if rhythm.unit not in _UNITS or rhythm.number < 1:
        raise AnswersRefused("That is not how often it comes.", "Give whole weeks or months.")
    made = Frequency(
        new_id(),
        series=key,
        first=first.isoformat(),
        time=rhythm.first.time,
        place=rhythm.place.strip(),
        number=rhythm.number,
        unit=rhythm.unit,
        same=rhythm.same,
        why=reason_of(why),
        by=session.actor,
        recorded_at=stamp(session.clock.now()),
    )
    _write(session, put(made), why)


def add_extra(session: Session, key: str, day: DateAnswer, place: str, why: str) -> None:
    """An extra meeting, besides the series' own days (R194). Raises AnswersRefused as above."""
    refuse_untimed("meeting", day)
    made = _row(session, key, certain_day(day), day.time, place, why)
    _write(session, put(made), why)


def move(session: Session, meeting: Meeting, day: DateAnswer, place: str, why: str) -> None:
    """One meeting is held on another day, at another time or place; the others stay."""
    if meeting.time:
        refuse_untimed("meeting", day)
    _change(session, meeting, _row(session, meeting.series, certain_day(day), day.time, place, why))


def cancel(session: Session, meeting: Meeting, why: str) -> None:
    """One meeting is not held; it stays in the list as cancelled."""
    made = _row(session, meeting.series, meeting.day, meeting.time, meeting.place, why)
    fields = {**made.to_fields(), "cancelled": True}
    _change(session, meeting, MeetingRow.of(made.id, fields))


def _change(session: Session, meeting: Meeting, made: MeetingRow) -> None:
    own = meeting.own_day.isoformat() if meeting.own_day else ""
    # One row for each day of the series, whoever changes it: two people make no two meetings.
    row = meeting.row or f"{meeting.series}/{own}"
    fields: dict[str, Json] = {**made.to_fields(), "instead_of": own}
    _write(session, RowChange(MeetingRow.KIND, row, fields), made.why)


# how it is kept


def _all(session: Session, since: date, until: date) -> tuple[Meeting, ...]:
    frequencies, rows, days = _frequencies(session), _rows(session), holidays(session)
    keys = dict.fromkeys([*(x.series for x in frequencies), *(x.series for x in rows)])
    found = [x for key in keys for x in meetings(key, frequencies, rows, since, until, days)]
    return tuple(sorted(found, key=lambda one: (one.day, one.time, one.series)))


def _frequencies(session: Session) -> tuple[Frequency, ...]:
    found = session.vault.register.rows(Frequency.KIND)
    return tuple(Frequency.of(row.id, row.fields) for row in found)


def _rows(session: Session) -> tuple[MeetingRow, ...]:
    found = session.vault.register.rows(MeetingRow.KIND)
    return tuple(MeetingRow.of(row.id, row.fields) for row in found)


def _series_line(
    toolkit: Toolkit, series: Series, key: str, own: Iterable[Frequency], day: date
) -> SeriesLine:
    held = sorted(own, key=lambda x: (x.first, x.recorded_at))
    begun = [x for x in held if x.first <= day.isoformat()]
    owner = {one.id: one.label for one in toolkit.bodies}.get(series.owner, series.owner)
    usual = Period(series.every.number, Unit(series.every.unit)).words.removeprefix("one ")
    now = begun[-1] if begun else next(iter(held), None)
    return SeriesLine(key, series, toolkit.short_title, owner, f"every {usual}", now)


def _row(session: Session, key: str, day: date, at: str, place: str, why: str) -> MeetingRow:
    return MeetingRow(
        new_id(),
        series=key,
        day=day.isoformat(),
        time=at,
        place=place.strip(),
        why=reason_of(why),
        by=session.actor,
        recorded_at=stamp(session.clock.now()),
    )


def certain_day(day: DateAnswer) -> date:
    """The one day that was given. Raises AnswersRefused for anything less."""
    if not day.earliest or day.earliest != day.latest or day.doubt:
        raise AnswersRefused(
            "A meeting needs one certain day.", "Give day, month and year, such as 3 March 2027."
        )
    return date.fromisoformat(day.earliest)


def refuse_untimed(kind: str, day: DateAnswer) -> None:
    """A meeting needs its time as well; what only falls due does not. Raises AnswersRefused."""
    if kind == "meeting" and not day.time:
        raise AnswersRefused(
            "A meeting needs the time at which it begins.",
            "Give it too, such as 14:00: what comes shortly before it waits for the next.",
        )


def reason_of(why: str) -> str:
    """The reason, without the space around it. Raises AnswersRefused where there is none."""
    if not why.strip():
        raise AnswersRefused("This needs a reason.", "Say why; it is recorded.")
    return why.strip()


def _write(session: Session, row: RowChange, why: str) -> None:
    session.refuse_if_read_only()
    register = session.vault.register
    register.write(Change(session.actor, "meeting", (row,), why.strip()))
