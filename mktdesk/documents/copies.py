"""Numbered copies of one paper: built once, then each with its reader's name across every page.

A paper that is to have copies keeps places free: over each page one drawing that all pages of
that size share, and on the cover a panel. A copy fills those few places, so that ten copies of
four hundred pages do not mean four thousand changed pages. Nothing of one copy stays in another.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from mktdesk.documents.blocks import Running, Slice
from mktdesk.documents.flow import Shape
from mktdesk.documents.lines import Line
from mktdesk.documents.pen import Pen, Row
from mktdesk.documents.protect import protect_open
from mktdesk.documents.story import Section
from mktdesk.documents.styles import BODY, MARKING, SMALL
from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Style, Typesetter

_PLACES = "/MktdeskPlaces"  # in the catalogue until a copy is made
_FREE = "(copy)"  # what the panel says aloud until then
_PANEL = 86.0  # points
_PAD = 12.0
_LIGHT = 0.17  # how much of the ink is on the paper: words under it stay easy to read
_LARGEST, _SMALLEST = 30, 14  # points
_ANGLE = math.radians(34)
_ACROSS = 0.98  # of the page's width, along the slope
_HEIGHTS = {False: (0.21, 0.5, 0.79), True: (0.28, 0.72)}  # of the page's; True: lying
_MOST_LINES = 2
_WATER = Style(_LARGEST, _LARGEST * 1.3, colour=(0.25, 0.3, 0.4), align="centre")
_NUMBER = replace(MARKING, size=14, leading=20, align="left")
_READER = replace(BODY, size=10.5, leading=14.5, after=0)
_EDGE = "0.42 0.11 0.16 RG 1.2 w"


@dataclass(frozen=True, slots=True)
class CopyMark:
    """Whose copy it is. number: "3". name: as printed, the office's own use where empty."""

    number: str
    name: str = ""

    @property
    def words(self) -> str:
        """In one line."""
        return f"Copy {self.number}: {self.reader}"

    @property
    def reader(self) -> str:
        """Whom it is for."""
        return " ".join(self.name.split()) or "the office's own use"


class Places:
    """The places that a paper keeps free for each copy's mark, while the paper is built."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, float, float], pikepdf.Object] = {}

    def over(self, pen: Pen, shape: Shape) -> None:
        """Keep the whole page free for the mark: furniture, never read out (ISO 14289-1, 7.1)."""
        name = pen.borrow(lambda pdf: self._place(pdf, "page", shape.width, shape.height))
        pen.raw(f"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC /{name} Do EMC")

    def panel(self, section: Section) -> None:
        """Keep a panel free on the cover, which says in words whose copy it is."""
        element = Element("P", section.element, actual=_FREE)
        section.blocks.append(_Panel(self, element))

    def fill(self, pen: Pen, element: Element, x: float, top: float, width: float) -> None:
        """Draw the panel's place."""
        name = pen.borrow(lambda pdf: self._place(pdf, "panel", width, _PANEL))
        pen.begin(element)
        pen.raw(f"q 1 0 0 1 {x:.2f} {top - _PANEL:.2f} cm /{name} Do Q")
        pen.end()

    def _place(self, pdf: pikepdf.Pdf, kind: str, width: float, height: float) -> pikepdf.Object:
        key = (kind, width, height)
        if key not in self._made:
            made = pdf.make_stream(
                b"",
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([0, 0, round(width, 2), round(height, 2)]),
                Resources=Dictionary(),
            )
            if _PLACES not in pdf.Root:
                pdf.Root[_PLACES] = Array()
            pdf.Root[_PLACES].append(Array([Name(f"/{kind}"), made]))
            self._made[key] = made
        return self._made[key]


@dataclass(frozen=True, slots=True)
class _Panel:
    places: Places
    element: Element
    keep: bool = False
    bookmark: tuple[int, str] | None = None

    def begin(self, setter: Typesetter, width: float) -> Running:  # noqa: ARG002
        return _RunningPanel(self, width)


class _RunningPanel:
    def __init__(self, panel: _Panel, width: float) -> None:
        self._panel, self._width, self._done = panel, width, False

    @property
    def done(self) -> bool:
        return self._done

    def least(self) -> float:
        return _PANEL

    def take(self, room: float, *, fresh: bool) -> Slice | None:
        if room < _PANEL and not fresh:
            return None
        self._done = True
        return _PanelSlice(self._panel, self._width)


@dataclass(frozen=True, slots=True)
class _PanelSlice:
    panel: _Panel
    width: float
    height: float = _PANEL

    def draw(self, pen: Pen, x: float, top: float) -> None:
        self.panel.places.fill(pen, self.panel.element, x, top, self.width)


class Copies:
    """A paper with free places, opened once; each call makes one copy."""

    def __init__(self, paper: bytes) -> None:
        """Paper: an unprotected PDF whose places `Places` kept free."""
        self._pdf = pikepdf.open(io.BytesIO(paper))
        root = self._pdf.Root
        self._free = [(str(kind), place) for kind, place in root[_PLACES]]
        del root[_PLACES]
        cover = root.StructTreeRoot.K.K[0]
        self._said = [kid for kid in cover.K if str(kid.get("/ActualText", "")) == _FREE]
        self.pages = len(self._pdf.pages)

    def plain(self, mark: CopyMark) -> bytes:
        """The copy without protection, in memory, to look at."""
        self._fill(mark)
        out = io.BytesIO()
        self._pdf.save(out)
        return out.getvalue()

    def protected(self, mark: CopyMark, password: str) -> bytes:
        """The copy, opened only with the password (AES-256). Raises ExportFailed."""
        self._fill(mark)
        return protect_open(self._pdf, password)

    def _fill(self, mark: CopyMark) -> None:
        setter = Typesetter(lambda: None)
        drawn = []
        for kind, place in self._free:
            width, height = (float(side) for side in place.BBox[2:])
            drawn.append(_page(setter, mark, width, height) if kind == "/page" else "")
            if kind == "/panel":
                drawn[-1] = _panel(setter, mark, width, height)
        fonts = Dictionary(
            {f"/{face.resource}": face.embed(self._pdf) for face in setter.faces.used()}
        )
        shared = self._pdf.make_indirect(fonts)
        light = Dictionary(Type=Name.ExtGState, ca=_LIGHT, CA=_LIGHT, BM=Name.Multiply)
        for (_, place), operators in zip(self._free, drawn, strict=True):
            place.write(operators.encode("ascii"))
            place.Resources = Dictionary(Font=shared, ExtGState=Dictionary(Light=light))
        for element in self._said:
            words = f"This is copy {mark.number}, for {mark.reader}. {_OWN}"
            element.ActualText = String(words.encode("utf-8", "replace").decode("utf-8"))


_OWN = "Its number and name stand across every page. It is not to be copied or passed on."


def _page(setter: Typesetter, mark: CopyMark, width: float, height: float) -> str:
    """Two or three times across the page, rising to the right."""
    words = f"Copy {mark.number} \u00b7 {mark.reader}"
    lines, style = _fitted(setter, words, width * _ACROSS)
    pen = Pen(Canvas(io.BytesIO()))
    rows = [Row(style.leading, line, style) for line in lines]
    across, up = math.cos(_ANGLE), math.sin(_ANGLE)
    pen.raw("/Light gs")
    for part in _HEIGHTS[width > height]:
        turned = f"{across:.5f} {up:.5f} {-up:.5f} {across:.5f}"
        pen.raw(f"q {turned} {width / 2:.2f} {height * part:.2f} cm")
        pen.rows(rows, -width, len(lines) * style.leading / 2, width * 2)
        pen.raw("Q")
    return _operators(pen)


def _fitted(setter: Typesetter, words: str, width: float) -> tuple[Sequence[Line], Style]:
    """The words as large as one line takes them; long ones on two small lines, cut."""
    for size in range(_LARGEST, _SMALLEST, -2):
        style = replace(_WATER, size=size, leading=size * 1.3)
        lines = setter.lines(words, style, width)
        if len(lines) == 1:
            return lines, style
    style = replace(_WATER, size=_SMALLEST, leading=_SMALLEST * 1.3)
    return _cut(setter, words, style, width, _MOST_LINES), style


def _panel(setter: Typesetter, mark: CopyMark, width: float, height: float) -> str:
    pen = Pen(Canvas(io.BytesIO()))
    pen.raw(f"q {_EDGE} 0.6 0.6 {width - 1.2:.2f} {height - 1.2:.2f} re S Q")
    inner = width - 2 * _PAD
    named = _cut(setter, f"For {mark.reader}", _READER, inner, 2)
    small = replace(SMALL, size=9, leading=12.5)
    rows = [Row(_NUMBER.leading, setter.lines(f"Copy {mark.number}", _NUMBER, inner)[0], _NUMBER)]
    rows += [Row(_READER.leading, line, _READER) for line in named]
    rows += [Row(small.leading, line, small) for line in setter.lines(_OWN, small, inner)]
    pen.rows(rows, _PAD, height - _PAD + 2, inner)
    return _operators(pen)


def _cut(setter: Typesetter, words: str, style: Style, width: float, most: int) -> Sequence[Line]:
    """At most so many lines; a longer text ends in an ellipsis."""
    lines = setter.lines(words, style, width)
    kept = words
    while len(lines) > most:
        kept = kept[: len(kept) * most // len(lines) if len(lines) > most + 1 else -4].rstrip()
        lines = setter.lines(f"{kept}\u2026", style, width)
    return lines


def _operators(pen: Pen) -> str:
    return "\n".join(pen.canvas._code)  # noqa: SLF001 (what the pen has written so far)
