"""A letter as PDF and as Word, from one and the same sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mktdesk.casework.lettering import Kind, Sheet, written_date
from mktdesk.documents import word_xml as xml
from mktdesk.documents.blocks import Gap, Paragraph, Text
from mktdesk.documents.flow import Shape
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.press import Document, render
from mktdesk.documents.story import Section
from mktdesk.documents.styles import BODY, HEADINGS, SMALL
from mktdesk.documents.tags import Element as Tag
from mktdesk.documents.word_paper import WIDTH, edges, finished, new_paper, page_number
from mktdesk.documents.word_xml import Element

_SHAPE = Shape(left=68, right=68)
_WORDS = replace(BODY, size=10.5, leading=15, after=7)
_LINE = replace(_WORDS, after=0)
_BOLD = replace(_LINE, bold=True)
_OFFICE = replace(SMALL, size=9, leading=12.5)
_SUBJECT = replace(HEADINGS[1], size=13, leading=18, before=0, after=8)
_HEADING = replace(HEADINGS[2], size=10.5, leading=15, before=6, after=3)
_TO_SIGN, _ENCLOSED = 46, 14  # points
_TIGHT, _SPACED, _WIDE, _SIGN_HERE = 1, 130, 320, 800  # Word: twentieths of a point
_MARGIN = 20  # Word: millimetres above and below


def letter_pdf(sheet: Sheet) -> bytes:
    """The letter as a tagged PDF, marked and numbered on every page; it is not protected."""
    document = Document(
        title=f"{sheet.reference}: {sheet.written.subject}",
        author=sheet.office[0],
        made_on=sheet.made_on,
        furniture=Furniture(sheet.marking, sheet.reference, sheet.footer),
    )
    section = document.section()
    section.shape = _SHAPE
    document.body.append(section)
    _head(section, sheet)
    heading = Paragraph(sheet.written.subject, _SUBJECT, Tag("H1", section.element))
    section.blocks.append(Text(heading, keep=True))
    section.text(sheet.greeting, _WORDS)
    for block in sheet.written.blocks:
        if block.kind is Kind.HEADING:
            words = Paragraph(block.words[0], _HEADING, Tag("H2", section.element))
            section.blocks.append(Text(words, keep=True))
        elif block.kind is Kind.ITEMS:
            section.items(block.words, replace(_WORDS, after=2))
            section.gap(5)
        else:
            for at, one in enumerate(block.words, start=1):
                last = block is sheet.written.blocks[-1] and at == len(block.words)
                section.text(one, _WORDS, keep=last)
    _signature(section, sheet)
    return render(document, lambda _done, _doing: None, lambda: False)


def _head(section: Section, sheet: Sheet) -> None:
    section.text(sheet.office[0], _BOLD)
    for line in sheet.office[1:]:
        section.text(line, _OFFICE)
    section.gap(22)
    for line in sheet.to:
        section.text(line, _LINE)
    section.gap(22)
    section.text(written_date(sheet.made_on), _LINE)
    section.text(f"Our reference: {sheet.reference}", _LINE)
    section.gap(18)


def _signature(section: Section, sheet: Sheet) -> None:
    section.text("Yours sincerely", _WORDS, keep=True)
    section.blocks.append(Gap(_TO_SIGN, keep=True))
    lines = [line for line in (sheet.signed, sheet.role or sheet.office[0]) if line]
    for at, line in enumerate(lines, start=1):
        goes_on = at < len(lines) or bool(sheet.enclosed)
        section.text(line, _BOLD if line == sheet.signed else _LINE, keep=goes_on)
    if sheet.enclosed:
        section.blocks.append(Gap(_ENCLOSED, keep=True))
        section.text(f"Enclosed: {'; '.join(sheet.enclosed)}", _OFFICE)


def letter_word(sheet: Sheet) -> bytes:
    """The letter as a .docx, marked and numbered on every page; it is not protected."""
    from docx.shared import Mm  # noqa: PLC0415 - slow to import

    document = new_paper(sheet.written.subject)
    section = document.sections[0]
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    head, foot = edges(section)
    marking = xml.run(sheet.marking, xml.bold())
    head.append(xml.paragraph(marking, style="Header", centred=True))
    reference = xml.run(f"\tRef No: {sheet.reference}")
    head.append(xml.paragraph(reference, style="Header", right_tab=WIDTH))
    foot.append(xml.paragraph(xml.run(sheet.marking, xml.bold()), style="Footer", centred=True))
    if sheet.footer:
        foot.append(xml.paragraph(xml.run(sheet.footer), style="Footer"))
    foot.append(page_number())
    body = document.element.body
    for block in (*_word_head(sheet), *_word_body(sheet), *_word_signature(sheet)):
        body.insert(len(body) - 1, block)  # Word keeps the section's own settings last
    out = io.BytesIO()
    document.save(out)
    return finished(out.getvalue())


def _word_head(sheet: Sheet) -> Iterator[Element]:
    yield xml.paragraph(xml.run(sheet.office[0], xml.bold()), after=_TIGHT)
    yield from _lines(sheet.office[1:], grey=True)
    yield from _lines(sheet.to)
    yield from _lines((written_date(sheet.made_on), f"Our reference: {sheet.reference}"))


def _lines(lines: Sequence[str], *, grey: bool = False) -> Iterator[Element]:
    """Lines that stand together, with room after the last."""
    for at, line in enumerate(lines):
        words = xml.run(line, xml.grey()) if grey else xml.run(line)
        yield xml.paragraph(words, after=_WIDE if at + 1 == len(lines) else _TIGHT)


def _word_body(sheet: Sheet) -> Iterator[Element]:
    yield xml.paragraph(xml.run(sheet.written.subject, xml.ink()), style="Heading1", after=_SPACED)
    yield xml.paragraph(xml.run(sheet.greeting), after=_SPACED)
    for block in sheet.written.blocks:
        if block.kind is Kind.HEADING:
            words = xml.run(block.words[0], xml.ink())
            yield xml.paragraph(words, style="Heading2", after=_SPACED // 2)
            continue
        style = "ListBullet" if block.kind is Kind.ITEMS else ""
        for at, one in enumerate(block.words, start=1):
            last = block is sheet.written.blocks[-1] and at == len(block.words)
            yield xml.paragraph(xml.run(one), style=style, keep=last, after=_SPACED)


def _word_signature(sheet: Sheet) -> Iterator[Element]:
    yield xml.paragraph(xml.run("Yours sincerely"), keep=True, after=_SIGN_HERE)
    # One paragraph, so that no program leaves a line of it on a page of its own.
    runs = [xml.run(sheet.signed, xml.bold())] if sheet.signed else []
    under = sheet.role or sheet.office[0]
    runs.append(xml.run(f"\n{under}" if runs else under))
    yield xml.paragraph(*runs, keep=bool(sheet.enclosed), after=_WIDE)
    if sheet.enclosed:
        yield xml.paragraph(xml.run(f"Enclosed: {'; '.join(sheet.enclosed)}", xml.grey()))
