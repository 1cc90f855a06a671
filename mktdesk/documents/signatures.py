"""Signatures in print: who signed what, as what, when, the digest, and the drawn lines as lines.

2016 guidance, App 1: the form's sections are signed with name and date (R391).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from mktdesk.documents.blocks import Running, Slice
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.pen import Pen
from mktdesk.documents.press import Document, render
from mktdesk.documents.story import Section
from mktdesk.documents.styles import SMALL
from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Typesetter

Points = tuple[tuple[float, float], ...]

MEANING = (
    (
        "Signed means here: the person named put their name, in the role named, to the words and "
        "to nothing else. The program then kept the moment and a digest of those words."
    ),
    (
        "The digest is a number worked out from every letter of what was signed (SHA-256). Change "
        "one letter and the digest is another: whoever has the words and the digest can tell "
        "whether they still agree."
    ),
    (
        "A typed name was typed at the desk by somebody who had unlocked it. A drawn one was drawn "
        "with mouse or finger at the table: its lines are kept, and printed as they were drawn. "
        "Neither is a qualified electronic signature with a certificate."
    ),
)
_WIDE, _HIGH = 230.0, 64.0  # points: the box that drawn lines are fitted into
_MOST_POINTS = 20_000
_INK = "0.1 0.12 0.15 RG 1.1 w 1 J 1 j"


@dataclass(frozen=True, slots=True)
class SignedMark:
    """A signature in print. superseded: the part was changed since. strokes: drawn lines, JSON.

    signed_at: the moment the program kept, in words. what: what was signed, where it is not said
    by the page it stands on.
    """

    part_id: str
    role: str
    name: str
    title: str
    organisation: str
    date: str  # as written
    digest: str
    superseded: bool = False
    strokes: str = ""
    signed_at: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class SignaturePage:
    """Every signature of one paper. title: which paper. footer: whose words these are (R177)."""

    title: str
    reference: str
    marking: str
    office_name: str
    made_on: date
    marks: tuple[SignedMark, ...]
    footer: str = ""


def signature_page_pdf(
    page: SignaturePage, *, progress: Callable[[float, str], None], cancelled: Callable[[], bool]
) -> bytes:
    """The page as a tagged PDF without protection, which comes next. Raises Cancelled."""
    furniture = Furniture(page.marking, page.reference, page.footer or page.office_name)
    title = f"{page.reference}: signatures"
    document = Document(title, page.office_name, page.made_on, furniture)
    section = document.section()
    document.body.append(section)
    section.heading(1, f"Signatures: {page.title}")
    for mark in page.marks:
        if mark.what:
            section.heading(2, mark.what)
        print_signature(section, mark, "Signed")
    if not page.marks:
        section.text("Nobody has signed it.")
    print_meaning(section)
    return render(document, progress, cancelled)


def print_meaning(section: Section, level: int = 2) -> None:
    """What "signed" means here, in plain words. level: of the heading."""
    section.heading(level, "What these signatures say")
    for words in MEANING:
        section.text(words)


def print_signature(section: Section, mark: SignedMark, label: str) -> None:
    """One signature: its facts, and its lines where it was drawn."""
    lines = drawn_lines(mark.strokes)
    if lines:
        alt = f"The signature that {mark.name} drew"
        element = Element("Figure", section.element, alt=alt)
        section.blocks.append(Drawn(lines, element, keep=True))
    elif mark.strokes:
        section.text("The drawn signature cannot be read; the rest stands.", SMALL, keep=True)
    whose = [("Title:", mark.title), ("Organisation:", mark.organisation)]
    section.pairs(
        [
            (f"{label}:", f"Signed in mktdesk by {mark.name}, {mark.role}"),
            ("Name:", mark.name),
            *(whose if mark.title or mark.organisation else []),
            ("Date:", mark.date),
            *([("Kept by the program:", mark.signed_at)] if mark.signed_at else []),
            ("Digest of what was signed:", mark.digest),
        ],
        (1, 2),
        whole=True,
    )
    section.gap(4)
    if mark.superseded:
        section.text("This section was changed after it was signed here.", SMALL)
    section.gap(6)


def drawn_lines(strokes: str) -> tuple[Points, ...]:
    """Drawn lines from their JSON text; nothing where it is none, or not whole."""
    try:
        found = tuple(tuple((float(x), float(y)) for x, y in line) for line in json.loads(strokes))
    except (ValueError, TypeError, RecursionError):
        return ()
    points = [point for line in found for point in line]
    if not points or len(points) > _MOST_POINTS:
        return ()
    sound = all(math.isfinite(side) for point in points for side in point)
    return tuple(line for line in found if line) if sound else ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drawn lines, as large as their box allows, as lines and not as a picture."""

    lines: tuple[Points, ...]
    element: Element
    keep: bool = False
    bookmark: tuple[int, str] | None = None

    def begin(self, setter: Typesetter, width: float) -> Running:  # noqa: ARG002
        """Set it."""
        return _RunningDrawn(self)


class _RunningDrawn:
    def __init__(self, drawn: Drawn) -> None:
        self._drawn, self._done = drawn, False

    @property
    def done(self) -> bool:
        return self._done

    def least(self) -> float:
        return _HIGH

    def take(self, room: float, *, fresh: bool) -> Slice | None:
        if room < _HIGH and not fresh:
            return None
        self._done = True
        return _DrawnSlice(self._drawn)


@dataclass(frozen=True, slots=True)
class _DrawnSlice:
    drawn: Drawn
    height: float = _HIGH

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.begin(self.drawn.element)
        self.drawn.element.box = (x, top - _HIGH, x + _WIDE, top)
        pen.raw(f"q {_INK}")
        for line in _fitted(self.drawn.lines):
            places = [f"{x + at:.2f} {top - down:.2f}" for at, down in line]
            # A dot is a line of no length with round ends.
            rest = places[1:] or places
            pen.raw(f"{places[0]} m {' '.join(f'{place} l' for place in rest)} S")
        pen.raw("Q")
        pen.end()


def _fitted(lines: Sequence[Points]) -> list[Points]:
    """The lines within the box, from its upper left corner, their shape kept."""
    across = [x for line in lines for x, _ in line]
    down = [y for line in lines for _, y in line]
    left, head = min(across), min(down)
    wide, high = max(across) - left or 1.0, max(down) - head or 1.0
    scale = min((_WIDE - 8) / wide, (_HIGH - 8) / high, _WIDE / 1000)
    return [
        tuple((4 + (x - left) * scale, 4 + (y - head) * scale) for x, y in line) for line in lines
    ]


__all__ = [
    "MEANING",
    "SignaturePage",
    "SignedMark",
    "drawn_lines",
    "print_meaning",
    "print_signature",
    "signature_page_pdf",
]
