"""The papers of a meeting: a marked copy for each reader, journaled, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import io
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from mktdesk.casework.meetingrecords import Circulated
from mktdesk.desk import agenda, attendance, casekeys, cases, meetingbooks, minutes, papers
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.panelchoice import PapersChoice, Recipient, circulated, offer
from mktdesk.desk.panelpack import FULL_REFERENCE, WITHHELD, make_papers, preview
from mktdesk.desk.requests import Ask, ask
from mktdesk.desk.session import Session
from mktdesk.desk.sittingbook import attendees_of
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused, Cancelled, ExportFailed, InUseElsewhere
from tests.desk.sittings import meeting_of, ready_for_the_panel
from tests.desk.test_packs import Stopping
from tests.desk.travels import Laptop, take


@pytest.fixture
def meeting(session: Session) -> Iterator[OpenMeeting]:
    made = meeting_of(session)
    yield made
    meetingbooks.close_meeting(made)


def a_pdf(words: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    canvas.drawString(72, 500, words)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture
def listed(meeting: OpenMeeting, case: OpenCase) -> str:
    """A case on the agenda, with a return of the police and one that is no PDF; its item."""
    ready_for_the_panel(case)
    ask(case, Ask(("Police", "School"), (_contribution(case),)))
    police, school = [row.id for row in case.answers().table("request")]
    papers.attach(case, "police.pdf", a_pdf("seen at home"), "Report", request=police)
    papers.attach(case, "school.docx", b"PK", "Report", request=school)
    (item,) = agenda.add_cases(meeting, (agenda.Wanted(case.public),))
    cases.settle(case)
    return item


def _contribution(case: OpenCase) -> str:
    return case.toolkit.process.contribution[0].id


def readers(meeting: OpenMeeting, count: int) -> tuple[Recipient, ...]:
    return tuple(Recipient(one.name, one.id) for one in attendees_of(meeting)[:count])


def words(path: Path, password: str) -> str:
    plain = io.BytesIO()
    with pikepdf.open(path, password=password) as pdf:
        pdf.save(plain)
    command = ["pdftotext", "-raw", "-", "-"]
    done = subprocess.run(command, input=plain.getvalue(), capture_output=True, check=True)
    return done.stdout.decode()


def full(meeting: OpenMeeting) -> str:
    return meeting.handle.reference.full


@pytest.mark.rule("R188")
def test_each_member_gets_a_copy_of_their_own_in_one_run(
    meeting: OpenMeeting, case: OpenCase, listed: str, tmp_path: Path
) -> None:
    here = {case.public: case}
    who = (*readers(meeting, 2), Recipient("Ann Bell", passphrase="eleven-herons-in-the-reeds"))
    done = make_papers(meeting, PapersChoice(who, (listed,)), tmp_path, Silent(), here)
    assert [one.path.name for one in done.copies] == [
        f"MTG-2026-001 panel pack copy {number}.pdf" for number in (1, 2, 3)
    ]
    assert [one.opens_with for one in done.copies[:2]] == [FULL_REFERENCE] * 2
    assert done.failed == ""
    ((number, title, why),) = done.absent
    assert (number, title) == (1, "School: Report")
    assert why.endswith(f"It is kept with {case.public}, under Documents, as “school.docx”.")
    second = words(done.copies[1].path, full(meeting))
    for said in (
        "Section 1: Referral",
        "seen at home",
        "Lewis",
        "School: Report: not in this pack",
    ):
        assert said in second
    assert "Amara" in second.split("Contents")[0] or "Amara Osei" in second, "who is expected"
    assert full(meeting) not in second
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(done.copies[2].path, password=full(meeting))
    assert "Ann" in words(done.copies[2].path, "eleven-herons-in-the-reeds")
    for one in done.copies:
        assert hashlib.sha256(one.path.read_bytes()).hexdigest() == one.sha256


def test_what_leaves_is_journaled_in_the_meeting_and_in_the_case(
    meeting: OpenMeeting, case: OpenCase, listed: str, tmp_path: Path
) -> None:
    choice = PapersChoice(readers(meeting, 2), (listed,))
    done = make_papers(meeting, choice, tmp_path, Silent(), {case.public: case})
    kept = circulated(meeting)
    assert [(one.what, one.to, one.copy, one.sha256) for one in kept] == [
        ("pack", one.name, one.number, one.sha256) for one in done.copies
    ]
    assert [(one.recipient, one.copy_number, one.sha256) for one in case.packs()] == [
        (one.name, one.number, one.sha256) for one in done.copies
    ]
    assert {one.password_is for one in kept} == {FULL_REFERENCE}
    again = make_papers(meeting, choice, tmp_path, Silent(), {case.public: case})
    assert [one.number for one in again.copies] == ["3", "4"], "no number is given twice"
    assert offer(meeting).next_copy == 5
    assert len(offer(meeting).readers[0].sent) == 2


def test_whoever_declared_an_interest_gets_a_copy_without_that_item(
    meeting: OpenMeeting, case: OpenCase, listed: str, tmp_path: Path
) -> None:
    police = attendees_of(meeting)[1]
    attendance.declare(meeting, listed, police.id, "He knows the family.")
    assert offer(meeting).readers[1].not_for == (listed,)
    choice = PapersChoice((*readers(meeting, 2), Recipient(police.name)), (listed,))
    done = make_papers(meeting, choice, tmp_path, Silent(), {case.public: case})
    assert [one.left_out for one in done.copies] == [(), (1,), (1,)]
    assert done.copies[1].pages < done.copies[0].pages
    said = words(done.copies[1].path, full(meeting))
    assert WITHHELD in " ".join(said.split())
    assert "seen at home" not in said
    assert "Family details" not in said
    assert "seen at home" in words(done.copies[0].path, full(meeting))
    assert [one.copy_number for one in case.packs()] == ["1"]
    assert [one.left_out for one in circulated(meeting)] == ["", case.public, case.public]


def test_with_no_item_chosen_the_copies_are_the_agenda_alone(
    meeting: OpenMeeting, case: OpenCase, listed: str, tmp_path: Path
) -> None:
    attendance.declare(meeting, listed, attendees_of(meeting)[0].id, "He knows the family.")
    done = make_papers(meeting, PapersChoice(readers(meeting, 1)), tmp_path, Silent())
    (made,) = done.copies
    assert made.path.name == f"{meeting.public} agenda copy 1.pdf"
    said = words(made.path, full(meeting))
    assert f"{case.public}, {case.pathway.label}" in " ".join(said.split())
    assert "Not there yet" in said
    assert "Family details" not in said
    assert WITHHELD not in " ".join(said.split())
    assert made.pages == 4
    assert done.absent == ()
    assert case.packs() == ()
    assert [one.what for one in circulated(meeting)] == ["agenda"]
    assert offer(meeting).next_copy == 2


def test_an_item_that_was_not_chosen_has_no_papers(
    meeting: OpenMeeting, case: OpenCase, listed: str
) -> None:
    other = agenda.add_item(meeting, "Another")
    choice = PapersChoice(readers(meeting, 1), (other,))
    data = preview(meeting, choice, Silent(), {case.public: case})
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) < 8
    assert case.packs() == ()


def test_a_restricted_case_goes_in_only_when_its_full_reference_is_typed(
    session: Session, meeting: OpenMeeting, tmp_path: Path
) -> None:
    case = cases.start_referral(session)
    ready_for_the_panel(case)
    (listed,) = agenda.add_cases(meeting, (agenda.Wanted(case.public),))
    reference = case.handle.reference.full
    casekeys.restrict(case, (session.vault.staff.id,), "Sensitive")
    cases.close_case(case)
    (offered,) = offer(meeting).items
    assert offered.restricted
    choice = PapersChoice(readers(meeting, 1), (listed,))
    without = make_papers(meeting, choice, tmp_path, Silent())
    assert "restricted to named staff" in without.absent[0][2]
    typed = PapersChoice(choice.recipients, choice.items, {offered.public: reference})
    done = make_papers(meeting, typed, tmp_path, Silent())
    assert done.copies[0].pages > without.copies[0].pages
    again = casekeys.open_restricted(session, reference)
    assert [one.copy_number for one in again.packs()] == ["2"]
    cases.close_case(again)


def test_a_full_disk_at_the_third_copy_leaves_two_whole_and_says_so(
    meeting: OpenMeeting,
    case: OpenCase,
    listed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    real, made = tempfile.mkstemp, []

    def filling(*given: str, **named: Path) -> tuple[int, str]:
        made.append(given)
        if len(made) == 3:
            raise OSError(errno.ENOSPC, "full")
        return real(*given, **named)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(tempfile, "mkstemp", filling)
    choice = PapersChoice(readers(meeting, 4), (listed,))
    done = make_papers(meeting, choice, out, Silent(), {case.public: case})
    assert [one.number for one in done.copies] == ["1", "2"]
    assert "copy 3.pdf could not be saved" in done.failed
    assert done.without == tuple(one.name for one in choice.recipients[2:])
    assert sorted(one.name for one in out.iterdir()) == [
        f"MTG-2026-001 panel pack copy {number}.pdf" for number in (1, 2)
    ]
    for one in done.copies:
        with pikepdf.open(one.path, password=full(meeting)) as pdf:
            assert len(pdf.pages) == one.pages
    assert len(circulated(meeting)) == len(case.packs()) == 2


@pytest.mark.parametrize("at", [0.3, 0.95])
def test_cancel_at_any_moment_leaves_nothing(
    meeting: OpenMeeting, case: OpenCase, listed: str, tmp_path: Path, at: float
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    choice = PapersChoice(readers(meeting, 3), (listed,))
    with pytest.raises(Cancelled):
        make_papers(meeting, choice, out, Stopping(at), {case.public: case})
    assert list(out.iterdir()) == []
    assert circulated(meeting) == ()
    assert case.packs() == ()


def test_no_copy_at_all_is_refused(meeting: OpenMeeting, listed: str, tmp_path: Path) -> None:
    choice = PapersChoice(readers(meeting, 1), (listed,))
    with pytest.raises(ExportFailed):
        make_papers(meeting, choice, tmp_path / "nowhere", Silent())
    assert circulated(meeting) == ()
    for wrong in (
        PapersChoice(()),
        PapersChoice((Recipient(" "),)),
        PapersChoice((Recipient("x" * 301),)),
        PapersChoice((Recipient("Ann", passphrase="short"),)),
        PapersChoice((Recipient("Ann", passphrase="MTG-2026-001MTG-2026-001"),)),
    ):
        with pytest.raises(AnswersRefused):
            make_papers(meeting, wrong, tmp_path, Silent())
    meetingbooks.settle(meeting)
    shut = meetingbooks.look_into_meeting(meeting.session, meeting.public)
    with pytest.raises(InUseElsewhere):
        make_papers(shut, choice, tmp_path, Silent())
    meetingbooks.close_meeting(shut)


def test_a_case_that_is_open_elsewhere_is_said(
    session: Session, meeting: OpenMeeting, case: OpenCase, listed: str, tmp_path: Path
) -> None:
    looked = cases.look_into(session, case.public)
    choice = PapersChoice(readers(meeting, 1), (listed,))
    done = make_papers(meeting, choice, tmp_path, Silent(), {case.public: looked})
    assert "could not be recorded" in done.absent[0][2]
    assert case.packs() == ()
    held = make_papers(meeting, choice, tmp_path, Silent())
    assert "open here already" in held.absent[0][2]
    cases.close_case(looked)


def test_sixty_items_and_names_of_any_kind(meeting: OpenMeeting, tmp_path: Path) -> None:
    for number in range(60):
        agenda.add_item(meeting, f"Business {number}")
    names = ("X" * 300, "سارة المصري", "শ্রীমতী ক্ষুদ্র")
    choice = PapersChoice(tuple(Recipient(name) for name in names))
    done = make_papers(meeting, choice, tmp_path, Silent())
    assert len(done.copies) == 3
    assert "Business 59" in words(done.copies[0].path, full(meeting))
    assert [row.to for row in circulated(meeting)] == list(names)
    assert isinstance(circulated(meeting)[0], Circulated)


def test_away_from_the_office_copies_are_numbered_apart(
    session: Session, meeting: OpenMeeting, laptop: Laptop, stick: Path, tmp_path: Path
) -> None:
    case = cases.start_referral(session)
    left_behind = cases.start_referral(session)
    for one in (case, left_behind):
        ready_for_the_panel(one)
        agenda.add_cases(meeting, (agenda.Wanted(one.public),))
        cases.close_case(one)
    public = meeting.public
    choice = PapersChoice(readers(meeting, 1), tuple(one.id for one in offer(meeting).items))
    make_papers(meeting, choice, tmp_path, Silent())
    meetingbooks.settle(meeting)
    take(session, stick / "m.mktpack", meeting=public, cases=(case.public,), to="the meeting")
    away = meetingbooks.open_meeting(laptop.open(stick / "m.mktpack", full(meeting)), public)
    (copy,) = make_papers(away, choice, stick, Silent()).copies
    assert (copy.number, copy.path.name) == ("2T", f"{public} panel pack copy 2T.pdf")
    said = " ".join(words(copy.path, full(meeting)).split())
    assert f"{case.public}, {case.pathway.label}" in said
    assert "Papers of this case: not in this pack" in said, "it stayed at the office"
    assert offer(away).next_copy == 3
    assert minutes.view(away).sections
    meetingbooks.close_meeting(away)
