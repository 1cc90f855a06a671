"""Appendix 1 and the rules around a referral, rule by rule, on one decided case and its pack."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from mktdesk import toolkits
from mktdesk.desk import cases, packs, papers_out, signing
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.check import problems
from mktdesk.forms.scopes import field_of, scopes_of
from mktdesk.forms.types import NoteItem
from mktdesk.forms.values import NotKnown, YesNo

FORM = toolkits.load("mkscb-2016").intake


def labels(record: str) -> list[str]:
    return [field.label for field in scopes_of(FORM)[record]]


def notes(page: str) -> str:
    return " ".join(item.text for item in FORM.page(page).items if isinstance(item, NoteItem))


def words_of(path: Path) -> str:
    document = docx.Document(str(path))
    parts = [node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")]
    for section in document.sections:
        for furniture in (section.header, section.footer):
            parts += [
                node.text or "" for node in furniture._element.iter() if node.tag.endswith("}t")
            ]
    return " ".join(" ".join(parts).split())


@pytest.mark.rule("R8")
@pytest.mark.rule("R183")
@pytest.mark.rule("R184")
def test_anyone_can_refer(text: str) -> None:
    source = field_of(FORM, "referral", "source")
    assert {"agency", "rapid_response", "coroner", "cdop", "other"} == {
        o.key for o in source.options
    }
    assert not source.required
    assert "An agency" in text


@pytest.mark.rule("R10")
@pytest.mark.rule("R351")
def test_one_form_serves_every_kind_of_review(text: str) -> None:
    sought = field_of(FORM, "referral", "review_sought")
    assert {"serious_case_review", "other_review"} <= {o.key for o in sought.options}
    assert "Review asked for" in text
    assert "Tell the office as soon as possible" in notes("referrer")
    assert "as soon as possible" in text


@pytest.mark.rule("R11")
@pytest.mark.rule("R178")
@pytest.mark.rule("R180")
def test_criteria_basis_and_purpose_belong_to_the_edition() -> None:
    toolkit = toolkits.load("mkscb-2016")
    assert any("Regulation 5" in basis for basis in toolkit.legal_basis)
    assert any("2015" in basis for basis in toolkit.legal_basis)
    criteria = notes("decision")
    for limb in ("(a) abuse or neglect", "(i) the child has died", "(ii) the child has been"):
        assert limb in criteria
    assert "Working Together 2015, chapter 4" in criteria
    for aim in ("what can be learned", "will be acted on", "what will change", "good practice"):
        assert aim in toolkit.purpose


@pytest.mark.rule("R12")
@pytest.mark.rule("R177")
@pytest.mark.rule("R351")
def test_the_blank_form_says_where_it_goes_and_whose_it_is(session: Session, out: Path) -> None:
    papers_out.blank_form(session, "mkscb-2016", out / "blank.docx")
    words = words_of(out / "blank.docx")
    assert "reviews@test-office.example" in words
    assert "Galley Hill" in words
    assert "Intellectual property of the Test Office" in words
    for label in labels("subject") + labels("family_member") + labels("key_event"):
        assert " ".join(label.split()) in words


@pytest.mark.rule("R177")
def test_the_packs_foot_says_whose_words_these_are(pages: list[str]) -> None:
    assert all("Intellectual property" in page for page in pages)


@pytest.mark.rule("R349")
@pytest.mark.rule("R187")
def test_the_public_reference_and_never_the_seal_is_on_every_page(
    decided: OpenCase, pages: list[str], pack: bytes
) -> None:
    assert all(f"Ref No: {decided.public}" in page for page in pages)
    seal = decided.handle.reference.seal
    assert all(seal not in page.replace("-", "").replace(" ", "") for page in pages)
    choice = packs.PackChoice(("section1",), copy_number="3")
    assert packs.file_name(decided, choice) == f"{decided.public} case pack copy 3.pdf"


@pytest.mark.rule("R350")
def test_the_marking_is_at_head_and_foot_of_every_page(pages: list[str]) -> None:
    for page in pages:
        lines = [line for line in page.splitlines() if line.strip()]
        assert "RESTRICTED" in " ".join(lines[:3])
        assert "RESTRICTED" in " ".join(lines[-3:])


@pytest.mark.rule("R355")
def test_the_referrer_is_told_that_they_may_present() -> None:
    assert "asked to present the referral" in notes("referrer")


@pytest.mark.rule("R353")
@pytest.mark.rule("R354")
@pytest.mark.rule("R356")
@pytest.mark.rule("R357")
def test_referrer_lead_and_dates_are_printed(text: str) -> None:
    for words in (
        "Jakub Wroński and Oliwia Wrońska",
        "Liz Pemberton",
        "l.pemberton@ovh.example",
        "Dr Mirza Khalid",
        "12th February 2026",
        "13/02/2026",
    ):
        assert words in text


@pytest.mark.rule("R359")
@pytest.mark.rule("R360")
@pytest.mark.rule("R361")
@pytest.mark.rule("R362")
@pytest.mark.rule("R363")
@pytest.mark.rule("R364")
@pytest.mark.rule("R365")
def test_each_childs_page_is_kept_and_printed(decided: OpenCase, text: str) -> None:
    first, second = decided.answers().table("subject")
    assert first.get("child_protection_plan") == YesNo(
        "yes", "13/02/2025 to 30/10/2025, emotional abuse (8½ months)"
    )
    assert first.get("social_care") == YesNo("yes", "Child in Need, Lewis Sharpe")
    assert first.get("criminal_investigation") == YesNo("yes", "DI Rowan Teale, Northshire Police")
    assert first.get("coroner") == YesNo("no")
    assert first.get("adult_safeguarding") == YesNo("not_known")
    assert getattr(first.get("incident_date"), "variant", "") == "serious_incident"
    assert second.get("name") == "Oliwia Wrońska"
    for words in ("Roman Catholic", "White Polish", "Mother and stepfather", "14/03/2018"):
        assert words in text


@pytest.mark.rule("R359")
def test_of_a_child_all_but_the_name_may_be_not_known() -> None:
    asked = [field.id for field in scopes_of(FORM)["subject"]]
    child = Row("c1", {"name": "Mara Voss", **{name: NotKnown() for name in asked[1:]}})
    found = problems(FORM, Answers(rows={"subject": (child,)}), "section1")
    assert asked[0] == "name"
    assert [problem for problem in found if problem.record == "subject"] == []


@pytest.mark.rule("R366")
@pytest.mark.rule("R367")
@pytest.mark.rule("R369")
def test_family_agencies_and_key_events_come_in_whole_and_are_printed(
    decided: OpenCase, text: str
) -> None:
    answers = decided.answers()
    counted = [len(answers.table(name)) for name in ("family_member", "agency", "key_event")]
    assert counted == [13, 9, 7]
    born = answers.table("family_member")[4].get("date_of_birth")
    assert getattr(born, "text", "") == "1989 (day not known)"
    assert getattr(born, "earliest", "") == "1989-01-01"
    assert isinstance(answers.table("family_member")[9].get("date_of_birth"), NotKnown)
    for words in ("1989 (day not known)", "Same day 19.31 hours", "Larch Close Children"):
        assert words in text


@pytest.mark.rule("R200")
@pytest.mark.rule("R370")
@pytest.mark.rule("R382")
@pytest.mark.rule("R383")
@pytest.mark.rule("R384")
@pytest.mark.rule("R386")
def test_the_sub_groups_decision_is_printed_whole(text: str) -> None:
    for words in (
        "Alma Reyes, Head of Safeguarding",
        "no concern about joint working was found",
        "Agreed by all but one.",
        "A multi-agency audit was chosen over a SILP.",
        "Council solicitor, 2 March 2026",
    ):
        assert words in text


@pytest.mark.rule("R371")
@pytest.mark.rule("R372")
@pytest.mark.rule("R373")
@pytest.mark.rule("R374")
@pytest.mark.rule("R375")
@pytest.mark.rule("R376")
@pytest.mark.rule("R377")
@pytest.mark.rule("R378")
@pytest.mark.rule("R379")
def test_every_option_is_printed_and_the_chosen_ones_ticked(text: str) -> None:
    options = field_of(FORM, "referral", "options").options
    for option in options:
        box = "☑" if option.key in {"b", "f"} else "☐"
        assert f"{box} {option.key}) {option.label}" in text


@pytest.mark.rule("R381")
def test_review_and_audit_are_defined_where_they_are_chosen(text: str) -> None:
    assert "Review: an evaluation" in notes("decision")
    assert "Audit: a systematic check" in text


@pytest.mark.rule("R201")
@pytest.mark.rule("R385")
@pytest.mark.rule("C20")
def test_each_members_own_decision_stands_beside_their_name(pages: list[str]) -> None:
    page = next(p for p in pages if "took part in this decision" in p)
    words = " ".join(page.split())
    for said in ("Member 0", "Own decision", "Decided", "Abstained", "Stepped out", "Treated the"):
        assert said in words


@pytest.mark.rule("R387")
@pytest.mark.rule("R388")
@pytest.mark.rule("R389")
@pytest.mark.rule("R391")
def test_both_chairs_sign_and_the_pack_says_so(decided: OpenCase, text: str) -> None:
    for words in (
        "05/03/2026",
        "Ruth Tolland",
        "Head of Service",
        "Council",
        "The reasoning is sound.",
        "None: no review.",
        "09/03/2026",
    ):
        assert words in text
    for signoff in decided.signoffs():
        assert signing.agrees(decided, signoff)
        assert signoff.digest in text.replace(" ", "")
    assert "Marian Oyelaran" in text


@pytest.mark.rule("R188")
def test_the_pack_is_protected_by_the_full_reference_unless_policy_says_otherwise(
    decided: OpenCase,
) -> None:
    secret, opens_with = packs.password(decided, packs.PackChoice(("section1",)))
    assert secret == decided.handle.reference.full
    assert secret not in opens_with
    with pytest.raises(AnswersRefused, match="too short"):
        packs.password(decided, packs.PackChoice(("section1",), passphrase="short"))


@pytest.mark.rule("R185")
def test_the_intake_screen_is_the_form(session: Session) -> None:
    case = cases.start_referral(session)
    try:
        assert case.form.source == "2016 guidance, Appendix 1"
        assert [part.number for part in case.intake.parts] == ["1", "2", "3"]
    finally:
        cases.close_case(case)


def test_an_empty_pack_is_refused(decided: OpenCase) -> None:
    with pytest.raises(AnswersRefused, match="empty"):
        packs.preview(decided, packs.PackChoice(()), Silent())
