"""What the room may see of an item on the projector: chosen by the minute taker, item by item.

Never notes, never a seal, never another case: what is not named here cannot be shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from mktdesk.book import RowChange, Written
from mktdesk.casework.meetingrecords import AgendaItem
from mktdesk.desk.sittingbook import MeetingBook, item_of, refuse_read_only

FACTS, CRITERIA, OPTIONS, DECISIONS, OUTCOME = (
    "facts",
    "criteria",
    "options",
    "decisions",
    "outcome",
)
SHOWABLE = {
    FACTS: "Facts in brief",
    CRITERIA: "Criteria",
    OPTIONS: "Options",
    DECISIONS: "Members and their own decisions",
    OUTCOME: "How it came out",
}


def shown_of(item: AgendaItem) -> frozenset[str]:
    """What the room may see of an item; nothing until somebody chooses."""
    return frozenset(item.shown.split(",")) & SHOWABLE.keys()


def show(meeting: MeetingBook, item_id: str, ids: Iterable[str]) -> Written | None:
    """Choose what the room may see of an item; None where it is so already.

    ids: keys of `SHOWABLE`; others are left out. Raises InUseElsewhere, StepRefused.
    """
    refuse_read_only(meeting)
    wanted = [name for name in SHOWABLE if name in set(ids)]
    if shown_of(item_of(meeting, item_id)) == frozenset(wanted):
        return None
    row = RowChange(AgendaItem.KIND, item_id, {"shown": ",".join(wanted)})
    return meeting.write("meeting", (row,))
