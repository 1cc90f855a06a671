"""How wide the things of a row are and where each stands, so that lines are straight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import fmean

from mktdesk.processmap.grid import Grid, Rows, Vertex

WIDEST_STEP = 300.0
WIDEST_LABEL = 110.0
_GAPS = {"step": 16.0, "label": 8.0, "bend": 14.0}
_ALIKE = 116.0  # steps of neighbouring rows are as wide as each other, or at most this
_SWEEPS = 10
_PASSES = 3
_STRAIGHT = 8.0  # how much more a passing line wants to be straight than a step to be centred


@dataclass(frozen=True, slots=True)
class Places:
    """The middle and the width of each vertex."""

    middles: Mapping[Vertex, float]
    widths: Mapping[Vertex, float]


def placed(grid: Grid, rows: Rows, width: float, labels: Mapping[Vertex, float]) -> Places:
    """Where everything stands between 0 and `width`; nothing overlaps.

    labels: how wide the words of each label would be in one line.
    """
    shapes = [_shape(row, width, most, labels) for row, most in _limits(rows, width)]
    near: dict[Vertex, list[Vertex]] = {}
    for one, other in grid.links():
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    middles: dict[Vertex, float] = {}
    for row, shape in zip(rows, shapes, strict=True):
        middles |= zip(row, shape.fitted([width / 2] * len(row), [1.0] * len(row)), strict=True)
    for sweep in range(_SWEEPS):
        order = range(len(rows)) if sweep % 2 == 0 else range(len(rows) - 1, -1, -1)
        for at in order:
            wishes, weights = _wishes(rows[at], near, middles, sweep)
            if len(rows[at]) == 1:  # the way that all share runs down the middle
                wishes = [width / 2]
            middles |= zip(rows[at], shapes[at].fitted(wishes, weights), strict=True)
    _straighten(grid, rows, shapes, middles)
    widths = {
        one: 2 * half
        for row, shape in zip(rows, shapes, strict=True)
        for one, half in zip(row, shape.halves, strict=True)
    }
    return Places(middles, widths)


def _limits(rows: Rows, width: float) -> Iterator[tuple[Sequence[Vertex], float]]:
    """Each row with the most that a step of it may take: about as much as those around it."""
    for _, part in groupby(rows, key=lambda row: len(row) > 1):
        held = list(part)
        shares = [_share(row, width) for row in held if any(one.kind == "step" for one in row)]
        most = max(min(shares, default=WIDEST_STEP), _ALIKE) if len(held[0]) > 1 else WIDEST_STEP
        yield from ((row, most) for row in held)


def _share(row: Sequence[Vertex], width: float) -> float:
    """What each thing with words may take of a row."""
    things = sum(1 for one in row if one.kind != "bend")
    return (width - sum(_gaps(row, width))) / max(1, things)


def _gaps(row: Sequence[Vertex], width: float) -> list[float]:
    gaps = [min(_GAPS[one.kind], _GAPS[other.kind]) for one, other in pairwise(row)]
    taken = sum(gaps)
    if taken > width / 2:  # many lines pass: they stand closer
        gaps = [gap * width / 2 / taken for gap in gaps]
    return gaps


@dataclass(frozen=True, slots=True)
class _Shape:
    """A row: half the width of each vertex, and the gaps between them."""

    halves: tuple[float, ...]
    gaps: tuple[float, ...]
    width: float

    def apart(self, left: int) -> float:
        """From the middle of a vertex to that of the next."""
        return self.halves[left] + self.gaps[left] + self.halves[left + 1]

    def fitted(self, wishes: Sequence[float], weights: Sequence[float]) -> list[float]:
        """The middles nearest to what is wished (least squares), in order and apart."""
        offsets = [self.halves[0]]
        for left in range(len(self.gaps)):
            offsets.append(offsets[-1] + self.apart(left))
        most = max(0.0, self.width - offsets[-1] - self.halves[-1])
        free = [wish - offset for wish, offset in zip(wishes, offsets, strict=True)]
        level = [min(max(one, 0.0), most) for one in _rising(free, weights)]
        return [one + offset for one, offset in zip(level, offsets, strict=True)]


def _shape(
    row: Sequence[Vertex], width: float, most: float, labels: Mapping[Vertex, float]
) -> _Shape:
    each = min(most, _share(row, width))
    wide = {"bend": 0.0, "step": each}
    halves = tuple(
        (min(labels[one], WIDEST_LABEL, each) if one.kind == "label" else wide[one.kind]) / 2
        for one in row
    )
    return _Shape(halves, tuple(_gaps(row, width)), width)


def _rising(wishes: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The rising sequence nearest to the wishes (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for wish, weight in zip(wishes, weights, strict=True):
        mean, heavy, count = wish, weight, 1
        while pools and pools[-1][0] > mean:
            other, weight_before, many = pools.pop()
            whole = heavy + weight_before
            mean = (mean * heavy + other * weight_before) / whole
            heavy, count = whole, count + many
        pools.append((mean, heavy, count))
    return [mean for mean, _, count in pools for _ in range(count)]


def _wishes(
    row: Sequence[Vertex],
    near: Mapping[Vertex, Sequence[Vertex]],
    middles: Mapping[Vertex, float],
    sweep: int,
) -> tuple[list[float], list[float]]:
    """Where each would stand by itself: amid what it is joined to, first above, then below."""
    wishes, weights = [], []
    for vertex in row:
        there = near.get(vertex, ())
        if sweep < _SWEEPS - 2:  # the last sweeps look both ways
            ahead = vertex.row + (1 if sweep % 2 else -1)
            there = [one for one in there if one.row == ahead] or there
        wishes.append(fmean(middles[one] for one in there) if there else middles[vertex])
        weights.append(_STRAIGHT if vertex.kind == "bend" else 1.0)
    return wishes, weights


@dataclass(frozen=True, slots=True)
class _Straightener:
    """Moves what has room beside it, without a change of order."""

    rows: Rows
    shapes: Sequence[_Shape]
    middles: dict[Vertex, float]
    spots: Mapping[Vertex, int]

    def room(self, vertex: Vertex) -> tuple[float, float]:
        """From where to where its middle may go."""
        row, shape, at = self.rows[vertex.row], self.shapes[vertex.row], self.spots[vertex]
        left, right = shape.halves[at], shape.width - shape.halves[at]
        if at:
            left = self.middles[row[at - 1]] + shape.apart(at - 1)
        if at + 1 < len(row):
            right = self.middles[row[at + 1]] - shape.apart(at)
        return left, right

    def align(self, chain: Sequence[Vertex], wishes: Sequence[float]) -> None:
        """As much of the chain in one line as there is room for, then the rest in another."""
        while chain:
            left, right = self.room(chain[0])
            count = 1
            for one in chain[1:]:
                low, high = self.room(one)
                if max(left, low) > min(right, high):
                    break
                left, right, count = max(left, low), min(right, high), count + 1
            held, chain = chain[:count], chain[count:]
            nearest = min(max(fmean(self.middles[one] for one in held), left), right)
            wish = next((one for one in wishes if left <= one <= right), nearest)
            self.middles.update(dict.fromkeys(held, wish))


def _straighten(
    grid: Grid, rows: Rows, shapes: Sequence[_Shape], middles: dict[Vertex, float]
) -> None:
    """What follows one another without a branch stands in one line, where there is room."""
    spots = {one: at for row in rows for at, one in enumerate(row)}
    mover = _Straightener(rows, shapes, middles, spots)
    chains = sorted(_chains(grid), key=len, reverse=True)
    for chain in chains * _PASSES:  # what has moved makes room for others
        alone = [one for one in chain if len(rows[one.row]) == 1]
        steps = [one for one in chain if one.kind == "step"]
        mover.align(chain, [middles[one] for one in (*alone, *steps, *chain)])
    below = {one: other for one, other in grid.links() if one.kind != "step"}
    for row, shape in zip(rows, shapes, strict=True):
        if any(one.kind == "label" for one in row):
            wishes = [middles[below[one]] for one in row]
            middles |= zip(row, shape.fitted(wishes, [1.0] * len(row)), strict=True)


def _chains(grid: Grid) -> Iterator[list[Vertex]]:
    """The stretches of the map in which one thing leads to one other."""
    links = grid.links()
    leaving = Counter(one for one, _ in links)
    entering = Counter(other for _, other in links)
    after = {one: other for one, other in links if leaving[one] == entering[other] == 1}
    inside = set(after.values())
    for start in after:
        if start not in inside:
            chain = [start]
            while chain[-1] in after:
                chain.append(after[chain[-1]])
            yield chain
