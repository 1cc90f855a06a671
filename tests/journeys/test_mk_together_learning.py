"""Learning exercises and single-agency learning under the 2023 document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.disagreements import held_steps
from mktdesk.casework.notices import NoticeState
from mktdesk.casework.progress import StepState
from mktdesk.desk import closing
from mktdesk.forms.values import YesNo
from tests.journeys.test_mk_together_reviews import GUIDANCE, with_plan
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]
DONE, NOT_NEEDED = StepState.DONE, StepState.NOT_NEEDED
LEARNING = ["plan_agreed", "delivery", "actions_done", "reported", "tested"]


@pytest.mark.rule("R106")
@pytest.mark.rule("R162")
@pytest.mark.rule("R176")
def test_a_learning_exercise_is_walked_to_tested_practice(walker: Begin) -> None:
    case = walker(GUIDANCE, "cle")
    assert case.case.public.startswith("CLE-")
    begun = ["referral", "handover", "cle_screen", "cle_collated", "cle_exercise"]
    assert case.walk() == [*begun, *LEARNING]
    assert case.outcomes == ["cle_accepted"]
    states = case.states()
    assert states.pop("immediate") is NOT_NEEDED  # no panel had it
    assert set(states.values()) == {DONE}
    assert case.open_lines() == ["actions", "notices"]
    case.tell_everybody()
    with_plan(case)
    closing.close(case.case, "Robin Osei")
    # No bulletin is asked of it.
    assert "bulletin" not in case.states()


@pytest.mark.rule("R175")
def test_a_case_that_is_not_suitable_ends_with_the_answer_to_the_referrer(walker: Begin) -> None:
    case = walker(GUIDANCE, "cle")
    done = case.walk(cle_screen={"cle_suitable": "not_suitable"})
    assert done == ["referral", "handover", "cle_screen"]
    assert case.outcomes == ["cle_declined"]
    assert case.state("cle_exercise") is NOT_NEEDED
    assert case.told()["cle_feedback:referrer"] is NoticeState.TO_DO
    assert case.open_lines() == ["notices"]
    case.tell_everybody()
    closing.close(case.case, "Robin Osei")


@pytest.mark.rule("R174")
def test_a_case_for_a_panel_waits_until_the_panel_has_had_it(walker: Begin) -> None:
    case = walker(GUIDANCE, "cle")
    asked = {"cle_discussed": "statutory", "cle_panel": "adults"}
    assert case.walk(referral=asked) == ["referral"]
    assert case.outcomes == ["cle_to_adults"]
    assert case.state("handover") is NOT_NEEDED


@pytest.mark.rule("R107")
def test_a_dispute_keeps_a_learning_exercise_from_the_review_group_until_it_is_directed(
    walker: Begin,
) -> None:
    case = walker(GUIDANCE, "cle")
    case.sign("referral")
    about = "Whether the threshold for an adult review is met"
    case.add("disagreement", about=about, level="lcrp", threshold=YesNo("yes"))

    def held() -> set[str]:
        return set(held_steps(case.case.toolkit.process, "cle", case.case.answers()))

    assert case.now == ["handover"]
    assert "handover" in held()
    case.add(
        "disagreement",
        about=about,
        level="above",
        threshold=YesNo("yes"),
        direction_by="Local Safeguarding Partners",
        direction_on=case.today,
        direction="To the Review Group.",
    )
    assert held() == set()


@pytest.mark.rule("R124")
@pytest.mark.rule("R125")
@pytest.mark.parametrize("threshold", ["statutory", "cle"])
def test_an_agency_whose_case_meets_a_threshold_refers_it_and_works_with_the_other_reviewer(
    walker: Begin, threshold: str
) -> None:
    case = walker(GUIDANCE, "single_agency")
    assert case.case.public.startswith("SAL-")
    case.walk(until="sal_referred", sal_considered={"sal_threshold": threshold})
    assert case.open_lines() == ["sal_referral"]
    assert case.walk() == ["sal_referred", "sal_linked"]
    assert case.state("sal_sharing") is NOT_NEEDED
    closing.close(case.case, "Robin Osei")


@pytest.mark.rule("R126")
@pytest.mark.rule("R127")
@pytest.mark.parametrize("of_value", [True, False])
def test_an_agencys_own_learning_of_value_reaches_the_assurance_group(
    walker: Begin, *, of_value: bool
) -> None:
    case = walker(GUIDANCE, "single_agency")
    done = case.walk(
        sal_considered={"sal_threshold": "not_met"},
        sal_sharing={"sal_of_value": YesNo("yes" if of_value else "no")},
    )
    presented = ["sal_presented"] if of_value else []
    assert done == ["sal_considered", "sal_sharing", *presented]
    closing.close(case.case, "Robin Osei")
