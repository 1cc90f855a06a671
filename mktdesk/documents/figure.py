"""A drawing's display list in the flow of pages: one tagged figure on each page it reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mktdesk.documents.blocks import Running, Slice
from mktdesk.documents.pen import Pen, Row
from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Style, Typesetter
from mktdesk.drawings import (
    Drawing,
    Ellipse,
    Line,
    Measure,
    Path,
    Primitive,
    Rect,
    Size,
    Stroke,
    Text,
    Tone,
    arrowhead,
    primitives,
    shaft,
    split,
)

# On white paper; told apart in grey print too, as each state has its word and its sign.
_COLOURS: Mapping[Tone, tuple[float, float, float]] = {
    Tone.INK: (0.1, 0.12, 0.15),
    Tone.MUTED: (0.29, 0.33, 0.38),
    Tone.LINE: (0.46, 0.51, 0.55),
    Tone.FAINT: (0.84, 0.86, 0.88),
    Tone.GROUND: (1, 1, 1),
    Tone.DONE: (0.11, 0.42, 0.23),
    Tone.DONE_GROUND: (0.91, 0.96, 0.93),
    Tone.NOW: (0.04, 0.36, 0.68),
    Tone.NOW_GROUND: (0.84, 0.9, 0.97),
    Tone.WAITING: (0.48, 0.29, 0),
    Tone.WAITING_GROUND: (1, 0.96, 0.86),
    Tone.LATE: (0.66, 0.13, 0.1),
    Tone.LATE_GROUND: (0.99, 0.93, 0.92),
}
_ROUND = 0.5523  # how far a circle's control points lie, of its radius
_DASHES = (4, 3)  # of the line's width
_UNBROKEN = 1e6  # points: a line that is broken already


def print_measure() -> Measure:
    """The widths that letters have in print, for a layout that is to be printed."""
    setter = Typesetter(lambda: None)

    def measure(text: str, size: Size, bold: bool) -> float:
        return setter.lines(text, Style(size.points, size.leading, bold), _UNBROKEN)[0].width

    return measure


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing in the flow, cut where it may be; never larger than drawn.

    Each part is an element of its own under `parent`, with that part's alternative text.
    """

    drawing: Drawing
    parent: Element
    keep: bool = False
    bookmark: tuple[int, str] | None = None

    def begin(self, setter: Typesetter, width: float) -> Running:
        """Start setting it."""
        return _Running(self, setter, width)


class _Running:
    def __init__(self, figure: Figure, setter: Typesetter, width: float) -> None:
        self._setter, self._parent = setter, figure.parent
        self._rest: Drawing | None = figure.drawing
        self._scale = min(1.0, width / figure.drawing.width)
        self._width = width
        self._letters = 0

    @property
    def done(self) -> bool:
        return self._rest is None

    def least(self) -> float:
        return split(self._rest, 0).part.height * self._scale if self._rest else 0.0

    def take(self, room: float, *, fresh: bool) -> Slice | None:
        assert self._rest is not None
        done = split(self._rest, room / self._scale, self._letters)
        scale = self._scale
        if done.part.height * scale > room:
            if not fresh:
                return None
            scale = room / done.part.height
        self._rest, self._letters = done.rest, done.letters
        element = Element("Figure", self._parent, alt=done.part.alternative)
        left = (self._width - done.part.width * scale) / 2
        return _Slice(done.part, scale, left, element, self._setter)


@dataclass(frozen=True, slots=True)
class _Slice:
    drawing: Drawing
    scale: float
    left: float
    element: Element
    setter: Typesetter

    @property
    def height(self) -> float:
        return self.drawing.height * self.scale

    def draw(self, pen: Pen, x: float, top: float) -> None:
        left = x + self.left
        right = left + self.drawing.width * self.scale
        self.element.box = (left, top - self.height, right, top)
        brush = _Brush(pen, self.setter, left, top, self.scale)
        pen.begin(self.element)
        pen.raw("q 1 j 0 J")
        for item in primitives(self.drawing.items):
            brush.item(item)
        pen.raw("Q")
        pen.end()


class _Brush:
    """Primitive by primitive, each once; y turned to run upwards from the page's foot."""

    def __init__(self, pen: Pen, setter: Typesetter, x: float, top: float, scale: float) -> None:
        self._pen, self._setter = pen, setter
        self._x, self._top, self._scale = x, top, scale

    def item(self, item: Primitive) -> None:
        match item:
            case Line():
                way = f"{self._at(item.x1, item.y1)} m {self._at(item.x2, item.y2)} l"
                self._paint(way, item.stroke, None)
            case Rect():
                self._paint(self._rounded(item), item.stroke, item.fill)
            case Ellipse():
                radii = (item.width / 2, item.height / 2)
                way = self._corners(item.x, item.y, item.width, item.height, *radii)
                self._paint(way, item.stroke, item.fill)
            case Path():
                self._path(item)
            case Text():
                self._text(item)

    def _path(self, path: Path) -> None:
        way = self._way(shaft(path))
        if path.closed:
            self._paint(f"{way} h", path.stroke, path.fill)
            return
        self._paint(way, path.stroke, None)
        if path.arrow and path.stroke:
            self._paint(f"{self._way(arrowhead(path))} h", None, path.stroke.tone)

    def _way(self, points: Sequence[tuple[float, float]]) -> str:
        first, *others = points
        return " ".join((f"{self._at(*first)} m", *(f"{self._at(*one)} l" for one in others)))

    def _rounded(self, rect: Rect) -> str:
        radius = min(rect.radius, rect.width / 2, rect.height / 2)
        return self._corners(rect.x, rect.y, rect.width, rect.height, radius, radius)

    def _corners(
        self, x: float, y: float, width: float, height: float, across: float, down: float
    ) -> str:
        """A rectangle whose corners are quarters of an ellipse with these radii."""
        right, foot = x + width, y + height
        in_x, in_y = across * (1 - _ROUND), down * (1 - _ROUND)
        at = self._at
        return " ".join(
            (
                f"{at(x + across, y)} m {at(right - across, y)} l",
                f"{at(right - in_x, y)} {at(right, y + in_y)} {at(right, y + down)} c",
                f"{at(right, foot - down)} l",
                f"{at(right, foot - in_y)} {at(right - in_x, foot)} {at(right - across, foot)} c",
                f"{at(x + across, foot)} l",
                f"{at(x + in_x, foot)} {at(x, foot - in_y)} {at(x, foot - down)} c",
                f"{at(x, y + down)} l",
                f"{at(x, y + in_y)} {at(x + in_x, y)} {at(x + across, y)} c h",
            )
        )

    def _paint(self, way: str, stroke: Stroke | None, fill: Tone | None) -> None:
        parts = []
        if fill is not None:
            parts.append(f"{_rgb(fill)} rg")
        if stroke is not None:
            width = stroke.width * self._scale
            on, off = (length * width for length in _DASHES)
            dashes = f"[{on:.2f} {off:.2f}]" if stroke.dashed else "[]"
            parts.append(f"{_rgb(stroke.tone)} RG {width:.2f} w {dashes} 0 d")
        operator = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}
        self._pen.raw(f"{' '.join(parts)} {way} {operator[fill is not None, stroke is not None]}")

    def _text(self, text: Text) -> None:
        """A line at a time, smaller where it would not fit its room."""
        room, leading = text.width * self._scale, text.size.leading * self._scale
        size = text.size.points * self._scale
        style = Style(size, leading, text.bold, _COLOURS[text.tone], text.align)
        x, top = self._x + text.x * self._scale, self._top - text.y * self._scale
        for number, words in enumerate(text.lines):
            (line,) = self._setter.lines(words, style, _UNBROKEN)
            fitted = style
            if line.width > room:
                fitted = replace(style, size=size * room / line.width)
                (line,) = self._setter.lines(words, fitted, _UNBROKEN)
            self._pen.rows([Row(leading, line, fitted)], x, top - number * leading, room)

    def _at(self, x: float, y: float) -> str:
        return f"{self._x + x * self._scale:.2f} {self._top - y * self._scale:.2f}"


def _rgb(tone: Tone) -> str:
    return " ".join(f"{part:g}" for part in _COLOURS[tone])
