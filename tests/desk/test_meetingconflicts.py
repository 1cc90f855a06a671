"""What two people wrote of one meeting without knowing of each other is settled by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mktdesk.book import RowChange
from mktdesk.casework.meetingrecords import (
    ActionPoint,
    AgendaItem,
    Attendee,
    ItemNote,
    MinutesApproved,
    MinuteText,
)
from mktdesk.desk import cases, meetingbooks, meetingconflicts
from mktdesk.desk.conflicts import Shown
from mktdesk.desk.meetingbooks import OpenMeeting, OwnMeeting
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, InUseElsewhere, StepRefused
from tests.desk.travels import DAY, Laptop, back, bring, full, take

BEGUN = (
    RowChange(Attendee.KIND, "p1", {"name": "N. Aziz", "agency": "Health", "presence": "expected"}),
    RowChange(AgendaItem.KIND, "i1", {"title": "The risk register", "what": "business"}),
    RowChange(ActionPoint.KIND, "a1", {"text": "Write to the school", "item": "i1"}),
)
Both = Callable[[RowChange, RowChange], OpenMeeting]


@pytest.fixture
def both(session: Session, laptop: Laptop, stick: Path) -> Iterator[Both]:
    """A meeting that the office and the laptop each wrote on, joined at the office."""
    opened: list[OpenMeeting] = []

    def wrote(here: RowChange, there: RowChange) -> OpenMeeting:
        (first, *_) = cases.toolkits()
        body = f"{first.id}/{first.bodies[0].id}"
        meeting = meetingbooks.start_meeting(session, OwnMeeting(body, DAY))
        meeting.write("meeting", BEGUN)
        public = meeting.public
        meetingbooks.close_meeting(meeting)
        take(session, stick / "m.mktpack", meeting=public)
        copy = laptop.open(stick / "m.mktpack", full(session, public))
        for where, row in ((copy, there), (session, here)):
            one = meetingbooks.open_meeting(where, public)
            one.write("meeting", (row,))
            meetingbooks.close_meeting(one)
        (line,) = bring(session, back(laptop, copy, stick))
        assert line.came
        opened.append(meetingbooks.open_meeting(session, public))
        found = meetingconflicts.conflicts(opened[-1])
        assert line.conflicts == len(found)
        assert ("1 conflict to decide" in line.words) == bool(found)
        return opened[-1]

    yield wrote
    for meeting in opened:
        meetingbooks.close_meeting(meeting)


def one_of(meeting: OpenMeeting) -> Shown:
    (found,) = meetingconflicts.conflicts(meeting)
    return found


def theirs(shown: Shown) -> int:
    return next(n for n, side in enumerate(shown.sides) if side.who == "Ravi Osei")


@pytest.mark.parametrize(
    ("kind", "row", "here", "there", "title", "what", "lines"),
    [
        (
            Attendee.KIND, "p1", {"presence": "apologies"}, {"presence": "present"},
            "Who is there: N. Aziz", "There or not", {"Apologies", "Present"},
        ),
        (
            Attendee.KIND, "p1", {"name": "Nadia Aziz"}, {"name": "Nasreen Aziz"},
            "Who is there: N", "Name", {"Nadia Aziz", "Nasreen Aziz"},
        ),
        (
            AgendaItem.KIND, "i1", {"minutes": 10}, {"minutes": 20},
            "Item of the agenda: The risk register", "Minutes planned", {"10", "20"},
        ),
        (
            ActionPoint.KIND, "a1", {"due": "2026-12-08"}, {"due": "2026-12-09"},
            "Action point: Write to the school", "By", {"Tue 8 Dec 2026", "Wed 9 Dec 2026"},
        ),
        (
            ItemNote.KIND, "i1", {"item": "i1", "text": "Seen."}, {"item": "i1", "text": "Read."},
            "Note on an item: The risk register", "Note", {"Seen.", "Read."},
        ),
        (
            MinuteText.KIND, "item-i1", {"text": "It was seen.", "by": "Dana", "at": "1"},
            {"text": "It was read.", "by": "Ravi", "at": "2"},
            "Minutes: The risk register", "Words", {"It was seen.", "It was read."},
        ),
        (
            MinuteText.KIND, "attendance", {"text": "Nobody."}, {"text": "Everybody."},
            "Minutes: Who was there", "Words", {"Nobody.", "Everybody."},
        ),
    ],
)  # fmt: skip
def test_both_sides_stand_in_plain_words_and_one_is_chosen(
    both: Both, kind: str, row: str, here, there, title: str, what: str, lines: set[str]
) -> None:
    meeting = both(RowChange(kind, row, here), RowChange(kind, row, there))
    shown = one_of(meeting)
    assert shown.title.startswith(title)
    assert shown.what == what
    assert {line for side in shown.sides for line in side.lines} == lines
    assert {side.who for side in shown.sides} == {meeting.session.actor, "Ravi Osei"}
    meetingconflicts.choose(meeting, shown, theirs(shown))
    assert meetingconflicts.count(meeting) == 0
    kept = meeting.book.row(kind, row)
    assert kept is not None
    assert {name: kept.fields[name] for name in there} == there
    with pytest.raises(AnswersRefused, match="has been settled"):
        meetingconflicts.choose(meeting, shown, 0)


@pytest.mark.parametrize("keep", [True, False])
def test_removed_by_one_and_changed_by_the_other(both: Both, *, keep: bool) -> None:
    meeting = both(
        RowChange(Attendee.KIND, "p1", delete=True),
        RowChange(Attendee.KIND, "p1", {"presence": "present"}),
    )
    shown = one_of(meeting)
    assert shown.what == "Removed by one and changed by the other"
    at = theirs(shown)
    assert "There or not: Present" in shown.sides[at].lines
    meetingconflicts.choose(meeting, shown, at if keep else 1 - at)
    assert [one.name for one in meeting.attendees()] == (["N. Aziz"] if keep else [])
    assert meetingconflicts.conflicts(meeting) == ()


def test_what_only_the_program_counts_is_nothing_to_decide(both: Both) -> None:
    meeting = both(
        RowChange(AgendaItem.KIND, "i1", {"spent": 60}),
        RowChange(AgendaItem.KIND, "i1", {"spent": 90}),
    )
    assert meetingconflicts.conflicts(meeting) == ()


def test_approved_minutes_are_opened_again_before_other_words_stand(both: Both) -> None:
    meeting = both(
        RowChange(MinuteText.KIND, "attendance", {"text": "Nobody."}),
        RowChange(MinuteText.KIND, "attendance", {"text": "Everybody."}),
    )
    meeting.write("sign", (RowChange(MinutesApproved.KIND, "m1", {"day": "2026-12-02"}),))
    shown = one_of(meeting)
    stands = next(n for n, side in enumerate(shown.sides) if side.stands)
    with pytest.raises(StepRefused, match="approved"):
        meetingconflicts.choose(meeting, shown, 1 - stands)
    meetingconflicts.choose(meeting, shown, stands)
    assert meetingconflicts.conflicts(meeting) == ()


def test_nothing_is_settled_in_a_meeting_that_is_only_read(both: Both, session: Session) -> None:
    meeting = both(
        RowChange(Attendee.KIND, "p1", {"presence": "apologies"}),
        RowChange(Attendee.KIND, "p1", {"presence": "present"}),
    )
    reading = meetingbooks.look_into_meeting(session, meeting.public)
    with pytest.raises(InUseElsewhere):
        meetingconflicts.choose(reading, one_of(reading), 0)
    meetingbooks.close_meeting(reading)
