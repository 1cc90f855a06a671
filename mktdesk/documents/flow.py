"""Blocks onto pages: laid out once, drawn once, with every page number known in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mktdesk.documents.blocks import Block, Running, Slice
from mktdesk.documents.typeset import Typesetter


@dataclass(frozen=True, slots=True)
class Shape:
    """A page and the column on it, in points: A4 upright unless said otherwise."""

    width: float = 595.28
    height: float = 841.89
    left: float = 48
    right: float = 48
    head: float = 68
    foot: float = 62

    @property
    def column(self) -> float:
        """The width of the column."""
        return self.width - self.left - self.right

    @property
    def room(self) -> float:
        """The height of the column."""
        return self.height - self.head - self.foot


WIDE = Shape(width=841.89, height=595.28, left=36, right=36)  # A4 on its side


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark's place: its page counts from 0 within the pages it was laid out with."""

    level: int
    words: str
    page: int
    y: float


@dataclass(slots=True)
class Page:
    """A page laid out: slices with the height at which each begins."""

    shape: Shape
    slices: list[tuple[Slice, float]] = field(default_factory=list)


@dataclass(slots=True)
class Flow:
    """Lays blocks out on pages of one shape after another."""

    setter: Typesetter
    pages: list[Page] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    _y: float = 0

    def new_page(self, shape: Shape) -> None:
        """Start a page."""
        self.pages.append(Page(shape))
        self._y = shape.height - shape.head

    def add(self, blocks: Sequence[Block], shape: Shape) -> None:
        """Lay blocks out from the head of a new page."""
        self.new_page(shape)
        running: dict[int, Running] = {}

        def begun(at: int) -> Running:
            if at not in running:
                running[at] = blocks[at].begin(self.setter, shape.column)
            return running[at]

        for at, block in enumerate(blocks):
            needed, ahead = 0.0, at
            while blocks[ahead].keep and ahead + 1 < len(blocks):
                needed += begun(ahead).least()
                ahead += 1
            if block.keep:
                needed += begun(ahead).least()
            if needed > self._room and needed <= shape.room and not self._fresh:
                self.new_page(shape)
            self._place(block, begun(at), shape)
            del running[at]

    @property
    def _room(self) -> float:
        return self._y - self.pages[-1].shape.foot

    @property
    def _fresh(self) -> bool:
        return not self.pages[-1].slices

    def _place(self, block: Block, running: Running, shape: Shape) -> None:
        first = True
        while not running.done:
            self.setter.tick()
            part = running.take(self._room, fresh=self._fresh)
            if part is None:
                self.new_page(shape)
                continue
            if first and block.bookmark:
                level, words = block.bookmark
                self.marks.append(Mark(level, words, len(self.pages) - 1, self._y))
            first = False
            self.pages[-1].slices.append((part, self._y))
            self._y -= part.height
            if not running.done:
                self.new_page(shape)
