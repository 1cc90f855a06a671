"""Disagreements go up level by level; a threshold that is disputed holds what the toolkit says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.disagreements import disagreements, held_steps
from mktdesk.forms.answers import Answers
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.toolkits.process_people import Decider, Handover, Level
from mktdesk.toolkits.process_schema import Process

Make = Callable[..., Answers]
Day = Callable[[str], DateAnswer]

_PROCESS = Process(
    level=(
        Level("panel", "The panel", "lcrp"),
        Level("above", "The partners", "lsps", (Decider("sar", "sab"), Decider("dhr", "csp"))),
    ),
    disagreement_holds=Handover(("cle_referral",), "A direction of the partners lifts this."),
)


def at(level: str, **more: Value) -> dict[str, Value]:
    return {"about": "Is it a serious incident?", "level": level, **more}


@pytest.mark.parametrize(
    ("pathway", "decider"), [("lcspr", "lsps"), ("sar", "sab"), ("dhr", "csp")]
)
def test_who_decides_above_the_panel_goes_by_the_kind_of_review(
    tables: Make, day: Day, pathway: str, decider: str
) -> None:
    rows = (at("panel", decided=day("2026-03-04"), decision="No"), at("above"))
    (one,) = disagreements(_PROCESS, pathway, tables(disagreement=rows))
    assert (one.decider, one.open, one.next_level) == (decider, True, None)
    assert one.row == "r1"
    assert one.doubts == ()


def test_a_level_that_is_left_out_and_a_decision_before_it_was_raised_are_named(
    tables: Make, day: Day
) -> None:
    early = at("above", raised=day("2026-03-04"), decided=day("2026-03-01"), decision="Yes")
    (one,) = disagreements(_PROCESS, "lcspr", tables(disagreement=(early,)))
    assert [words.split(",")[0] for words in one.doubts] == [
        "It is at “The partners”",
        "It was decided on 2026-03-01",
    ]


def test_it_is_open_until_there_are_both_a_day_and_words(tables: Make, day: Day) -> None:
    for said, is_open in (
        ({}, True),
        ({"decided": day("2026-03-04")}, True),
        ({"decision": "Not met"}, True),
        ({"decided": day("2026-03-04"), "decision": "Not met"}, False),
    ):
        (one,) = disagreements(_PROCESS, "lcspr", tables(disagreement=(at("panel", **said),)))
        assert one.open is is_open


def test_an_open_one_about_a_threshold_holds_the_step_until_it_is_decided_or_directed(
    tables: Make, day: Day
) -> None:
    def held(**more: Value) -> dict[str, str]:
        return held_steps(_PROCESS, "cle", tables(disagreement=(at("panel", **more),)))

    about = {"threshold": YesNo("yes")}
    assert set(held(**about)) == {"cle_referral"}
    assert "A direction of the partners lifts this." in held(**about)["cle_referral"]
    assert held(threshold=YesNo("no")) == {}
    directed = {"direction_by": "A. Hale, partner", "direction": "Go on"}
    assert held(**about, **directed)  # without its day it is no direction
    assert held(**about, **directed, direction_on=day("2026-03-04")) == {}
    assert held(**about, decided=day("2026-03-04"), decision="Not met") == {}


def test_two_subjects_are_two_disagreements_and_spaces_make_no_difference(tables: Make) -> None:
    rows = (
        at("panel", about="The threshold"),
        at("above", about=" the  THRESHOLD "),
        at("panel", about="Who leads"),
    )
    found = disagreements(_PROCESS, "lcspr", tables(disagreement=rows))
    assert [one.about for one in found] == ["the THRESHOLD", "Who leads"]
