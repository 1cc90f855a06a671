from __future__ import annotations

import io
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from mktdesk.documents.blocks import Slice
from mktdesk.documents.flow import Flow, Shape
from mktdesk.documents.pen import Pen
from mktdesk.documents.story import Section
from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Typesetter

SHAPE = Shape(width=300, height=300, left=20, right=20, head=30, foot=30)


def lay(section: Section) -> Flow:
    flow = Flow(Typesetter(lambda: None))
    flow.add(section.blocks, SHAPE)
    return flow


def drawn(part: Slice) -> str:
    pen = Pen(Canvas(io.BytesIO(), pageCompression=0))
    part.draw(pen, 0, 0)
    return " ".join(pen.canvas._code)


def section() -> Section:
    return Section(Element("Sect"), shape=SHAPE)


def lines_of(flow: Flow, owners: set[str]) -> int:
    """How many lines were drawn under elements of those roles."""
    return sum(
        len(re.findall(r" Tm ", stretch))
        for page in flow.pages
        for part, _ in page.slices
        for role, stretch in re.findall(r"/(\w+) <</MCID \d+>> BDC(.*?)EMC", drawn(part))
        if role in owners
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_every_line_of_every_row_is_printed_once_and_on_the_page(counts: list[int]) -> None:
    story = section()
    rows = [("\n".join(["x"] * count), "y") for count in counts]
    story.table(("Date", "Event"), rows, (1, 3))
    flow = lay(story)
    wanted = sum(max(count, 0) for count in counts) + len(counts)
    head = 2
    got = sum(drawn(part).count(" Tm") for page in flow.pages for part, _ in page.slices)
    assert got == wanted + head * len(flow.pages)
    for page in flow.pages:
        for part, top in page.slices:
            assert top - part.height >= SHAPE.foot - 0.01


def test_the_head_is_repeated_but_read_once() -> None:
    story = section()
    story.table(("Date", "Event"), [("x", "word " * 900)], (1, 3))
    flow = lay(story)
    assert len(flow.pages) > 3
    pages = [drawn(page.slices[0][0]) for page in flow.pages]
    assert pages[0].count("/TH ") == 2
    assert all(
        "/TH " not in page and "/Artifact <</Type /Pagination>>" in page for page in pages[1:]
    )


def test_a_heading_stays_with_what_it_heads() -> None:
    story = section()
    story.text("x " * 780)
    story.heading(2, "Family")
    story.table(("Name",), [("Ada",)], (1,))
    flow = lay(story)
    mark = flow.marks[0]
    assert mark.words == "Family"
    assert len(flow.pages[mark.page].slices) >= 2, "the table begins on the heading's page"


def test_a_table_that_is_better_whole_starts_a_new_page() -> None:
    for whole, pages in ((False, [0, 1]), (True, [1])):
        story = section()
        story.text("line\n" * 10)
        story.heading(2, "Signature")
        story.pairs([(f"Name {at}", "x") for at in range(5)], whole=whole)
        flow = lay(story)
        found = [
            at
            for at, page in enumerate(flow.pages)
            if "/TH" in "".join(drawn(p) for p, _ in page.slices)
        ]
        assert found == pages


def test_no_page_is_left_with_a_single_line() -> None:
    for words in range(300, 420):
        story = section()
        story.text("word " * words)
        flow = lay(story)
        counts = [drawn(page.slices[0][0]).count(" Tm") for page in flow.pages]
        assert min(counts) >= 2
