"""Agencies are asked by letter, with the form that they fill in, on a real case of 2016."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mktdesk.casework.notices import NoticeState
from mktdesk.desk import filling, letters, notices
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.letters import Filled, Kind
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, LetterIncomplete
from mktdesk.exchange import read_word_form
from mktdesk.forms.answers import Answers
from mktdesk.forms.values import DateAnswer, NotKnown
from tests.desk.referrals import ISSUES, REASON, key_of, referred, said
from tests.desk.sharing import ended

WRITTEN = Filled({"reason": REASON, "steer": ISSUES}, "Marian Oyelaran")


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


def form_of(case: OpenCase, path: Path) -> Answers:
    """What stands in a form that left, read as it would be when it comes back."""
    form, password = case.toolkit.forms["additional_information"], case.handle.reference.full
    return read_word_form(path.read_bytes(), form, password=password).answers
