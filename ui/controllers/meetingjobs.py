"""What a meeting's page has done in the worker thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from mktdesk.calendar import spoken_date, today
from mktdesk.casework.meetingrecords import Presence, State
from mktdesk.casework.meetings import Meeting
from mktdesk.desk import agenda, cases, meetingbooks, meetingconflicts, sitting, travelling
from mktdesk.desk.meetingbooks import OpenMeeting, OwnMeeting
from mktdesk.desk.ready import ReadyList, ready
from mktdesk.desk.session import Session
from mktdesk.desk.sitting import Table
from mktdesk.errors import DeskError
from ui.dialogs.agenda import ReadyCase
from ui.pages.meeting import AgendaLine, MeetingShown

if TYPE_CHECKING:
    from ui.worker import Progress

MeetingAct = Callable[[OpenMeeting], object]


@dataclass(frozen=True, slots=True)
class MeetingState:
    """A meeting that is open. missing: what each case of the agenda lacks, by item id. conflicts:
    how many are to be decided.
    """

    meeting: OpenMeeting
    table: Table
    stage: str
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conflicts: int = 0


def start(session: Session, planned: Meeting | OwnMeeting, _: Progress) -> MeetingState:
    """The book of a meeting of the calendar, made where nobody has made it."""
    return _opened(meetingbooks.start_meeting(session, planned))


def open_one(session: Session, public: str, _: Progress) -> MeetingState:
    """A meeting by its public reference."""
    return _opened(meetingbooks.open_meeting(session, public))


def _opened(meeting: OpenMeeting) -> MeetingState:
    meetingbooks.invite_members(meeting)
    return stands(meeting)


def stands(meeting: OpenMeeting) -> MeetingState:
    """As it is; what the cases lack is found by `lacking`."""
    kept = meetingbooks.as_kept(meeting)
    open_still = meetingconflicts.count(kept)
    return MeetingState(kept, sitting.look(kept), kept.state_words, conflicts=open_still)


def lacking(state: MeetingState, progress: Progress) -> MeetingState:
    """What each case of the agenda lacks before it can be decided."""
    found: dict[str, tuple[str, ...]] = {}
    waiting = [one for one in state.table.items if one.public]
    for number, item in enumerate(waiting):
        progress.report(number / len(waiting), item.public)
        try:
            case = cases.look_into(state.meeting.session, item.public)
        except DeskError as error:
            found[item.id] = (error.what,)
            continue
        try:
            lack = agenda.missing(case, state.table.facts, item.step)
            found[item.id] = tuple(_said(one) for one in lack)
        except DeskError as error:
            found[item.id] = (error.what,)
        finally:
            cases.close_case(case)
    return replace(state, missing=found)


def _said(one: agenda.Missing) -> str:
    """What is lacking; why a case comes to a later meeting is told with it (R197)."""
    return f"{one.what}. {one.why}" if one.rule == "R197" else one.what


def act(meeting: OpenMeeting, action: MeetingAct, _: Progress) -> MeetingState:
    """One of the desk's acts on the meeting."""
    action(meeting)
    meetingbooks.settle(meeting)
    return stands(meeting)


def ready_cases(meeting: OpenMeeting, _: Progress) -> tuple[ReadyCase, ...]:
    """The cases that have a step for this meeting, those on the agenda left out."""
    facts = meeting.facts
    day = date.fromisoformat(facts.day)
    found: ReadyList = ready(meeting.session, facts.body, day, but=meeting.public)
    there = {(one.public, one.step) for one in meeting.items()}
    return tuple(
        ReadyCase(
            one.public,
            one.step,
            ". ".join(
                part
                for part in (
                    one.label,
                    f"Due {one.due_words}, {one.left}" if one.day else "",
                    one.relist_words,
                    f"First: {'; '.join(one.before)}" if one.before else "",
                    f"Also on the agenda of {'; '.join(one.listed)}" if one.listed else "",
                )
                if part
            ),
            ready=not one.before,
        )
        for one in found.lines
        if (one.public, one.step) not in there
    )


def settle(meeting: OpenMeeting, _: Progress) -> None:
    """Bring the register level, and renew the lease: a meeting's page stays open for hours."""
    meetingbooks.settle(meeting)


def close(meeting: OpenMeeting, _: Progress) -> None:
    """Close the meeting's book."""
    meetingbooks.close_meeting(meeting)


# for `act`


def add_cases(chosen: Sequence[ReadyCase], meeting: OpenMeeting) -> None:
    """Put cases on the agenda."""
    agenda.add_cases(meeting, [agenda.Wanted(one.public, one.step) for one in chosen])


def add_item(title: str, minutes: int, presenter: str, meeting: OpenMeeting) -> None:
    """Something else for the agenda."""
    made = agenda.add_item(meeting, title, minutes)
    if presenter:
        agenda.change_item(meeting, made, presenter_name=presenter)


def change_item(item: str, title: str, minutes: int, presenter: str, meeting: OpenMeeting) -> None:
    """Other words, another time or presenter."""
    agenda.change_item(
        meeting, item, title=title or None, minutes=minutes, presenter_name=presenter
    )


def move_item(item: str, place: int, meeting: OpenMeeting) -> None:
    """To another place, from 0."""
    agenda.move_item(meeting, item, place)


def remove_item(item: str, meeting: OpenMeeting) -> None:
    """Off the agenda."""
    agenda.remove_item(meeting, item)


def end(meeting: OpenMeeting) -> None:
    """The meeting is over; an item that was being taken is left as not taken."""
    sitting.leave_item(meeting)
    sitting.end(meeting)


# in words


def other_day(state: MeetingState) -> str:
    """That a meeting which has not begun is another day's; nothing on its own day."""
    facts = state.table.facts
    now = today(state.meeting.session.clock)
    if facts.started_at or not facts.day or facts.day == now.isoformat():
        return ""
    day = spoken_date(date.fromisoformat(facts.day))
    return f"The meeting is for {day}, and today is {spoken_date(now)}."


def shown(state: MeetingState) -> MeetingShown:
    """The page."""
    facts, table = state.table.facts, state.table
    day = spoken_date(date.fromisoformat(facts.day)) if facts.day else ""
    when = f"{day}, {facts.time}" if facts.time else day
    held = facts.state == State.HELD.value
    return MeetingShown(
        public=state.meeting.public,
        title=f"{facts.body_words}, {when}",
        place=facts.place,
        stage=state.stage,
        state=facts.state,
        lines=tuple(
            AgendaLine(number, one, state.missing.get(one.id, ()))
            for number, one in enumerate(table.items, 1)
        ),
        people=_people(table),
        notes=tuple(f"{one.what} {one.do}" for one in table.blocks) if held else (),
        read_only=table.read_only,
        held_by=state.meeting.handle.held_by,
        conflicts=state.conflicts,
        here=travelling.travelling_copy(state.meeting.session) is None,
    )


def _people(table: Table) -> str:
    if not table.attendees:
        return (
            "Nobody yet. Add the body's members in the Directory before the meeting is begun, or "
            "add people here."
        )
    names = ", ".join(one.name for one in table.attendees)
    there = sum(one.there for one in table.attendees)
    apologies = sum(one.presence == Presence.APOLOGIES.value for one in table.attendees)
    said = [f"{len(table.attendees)} people" if len(table.attendees) > 1 else "1 person"]
    if there:
        said.append(f"{there} here")
    if apologies:
        said.append(f"{apologies} sent apologies")
    return f"{', '.join(said)}: {names}"
