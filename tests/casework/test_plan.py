"""The action plan: what is late, lacks something, or is outside the board's monitoring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mktdesk.casework import plan
from mktdesk.forms.answers import Answers
from mktdesk.forms.values import DateAnswer, Value

Make = Callable[..., Answers]
Day = Callable[[str], DateAnswer]
TODAY = date(2026, 11, 21)


def whole(day: Day) -> dict[str, tuple[dict[str, Value], ...]]:
    return {
        "recommendation": ({"number": "1", "text": "Share the register", "owner": "Health"},),
        "action": (
            {"number": "1.", "action": "Write it", "lead": "B. Roe", "due": day("2026-11-20")},
        ),
        "plan_agreed": ({"agency": "Health", "on": day("2026-11-01"), "what": ("plan",)},),
    }


def test_a_plan_with_all_that_it_needs_has_no_problem(tables: Make, day: Day) -> None:
    assert plan.plan_problems(tables(**whole(day))) == ()


def test_what_is_missing_is_named_one_by_one(tables: Make, day: Day) -> None:
    assert plan.plan_problems(tables()) == (
        "No recommendation is recorded.",
        "Nobody has agreed the plan yet.",
    )
    some = whole(day)
    some["recommendation"] += ({"number": "2", "text": "Tell people", "owner": "Police"},)
    some["action"] += ({"number": "1", "action": "Check it", "lead": "", "due": None},)
    some["plan_agreed"] = ({"agency": "Health", "what": ("plan",)},)
    assert plan.plan_problems(tables(**some)) == (
        "No action for recommendation 2.",
        "An action of recommendation 1 has no lead or no date.",
        "Nobody has agreed the plan yet.",
    )


def test_days_late_are_counted_until_it_is_done(tables: Make, day: Day) -> None:
    (one,) = plan.actions(tables(**whole(day)), TODAY)
    assert (one.late, one.done) == (1, False)
    done = whole(day)
    done["action"] = ({**done["action"][0], "progress_now": "done"},)
    (one,) = plan.actions(tables(**done), TODAY)
    assert (one.late, one.done) == (0, True)
    assert "It is marked as done, and no evidence is given." in one.remarks


@pytest.mark.rule("R298")
def test_what_stays_with_its_agency_is_outside_the_boards_monitoring(
    tables: Make, day: Day
) -> None:
    kept = whole(day)
    kept["recommendation"] = ({**kept["recommendation"][0], "adopted": "agency"},)
    answers = tables(**kept)
    assert [one.monitored for one in plan.recommendations(answers)] == [False]
    assert [one.monitored for one in plan.actions(answers, TODAY)] == [False]
    assert plan.open_actions(answers) == 0
    assert plan.open_actions(tables(**whole(day))) == 1


@pytest.mark.rule("R430")
@pytest.mark.parametrize(
    ("text", "flagged"),
    [("Train staff and review", True), ("Train AND review", True), ("Hand over standards", False)],
)
def test_and_in_a_recommendation_is_pointed_out(tables: Make, text: str, *, flagged: bool) -> None:
    (one,) = plan.recommendations(tables(recommendation=({"number": "1", "text": text},)))
    assert any("“and”" in remark for remark in one.remarks) is flagged


def test_a_bulletin_counts_once_it_is_written_and_dated(tables: Make, day: Day) -> None:
    bulletin: dict[str, Value] = {"channel": "bulletin", "title": "Learning", "content": "Words"}
    assert not plan.has_bulletin(tables(bulletin=(bulletin,)))
    assert plan.has_bulletin(tables(bulletin=({**bulletin, "on": day("2026-11-01")},)))
    talk = {**bulletin, "channel": "managers", "on": day("2026-11-01")}
    assert not plan.has_bulletin(tables(bulletin=(talk,)))


def test_who_agreed_the_plan_and_who_the_summary(tables: Make, day: Day) -> None:
    rows = (
        {"agency": "Health", "on": day("2026-11-01"), "what": ("plan", "summary")},
        {"agency": "Police", "on": day("2026-11-01"), "what": ("summary",)},
        {"agency": "School", "what": ("plan",)},
    )
    answers = tables(plan_agreed=rows)
    assert plan.agreed(answers, "plan") == ("Health",)
    assert plan.agreed(answers, "summary") == ("Health", "Police")


def test_the_latest_comes_first_and_actions_stand_with_their_recommendation(
    tables: Make, day: Day
) -> None:
    answers = tables(
        recommendation=(
            {"number": "1", "text": "Share the register", "owner": "Health"},
            {"number": "2", "text": "Tell people", "owner": "Police"},
        ),
        action=(
            {"number": "1", "action": "Write it", "lead": "B. Roe", "due": day("2026-12-20")},
            {"number": "9", "action": "Nobody's", "lead": "B. Roe", "due": day("2026-12-20")},
            {"number": "2.", "action": "Later", "lead": "A. Fry", "due": day("2026-12-30")},
            {"number": "2", "action": "Late", "lead": "A. Fry", "due": day("2026-11-18")},
        ),
    )
    found = plan.groups(answers, TODAY)
    said = [
        (one.recommendation and one.recommendation.number, [x.action for x in one.actions])
        for one in found
    ]
    assert said == [("2", ["Late", "Later"]), ("1", ["Write it"]), (None, ["Nobody's"])]


def test_an_agency_of_the_case_that_has_not_agreed_is_named(tables: Make, day: Day) -> None:
    answers = tables(
        request=({"agency": "Health"}, {"agency": "Police"}, {"agency": " health "}, {}),
        plan_agreed=({"agency": "HEALTH", "on": day("2026-11-01"), "what": ("plan",)},),
    )
    assert plan.not_agreed(answers, "plan") == ("Police",)
    assert plan.not_agreed(answers, "summary") == ("Health", "Police")


def test_learning_is_listed_by_how_it_was_spread_and_what_was_acted_on(
    tables: Make, day: Day
) -> None:
    answers = tables(
        early_learning=({"text": "Ask for the name", "on": day("2026-04-02"), "told": "Ward 4"},),
        bulletin=({"title": "Seven minutes", "channel": "bulletin"},),
    )
    first, second = plan.learning(answers)
    assert (first.record, first.title, first.channel, first.day) == (
        plan.BULLETIN, "Seven minutes", "bulletin", "",
    )  # fmt: skip
    assert (second.record, second.title, second.day, second.told) == (
        plan.EARLY, "Ask for the name", "2026-04-02", "Ward 4",
    )  # fmt: skip
