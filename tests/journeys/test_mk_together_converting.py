"""Cases of the 2023 document that a panel or a referrer sends another way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.progress import StepState
from mktdesk.desk import cases, closing, converting
from mktdesk.desk.signing import read_version
from mktdesk.forms.values import YesNo
from tests.journeys.test_mk_together_reviews import GUIDANCE, PANEL, conclude, to_panel, with_plan
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]
LEARNING = ["plan_agreed", "delivery", "actions_done", "reported", "tested"]


def goes(case: Walker, to: str) -> None:
    """The one way that a signed decision names, gone without another reason."""
    assert [way.pathway.id for way in converting.ways(case.case) if way.decided] == [to]
    case.case = converting.convert(case.case, to)


@pytest.mark.rule("R134")
@pytest.mark.rule("R160")
@pytest.mark.parametrize("way", list(PANEL))
def test_a_panel_sends_a_case_on_as_a_learning_exercise_and_its_decision_stays_to_be_read(
    walker: Begin, way: str
) -> None:
    case = walker(GUIDANCE, way)
    to_panel(case, way)
    conclude(case, way, "cle")
    assert case.now == ["immediate"]
    public = case.case.public
    goes(case, "cle")
    assert case.case.public == public  # the reference stays
    (signed,) = (x for x in case.case.signoffs() if x.part == PANEL[way][0])
    blocks, agrees = read_version(case.case, signed)
    assert agrees
    assert blocks
    assert case.walk() == ["immediate", "handover", "cle_screen", "cle_collated", "cle_exercise",
                           *LEARNING]  # fmt: skip
    assert [x for x in converting.ways(case.case) if x.decided] == []
    case.tell_everybody()
    with_plan(case)
    closing.close(case.case, "Robin Osei")


@pytest.mark.rule("R121")
def test_a_threshold_that_is_not_met_leads_to_a_learning_exercise(walker: Begin) -> None:
    case = walker(GUIDANCE, "lcspr")
    case.walk(sin_threshold={"sin_decision": "not_met", "sin_then": "cle"})
    assert case.now == []
    goes(case, "cle")
    assert case.state("immediate") is StepState.NOT_NEEDED
    assert case.walk()[:2] == ["handover", "cle_screen"]


@pytest.mark.rule("R174")
@pytest.mark.parametrize(("which", "way"), [("adults", "sar"), ("dhr", "dhr")])
def test_a_learning_exercise_that_should_be_a_review_has_its_rapid_review(
    walker: Begin, which: str, way: str
) -> None:
    case = walker(GUIDANCE, "cle")
    case.walk(referral={"cle_discussed": "statutory", "cle_panel": which})
    goes(case, way)
    # It began with its own form: the panel has it as it was referred.
    assert case.case.intake.id == "cle_referral"
    assert case.now == ["rapid_started"]
    case.walk(until=PANEL[way][0])
    conclude(case, way, "cle")
    goes(case, "cle")
    assert case.walk()[:3] == ["immediate", "handover", "cle_screen"]


def test_a_case_of_2016_goes_on_as_a_childs_review_and_keeps_what_was_signed(
    walker: Begin,
) -> None:
    case = walker("mkscb-2016", "scr")
    case.sign("section1", office_discussion=YesNo("yes", "With the office"))
    guidance = next(x for x in converting.editions(case.case) if x.id == GUIDANCE)
    case.case = converting.move(case.case, guidance, "The guidance of 2016 ended", "lcspr")
    assert (case.case.toolkit.id, case.case.pathway.id) == (GUIDANCE, "lcspr")
    kept = [one.part for one in case.case.signoffs() if one.stands]
    assert kept == ["section1"]
    # The referral was made: it is not asked for again.
    assert case.state("referral") is StepState.DONE
    assert case.now == ["sin_threshold"]
    case.walk(until="rapid_review_children")
    conclude(case, "lcspr")
    assert "handover" in case.now


def test_the_list_shows_the_way_a_case_is_on_now(walker: Begin) -> None:
    case = walker(GUIDANCE, "sar")
    to_panel(case, "sar")
    conclude(case, "sar", "cle")
    goes(case, "cle")
    session = case.case.session
    (line,) = (x for x in cases.list_cases(session) if x.public == case.case.public)
    assert line.review_type == "Collaborative learning exercise (CLE)"
