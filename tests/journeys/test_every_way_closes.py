"""Ways of the 2007 guide and of the 2018 panels walked from the referral to a closed case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.closing import LineState
from mktdesk.desk import closing
from mktdesk.forms.values import YesNo
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]


def see_to_the_rest(case: Walker) -> None:
    """What a review leaves behind: a plan that is agreed, a bulletin, every agency's answer."""
    case.add("recommendation", number="1", text="Share the list", owner="Health")
    case.add("action", number="1", action="Share it", lead="R. Shah", due=case.today)
    case.add("plan_agreed", agency="The Board", on=case.today, what=("plan", "summary"))
    case.add("bulletin", channel="bulletin", title="What we learned", on=case.today, content="It.")
    for row in case.case.answers().table("request"):
        case.change("request", row.id, nil_return=YesNo("yes"))


def close(case: Walker) -> None:
    """Nothing is excepted: each line is met, or a person says that it is done."""
    see_to_the_rest(case)
    case.tell_everybody()
    for line in closing.checklist(case.case):
        if line.state is LineState.OPEN and not line.seen:
            closing.mark_line(case.case, line.line.id, "Robin Osei")
    assert case.open_lines() == []
    closing.close(case.case, "Robin Osei")
    assert closing.closure(case.case) is not None


@pytest.mark.parametrize(
    ("way", "option"),
    [("llr", "a"), ("single_agency", "b"), ("learning_day", "c"), ("audit", "d"), ("other", "e")],
)
def test_what_medway_does_below_the_criteria_is_closed(
    walker: Begin, way: str, option: str
) -> None:
    case = walker("medway-2007", "scr")
    case.walk(
        recommendation={"criteria_met": "not_met", "other_options": (option,)},
        decision={"chair_decides": way},
    )
    case.convert(way)
    case.walk()
    close(case)


def test_a_serious_case_review_of_medway_is_closed(walker: Begin) -> None:
    case = walker("medway-2007", "scr")
    case.walk(recommendation={"criteria_met": "met"}, decision={"chair_decides": "scr"})
    close(case)


@pytest.mark.parametrize(
    ("way", "option"), [("mar", "d"), ("single_review", "e"), ("multi_audit", "f")]
)
def test_the_2018_reviews_below_the_threshold_are_closed(
    walker: Begin, way: str, option: str
) -> None:
    case = walker("mksb-2018", way)
    case.walk(recommendation={"options": ("b", option), "recommended": "not_recommended"})
    close(case)


def test_the_2018_review_of_a_child_is_closed(walker: Begin) -> None:
    case = walker("mksb-2018", "scr")
    cleared = {"pub_anonymous": YesNo("yes", "Read by two people"), "pub_all_recs": YesNo("yes")}
    case.walk(cleared=cleared, terms={"tr_naming": YesNo("yes")})
    close(case)
