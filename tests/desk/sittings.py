"""A meeting with members and cases on its agenda, for the tests of meeting mode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mktdesk.book import Book, Change, RowChange, Written
from mktdesk.casework.meetingrecords import MEETING_ROW, Attendee, MeetingFacts
from mktdesk.desk import agenda, attendance, sitting
from mktdesk.desk.casefile import OpenCase, put
from mktdesk.desk.session import Session
from tests.journeys.walking import Walker

NAMES = (
    ("Amara Osei", "Designated nurse", "Integrated Care Board", "health"),
    ("Lewis Grant", "Detective superintendent", "Northshire Police", "police"),
    ("Priya Nair", "Head of service", "Ouseford Council", "local authority"),
    ("Helen Marsh", "Head teacher", "Schools' forum", ""),
    ("Tom Adeyemi", "Named doctor", "Hospital Trust", "health"),
    ("Ruth Calder", "Team leader", "Probation", ""),
    ("Sanjay Patel", "Manager", "Housing", ""),
    ("Marion Field", "Lay member", "The Board", ""),
)
AGREED = "Limbs (a) and (b)(i) are met."


@dataclass(frozen=True)
class Meeting:
    """A meeting in a book of its own."""

    session: Session
    book: Book
    public: str = "MTG-2026-0001"
    read_only: bool = False

    def write(self, verb: str, rows: Sequence[RowChange], *, reason: str = "") -> Written:
        return self.book.write(Change(self.session.actor, verb, tuple(rows), reason))


def meeting_of(
    session: Session, folder: Path, body: str = "mkscb-2016/scrsg", *, quorum: int = 4
) -> Meeting:
    """A meeting of a body with eight members who are all expected; the first is in the chair."""
    toolkit = body.partition("/")[0]
    book = Book.create(
        folder / "meeting.book", b"k" * 32, book_id="m", kind="meeting",
        installation="test", clock=session.clock,
    )  # fmt: skip
    made = Meeting(session, book)
    facts = MeetingFacts(
        MEETING_ROW, public=made.public, body=body, toolkit=toolkit, day="2026-11-21",
        time="10:00", quorum=quorum,
    )  # fmt: skip
    made.write("start", (put(facts),))
    for number, (name, title, agency, discipline) in enumerate(NAMES):
        capacity = "member" if number else "chair"
        attendance.add_attendee(
            made, Attendee("", name, title, agency, capacity=capacity, discipline=discipline)
        )
    return made


def at_the_table(meeting: Meeting, case: OpenCase) -> tuple[str, tuple[str, ...]]:
    """Everybody came and the case is taken; the item's id, and the members' ids."""
    (item,) = agenda.add_cases(meeting, (agenda.Wanted(case.public),))
    sitting.begin(meeting)
    attendance.everybody_came(meeting)
    sitting.take(meeting, item)
    return item, tuple(one.id for one in sitting.look(meeting).attendees)


def ready_for_the_panel(case: OpenCase) -> Walker:
    """The referral is signed: the case waits for its panel."""
    walker = Walker(case)
    walker.sign("section1", "Liz Pemberton", referrer_name="Liz Pemberton")
    return walker
