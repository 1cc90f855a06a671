"""What earlier meetings of the same body left: minutes to approve, action points still open."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mktdesk.casework.meetingrecords import ActionPoint, AgendaItem, MeetingFacts, State
from mktdesk.desk.agenda import MINUTES
from mktdesk.desk.casefile import new_id, put_new
from mktdesk.desk.meetingbooks import (
    MeetingLine,
    close_meeting,
    list_meetings,
    look_into_meeting,
    open_meeting,
)
from mktdesk.desk.session import Session
from mktdesk.desk.sittingbook import MeetingBook, actions_of, facts_of, items_of, not_ended
from mktdesk.desk.sittingnotes import due_day, write_action
from mktdesk.errors import DeskError, StepRefused
from mktdesk.forms.values import DateAnswer

_MINUTES = 5  # minutes that approving minutes usually takes


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action point that an earlier meeting left open. held: that meeting's day in words."""

    meeting: str
    held: str
    action: ActionPoint


def earlier_meetings(session: Session, facts: MeetingFacts) -> tuple[MeetingLine, ...]:
    """The meetings of the same body on earlier days that were held, the latest first."""
    return tuple(
        line
        for line in list_meetings(session)
        if line.body == facts.body_words
        and line.public != facts.public
        and line.far in {State.ENDED.value, State.APPROVED.value}
        and (line.day, line.time) <= (facts.day, facts.time)
    )


def open_actions(session: Session, facts: MeetingFacts) -> tuple[OpenAction, ...]:
    """The action points that earlier meetings of the body left open, the oldest first (R302).

    A meeting that does not open is passed over; verify names what is wrong with it.
    """
    found: list[OpenAction] = []
    for line in reversed(earlier_meetings(session, facts)):
        if not line.actions:
            continue
        try:
            meeting = look_into_meeting(session, line.public)
        except DeskError:
            continue
        try:
            own = [one for one in actions_of(meeting) if not one.done]
        finally:
            close_meeting(meeting)
        found += [OpenAction(line.public, line.day_words, one) for one in own]
    return tuple(found)


def settle_action(session: Session, left: OpenAction, done: DateAnswer) -> None:
    """An earlier meeting's action point is done. Raises StepRefused without a certain day, and as
    `open_meeting`.
    """
    day = due_day(done)
    if not day:
        raise StepRefused("The day is missing.", "Say on which day it was done.")
    meeting = open_meeting(session, left.meeting)
    try:
        write_action(meeting, replace(left.action, done=day))
    finally:
        close_meeting(meeting)


def last_minutes(session: Session, facts: MeetingFacts) -> MeetingLine | None:
    """The body's last meeting, while its minutes are to be approved; None when there is none."""
    found = earlier_meetings(session, facts)
    return found[0] if found and found[0].far != State.APPROVED.value else None


def add_last_minutes(meeting: MeetingBook) -> str | None:
    """Put the minutes of the body's last meeting on the agenda, first; the item's id.

    None where there are none to approve, or they are on it already.
    """
    not_ended(meeting)
    line = last_minutes(meeting.session, facts_of(meeting))
    there = items_of(meeting)
    if line is None or any(x.what == MINUTES and x.earlier == line.public for x in there):
        return None
    made = AgendaItem(
        new_id(),
        what=MINUTES,
        title=f"Minutes of the meeting of {line.day_words}",
        earlier=line.public,
        minutes=_MINUTES,
        order=min((one.order for one in there), default=0) - 1,
    )
    meeting.write("add", (put_new(made),))
    return made.id
