"""Steps and edges -> a drawing: rows from top to bottom, each step below all that lead to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mktdesk.drawings import (
    Drawing,
    Group,
    Item,
    Measure,
    Rect,
    Size,
    Text,
    Tone,
    roughly,
    wrap,
)
from mktdesk.processmap.card import Card, card
from mktdesk.processmap.grid import Grid, Rows, Vertex, grid
from mktdesk.processmap.lines import ARROW_ROOM, edge_path, line, ports
from mktdesk.processmap.order import ordered
from mktdesk.processmap.place import Places, placed
from mktdesk.processmap.signs import LOOKS
from mktdesk.processmap.types import LEAST_WIDTH, Edge, Node

_EDGE = 2.0  # kept free all round, for the frames
_LEAST_STEP = 104.0  # the width of a step when a row is full
_BESIDE = 2.0  # kept free beside the words on an edge
_MOST_LINES = 3  # of the words on an edge


def layout(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    width: float,
    *,
    title: str = "Process map",
    measure: Measure = roughly,
) -> Drawing:
    """The map in a drawing of this width; one step is one group with the step's id.

    Edges to the same step join on their way. The same input gives the same drawing. It may be
    cut above every row of steps. Raises MapRefused for an id twice, an edge to or from nowhere
    and a circle; ValueError for less than LEAST_WIDTH points.
    """
    if width < LEAST_WIDTH:
        raise ValueError(f"a map needs {LEAST_WIDTH:g} points of width")
    inner = width - 2 * _EDGE
    made = grid(nodes, edges, max(1, int(inner // _LEAST_STEP)))
    if not made.rows:
        return Drawing(width, 1, (), title, f"{title}. No steps.")
    rows = ordered(made)
    wanted = {
        route[1]: measure(made.edges[route[1].of].label, Size.SMALL, False) + 2 * _BESIDE
        for route in made.routes
        if route[1].kind == "label"
    }
    return _drawn(made, rows, placed(made, rows, inner, wanted), width, title, measure)


def _drawn(
    made: Grid, rows: Rows, places: Places, width: float, title: str, measure: Measure
) -> Drawing:
    found = ports(made, places)
    cards = _cards(made, rows, places, measure)
    words = _labels(made, places, measure)
    tops: list[float] = []
    feet: list[float] = []
    foot = _EDGE
    for number, row in enumerate(rows):
        steps = any(one.kind == "step" for one in row)
        gap = found.gap(number - 1, to_steps=steps) if number else 0.0
        tops.append(foot + gap)
        high = (
            cards[one].height if one in cards else words[one].height
            for one in row
            if one.kind != "bend"
        )
        foot = tops[-1] + max(high)
        feet.append(foot)
    lines = [
        edge_path(made, number, tuple((x + _EDGE, y) for x, y in line(route, found, tops, feet)))
        for number, route in enumerate(made.routes)
    ]
    lines.sort(key=lambda path: path.stroke.width if path.stroke else 0)
    items: list[Item] = [*lines]
    for vertex, text in words.items():
        items += _label(text, places.middles[vertex] + _EDGE, tops[vertex.row], measure)
    told = _alternatives(made, rows)
    things = [
        _step(cards[one], places.middles[one], tops[one.row], feet[one.row], told[one])
        for row in rows
        for one in row
        if one.kind == "step"
    ]
    breaks = tuple(
        tops[number] - ARROW_ROOM + 1
        for number, row in enumerate(rows)
        if number and any(one.kind == "step" for one in row)
    )
    count = "1 step" if len(things) == 1 else f"{len(things)} steps"
    alternative = "\n".join((f"{title}. {count}.", *(thing.alternative for thing in things)))
    return Drawing(width, foot + _EDGE, (*items, *things), title, alternative, breaks)


def _step(shown: Card, middle: float, top: float, foot: float, alternative: str) -> Group:
    return shown.at(middle + _EDGE - shown.width / 2, top, foot - top, alternative)


def _cards(made: Grid, rows: Rows, places: Places, measure: Measure) -> dict[Vertex, Card]:
    continued = {
        route[-1].of
        for route in made.routes
        if made.nodes[route[0].of].lane == made.nodes[route[-1].of].lane
    }
    found = {}
    for row in rows:
        for one in row:
            if one.kind == "step":
                node = made.nodes[one.of]
                lane = "" if one.of in continued else node.lane
                found[one] = card(node, places.widths[one], measure, lane)
    return found


def _labels(made: Grid, places: Places, measure: Measure) -> dict[Vertex, Text]:
    """The words on edges, broken for the width that their row gives them."""
    found = {}
    for route in made.routes:
        vertex = route[1]
        if vertex.kind == "label":
            room = places.widths[vertex] - 2 * _BESIDE
            words = made.edges[vertex.of].label
            lines = wrap(words, room, measure, size=Size.SMALL, most=_MOST_LINES)
            found[vertex] = Text(0, 0, room, lines, Size.SMALL, align="centre")
    return found


def _label(text: Text, middle: float, top: float, measure: Measure) -> tuple[Rect, Text]:
    """Words that interrupt their line."""
    wide = max(measure(line, text.size, False) for line in text.lines)
    ground = Rect(middle - wide / 2, top, wide, text.height, None, Tone.GROUND)
    x = middle - text.width / 2
    return ground, Text(x, top, text.width, text.lines, text.size, align="centre")


def _alternatives(made: Grid, rows: Rows) -> dict[Vertex, str]:
    """Each step in words: its number, what, who, where it stands, what it leads to."""
    steps = [one for row in rows for one in row if one.kind == "step"]
    onward: dict[str, list[str]] = {}
    labels = {node.id: node.label for node in made.nodes}
    for edge in made.edges:
        when = f" ({edge.label})" if edge.label else ""
        onward.setdefault(edge.start, []).append(f"{labels[edge.end]}{when}")
    return {
        one: _told(made.nodes[one.of], f"Step {number} of {len(steps)}", onward)
        for number, one in enumerate(steps, start=1)
    }


def _told(node: Node, place: str, onward: Mapping[str, Sequence[str]]) -> str:
    stands = LOOKS[node.state].word + (f": {node.note}" if node.note else "")
    ahead = onward.get(node.id, ())
    parts = (
        f"{place}: {node.label}",
        node.lane,
        node.who,
        stands,
        f"Leads to {'; '.join(ahead)}" if ahead else "",
    )
    said = (" ".join(part.split()).rstrip(".") for part in parts)
    return " ".join(f"{part}." for part in said if part)
