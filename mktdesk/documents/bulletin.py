"""A learning bulletin as a Word file: what everybody may read, with no reference on it."""

from __future__ import annotations

import io
from dataclasses import dataclass

from mktdesk.documents import word_xml as xml
from mktdesk.documents.word_paper import edges, finished, new_paper, page_number

_SPACED = 130  # twentieths of a point


@dataclass(frozen=True, slots=True)
class Bulletin:
    """day: in words, or "". text: paragraphs with a blank line between them."""

    title: str
    office: str
    day: str
    text: str


def bulletin_word(bulletin: Bulletin) -> bytes:
    """The bulletin as a .docx; it is not protected and bears no marking."""
    document = new_paper(bulletin.title)
    head, foot = edges(document.sections[0])
    head.append(xml.paragraph(xml.run(bulletin.office), style="Header"))
    foot.append(page_number())
    blocks = [xml.paragraph(xml.run(bulletin.title, xml.ink()), style="Heading1", after=_SPACED)]
    if bulletin.day:
        blocks.append(xml.paragraph(xml.run(bulletin.day, xml.grey()), after=_SPACED))
    blocks += [
        xml.paragraph(xml.run(words.strip()), after=_SPACED)
        for words in bulletin.text.split("\n\n")
        if words.strip()
    ]
    body = document.element.body
    for block in blocks:
        body.insert(len(body) - 1, block)  # Word keeps the section's own settings last
    out = io.BytesIO()
    document.save(out)
    return finished(out.getvalue())
