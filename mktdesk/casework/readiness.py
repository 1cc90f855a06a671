"""Which steps of a case a body can take at its next meeting (pure).

A step is ready when it is to do now, or when only the office's own steps come before it: whatever
is signed first (the referral, a screening) is signed (2016 guidance 1.1 and 1.2: R193, R199).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mktdesk.casework.progress import Graph, StepState
from mktdesk.casework.sitting import steps_at_meetings
from mktdesk.casework.situation import Situation, Truth
from mktdesk.toolkits.process_schema import Process, Step


@dataclass(frozen=True, slots=True)
class Ready:
    """A step that a meeting can take. left: labels of what the office has still to do before it."""

    step: Step
    left: tuple[str, ...] = ()


def ready_steps(process: Process, now: Situation, bodies: Iterable[str]) -> tuple[Ready, ...]:
    """The steps of a case's pathway that a meeting can take now; bodies: ids of the toolkit's."""
    graph = Graph(process, now)
    found = []
    for step in steps_at_meetings(process, bodies):
        if step.pathways and now.pathway not in step.pathways:
            continue
        standing = graph.standing(step)
        waits = standing.state is StepState.WAITING and graph.needed(step) is Truth.YES
        if standing.state is StepState.NOW or (waits and not _unsigned_before(graph, now, step)):
            found.append(Ready(step, standing.after))
    return tuple(found)


def _unsigned_before(graph: Graph, now: Situation, step: Step) -> bool:
    """Whether a part that comes before, however far, is not signed. There is no circle."""
    return any(
        one.id not in now.events
        and ((one.part is not None and not one.optional) or _unsigned_before(graph, now, one))
        for one in graph.before(step)
    )
