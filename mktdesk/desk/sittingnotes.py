"""A meeting's notes and action points, as they arise (2016 guidance 3.2: R302)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mktdesk.book import RowChange, Written
from mktdesk.casework.meetingrecords import ActionPoint, ItemNote
from mktdesk.desk.casefile import new_id, put, put_new
from mktdesk.desk.sittingbook import (
    NOTE,
    MeetingBook,
    actions_of,
    note_item,
    note_key,
    refuse_read_only,
)
from mktdesk.errors import StepRefused
from mktdesk.forms.values import DateAnswer


def write_note(meeting: MeetingBook, item_id: str, text: str) -> Written | None:
    """What the minute taker wrote of an item ("" for the whole meeting); None if it stands so."""
    refuse_read_only(meeting)
    key = note_key(item_id)
    row = meeting.book.row(ItemNote.KIND, key)
    before = ItemNote.of(key, row.fields).text if row is not None else ""
    if before == text:
        meeting.book.drop_draft(NOTE, key)
        return None
    made = ItemNote(key, item=item_id, text=text)
    written = meeting.write("edit" if row is not None else "add", (put(made),))
    meeting.book.drop_draft(NOTE, key)
    return written


def draft_note(meeting: MeetingBook, item_id: str, text: str) -> None:
    """Keep a note that is being typed, until `write_note`."""
    refuse_read_only(meeting)
    meeting.book.save_draft(NOTE, note_key(item_id), text, meeting.session.actor)


def settle_notes(meeting: MeetingBook) -> None:
    """Notes that were being typed when the meeting was last open are notes now."""
    if meeting.read_only:
        return
    for key, raw in meeting.book.drafts(NOTE).items():
        if isinstance(raw, str):
            write_note(meeting, note_item(key), raw)


# action points


def add_action(
    meeting: MeetingBook, text: str, owner: str = "", due: DateAnswer | None = None, item: str = ""
) -> str:
    """Something that somebody is to do; its id. Raises StepRefused without words."""
    refuse_read_only(meeting)
    order = max((one.order for one in actions_of(meeting)), default=-1) + 1
    made = ActionPoint(
        new_id(),
        item=item,
        text=_words(text),
        owner=owner.strip(),
        due=due_day(due),
        order=order,
    )
    meeting.write("add", (put_new(made),))
    return made.id


def write_action(meeting: MeetingBook, action: ActionPoint) -> Written:
    """Other words, another owner or day for an action point, or that it is done."""
    refuse_read_only(meeting)
    made = replace(action, text=_words(action.text), owner=action.owner.strip())
    return meeting.write("edit", (put(made),))


def remove_action(meeting: MeetingBook, action_id: str) -> Written:
    """Take an action point out; undo brings it back."""
    refuse_read_only(meeting)
    return meeting.write("remove", (RowChange(ActionPoint.KIND, action_id, delete=True),))


def due_day(due: DateAnswer | None) -> str:
    """The one certain day that was typed (ISO), or nothing. Raises StepRefused for any other."""
    if due is None or not due.text.strip():
        return ""
    if not due.earliest or due.earliest != due.latest or due.doubt:
        raise StepRefused(
            "That is not one certain day.", "Give day, month and year, such as 3 March 2027."
        )
    return date.fromisoformat(due.earliest).isoformat()


# how it is kept


def _words(text: str) -> str:
    if not text.strip():
        raise StepRefused("An action point needs words.", "Say what is to be done.")
    return text.strip()
