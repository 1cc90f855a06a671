"""What was written on one way stays with the case on the next."""

from __future__ import annotations

import pytest

from mktdesk.casework.keeping import forms_to_keep
from mktdesk.casework.records import CaseFacts
from mktdesk.forms.answers import Answers, Row
from mktdesk.toolkits import form_of_case, load

TOOLKIT = load("mk-together-2023")


def case(pathway: str, form: str, kept: str = "") -> CaseFacts:
    return CaseFacts("case", toolkit=TOOLKIT.id, form=form, pathway=pathway, kept=kept)


def kept(facts: CaseFacts, answers: Answers) -> str:
    form = form_of_case(TOOLKIT, facts.form, facts.pathway, facts.kept_forms)
    return forms_to_keep(TOOLKIT, facts, form, answers)


def test_a_form_that_is_begun_is_kept_and_an_empty_one_is_not() -> None:
    child = case("lcspr", "lcspr_referral")
    assert kept(child, Answers()) == ""
    assert kept(child, Answers({"sin_reasons": "No abuse."})) == "sin_record"
    panel = {"rrc_member": (Row("m1", {"name": "Ruth Tolland"}),)}
    assert kept(child, Answers({}, panel)) == "rapid_review_children"


def test_what_was_kept_before_is_kept_again_and_the_form_it_began_with_is_not_counted() -> None:
    answers = Answers({"sin_reasons": "No abuse.", "cle_feedback": "Not yet.", "route": "dsps"})
    assert kept(case("cle", "lcspr_referral", "sin_record"), answers) == "sin_record,cle_review"
    emptied = Answers({"route": "dsps"})
    assert kept(case("cle", "lcspr_referral", "sin_record"), emptied) == ""


def test_kept_parts_stand_in_the_form_of_the_new_way() -> None:
    form = form_of_case(TOOLKIT, "sar_referral", "cle", ("rapid_review_adults",))
    parts = [part.id for part in form.parts if not part.own]
    assert parts == ["referral", "rapid_review_adults", "cle_decision", "cle_exercise"]


def titles(toolkit: str, form: str, way: str, *begun: str) -> list[str]:
    whole = form_of_case(load(toolkit), form, way, begun)
    return [part.title for part in whole.parts if not part.own]


def test_the_title_of_a_kept_part_says_which_way_it_is_from() -> None:
    assert titles("mkscb-2016", "referral", "silp", "mar")[3:6] == [
        "Section 5: Terms of reference, timescale and method (from Multi-agency review)",
        "Section 6: Findings (from Multi-agency review)",
        "Section 4: Peer challenge",
    ]
    adult = titles("mksb-2018", "referral", "sar")
    assert adult == [
        "Section 1: Referral",
        "Section 2: Children's panel (from an earlier kind of review)",
        "Section 3: Decision (from an earlier kind of review)",
        "Section 2: Adult panel",
        "Section 3: Decision",
    ]
    whole = form_of_case(load("mksb-2018"), "referral", "sar")
    assert "Section 2: Children's panel" in whole.part("section2").aliases


@pytest.mark.parametrize("toolkit", ["mkscb-2016", "mksb-2018", "mk-together-2023"])
def test_no_two_parts_of_a_converted_case_are_called_the_same(toolkit: str) -> None:
    found = load(toolkit)
    for before in found.process.pathway:
        begun = tuple(before.forms)
        for after in found.process.pathway:
            got = titles(toolkit, before.intake_form or found.intake_form, after.id, *begun)
            assert len(set(got)) == len(got), (before.id, after.id)
