"""Where a case is in its process: each step done, to do now, waiting, or not needed (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

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
    """One step in this case. after: labels of the steps it waits for, waits_for: their ids.

    on: when it was done. early: it was done although steps before it are not, or was done on an
    earlier day.
    """

    step: Step
    state: StepState
    after: tuple[str, ...] = ()
    on: Happened | None = None
    early: bool = False
    waits_for: tuple[str, ...] = ()


def steps_of(process: Process, pathway: str) -> tuple[Step, ...]:
    """The steps of a pathway, in the toolkit's order."""
    return tuple(x for x in process.step if not x.pathways or pathway in x.pathways)


def step_standings(process: Process, now: Situation) -> tuple[StepStanding, ...]:
    """Every step of the case's pathway, in the toolkit's order.

    A step that is not needed, that stands on other pathways only, or that is optional holds
    nothing up by itself; what it waits for does.
    """
    graph = Graph(process, now)
    return tuple(graph.standing(step) for step in steps_of(process, now.pathway))


class Graph:
    """Which steps wait for which, as the case stands now."""

    def __init__(self, process: Process, now: Situation) -> None:
        """Nothing is worked out until it is asked for."""
        self._process, self._now = process, now
        self._open: dict[str, frozenset[str]] = {}

    @cached_property
    def _steps(self) -> Mapping[str, Step]:
        return {step.id: step for step in self._process.step}

    @cached_property
    def _here(self) -> frozenset[str]:
        return frozenset(step.id for step in steps_of(self._process, self._now.pathway))

    def needed(self, step: Step) -> Truth:
        """Whether this case needs the step, done or not."""
        return truth(step.when, self._now) if step.id in self._here else Truth.NO

    def before(self, step: Step) -> tuple[Step, ...]:
        """The steps right before it that this case needs or has done; through the others."""
        found: dict[str, Step] = {}
        for name in step.after:
            one = self._steps[name]
            if one.id in self._here and (
                one.id in self._now.events or self.needed(one) is not Truth.NO
            ):
                found[one.id] = one
            else:
                found |= {other.id: other for other in self.before(one)}
        return tuple(found.values())

    def standing(self, step: Step) -> StepStanding:
        """Where one step of the pathway stands."""
        names = self._waits_for(step)
        waits_for = tuple(name for name in self._steps if name in names)
        after = tuple(self._steps[name].label for name in waits_for)
        done = self._now.events.get(step.id)
        if done is not None:
            early = not step.advisory and (bool(waits_for) or self._later(step, done))
            return StepStanding(step, StepState.DONE, after, done, early, waits_for)
        needed = self.needed(step)
        if needed is Truth.NO:
            return StepStanding(step, StepState.NOT_NEEDED)
        if waits_for and not step.advisory:
            return StepStanding(step, StepState.WAITING, after, waits_for=waits_for)
        state = StepState.UNDECIDED if needed is Truth.NOT_KNOWN else StepState.NOW
        return StepStanding(step, state, after, waits_for=waits_for)

    def _later(self, step: Step, done: Happened) -> bool:
        """Whether a step before it was done on a later day."""
        days = (self._now.events.get(one.id) for one in self.before(step) if not one.optional)
        return any(day is not None and day.day > done.day for day in days)

    def _waits_for(self, step: Step) -> frozenset[str]:
        """The ids of the steps that hold it up. The toolkit's proof leaves no circle."""
        if step.id not in self._open:
            each = (self._held_by(self._steps[name]) for name in step.after)
            self._open[step.id] = frozenset().union(*each)
        return self._open[step.id]

    def _held_by(self, step: Step) -> frozenset[str]:
        if step.id in self._now.events:
            return frozenset()
        if step.optional or self.needed(step) is Truth.NO:
            return self._waits_for(step)
        return frozenset({step.id})
