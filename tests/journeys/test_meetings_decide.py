"""A case of every toolkit goes through its body's meeting to whoever decides, and all that follows
starts by itself: each clock, each notice, the next step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mktdesk.casework.clocks import ClockState
from mktdesk.casework.deciding import SeatState
from mktdesk.casework.meetingrecords import AgendaItem, ItemState, Presence, SignatureMark
from mktdesk.casework.progress import StepState
from mktdesk.desk import (
    afterwards,
    agenda,
    attendance,
    concluding,
    deciding,
    meetingbooks,
    signing,
    sitting,
    sittingnotes,
)
from mktdesk.desk.itemsheet import sheet
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.panelchoice import PapersChoice, Recipient, circulated
from mktdesk.desk.panelpack import make_papers
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.desk.work import Silent
from mktdesk.errors import StepRefused
from mktdesk.forms.values import Value, YesNo
from mktdesk.toolkits import load
from tests.desk.sittings import AGREED, meeting_of
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]


@contextmanager
def at_meeting(case: Walker, body: str) -> Iterator[tuple[OpenMeeting, str]]:
    """The case on the table of a body's meeting on the walker's day; the item's id."""
    day = f"{case.day:%d/%m/%Y} 10:00"
    meeting = meeting_of(case.case.session, body, day, quorum=0)
    (item,) = agenda.add_cases(meeting, (agenda.Wanted(case.case.public),))
    sitting.begin(meeting)
    attendance.everybody_came(meeting)
    sitting.take(meeting, item)
    try:
        yield meeting, item
    finally:
        meetingbooks.close_meeting(meeting)


def sign(meeting: OpenMeeting, case: Walker, item: str, **answers: Value) -> list[str]:
    """The rest of the part is filled and signed by the chair; what starts by itself, in words."""
    concluding.level(meeting, case.case, item)
    case.fill(sheet(meeting, case.case, item).part.id, **answers)
    read = concluding.read_back(meeting, case.case, item)
    assert [one.what for one in read.blocks] == []
    before = afterwards.stands(case.case)
    concluding.sign_item(meeting, case.case, item, read, read.signer)
    return list(afterwards.followed(case.case, before).lines)


def decide(case: Walker, item_step: str, **answers: Value) -> afterwards.Followed:
    """Whoever decides on it signs at the same table; what starts by itself."""
    item = AgendaItem("x", step=item_step)
    (decision,) = afterwards.decisions_after(case.case, item)
    case.fill(decision.part.id, **answers)
    read = signing.review(case.case, decision.part.id)
    given = signing.Signature("Marian Oyelaran", "", "", f"{case.day:%d/%m/%Y}")
    followed = afterwards.sign_decision(case.case, read, given)
    (again,) = afterwards.decisions_after(case.case, item)
    assert again.signed is not None
    assert case.case.book.row(SignatureMark.KIND, again.signed.id) is not None
    return followed


def told(followed: afterwards.Followed) -> set[str]:
    return {one.key.partition(":")[0] for one in followed.to_tell}


@pytest.mark.rule("R182")
@pytest.mark.rule("R203")
@pytest.mark.rule("R204")
@pytest.mark.rule("R388")
@pytest.mark.rule("R391")
@pytest.mark.parametrize(
    ("toolkit", "body"),
    [("mkscb-2016", "mkscb-2016/scrsg"), ("mksb-2018", "mksb-2018/children_panel")],
)
def test_a_panel_recommends_and_the_independent_chair_decides(
    walker: Begin, toolkit: str, body: str
) -> None:
    case = walker(toolkit, "scr")
    case.answer(date_received=read_date("3/3/2026"))
    case.walk(until="recommendation")
    case.later(1)
    with at_meeting(case, body) as (meeting, item):
        deciding.same_for_the_rest(meeting, case.case, item, ("a",), AGREED)
        sign(
            meeting, case, item, options=("a",), recommended="recommended",
            legal_advice=YesNo("no"),
        )  # fmt: skip
        (decision,) = afterwards.decisions_after(case.case, sitting.look(meeting).items[0])
        assert decision.who == "Independent Chair"
        assert [part.id for part in decision.beside] == ["peer"]
        case.answer(peer_name="K. Adair", peer_board="Northshire", peer_date=case.today)
        followed = decide(case, "recommendation", chair_view="agree", chair_because=AGREED)
    assert case.outcomes == ["scr"]
    assert case.clock("one_month") is ClockState.MET
    assert followed.moved
    assert told(followed)
    open_now = {x.key.partition(":")[0] for x in followed.to_tell}
    assert open_now <= {key.partition(":")[0] for key in case.told()}
    assert StepState.NOW in case.states().values()


@pytest.mark.rule("R29")
@pytest.mark.rule("R32")
@pytest.mark.rule("R33")
@pytest.mark.rule("R38")
def test_the_2010_sub_group_recommends_and_the_chair_decides_in_its_week(walker: Begin) -> None:
    case = walker("mkscb-2010", "scr")
    case.sign("referral", date_received=case.today)
    case.day = date(2026, 3, 4)
    case.add("discussion", discussed_on=case.today)
    case.answer(considered_on=case.today)
    case.sign("screening", may_meet="yes", referred_on=case.today)
    case.later(1)
    case.record("presenter")
    case.day = date(2026, 3, 13)
    with at_meeting(case, "mkscb-2010/scr_subgroup") as (meeting, item):
        members = [one.id for one in sitting.look(meeting).attendees]
        deciding.press(meeting, case.case, item, members[0], "scr")
        found = sheet(meeting, case.case, item)
        assert not found.seats.asked
        assert found.blocks == ()
        sign(meeting, case, item, subgroup_recommends="scr")
    rows = case.case.answers().table("panel_member")
    assert [row.get("own_view") for row in rows] == ["scr", *[None] * 7]
    assert case.clock("two_weeks") is ClockState.MET
    case.day = date(2026, 3, 16)
    case.answer(recommendation_received_on=case.today)
    followed = decide(case, "recommendation", chair_decides="scr", chair_date=case.today)
    assert case.clock("one_week") is ClockState.MET
    assert case.due["six_months"] == "2026-09-16"
    words = "\n".join(followed.lines)
    assert "Ofsted" in words
    assert "GOSE" in words


@pytest.mark.rule("R82")
@pytest.mark.rule("R83")
@pytest.mark.rule("R84")
def test_the_medway_panel_recommends_and_its_core_is_looked_for(walker: Begin) -> None:
    case = walker("medway-2007", "scr")
    case.walk(until="recommendation")
    case.later(1)
    with at_meeting(case, "medway-2007/scrcp") as (meeting, item):
        people = sitting.look(meeting).attendees
        police = next(one for one in people if one.discipline == "police")
        for one in people:
            attendance.mark(meeting, one.id, Presence.LEFT)
        concluding.level(meeting, case.case, item)
        assert not case.case.answers().get("core_members")
        for one in people:
            if one is not police:
                attendance.mark(meeting, one.id, Presence.PRESENT)
        concluding.level(meeting, case.case, item)
        assert case.case.answers().get("core_members") == ("health", "authority")
        case.fill("recommendation", criteria_met="met")
        read = concluding.read_back(meeting, case.case, item)
        assert [one.what for one in read.blocks] == ["Police: nobody is there."]
        with pytest.raises(StepRefused, match="Police"):
            concluding.sign_item(meeting, case.case, item, read, read.signer)
        attendance.mark(meeting, police.id, Presence.PRESENT)
        sign(meeting, case, item)
    assert case.case.answers().get("core_members") == ("health", "police", "authority")
    followed = decide(case, "recommendation", chair_decides="scr")
    assert case.outcomes == ["scr"]
    assert told(followed)


@pytest.mark.rule("R4")
@pytest.mark.rule("R84")
def test_the_adult_panel_of_2018_wants_more_and_then_decides(walker: Begin) -> None:
    case = walker("mksb-2018", "sar")
    case.walk(until="sar_panel")
    case.later(1)
    back = case.day.replace(day=28)
    with at_meeting(case, "mksb-2018/adult_panel") as (meeting, item):
        deciding.same_for_the_rest(meeting, case.case, item, ("more",), "Too little is known.")
        day = read_date(f"{back:%d/%m/%Y}")
        concluding.want_more(meeting, case.case, item, "The care home's records", day)
        sign(meeting, case, item)
        (first,) = sitting.look(meeting).items
        assert (first.state, first.relist) == (ItemState.RELISTED.value, back.isoformat())
    assert case.state("sar_panel") is not StepState.DONE
    case.day = back
    with at_meeting(case, "mksb-2018/adult_panel") as (meeting, item):
        assert sheet(meeting, case.case, item).comes_back
        concluding.take_again(meeting, case.case, item)
        deciding.same_for_the_rest(meeting, case.case, item, ("must",), AGREED)
        sign(meeting, case, item, sar_view="must")
    versions = [one for one in case.case.signoffs() if one.part == "sar_section2"]
    assert [one.stands for one in versions] == [False, True]
    then = signing.signed_answers(case.case, versions[0])
    assert {row.get("view") for row in then.table("sar_member")} == {"more"}
    followed = decide(case, "sar_panel", sar_decided="review")
    assert case.outcomes == ["sar"]
    assert followed.lines


@pytest.mark.rule("R132")
@pytest.mark.rule("R134")
@pytest.mark.parametrize(
    ("way", "body", "step", "decision", "rows"),
    [
        ("lcspr", "lcrp_children", "rapid_review_children", "rrc_decision", "rrc_member"),
        ("sar", "lcrp_adults", "rapid_review_adults", "rra_decision", "rra_member"),
        ("dhr", "lcrp_dhr", "rapid_review_dhr", "rrd_decision", "rrd_member"),
    ],
)
def test_the_panels_of_2023_decide_themselves(
    walker: Begin, way: str, body: str, step: str, decision: str, rows: str
) -> None:
    case = walker("mk-together-2023", way)
    given: dict[str, dict[str, Value]] = {"referral": {"in_writing": YesNo("yes")}}
    case.walk(until=step, **(given if way == "dhr" else {}))
    case.later(1)
    with at_meeting(case, f"mk-together-2023/{body}") as (meeting, item):
        people = sitting.look(meeting).attendees
        if way == "dhr":
            seat_the_two(meeting)
        attendance.declare(meeting, item, people[3].id, "Her own team.")
        deciding.decide(
            meeting, case.case, item, people[1].id, ("disagrees",), "It is too early to say."
        )
        deciding.abstain(meeting, case.case, item, people[2].id)
        deciding.same_for_the_rest(meeting, case.case, item, ("agrees",))
        lines = sign(meeting, case, item, **{decision: way})
        (done,) = sitting.look(meeting).items
        states = [one.state for one in sheet(meeting, case.case, item).seats.seats]
    assert states.count(SeatState.STEPPED_OUT) == states.count(SeatState.ABSTAINED) == 1
    assert "Split 5 to 1" in done.outcome
    assert lines
    kept = {row.id: row for row in case.case.answers().table(rows)}
    assert kept[people[3].id].get("view") == "stepped_out"
    assert kept[people[3].id].get("reason") == "Her own team."
    assert kept[people[0].id].get("agency") == "Integrated Care Board, Designated nurse"
    assert f"{way}_go" in case.outcomes
    # Nobody decides after the panel.
    assert afterwards.decisions_after(case.case, done) == ()


def seat_the_two(meeting: OpenMeeting) -> None:
    """Who sits on every domestic homicide panel (R141)."""
    chair, other = sitting.look(meeting).attendees[4:6]
    one = "Chair of the Domestic Abuse Strategic Partnership Board"
    attendance.change_attendee(meeting, replace(chair, title=one))
    attendance.change_attendee(meeting, replace(other, title="Domestic Abuse Co-ordinator"))


def test_the_review_group_keeps_who_took_part_in_an_exercise(walker: Begin) -> None:
    case = walker("mk-together-2023", "cle")
    case.walk(until="cle_exercise", cle_screen={"cle_suitable": "suitable"})
    case.later(1)
    with at_meeting(case, "mk-together-2023/review_group") as (meeting, item):
        with pytest.raises(StepRefused, match="keeps no decision"):
            deciding.press(meeting, case.case, item, sitting.look(meeting).attendees[0].id, "a")
        sign(meeting, case, item)
    names = [row.get("name") for row in case.case.answers().table("cle_member")]
    assert len(names) == 8
    assert names[0] == "Amara Osei"


@pytest.mark.rule("R152")
@pytest.mark.rule("C25")
def test_the_team_holds_the_meetings_of_every_group_and_panel(session: Session) -> None:
    for body in load("mk-together-2023").bodies:
        meeting = meeting_of(session, f"mk-together-2023/{body.id}", quorum=0)
        agenda.add_item(meeting, "Where the reviews stand", 10)
        sitting.begin(meeting)
        attendance.everybody_came(meeting)
        table = sitting.look(meeting)
        assert table.facts.body_words == body.label
        assert table.there.quorum.words == "8 of 8 members present; nobody has set a quorum"
        (item,) = table.items
        sitting.take(meeting, item.id)
        sitting.finish(meeting, item.id, "Noted.")
        sittingnotes.add_action(meeting, "Tell the Assurance Group", "R. Osei", item=item.id)
        sitting.end(meeting)
        meetingbooks.close_meeting(meeting)
    held = meetingbooks.list_meetings(session)
    assert {one.state for one in held if one.public == meeting.public} == {
        "Held; minutes to be approved"
    }


@pytest.mark.rule("R151")
def test_the_team_sends_each_member_the_papers_before_the_panel_meets(
    walker: Begin, tmp_path: Path
) -> None:
    case = walker("mk-together-2023", "sar")
    case.walk(until="papers")
    case.later(1)
    day = f"{case.day + timedelta(days=5):%d/%m/%Y} 10:00"
    meeting = meeting_of(case.case.session, "mk-together-2023/lcrp_adults", day, quorum=0)
    (item,) = agenda.add_cases(meeting, (agenda.Wanted(case.case.public),))
    readers = tuple(Recipient(x.name, x.id) for x in sitting.look(meeting).attendees)
    choice = PapersChoice(readers, (item,))
    made = make_papers(meeting, choice, tmp_path, Silent(), {case.case.public: case.case})
    assert len(made.copies) == len(list(tmp_path.iterdir())) == 8
    assert {one.to for one in circulated(meeting)} == {one.name for one in readers}
    case.record("papers")
    said = agenda.missing(case.case, meeting.facts, "rapid_review_adults")
    assert not [one for one in said if "is not done" in one.what]
    meetingbooks.close_meeting(meeting)
