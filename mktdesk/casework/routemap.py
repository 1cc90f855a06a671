"""A case's way as a process map: which steps stand on it and what leads to what (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mktdesk.calendar import spoken_date
from mktdesk.casework.route import Mark, Route, RouteStep
from mktdesk.processmap import Edge, Node, State
from mktdesk.toolkits.process_schema import Process, Step, When

_STATES: Mapping[Mark, State] = {
    Mark.DONE: "done",
    Mark.NOW: "now",
    Mark.OPEN: "next",
    Mark.NEXT: "next",
    Mark.LATER: "later",
    Mark.NOT_NEEDED: "not_needed",
}


def map_of(route: Route, process: Process) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """The steps of the case's pathway, and what leads from one to another.

    Steps of other pathways are passed through. What follows from the other lines is left out.
    """
    nodes = tuple(_node(one) for one in route.steps)
    return nodes, tuple(_edges(route, process))


def _node(one: RouteStep) -> Node:
    state = "late" if one.late else _STATES[one.mark]
    return Node(one.step.id, one.step.label, one.who, state, _note(one))


def _note(one: RouteStep) -> str:
    if one.held:
        return f"Held: {' '.join(one.held)}"
    if one.mark is Mark.DONE and one.on is not None:
        return spoken_date(one.on.day)  # and not by whom: a map is pinned up and sent about
    if one.mark is Mark.OPEN:
        return "Left open: a later step is done"
    return "; ".join(one.due)


def _edges(route: Route, process: Process) -> Iterator[Edge]:
    everywhere = {step.id: step for step in process.step}
    here = {one.step.id for one in route.steps}
    before = {name: _before(everywhere[name], everywhere, here) for name in here}
    beyond: dict[str, frozenset[str]] = {}

    def all_before(name: str) -> frozenset[str]:
        if name not in beyond:
            further = (all_before(one) for one in before[name])
            beyond[name] = frozenset(before[name]).union(*further)
        return beyond[name]

    for one in route.steps:
        name = one.step.id
        for other in before[name]:
            if not any(other in all_before(third) for third in before[name]):
                yield Edge(other, name, _label(everywhere[other], one.step, process))


def _before(step: Step, everywhere: Mapping[str, Step], here: Iterable[str]) -> tuple[str, ...]:
    """The steps right before it on this pathway; through those that are not on it."""
    found: dict[str, None] = {}
    for name in step.after:
        if name in here:
            found[name] = None
        else:
            found |= dict.fromkeys(_before(everywhere[name], everywhere, here))
    return tuple(found)


def _label(start: Step, end: Step, process: Process) -> str:
    """Under which outcome of the first step the second follows, where that is plain."""
    known = {one.id: one for one in process.outcome}
    # Of several decisions that must all have come out so, only the step's own is said here.
    for wanted in _outcomes(end.when):
        named = [known[name] for name in wanted if name in known]
        if named and all(one.part == start.part for one in named):
            return " or ".join(one.label for one in named)
    return ""


def _outcomes(when: When | None) -> tuple[tuple[str, ...], ...]:
    """The outcomes that are wanted: of each group one. None where the question is more than
    that.
    """
    if when is None:
        return ()
    if when.outcome is not None:
        return ((when.outcome,),)
    if when.all_:
        groups = [_outcomes(one) for one in when.all_]
        return tuple(group for found in groups for group in found) if all(groups) else ()
    each = [_outcomes(one) for one in when.any_ or ()]
    if not each or any(len(found) != 1 for found in each):
        return ()
    return (tuple(name for (group,) in each for name in group),)
