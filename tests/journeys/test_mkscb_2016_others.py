"""The other reviews of the 2016 guidance and requests of other boards, walked to closed cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.progress import StepState
from mktdesk.casework.routemap import map_of
from mktdesk.desk import closing, signing
from mktdesk.desk.whereabouts import whereabouts
from mktdesk.forms.values import Value, YesNo
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]
DONE, NOT_NEEDED = StepState.DONE, StepState.NOT_NEEDED
TO_DECISION = ["referral", "asked", "listed", "papers", "recommendation", "peer", "decision"]
INBOUND = ["in_request", "in_asked", "in_signed_off", "in_check", "in_sent", "in_learned"]
OWN = {
    "silp": ["silp_setup", "silp_people", "silp_asked", "silp_event", "silp_written",
             "silp_agreed", "silp_second", "silp_followed"],
    "mar": ["mar_reviewer", "mar_setup", "mar_asked", "mar_findings", "mar_followed"],
    "single_review": ["single_asked", "single_told", "single_shared", "single_followed"],
    "multi_audit": ["ma_asked", "ma_done", "ma_followed"],
    "single_audit": ["sa_asked", "sa_done", "sa_reported", "sa_followed"],
}  # fmt: skip
OPTION = {"silp": "c", "mar": "d", "single_review": "e", "multi_audit": "f", "single_audit": "g"}


def below(option: str) -> dict[str, Value]:
    return {"options": ("b", option), "recommended": "not_recommended"}


def close(case: Walker) -> None:
    """Everybody is told, and the checklist lets the case go."""
    case.tell_everybody()
    closing.close(case.case, "Dana")
    assert closing.closure(case.case) is not None


@pytest.mark.rule("R212")
@pytest.mark.parametrize("way", list(OWN))
def test_a_review_below_the_threshold_is_walked_from_referral_to_a_closed_case(
    walker: Begin, way: str
) -> None:
    case = walker("mkscb-2016", way)
    assert case.case.public.startswith("SCR-")
    done = case.walk(recommendation=below(OPTION[way]), decision={"chair_view": "agree"})
    assert done == [*TO_DECISION, *OWN[way]]
    assert case.outcomes[:2] == ["threshold_not_met", way]
    left = {name for name, state in case.states().items() if state is not DONE}
    assert left == {"relisted", "alternatives"}
    close(case)


@pytest.mark.rule("C9")
def test_a_silp_without_a_second_event_ends_with_the_reason(walker: Begin) -> None:
    case = walker("mkscb-2016", "silp")
    none: dict[str, Value] = {"silp_second": "not_held", "silp_second_why": "Few agencies."}
    done = case.walk(recommendation=below("c"), silp_agreed=none)
    assert "silp_second" not in done
    assert case.state("silp_second") is NOT_NEEDED
    close(case)


@pytest.mark.rule("R379")
@pytest.mark.parametrize("way", list(OWN))
def test_no_review_ends_with_everybody_told(walker: Begin, way: str) -> None:
    case = walker("mkscb-2016", way)
    assert case.walk(recommendation=below("i")) == TO_DECISION
    assert "no_review" in case.outcomes
    close(case)


@pytest.mark.rule("R206")
def test_the_other_reviews_that_were_considered_must_be_written_down(walker: Begin) -> None:
    case = walker("mkscb-2016", "mar")
    case.walk(until="recommendation")
    case.fill("section2", **below("d"))
    case.answer(alternative_review="")
    read = signing.review(case.case, "section2")
    assert [x.rule for x in read.problems if x.level == "error"] == ["R206"]
    assert not read.can_sign


@pytest.mark.rule("R345")
@pytest.mark.rule("R346")
@pytest.mark.rule("R347")
def test_another_boards_request_goes_its_four_steps_and_is_followed(walker: Begin) -> None:
    case = walker("mkscb-2016", "inbound")
    assert case.case.public.startswith("OBR-")
    assert case.walk(in_check={"in_ready": YesNo("yes")}) == INBOUND
    assert set(case.states().values()) == {DONE}
    close(case)


@pytest.mark.rule("R346")
def test_a_contribution_that_goes_back_to_its_agency_keeps_the_check_unsigned(
    walker: Begin,
) -> None:
    case = walker("mkscb-2016", "inbound")
    case.walk(until="in_check")
    case.add("in_report", agency="Police", result="back")
    case.fill("in_check", in_ready=YesNo("yes"))
    case.answer(in_ready=YesNo("no"))
    assert not signing.review(case.case, "in_check").can_sign
    assert case.state("in_sent") is StepState.WAITING


@pytest.mark.rule("R435")
@pytest.mark.parametrize("way", ["scr", *OWN, "inbound"])
def test_the_flowchart_is_drawn_for_every_way_with_where_the_case_is(
    walker: Begin, way: str
) -> None:
    case = walker("mkscb-2016", way)
    nodes, edges = map_of(whereabouts(case.case), case.case.toolkit.process)
    assert {node.id for node in nodes} == set(case.states())
    first = "in_request" if way == "inbound" else "referral"
    assert next(node.state for node in nodes if node.id == first) == "now"
    # Every step is reached from the first one.
    reached = {first}
    for _ in nodes:
        reached |= {edge.end for edge in edges if edge.start in reached}
    assert reached == {node.id for node in nodes}
    case.sign("in_request" if way == "inbound" else "section1")
    after, _ = map_of(whereabouts(case.case), case.case.toolkit.process)
    assert next(node.state for node in after if node.id == first) == "done"
