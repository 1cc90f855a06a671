"""The contents page: every heading with its page number, each line a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mktdesk.documents.blocks import Running, Slice
from mktdesk.documents.flow import Mark
from mktdesk.documents.pen import LinkArea, Pen, Row, Spot
from mktdesk.documents.styles import BODY, LABEL
from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Style, Typesetter

_LEVELS = (
    replace(LABEL, size=10, leading=17),
    replace(BODY, leading=15, after=0),
    replace(BODY, size=9, leading=13.5, after=0),
)
_INDENT = 14  # points for each level
_NUMBERS = 36  # points kept free on the right


@dataclass(slots=True)
class Contents:
    """The lines of the contents.

    The marks' pages count from the pages that follow; `first` is how many pages stand before
    those, and is set once the contents themselves have been laid out.
    """

    marks: Sequence[Mark]
    element: Element
    first: int = 0
    keep: bool = False
    bookmark: tuple[int, str] | None = None

    def begin(self, setter: Typesetter, width: float) -> Running:
        """Set the lines; their numbers are set when drawn."""
        return _RunningContents(self, setter, width)


@dataclass(frozen=True, slots=True)
class _Entry:
    mark: Mark
    rows: Sequence[Row]
    link: Element

    @property
    def height(self) -> float:
        return sum(row.height for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Slice:
    contents: Contents
    setter: Typesetter
    entries: Sequence[_Entry]
    width: float

    @property
    def height(self) -> float:
        return sum(entry.height for entry in self.entries)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for entry in self.entries:
            style = _style(entry.mark)
            page = self.contents.first + entry.mark.page
            foot = top - entry.height
            number = self.setter.lines(str(page + 1), style, _NUMBERS)[0]
            last = entry.rows[-1]
            right = replace(style, align="right")
            tail = Row(last.height, number, right, entry.link)
            pen.rows(entry.rows, x, top, self.width - _NUMBERS)
            pen.rows([tail], x, foot + last.height, self.width)
            self._leader(pen, entry, x, foot, number.width)
            rect = (x, foot, x + self.width, top)
            pen.links.append(LinkArea(pen.page, rect, Spot(page, entry.mark.y), entry.link))
            top = foot

    def _leader(self, pen: Pen, entry: _Entry, x: float, foot: float, number: float) -> None:
        last = entry.rows[-1]
        start = x + last.indent + (last.line.width if last.line else 0) + 4
        end = x + self.width - number - 4
        if end > start:
            dots = f"{start:.1f} {foot + 5:.1f} m {end:.1f} {foot + 5:.1f} l S"
            pen.raw(f"/Artifact BMC q 0.6 w 0.5 0.55 0.6 RG 1 J [0 3] 0 d {dots} Q EMC")


class _RunningContents:
    def __init__(self, contents: Contents, setter: Typesetter, width: float) -> None:
        self._contents, self._setter, self._width = contents, setter, width
        self._entries = [self._entry(mark) for mark in contents.marks]

    def _entry(self, mark: Mark) -> _Entry:
        style, indent = _style(mark), mark.level * _INDENT
        link = Element("Link", Element("TOCI", self._contents.element), alt=mark.words)
        lines = self._setter.lines(mark.words, style, self._width - _NUMBERS - indent)
        lines[-1] = self._setter.closed(lines[-1], style)
        return _Entry(mark, [Row(style.leading, line, style, link, indent) for line in lines], link)

    @property
    def done(self) -> bool:
        return not self._entries

    def least(self) -> float:
        return self._entries[0].height if self._entries else 0

    def take(self, room: float, *, fresh: bool) -> Slice | None:
        end, filled = 0, 0.0
        while end < len(self._entries) and filled + self._entries[end].height <= room:
            filled += self._entries[end].height
            end += 1
        if fresh:
            end = max(end, 1)
        if not end:
            return None
        taken, self._entries = self._entries[:end], self._entries[end:]
        return _Slice(self._contents, self._setter, taken, self._width)


def _style(mark: Mark) -> Style:
    return _LEVELS[min(mark.level, len(_LEVELS) - 1)]
