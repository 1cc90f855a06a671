"""What a drawing is made of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Literal, TypeAlias

Point: TypeAlias = tuple[float, float]
_HEAD_LONG, _HEAD_WIDE = 7.0, 6.0  # an arrowhead, in points


class Tone(StrEnum):
    """A colour by what it means. A `_GROUND` lies under ink and under its own tone."""

    INK = "ink"
    MUTED = "muted"
    LINE = "line"
    FAINT = "faint"
    GROUND = "ground"  # what the drawing lies on
    DONE = "done"
    DONE_GROUND = "done_ground"
    NOW = "now"
    NOW_GROUND = "now_ground"
    WAITING = "waiting"
    WAITING_GROUND = "waiting_ground"
    LATE = "late"
    LATE_GROUND = "late_ground"


class Size(Enum):
    """A size of type: (letters, from line to line) in points."""

    SMALL = (8.6, 11.0)
    BODY = (9.5, 12.5)
    LARGE = (12.0, 16.0)

    @property
    def points(self) -> float:
        """The size of the letters."""
        return self.value[0]

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn."""

    tone: Tone = Tone.LINE
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Line:
    """From one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Stroke = Stroke()


@dataclass(frozen=True, slots=True)
class Path:
    """Two points or more, joined straight.

    arrow: a head on the last point of an open path. closed: back to the first, and filled with
    `fill` if any; stroke None: only filled. says: what the path means, in words.
    """

    points: tuple[Point, ...]
    stroke: Stroke | None = Stroke()
    arrow: bool = False
    closed: bool = False
    fill: Tone | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle with corners of this radius."""

    x: float
    y: float
    width: float
    height: float
    stroke: Stroke | None = Stroke()
    fill: Tone | None = None
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Ellipse:
    """The ellipse that fills a rectangle."""

    x: float
    y: float
    width: float
    height: float
    stroke: Stroke | None = Stroke()
    fill: Tone | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Lines already broken, in a room of this width; its top left corner is at (x, y).

    A painter whose letters are wider than the layout reckoned makes the line smaller, so that
    it stays in its room.
    """

    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    size: Size = Size.BODY
    bold: bool = False
    tone: Tone = Tone.INK
    align: Literal["left", "centre", "right"] = "left"

    @property
    def height(self) -> float:
        """From the top of the first line to the foot of the last."""
        return len(self.lines) * self.size.leading


@dataclass(frozen=True, slots=True)
class Group:
    """Items that are one thing to a reader: what it is called in full, and where it stands.

    id: the caller's own name for the thing, unique in a drawing.
    """

    id: str
    items: tuple[Primitive, ...]
    alternative: str
    box: Box


Primitive: TypeAlias = Line | Path | Rect | Ellipse | Text
Item: TypeAlias = Primitive | Group


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of this size, painted in the order of its items.

    alternative: all of it in words, for those who do not see it. breaks: heights at which it
    may be cut to go on over the page, rising; only lines and paths cross them.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    title: str
    alternative: str
    breaks: tuple[float, ...] = ()


def groups(drawing: Drawing) -> tuple[Group, ...]:
    """The things in it, in reading order."""
    return tuple(item for item in drawing.items if isinstance(item, Group))


def primitives(items: Sequence[Item]) -> Iterator[Primitive]:
    """What is painted, in order."""
    for item in items:
        if isinstance(item, Group):
            yield from item.items
        else:
            yield item


def arrowhead(path: Path) -> tuple[Point, Point, Point]:
    """The triangle at the end of a path whose last two points differ; its tip comes first."""
    (x1, y1), (x2, y2) = path.points[-2:]
    far = math.hypot(x2 - x1, y2 - y1)
    along, across = (x2 - x1) / far, (y2 - y1) / far
    foot_x, foot_y = x2 - along * _HEAD_LONG, y2 - across * _HEAD_LONG
    half = _HEAD_WIDE / 2
    return (
        (x2, y2),
        (foot_x - across * half, foot_y + along * half),
        (foot_x + across * half, foot_y - along * half),
    )


def shaft(path: Path) -> tuple[Point, ...]:
    """The points of a path as far as its line is drawn: a head hides the last of it."""
    if not path.arrow:
        return path.points
    (x2, y2), *feet = arrowhead(path)
    foot_x, foot_y = ((one + other) / 2 for one, other in zip(*feet, strict=True))
    # A little into the head, so that no gap shows.
    return (*path.points[:-1], ((x2 + 3 * foot_x) / 4, (y2 + 3 * foot_y) / 4))


def moved(item: Item, down: float) -> Item:
    """The same thing further down the drawing."""
    match item:
        case Line():
            return replace(item, y1=item.y1 + down, y2=item.y2 + down)
        case Path():
            return replace(item, points=tuple((x, y + down) for x, y in item.points))
        case Group():
            box = replace(item.box, y=item.box.y + down)
            return replace(item, items=tuple(_moved(one, down) for one in item.items), box=box)
    return replace(item, y=item.y + down)


def _moved(item: Primitive, down: float) -> Primitive:
    done = moved(item, down)
    assert not isinstance(done, Group)
    return done
