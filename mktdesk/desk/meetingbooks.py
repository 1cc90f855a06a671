"""The office's meetings as books of their own: begin, list, open, look into, close.

A meeting's book says who met, when and how; what is said of a case stays in that case's book.
The calendar's meetings are rules and days in the register (see `meetings`): one of them becomes
a book when somebody begins it, once, whoever of two people is first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

import msgspec

from mktdesk.book import RowChange
from mktdesk.calendar import spoken_date, stamp, today
from mktdesk.casework.deciding import member_id
from mktdesk.casework.meetingrecords import (
    MEETING_ROW,
    AgendaItem,
    Attendee,
    MeetingFacts,
    MinutesApproved,
    State,
    moment_words,
)
from mktdesk.casework.meetings import Meeting
from mktdesk.desk.bodies import expected_at
from mktdesk.desk.casefile import OpenBook, put, put_new
from mktdesk.desk.meetings import around, certain_day, refuse_untimed, series_lines
from mktdesk.desk.session import Session
from mktdesk.desk.settings import meeting_format
from mktdesk.desk.sittingbook import actions_of, attendees_of, facts_of, items_of
from mktdesk.desk.toolkits import toolkit_of
from mktdesk.errors import AnswersRefused
from mktdesk.forms.values import DateAnswer, Json
from mktdesk.office import MEETING, CaseHandle
from mktdesk.reference import Reference, canonical_public

_STATES = {
    State.PLANNED.value: "Planned",
    State.HELD.value: "Being held",
    State.ENDED.value: "Held; minutes to be approved",
}


@dataclass(frozen=True, slots=True)
class OpenMeeting(OpenBook):
    """A meeting somebody has open. facts: as they stood when it was opened; see `as_kept`."""

    facts: MeetingFacts

    def attendees(self) -> tuple[Attendee, ...]:
        """Who belongs to it or came, in order."""
        return attendees_of(self)

    def items(self) -> tuple[AgendaItem, ...]:
        """Its agenda, in order."""
        return items_of(self)

    def approved(self) -> MinutesApproved | None:
        """The approval of its minutes, the last where there are several; None before."""
        rows = self.book.rows(MinutesApproved.KIND)
        found = (MinutesApproved.of(row.id, row.fields) for row in rows)
        return max(found, key=attrgetter("day"), default=None)

    @property
    def state_words(self) -> str:
        """How far it has come, in words."""
        approved = self.approved()
        if approved is not None and approved.day:
            return f"Minutes approved {spoken_date(date.fromisoformat(approved.day))}"
        return _STATES.get(self.facts.state, self.facts.state.capitalize())


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A meeting that no calendar has: whose ("toolkit/body"), on which day with its time, where."""

    body: str
    day: DateAnswer
    place: str = ""


class MeetingLine(msgspec.Struct, frozen=True):
    """One line of the list of meetings.

    planned: `planned_key` of the calendar's day it stands for, or nothing. cases: on its agenda.
    held_by: "name, computer" of somebody else who has it open. far: how far it has come, a
    `State`'s value. agenda: public references of its cases. actions: its points still open.
    """

    public: str
    planned: str = ""
    body: str = ""
    day: str = ""  # ISO date
    time: str = ""
    place: str = ""
    state: str = msgspec.field(default="", name="stage")
    cases: int = 0
    restricted: bool = False
    held_by: str = ""
    far: str = ""
    agenda: tuple[str, ...] = ()
    actions: int = 0

    @property
    def day_words(self) -> str:
        """In words, such as "Tue 12 Jan 2027, 14:00"."""
        return moment_words(self.day, self.time)


def planned_key(one: Meeting) -> str:
    """What ties a meeting of the calendar to its book, wherever it was moved to."""
    own = one.own_day.isoformat() if one.own_day else one.row
    return f"{one.series}/{own}"


def is_meeting(session: Session, reference: str) -> bool:
    """A public part is a meeting's. Raises ReferenceRefused for what is none."""
    public = canonical_public(reference)
    return any(row.public == public for row in session.vault.listed(MEETING))


def list_meetings(session: Session, text: str = "") -> tuple[MeetingLine, ...]:
    """The meetings that have a book and whose line holds every word of `text`, latest first."""
    lines = session.vault.summaries(MeetingLine, text, MEETING)
    lines.sort(key=lambda line: (line.day, line.time, line.public), reverse=True)
    return tuple(
        msgspec.structs.replace(line, held_by=session.vault.held_by(line.public, MEETING))
        for line in lines
    )


# beginning


def start_meeting(session: Session, planned: Meeting | OwnMeeting) -> OpenMeeting:
    """Make a meeting's book under the next reference; open the one of a planned meeting's day
    where somebody has begun it already.

    Raises AnswersRefused for one that is cancelled, is no meeting, or has no certain day and
    time; CaseError where it is open here; VaultUnwritable.
    """
    session.refuse_if_read_only()
    if isinstance(planned, Meeting):
        wanted = _of_calendar(session, planned)
    else:
        wanted = _own(session, planned)
    with session.vault.register.exclusively():  # of two people at two desks one makes it
        there = _begun_before(session, wanted.planned)
        if not there:
            there = session.vault.allocate(meeting_format(session), today(session.clock).year)
            facts = replace(wanted, public=there)
            handle = session.vault.create_case(there, _line(facts), MEETING)
            return _begun(session, handle, facts)
    handle = session.vault.open_case(there, kind=MEETING)
    if handle.book.row(MeetingFacts.KIND, MEETING_ROW) is None and not handle.read_only:
        return _begun(session, handle, replace(wanted, public=there))  # cut short when it was made
    return _opened(session, handle)


def _begun_before(session: Session, key: str) -> str:
    """The reference of the book that stands for a day of the calendar, or nothing."""
    lines = session.vault.summaries(MeetingLine, "", MEETING)
    return next((one.public for one in lines if key and one.planned == key), "")


def _begun(session: Session, handle: CaseHandle, facts: MeetingFacts) -> OpenMeeting:
    there, quorum = expected_at(session, facts.body, date.fromisoformat(facts.day))
    facts = replace(facts, quorum=quorum)
    meeting = OpenMeeting(session, handle, facts)
    meeting.write("start", [put_new(facts), *_people(facts, there)])
    refresh_summary(meeting)
    return meeting


def _people(facts: MeetingFacts, there: Sequence[Attendee]) -> list[RowChange]:
    """They are on the list under ids that say at which meeting they decide."""
    return [put(replace(one, id=member_id(facts.public, one.id))) for one in there]


def invite_members(meeting: OpenMeeting) -> None:
    """Expect the members of its body, as they stand on its day; nothing where somebody is expected.

    They may have been entered after the meeting's book was made.
    """
    facts = meeting.facts
    if meeting.read_only or facts.state != State.PLANNED.value or meeting.attendees():
        return
    there, quorum = expected_at(meeting.session, facts.body, date.fromisoformat(facts.day))
    if there:
        asked = RowChange(MeetingFacts.KIND, MEETING_ROW, {"quorum": facts.quorum or quorum})
        meeting.write("meeting", [asked, *_people(facts, there)])


def _of_calendar(session: Session, one: Meeting) -> MeetingFacts:
    line = next((x for x in series_lines(session) if x.key == one.series), None)
    if line is None or line.series.kind != "meeting":
        raise AnswersRefused("This is no meeting.", "Choose a meeting of the calendar.")
    if one.cancelled:
        raise AnswersRefused("This meeting is cancelled.", "Move it to a day, or add an extra one.")
    own = one.own_day.isoformat() if one.own_day else ""
    body = f"{one.series.partition('/')[0]}/{line.series.owner}"
    made = _facts(session, body, one.day.isoformat(), one.time, one.place)
    return replace(made, series=one.series, own_day=own, planned=planned_key(one))


def _own(session: Session, own: OwnMeeting) -> MeetingFacts:
    day = certain_day(own.day)
    refuse_untimed("meeting", own.day)
    return _facts(session, own.body, day.isoformat(), own.day.time, own.place)


def _facts(session: Session, body: str, day: str, at: str, place: str) -> MeetingFacts:
    toolkit_id, _, name = body.partition("/")
    toolkit = toolkit_of(session, toolkit_id)
    label = next((one.label for one in toolkit.bodies if one.id == name), "")
    if not label:
        raise AnswersRefused("There is no such body.", "Choose whose meeting it is.")
    return MeetingFacts(
        MEETING_ROW,
        body=body,
        body_words=label,
        toolkit=toolkit.id,
        edition=toolkit.edition,
        day=day,
        time=at,
        place=place.strip(),
        made_at=stamp(session.clock.now()),
        made_by=session.actor,
    )


# opening and closing


def open_meeting(
    session: Session, reference: str, *, typed: Reference | None = None
) -> OpenMeeting:
    """Open a meeting by its public part; one that is still planned follows its calendar's day.

    Raises ReferenceRefused, ReferenceNeeded, CaseError, VaultDamaged, NewerVersion.
    """
    handle = session.vault.open_case(canonical_public(reference), typed=typed, kind=MEETING)
    return _opened(session, handle)


def look_into_meeting(session: Session, reference: str) -> OpenMeeting:
    """A meeting to be read and nothing else, whoever has it open. Raises as `open_meeting`."""
    public = canonical_public(reference)
    return _opened(session, session.vault.open_case(public, read_only=True, kind=MEETING))


def _opened(session: Session, handle: CaseHandle) -> OpenMeeting:
    try:
        meeting = seen_through(session, handle)
        return meeting if meeting.read_only else _follow_calendar(meeting)
    except BaseException:
        session.vault.close_case(handle)
        raise


def seen_through(session: Session, handle: CaseHandle) -> OpenMeeting:
    """An open book as the meeting that it holds. Raises CaseError."""
    bare = OpenMeeting(session, handle, MeetingFacts(MEETING_ROW))
    return replace(bare, facts=facts_of(bare))


def _follow_calendar(meeting: OpenMeeting) -> OpenMeeting:
    """While it is planned, it is held when the calendar says, which may have been changed."""
    facts = meeting.facts
    if facts.state != State.PLANNED.value or not facts.series:
        return meeting
    found = around(meeting.session, facts.series, date.fromisoformat(facts.day))
    now = next((one for one in found if planned_key(one) == facts.planned), None)
    if now is None or now.cancelled:
        return meeting
    there: dict[str, Json] = {"day": now.day.isoformat(), "time": now.time, "place": now.place}
    stood = {"day": facts.day, "time": facts.time, "place": facts.place}
    changed = {name: value for name, value in there.items() if stood[name] != value}
    if not changed:
        return meeting
    row = RowChange(MeetingFacts.KIND, MEETING_ROW, changed)
    meeting.write("edit", (row,), reason=now.said or "As the calendar has it now.")
    moved = as_kept(meeting)
    refresh_summary(moved)
    return moved


def as_kept(meeting: OpenMeeting) -> OpenMeeting:
    """The meeting as its book has it now."""
    facts = facts_of(meeting)
    return meeting if facts == meeting.facts else replace(meeting, facts=facts)


def settle(meeting: OpenMeeting) -> None:
    """Bring the register level with the meeting: its line in the list and its anchor.

    Called within a second of a change, and when the meeting closes.
    """
    if not meeting.read_only:
        refresh_summary(meeting)
        meeting.session.vault.flush_anchors()


def close_meeting(meeting: OpenMeeting) -> None:
    """Bring the register level, close the meeting's file, give back its lease."""
    try:
        settle(meeting)
    finally:
        meeting.session.vault.close_case(meeting.handle)


def refresh_summary(meeting: OpenMeeting) -> None:
    """Bring the meeting's line in the register up to date with its book."""
    meeting = as_kept(meeting)
    approved = meeting.approved()
    agenda: list[Json] = [item.public for item in meeting.items() if item.what == "case"]
    line: dict[str, Json] = {
        **_line(meeting.facts),
        "stage": meeting.state_words,
        "cases": len(agenda),
        "agenda": agenda,
        "far": State.APPROVED.value if approved and approved.day else meeting.facts.state,
        "actions": sum(not one.done for one in actions_of(meeting)),
        "closed": approved.day if approved else "",
        "changed": meeting.now(),
    }
    meeting.session.vault.update_summary(meeting.handle.case_id, line)


def _line(facts: MeetingFacts) -> Mapping[str, Json]:
    return {
        "planned": facts.planned,
        "body": facts.body_words,
        "day": facts.day,
        "time": facts.time,
        "place": facts.place,
        "stage": _STATES[State.PLANNED.value],
        "started": facts.day,
        "changed": facts.made_at,
    }
