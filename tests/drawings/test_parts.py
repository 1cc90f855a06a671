from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mktdesk.drawings import (
    Box,
    Drawing,
    Ellipse,
    Group,
    Line,
    Path,
    Rect,
    Text,
    groups,
    moved,
    pages,
    split,
)
from mktdesk.drawings.parts import TAIL

ROW, GAP = 40.0, 30.0


def ladder(rows: int, paths: int = 1) -> Drawing:
    """Boxes one under the other, lines through all of the gaps, a break in the middle of each."""
    things = [
        Group(
            f"g{n}",
            (Rect(10, n * (ROW + GAP), 100, ROW),),
            f"Thing {n}.",
            Box(10, n * (ROW + GAP), 100, ROW),
        )
        for n in range(rows)
    ]
    last = (rows - 1) * (ROW + GAP)
    lines = [
        Path(((150 + 20.0 * n, ROW), (150 + 20.0 * n, last)), arrow=True) for n in range(paths)
    ]
    breaks = tuple(n * (ROW + GAP) - GAP / 2 for n in range(1, rows))
    told = "\n".join(("Ladder. All of it.", *(thing.alternative for thing in things)))
    height = last + ROW
    return Drawing(400, height, (*lines, *things), "Ladder", told, breaks)


def letters(drawing: Drawing, *, foot: bool) -> list[str]:
    return [
        item.lines[0]
        for item in drawing.items
        if isinstance(item, Text) and item.bold and (item.y > drawing.height - TAIL) is foot
    ]


def test_what_fits_stays_whole() -> None:
    drawing = ladder(4)
    assert pages(drawing, drawing.height) == (drawing,)


@given(rows=st.integers(2, 9), paths=st.integers(0, 4), height=st.floats(90, 500))
def test_each_thing_is_on_one_page_and_each_page_fits(rows: int, paths: int, height: float) -> None:
    drawing = ladder(rows, paths)
    parts = pages(drawing, height)
    assert [g.id for part in parts for g in groups(part)] == [f"g{n}" for n in range(rows)]
    least = ROW + GAP + 2 * TAIL  # what a part needs that holds one thing and two cuts
    for part in parts:
        assert part.height <= max(height, least)
        for thing in groups(part):
            assert thing.box.y >= 0
            assert thing.box.bottom <= part.height
            assert isinstance(thing.items[0], Rect)
            assert thing.items[0].y == thing.box.y


@given(rows=st.integers(3, 9), paths=st.integers(1, 30))
def test_a_line_that_is_cut_goes_on_under_the_same_letter(rows: int, paths: int) -> None:
    parts = pages(ladder(rows, paths), 170)
    assert len(parts) > 1
    given_letters = []
    for part, following in pairwise(parts):
        assert letters(part, foot=True) == letters(following, foot=False)
        given_letters += letters(part, foot=True)
    assert len(set(given_letters)) == len(given_letters) == paths * (len(parts) - 1)
    # All of every line is there, and only its end has the head.
    drawn = [item for part in parts for item in part.items if isinstance(item, Path)]
    whole = (rows - 2) * (ROW + GAP) + GAP
    assert sum(path.points[-1][1] - path.points[0][1] for path in drawn) == whole * paths
    assert sum(path.arrow for path in drawn) == paths
    assert all(path.arrow for path in parts[-1].items if isinstance(path, Path))


def test_the_parts_are_told_apart_in_words() -> None:
    first, second = pages(ladder(4), 180)
    assert first.alternative == "Ladder. All of it.\nThing 0.\nThing 1."
    assert second.alternative == "Ladder, continued.\nThing 2.\nThing 3."


def test_a_drawing_without_a_break_is_one_part() -> None:
    whole = Drawing(100, 900, (Line(0, 0, 0, 900),), "Line", "A line.")
    assert split(whole, 200).part is whole
    assert split(whole, 200).rest is None


def test_a_line_that_ends_at_the_cut_is_not_cut() -> None:
    items = (Line(10, 0, 10, 50), Line(20, 50, 20, 90), Path(((30, 10), (30, 50), (40, 50))))
    first, second = pages(Drawing(100, 100, items, "T", "T.", (50,)), 80)
    ends = [(item.x1, item.y1, item.x2, item.y2) for item in second.items if isinstance(item, Line)]
    assert (20, TAIL, 20, TAIL + 40) in ends
    assert (10, 0, 10, 50) in [
        (item.x1, item.y1, item.x2, item.y2) for item in first.items if isinstance(item, Line)
    ]


def test_everything_can_be_moved_down() -> None:
    things = (
        Line(1, 2, 3, 4),
        Path(((1, 2), (3, 4))),
        Rect(1, 2, 3, 4),
        Ellipse(1, 2, 3, 4),
        Text(1, 2, 30, ("a",)),
    )
    group = Group("g", things, "G.", Box(1, 2, 3, 4))
    down = moved(group, 5)
    assert isinstance(down, Group)
    assert down.box == Box(1, 7, 3, 4)
    assert down.items == (
        Line(1, 7, 3, 9),
        Path(((1, 7), (3, 9))),
        Rect(1, 7, 3, 4),
        Ellipse(1, 7, 3, 4),
        Text(1, 7, 30, ("a",)),
    )
