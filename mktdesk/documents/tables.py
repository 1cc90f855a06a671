"""Tables: a grid of cells that splits over pages, even inside a row, and repeats its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from mktdesk.documents.blocks import Paragraph, Running, Slice
from mktdesk.documents.pen import Pen, Row
from mktdesk.documents.typeset import Typesetter

PAD = 3.5  # points between a cell's edge and its words
_EDGE = "0.45 0.5 0.55 RG 0.5 w"
_HEAD_GROUND = "0.91 0.93 0.95 rg"
_SPLIT_ABOVE = 0.3  # a row higher than this part of a page may be split


@dataclass(frozen=True, slots=True)
class Cell:
    """Some paragraphs. `head` gives it the ground of a heading; `span` counts columns."""

    paragraphs: tuple[Paragraph, ...] = ()
    head: bool = False
    span: int = 1
    least: float = 0  # the height kept free for writing, in points


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells under an optional head; `widths` are the columns' shares of the width.

    whole: better on one page, if one page holds it.
    """

    widths: tuple[float, ...]
    rows: Sequence[tuple[Cell, ...]]
    head: tuple[Cell, ...] = ()
    whole: bool = False
    keep: bool = False
    bookmark: tuple[int, str] | None = None

    def begin(self, setter: Typesetter, width: float) -> Running:
        """Start setting it; rows are set as they are reached."""
        return _RunningGrid(self, setter, width)


@dataclass(frozen=True, slots=True)
class _SetCell:
    rows: Sequence[Row]
    x: float
    width: float
    height: float  # of its words
    head: bool


@dataclass(frozen=True, slots=True)
class _SetRow:
    cells: tuple[_SetCell, ...]
    height: float
    mute: bool = False  # a repeated head: drawn, not read again


@dataclass(frozen=True, slots=True)
class _GridSlice:
    rows: Sequence[_SetRow]

    @property
    def height(self) -> float:
        return sum(row.height for row in self.rows)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        self._grounds(pen, x, top)
        for row in self.rows:
            if row.mute:
                pen.begin_artifact("Pagination")
            for cell in row.cells:
                strips = cell.rows
                if row.mute:
                    strips = [Row(s.height, s.line, s.style, None, s.indent) for s in strips]
                pen.rows(strips, x + cell.x + PAD, top - PAD, cell.width - 2 * PAD)
            if row.mute:
                pen.end()
            top -= row.height

    def _grounds(self, pen: Pen, x: float, top: float) -> None:
        grounds, edges = [], []
        for row in self.rows:
            foot = top - row.height
            for cell in row.cells:
                box = f"{x + cell.x:.2f} {foot:.2f} {cell.width:.2f} {row.height:.2f} re"
                edges.append(box)
                if cell.head:
                    grounds.append(box)
            top = foot
        filled = f"{_HEAD_GROUND} {' '.join(grounds)} f " if grounds else ""
        pen.raw(f"/Artifact BMC q {filled}{_EDGE} {' '.join(edges)} S Q EMC")


class _RunningGrid:
    """A grid while it is being set."""

    def __init__(self, grid: Grid, setter: Typesetter, width: float) -> None:
        self._grid, self._setter = grid, setter
        scale = width / sum(grid.widths)
        self._lefts = [0.0, *accumulate(share * scale for share in grid.widths)]
        self._head = self._set(grid.head) if grid.head else None
        self._head_shown = False
        self._next = 0
        self._waiting: _SetRow | None = None

    @property
    def done(self) -> bool:
        return self._waiting is None and self._next >= len(self._grid.rows)

    def least(self) -> float:
        head = self._head.height if self._head else 0
        if self._grid.whole:
            return head + sum(self._set(cells).height for cells in self._grid.rows)
        row = self._peek()
        if row is None:
            return head
        return head + min(row.height, _first_lines(row))

    def take(self, room: float, *, fresh: bool) -> Slice | None:
        full = room if fresh else 0.0
        taken: list[_SetRow] = []
        if self._head:
            taken.append(_SetRow(self._head.cells, self._head.height, mute=self._head_shown))
            room -= self._head.height
        heads = len(taken)
        while (row := self._peek()) is not None:
            if row.height <= room:
                taken.append(row)
                room -= row.height
                self._waiting = None
                continue
            alone = fresh and len(taken) == heads
            first, rest = self._split(row, room, must=alone, page=full)
            if first is not None:
                taken.append(first)
                self._waiting = rest
            break
        if len(taken) == heads and not self.done:
            return None
        self._head_shown = True
        return _GridSlice(taken)

    def _peek(self) -> _SetRow | None:
        if self._waiting is None and self._next < len(self._grid.rows):
            self._waiting = self._set(self._grid.rows[self._next])
            self._next += 1
        return self._waiting

    def _set(self, cells: tuple[Cell, ...]) -> _SetRow:
        done: list[_SetCell] = []
        column, height = 0, 0.0
        for cell in cells:
            x = self._lefts[column]
            column += cell.span
            width = self._lefts[column] - x
            rows: list[Row] = []
            for paragraph in cell.paragraphs:
                rows += paragraph.rows(self._setter, width - 2 * PAD)
            words = sum(row.height for row in rows)
            done.append(_SetCell(rows, x, width, words, cell.head))
            height = max(height, cell.least, words)
        return _SetRow(tuple(done), height + 2 * PAD)

    def _split(
        self, row: _SetRow, room: float, *, must: bool, page: float
    ) -> tuple[_SetRow | None, _SetRow | None]:
        """The part of a row that fits and the rest; (None, row) when it had better wait."""
        high = page * _SPLIT_ABOVE if page else 200.0
        if not must and (row.height < high or room < _first_lines(row)):
            return None, row
        heads, tails = [], []
        for cell in row.cells:
            end, filled = 0, 0.0
            while end < len(cell.rows) and filled + cell.rows[end].height <= room - 2 * PAD:
                filled += cell.rows[end].height
                end += 1
            if must and not end and cell.rows:
                end, filled = 1, cell.rows[0].height
            heads.append(replace(cell, rows=cell.rows[:end], height=filled))
            tails.append(replace(cell, rows=cell.rows[end:], height=cell.height - filled))
        first = _SetRow(tuple(heads), max(cell.height for cell in heads) + 2 * PAD)
        if not any(cell.rows for cell in tails):
            # Only the space left for writing is over.
            return replace(first, height=max(room, first.height)), None
        return first, _SetRow(tuple(tails), max(cell.height for cell in tails) + 2 * PAD)


def _first_lines(row: _SetRow) -> float:
    """The height in which every cell shows two lines of its words."""
    return max(sum(strip.height for strip in cell.rows[:2]) for cell in row.cells) + 2 * PAD
