"""Which row each step stands in, and which way each edge takes from row to row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from mktdesk.processmap.types import Edge, MapRefused, Node

_MOST_PASSING = 6


class Vertex(NamedTuple):
    """A place in a row: a step, words on an edge, or where a long edge passes.

    of: the number of the step, or of the edge (of the first of those that pass together).
    """

    kind: Literal["step", "label", "bend"]
    of: int
    row: int


Rows: TypeAlias = tuple[tuple[Vertex, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of vertices from top to bottom, and the vertices that each edge goes through."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    rows: Rows
    routes: tuple[tuple[Vertex, ...], ...]
    lanes: Mapping[Vertex, int]  # for what belongs to a lane

    def links(self) -> list[tuple[Vertex, Vertex]]:
        """The pairs joined from one row to the next, each once."""
        return list(dict.fromkeys(pair for route in self.routes for pair in pairwise(route)))


def grid(nodes: Sequence[Node], edges: Sequence[Edge], most: int) -> Grid:
    """Steps in rows of at most `most`, each below all that lead to it.

    Raises MapRefused for an id twice, an edge to or from nowhere, and a circle.
    """
    known = {node.id: number for number, node in enumerate(nodes)}
    if len(known) < len(nodes):
        twice = [name for name, count in Counter(node.id for node in nodes).items() if count > 1]
        raise MapRefused("a step is named twice", twice)
    once = tuple(
        dict.fromkeys(Edge(edge.start, edge.end, " ".join(edge.label.split())) for edge in edges)
    )
    lost = [name for edge in once for name in (edge.start, edge.end) if name not in known]
    if lost:
        raise MapRefused("an edge names a step that is not there", lost)
    pairs = [(known[edge.start], known[edge.end]) for edge in once]
    places = _places(nodes, pairs, most)
    labelled = {places[start] for (start, _), edge in zip(pairs, once, strict=True) if edge.label}
    heights, at = [], 0
    for row in range(max(places, default=-1) + 1):
        heights.append(at)
        at += 2 if row in labelled else 1
    physical = [heights[place] for place in places]
    steps = [Vertex("step", number, row) for number, row in enumerate(physical)]
    routes = _routes(once, [(steps[start], steps[end]) for start, end in pairs])
    rows: list[list[Vertex]] = [[] for _ in range(max(physical, default=-1) + 1)]
    for vertex in dict.fromkeys([*steps, *(one for route in routes for one in route)]):
        rows[vertex.row].append(vertex)
    whole = tuple(map(tuple, rows))
    lanes = _lanes(nodes, [end for _, end in pairs], whole)
    return Grid(tuple(nodes), once, whole, routes, lanes)


def _routes(
    edges: Sequence[Edge], ends: Sequence[tuple[Vertex, Vertex]]
) -> tuple[tuple[Vertex, ...], ...]:
    """The vertices each edge goes through; where many would pass, those to one step join."""
    passing = Counter(row for start, end in ends for row in range(start.row + 1, end.row))
    crowded = max(passing.values(), default=0) > _MOST_PASSING
    first: dict[Vertex, int] = {}
    found = []
    for number, (edge, (start, end)) in enumerate(zip(edges, ends, strict=True)):
        name = first.setdefault(end, number) if crowded else number
        way = [Vertex("bend", name, row) for row in range(start.row + 1, end.row)]
        if edge.label:
            way[0] = Vertex("label", number, start.row + 1)
        found.append((start, *way, end))
    return tuple(found)


def _places(nodes: Sequence[Node], pairs: Sequence[tuple[int, int]], most: int) -> list[int]:
    """The row of each step: the longest way to it, further down where a row is full."""
    before: list[list[int]] = [[] for _ in nodes]
    after: list[list[int]] = [[] for _ in nodes]
    for start, end in pairs:
        before[end].append(start)
        after[start].append(end)
    places = [-1] * len(nodes)
    held: Counter[int] = Counter()
    waiting = list(range(len(nodes)))
    while waiting:
        ready = [n for n in waiting if all(places[b] >= 0 for b in before[n])]
        if not ready:
            raise MapRefused("steps lead round in a circle", _circle(nodes, waiting, after))
        depth = {n: 1 + max((places[b] for b in before[n]), default=-1) for n in ready}
        chosen = min(ready, key=lambda n: (depth[n], n))
        place = depth[chosen]
        while held[place] >= most:
            place += 1
        places[chosen] = place
        held[place] += 1
        waiting.remove(chosen)
    for number, ahead in enumerate(after):
        # What nothing leads to stands right above what it leads to.
        lowest = min((places[a] for a in ahead), default=0) - 1
        if not before[number] and lowest > places[number]:
            free = [row for row in range(lowest, places[number], -1) if held[row] < most]
            if free and held[places[number]] > 1:
                held[places[number]] -= 1
                places[number] = free[0]
                held[free[0]] += 1
    return places


def _circle(nodes: Sequence[Node], waiting: list[int], after: list[list[int]]) -> list[str]:
    """The steps of one circle, the first named again at the end."""
    stuck = set(waiting)
    ending = True
    while ending:  # take away what only hangs below a circle
        ends = {n for n in stuck if not any(a in stuck for a in after[n])}
        stuck -= ends
        ending = bool(ends)
    way = [min(stuck)]
    while way[-1] not in way[:-1]:
        way.append(next(a for a in after[way[-1]] if a in stuck))
    return [nodes[n].id for n in way[way.index(way[-1]) :]]


def _lanes(grid_nodes: Sequence[Node], ends: Sequence[int], rows: Rows) -> dict[Vertex, int]:
    """The lane of each vertex: a step's own, otherwise that of the step it leads to."""
    names = list(dict.fromkeys(node.lane for node in grid_nodes if node.lane))
    found = {}
    for vertex in (one for row in rows for one in row):
        step = vertex.of if vertex.kind == "step" else ends[vertex.of]
        if grid_nodes[step].lane:
            found[vertex] = names.index(grid_nodes[step].lane)
    return found
