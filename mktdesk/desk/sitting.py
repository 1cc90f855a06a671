"""A meeting as it goes on: begun, paused, ended; which item is taken, and how it came out.

Every call is one change of the meeting's book and is on the disk when it returns: a laptop that
dies opens again at the same item. Who is there is in `mktdesk.desk.attendance`, notes and action
points in `mktdesk.desk.sittingnotes`, what members decide on a case in `mktdesk.desk.deciding`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mktdesk.book import RowChange, Written
from mktdesk.casework.meetingrecords import (
    MEETING_ROW,
    ActionPoint,
    AgendaItem,
    Attendee,
    Interest,
    ItemState,
    MeetingFacts,
    Movement,
    State,
)
from mktdesk.casework.sitting import (
    CAME_BACK,
    STEPPED_OUT,
    Room,
    room,
    seconds_spent,
    time_words,
)
from mktdesk.casework.sittingblocks import Block, first_stop, meeting_blocks
from mktdesk.desk.sittingbook import (
    MeetingBook,
    actions_of,
    attendees_of,
    facts_of,
    interests_of,
    item_of,
    items_of,
    moment,
    moved,
    movements_of,
    not_ended,
    notes_of,
    refuse_read_only,
    rule_of,
    under_way,
)
from mktdesk.errors import StepRefused
from mktdesk.forms.values import Json
from mktdesk.toolkits.process_schema import Sitting


@dataclass(frozen=True, slots=True)
class Table:
    """A meeting as meeting mode shows it. items, attendees, actions: in their order.

    item: the one that is being taken. rule: what the toolkit says of it. there: the room for that
    item, or for the meeting. spent: seconds the item has taken. notes: by item id; "" is the whole
    meeting's.
    """

    facts: MeetingFacts
    attendees: tuple[Attendee, ...]
    items: tuple[AgendaItem, ...]
    interests: tuple[Interest, ...]
    movements: tuple[Movement, ...]
    actions: tuple[ActionPoint, ...]
    notes: Mapping[str, str]
    item: AgendaItem | None
    rule: Sitting | None
    there: Room
    spent: int
    time: str
    blocks: tuple[Block, ...]
    read_only: bool

    @property
    def paused(self) -> bool:
        """It goes on when somebody says so."""
        return bool(self.facts.paused_at)

    @property
    def next(self) -> AgendaItem | None:
        """The first item that waits."""
        waiting = (one for one in self.items if one.state == ItemState.WAITING.value)
        return next(waiting, None)


def look(meeting: MeetingBook) -> Table:
    """The meeting as it stands."""
    facts = facts_of(meeting)
    items, actions = items_of(meeting), actions_of(meeting)
    attendees, interests = attendees_of(meeting), interests_of(meeting)
    item = next((one for one in items if one.id == facts.item), None)
    rule = rule_of(meeting, item)
    spent = seconds_spent(item, meeting.session.clock.now()) if item is not None else 0
    return Table(
        facts=facts,
        attendees=attendees,
        items=items,
        interests=interests,
        movements=movements_of(meeting),
        actions=actions,
        notes=notes_of(meeting),
        item=item,
        rule=rule,
        there=room(attendees, interests, rule, item=facts.item, quorum=facts.quorum),
        spent=spent,
        time=time_words(item, spent) if item is not None else "",
        blocks=meeting_blocks(items, actions),
        read_only=meeting.read_only,
    )


# the meeting


def begin(meeting: MeetingBook) -> Written:
    """The meeting begins, or goes on after a pause. Raises StepRefused for one that has ended."""
    facts = not_ended(meeting)
    now = moment(meeting)
    fields: dict[str, Json] = {"state": State.HELD.value}
    if not facts.started_at:
        fields["started_at"] = now
    rows = []
    if facts.paused_at:
        fields["paused_at"] = ""
        if facts.item:
            rows.append(RowChange(AgendaItem.KIND, facts.item, {"started_at": now}))
    return meeting.write("meeting", (RowChange(MeetingFacts.KIND, MEETING_ROW, fields), *rows))


def pause(meeting: MeetingBook) -> Written:
    """A break: the clock of the item stands until `begin`."""
    facts = under_way(meeting)
    rows = [_facts(paused_at=moment(meeting))]
    if facts.item:
        rows.append(_stopped(meeting, item_of(meeting, facts.item)))
    return meeting.write("meeting", rows)


def end(meeting: MeetingBook) -> Written:
    """The meeting is over; items that were not taken are marked so.

    Raises StepRefused while an item is being taken.
    """
    facts = under_way(meeting)
    items = items_of(meeting)
    stop = first_stop(meeting_blocks(items, ()))
    if stop is not None:
        raise StepRefused(stop.what, stop.do)
    now = moment(meeting)
    rows = [
        *_left(meeting, facts),
        _facts(state=State.ENDED.value, ended_at=now, item="", paused_at=""),
    ]
    rows += [
        RowChange(AgendaItem.KIND, one.id, {"state": ItemState.NOT_TAKEN.value})
        for one in items
        if one.state == ItemState.WAITING.value
    ]
    return meeting.write("meeting", rows)


def go_back_in(meeting: MeetingBook, reason: str) -> Written:
    """A meeting that was ended by mistake goes on. Raises StepRefused without a reason."""
    refuse_read_only(meeting)
    facts = facts_of(meeting)
    if facts.state != State.ENDED.value:
        raise StepRefused("The meeting has not ended.", "Go on with it.")
    if not reason.strip():
        raise StepRefused("That needs a reason.", "Say why; it is recorded.")
    rows = [_facts(state=State.HELD.value, ended_at="")]
    rows += [
        RowChange(AgendaItem.KIND, one.id, {"state": ItemState.WAITING.value})
        for one in items_of(meeting)
        if one.state == ItemState.NOT_TAKEN.value
    ]
    return meeting.write("meeting", rows, reason=reason.strip())


# items


def take(meeting: MeetingBook, item_id: str) -> Written:
    """Take an item up; the one before it waits again unless it is done."""
    facts = under_way(meeting)
    item = item_of(meeting, item_id)
    now = moment(meeting)
    rows = list(_left(meeting, facts)) if facts.item != item_id else []
    fields: dict[str, Json] = {"started_at": now}
    if item.state in {ItemState.WAITING.value, ItemState.NOT_TAKEN.value}:
        fields["state"] = ItemState.NOW.value
    if facts.item == item_id and not facts.paused_at:
        return meeting.write("meeting", (_facts(item=item_id),))
    out = {one.attendee for one in interests_of(meeting) if one.item == item_id and one.stepped_out}
    rows += [
        _facts(item=item_id, paused_at=""),
        RowChange(AgendaItem.KIND, item_id, fields),
        *(
            moved(meeting, one, STEPPED_OUT, item_id)
            for one in attendees_of(meeting)
            if one.id in out and one.there
        ),
    ]
    return meeting.write("meeting", rows)


def leave_item(meeting: MeetingBook) -> Written | None:
    """Put the item that is being taken down again; None when there is none."""
    facts = under_way(meeting)
    if not facts.item:
        return None
    return meeting.write("meeting", (*_left(meeting, facts), _facts(item="")))


def finish(
    meeting: MeetingBook, item_id: str, outcome: str, *, relist: str = "", despite: str = ""
) -> Written:
    """An item is done, with its outcome in words that name nobody; relist: ISO date it comes back.

    Raises StepRefused without an outcome.
    """
    facts = under_way(meeting)
    item = item_of(meeting, item_id)
    if not outcome.strip():
        raise StepRefused("An item ends with an outcome.", "Say in a few words what it is.")
    state = ItemState.RELISTED if relist else ItemState.DONE
    stopped = dict(_stopped(meeting, item).fields)
    stopped |= {
        "state": state.value,
        "outcome": outcome.strip(),
        "relist": relist,
        "despite": despite.strip(),
    }
    rows = [RowChange(AgendaItem.KIND, item.id, stopped)]
    if facts.item == item.id:
        rows += [*_back(meeting, facts), _facts(item="")]
    return meeting.write("meeting", rows)


# how it is kept


def _facts(**fields: Json) -> RowChange:
    return RowChange(MeetingFacts.KIND, MEETING_ROW, fields)


def _stopped(meeting: MeetingBook, item: AgendaItem) -> RowChange:
    spent = seconds_spent(item, meeting.session.clock.now())
    return RowChange(AgendaItem.KIND, item.id, {"spent": spent, "started_at": ""})


def _left(meeting: MeetingBook, facts: MeetingFacts) -> Iterable[RowChange]:
    """The item that is being taken is put down: its clock stands, it waits, all come back in."""
    if not facts.item:
        return
    item = item_of(meeting, facts.item)
    fields = dict(_stopped(meeting, item).fields)
    if item.state == ItemState.NOW.value:
        fields["state"] = ItemState.WAITING.value
    yield RowChange(AgendaItem.KIND, item.id, fields)
    yield from _back(meeting, facts)


def _back(meeting: MeetingBook, facts: MeetingFacts) -> Iterable[RowChange]:
    out = {
        one.attendee for one in interests_of(meeting) if one.item == facts.item and one.stepped_out
    }
    for one in attendees_of(meeting):
        if one.id in out and one.there:
            yield moved(meeting, one, CAME_BACK, facts.item)
