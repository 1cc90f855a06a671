"""What draws on a page: lines of text, rules and boxes, each under its element."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from mktdesk.documents.fonts import utf16_hex
from mktdesk.documents.lines import Line, Run
from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Style

# Puts an object into the finished file.
Borrowed: TypeAlias = Callable[[pikepdf.Pdf], pikepdf.Object]


@dataclass(frozen=True, slots=True)
class Row:
    """A strip across a column: a line of text, or with no line a gap. Heights in points."""

    height: float
    line: Line | None = None
    style: Style | None = None
    element: Element | None = None
    indent: float = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the document: page from 0, height above the page's foot in points."""

    page: int
    y: float


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A rectangle on a page that leads to a spot."""

    page: int
    rect: tuple[float, float, float, float]
    target: Spot
    element: Element


@dataclass(slots=True)
class Pen:
    """Draws one document page by page and counts the marked content of each."""

    canvas: Canvas
    marks: list[int] = field(default_factory=lambda: [0])
    links: list[LinkArea] = field(default_factory=list)
    borrowed: list[tuple[int, Borrowed]] = field(default_factory=list)

    @property
    def page(self) -> int:
        """The page being drawn, from 0."""
        return len(self.marks) - 1

    def next_page(self) -> None:
        """Finish this page."""
        self.canvas.showPage()
        self.marks.append(0)

    def raw(self, operators: str) -> None:
        """Operators as they are."""
        self.canvas._code.append(operators)  # noqa: SLF001 (reportlab has no public way to mark content)

    def borrow(self, made: Borrowed) -> str:
        """Use a picture or another file's page here; returns its name for the operator Do."""
        self.borrowed.append((self.page, made))
        return f"A{len(self.borrowed)}"

    def begin(self, element: Element) -> None:
        """What follows, up to `end`, belongs to this element."""
        self.raw(f"/{element.role} <</MCID {self._mark(element)}>> BDC")

    def _mark(self, element: Element) -> int:
        mark = self.marks[-1]
        self.marks[-1] = mark + 1
        element.kids.append((self.page, mark))
        return mark

    def begin_artifact(self, kind: str = "") -> None:
        """What follows, up to `end`, is furniture and never read out."""
        self.raw(f"/Artifact <</Type /{kind}>> BDC" if kind else "/Artifact BMC")

    def end(self) -> None:
        """Ends what `begin` or `begin_artifact` began."""
        self.raw("EMC")

    def rows(self, rows: Sequence[Row], x: float, top: float, width: float) -> None:
        """Draw strips downwards from `top`; those of one element become one mark."""
        parts: list[str] = []
        current: Element | None = None
        for row in rows:
            line, style = row.line, row.style
            if line is not None and style is not None and line.runs:
                left = x + row.indent + _shift(line, style, width - row.indent)
                # The baseline sits so that ascent and descent share the leading.
                base = top - (row.height + style.size) / 2 + 0.14 * style.size
                red, green, blue = style.colour
                parts.append(
                    f"{red:g} {green:g} {blue:g} rg {red:g} {green:g} {blue:g} RG "
                    f"1 0 0 1 {left:.2f} {base:.2f} Tm"
                )
                for run in line.runs:
                    current = self._run(run, row.element, current, parts)
            top -= row.height
        if parts:
            if current:
                parts.append("EMC")
            self.raw(f"BT {' '.join(parts)} ET")

    def _run(
        self, run: Run, element: Element | None, current: Element | None, parts: list[str]
    ) -> Element | None:
        """Add a run under its element; returns the element that is open after it.

        Words that the glyphs do not tell are a mark of their own beside the rest, not inside
        it: some readers lose what follows a nested mark.
        """
        owner = element
        if element and run.words and not run.copied:
            owner = Element("Span", element, actual=run.words)
        if owner is not current or run.words:
            if current:
                parts.append("EMC")
            if owner:
                tag = owner.role if not run.copied else "Span"
                instead = f" /ActualText <FEFF{utf16_hex(run.words)}>" if run.copied else ""
                parts.append(f"/{tag} <</MCID {self._mark(owner)}{instead}>> BDC")
        parts.append(run.operators)
        if owner and run.words:
            parts.append("EMC")
            return None
        return owner


def _shift(line: Line, style: Style, width: float) -> float:
    if style.align == "centre":
        return (width - line.width) / 2
    if style.align == "right" or line.rtl:
        return width - line.width
    return 0
