"""Where a case is in its process: each step done, to do now, waiting, or not needed (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mktdesk.casework.situation import Happened, Situation, Truth, truth
from mktdesk.toolkits.process_schema import Process, Step


class StepState(StrEnum):
    """Where a step stands."""

    DONE = "done"
    NOW = "now"
    WAITING = "waiting"
    UNDECIDED = "undecided"  # it depends on what is not known yet
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True)
class StepStanding:
    """One step in this case. after: labels of the steps it waits for. on: when it was done.

    early: it was done although steps before it are not, or was done on an earlier day.
    """

    step: Step
    state: StepState
    after: tuple[str, ...] = ()
    on: Happened | None = None
    early: bool = False


def steps_of(process: Process, pathway: str) -> tuple[Step, ...]:
    """The steps of a pathway, in the toolkit's order."""
    return tuple(x for x in process.step if not x.pathways or pathway in x.pathways)


def step_standings(process: Process, now: Situation) -> tuple[StepStanding, ...]:
    """Every step of the case's pathway, in the toolkit's order."""
    steps = {step.id: step for step in steps_of(process, now.pathway)}
    settled = {
        step.id
        for step in steps.values()
        if step.id in now.events or truth(step.when, now) is Truth.NO
    }
    return tuple(_standing(step, steps, settled, now) for step in steps.values())


def _standing(
    step: Step, steps: dict[str, Step], settled: set[str], now: Situation
) -> StepStanding:
    before = [steps[name] for name in step.after if name in steps]
    open_before = tuple(x.label for x in before if x.id not in settled)
    done = now.events.get(step.id)
    if done is not None:
        earlier = any(
            (other := now.events.get(x.id)) is not None and other.day > done.day for x in before
        )
        early = (bool(open_before) or earlier) and not step.advisory
        return StepStanding(step, StepState.DONE, open_before, done, early)
    needed = truth(step.when, now)
    if needed is Truth.NO:
        return StepStanding(step, StepState.NOT_NEEDED)
    if open_before and not step.advisory:
        return StepStanding(step, StepState.WAITING, open_before)
    if needed is Truth.NOT_KNOWN:
        return StepStanding(step, StepState.UNDECIDED)
    return StepStanding(step, StepState.NOW, open_before)
