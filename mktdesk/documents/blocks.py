"""What a page is filled with. A block gives itself away slice by slice as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mktdesk.documents.pen import Pen, Row
from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Spans, Style, Typesetter


class Slice(Protocol):
    """A part of a block that fits on one page."""

    @property
    def height(self) -> float:
        """In points."""
        ...

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it with its top left corner there."""
        ...


class Running(Protocol):
    """A block while it is being set: what is left of it."""

    def least(self) -> float:
        """The height of the smallest part that may stand at the foot of a page."""
        ...

    def take(self, room: float, *, fresh: bool) -> Slice | None:
        """The next part no higher than `room`, None when it had better start the next page.

        On a fresh page it always gives something. Nothing is left once `done`.
        """
        ...

    @property
    def done(self) -> bool:
        """Nothing is left."""
        ...


class Block(Protocol):
    """Something that stands in the flow of pages."""

    @property
    def keep(self) -> bool:
        """Stays on the page where the next block begins (a heading)."""
        ...

    @property
    def bookmark(self) -> tuple[int, str] | None:
        """(level from 0, words) in the bookmarks and, by choice, the contents."""
        ...

    def begin(self, setter: Typesetter, width: float) -> Running:
        """Start setting it in a column of that width in points."""
        ...


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in one style under one element."""

    text: str | Spans
    style: Style
    element: Element
    indent: float = 0

    def rows(self, setter: Typesetter, width: float) -> list[Row]:
        """Its lines with the gaps before and after it."""
        style = self.style
        found = [Row(style.before)] if style.before else []
        found += [
            Row(style.leading, line, style, self.element, self.indent)
            for line in setter.lines(self.text, style, width - self.indent)
        ]
        if style.after:
            found.append(Row(style.after))
        return found


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph in the flow."""

    paragraph: Paragraph
    keep: bool = False
    bookmark: tuple[int, str] | None = None

    def begin(self, setter: Typesetter, width: float) -> Running:
        """Set it."""
        return _RunningRows(self.paragraph.rows(setter, width), width)


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty height; vanishes at the head of a page."""

    height: float
    keep: bool = False
    bookmark: tuple[int, str] | None = None

    def begin(self, setter: Typesetter, width: float) -> Running:  # noqa: ARG002
        """A gap has nothing to set."""
        return _RunningRows([Row(self.height)], width)


@dataclass(frozen=True, slots=True)
class RowsSlice:
    """Lines of text across the whole column."""

    rows: Sequence[Row]
    width: float

    @property
    def height(self) -> float:
        """In points."""
        return sum(row.height for row in self.rows)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw the lines."""
        pen.rows(self.rows, x, top, self.width)


class _RunningRows:
    """Splits lines so that neither page is left with a single one."""

    def __init__(self, rows: list[Row], width: float) -> None:
        self._rows, self._width, self._at = rows, width, 0

    @property
    def done(self) -> bool:
        return self._at >= len(self._rows)

    def least(self) -> float:
        left = self._rows[self._at :]
        few = 4  # gap, two lines, and one that would stand alone
        return sum(row.height for row in (left if len(left) <= few else left[:3]))

    def take(self, room: float, *, fresh: bool) -> Slice | None:
        if fresh:
            # A gap does not open a page.
            while self._at < len(self._rows) - 1 and self._rows[self._at].line is None:
                self._at += 1
        end, filled = self._at, 0.0
        while end < len(self._rows) and filled + self._rows[end].height <= room:
            filled += self._rows[end].height
            end += 1
        left = sum(1 for row in self._rows[end : end + 3] if row.line is not None)
        if left and not fresh and filled < self.least():
            return None
        if not left:
            end = len(self._rows)  # only the gap after it is over
        elif left == 1 and end - self._at > 2:  # noqa: PLR2004 (two lines stay behind)
            end -= 1
        end = max(end, self._at + 1)
        taken = RowsSlice(self._rows[self._at : end], self._width)
        self._at = end
        return taken
