"""The order within each row: few lines cross, and lanes keep their side."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import TypeAlias

from mktdesk.processmap.grid import Grid, Rows, Vertex

_Links: TypeAlias = Mapping[Vertex, Sequence[Vertex]]
_SWEEPS = 12


def ordered(grid: Grid) -> Rows:
    """The rows, each in order from left to right. The same grid gives the same order."""
    down: dict[Vertex, list[Vertex]] = {}
    up: dict[Vertex, list[Vertex]] = {}
    for above, below in grid.links():
        down.setdefault(above, []).append(below)
        up.setdefault(below, []).append(above)
    rows = _first(grid, down)
    best, fewest = rows, _crossings(rows, down)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        rows = _swept(rows, up, grid.lanes) if sweep % 2 == 0 else _risen(rows, down, grid.lanes)
        crossed = _crossings(rows, down)
        if crossed < fewest:
            best, fewest = rows, crossed
    return best


def _first(grid: Grid, down: _Links) -> Rows:
    """In the order in which a walk along the edges meets them."""
    met: dict[Vertex, int] = {}
    for start in (one for row in grid.rows for one in row):
        waiting = [start]
        while waiting:
            vertex = waiting.pop()
            if vertex not in met:
                met[vertex] = len(met)
                waiting += reversed(down.get(vertex, ()))
    return tuple(_in_lanes(sorted(row, key=met.__getitem__), grid.lanes) for row in grid.rows)


def _swept(rows: Rows, links: _Links, lanes: Mapping[Vertex, int]) -> Rows:
    """From the first row to the last, each vertex beneath the middle of what leads to it."""
    done = [rows[0]]
    for row in rows[1:]:
        place = {vertex: at for at, vertex in enumerate(done[-1])}
        middles = {}
        for at, vertex in enumerate(row):
            near = [place[one] for one in links.get(vertex, ())]
            # What nothing leads to keeps its share of the row.
            middles[vertex] = fmean(near) if near else at * len(place) / len(row)
        done.append(_in_lanes(sorted(row, key=middles.__getitem__), lanes))
    return tuple(done)


def _risen(rows: Rows, links: _Links, lanes: Mapping[Vertex, int]) -> Rows:
    return _swept(rows[::-1], links, lanes)[::-1]


def _in_lanes(row: Sequence[Vertex], lanes: Mapping[Vertex, int]) -> tuple[Vertex, ...]:
    """What belongs to lanes changes places among itself until the lanes are in order."""
    belonging = iter(sorted((one for one in row if one in lanes), key=lanes.__getitem__))
    return tuple(next(belonging) if one in lanes else one for one in row)


def _crossings(rows: Rows, down: _Links) -> int:
    count = 0
    for upper, lower in pairwise(rows):
        place = {vertex: at for at, vertex in enumerate(lower)}
        passed: list[int] = []
        for vertex in upper:
            ends = sorted(place[below] for below in down.get(vertex, ()))
            for end in ends:
                count += len(passed) - bisect_right(passed, end)
            for end in ends:
                insort(passed, end)
    return count
