"""What draws on a page: lines of text, rules and boxes, each under its element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Line, Style


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
    borrowed: list[tuple[int, pikepdf.Object]] = field(default_factory=list)

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

    def borrow(self, form: pikepdf.Object) -> str:
        """Use a page of another file here; returns its name for the operator Do."""
        self.borrowed.append((self.page, form))
        return f"A{len(self.borrowed)}"

    def begin(self, element: Element) -> None:
        """What follows, up to `end`, belongs to this element."""
        mark = self.marks[-1]
        self.marks[-1] = mark + 1
        element.kids.append((self.page, mark))
        self.raw(f"/{element.role} <</MCID {mark}>> BDC")

    def begin_artifact(self, kind: str = "") -> None:
        """What follows, up to `end`, is furniture and never read out."""
        self.raw(f"/Artifact <</Type /{kind}>> BDC" if kind else "/Artifact BMC")

    def end(self) -> None:
        """Ends what `begin` or `begin_artifact` began."""
        self.raw("EMC")

    def rows(self, rows: Sequence[Row], x: float, top: float, width: float) -> None:
        """Draw strips downwards from `top`; those of one element become one mark."""
        current: Element | None = None
        parts: list[str] = []
        for row in rows:
            line, style = row.line, row.style
            if line is not None and style is not None and line.operators:
                if row.element is not current:
                    if parts:
                        self._text(current, parts)
                        parts = []
                    current = row.element
                left = x + row.indent + _shift(line, style, width - row.indent)
                # The baseline sits so that ascent and descent share the leading.
                base = top - (row.height + style.size) / 2 + 0.14 * style.size
                red, green, blue = style.colour
                parts.append(
                    f"{red:g} {green:g} {blue:g} rg {red:g} {green:g} {blue:g} RG "
                    f"1 0 0 1 {left:.2f} {base:.2f} Tm {line.operators}"
                )
            top -= row.height
        if parts:
            self._text(current, parts)

    def _text(self, element: Element | None, parts: list[str]) -> None:
        body = " ".join(parts)
        if element is None:
            self.raw(f"BT {body} ET")
            return
        self.begin(element)
        self.raw(f"BT {body} ET EMC")


def _shift(line: Line, style: Style, width: float) -> float:
    if style.align == "centre":
        return (width - line.width) / 2
    if style.align == "right" or line.rtl:
        return width - line.width
    return 0
