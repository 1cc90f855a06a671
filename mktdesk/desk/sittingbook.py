"""What a meeting's book says, read row by row, and who may change it.

The parts of meeting mode share it: the meeting itself (`sitting`), who is there (`attendance`),
notes and action points (`sittingnotes`), each case (`deciding`), the agenda (`agenda`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from mktdesk.book import Book, RowChange, Written
from mktdesk.calendar import stamp
from mktdesk.casework.meetingrecords import (
    MEETING_ROW,
    ActionPoint,
    AgendaItem,
    Attendee,
    Interest,
    ItemNote,
    MeetingFacts,
    Movement,
    State,
)
from mktdesk.casework.sitting import sitting_of
from mktdesk.desk.casefile import new_id, put_new
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import toolkit_of
from mktdesk.errors import CaseError, InUseElsewhere, StepRefused
from mktdesk.toolkits.process_schema import Sitting

NOTE = "note"  # the scope of notes that are being typed


class MeetingBook(Protocol):
    """An open meeting, as this module needs it."""

    @property
    def session(self) -> Session:
        """The office it belongs to."""

    @property
    def book(self) -> Book:
        """The meeting's own book."""

    @property
    def public(self) -> str:
        """The public part of its reference."""

    @property
    def read_only(self) -> bool:
        """Nothing of it can be changed now."""

    def write(self, verb: str, rows: Sequence[RowChange], *, reason: str = "") -> Written:
        """One action of the person at the desk."""


def facts_of(meeting: MeetingBook) -> MeetingFacts:
    """What the meeting is, as it stands. Raises CaseError where the book is no meeting's."""
    row = meeting.book.row(MeetingFacts.KIND, MEETING_ROW)
    if row is None:
        raise CaseError("This file is not a meeting.", "Run Verify to see what is wrong.")
    return MeetingFacts.of(row.id, row.fields)


def attendees_of(meeting: MeetingBook) -> tuple[Attendee, ...]:
    """Everybody who belongs to the meeting or came to it, in the order of the list."""
    found = [Attendee.of(row.id, row.fields) for row in meeting.book.rows(Attendee.KIND)]
    return tuple(sorted(found, key=lambda one: one.order))


def items_of(meeting: MeetingBook) -> tuple[AgendaItem, ...]:
    """The agenda in its order."""
    found = [AgendaItem.of(row.id, row.fields) for row in meeting.book.rows(AgendaItem.KIND)]
    return tuple(sorted(found, key=lambda one: one.order))


def interests_of(meeting: MeetingBook) -> tuple[Interest, ...]:
    """Every interest that was declared."""
    return tuple(Interest.of(row.id, row.fields) for row in meeting.book.rows(Interest.KIND))


def movements_of(meeting: MeetingBook) -> tuple[Movement, ...]:
    """Who came and went, in the order of time."""
    found = [Movement.of(row.id, row.fields) for row in meeting.book.rows(Movement.KIND)]
    return tuple(sorted(found, key=lambda one: one.at))


def actions_of(meeting: MeetingBook) -> tuple[ActionPoint, ...]:
    """The action points in their order."""
    found = [ActionPoint.of(row.id, row.fields) for row in meeting.book.rows(ActionPoint.KIND)]
    return tuple(sorted(found, key=lambda one: one.order))


def notes_of(meeting: MeetingBook) -> dict[str, str]:
    """The minute taker's notes by item id; what is being typed stands in the place of its note."""
    found = [ItemNote.of(row.id, row.fields) for row in meeting.book.rows(ItemNote.KIND)]
    notes = {one.item: one.text for one in found}
    for key, raw in meeting.book.drafts(NOTE).items():
        if isinstance(raw, str):
            notes[note_item(key)] = raw
    return notes


def item_of(meeting: MeetingBook, item_id: str) -> AgendaItem:
    """One item of the agenda. Raises StepRefused when it is not there."""
    row = meeting.book.row(AgendaItem.KIND, item_id)
    if row is None:
        raise StepRefused("That item is not on the agenda any more.", "Undo brings it back.")
    return AgendaItem.of(row.id, row.fields)


def attendee_of(meeting: MeetingBook, attendee_id: str) -> Attendee:
    """Somebody of the attendance list. Raises StepRefused when they are not on it."""
    row = meeting.book.row(Attendee.KIND, attendee_id)
    if row is None:
        raise StepRefused("Nobody of the list is meant.", "Choose somebody from the attendance.")
    return Attendee.of(row.id, row.fields)


def rule_of(meeting: MeetingBook, item: AgendaItem | None) -> Sitting | None:
    """What the meeting's toolkit says of the step that an item takes."""
    if item is None or not item.step:
        return None
    facts = facts_of(meeting)
    toolkit = toolkit_of(meeting.session, facts.toolkit, facts.edition)
    return sitting_of(toolkit.process, (body.id for body in toolkit.bodies), item.step)


# how it is kept


def note_key(item_id: str) -> str:
    """The row of an item's note; an item without an id is the whole meeting."""
    return item_id or MEETING_ROW


def note_item(key: str) -> str:
    """The item of a note's row."""
    return "" if key == MEETING_ROW else key


def moment(meeting: MeetingBook) -> str:
    """The present, as it is stored."""
    return stamp(meeting.session.clock.now())


def moved(meeting: MeetingBook, one: Attendee, what: str, item: str) -> RowChange:
    """A movement of somebody, as a new row."""
    made = Movement(
        new_id(),
        attendee=one.id,
        what=what,
        item=item,
        at=moment(meeting),
        by=meeting.session.actor,
    )
    return put_new(made)


def refuse_read_only(meeting: MeetingBook) -> None:
    """Raise InUseElsewhere where somebody else has the meeting."""
    if meeting.read_only:
        raise InUseElsewhere(
            "This meeting is open for reading only.",
            "Close it, and open it again when nobody else has it.",
        )


def not_ended(meeting: MeetingBook) -> MeetingFacts:
    """Its facts, where it has not ended. Raises StepRefused, InUseElsewhere."""
    refuse_read_only(meeting)
    facts = facts_of(meeting)
    if facts.state in {State.ENDED.value, State.APPROVED.value}:
        raise StepRefused("The meeting has ended.", "Open it again first, with a reason.")
    return facts


def under_way(meeting: MeetingBook) -> MeetingFacts:
    """Its facts, where it has begun and not ended. Raises StepRefused."""
    facts = not_ended(meeting)
    if facts.state != State.HELD.value:
        raise StepRefused("The meeting has not begun.", "Begin it first.")
    return facts
