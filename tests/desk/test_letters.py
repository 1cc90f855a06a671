"""Letters of a real case of the 2016 guidance: asked for, looked at, issued, kept, protected."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import docx
import msoffcrypto
import pikepdf
import pytest
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

from mktdesk.book import RowChange
from mktdesk.casework.notices import NoticeState
from mktdesk.desk import cases, filling, letters, notices, papers, settings
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.history import Wanted, case_history
from mktdesk.desk.letters import Filled, Kind
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.errors import AnswersRefused, ExportFailed, InUseElsewhere, LetterIncomplete
from mktdesk.exchange import read_word_form
from mktdesk.forms.answers import Answers
from mktdesk.forms.values import DateAnswer, NotKnown, Value
from mktdesk.office import KdfCost, Machine
from tests.desk.conftest import PASSPHRASE, Ticking
from tests.journeys.walking import Walker

REASON = "Both limbs are met: see the panel's own words."
ISSUES = "How the hospital's concern reached the school."
WRITTEN = Filled({"reason": REASON, "steer": ISSUES}, "Marian Oyelaran")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("office")
    desk = Desk(Machine("test computer", folder / "state", NoSecrets(), Ticking()), KdfCost.floor())
    opened, _ = desk.first_start(folder / "vault", "Test office", "Dana Whitlock", PASSPHRASE)
    wanted = replace(
        settings.settings(opened),
        address="1 High Street\nOuseford NX1 1AA",
        email="office@northshire.example",
    )
    settings.change_settings(opened, wanted)
    yield opened
    opened.close()


def referred(office: Session, *children: str) -> Walker:
    """A referral of these children, received, with two agencies asked."""
    walker = Walker(cases.start_referral(office, "mkscb-2016"))
    walker.answer(
        referrer_name="Liz Pemberton",
        referrer_agency="Ouseford General Hospital, named nurse",
        referrer_contact="Ward 4, Ouseford NX1 3TT",
        date_received=walker.today,
    )
    first = walker.case.answers().table("subject")[0].id
    for number, name in enumerate(children):
        row = first if not number else filling.add_row(walker.case, "subject").row
        day = replace(read_date("7/2/2026"), variant="serious_incident")
        known: dict[str, Value] = {
            "name": name, "date_of_birth": read_date("14/3/2018"), "incident_date": day,
            "home_address": NotKnown(), "ethnic_origin": "White Polish",
        }  # fmt: skip
        filling.set_answers(
            walker.case, {Target("subject", row, key): value for key, value in known.items()}
        )
    for name, kin in (
        ("Ewa Wrońska", "Mother"), ("Olek Wroński", "Half-brother"), ("Jan Wroński", "Uncle"),
    ):  # fmt: skip
        walker.add("family_member", name=name, relationship=kin)
    walker.add(
        "request", agency="Northshire Police", contribution="information",
        named_officer="DI Rowan Teale", contact="Station Road\nOuseford",
        due=read_date("30/3/2026"),
    )  # fmt: skip
    walker.add("request", agency="Brookhollow School", contribution="information")
    return walker


@pytest.fixture(scope="module")
def shared(office: Session) -> Iterator[OpenCase]:
    walker = referred(office, "Maja Wrońska")
    walker.sign("section1")
    walker.sign("section2", recommended="recommended", options=("a",))
    walker.sign(
        "section3", "Marian Oyelaran", chair_view="agree",
        chair_because=REASON, terms_of_reference_issues=ISSUES,
    )  # fmt: skip
    yield walker.case
    cases.close_case(walker.case)


@contextmanager
def cleared(case: OpenCase) -> Iterator[OpenCase]:
    """Cases take their time to make, so tests share one; no mark or copy outlives its test."""
    yield case
    case.handle.read_only = False
    rows = [*case.book.rows("notice"), *case.book.rows("document")]
    marks = [RowChange(row.kind, row.id, delete=True) for row in rows]
    asked = [RowChange("request", row.id, {"asked": None}) for row in case.book.rows("request")]
    case.write("remove", [*marks, *asked])


@pytest.fixture
def case(shared: OpenCase) -> Iterator[OpenCase]:
    """Referred, recommended for a serious case review, and so decided by the Chair."""
    with cleared(shared):
        yield shared


def key_of(case: OpenCase, notice: str, name: str = "") -> str:
    found = [
        one.key
        for one in notices.notices(case)
        if one.key.startswith(f"{notice}:") and name in one.name
    ]
    assert found, notice
    return found[0]


def said(data: bytes, password: str = "") -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler's pdftotext is not installed")
    command = ["pdftotext", "-layout", "-upw", password, "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@contextmanager
def ended(walker: Walker) -> Iterator[None]:
    yield
    cases.close_case(walker.case)


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


# what agencies are asked for


@pytest.mark.rule("R191")
@pytest.mark.rule("R192")
@pytest.mark.rule("R394")
@pytest.mark.rule("R395")
@pytest.mark.rule("R396")
def test_a_request_encloses_the_form_with_the_child_and_every_relative(
    case: OpenCase, tmp_path: Path
) -> None:
    key = key_of(case, "information", "Northshire Police")
    assert letters.draft(case, key).encloses == ("Additional information form",)
    words = said(letters.preview(case, key, Filled({})))
    assert "Additional information, by Mon 30 Mar 2026" in words
    assert "Enclosed: Additional information form" in words
    assert "Wrońsk" not in words
    made = letters.issue(case, key, Filled({}), tmp_path / "a.pdf", Kind.PDF)
    _, form = made.files
    assert form.name == "SCR-2026-001 additional information form.docx"
    answers = form_of(case, form)
    assert answers.get("info_agency") == "Northshire Police"
    assert answers.get("info_child") == "Maja Wrońska"
    incident = answers.get("info_incident")
    assert isinstance(incident, DateAnswer)
    assert (incident.text, incident.variant) == ("7/2/2026", "serious_incident")
    assert answers.get("info_home") == NotKnown()
    assert answers.get("info_before") is None
    relatives = {row.get("name"): row.get("relationship") for row in answers.table("info_relative")}
    assert relatives == {"Ewa Wrońska": "Mother", "Jan Wroński": "Uncle"}
    siblings = {row.get("name"): row.get("relationship") for row in answers.table("info_sibling")}
    assert siblings == {"Olek Wroński": "Half-brother"}
    asked = {row.get("agency"): row.get("asked") for row in case.answers().table("request")}
    assert isinstance(asked["Northshire Police"], DateAnswer)
    assert asked["Northshire Police"].earliest == "2026-11-21"
    assert asked["Brookhollow School"] is None
    filling.undo(case)
    assert all(row.get("asked") is None for row in case.answers().table("request"))


def test_without_the_form_the_letter_says_so_and_nothing_else_leaves(
    case: OpenCase, tmp_path: Path
) -> None:
    key = key_of(case, "information", "Brookhollow")
    bare = Filled({}, enclose=False)
    words = said(letters.preview(case, key, bare))
    assert "We tell you by another way whom this is about" in words
    assert "Enclosed" not in words
    assert letters.issue(case, key, bare, tmp_path / "a.docx", Kind.WORD).files == (
        tmp_path / "a.docx",
    )
    assert len(list(tmp_path.iterdir())) == 1


def test_two_children_make_two_forms_and_nothing_is_replaced(
    office: Session, tmp_path: Path
) -> None:
    walker = referred(office, "Maja Wrońska", "Kuba Wroński")
    with ended(walker):
        case = walker.case
        there = tmp_path / f"{case.public} additional information form.docx"
        there.write_bytes(b"somebody's own")
        key = key_of(case, "information", "Northshire")
        made = letters.issue(case, key, Filled({}), tmp_path / "a.pdf", Kind.PDF)
        first, second = (form_of(case, path) for path in made.files[1:])
        assert (first.get("info_child"), second.get("info_child")) == (
            "Maja Wrońska",
            "Kuba Wroński",
        )
        for one, other in ((first, "Kuba Wroński"), (second, "Maja Wrońska")):
            assert other in {row.get("name") for row in one.table("info_sibling")}
        assert there.read_bytes() == b"somebody's own"


def test_the_same_letter_goes_to_everybody_still_to_be_told(case: OpenCase, tmp_path: Path) -> None:
    key = key_of(case, "outcome", "DI Rowan")
    assert letters.draft(case, key).others == 3
    everybody = replace(WRITTEN, everybody=True)
    (tmp_path / f"{case.public} outcome letter 2.pdf").write_bytes(b"somebody's own")
    with pytest.raises(LetterIncomplete):
        letters.issue(case, key, Filled({}, everybody=True), tmp_path / "first.pdf", Kind.PDF)
    assert len(list(tmp_path.iterdir())) == 1
    made = letters.issue(case, key, everybody, tmp_path / "first.pdf", Kind.PDF)
    assert len(made.files) == 4
    assert len(list(tmp_path.iterdir())) == 5
    greeted = [said(path.read_bytes(), case.handle.reference.full) for path in made.files]
    assert sum("Dear DI Rowan Teale" in words for words in greeted) == 1
    assert sum("Brookhollow School" in words for words in greeted) == 2
    told = [one for one in notices.notices(case) if one.key.startswith("outcome:")]
    assert {one.state for one in told} == {NoticeState.ISSUED}
    assert len(case.documents()) == 4
    assert len({one.given.letter_id for one in told if one.given}) == 4
    filling.undo(case)  # one action
    assert case.documents() == ()
    assert letters.draft(case, key).others == 3


def test_a_single_request_can_be_asked_for_by_letter(case: OpenCase, tmp_path: Path) -> None:
    (row,) = [
        row.id
        for row in case.answers().table("request")
        if row.get("agency") == "Brookhollow School"
    ]
    key = f"request:{row}"
    assert letters.draft(case, key).to == "Brookhollow School"
    out = tmp_path / letters.file_name(case, key, Kind.PDF)
    assert out.name == "SCR-2026-001 information request.pdf"
    letters.issue(case, key, Filled({}), out, Kind.PDF)
    assert case.book.rows("notice") == []
    assert isinstance(case.answers().row("request", row).get("asked"), DateAnswer)
    with pytest.raises(AnswersRefused, match="not on this case"):
        letters.draft(case, "request:gone")


@pytest.mark.parametrize("toolkit_id", ["mkscb-2010", "medway-2007"])
def test_a_letter_that_must_not_or_cannot_go_is_refused(office: Session, toolkit_id: str) -> None:
    walker = Walker(cases.start_referral(office, toolkit_id))
    with ended(walker):
        wrong = {"mkscb-2010": "pct_tells:sha", "medway-2007": "agencies_told:agencies"}
        with pytest.raises(AnswersRefused):
            letters.draft(walker.case, wrong[toolkit_id])


# helpers


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


def form_of(case: OpenCase, path: Path) -> Answers:
    """What stands in a form that left, read as it would be when it comes back."""
    form, password = case.toolkit.forms["additional_information"], case.handle.reference.full
    return read_word_form(path.read_bytes(), form, password=password).answers
