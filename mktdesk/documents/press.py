"""From sections to a finished file: lay out once, draw once, then tags, fonts and links."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from reportlab.pdfgen.canvas import Canvas

from mktdesk.documents.contents import Contents
from mktdesk.documents.finish import Facts, finish
from mktdesk.documents.flow import Flow, Mark, Page, Shape
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.pen import Pen
from mktdesk.documents.story import Section
from mktdesk.documents.styles import NOTE
from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Typesetter
from mktdesk.errors import Cancelled

Progress = Callable[[float, str], None]
Overlay = Callable[[Pen, Shape], None]
_LAID_OUT, _DRAWN = 0.55, 0.85  # how far along each step ends


@dataclass(slots=True)
class Document:
    """What is to be printed. `front` comes before the contents page, `body` after it.

    Sections are made by `section`, in reading order. levels: how many levels of headings the
    contents page lists; the bookmarks have them all. overlay: drawn on each page over the rest.
    """

    title: str
    author: str
    made_on: date
    furniture: Furniture
    root: Element = field(default_factory=lambda: Element("Document"))
    front: list[Section] = field(default_factory=list)
    contents: Section | None = None
    body: list[Section] = field(default_factory=list)
    levels: int = 3
    overlay: Overlay | None = None

    def section(self, role: str = "Sect") -> Section:
        """A new section at the end of the structure; the caller puts it in front or body."""
        return Section(Element(role, self.root))


def render(document: Document, progress: Progress, cancelled: Callable[[], bool]) -> bytes:
    """The finished PDF. Raises Cancelled as soon as `cancelled` says so."""

    def check() -> None:
        if cancelled():
            raise Cancelled

    setter = Typesetter(check)
    body = Flow(setter)
    for at, section in enumerate(document.body):
        progress(_LAID_OUT * at / len(document.body), "Laying out the pages")
        body.add(section.blocks, section.shape)
    if setter.shaper.unprintable:
        notes = document.section()
        _list_unprintable(notes, setter)
        body.add(notes.blocks, notes.shape)
    front = Flow(setter)
    for section in document.front:
        front.add(section.blocks, section.shape)
    if document.contents:
        shown = [mark for mark in body.marks if mark.level < document.levels]
        _lay_contents(document.contents, front, shown)
    first = len(front.pages)
    marks = [
        *front.marks,
        *(Mark(mark.level, mark.words, mark.page + first, mark.y) for mark in body.marks),
    ]
    pages = [*front.pages, *body.pages]
    data, pen = _draw(document, pages, setter, progress, check)
    progress(_DRAWN, "Finishing the file")
    check()
    facts = Facts(document.title, document.author, document.made_on, marks)
    done = finish(data, document.root, pen, setter.faces, facts)
    progress(1.0, "Done")
    return done


def _lay_contents(section: Section, front: Flow, marks: Sequence[Mark]) -> None:
    section.heading(1, "Contents")
    contents = Contents(marks, Element("TOC", section.element))
    section.blocks.append(contents)
    front.add(section.blocks, section.shape)
    contents.first = len(front.pages)


def _draw(
    document: Document,
    pages: Sequence[Page],
    setter: Typesetter,
    progress: Progress,
    check: Callable[[], None],
) -> tuple[bytes, Pen]:
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=0, invariant=1)
    # No page begins with a font that is not embedded.
    canvas._preamble = ""  # noqa: SLF001 (reportlab has no option for it)
    pen = Pen(canvas)
    for at, page in enumerate(pages):
        check()
        done = _LAID_OUT + (_DRAWN - _LAID_OUT) * at / len(pages)
        progress(done, f"Page {at + 1} of {len(pages)}")
        canvas.setPageSize((page.shape.width, page.shape.height))
        document.furniture.draw(pen, setter, page.shape, len(pages))
        for part, top in page.slices:
            part.draw(pen, page.shape.left, top)
        if document.overlay:
            document.overlay(pen, page.shape)
        pen.next_page()
    pen.marks.pop()  # the page after the last
    canvas.save()
    return file.getvalue(), pen


def _list_unprintable(section: Section, setter: Typesetter) -> None:
    """Say which characters stand in the text as numbers, so that nobody takes them for it."""
    section.heading(1, "Characters printed as numbers")
    section.text(
        "No typeface of this program holds these characters. In the text each stands as its "
        "Unicode number in square brackets.",
        NOTE,
    )
    rows = [(f"U+{ord(char):04X}", _name(char)) for char in sorted(setter.shaper.unprintable)]
    section.table(("Number", "Name"), rows, (1, 4))


def _name(char: str) -> str:
    kinds = {"Cc": "control character", "Cs": "half of a damaged character"}
    kind = kinds.get(unicodedata.category(char), "character without a name")
    return unicodedata.name(char, kind).lower()
