"""A learning bulletin as Word or PDF: what everybody may read, with no reference on it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mktdesk.documents import word_xml as xml
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.press import Document, Progress, render
from mktdesk.documents.styles import NOTE
from mktdesk.documents.word_paper import edges, finished, new_paper, page_number

_SPACED = 130  # twentieths of a point


@dataclass(frozen=True, slots=True)
class Bulletin:
    """day: in words, or "". text: paragraphs with a blank line between them. made_on: the file."""

    title: str
    office: str
    day: str
    text: str
    made_on: date

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its paragraphs."""
        return tuple(words.strip() for words in self.text.split("\n\n") if words.strip())


def bulletin_word(bulletin: Bulletin) -> bytes:
    """The bulletin as a .docx; it is not protected and bears no marking."""
    document = new_paper(bulletin.title)
    head, foot = edges(document.sections[0])
    head.append(xml.paragraph(xml.run(bulletin.office), style="Header"))
    foot.append(page_number())
    blocks = [xml.paragraph(xml.run(bulletin.title, xml.ink()), style="Heading1", after=_SPACED)]
    if bulletin.day:
        blocks.append(xml.paragraph(xml.run(bulletin.day, xml.grey()), after=_SPACED))
    blocks += [xml.paragraph(xml.run(words), after=_SPACED) for words in bulletin.paragraphs]
    body = document.element.body
    for block in blocks:
        body.insert(len(body) - 1, block)  # Word keeps the section's own settings last
    out = io.BytesIO()
    document.save(out)
    return finished(out.getvalue())


def bulletin_pdf(bulletin: Bulletin, progress: Progress, cancelled: Callable[[], bool]) -> bytes:
    """The bulletin as a tagged PDF; it is not protected and bears no marking. Raises Cancelled."""
    furniture = Furniture("", "", bulletin.office)
    document = Document(bulletin.title, bulletin.office, bulletin.made_on, furniture)
    section = document.section()
    document.body.append(section)
    section.heading(1, bulletin.title)
    if bulletin.day:
        section.text(bulletin.day, NOTE)
    for words in bulletin.paragraphs:
        section.text(words)
    return render(document, progress, cancelled)
