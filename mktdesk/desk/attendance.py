"""Who is at a meeting: those who came, left, sent a deputy or an apology; declared interests."""

from __future__ import annotations

from dataclasses import replace

from mktdesk.book import RowChange, Written
from mktdesk.casework.deciding import member_id
from mktdesk.casework.meetingrecords import Attendee, Interest, Presence
from mktdesk.casework.sitting import CAME, CAME_BACK, LEFT, STEPPED_OUT
from mktdesk.desk.casefile import new_id, put, put_new
from mktdesk.desk.sittingbook import (
    MeetingBook,
    attendee_of,
    attendees_of,
    item_of,
    moment,
    moved,
    movements_of,
    not_ended,
)
from mktdesk.errors import StepRefused


def mark(meeting: MeetingBook, attendee_id: str, presence: Presence) -> Written | None:
    """Somebody came, left, sent apologies or is absent; None when it stands so already."""
    facts = not_ended(meeting)
    one = attendee_of(meeting, attendee_id)
    if one.presence == presence.value:
        return None
    rows = [RowChange(Attendee.KIND, one.id, {"presence": presence.value})]
    if presence is Presence.PRESENT:
        rows += _came(meeting, one, facts.item)
    elif one.there:
        rows.append(moved(meeting, one, LEFT, facts.item))
    return meeting.write("meeting", rows)


def everybody_came(meeting: MeetingBook) -> Written | None:
    """Whoever is still expected is there; None when nobody is."""
    facts = not_ended(meeting)
    rows: list[RowChange] = []
    for one in attendees_of(meeting):
        if one.presence == Presence.EXPECTED.value:
            rows.append(RowChange(Attendee.KIND, one.id, {"presence": Presence.PRESENT.value}))
            rows += _came(meeting, one, facts.item)
    return meeting.write("meeting", rows) if rows else None


def _came(meeting: MeetingBook, one: Attendee, item: str) -> list[RowChange]:
    """They came; whoever has stepped out of the item that is being taken goes out again."""
    rows = [moved(meeting, one, CAME, item)]
    if item and _is_out(meeting, item, one.id):
        rows.append(moved(meeting, one, STEPPED_OUT, item))
    return rows


def _is_out(meeting: MeetingBook, item: str, attendee: str) -> bool:
    row = meeting.book.row(Interest.KIND, interest_id(item, attendee))
    return row is not None and Interest.of(row.id, row.fields).stepped_out


def add_attendee(meeting: MeetingBook, who: Attendee) -> str:
    """Somebody more belongs to the meeting, or came to it; the id they have on the list.

    Raises StepRefused without a name.
    """
    facts = not_ended(meeting)
    if not who.name.strip():
        raise StepRefused("Somebody without a name cannot be on the list.", "Give the name.")
    order = max((one.order for one in attendees_of(meeting)), default=-1) + 1
    own = member_id(meeting.public, new_id())
    made = replace(who, id=own, name=who.name.strip(), order=order)
    rows = [put_new(made)]
    if made.there:
        rows.append(moved(meeting, made, CAME, facts.item))
    meeting.write("add", rows)
    return made.id


def send_deputy(
    meeting: MeetingBook, attendee_id: str, name: str, title: str = "", *, there: bool = True
) -> str:
    """A deputy comes in a member's place, who is then away; the deputy's id on the list."""
    member = attendee_of(meeting, attendee_id)
    presence = Presence.PRESENT if there else Presence.EXPECTED
    deputy = replace(member, name=name, title=title, for_whom=member.name, presence=presence.value)
    made = add_attendee(meeting, deputy)
    if member.presence != Presence.APOLOGIES.value:
        mark(meeting, member.id, Presence.APOLOGIES)
    return made


def change_attendee(meeting: MeetingBook, who: Attendee) -> Written:
    """Another name, title, agency, capacity or discipline; presence is changed by `mark`."""
    not_ended(meeting)
    before = attendee_of(meeting, who.id)
    fields = {key: raw for key, raw in who.to_fields().items() if key != "presence"}
    old = before.to_fields()
    changed = {key: raw for key, raw in fields.items() if raw != old[key]}
    return meeting.write("edit", (RowChange(Attendee.KIND, who.id, changed),))


def remove_attendee(meeting: MeetingBook, attendee_id: str) -> Written:
    """Take somebody off the list who never came. Raises StepRefused for one who did."""
    not_ended(meeting)
    one = attendee_of(meeting, attendee_id)
    if any(x.attendee == one.id for x in movements_of(meeting)):
        raise StepRefused(f"{one.name} was at the meeting.", "Mark them as left instead.")
    return meeting.write("remove", (RowChange(Attendee.KIND, one.id, delete=True),))


def declare(
    meeting: MeetingBook, item_id: str, attendee_id: str, what: str, *, stepped_out: bool = True
) -> Written:
    """Somebody declares an interest in an item; stepped_out: they take no part in it.

    Raises StepRefused where nobody says what it is.
    """
    facts = not_ended(meeting)
    item, one = item_of(meeting, item_id), attendee_of(meeting, attendee_id)
    if not what.strip():
        raise StepRefused("An interest needs a few words.", "Say what it is; it is minuted.")
    made = Interest(
        interest_id(item.id, one.id),
        attendee=one.id,
        item=item.id,
        what=what.strip(),
        stepped_out=stepped_out,
        at=moment(meeting),
    )
    rows = [put(made)]
    was_out = _is_out(meeting, item.id, one.id)
    if stepped_out != was_out and facts.item == item.id and one.there:
        rows.append(moved(meeting, one, STEPPED_OUT if stepped_out else CAME_BACK, item.id))
    return meeting.write("meeting", rows)


def withdraw_interest(meeting: MeetingBook, item_id: str, attendee_id: str) -> Written:
    """An interest was none after all: whoever declared it takes part again."""
    facts = not_ended(meeting)
    key = interest_id(item_id, attendee_id)
    row = meeting.book.row(Interest.KIND, key)
    if row is None:
        raise StepRefused("No interest is declared there.", "Nothing was changed.")
    rows = [RowChange(Interest.KIND, key, delete=True)]
    one = attendee_of(meeting, attendee_id)
    if facts.item == item_id and one.there and Interest.of(key, row.fields).stepped_out:
        rows.append(moved(meeting, one, CAME_BACK, item_id))
    return meeting.write("remove", rows)


def interest_id(item_id: str, attendee_id: str) -> str:
    """The row of somebody's interest in an item: one each."""
    return f"{item_id}.{attendee_id}"
