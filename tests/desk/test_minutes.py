"""A meeting's minutes: drafted, edited by section, approved and signed, circulated."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import msoffcrypto
import pikepdf
import pytest

from mktdesk.casework.meetingrecords import Attendee, Presence
from mktdesk.casework.minuting import digest_of
from mktdesk.desk import agenda, attendance, concluding, deciding, minutes, sitting, sittingnotes
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.meetingbooks import OpenMeeting, OwnMeeting, close_meeting, start_meeting
from mktdesk.desk.minutes import Approval
from mktdesk.desk.minutes_out import file_name, preview, save_minutes
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused, StepRefused
from mktdesk.forms.values import YesNo
from tests.desk.sittings import AGREED, NAMES
from tests.journeys.walking import Walker

SIGNED = Approval("2026-12-01", "Amara Osei", "Chair", "MTG-2026-002", strokes="[[[1, 2], [3, 4]]]")


@pytest.fixture
def meeting(session: Session) -> Iterator[OpenMeeting]:
    day = read_date("21/11/2026 10:00")
    made = start_meeting(session, OwnMeeting("mkscb-2016/scrsg", day, "Room 2"))
    for number, (name, title, agency, discipline) in enumerate(NAMES):
        capacity = "member" if number else "chair"
        who = Attendee("", name, title, agency, capacity=capacity, discipline=discipline)
        attendance.add_attendee(made, who)
    yield made
    close_meeting(made)


@pytest.fixture
def held(meeting: OpenMeeting, case: OpenCase) -> str:
    """A meeting that took one case: split, one stepped out, one sent apologies; the item's id."""
    walker = Walker(case)
    walker.change("subject", case.answers().table("subject")[0].id, name="Kuba Wren")
    found = "Kuba Wren was found on Saturday."
    walker.sign("section1", "Liz Pemberton", referrer_name="Liz Pemberton", incident=found)
    (item,) = agenda.add_cases(meeting, (agenda.Wanted(case.public),))
    agenda.add_item(meeting, "Any other business")
    sitting.begin(meeting)
    attendance.everybody_came(meeting)
    members = [one.id for one in sitting.look(meeting).attendees]
    attendance.mark(meeting, members[7], Presence.APOLOGIES)
    sitting.take(meeting, item)
    attendance.declare(meeting, item, members[3], "She taught the child.")
    deciding.same_for_the_rest(meeting, case, item, ("a",), AGREED)
    deciding.decide(meeting, case, item, members[1], ("b",), "The harm came from no neglect.")
    walker.answer(
        senior_manager="Liz Pemberton", options=("a",), recommended="recommended",
        recommendation_reasons=AGREED, decision_and_reason=AGREED, legal_advice=YesNo("no"),
    )  # fmt: skip
    sittingnotes.write_note(meeting, item, "Kuba's school was asked about.")
    sittingnotes.add_action(
        meeting, "Ask for the log", "Lewis Grant", read_date("01/02/2027"), item
    )
    read = concluding.read_back(meeting, case, item)
    concluding.sign_item(meeting, case, item, read, read.signer)
    return item


def text(meeting: OpenMeeting, section: str) -> str:
    return next(one.text for one in minutes.view(meeting).sections if one.id == section)


@pytest.mark.rule("R302")
@pytest.mark.rule("R201")
def test_minutes_are_drafted_from_what_was_recorded(meeting: OpenMeeting, held: str) -> None:
    sitting.end(meeting)
    found = text(meeting, f"item-{held}")
    for said in (
        "Lewis Grant | Northshire Police | b) ",
        "| The harm came from no neglect.",
        "Helen Marsh | Schools' forum | Stepped out | She taught the child.",
        "- Helen Marsh: She taught the child.",
        "Dissent: Lewis Grant",
        AGREED,
        "KW's school was asked about.",
        "KW was found on Saturday.",
        "- Ask for the log (Lewis Grant, by Mon 1 Feb 2027)",
    ):
        assert said in found
    assert "Kuba" not in found
    assert "Wren" not in "".join(one.text for one in minutes.view(meeting).sections)
    assert "Marion Field, Lay member, The Board: apologies" in text(meeting, "attendance")
    assert "Amara Osei | Designated nurse" in text(meeting, "attendance")
    assert "1 | Helen Marsh | She taught the child. | Stepped out" in text(meeting, "interests")
    assert "The meeting ended at" in text(meeting, "close")
    minutes.choose(meeting, reasons=False, names=True)
    assert "no neglect" not in text(meeting, f"item-{held}").split("# Recommendation")[0]
    assert "Kuba Wren was found" in text(meeting, f"item-{held}")


def test_what_a_person_wrote_is_never_drafted_over(meeting: OpenMeeting, held: str) -> None:
    minutes.keep_typing(meeting, "actions", "half a")
    assert next(x.typing for x in minutes.view(meeting).sections if x.id == "actions") == "half a"
    minutes.write_section(meeting, "actions", "Our own words.")
    (mine,) = [one for one in minutes.view(meeting).sections if one.edited]
    assert (mine.id, mine.text, mine.changed, mine.typing) == (
        "actions",
        "Our own words.",
        False,
        None,
    )
    sittingnotes.add_action(meeting, "Book a room")
    (mine,) = minutes.view(meeting).changed
    assert mine.text == "Our own words."
    assert "Book a room" in mine.drafted
    sitting.end(meeting)
    with pytest.raises(StepRefused, match="The record has changed"):
        minutes.approve(meeting, SIGNED)
    minutes.keep_own(meeting, "actions")
    assert minutes.view(meeting).changed == ()
    assert text(meeting, "actions") == "Our own words."
    minutes.take_draft(meeting, "actions")
    assert "Book a room" in text(meeting, "actions")
    assert not any(one.edited for one in minutes.view(meeting).sections)
    with pytest.raises(StepRefused, match="no such section"):
        minutes.write_section(meeting, "nothing", "x")


def test_approved_minutes_stay_as_they_were_signed(
    session: Session, meeting: OpenMeeting, case: OpenCase, held: str
) -> None:
    with pytest.raises(StepRefused, match="has not ended"):
        minutes.approve(meeting, SIGNED)
    sitting.end(meeting)
    for wrong in (Approval("2026-12-01", " ", "Chair"), Approval("2020-01-01", "A", "Chair")):
        with pytest.raises(AnswersRefused):
            minutes.approve(meeting, wrong)
    given = minutes.approve(meeting, SIGNED)
    before = minutes.view(meeting)
    assert given.digest == before.digest == digest_of((x.title, x.text) for x in before.sections)
    assert before.status == "Approved at MTG-2026-002 on Tue 1 Dec 2026"
    with pytest.raises(StepRefused, match="approved"):
        minutes.write_section(meeting, "actions", "Later.")
    sittingnotes.add_action(meeting, "Later on")
    after = minutes.view(meeting)
    assert after.agrees
    assert [one.text for one in after.sections] == [one.text for one in before.sections]
    later = start_meeting(
        session, OwnMeeting("mkscb-2016/scrsg", read_date("01/12/2026 10:00"), "Room 2")
    )
    approved = "The minutes of MTG-2026-001 were approved as they stood."
    assert text(later, "before").startswith(approved)
    assert "Ask for the log | Lewis Grant | Mon 1 Feb 2027 | open" in text(later, "before")
    close_meeting(later)
    with pytest.raises(StepRefused, match="reason"):
        minutes.open_again(meeting, " ")
    minutes.open_again(meeting, "A name was wrong.")
    assert minutes.view(meeting).approved is None
    assert "Later on" in text(meeting, "actions"), "drafted from the record again"
    minutes.write_section(meeting, "actions", "Now.")


def test_minutes_leave_protected_and_are_journaled(
    meeting: OpenMeeting, held: str, tmp_path: Path
) -> None:
    sitting.end(meeting)
    minutes.approve(meeting, SIGNED)
    full = meeting.handle.reference.full
    out = tmp_path / file_name(meeting, ".pdf")
    saved = save_minutes(meeting, out, ("Amara Osei", "Lewis Grant"), Silent())
    with pikepdf.open(out, password=full) as pdf:
        assert pdf.encryption.R == 6
        assert len(pdf.pages) >= 2
    sent = minutes.view(meeting).sent
    assert [(one.to, one.sha256) for one in sent] == [
        ("Amara Osei", saved.sha256),
        ("Lewis Grant", saved.sha256),
    ]
    word = tmp_path / file_name(meeting, ".docx")
    save_minutes(meeting, word, ("Ann Bell",), Silent(), "eleven-herons-in-the-reeds")
    plain = io.BytesIO()
    locked = msoffcrypto.OfficeFile(io.BytesIO(word.read_bytes()))
    locked.load_key(password="eleven-herons-in-the-reeds")
    locked.decrypt(plain)
    words = [one.text for one in docx.Document(plain).paragraphs]
    assert "Minutes: SCR Sub-Group" in words or any("Minutes:" in one for one in words)
    assert preview(meeting, Silent()).startswith(b"%PDF")
    for wrong in (("x.txt", ("A",)), ("x.pdf", ()), ("x.pdf", (" ",))):
        with pytest.raises(AnswersRefused):
            save_minutes(meeting, tmp_path / wrong[0], wrong[1], Silent())


def test_whoever_stepped_out_of_an_item_gets_the_minutes_without_it(
    meeting: OpenMeeting, held: str, tmp_path: Path
) -> None:
    out = tmp_path / file_name(meeting, ".docx", whole=False)
    for other in ("Amara Osei", "Priya Nair"):
        with pytest.raises(AnswersRefused, match=r"Helen Marsh stepped out of item 1 \(SCR-"):
            save_minutes(meeting, out, (other, "Helen Marsh"), Silent())
    assert not out.exists()
    secret = "eleven-herons-in-the-reeds"
    save_minutes(meeting, out, ("helen marsh",), Silent(), secret)
    theirs = word_words(out, secret)
    assert "An interest was declared in this item" in theirs
    assert "Left out" in theirs
    assert "Digest of the whole minutes" in theirs
    whole = tmp_path / file_name(meeting, ".docx")
    save_minutes(meeting, whole, ("Amara Osei",), Silent(), secret)
    for told in ("The harm came from no neglect", "school was asked about", "Ask for the log"):
        assert told in word_words(whole, secret)
        assert told not in theirs


def word_words(path: Path, secret: str) -> str:
    plain = io.BytesIO()
    locked = msoffcrypto.OfficeFile(io.BytesIO(path.read_bytes()))
    locked.load_key(password=secret)
    locked.decrypt(plain)
    document = docx.Document(plain)
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([one.text for one in document.paragraphs] + cells)


def test_a_meeting_where_nothing_was_recorded_has_minutes_too(meeting: OpenMeeting) -> None:
    shown = minutes.view(meeting)
    assert shown.status == minutes.DRAFT
    assert text(meeting, "actions") == "None."
    agenda.add_item(meeting, "x" * 400)
    assert preview(meeting, Silent()).startswith(b"%PDF")
