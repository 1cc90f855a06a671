"""A meeting with members and cases on its agenda, for the tests of meeting mode."""

from __future__ import annotations

from mktdesk.book import RowChange
from mktdesk.casework.meetingrecords import MEETING_ROW, Attendee, MeetingFacts
from mktdesk.desk import agenda, attendance, meetingbooks, sitting
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.meetingbooks import OpenMeeting, OwnMeeting
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.forms.values import YesNo
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


def meeting_of(
    session: Session,
    body: str = "mkscb-2016/scrsg",
    day: str = "21 November 2026 10:00",
    *,
    quorum: int = 4,
) -> OpenMeeting:
    """A meeting of a body with eight members who are all expected; the first is in the chair."""
    made = meetingbooks.start_meeting(session, OwnMeeting(body, read_date(day)))
    for one in sitting.look(made).attendees:
        attendance.remove_attendee(made, one.id)
    made.write("edit", (RowChange(MeetingFacts.KIND, MEETING_ROW, {"quorum": quorum}),))
    for number, (name, title, agency, discipline) in enumerate(NAMES):
        capacity = "member" if number else "chair"
        who = Attendee("", name, title, agency, capacity=capacity, discipline=discipline)
        attendance.add_attendee(made, who)
    return made


def at_the_table(meeting: OpenMeeting, case: OpenCase) -> tuple[str, tuple[str, ...]]:
    """Everybody came and the case is taken; the item's id, and the members' ids."""
    (item,) = agenda.add_cases(meeting, (agenda.Wanted(case.public),))
    sitting.begin(meeting)
    attendance.everybody_came(meeting)
    sitting.take(meeting, item)
    return item, tuple(one.id for one in sitting.look(meeting).attendees)


def ready_for_the_panel(case: OpenCase, received: str = "2/11/2026") -> Walker:
    """The referral is signed: the case waits for its panel."""
    walker = Walker(case)
    walker.answer(date_received=read_date(received))
    walker.sign("section1", "Liz Pemberton", referrer_name="Liz Pemberton")
    return walker


def agree(walker: Walker) -> None:
    """The chair's own part of section 2, as the panel agreed it."""
    walker.answer(
        senior_manager="Liz Pemberton", options=("a",), recommended="recommended",
        recommendation_reasons=AGREED, decision_and_reason=AGREED, legal_advice=YesNo("no"),
    )  # fmt: skip
