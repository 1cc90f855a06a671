"""The demonstration's meetings: a body with members, a meeting that was held, and the next one.

The one that was held stands on the day that a fictional case gives for its panel.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import msgspec

from mktdesk import resources
from mktdesk.calendar import LONDON, Clock, today
from mktdesk.casework.meetingrecords import AgendaItem, Presence
from mktdesk.casework.meetings import Meeting
from mktdesk.desk import (
    agenda,
    attendance,
    bodies,
    cases,
    concluding,
    directory,
    earlier,
    sitting,
    sittingnotes,
)
from mktdesk.desk import meetings as calendar
from mktdesk.desk.bodyrows import BODY
from mktdesk.desk.directory import Entry
from mktdesk.desk.itemsheet import open_item, rule_in
from mktdesk.desk.meetingbooks import OpenMeeting, close_meeting, start_meeting
from mktdesk.desk.meetings import Rhythm
from mktdesk.desk.reading import read_date
from mktdesk.desk.ready import ready
from mktdesk.desk.session import Session
from mktdesk.forms.values import DateAnswer

_WEEKS = 6
_SOON = timedelta(days=1)
_ACT = timedelta(seconds=40)  # between two things that are done at a meeting


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of resources/demo/meetings.toml."""


class _Member(_Table, frozen=True):
    name: str
    title: str
    agency: str
    discipline: str
    capacity: str = "member"


class _Item(_Table, frozen=True):
    title: str
    minutes: int
    outcome: str
    note: str


class _Action(_Table, frozen=True):
    text: str
    owner: str
    days: int


class _Interest(_Table, frozen=True):
    name: str
    what: str


class _Held(_Table, frozen=True):
    apologies: list[str]
    interest: _Interest
    case_note: str
    item: list[_Item]
    action: list[_Action]


class _Meetings(_Table, frozen=True):
    """cases: how many are on the next agenda. step: what the case that was decided went through."""

    body: str
    series: str
    step: str
    name: str
    quorum: str
    time: str
    place: str
    cases: int
    member: list[_Member]
    held: _Held


@dataclass
class _Then:
    """A clock of the day on which the meeting was held; a little later each time it is read."""

    moment: datetime

    def now(self) -> datetime:
        self.moment += _ACT
        return self.moment


def hold_meetings(session: Session) -> None:
    """Make the body, hold its earlier meeting where a case tells of one, and plan the next."""
    told = _read()
    _make_body(session, told)
    decided = _decided(session, told)
    begun = decided[1] if decided is not None else today(session.clock)
    rhythm = Rhythm(_day(begun, told.time), _WEEKS, "week", place=told.place)
    calendar.set_rhythm(session, told.series, rhythm, "Agreed by the Board")
    days = calendar.coming(session, told.series, begun)
    if decided is not None:
        _hold(session, told, days[0], decided[0])
    soon = today(session.clock) + _SOON
    _plan(session, told, next(one for one in days if one.day >= soon))


def _read() -> _Meetings:
    text = (resources.folder("demo") / "meetings.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Meetings)


def _day(day: date, at: str) -> DateAnswer:
    return read_date(f"{day:%d/%m/%Y} {at}")


def _make_body(session: Session, told: _Meetings) -> None:
    values = {"name": told.name, "body": told.body, "quorum": told.quorum}
    directory.keep(session, Entry(BODY, "", {}), values)
    row = next(
        one.row
        for one in directory.directory(session).entries
        if one.kind == BODY and one.values.get("body") == told.body
    )
    for one in told.member:
        known = {key: str(raw) for key, raw in msgspec.structs.asdict(one).items()}
        bodies.keep_member(session, row, Entry("member", "", {}), known)


def _decided(session: Session, told: _Meetings) -> tuple[str, date] | None:
    """A case that this body's first members decided on, and on which day; None without one."""
    names = {one.name for one in told.member}
    for line in cases.list_cases(session):
        case = cases.look_into(session, line.public)
        try:
            if case.toolkit.id != told.body.partition("/")[0]:
                continue
            rule = rule_in(case, AgendaItem("", step=told.step))
            day = case.answers().get(rule.met_on or "")
            rows = case.answers().table(rule.seats.record) if rule.seats else ()
            known = {row.get("name") for row in rows}
            if known and known <= names and isinstance(day, DateAnswer) and day.earliest:
                held = date.fromisoformat(day.earliest)
                if held < today(session.clock):
                    return case.public, held
        finally:
            cases.close_case(case)
    return None


# the one that was held


def _hold(session: Session, told: _Meetings, planned: Meeting, public: str) -> None:
    begins = datetime.combine(planned.day, time.fromisoformat(told.time), LONDON)
    then: Clock = _Then(begins)
    with _opened(replace(session, clock=then), planned) as meeting:
        for item in told.held.item:
            agenda.add_item(meeting, item.title, item.minutes)
        agenda.add_cases(meeting, (agenda.Wanted(public, told.step),))
        for one in sitting.look(meeting).attendees:
            away = one.name in told.held.apologies
            attendance.mark(meeting, one.id, Presence.APOLOGIES if away else Presence.PRESENT)
        sitting.begin(meeting)
        for item, kept in zip(told.held.item, sitting.look(meeting).items, strict=False):
            sitting.take(meeting, kept.id)
            if item.note:
                sittingnotes.write_note(meeting, kept.id, item.note)
            sitting.finish(meeting, kept.id, item.outcome)
        case_item = sitting.look(meeting).items[-1].id
        _take_case(meeting, told, case_item)
        for action in told.held.action:
            due = planned.day + timedelta(days=action.days)
            sittingnotes.add_action(meeting, action.text, action.owner, _day(due, ""), case_item)
        sitting.end(meeting)


def _take_case(meeting: OpenMeeting, told: _Meetings, item: str) -> None:
    sitting.take(meeting, item)
    declared = told.held.interest
    for one in sitting.look(meeting).attendees:
        if one.name == declared.name:
            attendance.declare(meeting, item, one.id, declared.what)
    sittingnotes.write_note(meeting, item, told.held.case_note)
    case = open_item(meeting, item)
    try:
        concluding.conclude(meeting, case, item)
    finally:
        cases.close_case(case)


# the next


def _plan(session: Session, told: _Meetings, planned: Meeting) -> None:
    with _opened(session, planned) as meeting:
        waiting = ready(session, told.body, planned.day).lines[: told.cases]
        agenda.add_cases(meeting, [agenda.Wanted(one.public, one.step) for one in waiting])
        earlier.add_last_minutes(meeting)
        agenda.add_item(meeting, "Any other business")


@contextmanager
def _opened(session: Session, planned: Meeting) -> Iterator[OpenMeeting]:
    meeting = start_meeting(session, planned)
    try:
        yield meeting
    finally:
        close_meeting(meeting)
