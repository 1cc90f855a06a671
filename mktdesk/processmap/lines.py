"""The edges as lines: straight down where they can, and never through a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mktdesk.drawings import Path, Stroke, Tone
from mktdesk.processmap.grid import Grid, Vertex
from mktdesk.processmap.place import Places

ARROW_ROOM = 14.0  # an edge comes straight down on its step from this height
_LEAVES = 5.0  # and leaves straight down as far
_LEAST_SLANT, _MOST_SLANT, _SLOPE = 8.0, 34.0, 0.09
_CORNER = 14.0  # no line comes nearer to a box's corner
_BEGUN = {"done", "now", "late"}


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each link leaves the vertex above and enters the one below."""

    ends: Mapping[tuple[Vertex, Vertex], tuple[float, float]]

    def gap(self, row: int, *, to_steps: bool) -> float:
        """The height that the links below a row need."""
        far = [abs(one - two) for (above, _), (one, two) in self.ends.items() if above.row == row]
        across = max(far, default=0.0)
        slant = min(max(across * _SLOPE, _LEAST_SLANT), _MOST_SLANT) if across else 3.0
        return _LEAVES + slant + (ARROW_ROOM if to_steps else 2.0)


def ports(grid: Grid, places: Places) -> Ports:
    """A link that is the only one at a step's edge moves along it until it is straight."""
    links = grid.links()
    leaving: dict[Vertex, int] = {}
    entering: dict[Vertex, int] = {}
    for above, below in links:
        leaving[above] = leaving.get(above, 0) + 1
        entering[below] = entering.get(below, 0) + 1
    ends = {}
    for above, below in links:
        one, two = places.middles[above], places.middles[below]
        if entering[below] == 1 and _reaches(places, below, one):
            two = one
        elif leaving[above] == 1 and _reaches(places, above, two):
            one = two
        ends[above, below] = (one, two)
    return Ports(ends)


def _reaches(places: Places, vertex: Vertex, x: float) -> bool:
    room = places.widths[vertex] / 2 - _CORNER
    return vertex.kind == "step" and abs(x - places.middles[vertex]) <= room


def line(
    route: Sequence[Vertex], found: Ports, tops: Sequence[float], feet: Sequence[float]
) -> tuple[tuple[float, float], ...]:
    """The points of an edge. tops, feet: the upper and lower edge of each row."""
    points: list[tuple[float, float]] = []
    for above, below in pairwise(route):
        one, two = found.ends[above, below]
        foot, top = feet[above.row], tops[below.row]
        straight = ARROW_ROOM if below.kind == "step" else 2.0
        for point in ((one, foot), (one, foot + _LEAVES), (two, top - straight), (two, top)):
            if not points or points[-1] != point:
                points.append(point)
    return _simple(points)


def _simple(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Without the points in the middle of a stretch that runs straight down."""
    kept = [points[0]]
    for here, after in pairwise(points[1:]):
        if not (kept[-1][0] == here[0] == after[0]):
            kept.append(here)
    return (*kept, points[-1])


def edge_path(grid: Grid, number: int, points: tuple[tuple[float, float], ...]) -> Path:
    """The line of an edge: heavy where the case has gone, broken where it will not go."""
    edge = grid.edges[number]
    by_id = {node.id: node for node in grid.nodes}
    start, end = by_id[edge.start], by_id[edge.end]
    says = f"{start.label} to {end.label}" + (f": {edge.label}" if edge.label else "")
    if "not_needed" in {start.state, end.state}:
        stroke = Stroke(Tone.LINE, 1, dashed=True)
    elif start.state == "done" and end.state in _BEGUN:
        stroke = Stroke(Tone.INK, 1.6)
    else:
        stroke = Stroke(Tone.LINE, 1.1)
    return Path(points, stroke, arrow=True, says=says)
