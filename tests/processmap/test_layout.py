from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mktdesk.drawings import Box, Drawing, Group, Path, Rect, Text, groups, pages, roughly
from mktdesk.processmap import LEAST_WIDTH, Edge, MapRefused, Node, layout
from mktdesk.processmap.signs import LOOKS

A4_COLUMN, A4_ROOM = 499.28, 711.89
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@st.composite
def maps(draw: st.DrawFn) -> tuple[list[Node], list[Edge]]:
    count = draw(st.integers(1, 14))
    nodes = [
        Node(
            f"n{n}",
            draw(WORDS),
            draw(WORDS),
            draw(st.sampled_from(list(LOOKS))),
            draw(WORDS),
            draw(st.sampled_from(["", "", "SCR", "SILP"])),
        )
        for n in range(count)
    ]
    pairs = list(combinations(range(count), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=24, unique=True)) if pairs else []
    labels = draw(st.lists(WORDS, min_size=len(chosen), max_size=len(chosen)))
    edges = [Edge(f"n{a}", f"n{b}", label) for (a, b), label in zip(chosen, labels, strict=True)]
    return nodes, edges


def laid(nodes: Sequence[Node], edges: Sequence[Edge], width: float = A4_COLUMN) -> Drawing:
    return layout(nodes, edges, width)


def arrows(drawing: Drawing) -> list[Path]:
    return [item for item in drawing.items if isinstance(item, Path) and item.arrow]


def inside(box: Box, x: float, y: float) -> bool:
    return box.x < x < box.right and box.y < y < box.bottom


def apart(one: Box, other: Box) -> bool:
    return (
        one.right <= other.x
        or other.right <= one.x
        or one.bottom <= other.y
        or other.bottom <= one.y
    )


@settings(deadline=None, max_examples=60)
@given(made=maps(), width=st.floats(LEAST_WIDTH, 900))
def test_nothing_overlaps_and_all_is_inside(
    made: tuple[list[Node], list[Edge]], width: float
) -> None:
    drawing = laid(*made, width)
    things = groups(drawing)
    assert sorted(thing.id for thing in things) == sorted(node.id for node in made[0])
    words = [item for item in drawing.items if isinstance(item, Rect)]
    boxes = [thing.box for thing in things]
    boxes += [Box(item.x, item.y, item.width, item.height) for item in words]
    for one, other in combinations(boxes, 2):
        assert apart(one, other)
    for box in boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= width + 0.01
        assert box.bottom <= drawing.height
    for item in drawing.items:
        if isinstance(item, Path):
            assert all(0 <= x <= width and 0 <= y <= drawing.height for x, y in item.points)


@settings(deadline=None, max_examples=60)
@given(made=maps(), width=st.floats(LEAST_WIDTH, 900))
def test_words_stay_in_their_box(made: tuple[list[Node], list[Edge]], width: float) -> None:
    for thing in groups(laid(*made, width)):
        for text in thing.items:
            if isinstance(text, Text):
                assert text.x >= thing.box.x
                assert text.x + text.width <= thing.box.right
                assert text.y >= thing.box.y
                assert text.y + text.height <= thing.box.bottom


@settings(deadline=None, max_examples=60)
@given(made=maps(), width=st.floats(LEAST_WIDTH, 900))
def test_every_edge_goes_down_from_its_step_to_the_other_and_through_none(
    made: tuple[list[Node], list[Edge]], width: float
) -> None:
    nodes, edges = made
    drawing = laid(nodes, edges, width)
    boxes = {thing.id: thing.box for thing in groups(drawing)}
    ends: Counter[tuple[str, str]] = Counter()
    for path in arrows(drawing):
        (x1, y1), (x2, y2) = path.points[0], path.points[-1]
        start = [name for name, box in boxes.items() if box.bottom == y1 and box.x < x1 < box.right]
        end = [name for name, box in boxes.items() if box.y == y2 and box.x < x2 < box.right]
        assert len(start) == len(end) == 1
        ends[start[0], end[0]] += 1
        assert path.points[-2][0] == x2  # the head points straight down
        for (x3, y3), (x4, y4) in pairwise(path.points):
            assert y4 > y3
            for share in range(1, 40):
                at = share / 40
                x, y = x3 + (x4 - x3) * at, y3 + (y4 - y3) * at
                assert not any(inside(box, x, y) for box in boxes.values())
    assert ends == Counter((edge.start, edge.end) for edge in edges)


@settings(deadline=None, max_examples=30)
@given(made=maps())
def test_the_same_again_is_the_same(made: tuple[list[Node], list[Edge]]) -> None:
    assert laid(*made) == laid(*made)


@settings(deadline=None, max_examples=40)
@given(made=maps())
def test_lanes_keep_their_side(made: tuple[list[Node], list[Edge]]) -> None:
    nodes, edges = made
    by_id = {node.id: node for node in nodes}
    lanes = list(dict.fromkeys(node.lane for node in nodes if node.lane))
    rows: dict[float, list[Group]] = {}
    for thing in groups(laid(nodes, edges)):
        rows.setdefault(thing.box.y, []).append(thing)
    for row in rows.values():
        shown = [by_id[thing.id].lane for thing in sorted(row, key=lambda one: one.box.x)]
        order = [lanes.index(lane) for lane in shown if lane]
        assert order == sorted(order)


@settings(deadline=None, max_examples=40)
@given(made=maps())
def test_it_is_told_in_words_and_state_is_never_colour_alone(
    made: tuple[list[Node], list[Edge]],
) -> None:
    nodes, edges = made
    drawing = laid(nodes, edges)
    by_id = {node.id: node for node in nodes}
    for thing in groups(drawing):
        node = by_id[thing.id]
        word = LOOKS[node.state].word
        assert word in {text.lines[0] for text in thing.items if isinstance(text, Text)}
        assert word in thing.alternative
        assert " ".join(node.note.split()).rstrip(".") in thing.alternative
        assert thing.alternative in drawing.alternative
        for edge in edges:
            if edge.start == thing.id:
                assert " ".join(by_id[edge.end].label.split()).rstrip(".") in thing.alternative


def test_every_state_has_a_sign_of_its_own_shape() -> None:
    nodes = [Node(state, "Step", state=state) for state in LOOKS]
    shapes = set()
    for thing in groups(laid(nodes, [])):
        sign = [item for item in thing.items[1:] if not isinstance(item, Text)]
        shapes.add(
            tuple(
                (type(item).__name__, item.closed if isinstance(item, Path) else None)
                for item in sign
            )
        )
    assert len(shapes) == len(LOOKS)


def test_a_branch_says_its_words_on_its_own_line() -> None:
    nodes = [Node(name, name.title()) for name in ("chair", "scr", "audit")]
    edges = [Edge("chair", "scr", "criteria met"), Edge("chair", "audit", "not met")]
    drawing = laid(nodes, edges)
    for path, words in zip(arrows(drawing), ("criteria met", "not met"), strict=True):
        (text,) = (i for i in drawing.items if isinstance(i, Text) and i.lines == (words,))
        middle = text.x + text.width / 2
        crossed = [
            one
            for (one, top), (other, foot) in pairwise(path.points)
            if one == other == pytest.approx(middle) and top <= text.y and foot >= text.y
        ]
        assert crossed
    told = drawing.alternative
    assert "Leads to Scr (criteria met); Audit (not met)." in told


def test_a_row_takes_no_more_steps_than_can_be_read() -> None:
    outcomes = [Node(f"o{n}", "Multi-agency case audit") for n in range(9)]
    edges = [Edge("chair", outcome.id) for outcome in outcomes]
    drawing = laid([Node("chair", "Chair decides"), *outcomes], edges)
    assert min(thing.box.width for thing in groups(drawing)) > 90
    assert max(Counter(thing.box.y for thing in groups(drawing)).values()) == 4


def chain(count: int) -> tuple[list[Node], list[Edge]]:
    nodes = [
        Node(f"s{n}", f"Step {n} of the review", "Business Manager", note="due in 3 working days")
        for n in range(count)
    ]
    return nodes, [Edge(f"s{n}", f"s{n + 1}") for n in range(count - 1)]


def test_twenty_five_steps_go_on_over_the_page_between_steps() -> None:
    parts = pages(laid(*chain(25)), A4_ROOM)
    assert len(parts) == 3
    assert sum(len(groups(part)) for part in parts) == 25
    assert all(part.height <= A4_ROOM for part in parts)


@settings(deadline=None, max_examples=40)
@given(made=maps(), height=st.floats(300, 900))
def test_a_map_can_be_cut_above_each_row(
    made: tuple[list[Node], list[Edge]], height: float
) -> None:
    drawing = laid(*made)
    parts = pages(drawing, height)
    kept = [thing.id for part in parts for thing in groups(part)]
    assert kept == [thing.id for thing in groups(drawing)]
    heads = sum(len(arrows(part)) for part in parts)
    assert heads == len(made[1])
    for part in parts:
        for item in (*part.items, *(one for thing in groups(part) for one in thing.items)):
            if isinstance(item, Text):
                assert item.y >= 0
                assert item.y + item.height <= part.height


def test_what_nothing_leads_to_stands_beside_what_it_is_needed_for() -> None:
    nodes, edges = chain(5)
    drawing = laid([*nodes, Node("coroner", "Coroner informed")], [*edges, Edge("coroner", "s4")])
    tops = {thing.id: thing.box.y for thing in groups(drawing)}
    assert tops["coroner"] == tops["s3"]


@pytest.mark.parametrize(
    ("edges", "ids"),
    [
        ([Edge("a", "b"), Edge("b", "c"), Edge("c", "b"), Edge("c", "d")], ("b", "c", "b")),
        ([Edge("a", "a")], ("a", "a")),
        ([Edge("a", "x")], ("x",)),
    ],
)
def test_a_circle_or_a_step_that_is_not_there_is_refused_by_name(
    edges: list[Edge], ids: tuple[str, ...]
) -> None:
    with pytest.raises(MapRefused) as refused:
        laid([Node(name, name) for name in "abcd"], edges)
    assert refused.value.ids == ids


def test_a_step_named_twice_and_too_little_room_are_refused() -> None:
    with pytest.raises(MapRefused, match="twice: a"):
        laid([Node("a", "One"), Node("a", "Two")], [])
    with pytest.raises(ValueError, match="160"):
        laid([Node("a", "One")], [], LEAST_WIDTH - 1)


def test_no_steps_no_picture() -> None:
    empty = laid([], [])
    assert empty.items == ()
    assert empty.alternative == "Process map. No steps."


def test_letters_are_measured_by_whoever_paints_them() -> None:
    nodes = [Node("a", "Recommendation to the Independent Chair and terms of reference")]
    tight = layout(nodes, [], 300, measure=lambda text, size, bold: roughly(text, size, bold) / 2)
    assert tight.height < layout(nodes, [], 300).height
