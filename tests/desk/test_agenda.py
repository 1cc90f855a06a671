"""An agenda made from the cases that are ready: order, minutes, presenter, what each case lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mktdesk.casework.deciding import made_at
from mktdesk.casework.meetingrecords import MinutesApproved, State
from mktdesk.desk import (
    agenda,
    bodies,
    casekeys,
    cases,
    directory,
    earlier,
    filling,
    meetingbooks,
    meetings,
    requests,
    sitting,
    sittingnotes,
)
from mktdesk.desk.agenda import Wanted
from mktdesk.desk.casefile import OpenCase, put
from mktdesk.desk.directory import Entry
from mktdesk.desk.meetingbooks import OpenMeeting, OwnMeeting
from mktdesk.desk.meetings import Rhythm
from mktdesk.desk.reading import read_date
from mktdesk.desk.ready import ready
from mktdesk.desk.session import Session
from mktdesk.errors import ReferenceNeeded, StepRefused
from tests.desk.sittings import meeting_of, ready_for_the_panel

PANEL = "mkscb-2016/scrsg"


@pytest.fixture
def meeting(session: Session) -> Iterator[OpenMeeting]:
    made = meeting_of(session, day="24 November 2026 14:00")
    yield made
    meetingbooks.close_meeting(made)


def referred(session: Session, received: str = "2/11/2026") -> OpenCase:
    return ready_for_the_panel(cases.start_referral(session), received).case


def filed(session: Session) -> str:
    case = referred(session)
    cases.close_case(case)
    return case.public


def order(meeting: OpenMeeting) -> list[str]:
    return [one.public or one.title for one in sitting.look(meeting).items]


@pytest.mark.rule("R28")
def test_a_case_comes_with_its_step_its_time_and_its_referrer(meeting: OpenMeeting) -> None:
    public = filed(meeting.session)
    agenda.add_cases(meeting, (Wanted(public),))
    (item,) = sitting.look(meeting).items
    assert (item.public, item.step, item.title) == (
        public, "recommendation", "Sub-group recommends",
    )  # fmt: skip
    assert (item.minutes, item.presenter) == (20, "Liz Pemberton")
    agenda.change_item(meeting, item.id, minutes=35, presenter_name="R. Osei")
    (item,) = sitting.look(meeting).items
    assert (item.minutes, item.presenter) == (35, "R. Osei")
    assert agenda.change_item(meeting, item.id, minutes=35) is None
    with pytest.raises(StepRefused, match="on this agenda already"):
        agenda.add_cases(meeting, (Wanted(public),))


def test_items_are_moved_and_taken_out(meeting: OpenMeeting) -> None:
    first, second = filed(meeting.session), filed(meeting.session)
    one, two = agenda.add_cases(meeting, (Wanted(first), Wanted(second)))
    other = agenda.add_item(meeting, "The annual report", 10)
    assert agenda.minutes_in_all(meeting) == 50
    agenda.move_item(meeting, other, 0)
    assert order(meeting) == ["The annual report", first, second]
    agenda.move_item(meeting, one, 2)
    assert order(meeting) == ["The annual report", second, first]
    assert agenda.move_item(meeting, one, 2) is None
    assert agenda.move_item(meeting, one, 7) is None
    agenda.remove_item(meeting, two)
    assert order(meeting) == ["The annual report", first]
    meeting.book.undo(meeting.session.actor)
    assert order(meeting) == ["The annual report", second, first]
    sitting.begin(meeting)
    sitting.take(meeting, other)
    with pytest.raises(StepRefused, match="was taken"):
        agenda.remove_item(meeting, other)


def test_a_case_that_two_agendas_have_is_said(meeting: OpenMeeting) -> None:
    public = filed(meeting.session)
    agenda.add_cases(meeting, (Wanted(public),))
    meetingbooks.settle(meeting)
    words = "Serious Case Review Sub-Group, Tue 24 Nov 2026, 14:00"
    (line,) = ready(meeting.session, PANEL).lines
    assert line.listed == (words,)
    (line,) = ready(meeting.session, PANEL, but=meeting.public).lines
    assert line.listed == ()
    other = meeting_of(meeting.session, day="25 November 2026 14:00")
    case = cases.look_into(meeting.session, public)
    said = [one.what for one in agenda.missing(case, other.facts, "recommendation")]
    assert f"Also on the agenda of {words}" in said
    cases.close_case(case)
    meetingbooks.close_meeting(other)


def test_a_case_with_nothing_for_a_meeting_is_not_listed(meeting: OpenMeeting) -> None:
    case = referred(meeting.session)
    cases.close_case(case)
    with pytest.raises(StepRefused, match="no such step"):
        agenda.add_cases(meeting, (Wanted(case.public, "referral"),))


@pytest.mark.rule("R199")
def test_what_a_case_lacks_is_said_before_the_meeting(meeting: OpenMeeting) -> None:
    case = cases.start_referral(meeting.session)
    filling.add_row(case, "request", {"agency": "Northshire Police", "contribution": "information"})
    found = agenda.missing(case, meeting.facts, "recommendation")
    assert [one.what for one in found] == [
        "Northshire Police: additional information",
        "Section 1: Referral is not signed",
        "“Agencies' information put with the referral” is not done",
    ]
    (request,) = requests.standings(case)
    requests.mark_nil(case, request.row, read_date("20/11/2026"))
    found = agenda.missing(case, meeting.facts, "recommendation")
    assert len(found) == 2
    cases.close_case(case)


@pytest.mark.rule("R197")
@pytest.mark.rule("R198")
def test_what_came_too_late_waits_for_the_meeting_after(session: Session) -> None:
    rhythm = Rhythm(read_date("24 November 2026 14:00"), 6, "week")
    meetings.set_rhythm(session, "mkscb-2016/sub_group", rhythm, "Agreed by the board")
    planned = meetings.diary(session).coming
    meeting = meetingbooks.start_meeting(session, planned[0])
    early, late = referred(session, "20/11/2026 09:00"), referred(session, "22/11/2026 15:00")
    said = agenda.missing(late, meeting.facts, "recommendation")
    words = [(one.what, one.rule) for one in said if one.rule in {"R197", "R198"}]
    assert words == [
        ("Members bring their information to the meeting of Tue 5 Jan 2027", "R197"),
        ("Whether an extra meeting is held", "R198"),
    ]
    assert not [x for x in agenda.missing(early, meeting.facts, "recommendation") if x.rule]
    for case in (early, late):
        cases.close_case(case)
    meetingbooks.close_meeting(meeting)


def test_a_restricted_case_is_listed_by_its_step_alone(meeting: OpenMeeting) -> None:
    case = referred(meeting.session)
    casekeys.restrict(case, (meeting.session.vault.staff.id,), "Named staff only")
    cases.close_case(case)
    with pytest.raises(ReferenceNeeded):
        agenda.add_cases(meeting, (Wanted(case.public),))
    agenda.add_cases(meeting, (Wanted(case.public, "recommendation"),))
    (item,) = sitting.look(meeting).items
    assert (item.title, item.presenter) == ("", "")


@pytest.mark.rule("R302")
def test_the_last_minutes_and_open_actions_come_to_the_next_meeting(session: Session) -> None:
    before = meeting_of(session, day="10 November 2026 14:00")
    sitting.begin(before)
    sittingnotes.add_action(before, "Ask the school", "Helen Marsh", read_date("1/12/2026"))
    sittingnotes.add_action(before, "Write to the trust", "R. Osei")
    sitting.end(before)
    meetingbooks.close_meeting(before)
    meeting = meeting_of(session, day="24 November 2026 14:00")
    facts = meeting.facts
    left = earlier.open_actions(session, facts)
    assert [one.action.text for one in left] == ["Ask the school", "Write to the trust"]
    earlier.settle_action(session, left[0], read_date("20/11/2026"))
    assert [one.action.text for one in earlier.open_actions(session, facts)] == [
        "Write to the trust"
    ]
    agenda.add_item(meeting, "The annual report")
    earlier.add_last_minutes(meeting)
    assert earlier.add_last_minutes(meeting) is None
    words = "Minutes of the meeting of Tue 10 Nov 2026, 14:00"
    assert order(meeting) == [words, "The annual report"]
    assert sitting.look(meeting).items[0].earlier == before.public
    again = meetingbooks.open_meeting(session, before.public)
    again.write("approve", (put(MinutesApproved("approved", meeting.public, "2026-11-24")),))
    meetingbooks.close_meeting(again)
    assert earlier.last_minutes(session, facts) is None
    meetingbooks.close_meeting(meeting)


def test_an_ended_meeting_takes_no_more_items(session: Session) -> None:
    meeting = meeting_of(session)
    sitting.begin(meeting)
    sitting.end(meeting)
    with pytest.raises(StepRefused, match="has ended"):
        agenda.add_item(meeting, "The annual report")
    with pytest.raises(StepRefused, match="reason"):
        sitting.go_back_in(meeting, " ")
    sitting.go_back_in(meeting, "Ended by mistake")
    assert sitting.look(meeting).facts.state == State.HELD.value
    assert agenda.add_item(meeting, "The annual report")
    meetingbooks.close_meeting(meeting)


def test_members_have_ids_of_their_own_at_each_meeting(session: Session) -> None:
    entry = Entry("body", "", {"name": "Our panel", "body": PANEL})
    directory.keep(session, replace(entry, values={}), entry.values)
    (body,) = [x.row for x in directory.directory(session).entries if x.kind == "body"]
    bodies.keep_member(session, body, Entry("member", "", {}), {"name": "Ann", "capacity": "chair"})
    seen = []
    for day in ("1 December 2026 10:00", "2 December 2026 10:00"):
        own = OwnMeeting(PANEL, read_date(day))
        meeting = meetingbooks.start_meeting(session, own)
        seen += [(one.name, one.id) for one in sitting.look(meeting).attendees]
        meetingbooks.close_meeting(meeting)
    assert [name for name, _ in seen] == ["Ann", "Ann"]
    assert [made_at(key) for _, key in seen] == ["MTG-2026-001", "MTG-2026-002"]
