"""A meeting of the 2016 sub-group: who is there, each member's decision, the chair's signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mktdesk.casework.deciding import SeatState
from mktdesk.casework.meetingrecords import Attendee, ItemState, Presence, SignatureMark, State
from mktdesk.desk import (
    agenda,
    attendance,
    casekeys,
    cases,
    concluding,
    deciding,
    meetingbooks,
    signing,
    sitting,
    sittingnotes,
    toolkits,
)
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.itemsheet import open_item, sheet
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.owntoolkits import files_of
from mktdesk.desk.reading import read_date
from mktdesk.desk.ready import ready
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.desk.signing import Signature
from mktdesk.errors import AnswersRefused, InUseElsewhere, ReferenceNeeded, StepRefused
from mktdesk.office import KdfCost, Machine
from tests.desk.conftest import PASSPHRASE
from tests.desk.sittings import AGREED, agree, at_the_table, meeting_of, ready_for_the_panel
from tests.journeys.walking import Walker


@pytest.fixture
def meeting(session: Session) -> Iterator[OpenMeeting]:
    made = meeting_of(session)
    yield made
    meetingbooks.close_meeting(made)


@pytest.fixture
def walker(case: OpenCase) -> Walker:
    return ready_for_the_panel(case)


@pytest.mark.rule("R200")
@pytest.mark.rule("R201")
def test_a_panel_decides_and_its_chair_signs(meeting: OpenMeeting, walker: Walker) -> None:
    case = walker.case
    item, (chair, police, *others) = at_the_table(meeting, case)
    first = deciding.press(meeting, case, item, chair, "a")
    assert (first.state, first.short) == (SeatState.DECIDED, "a")
    deciding.same_for_the_rest(meeting, case, item, ("a",), AGREED)
    deciding.decide(meeting, case, item, police, ("b", "d"), "The harm came from no neglect.")
    deciding.abstain(meeting, case, item, others[-1], "New to the case.")
    deciding.give_reason(meeting, case, item, (chair,), AGREED)
    agree(walker)
    read = concluding.read_back(meeting, case, item)
    assert read.blocks == ()
    assert read.sheet.tally.words == "Split 6 to 1: 6 for a, 1 for b + d; 1 abstained"
    assert [one.attendee.name for one in read.sheet.dissent] == ["Lewis Grant"]
    assert read.signer.name == "Amara Osei"
    signed = concluding.sign_item(meeting, case, item, read, read.signer, strokes="[[[1, 2]]]")
    (mark,) = case.book.rows(SignatureMark.KIND)
    assert (mark.id, mark.fields["digest"]) == (signed.id, signed.digest)
    assert walker.state("recommendation").value == "done"
    (done,) = sitting.look(meeting).items
    assert done.state == ItemState.DONE.value
    assert done.outcome == (
        "a) Meets the threshold for a Serious Case Review. "
        "Split 6 to 1: 6 for a, 1 for b + d; 1 abstained."
    )
    sitting.end(meeting)
    assert sitting.look(meeting).facts.state == State.ENDED.value


@pytest.mark.rule("R201")
def test_blanks_keep_the_chair_from_signing(meeting: OpenMeeting, walker: Walker) -> None:
    case = walker.case
    item, members = at_the_table(meeting, case)
    for one in members[1:]:
        deciding.decide(meeting, case, item, one, ("a",), AGREED)
    agree(walker)
    read = concluding.read_back(meeting, case, item)
    assert [one.what for one in read.blocks] == ["Amara Osei has not decided."]
    with pytest.raises(StepRefused, match="Amara Osei has not decided"):
        concluding.sign_item(meeting, case, item, read, read.signer)
    deciding.press(meeting, case, item, members[0], "a")
    read = concluding.read_back(meeting, case, item)
    assert [one.what for one in read.blocks] == ["Amara Osei: the reason is missing."]


def test_one_steps_out_of_an_item_and_comes_back_after_it(
    meeting: OpenMeeting, walker: Walker
) -> None:
    case = walker.case
    item, members = at_the_table(meeting, case)
    attendance.declare(meeting, item, members[3], "She taught the child.")
    with pytest.raises(StepRefused, match="has stepped out"):
        deciding.press(meeting, case, item, members[3], "a")
    found = sheet(meeting, case, item)
    seat = found.seats.of(members[3])
    assert seat is not None
    assert seat.state is SeatState.STEPPED_OUT
    assert found.there.quorum.words == "7 of 8 members present; the office's quorum is 4"
    deciding.same_for_the_rest(meeting, case, item, ("a",), AGREED)
    agree(walker)
    read = concluding.read_back(meeting, case, item)
    assert read.blocks == ()
    concluding.sign_item(meeting, case, item, read, read.signer)
    row = case.answers().row("panel_member", members[3])
    assert row.get("participation") == "stepped_out"
    assert row.get("reason") == "She taught the child."
    said = [one.what for one in sitting.look(meeting).movements if one.attendee == members[3]]
    assert said == ["came", "stepped out", "came back"]


def test_a_quorum_that_is_lost_is_said_and_needs_a_reason(
    meeting: OpenMeeting, walker: Walker
) -> None:
    case = walker.case
    item, members = at_the_table(meeting, case)
    deciding.same_for_the_rest(meeting, case, item, ("a",), AGREED)
    for one in members[3:]:
        attendance.mark(meeting, one, Presence.LEFT)
    agree(walker)
    read = concluding.read_back(meeting, case, item)
    (block,) = read.blocks
    assert block.what == (
        "There is no quorum: 3 of 8 members present; the office's quorum is 4: 1 member too few."
    )
    with pytest.raises(StepRefused, match="no quorum"):
        concluding.sign_item(meeting, case, item, read, read.signer)
    why = "All had decided before they left."
    concluding.sign_item(meeting, case, item, read, read.signer, despite=why)
    assert sitting.look(meeting).items[0].despite == why


@pytest.mark.rule("R378")
def test_further_information_brings_a_case_back(meeting: OpenMeeting, walker: Walker) -> None:
    case = walker.case
    item, _ = at_the_table(meeting, case)
    deciding.same_for_the_rest(meeting, case, item, ("h",), "Too little is known.")
    back = read_date("12 January 2027")
    with pytest.raises(StepRefused, match="after this meeting"):
        concluding.want_more(meeting, case, item, "The chronology", read_date("1/1/2026"))
    concluding.want_more(meeting, case, item, "The chronology of the school", back)
    agree(walker)
    walker.answer(options=("h",), recommended=None, recommendation_reasons=None)
    read = concluding.read_back(meeting, case, item)
    concluding.sign_item(meeting, case, item, read, read.signer)
    (done,) = sitting.look(meeting).items
    assert (done.state, done.relist) == (ItemState.RELISTED.value, "2027-01-12")
    assert "It comes back on Tue 12 Jan 2027" in done.outcome
    assert walker.state("recommendation").value != "done"
    sitting.take(meeting, item)
    concluding.take_again(meeting, case, item)
    assert sheet(meeting, case, item).signed is None
    assert case.answers().table("panel_member") == ()


def test_a_deputy_decides_in_the_place_of_a_member(meeting: OpenMeeting, walker: Walker) -> None:
    item, members = at_the_table(meeting, walker.case)
    deputy = attendance.send_deputy(meeting, members[1], "Asha Rowe", "Detective inspector")
    table = sitting.look(meeting)
    assert table.there.quorum.words == "8 of 8 members present; the office's quorum is 4"
    deciding.decide(meeting, walker.case, item, deputy, ("a",), AGREED)
    row = walker.case.answers().row("panel_member", deputy)
    assert row.get("name") == "Asha Rowe (for Lewis Grant)"
    with pytest.raises(StepRefused, match="is not in the room"):
        deciding.press(meeting, walker.case, item, members[1], "a")


def test_keys_add_options_and_drop_what_they_exclude(meeting: OpenMeeting, walker: Walker) -> None:
    item, (one, *_) = at_the_table(meeting, walker.case)
    pressed = [deciding.press(meeting, walker.case, item, one, key).options for key in "abdha"]
    assert pressed == [("a",), ("b",), ("b", "d"), ("h",), ("a",)]
    assert deciding.press(meeting, walker.case, item, one, "a").state is SeatState.TO_DECIDE
    with pytest.raises(AnswersRefused, match="exclude one another"):
        deciding.decide(meeting, walker.case, item, one, ("a", "b"))
    with pytest.raises(AnswersRefused, match="no option"):
        deciding.press(meeting, walker.case, item, one, "z")


def test_a_guest_does_not_decide(meeting: OpenMeeting, walker: Walker) -> None:
    item, _ = at_the_table(meeting, walker.case)
    there = Presence.PRESENT.value
    guest = attendance.add_attendee(
        meeting, Attendee("", "Jo Lunn", capacity="adviser", presence=there)
    )
    with pytest.raises(StepRefused, match="does not decide"):
        deciding.press(meeting, walker.case, item, guest, "a")


@pytest.mark.rule("R302")
def test_notes_and_action_points_are_kept_as_they_arise(
    meeting: OpenMeeting, walker: Walker
) -> None:
    item, _ = at_the_table(meeting, walker.case)
    sittingnotes.draft_note(meeting, item, "The school asked")
    assert sitting.look(meeting).notes == {item: "The school asked"}
    sittingnotes.settle_notes(meeting)
    sittingnotes.add_action(
        meeting, "Ask the school for its records", "Helen Marsh", read_date("1/12/2026"), item
    )
    table = sitting.look(meeting)
    assert table.notes == {item: "The school asked"}
    assert [(one.text, one.owner, one.due, one.item) for one in table.actions] == [
        ("Ask the school for its records", "Helen Marsh", "2026-12-01", item)
    ]


def test_the_clock_of_an_item_stands_in_a_break(meeting: OpenMeeting, walker: Walker) -> None:
    at_the_table(meeting, walker.case)
    sitting.pause(meeting)
    before = sitting.look(meeting)
    assert before.paused
    assert sitting.look(meeting).spent == before.spent
    sitting.begin(meeting)
    assert sitting.look(meeting).spent > before.spent
    with pytest.raises(StepRefused, match="is still being taken"):
        sitting.end(meeting)
    sitting.leave_item(meeting)
    sitting.end(meeting)
    assert sitting.look(meeting).items[0].state == ItemState.NOT_TAKEN.value


def test_whoever_stepped_out_does_not_sign(meeting: OpenMeeting, walker: Walker) -> None:
    case = walker.case
    item, members = at_the_table(meeting, case)
    attendance.declare(meeting, item, members[0], "Her own team.")
    deciding.same_for_the_rest(meeting, case, item, ("a",), AGREED)
    agree(walker)
    read = concluding.read_back(meeting, case, item)
    assert [one.what for one in read.blocks] == ["Nobody in the room is chair or deputy chair."]
    given = Signature("Dr Amara Osei", "", "", read.signer.date)
    with pytest.raises(StepRefused, match="has stepped out"):
        concluding.sign_item(meeting, case, item, read, given)


def test_what_was_signed_when_the_power_went_is_concluded_once(
    meeting: OpenMeeting, walker: Walker
) -> None:
    case = walker.case
    item, _ = at_the_table(meeting, case)
    assert not concluding.catch_up(meeting, case, item)
    deciding.same_for_the_rest(meeting, case, item, ("a",), AGREED)
    agree(walker)
    read = concluding.read_back(meeting, case, item)
    signing.sign(case, read.review, read.signer, strokes="")
    assert sitting.look(meeting).items[0].state == ItemState.NOW.value
    assert concluding.catch_up(meeting, case, item)
    assert sitting.look(meeting).items[0].state == ItemState.DONE.value
    assert not concluding.bring_in(meeting, case, item)
    sitting.take(meeting, item)  # to look at it again
    sitting.end(meeting)
    (done,) = sitting.look(meeting).items
    assert (done.state, done.started_at) == (ItemState.DONE.value, "")


def test_what_was_signed_before_the_meeting_is_not_its_outcome(
    meeting: OpenMeeting, walker: Walker
) -> None:
    (item,) = agenda.add_cases(meeting, (agenda.Wanted(walker.case.public),))
    walker.day = date(2026, 11, 20)
    walker.sign("section2", options=("h",), relist_date=read_date("21/11/2026"))
    sitting.begin(meeting)
    attendance.everybody_came(meeting)
    sitting.take(meeting, item)
    assert not concluding.catch_up(meeting, walker.case, item)
    assert sheet(meeting, walker.case, item).comes_back
    with pytest.raises(AnswersRefused, match="is signed"):
        deciding.press(meeting, walker.case, item, sitting.look(meeting).attendees[0].id, "a")
    assert concluding.bring_in(meeting, walker.case, item)
    walker.case.book.undo(walker.case.session.actor)
    assert sheet(meeting, walker.case, item).signed is None
    assert not concluding.bring_in(meeting, walker.case, item)


def test_an_interest_that_was_none_gives_the_seat_back(
    meeting: OpenMeeting, walker: Walker
) -> None:
    case = walker.case
    item, members = at_the_table(meeting, case)
    attendance.declare(meeting, item, members[3], "She taught the child.")
    concluding.level(meeting, case, item)
    attendance.withdraw_interest(meeting, item, members[3])
    concluding.step_back_in(meeting, case, item, members[3])
    seat = deciding.press(meeting, case, item, members[3], "a")
    assert (seat.state, seat.reason) == (SeatState.DECIDED, "")
    said = [one.what for one in sitting.look(meeting).movements if one.attendee == members[3]]
    assert said == ["came", "stepped out", "came back"]


def test_a_case_that_somebody_else_has_is_only_read(
    meeting: OpenMeeting, desk: Desk, tmp_path: Path
) -> None:
    session = meeting.session
    case = ready_for_the_panel(cases.start_referral(session)).case
    item, members = at_the_table(meeting, case)
    bo = session.vault.add_staff("Bo Bell", PASSPHRASE, kdf=KdfCost.floor())
    cases.close_case(case)
    other = Machine("other computer", tmp_path / "other", NoSecrets(), desk.machine.clock)
    colleague = Desk(other, KdfCost.floor()).unlock(session.vault.folder, bo.id, PASSPHRASE)
    held = cases.open_case(colleague, case.public)
    seen = open_item(meeting, item)
    assert "Bo Bell" in sheet(meeting, seen, item).said
    with pytest.raises(InUseElsewhere):
        deciding.press(meeting, seen, item, members[0], "a")
    assert not concluding.bring_in(meeting, seen, item)
    assert concluding.read_back(meeting, seen, item).blocks
    cases.close_case(seen)
    cases.close_case(held)
    colleague.close()


def test_a_restricted_case_asks_for_its_full_reference(
    meeting: OpenMeeting,
) -> None:
    case = ready_for_the_panel(cases.start_referral(meeting.session)).case
    item, _ = at_the_table(meeting, case)
    casekeys.restrict(case, (meeting.session.vault.staff.id,), "Named staff only")
    full = case.handle.reference
    cases.close_case(case)
    with pytest.raises(ReferenceNeeded):
        open_item(meeting, item)
    opened = open_item(meeting, item, typed=full)
    assert sheet(meeting, opened, item).part.id == "section2"
    cases.close_case(opened)


def test_a_toolkit_that_the_office_kept_before_sittings_is_used_at_a_meeting(
    session: Session,
) -> None:
    own = toolkits.copy_supplied(session, "mkscb-2016", "ours", "Ours")
    files = files_of(own)
    process, said, _ = files["process.toml"].partition("\n[[sitting]]")
    assert said
    older = {**files, "process.toml": process}
    own = toolkits.keep_draft(session, older, made_from="mkscb-2016@2016-03")
    toolkits.put_in_force(session, own, date(2026, 1, 1), "Agreed")
    walker = ready_for_the_panel(cases.start_referral(session, "ours"))
    cases.settle(walker.case)
    assert [one.step for one in ready(session, "ours/scrsg").lines] == ["recommendation"]
    meeting = meeting_of(session, "ours/scrsg")
    item, members = at_the_table(meeting, walker.case)
    assert sheet(meeting, walker.case, item).seats.seats == ()
    with pytest.raises(StepRefused, match="keeps no decision"):
        deciding.press(meeting, walker.case, item, members[0], "a")
    agree(walker)
    walker.answer(meeting_date=read_date("21/11/2026"))  # no sitting says where the day goes
    walker.fill("section2")
    read = concluding.read_back(meeting, walker.case, item)
    concluding.sign_item(meeting, walker.case, item, read, read.signer)
    assert sitting.look(meeting).items[0].outcome == "Section 2: Sub-group: signed."
    meetingbooks.close_meeting(meeting)
    cases.close_case(walker.case)


def test_what_members_thought_at_a_meeting_that_did_not_conclude_is_asked_anew(
    session: Session, walker: Walker
) -> None:
    first = meeting_of(session)
    item, members = at_the_table(first, walker.case)
    deciding.decide(first, walker.case, item, members[0], ("a",), AGREED)
    sitting.leave_item(first)
    sitting.end(first)
    meetingbooks.close_meeting(first)
    second = meeting_of(session, day="22 November 2026 10:00")
    item, members = at_the_table(second, walker.case)
    found = sheet(second, walker.case, item)
    assert found.seats.others == ("Amara Osei",)
    assert len(found.seats.to_decide) == 8
    assert concluding.bring_in(second, walker.case, item)
    found = sheet(second, walker.case, item)
    assert (found.seats.others, len(found.seats.to_decide)) == ((), 8)
    said = [one.reason for one in walker.case.book.history(kind="panel_member", limit=1)]
    assert said == ["Considered again on Sun 22 Nov 2026"]
    assert not concluding.bring_in(second, walker.case, item)
    meetingbooks.close_meeting(second)
