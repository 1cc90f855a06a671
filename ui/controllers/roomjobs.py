"""What meeting mode has done in the worker thread: each a function of the open meeting and case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mktdesk.casework.criteria import Assessment
from mktdesk.casework.meetingrecords import Attendee, Presence
from mktdesk.casework.subject import initials, subject_names
from mktdesk.desk import (
    agenda,
    attendance,
    casekeys,
    cases,
    concluding,
    deciding,
    drafts,
    meetingbooks,
    showing,
    sitting,
)
from mktdesk.desk import sittingnotes as notes
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.concluding import Reading
from mktdesk.desk.drafts import Target
from mktdesk.desk.itemsheet import Sheet, open_item, sheet
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.reading import read_date
from mktdesk.desk.signing import Signature
from mktdesk.desk.sitting import Table, look
from mktdesk.desk.sittingbook import facts_of, item_of
from mktdesk.desk.threshold import assessments
from mktdesk.errors import DeskError, ReferenceRefused
from mktdesk.reference import parse_full
from ui.roomkeys import Abstain, Decide

if TYPE_CHECKING:
    from ui.worker import Progress

MeetingAct = Callable[[OpenMeeting, OpenCase | None], object]


@dataclass(frozen=True, slots=True)
class Brief:
    """What is worked out of a case once, when its item is taken. title: reference and initials."""

    title: str = ""
    limbs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomState:
    """The meeting, and the item that is on the table.

    case, sheet: None for an item that is no case, or one that could not be opened: trouble.
    """

    meeting: OpenMeeting
    table: Table
    case: OpenCase | None = None
    sheet: Sheet | None = None
    brief: Brief = Brief()
    trouble: DeskError | None = None


def begin(meeting: OpenMeeting, _: Progress) -> RoomState:
    """Begin the meeting, or go on with it where it was left."""
    notes.settle_notes(meeting)
    sitting.begin(meeting)
    table = look(meeting)
    item = table.item or table.next or (table.items[0] if table.items else None)
    return taken(meeting, None, item.id) if item is not None else RoomState(meeting, table)


def take(meeting: OpenMeeting, before: OpenCase | None, item: str, _: Progress) -> RoomState:
    """Take an item up; the case of the one before is closed."""
    return taken(meeting, before, item)


def taken(meeting: OpenMeeting, before: OpenCase | None, item_id: str) -> RoomState:
    """As `take`."""
    if before is not None:
        cases.close_case(before)
    sitting.take(meeting, item_id)
    table = look(meeting)
    if table.item is None or not table.item.public:
        return RoomState(meeting, table)
    try:
        case = open_item(meeting, item_id)
    except DeskError as error:
        return RoomState(meeting, table, trouble=error)
    try:
        return _with_case(meeting, case, item_id)
    except DeskError as error:
        cases.close_case(case)
        return RoomState(meeting, look(meeting), trouble=error)


def open_typed(meeting: OpenMeeting, item_id: str, full: str, _: Progress) -> RoomState:
    """The restricted case of an item, with its full reference as typed."""
    wanted = item_of(meeting, item_id).public
    if parse_full(full).public != wanted:
        raise ReferenceRefused(
            "That is the full reference of another case.", f"Type the one of {wanted}."
        )
    return _with_case(meeting, casekeys.open_restricted(meeting.session, full), item_id)


def _with_case(meeting: OpenMeeting, case: OpenCase, item_id: str) -> RoomState:
    found = sheet(meeting, case, item_id)
    if concluding.bring_in(meeting, case, item_id):
        found = sheet(meeting, case, item_id)
    return RoomState(meeting, look(meeting), case, found, _brief(meeting, case, found))


def act(
    meeting: OpenMeeting, case: OpenCase | None, brief: Brief, action: MeetingAct, _: Progress
) -> RoomState:
    """One of the desk's acts, and how the room stands after it."""
    action(meeting, case)
    return stands(meeting, case, brief)


def stands(meeting: OpenMeeting, case: OpenCase | None, brief: Brief) -> RoomState:
    """The room as it is."""
    table = look(meeting)
    found = sheet(meeting, case, table.item.id) if case is not None and table.item else None
    return RoomState(meeting, table, case, found, brief)


def decide(
    meeting: OpenMeeting,
    case: OpenCase,
    item: str,
    command: Decide | Abstain,
    brief: Brief,
    _: Progress,
) -> RoomState:
    """Record a member's own decision, or take it back."""
    if isinstance(command, Abstain):
        deciding.abstain(meeting, case, item, command.member)
    elif command.options:
        deciding.decide(meeting, case, item, command.member, command.options, command.reason)
    else:
        deciding.clear(meeting, case, item, command.member)
    state = stands(meeting, case, brief)
    if isinstance(command, Decide) and command.reason and state.sheet is not None:
        target = reason_target(state.sheet, command.member)
        if target is not None:
            drafts.save_draft(case, target, command.reason)  # what was being typed is this now
    return state


def keep_reason(case: OpenCase, target: Target, text: str, _: Progress) -> None:
    """Keep a reason that is being typed."""
    drafts.save_draft(case, target, text)


def reason_target(found: Sheet, member: str) -> Target | None:
    """Where a member's reason stands in the case; None before they have a row, or without one."""
    seat, spec = found.seats.of(member), found.rule.seats
    if seat is None or not seat.row or spec is None or spec.reason is None:
        return None
    return Target(spec.record, seat.row, spec.reason)


def read_back(meeting: OpenMeeting, case: OpenCase, item: str, _: Progress) -> Reading:
    """The whole part in words, with what stands in the way of signing it."""
    return concluding.read_back(meeting, case, item)


def sign(
    meeting: OpenMeeting,
    case: OpenCase,
    brief: Brief,
    reading: Reading,
    given: tuple[Signature, str, str],
    _: Progress,
) -> RoomState:
    """given: the signature, what was drawn, and why it goes on without a quorum."""
    signature, strokes, despite = given
    item = reading.sheet.item.id
    concluding.sign_item(meeting, case, item, reading, signature, strokes=strokes, despite=despite)
    return stands(meeting, case, brief)


def leave(meeting: OpenMeeting, case: OpenCase | None, _: Progress) -> OpenMeeting:
    """Close the case on the table; the meeting stays open, its item's clock stands."""
    if case is not None:
        cases.close_case(case)
    if not meeting.read_only and look(meeting).item is not None and not look(meeting).paused:
        sitting.pause(meeting)
    return meeting


def close(meeting: OpenMeeting, _: Progress) -> None:
    """Close the meeting's book."""
    meetingbooks.close_meeting(meeting)


# for `act`


def nothing(_meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """Only to look again."""


def declare(
    item: str, member: str, what: str, out: bool, meeting: OpenMeeting, case: OpenCase | None
) -> None:
    """An interest; a decision from before they stepped out is taken back."""
    attendance.declare(meeting, item, member, what, stepped_out=out)
    if case is not None and out:
        deciding.clear(meeting, case, item, member)


def keep_note(item: str, text: str, meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """The notes on an item."""
    notes.write_note(meeting, item, text)


def add_action(
    what: str, who: str, day: object, item: str, meeting: OpenMeeting, _case: OpenCase | None
) -> None:
    """An action point; day: a date, or None."""
    due = read_date(f"{day:%d/%m/%Y}") if isinstance(day, date) else None
    notes.add_action(meeting, what, who, due, item)


def mark(member: str, presence: Presence, meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """Somebody came, left, sent apologies or is absent."""
    attendance.mark(meeting, member, presence)


def everybody(meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """Whoever is expected is there."""
    attendance.everybody_came(meeting)


def deputy(
    member: str, name: str, title: str, meeting: OpenMeeting, _case: OpenCase | None
) -> None:
    """Somebody comes in a member's place."""
    attendance.send_deputy(meeting, member, name, title)


def guest(
    name: str,
    title: str,
    agency: str,
    capacity: str,
    meeting: OpenMeeting,
    _case: OpenCase | None,
) -> None:
    """Somebody who is on no list."""
    who = Attendee(
        "",
        name=name,
        title=title,
        agency=agency,
        capacity=capacity,
        presence=Presence.PRESENT.value,
    )
    attendance.add_attendee(meeting, who)


def set_shown(item: str, ids: frozenset[str], meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """What the room may see of an item."""
    showing.show(meeting, item, ids)


# drafts


def draft_note(meeting: OpenMeeting, item: str, text: str, _: Progress) -> None:
    """Keep a note that is being typed."""
    notes.draft_note(meeting, item, text)


# what is worked out once


def _brief(meeting: OpenMeeting, case: OpenCase, found: Sheet) -> Brief:
    names = [initials(name) for name in subject_names(case.form, case.answers())]
    wanted = agenda.missing(case, facts_of(meeting), found.item.step)
    own = [one for one in assessments(case) if one.criterion.pathway == case.pathway.id]
    return Brief(
        "   ".join(part for part in (case.public, ", ".join(names)) if part),
        tuple(dict.fromkeys(_limbs(own))),
        tuple(one.what for one in wanted),
    )


def _limbs(found: Sequence[Assessment]) -> Iterator[str]:
    for one in found:
        for limb in (*one.because, *one.to_answer, *one.others):
            yield limb.words
