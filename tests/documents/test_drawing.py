from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

import pikepdf
import pytest

from mktdesk.documents.drawing import COLUMN, process_map_pdf
from mktdesk.documents.figure import print_measure
from mktdesk.documents.furniture import Furniture
from mktdesk.drawings import (
    Drawing,
    Ellipse,
    Line,
    Path,
    Rect,
    Size,
    Stroke,
    Text,
    Tone,
    pages,
    primitives,
    roughly,
)
from mktdesk.errors import Cancelled
from mktdesk.processmap import Edge, Node, layout

NODES = [
    Node("referral", "Referral received", "Any professional", "done", "Mon 2 Nov 2026"),
    *(Node(f"s{n}", f"Step {n} of the review", "Business Manager", "now") for n in range(14)),
    Node("scr", "Overview report", "Independent reviewer", "later", "", "Serious case review"),
    Node("audit", "يوسف المصري", "Quality Assurance Group", "not_needed", "", "Audit"),
    Node("closed", "Case closed", "Business Manager", "late", "2 working days late"),
]
EDGES = [
    Edge("referral", "s0"),
    *(Edge(f"s{n}", f"s{n + 1}") for n in range(13)),
    Edge("s13", "scr", "criteria met"),
    Edge("s13", "audit", "criteria not met"),
    Edge("scr", "closed"),
    Edge("audit", "closed"),
]
FURNITURE = Furniture("RESTRICTED", "SCR-2026-014", "Example Partnership")


def the_map() -> Drawing:
    return layout(NODES, EDGES, COLUMN, title="Process map", measure=print_measure())


def printed(drawing: Drawing, *, stopped: bool = False) -> bytes:
    return process_map_pdf(
        drawing,
        FURNITURE,
        author="Example Partnership",
        made_on=date(2026, 11, 21),
        note="As things stood on Sat 21 Nov 2026.",
        progress=lambda _done, _doing: None,
        cancelled=lambda: stopped,
    )


def figure_operators(page: pikepdf.Page) -> Counter[str]:
    found: Counter[str] = Counter()
    inside = False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "BDC":
            inside = str(instruction.operands[0]) == "/Figure"
        elif operator == "EMC":
            inside = False
        elif inside:
            found[operator] += 1
    return found


def test_each_page_has_its_part_as_a_figure_with_its_words(read: type) -> None:
    drawing = the_map()
    seen = read(printed(drawing))
    assert len(seen.pdf.pages) == 2
    figures = seen.elements("Figure")
    assert len(figures) == 2
    told = "\n".join(str(figure.Alt) for figure in figures)
    for line in drawing.alternative.splitlines():
        assert line in told
    assert str(figures[0].Alt).startswith("Process map. 18 steps.")
    assert str(figures[1].Alt).startswith("Process map, continued.")
    for figure in figures:
        left, foot, right, top = (float(side) for side in figure.A.BBox)
        assert 48 <= left < right <= 547.3
        assert 62 <= foot < top <= 774
    assert seen.words(seen.elements("H1")[0]) == "Process map"
    assert not seen.loose


def test_head_and_foot_stand_on_every_page(read: type) -> None:
    seen = read(printed(the_map()))
    for page in range(2):
        said = seen.furniture(page)
        assert said.count("RESTRICTED") == 2
        assert "Ref No: SCR-2026-014" in said
        assert f"Page {page + 1} of 2" in said


def test_every_primitive_is_painted_once(read: type) -> None:
    drawing = the_map()
    seen = read(printed(drawing))
    done = sum((figure_operators(page) for page in seen.pdf.pages), Counter())
    # The heading and the note take room, so the pages are cut as the document cut them.
    wanted: Counter[str] = Counter()
    parts = next(
        parts
        for height in range(600, 712)
        if len(parts := pages(drawing, height)) == 2
        and parts[0].alternative == str(seen.elements("Figure")[0].Alt)
    )
    for item in (one for part in parts for one in primitives(part.items)):
        if isinstance(item, Text):
            wanted["Tm"] += len(item.lines)
        else:
            fill = None if isinstance(item, Line) else item.fill
            wanted["B" if item.stroke and fill else "S" if item.stroke else "f"] += 1
            wanted["f"] += isinstance(item, Path) and item.arrow
    assert {name: done[name] for name in ("B", "S", "f", "Tm", "n")} == {**wanted, "n": 0}


def test_the_words_can_be_found_and_copied(tool: Callable[..., str]) -> None:
    text = " ".join(tool(printed(the_map()), "pdftotext", "FILE", "-").split())
    for words in ("Referral received", "criteria not met", "2 working days late", "Not needed"):
        assert words in text
    assert "Goes on over the page" in text


def test_what_is_wider_than_the_column_or_cannot_be_cut_is_made_smaller(read: type) -> None:
    items = (
        Rect(0, 0, 1000, 2000, Stroke(Tone.LATE, 2), Tone.LATE_GROUND, 9),
        Ellipse(100, 100, 50, 80, Stroke(dashed=True)),
        Text(500, 10, 480, ("To the right",), Size.LARGE, align="right"),
    )
    seen = read(printed(Drawing(1000, 2000, items, "Genogram", "A family.")))
    assert len(seen.pdf.pages) == 2  # it would not fit under the heading
    (figure,) = seen.elements("Figure")
    left, foot, right, top = (float(side) for side in figure.A.BBox)
    assert top - foot == pytest.approx(711.89, abs=0.1)
    assert right - left == pytest.approx(711.89 / 2, abs=0.1)
    assert left - 48 == pytest.approx(547.28 - right, abs=0.1)


def test_a_line_wider_than_its_room_is_printed_smaller(read: type) -> None:
    words = "Recommendation to the Independent Chair"
    room = print_measure()(words, Size.BODY, False) / 2
    drawing = Drawing(400, 50, (Text(10, 10, room, (words,)),), "Words", "Words.")
    code = b"".join(page.Contents.read_bytes() for page in read(printed(drawing)).pdf.pages)
    inside = code.partition(b"/Figure")[2]
    sizes = [float(size) for size in re.findall(rb"/F\d+ ([\d.]+) Tf", inside)]
    assert sizes == [pytest.approx(Size.BODY.points / 2, abs=0.01)]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        "Recommendation to the Independent Chair",
        "MKSCB ADMINISTRATOR",
        "due in 3 working days (Thu 26 Nov 2026), 48 hours before the meeting at 14:30",
        "Ọláyínká Ṣóyínká’s “own” words – “SILP”; 100 % of 8 & more…",
    ],
)
def test_the_rough_widths_are_never_too_small_for_print(words: str, bold: bool) -> None:
    printed_width = print_measure()(words, Size.BODY, bold)
    assert printed_width <= roughly(words, Size.BODY, bold) <= 1.45 * printed_width


def test_the_same_map_gives_the_same_bytes_and_stops_when_asked() -> None:
    assert printed(the_map()) == printed(the_map())
    with pytest.raises(Cancelled):
        printed(the_map(), stopped=True)
