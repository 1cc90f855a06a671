"""Letters of a real case of the 2016 guidance: asked for, looked at, issued, kept, protected."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import docx
import msoffcrypto
import pikepdf
import pytest
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

from mktdesk.casework.notices import NoticeState
from mktdesk.desk import cases, filling, letters, notices, papers, settings
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.history import Wanted, case_history
from mktdesk.desk.letters import Filled, Kind
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, ExportFailed, InUseElsewhere, LetterIncomplete
from tests.desk.referrals import ISSUES, REASON, key_of, referred, said
from tests.desk.sharing import ended
from tests.journeys.walking import Walker

WRITTEN = Filled({"reason": REASON, "steer": ISSUES}, "Marian Oyelaran")


# looked at first


@pytest.mark.rule("R211")
@pytest.mark.rule("R390")
def test_the_referrers_letter_says_the_outcome_why_and_what_to_look_at(case: OpenCase) -> None:
    key = key_of(case, "outcome_referrer")
    asked = letters.draft(case, key)
    assert asked.title == "Outcome letter"
    assert asked.to == "Referrer (Liz Pemberton)"
    assert asked.begun == WRITTEN
    with pytest.raises(LetterIncomplete, match="Why it was decided so"):
        letters.preview(case, key, replace(WRITTEN, asked={"steer": ISSUES, "reason": "  "}))
    words = said(letters.preview(case, key, WRITTEN))
    for part in (
        "RESTRICTED", "Ref No: SCR-2026-001", "Page 1 of 1", "Dear Liz Pemberton",
        "Ouseford General Hospital, named nurse", "2 March 2026 it was decided: A serious case",
        "A statutory review is undertaken.", REASON, ISSUES, "Marian Oyelaran Independent Chair",
        "office@northshire.example", "after a child was seriously harmed",
    ):  # fmt: skip
        assert part in words, part
    for name in ("Maja", "Wrońsk", "Ewa"):
        assert name not in words


@pytest.mark.rule("R210")
@pytest.mark.rule("R390")
def test_officers_and_agencies_are_told_why_and_not_what_to_look_at(case: OpenCase) -> None:
    told = [one for one in notices.notices(case) if one.key.startswith("outcome")]
    assert {notices.told_to(one) for one in told} == {
        "Referrer (Liz Pemberton)",
        "Named Officer of each member agency (DI Rowan Teale, Northshire Police)",
        "Named Officer of each member agency (Brookhollow School)",
        "Each agency asked for information (Northshire Police)",
        "Each agency asked for information (Brookhollow School)",
    }
    for one in told:
        assert one.notice is not None
        assert one.notice.by == "independent_chair"
        words = said(letters.preview(case, one.key, WRITTEN))
        assert REASON in words
        assert (ISSUES in words) == (one.to == "Referrer")
    officer = said(letters.preview(case, key_of(case, "outcome", "DI Rowan"), WRITTEN))
    assert "DI Rowan Teale Northshire Police Station Road Ouseford" in officer
    assert "Dear DI Rowan Teale" in officer
    assert "Dear colleague" in said(
        letters.preview(case, key_of(case, "outcome", "Brookhollow"), WRITTEN)
    )


@pytest.mark.rule("R211")
@pytest.mark.parametrize(
    ("options", "agrees", "words"),
    [
        (("b", "c"), "agree", "No statutory review is undertaken. There will be another kind"),
        (("b", "i"), "agree", "No review is undertaken."),
        (("a",), "disagree", "No review is undertaken."),
    ],
)
def test_below_the_threshold_the_letter_says_so_and_why(
    office: Session, options: tuple[str, ...], agrees: str, words: str
) -> None:
    walker = referred(office, "Maja Wrońska")
    walker.sign("section1")
    recommended = "recommended" if "a" in options else "not_recommended"
    walker.sign("section2", recommended=recommended, options=options)
    walker.sign("section3", chair_view=agrees, chair_because=REASON)
    with ended(walker):
        key = key_of(walker.case, "outcome_referrer")
        found = said(letters.preview(walker.case, key, WRITTEN))
        assert words in found
        assert REASON in found
        assert (ISSUES in found) == ("c" in options)


def test_what_the_office_lacks_is_named(case: OpenCase) -> None:
    before = settings.settings(case.session)
    settings.change_settings(case.session, replace(before, email=""))
    try:
        key = key_of(case, "outcome_referrer")
        with pytest.raises(LetterIncomplete) as found:
            letters.preview(case, key, Filled({}))
        assert found.value.missing == (
            "“Why it was decided so”", "the office's email address (Settings)",
        )  # fmt: skip
    finally:
        settings.change_settings(case.session, before)


# issued


@pytest.mark.rule("R188")
@pytest.mark.parametrize("kind", Kind)
def test_an_issued_letter_is_protected_kept_marked_and_journaled(
    case: OpenCase, tmp_path: Path, kind: Kind
) -> None:
    key = key_of(case, "outcome_referrer")
    out = tmp_path / letters.file_name(case, key, kind)
    assert out.name == f"{case.public} outcome letter{kind}"
    made = letters.issue(case, key, WRITTEN, out, kind)
    data, reference = out.read_bytes(), case.handle.reference
    assert made.files == (out,)
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    assert made.opens_with == "the full reference, as the slip shows it"
    assert opens(data, reference.full)
    for wrong in ("", reference.public, reference.seal):
        assert not opens(data, wrong)
    (kept,) = case.documents()
    assert kept.title == "Outcome letter to Referrer (Liz Pemberton)"
    assert REASON in said(papers.content(case, kept))
    (one,) = [x for x in notices.notices(case) if x.key == key]
    assert one.state is NoticeState.ISSUED
    assert one.words == "Told on Sat 21 Nov 2026 by Dana Whitlock, letter"
    assert one.given is not None
    assert one.given.letter_id == kept.id
    lines = case_history(case).find(Wanted(group="out"))
    assert any(made.sha256 in line.more and out.name in line.more for line in lines)
    assert reference.seal not in str(case.book.history())


def test_undo_takes_back_the_mark_and_the_copy_and_redo_brings_them(
    case: OpenCase, tmp_path: Path
) -> None:
    key = key_of(case, "receipt", "")
    letters.issue(case, key, Filled({}), tmp_path / "a.pdf", Kind.PDF)
    filling.undo(case)
    assert case.documents() == ()
    assert case.book.rows("notice") == []
    filling.redo(case)
    (kept,) = case.documents()
    assert papers.content(case, kept).startswith(b"%PDF-")
    with pytest.raises(AnswersRefused, match="told already"):
        letters.issue(case, key, Filled({}), tmp_path / "b.pdf", Kind.PDF)
    assert not (tmp_path / "b.pdf").exists()


def test_a_password_of_its_own_opens_it_and_a_weak_one_is_refused(
    case: OpenCase, tmp_path: Path
) -> None:
    key, own = key_of(case, "receipt"), "larch-canal-twelve-otters"
    with pytest.raises(AnswersRefused, match="too short"):
        letters.issue(case, key, Filled({}), tmp_path / "a.pdf", Kind.PDF, "short")
    made = letters.issue(case, key, Filled({}), tmp_path / "a.pdf", Kind.PDF, own)
    assert made.opens_with == "the password you typed"
    assert opens((tmp_path / "a.pdf").read_bytes(), own)
    assert not opens((tmp_path / "a.pdf").read_bytes(), case.handle.reference.full)


def test_what_cannot_be_saved_marks_nothing(case: OpenCase, tmp_path: Path) -> None:
    key, before = key_of(case, "receipt"), case.book.history()
    with pytest.raises(ExportFailed):
        letters.issue(case, key, Filled({}), tmp_path / "gone" / "a.pdf", Kind.PDF)
    outcome = key_of(case, "outcome_referrer")
    with pytest.raises(LetterIncomplete):
        letters.issue(case, outcome, Filled({}), tmp_path / "a.pdf", Kind.PDF)
    case.handle.read_only = True
    with pytest.raises(InUseElsewhere):
        letters.issue(case, key, Filled({}), tmp_path / "a.pdf", Kind.PDF)
    assert list(tmp_path.iterdir()) == []
    assert case.book.history() == before


def test_a_notice_without_a_letter_of_its_own_takes_a_plain_one(
    case: OpenCase, tmp_path: Path
) -> None:
    key = key_of(case, "form_back")
    with pytest.raises(LetterIncomplete, match="What to tell them"):
        letters.preview(case, key, Filled({}))
    words = Filled({"words": "The Chair has decided. The form is in the pack."})
    letters.issue(case, key, words, tmp_path / "a.pdf", Kind.PDF)
    assert case.documents()[0].title == "Letter to SCR Sub-Group Chair"


@pytest.mark.parametrize("toolkit_id", ["mkscb-2010", "medway-2007"])
def test_a_letter_that_must_not_or_cannot_go_is_refused(office: Session, toolkit_id: str) -> None:
    walker = Walker(cases.start_referral(office, toolkit_id))
    with ended(walker):
        wrong = {"mkscb-2010": "pct_tells:sha", "medway-2007": "agencies_told:agencies"}
        with pytest.raises(AnswersRefused):
            letters.draft(walker.case, wrong[toolkit_id])


def opens(data: bytes, password: str) -> bool:
    if data.startswith(b"%PDF-"):
        try:
            with pikepdf.open(io.BytesIO(data), password=password) as pdf:
                return len(pdf.pages) > 0
        except pikepdf.PasswordError:
            return False
    file, out = msoffcrypto.OfficeFile(io.BytesIO(data)), io.BytesIO()
    try:
        file.load_key(password=password, verify_password=True)
        file.decrypt(out)
    except (DecryptionError, InvalidKeyError):
        return False
    return bool(docx.Document(out).paragraphs)
