"""Which meeting takes which case, told from the register; the extra meeting considered there."""

from __future__ import annotations

from datetime import date

import pytest

from mktdesk.casework.progress import StepState
from mktdesk.desk import (
    bodies,
    casekeys,
    casemeeting,
    cases,
    comers,
    directory,
    filling,
    meetingbooks,
    meetings,
)
from mktdesk.desk.bodyrows import BODY, MEMBER
from mktdesk.desk.comers import Comer
from mktdesk.desk.directory import Entry
from mktdesk.desk.drafts import Target
from mktdesk.desk.meetings import Rhythm
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, CaseError, ReferenceNeeded
from mktdesk.forms.values import Value, YesNo
from tests.journeys.walking import Walker

KEY = "mkscb-2016/sub_group"


@pytest.fixture
def begun(session: Session) -> None:
    """The sub-group meets on 24 November 2026 and every six weeks from then."""
    rhythm = Rhythm(read_date("24 November 2026 14:00"), 6, "week")
    meetings.set_rhythm(session, KEY, rhythm, "Agreed by the board")


def refer(session: Session, received: str) -> str:
    case = cases.start_referral(session)
    filling.set_answer(case, Target("referral", "", "date_received"), read_date(received))
    cases.close_case(case)
    return case.public


def only(session: Session) -> Comer:
    (found,) = comers.comers(session)
    return found


@pytest.mark.rule("R197")
@pytest.mark.rule("R198")
def test_every_case_that_waits_says_which_meeting_takes_it_as_its_own_page_does(
    session: Session, begun: None
) -> None:
    early = refer(session, "20 November 2026 15:00")
    late = refer(session, "22 November 2026 14:01")
    cases.close_case(cases.start_referral(session))  # nobody knows yet when it came
    first, second = comers.comers(session)  # what asks for an extra meeting comes first
    assert (first.public, first.moment_words) == (late, "Tue 5 Jan 2027, 14:00")
    assert (first.asks, first.extra_words) == (True, "Still to be considered")
    assert first.received == "Sun 22 Nov 2026, 14:01"
    assert (second.public, second.moment_words) == (early, "Tue 24 Nov 2026, 14:00")
    assert (second.asks, second.extra_words) == (False, "")
    for one in (first, second):
        case = cases.look_into(session, one.public)
        own = casemeeting.case_meeting(case)
        assert own is not None
        assert (own.words, own.moment, own.ask_extra) == (one.words, one.moment, one.near)
        cases.close_case(case)


@pytest.mark.rule("R198")
@pytest.mark.rule("R194")
def test_an_extra_meeting_is_considered_from_the_meetings_and_takes_the_case(
    session: Session, begun: None
) -> None:
    public = refer(session, "22 November 2026 14:01")
    with pytest.raises(AnswersRefused, match="reason"):
        comers.consider(session, public, considered=True, reason=" ")
    comers.consider(session, public, considered=True, reason="A sibling is at risk")
    assert (only(session).asks, only(session).extra_words) == (
        False, "An extra meeting is to be held",
    )  # fmt: skip
    case = cases.look_into(session, public)
    own = casemeeting.case_meeting(case)
    assert own is not None
    assert "A sibling is at risk (Dana Whitlock)" in own.extra_words
    cases.close_case(case)
    meetings.add_extra(session, KEY, read_date("25 November 2026 14:00"), "", "For that case")
    assert only(session).moment_words == "Wed 25 Nov 2026, 14:00"
    comers.consider(session, public, considered=False, reason="It can wait after all")
    assert only(session).extra_words == "No extra meeting is held"


def test_what_was_considered_in_the_case_is_known_to_the_meetings(
    session: Session, begun: None
) -> None:
    case = cases.open_case(session, refer(session, "22 November 2026 14:01"))
    casemeeting.consider_extra(case, considered=False, reason="No other child is at risk")
    with pytest.raises(CaseError, match="open here already"):
        comers.consider(session, case.public, considered=True, reason="Again")
    cases.settle(case)
    assert only(session).considered == "no"
    cases.close_case(case)


@pytest.mark.rule("C6")
def test_a_calendar_that_changes_moves_the_cases_with_it(session: Session, begun: None) -> None:
    refer(session, "20 November 2026 15:00")
    first = meetings.diary(session).coming[0]
    meetings.cancel(session, first, "Snow")
    assert only(session).moment_words == "Tue 5 Jan 2027, 14:00"
    rhythm = Rhythm(read_date("15 December 2026 10:00"), 1, "month")
    meetings.set_rhythm(session, KEY, rhythm, "Monthly from December")
    assert only(session).moment_words == "Tue 15 Dec 2026, 10:00"


def test_nothing_planned_and_nothing_known_is_said(session: Session) -> None:
    refer(session, "20 November 2026")
    assert only(session).words.startswith("No meeting is planned: ")
    assert only(session).moment_words == "Not known yet"


def test_a_case_that_its_body_has_considered_waits_no_more(session: Session, begun: None) -> None:
    walker = Walker(cases.start_referral(session))
    walker.answer(date_received=read_date("2 November 2026"))
    walker.sign("section1", "Liz Pemberton")
    cases.settle(walker.case)
    assert len(comers.comers(session)) == 1
    walker.day = date(2026, 11, 20)
    walker.sign("section2", options=("a",), legal_advice=YesNo("no"))
    assert walker.state("recommendation") is StepState.DONE
    cases.close_case(walker.case)
    assert comers.comers(session) == ()


def test_a_restricted_case_waits_without_its_subject(session: Session, begun: None) -> None:
    case = cases.open_case(session, refer(session, "22 November 2026 14:01"))
    casekeys.restrict(case, [session.vault.staff.id], "A member's own family")
    cases.close_case(case)
    assert (only(session).subject, only(session).asks) == ("Restricted", True)
    with pytest.raises(ReferenceNeeded):
        comers.consider(session, case.public, considered=True, reason="Soon")


def test_members_entered_later_are_expected_when_the_meeting_is_opened(
    session: Session, begun: None
) -> None:
    meeting = meetingbooks.start_meeting(session, meetings.diary(session).coming[0])
    meetingbooks.invite_members(meeting)
    assert meeting.attendees() == ()
    body: dict[str, Value] = {"name": "Sub-group", "body": "mkscb-2016/scrsg", "quorum": "3"}
    directory.keep(session, Entry(BODY, "", {}), body)
    row = directory.directory(session).entries[0].row
    bodies.keep_member(session, row, Entry(MEMBER, "", {}), {"name": "Bo", "capacity": "chair"})
    meetingbooks.invite_members(meeting)
    meetingbooks.invite_members(meeting)
    assert [(x.name, x.capacity) for x in meeting.attendees()] == [("Bo", "chair")]
    assert meetingbooks.as_kept(meeting).facts.quorum == 3
    meetingbooks.close_meeting(meeting)
