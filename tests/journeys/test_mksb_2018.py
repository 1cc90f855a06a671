"""Reviews under the panels of 2018, adults' and children's, walked to closed cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.progress import StepState
from mktdesk.desk import closing, signing
from mktdesk.forms.values import Value, YesNo
from tests.journeys.test_mkscb_2016_others import OPTION, OWN, TO_DECISION, below
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]
DONE = StepState.DONE
ADULT = ["sar_referral", "sar_asked", "sar_listed", "sar_panel", "sar_decision"]
REVIEW = ["sar_reviewer", "sar_information", "sar_report", "sar_presented", "sar_followed"]
CLEARED: dict[str, Value] = {
    "pub_anonymous": YesNo("yes", "Read by two people"),
    "pub_all_recs": YesNo("yes"),
}
NAMED: dict[str, Value] = {"tr_naming": YesNo("yes")}


def close(case: Walker) -> None:
    case.tell_everybody()
    for line in closing.checklist(case.case):
        if line.state.value == "open" and not line.seen:
            closing.mark_line(case.case, line.line.id, "Dana")
    closing.close(case.case, "Dana")
    assert closing.closure(case.case) is not None


@pytest.mark.rule("R4")
@pytest.mark.rule("R6")
def test_an_adults_review_is_walked_to_the_board_and_closed(walker: Begin) -> None:
    case = walker("mksb-2018", "sar")
    assert case.case.public.startswith("SAR-")
    assert case.walk() == [*ADULT, *REVIEW]
    left = {name for name, state in case.states().items() if state is not DONE}
    assert left == {"sar_relisted"}
    close(case)


def test_an_adult_panel_that_wants_more_sees_the_case_again(walker: Begin) -> None:
    case = walker("mksb-2018", "sar")
    case.walk(until="sar_panel")
    case.sign("sar_section2", sar_view="more", sar_wanted="Health: the last assessment.")
    assert case.now == ["sar_panel", "sar_relisted"]
    case.record("sar_relisted")
    signing.reopen(case.case, "sar_section2", "The assessment has come.")
    case.sign("sar_section2", sar_view="none")
    case.sign("sar_section3", sar_decided="none")
    assert case.now == []
    close(case)


@pytest.mark.rule("R15")
@pytest.mark.parametrize("way", ["silp", "single_audit"])
def test_the_other_reviews_of_a_child_go_as_under_the_2016_tool_kit(
    walker: Begin, way: str
) -> None:
    case = walker("mksb-2018", way)
    assert case.walk(recommendation=below(OPTION[way])) == [*TO_DECISION, *OWN[way]]
    close(case)


def test_a_childs_review_is_walked_to_its_end(walker: Begin) -> None:
    case = walker("mksb-2018", "scr")
    done = case.walk(cleared=CLEARED, terms=NAMED)
    assert done[0] == "referral"
    assert done[-1] == "implemented"
    left = {name for name, state in case.states().items() if state is not DONE}
    assert left == {"relisted", "alternatives", "first_meeting"}


def test_another_boards_request_is_walked_to_its_end(walker: Begin) -> None:
    case = walker("mksb-2018", "inbound")
    assert case.walk(in_check={"in_ready": YesNo("yes")})[-1] == "in_learned"
    close(case)
