"""What is due across all cases, read from the register alone.

Days left and lateness are worked out at reading: nothing that the passing of a day makes wrong
is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import NamedTuple, TypeAlias

import msgspec

from mktdesk.calendar import Holidays, spoken_date, today
from mktdesk.casework.clockwords import left_until
from mktdesk.casework.reckoning import later, moment_of
from mktdesk.desk import cases, duerows, meetings
from mktdesk.desk.duerows import AT_ONCE, MAY, NOTICE, CaseDue, CaseSits, OpenClock
from mktdesk.desk.officedays import holidays
from mktdesk.desk.rounds import DONE, LOOKED_AT, REVIEW, SERIES, next_review, past_key, rounds
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import toolkit_lines
from mktdesk.desk.work import Progress
from mktdesk.errors import Cancelled, DeskError
from mktdesk.office import DUE
from mktdesk.toolkits import Toolkit

LATE, TODAY, WEEK, MONTH = "late", "today", "week", "month"
WHEN = {
    LATE: "Late",
    TODAY: "Due today",
    WEEK: "Due this week",
    MONTH: "Due this month",
}
OFFICE = "The office"  # whose what belongs to no case is
_SUNDAY = 6
_REMIND_BEFORE = timedelta(days=92)  # of the day by which the guidance itself is reviewed
_FRESH = timedelta(days=31)  # so long what is late in the office stands among the cases' lines


class DueLine(msgspec.Struct, frozen=True, gc=False):
    """One thing that is due. public: the case's reference, nothing for what belongs to no case.

    subject: initials. clock: its id. day: ISO, nothing while it stands still. left: days left in
    words. state: "Late", "Due today", "Running", "Paused", "May apply", "At once" (since that
    day). late: its day is past. toolkit: its short title. act: what it is marked as when it is
    done ("Looked at"), for what belongs to no case; else nothing.
    """

    public: str
    subject: str
    what: str
    clock: str
    day: str
    time: str
    left: str
    state: str
    late: bool
    owner: str
    toolkit: str
    act: str = ""

    @property
    def of_notices(self) -> bool:
        """People are to be told; else a clock is to be met."""
        return self.clock.startswith(NOTICE)

    @property
    def day_words(self) -> str:
        """When: "Tue 30 Dec 2025", "Sun 29 Mar 2026, 19:00", or a dash."""
        if not self.day:
            return "–"
        said = spoken_date(date.fromisoformat(self.day))
        return f"{said}, {self.time}" if self.time else said


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; nothing looks for everything. when: LATE, TODAY, WEEK or MONTH."""

    when: str = ""
    owner: str = ""
    toolkit: str = ""


@dataclass(frozen=True, slots=True)
class DueList:
    """Everything that is due, by day. missing: cases whose clocks are not on the list yet.

    on: the day it was read.
    """

    lines: tuple[DueLine, ...]
    on: date
    missing: int = 0

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose something is, in alphabetical order."""
        return tuple(sorted({line.owner for line in self.lines if line.owner}))

    @property
    def toolkits(self) -> tuple[str, ...]:
        """Under which something is due."""
        return tuple(sorted({line.toolkit for line in self.lines if line.toolkit}))


class _Subject(msgspec.Struct, frozen=True):
    public: str
    subject: str = ""
    restricted: bool = False


def due(session: Session) -> DueList:
    """What is due in every case and in the office, the most overdue first.

    What stands still comes last, and after it what the office itself is long late with: no case's
    deadline stands behind that. Reads the register alone: no case is opened.
    """
    subjects = {
        one.public: "Restricted" if one.restricted else one.subject
        for one in session.vault.summaries(_Subject)
    }
    kept = session.vault.register.shaped(DUE, CaseDue)
    teller = _Teller(session.clock.now(), today(session.clock), holidays(session))
    found = teller.lines(kept, subjects)
    used = frozenset(one.toolkit for one in kept)
    others = [line for source in _OTHERS for line in source(session, teller, used)]
    old = [x for x in others if x.late and date.fromisoformat(x.day) < teller.today - _FRESH]
    if others:
        found = sorted((*found, *(x for x in others if x not in old)), key=_by_day)
    # What is late goes before what is at once; both have days that are past.
    found = [*(x for x in found if x.late), *(x for x in found if not x.late)]
    found += sorted(old, key=_by_day)
    there = {one.public for one in kept}
    return DueList(tuple(found), teller.today, sum(public not in there for public in subjects))


def chosen(found: DueList, wanted: Filter) -> tuple[DueLine, ...]:
    """The lines that are looked for."""
    first, last = _span(wanted.when, found.on)
    return tuple(
        line
        for line in found.lines
        if (not wanted.when or (line.late if wanted.when == LATE else first <= line.day <= last))
        and (not wanted.owner or line.owner == wanted.owner)
        and (not wanted.toolkit or line.toolkit == wanted.toolkit)
    )


def _span(when: str, on: date) -> tuple[str, str]:
    """The days of a choice, from today on; a line without a day is in none of them."""
    end = on
    if when == WEEK:
        end = on + timedelta(days=_SUNDAY - on.weekday())
    elif when == MONTH:
        end = (on.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return on.isoformat(), end.isoformat()


def _by_day(line: DueLine) -> tuple[bool, str, str, str]:
    return (not line.day, line.day, line.time, line.public)


class _Words(NamedTuple):
    """What a line says of its day."""

    left: str
    state: str
    late: bool


@dataclass(frozen=True, slots=True)
class _Teller:
    now: datetime
    today: date
    holidays: Holidays

    def lines(self, kept: Iterable[CaseDue], subjects: Mapping[str, str]) -> list[DueLine]:
        """The lines of the cases, by day: a day's words are worked out once."""
        days: dict[str, list[DueLine]] = defaultdict(list)
        usual: dict[str, _Words] = {}
        for one in sorted(kept, key=attrgetter("public")):
            if one.public not in subjects:
                continue
            subject = subjects[one.public]
            for clock in one.clocks:
                day = clock.day
                if day not in usual:
                    usual[day] = self.words(day)
                words = self._own_words(clock) if clock.time or clock.state else usual[day]
                days[day].append(
                    DueLine(
                        one.public, subject, clock.label, clock.clock, day, clock.time,
                        *words, clock.owner, one.toolkit,
                    )
                )  # fmt: skip
        still = days.pop("", [])
        return [line for day in sorted(days) for line in days[day]] + still

    def words(self, day: str, time: str = "") -> _Words:
        """Of a day, and where hours count a time."""
        if not day:
            return _Words("stands still", "Paused", late=False)
        when = date.fromisoformat(day)
        moment = moment_of(when, time) if time else None
        late = later(self.now, moment) if moment else when < self.today
        state = "Late" if late else "Due today" if when == self.today else "Running"
        return _Words(left_until(when, moment, self.now, self.holidays), state, late)

    def _own_words(self, clock: OpenClock) -> _Words:
        if clock.state == AT_ONCE:
            return _Words("at once, from this day on", "At once", late=False)
        usual = self.words(clock.day, clock.time)
        if clock.state == MAY:
            return _Words(f"if it applies: {usual.left}", "May apply", usual.late)
        return usual


# what belongs to no case


def _reviews(session: Session, teller: _Teller, used: frozenset[str]) -> Iterator[DueLine]:
    """Each guidance in use that says by when it is reviewed itself (R99), in good time."""
    seen = rounds(session) if used else {}
    for toolkit in [line.toolkit for line in toolkit_lines(session)] if used else ():
        own = toolkit.review_by
        if own is None or toolkit.short_title not in used or not _in_force(toolkit, teller.today):
            continue
        key = f"{REVIEW}{toolkit.id}"
        until = next_review(own, seen.get(key), session)
        if until - teller.today <= _REMIND_BEFORE:
            day = until.isoformat()
            yield DueLine(
                "", "", "Review of the guidance", key, day, "",
                *teller.words(day), OFFICE, toolkit.short_title, LOOKED_AT,
            )  # fmt: skip


def _rounds(session: Session, teller: _Teller, used: frozenset[str]) -> Iterator[DueLine]:
    """The next meeting, report, bulletin or review of each series that the office began.

    Before it the last one that is past, until it is marked as done; a meeting is simply over.
    """
    done = rounds(session) if used else {}
    for line in meetings.series_lines(session) if used else ():
        if line.now is None or line.toolkit not in used:
            continue
        key, act = f"{SERIES}{line.key}", "" if line.series.kind == "meeting" else DONE
        last = done.get(key)
        past = meetings.last_past(session, line.key, teller.today) if act else None
        since = teller.today
        if last is not None and last.due:
            since = max(since, date.fromisoformat(last.due) + timedelta(days=1))
        shown = [(key, one) for one in meetings.coming(session, line.key, since)[:1]]
        if past is not None and not (last is not None and last.covers(past.day)):
            shown.insert(0, (past_key(line.key, past.day), past))
        for name, one in shown:
            day = one.day.isoformat()
            yield DueLine(
                "", "", line.series.label, name, day, one.time,
                *teller.words(day, one.time), line.owner, line.toolkit, act,
            )  # fmt: skip


def _in_force(toolkit: Toolkit, now: date) -> bool:
    ended = toolkit.effective_to
    return toolkit.effective_from <= now and (ended is None or now <= ended)


# Each gives lines of its own, of the office and the toolkits (short titles) that its cases use;
# meetings, reports and bulletins that come round join here.
_Source: TypeAlias = Callable[[Session, _Teller, frozenset[str]], Iterable[DueLine]]
_OTHERS: tuple[_Source, ...] = (_reviews, _rounds)


# bringing the list up to date


@dataclass(frozen=True, slots=True)
class Brought:
    """cases: how many joined the list. restricted: how many join it when they are next opened.

    unread: public parts of cases that did not open.
    """

    cases: int
    restricted: int
    unread: tuple[str, ...]


def bring_up_to_date(session: Session, progress: Progress) -> Brought:
    """Read every case that is not on the list, or not whole, in turn; restricted ones stay shut.

    A case is read as it is, and nothing in it changes. Raises Cancelled; what was read stays.
    """
    session.refuse_if_read_only()
    kept = session.vault.register.shaped(DUE, CaseSits)
    there = {one.public for one in kept if one.sits is not None}
    waiting = [one for one in session.vault.summaries(_Subject) if one.public not in there]
    shut = sum(one.restricted for one in waiting)
    to_read = [one.public for one in waiting if not one.restricted]
    unread = []
    for number, public in enumerate(to_read):
        if progress.cancelled():
            raise Cancelled
        progress.report(number / len(to_read), f"{public}, {number + 1} of {len(to_read)}")
        try:
            _read(session, public)
        except DeskError:
            unread.append(public)  # verify names what is wrong with it
    progress.report(1.0, "Done")
    return Brought(len(to_read) - len(unread), shut, tuple(unread))


def _read(session: Session, public: str) -> None:
    case = cases.look_into(session, public)
    try:
        duerows.keep(case)
    finally:
        cases.close_case(case)
    session.vault.flush_anchors()
