"""What meeting mode has done in the worker thread: each a function of the open meeting and case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from mktdesk.casework.criteria import Assessment
from mktdesk.casework.meetingrecords import AgendaItem, Attendee, Presence, State
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
from mktdesk.desk.afterwards import Decision, decisions_after
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.itemsheet import Sheet, open_item, sheet
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.reading import read_date
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
    """The meeting, and the item that is on the table; it stays there when it has come to its end.

    case, sheet: None for an item that is no case, or one that could not be opened: trouble. after:
    who decides on what was signed.
    """

    meeting: OpenMeeting
    table: Table
    item: AgendaItem | None = None
    case: OpenCase | None = None
    sheet: Sheet | None = None
    brief: Brief = Brief()
    trouble: DeskError | None = None
    after: tuple[Decision, ...] = ()


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
    """As `take`. A meeting that is only read, or has ended, is looked at and not changed."""
    if not meeting.read_only:
        sitting.take(meeting, item_id)
    if before is not None:
        cases.close_case(before)
    table = look(meeting)
    item = on_table(table, item_id)
    if item is None or not item.public:
        return RoomState(meeting, table, item)
    try:
        case = open_item(meeting, item_id)
    except DeskError as error:
        return RoomState(meeting, table, item, trouble=error)
    try:
        return _with_case(meeting, case, item_id)
    except DeskError as error:
        cases.close_case(case)
        return RoomState(meeting, look(meeting), item, trouble=error)


def on_table(table: Table, item_id: str) -> AgendaItem | None:
    """An item as it stands now; None where it is not on the agenda any more."""
    return next((one for one in table.items if one.id == item_id), None)


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
    table = look(meeting)
    brief, item = _brief(meeting, case, found), on_table(table, item_id)
    return RoomState(meeting, table, item, case, found, brief, after=_after(case, found))


def act(before: RoomState, action: MeetingAct, _: Progress) -> RoomState:
    """One of the desk's acts, and how the room stands after it."""
    action(before.meeting, before.case)
    return stands(before)


def stands(before: RoomState) -> RoomState:
    """The room as it is, with the same item on the table."""
    meeting, case = before.meeting, before.case
    table = look(meeting)
    item = on_table(table, before.item.id) if before.item is not None else None
    found = sheet(meeting, case, item.id) if case is not None and item is not None else None
    after = _after(case, found) if case is not None and found is not None else ()
    return replace(before, table=table, item=item, sheet=found, after=after)


def _after(case: OpenCase, found: Sheet) -> tuple[Decision, ...]:
    if found.signed is None or found.comes_back:
        return ()
    return decisions_after(case, found.item)


def decide(before: RoomState, command: Decide | Abstain, _: Progress) -> RoomState:
    """Record a member's own decision, or take it back. before: an item with its case."""
    meeting, case = before.meeting, before.case
    assert case is not None
    assert before.item is not None
    item = before.item.id
    if isinstance(command, Abstain):
        deciding.abstain(meeting, case, item, command.member, command.reason or None)
    elif command.options:
        deciding.decide(meeting, case, item, command.member, command.options, command.reason)
    else:
        deciding.clear(meeting, case, item, command.member)
    state = stands(before)
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


def settle(state: RoomState, _: Progress) -> None:
    """Bring the register level with the meeting and the case, and renew their leases."""
    meetingbooks.settle(state.meeting)
    if state.case is not None:
        cases.settle(state.case)


def leave(meeting: OpenMeeting, case: OpenCase | None, _: Progress) -> OpenMeeting:
    """Close the case on the table; the meeting stays open, its item's clock stands."""
    if case is not None:
        cases.close_case(case)
    table = look(meeting)
    held = table.facts.state == State.HELD.value
    if held and not meeting.read_only and table.item is not None and not table.paused:
        sitting.pause(meeting)
    return meeting


def close(meeting: OpenMeeting, case: OpenCase | None, progress: Progress) -> None:
    """Leave, and close the meeting's book: in one job, because the vault may be closed next."""
    meetingbooks.close_meeting(leave(meeting, case, progress))


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


def withdraw(item: str, member: str, meeting: OpenMeeting, case: OpenCase | None) -> None:
    """It was no interest after all: the member takes part again."""
    attendance.withdraw_interest(meeting, item, member)
    if case is not None:
        concluding.step_back_in(meeting, case, item, member)


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


def deputy(member: str, who: Attendee, meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """Somebody comes in a member's place."""
    attendance.send_deputy(meeting, member, who.name, who.title)


def add_person(who: Attendee, meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """Somebody who is on no list, and has come."""
    attendance.add_attendee(meeting, replace(who, presence=Presence.PRESENT.value))


def change_person(who: Attendee, meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """Another name, title, agency, capacity or discipline."""
    attendance.change_attendee(meeting, who)


def remove_person(member: str, meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """Somebody who never came is off the list."""
    attendance.remove_attendee(meeting, member)


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
