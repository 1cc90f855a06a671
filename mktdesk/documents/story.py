"""Writing a document block by block, each under its element, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mktdesk.documents.blocks import Block, Gap, Paragraph, Text
from mktdesk.documents.flow import Shape
from mktdesk.documents.styles import BODY, CELL, HEADINGS, LABEL, OPTION
from mktdesk.documents.tables import Cell, Grid
from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Spans, Style

_MANY_BLANK = re.compile("\n{3,}")  # one empty line says as much as ten
TICKED, UNTICKED = "\u2611", "\u2610"


@dataclass(slots=True)
class Section:
    """Blocks that begin on a page of their own, under one element of the structure.

    deeper: how many levels its headings lie below what they look like, in structure and bookmarks.
    """

    element: Element
    blocks: list[Block] = field(default_factory=list)
    shape: Shape = field(default_factory=Shape)
    deeper: int = 0

    def heading(self, level: int, words: str, *, bookmark: bool = True) -> None:
        """A heading of level 1 to 3; in the bookmarks unless said otherwise."""
        element = Element(f"H{level + self.deeper}", self.element)
        paragraph = Paragraph(words, HEADINGS[level - 1], element)
        mark = (level - 1 + self.deeper, " ".join(words.split())) if bookmark else None
        self.blocks.append(Text(paragraph, keep=True, bookmark=mark))

    def text(self, words: str | Spans, style: Style = BODY, *, keep: bool = False) -> None:
        """A paragraph."""
        element = Element("P", self.element)
        self.blocks.append(Text(Paragraph(words, style, element), keep=keep))

    def gap(self, height: float) -> None:
        """Empty height in points."""
        self.blocks.append(Gap(height))

    def ticks(self, options: Sequence[tuple[str, str, bool]]) -> None:
        """A lettered list with boxes: (letter or "", words, ticked)."""
        group = Element("L", self.element)
        for letter, words, ticked in options:
            body = Element("LBody", Element("LI", group))
            box = TICKED if ticked else UNTICKED
            line = f"{box}  {letter}) {words}" if letter else f"{box}  {words}"
            self.blocks.append(Text(Paragraph(line, OPTION, body, indent=8)))

    def items(self, words: Sequence[str], style: Style = BODY, indent: float = 14) -> None:
        """A list with dashes."""
        group = Element("L", self.element)
        for one in words:
            body = Element("LBody", Element("LI", group))
            self.blocks.append(Text(Paragraph(f"\u2013 {one}", style, body, indent=indent)))

    def pairs(
        self,
        pairs: Sequence[tuple[str, str]],
        widths: tuple[float, float] = (2, 3),
        *,
        whole: bool = False,
    ) -> None:
        """A two-column table: names on the left, answers on the right. whole: on one page."""
        body = Element("TBody", Element("Table", self.element))
        rows = []
        for name, answer in pairs:
            row = Element("TR", body)
            head = cell(name, Element("TH", row, scope="Row"), LABEL, head=True)
            rows.append((head, cell(answer, Element("TD", row))))
        self.blocks.append(Grid(widths, rows, whole=whole))

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: tuple[float, ...],
        *,
        least: float = 0,
    ) -> None:
        """A table with a head that is repeated on each page. least: a row's height in points."""
        table = Element("Table", self.element)
        top = Element("TR", Element("THead", table))
        head = tuple(
            cell(words, Element("TH", top, scope="Column"), LABEL, head=True) for words in heads
        )
        body = Element("TBody", table)
        made = []
        for words in rows:
            row = Element("TR", body)
            made.append(tuple(cell(word, Element("TD", row), least=least) for word in words))
        self.blocks.append(Grid(widths, made, head))

    def box(self, name: str, answer: str, *, least: float) -> None:
        """A question over its whole answer, as the paper form has room to write."""
        body = Element("TBody", Element("Table", self.element))
        head = cell(name, Element("TH", Element("TR", body), scope="Column"), LABEL, head=True)
        words = cell(answer, Element("TD", Element("TR", body)), least=least)
        self.blocks.append(Grid((1,), [(words,)], (head,)))


def cell(
    words: str, element: Element, style: Style = CELL, *, head: bool = False, least: float = 0
) -> Cell:
    """A cell; each paragraph of a long answer is a paragraph of its own."""
    parts = _MANY_BLANK.sub("\n\n", words).split("\n")
    if len(parts) == 1:
        paragraphs: tuple[Paragraph, ...] = (Paragraph(words, style, element),)
    else:
        paragraphs = tuple(Paragraph(part, style, Element("P", element)) for part in parts)
    return Cell(paragraphs, head, least=least)
