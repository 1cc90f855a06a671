"""What stands in the way of ending an item or a meeting, and what to do about each (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mktdesk.casework.deciding import Seats, SeatState
from mktdesk.casework.meetingrecords import ActionPoint, AgendaItem, ItemState
from mktdesk.casework.sitting import Room, counted


class Weight(StrEnum):
    """stop: it cannot end so. reason: it can, for a reason that is recorded. look: it is said."""

    STOP = "stop"
    REASON = "reason"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Block:
    """One thing in the way. what: what it is. do: what to do. attendee: whom it is about, or ""."""

    weight: Weight
    what: str
    do: str
    attendee: str = ""
    rule: str = ""


def item_blocks(there: Room, found: Seats) -> tuple[Block, ...]:
    """What stands in the way of signing an item (R83, R201, R288)."""
    return tuple(_item_blocks(there, found))


def _item_blocks(there: Room, found: Seats) -> Iterator[Block]:
    if not there.there:
        yield Block(Weight.STOP, "Nobody is in the room.", "Say in the attendance who is here.")
    if found.asked:
        for one in found.to_decide:
            yield Block(
                Weight.STOP,
                f"{one.attendee.name} has not decided.",
                "Record the decision, or that they abstain or step out.",
                one.attendee.id,
                "R201",
            )
    for one in found.without_reason:
        why = "interest" if one.state is SeatState.STEPPED_OUT else "reason"
        yield Block(
            Weight.STOP,
            f"{one.attendee.name}: the {why} is missing.",
            "The form asks for it. Give it.",
            one.attendee.id,
            "R201",
        )
    if not there.quorum.kept:
        yield Block(
            Weight.REASON,
            f"There is no quorum: {there.quorum.words}.",
            "Wait, put the item off, or say why it goes on; the minutes will say so.",
        )
    if there.too_small:
        yield Block(
            Weight.REASON,
            f"The panel is too small: {there.too_small}.",
            "Have more members named, or say why it goes on; the minutes will say so.",
            rule="R288",
        )
    for core in there.core_missing:
        yield Block(
            Weight.REASON,
            f"{core.words}.",
            "Wait for them, put the item off, or say why it goes on; the minutes will say so.",
        )
    yield from _no_decision(found)
    if there.chair is None:
        yield Block(
            Weight.LOOK,
            "Nobody in the room is chair or deputy chair.",
            "Say in the attendance who leads this item.",
        )
    if found.others:
        yield Block(
            Weight.LOOK,
            f"In the form, and not a member here: {', '.join(found.others)}.",
            "Take the row out of the form if it does not belong there.",
        )


def _no_decision(found: Seats) -> Iterator[Block]:
    here = [one.state for one in found.seats if one.state is not SeatState.AWAY]
    if found.asked and here and not {SeatState.DECIDED, SeatState.TO_DECIDE} & set(here):
        yield Block(
            Weight.LOOK,
            "No member gave a decision: all abstained or stepped out.",
            "See that the recommendation says so.",
            rule="R201",
        )


def meeting_blocks(
    items: Iterable[AgendaItem], actions: Iterable[ActionPoint]
) -> tuple[Block, ...]:
    """What stands in the way of ending a meeting, and what is left open by it."""
    found = tuple(items)
    blocks = [
        Block(
            Weight.STOP,
            f"{item_name(one)} is still being taken.",
            "Sign it, put it off, or leave it as not taken.",
        )
        for one in found
        if one.state == ItemState.NOW.value
    ]
    if waiting := [one for one in found if one.state == ItemState.WAITING.value]:
        which = ", ".join(item_name(one) for one in waiting)
        blocks.append(
            Block(
                Weight.LOOK,
                f"Not taken: {which}.",
                "They are marked so, and come up again when the next agenda is made.",
            )
        )
    if nobody := sum(not one.owner.strip() for one in actions if not one.done):
        blocks.append(
            Block(
                Weight.LOOK,
                f"{counted(nobody, 'action point')} without a name.",
                "Say who is to do each.",
            )
        )
    return tuple(blocks)


def item_name(item: AgendaItem) -> str:
    """What an item is called: its case's public reference, or its title."""
    return item.public or item.title


def may_end(blocks: Iterable[Block], despite: str = "") -> bool:
    """Whether nothing stops it; what may go on for a reason needs one."""
    found = tuple(blocks)
    if any(one.weight is Weight.STOP for one in found):
        return False
    return bool(despite.strip()) or all(one.weight is not Weight.REASON for one in found)


def first_stop(blocks: Iterable[Block], despite: str = "") -> Block | None:
    """What to see to first; None where it may end."""
    for one in blocks:
        if one.weight is Weight.STOP or (one.weight is Weight.REASON and not despite.strip()):
            return one
    return None
