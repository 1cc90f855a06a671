"""What two people wrote of one meeting without knowing of each other, to be settled by a person.

As a case's conflicts (see `conflicts`), in a meeting's own words: a side is chosen. What only the
program counts is nothing to decide; there the last write stands.
"""

from __future__ import annotations

from mktdesk.casework.meetingrecords import ActionPoint, MinuteText
from mktdesk.casework.minuting import SECTIONS
from mktdesk.desk.conflicts import Shown, grouped, let_stand, refuse_settled, side_by_side
from mktdesk.desk.history import rows_called
from mktdesk.desk.history_words import Glossary
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.errors import StepRefused


def conflicts(meeting: OpenMeeting) -> tuple[Shown, ...]:
    """Every open conflict of a meeting; none of one that never travelled."""
    groups = grouped(meeting.book)
    if not groups:
        return ()
    names = Glossary(places=_places(meeting))
    return tuple(
        side_by_side(meeting.book, names, group)
        for group in groups
        if not group[0].field or names.said(group[0].kind, {one.field: None for one in group})
    )


def count(meeting: OpenMeeting) -> int:
    """How many are open."""
    return len(conflicts(meeting))


def choose(meeting: OpenMeeting, shown: Shown, number: int) -> None:
    """Let one side stand, by its place among the sides; journaled.

    Raises AnswersRefused where the conflict is settled already or the side was erased, StepRefused
    where it would change approved minutes, InUseElsewhere.
    """
    meeting.refuse_change()
    refuse_settled(shown, conflicts(meeting))
    changes = shown.group[0].kind == MinuteText.KIND and not shown.sides[number].stands
    if changes and meeting.approved() is not None:
        raise StepRefused(
            "These minutes are approved.", "Open them again first, with a reason, to change them."
        )
    let_stand(meeting, shown, number)


def _places(meeting: OpenMeeting) -> dict[tuple[str, str], str]:
    """What rows are called: an action by its words, a section of the minutes by its title."""
    found = rows_called(meeting)
    for row in meeting.book.rows(ActionPoint.KIND):
        found[ActionPoint.KIND, row.id] = str(row.fields.get("text", ""))
    items = {f"item-{one.id}": one.title or one.public for one in meeting.items()}
    sections = {**SECTIONS, **items}
    for row in meeting.book.rows(MinuteText.KIND):
        found[MinuteText.KIND, row.id] = str(row.fields.get("title") or sections.get(row.id, ""))
    return found
