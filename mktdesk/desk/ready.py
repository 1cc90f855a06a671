"""Which cases are ready for a body's next meeting, from the register alone: no case is opened.

2016 guidance 1.1: R193; Appendix 1: R378 (a case that comes back on a day).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from mktdesk.calendar import left, spoken_date, today
from mktdesk.casework.meetingrecords import State
from mktdesk.desk.duerows import CaseSits
from mktdesk.desk.meetingbooks import MeetingLine
from mktdesk.desk.officedays import holidays
from mktdesk.desk.session import Session
from mktdesk.office import DUE, MEETING

_OPEN = frozenset({State.PLANNED.value, State.HELD.value})
_NO_DAY = "9999"  # sorts after every day


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """A case that a meeting can take. subject: initials, or "Restricted". body: "toolkit/body".

    day: ISO, by when the step is due, "" where no clock says so. left: of that day, in words, such
    as "3 working days left". relist: ISO day on which it comes back. before: what the office has
    still to do first. listed: meetings that have it on their agenda and have not ended, in words.
    """

    public: str
    subject: str
    toolkit: str
    body: str
    step: str
    label: str
    day: str = ""
    left: str = ""
    late: bool = False
    relist: str = ""
    before: tuple[str, ...] = ()
    restricted: bool = False
    listed: tuple[str, ...] = ()

    @property
    def due_words(self) -> str:
        """By when the step is due, or a dash."""
        return spoken_date(date.fromisoformat(self.day)) if self.day else "–"

    @property
    def relist_words(self) -> str:
        """When it comes back; nothing where it does not."""
        if not self.relist:
            return ""
        return f"Comes back on {spoken_date(date.fromisoformat(self.relist))}"


@dataclass(frozen=True, slots=True)
class ReadyList:
    """The cases that are ready, those due first first. missing: cases whose line the register does
    not have whole yet; opening one brings it, or `due.bring_up_to_date` all.
    """

    lines: tuple[ReadyLine, ...]
    missing: int = 0

    @property
    def bodies(self) -> tuple[str, ...]:
        """In alphabetical order, "toolkit/body"."""
        return tuple(sorted({line.body for line in self.lines}))


class _Subject(msgspec.Struct, frozen=True):
    public: str
    subject: str = ""
    restricted: bool = False
    closed: str = ""


def ready(session: Session, body: str = "", on: date | None = None, but: str = "") -> ReadyList:
    """The cases that a body can take at a meeting; body "" is every body.

    on: the meeting's day; a case that comes back after it is left out. A case that a meeting has
    on its agenda is said to be; but: the meeting whose agenda is made.
    """
    subjects = {one.public: one for one in session.vault.summaries(_Subject) if not one.closed}
    closed_days, now = holidays(session), today(session.clock)
    agendas = listed(session, but)
    words: dict[str, str] = {}  # of a day, worked out once
    found: list[ReadyLine] = []
    whole: set[str] = set()
    for row in session.vault.register.shaped(DUE, CaseSits):
        if row.sits is None:
            continue
        whole.add(row.public)
        about = subjects.get(row.public)
        if about is not None:
            for clock in row.clocks:
                if clock.day and clock.day not in words:
                    day = date.fromisoformat(clock.day)
                    words[clock.day] = left(day, now, closed_days)
            lines = _lines(row, about, now, words, agendas.get(row.public, ()))
            found.extend(line for line in lines if body in ("", line.body))
    if on is not None:
        found = [line for line in found if line.relist <= on.isoformat()]
    found.sort(key=lambda line: (line.day or _NO_DAY, line.public))
    return ReadyList(tuple(found), sum(public not in whole for public in subjects))


def _lines(
    row: CaseSits, about: _Subject, now: date, words: Mapping[str, str], agendas: tuple[str, ...]
) -> Iterator[ReadyLine]:
    days = {one.clock: one.day for one in row.clocks}
    for one in row.sits or ():
        day = days.get(one.clock, "")
        yield ReadyLine(
            row.public,
            "Restricted" if about.restricted else about.subject,
            row.toolkit,
            one.body,
            one.step,
            one.label,
            day,
            words.get(day, ""),
            bool(day) and day < now.isoformat(),
            one.relist,
            one.left,
            about.restricted,
            agendas,
        )


def listed(session: Session, but: str = "") -> dict[str, tuple[str, ...]]:
    """The cases on agendas of meetings that have not ended, by public reference, and on which, in
    words; but: a meeting that is left out.
    """
    found: dict[str, tuple[str, ...]] = {}
    for line in session.vault.summaries(MeetingLine, "", MEETING):
        if line.far in _OPEN and line.public != but:
            for public in line.agenda:
                said = f"{line.body}, {line.day_words}"
                found[public] = (*found.get(public, ()), said)
    return found
