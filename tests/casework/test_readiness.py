"""Which steps a meeting can take: whatever is signed before them is signed."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given

from mktdesk.casework.progress import Graph, StepState
from mktdesk.casework.readiness import ready_steps
from mktdesk.casework.situation import Happened, Situation
from mktdesk.toolkits import load
from mktdesk.toolkits.process_schema import Process
from tests.casework.processes import cases

DAY = Happened(date(2026, 3, 2))


def ready(toolkit: str, pathway: str, *done: str, **outcomes: bool) -> dict[str, tuple[str, ...]]:
    found = load(toolkit)
    now = Situation(pathway, events=dict.fromkeys(done, DAY), outcomes=outcomes)
    bodies = [one.id for one in found.bodies]
    return {one.step.id: one.left for one in ready_steps(found.process, now, bodies)}


@pytest.mark.rule("R193")
def test_a_signed_referral_goes_to_the_next_sub_group_meeting() -> None:
    assert "recommendation" not in ready("mkscb-2016", "scr", "received")
    found = ready("mkscb-2016", "scr", "received", "referral")
    assert found["recommendation"] == ("Agencies' information put with the referral",)
    found = ready("mkscb-2016", "scr", "received", "referral", "papers")
    assert found["recommendation"] == ()


def test_in_2010_the_chair_screens_before_a_meeting_takes_it() -> None:
    done = ("received", "referral", "discussed", "considered")
    assert "recommendation" not in ready("mkscb-2010", "scr", *done)
    found = ready("mkscb-2010", "scr", *done, "screening", may_meet=True)
    assert "recommendation" in found
    found = ready("mkscb-2010", "scr", *done, "screening", may_meet=False)
    assert "recommendation" not in found


def test_in_2023_the_panel_waits_for_the_referral_and_for_the_threshold() -> None:
    way = ("mk-together-2023", "lcspr")
    assert ready(*way, "received") == {}
    assert list(ready(*way, "received", "referral")) == ["sin_threshold"]
    done = ("received", "referral", "sin_threshold", "sin_sent")
    assert "rapid_review_children" in ready(*way, *done, sin_met=True)
    assert "rapid_review_children" not in ready(*way, *done, sin_met=False)


@given(cases())
def test_what_is_to_do_now_is_ready_and_what_is_done_is_not(
    drawn: tuple[Process, Situation],
) -> None:
    process, now = drawn
    every = tuple(
        msgspec.structs.replace(step, part=f"p{number}" if number % 2 else None)
        for number, step in enumerate(process.step)
    )
    process = msgspec.structs.replace(process, step=every)
    found = {one.step.id for one in ready_steps(process, now, ("office",))}
    graph = Graph(process, now)
    for step in every:
        if step.pathways and now.pathway not in step.pathways:
            assert step.id not in found
            continue
        state = graph.standing(step).state
        if step.part is None or state in {StepState.DONE, StepState.NOT_NEEDED}:
            assert step.id not in found
        elif state is StepState.NOW:
            assert step.id in found
