"""A drawing too high for a page, cut where it may be; lines that go on carry a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mktdesk.drawings.items import (
    Drawing,
    Ellipse,
    Group,
    Item,
    Line,
    Path,
    Point,
    Size,
    Stroke,
    Text,
    Tone,
    groups,
    moved,
)

TAIL = 24.0  # the height that a cut adds to either part, for the letters
_ROUND = 13.0  # the width of a letter's circle
_GOES_ON = "Goes on over the page"
_WORDS_WIDE = 130.0


@dataclass(frozen=True, slots=True)
class Split:
    """A part that fits, what is left, and how many letters have been given to lines so far."""

    part: Drawing
    rest: Drawing | None
    letters: int = 0


def pages(drawing: Drawing, height: float) -> tuple[Drawing, ...]:
    """The drawing in parts no higher than `height`, as far as its breaks allow.

    A part between two breaks that is higher stays whole: the painter makes it smaller.
    """
    found: list[Drawing] = []
    rest: Drawing | None = drawing
    letters = 0
    while rest is not None:
        done = split(rest, height, letters)
        found.append(done.part)
        rest, letters = done.rest, done.letters
    return tuple(found)


def split(drawing: Drawing, height: float, letters: int = 0) -> Split:
    """The part that fits in `height` and the rest.

    letters: how many have been given to lines at earlier cuts of the same drawing.
    """
    at = _cut_at(drawing, height)
    if at is None:
        return Split(drawing, None, letters)
    above: list[Item] = []
    below: list[Item] = []
    crossing: set[float] = set()
    for item in drawing.items:
        match item:
            case Path() | Line():
                upper, lower, met = _parted(item, at)
                above += upper
                below += lower
                crossing |= met
            case _:
                top = item.box.y if isinstance(item, Group) else item.y
                (above if top < at else below).append(item)
    places = sorted(crossing)
    above += _letters(places, letters, at, at + TAIL / 2)
    above += _words(places, drawing.width, at)
    rest = [moved(item, TAIL - at) for item in below]
    rest += _letters(places, letters, TAIL, TAIL / 2)
    breaks = tuple(one - at + TAIL for one in drawing.breaks if one > at)
    upper_part = replace(drawing, height=at + TAIL, items=tuple(above), breaks=())
    lower_part = replace(
        drawing, height=drawing.height - at + TAIL, items=tuple(rest), breaks=breaks
    )
    continued = replace(lower_part, alternative=_told(lower_part, f"{drawing.title}, continued"))
    part = replace(upper_part, alternative=_first_told(drawing, upper_part))
    return Split(part, continued, letters + len(places))


def _cut_at(drawing: Drawing, height: float) -> float | None:
    if drawing.height <= height or not drawing.breaks:
        return None
    fitting = [at for at in drawing.breaks if at + TAIL <= height]
    return fitting[-1] if fitting else drawing.breaks[0]


def _first_told(drawing: Drawing, part: Drawing) -> str:
    """What was said before the first thing (a title, a count) stays with the first part."""
    things = groups(drawing)
    if not things:
        return drawing.alternative
    head, found, _ = drawing.alternative.partition(things[0].alternative)
    return _told(part, head.strip() if found else drawing.title)


def _told(part: Drawing, head: str) -> str:
    closed = head if head.endswith(".") else f"{head}."
    return "\n".join((closed, *(thing.alternative for thing in groups(part))))


def _parted(item: Path | Line, at: float) -> tuple[list[Item], list[Item], set[float]]:
    """What of a line stands above and below a height, and where it crosses."""
    points = item.points if isinstance(item, Path) else ((item.x1, item.y1), (item.x2, item.y2))
    above: list[Item] = []
    below: list[Item] = []
    met: set[float] = set()
    runs = [run for run in _runs(points, at) if len(run) > 1]
    for number, run in enumerate(runs):
        side = above if min(y for _, y in run) < at else below
        last = number == len(runs) - 1
        if isinstance(item, Path):
            side.append(replace(item, points=run, arrow=item.arrow and last))
        else:
            side.append(Line(*run[0], *run[-1], item.stroke))
        if not last:
            met.add(round(run[-1][0], 1))
    return above, below, met


def _runs(points: Sequence[Point], at: float) -> Iterator[tuple[Point, ...]]:
    """The points, cut wherever they go from one side of the height to the other."""
    held: list[Point] = [points[0]]
    for (x1, y1), (x2, y2) in pairwise(points):
        if (y1 < at) != (y2 < at):
            cut = (x1 + (x2 - x1) * (at - y1) / (y2 - y1), at)
            if held[-1] != cut:
                held.append(cut)
            yield tuple(held)
            held = [cut]
        if held[-1] != (x2, y2):
            held.append((x2, y2))
    yield tuple(held)


def _letters(places: Sequence[float], first: int, at: float, middle: float) -> Iterator[Item]:
    """A circle with a letter for each line that is cut at `at`, with its middle at `middle`."""
    near = min((right - left for left, right in pairwise(places)), default=_ROUND + 1)
    wide = min(_ROUND, near - 1)
    size = Size.SMALL
    for number, x in enumerate(places, start=first):
        edge = middle - wide / 2 if middle > at else middle + wide / 2
        yield Line(x, at, x, edge, Stroke(Tone.MUTED))
        yield Ellipse(x - wide / 2, middle - wide / 2, wide, wide, Stroke(Tone.MUTED), Tone.GROUND)
        words = (_letter(number),)
        top = middle - size.leading / 2
        yield Text(x - wide / 2, top, wide, words, size, bold=True, align="centre")


def _words(places: Sequence[float], width: float, at: float) -> Iterator[Item]:
    """That it goes on, where there is room for saying so."""
    left = places[-1] + _ROUND if places else 0.0
    if left + _WORDS_WIDE <= width:
        top = at + TAIL / 2 - Size.SMALL.leading / 2
        yield Text(left, top, _WORDS_WIDE, (_GOES_ON,), Size.SMALL, tone=Tone.MUTED)


def _letter(number: int) -> str:
    """A to Z, then AA and so on."""
    letters = ""
    number += 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
