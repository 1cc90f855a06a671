"""A referral for one review of 2016 that becomes another; a decision that is opened again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.progress import StepState
from mktdesk.desk import converting, signing
from mktdesk.desk.standing import situation
from mktdesk.errors import AnswersRefused
from mktdesk.forms.values import Value, YesNo
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]
DONE = StepState.DONE
TO_DECISION = ["referral", "asked", "listed", "papers", "recommendation", "peer", "decision"]
OPTION = {"silp": "c", "mar": "d", "single_review": "e", "multi_audit": "f", "single_audit": "g"}


def below(*options: str) -> dict[str, Value]:
    return {"options": ("b", *options), "recommended": "not_recommended"}


@pytest.mark.rule("R212")
@pytest.mark.rule("R213")
@pytest.mark.parametrize("way", list(OPTION))
def test_a_case_referred_for_a_serious_case_review_goes_the_way_that_was_decided(
    walker: Begin, way: str
) -> None:
    case = walker("mkscb-2016", "scr")
    assert case.walk(recommendation=below(OPTION[way])) == TO_DECISION
    (ready,) = [x for x in converting.ways(case.case) if x.decided]
    assert ready.pathway.id == way
    case.convert(way)
    assert all(case.state(step) is DONE for step in TO_DECISION)
    assert case.now != []
    case.walk()
    left = {name for name, state in case.states().items() if state is not DONE}
    assert left == {"relisted", "alternatives"}
    case.tell_everybody()
    assert case.open_lines() == []


def test_two_reviews_decided_together_are_both_offered(walker: Begin) -> None:
    case = walker("mkscb-2016", "scr")
    case.walk(recommendation=below("e", "f"))
    offered = [x.pathway.id for x in converting.ways(case.case) if x.decided]
    assert offered == ["single_review", "multi_audit"]


@pytest.mark.rule("R203")
def test_a_chair_who_decides_for_a_serious_case_review_after_all_makes_it_one(
    walker: Begin,
) -> None:
    case = walker("mkscb-2016", "mar")
    case.walk(recommendation=below("d"), decision={"chair_view": "disagree"})
    assert "scr" in case.outcomes
    case.convert("scr")
    assert case.states()["scope"] in {StepState.NOW, DONE}
    assert case.due["six_months"]


def test_a_serious_case_review_becomes_a_silp_for_a_reason_and_keeps_what_was_done(
    walker: Begin,
) -> None:
    case = walker("mkscb-2016", "scr")
    case.walk(until="experts", scope={"su_scope": "The last year."})
    assert case.state("scope") is DONE
    case.convert("silp", "The sub-group and the Chair think that a SILP will find more.")
    assert {"silp_setup", "silp_people"} <= set(case.now)
    case.convert("scr", "It was thought over once more.")
    assert case.state("scope") is DONE
    assert case.case.answers().get("su_scope") == "The last year."
    assert [x.to_pathway for x in converting.conversions(case.case)][-2:] == ["silp", "scr"]


@pytest.mark.rule("R388")
def test_a_decision_that_is_opened_again_is_kept_beside_the_new_one(walker: Begin) -> None:
    case = walker("mkscb-2016", "mar")
    case.walk(until="mar_reviewer", recommendation=below("d"))
    case.later(20)
    signing.reopen(case.case, "section3", "The police found more.")
    assert situation(case.case).outcomes.get("mar") is None
    case.sign("section3", "M. Oyelaran", chair_view="disagree", chair_date=case.today)
    assert "scr" in case.outcomes
    first, second = (x for x in case.case.signoffs() if x.part == "section3")
    assert first.superseded_why == "The police found more."
    assert signing.signed_answers(case.case, first).get("chair_view") == "agree"
    assert second.stands


def test_a_case_cannot_be_closed_before_it_is_decided(walker: Begin) -> None:
    case = walker("mkscb-2016", "multi_audit")
    case.walk(until="recommendation")
    assert "audit_voices" in case.open_lines()
    with pytest.raises(AnswersRefused):
        case.sign("section3", chair_view="agree", legal_advice=YesNo("no"))
