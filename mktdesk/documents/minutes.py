"""A meeting's minutes as PDF and as Word, from one and the same sections (R302)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mktdesk.casework.minutewords import Kind, Piece, pieces
from mktdesk.documents import word_xml as xml
from mktdesk.documents.blocks import Gap, Paragraph, Text
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.press import Document, render
from mktdesk.documents.signatures import MEANING, SignedMark, print_meaning, print_signature
from mktdesk.documents.story import Section
from mktdesk.documents.styles import NOTE, TITLE
from mktdesk.documents.tags import Element as Tag
from mktdesk.documents.word_paper import WIDTH, edges, finished, new_paper, page_number
from mktdesk.documents.word_xml import Element

_MARGIN = 20  # Word: millimetres above and below
_NARROW, _LONG = 0.5, 3.0  # shares of a table's width: a number's column, a long text's
_LETTERS, _WORD, _LONGEST_WORD = 28, 8, 13  # letters to a share: of a text, of one word; at most
_TIGHT, _SPACED = 60, 120  # Word: twentieths of a point


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """Minutes to print. sections: (title, text) in the notation of `minutewords`.

    status: "Draft, not yet approved", or when and where they were approved. approval: what is
    said of that at the end, in pairs. digest: of the whole minutes' words. left_out: what this copy
    does not hold, in words.
    """

    body: str
    reference: str
    when: str
    place: str
    status: str
    marking: str
    office_name: str
    made_on: date
    sections: tuple[tuple[str, str], ...]
    digest: str
    approval: tuple[tuple[str, str], ...] = ()
    signatures: tuple[SignedMark, ...] = ()
    footer: str = ""
    left_out: str = ""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What stands under the title."""
        place = (("Where", self.place),) if self.place else ()
        less = (("Left out", self.left_out),) if self.left_out else ()
        told = (("Meeting", self.reference), ("When", self.when), *place, ("Status", self.status))
        return (*told, *less)

    @property
    def digest_line(self) -> str:
        """The digest with what it is of: a copy with something left out bears the whole's."""
        which = "the whole" if self.left_out else "these"
        return f"Digest of {which} minutes' words (SHA-256): {self.digest}"

    @property
    def foot(self) -> str:
        """At the foot of every page: a draft is never taken for the minutes."""
        return f"{self.status}. {self.footer or self.office_name}"


def minutes_pdf(
    paper: MinutesPaper, *, progress: Callable[[float, str], None], cancelled: Callable[[], bool]
) -> bytes:
    """The minutes as a tagged PDF without protection, which comes next. Raises Cancelled."""
    document = Document(
        title=f"{paper.reference}: minutes",
        author=paper.office_name,
        made_on=paper.made_on,
        furniture=Furniture(paper.marking, paper.reference, paper.foot),
    )
    section = document.section()
    document.body.append(section)
    title = Paragraph(f"Minutes: {paper.body}", TITLE, Tag("H1", section.element))
    section.blocks.append(Text(title, keep=True, bookmark=(0, "Minutes")))
    section.pairs(paper.facts, (1, 4))
    for name, text in paper.sections:
        section.heading(2, name)
        for piece in pieces(text):
            _print(section, piece)
    _print_end(section, paper)
    return render(document, progress, cancelled)


def _print(section: Section, piece: Piece) -> None:
    match piece.kind:
        case Kind.HEADING:
            section.heading(3, piece.words[0], bookmark=False)
        case Kind.ITEMS:
            section.items(piece.words)
        case Kind.TABLE:
            head, *rows = piece.rows
            section.blocks.append(Gap(2, keep=True))
            section.table(head, rows, shares(piece.rows))
            section.gap(8)
        case Kind.TEXT:
            section.text(piece.words[0])


def _print_end(section: Section, paper: MinutesPaper) -> None:
    if paper.approval:
        section.heading(2, "Approval")
        section.pairs(paper.approval, (1, 3), whole=True)
    section.gap(8)
    section.text(paper.digest_line, NOTE)
    if paper.signatures:
        section.heading(2, "Signatures")
        for mark in paper.signatures:
            print_signature(section, mark, "Signed")
        print_meaning(section)


def shares(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """The columns' shares of a table's width: by their words, none too narrow to read."""
    found = []
    for column in zip(*rows, strict=True):
        longest = max(len(cell) for cell in column)
        word = max((len(word) for cell in column for word in cell.split()), default=0)
        least = max(_NARROW, min(word, _LONGEST_WORD) / _WORD)
        found.append(max(least, min(_LONG, longest / _LETTERS + _NARROW)))
    return tuple(found)


# Word


def minutes_word(paper: MinutesPaper) -> bytes:
    """The minutes as a .docx, marked and numbered on every page; it is not protected."""
    from docx.shared import Mm  # noqa: PLC0415 - slow to import

    document = new_paper(f"{paper.reference}: minutes")
    section = document.sections[0]
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    head, foot = edges(section)
    head.append(xml.paragraph(xml.run(paper.marking, xml.bold()), style="Header", centred=True))
    reference = xml.run(f"\tRef No: {paper.reference}")
    head.append(xml.paragraph(reference, style="Header", right_tab=WIDTH))
    foot.append(xml.paragraph(xml.run(paper.marking, xml.bold()), style="Footer", centred=True))
    foot.append(xml.paragraph(xml.run(paper.foot), style="Footer"))
    foot.append(page_number())
    body = document.element.body
    for block in _word(paper):
        body.insert(len(body) - 1, block)  # Word keeps the section's own settings last
    out = io.BytesIO()
    document.save(out)
    return finished(out.getvalue())


def _word(paper: MinutesPaper) -> Iterator[Element]:
    yield xml.paragraph(xml.run(f"Minutes: {paper.body}", xml.ink()), style="Heading1")
    yield from _word_pairs(paper.facts, "What meeting it was")
    for title, text in paper.sections:
        yield xml.paragraph(xml.run(title, xml.ink()), style="Heading2", keep=True, after=_TIGHT)
        for piece in pieces(text):
            yield from _word_piece(piece, title)
    if paper.approval:
        yield xml.paragraph(xml.run("Approval", xml.ink()), style="Heading2", keep=True)
        yield from _word_pairs(paper.approval, "Approval")
    yield xml.paragraph(xml.run(paper.digest_line, xml.grey()), after=_SPACED)
    if paper.signatures:
        yield from _word_signatures(paper.signatures)


def _word_signatures(marks: Sequence[SignedMark]) -> Iterator[Element]:
    yield xml.paragraph(xml.run("Signatures", xml.ink()), style="Heading2", keep=True)
    for mark in marks:
        how = "Drawn; its lines are in the PDF" if mark.strokes else "Typed"
        pairs = (
            ("Signed by", mark.name),
            ("As", mark.role),
            ("Date", mark.date),
            ("How", how),
            ("Digest of what was signed", mark.digest),
        )
        yield from _word_pairs(pairs, f"Signature of {mark.name}")
    for words in MEANING:
        yield xml.paragraph(xml.run(words), after=_SPACED)


def _word_piece(piece: Piece, title: str) -> Iterator[Element]:
    match piece.kind:
        case Kind.HEADING:
            words = xml.run(piece.words[0], xml.ink())
            yield xml.paragraph(words, style="Heading3", keep=True, after=_TIGHT)
        case Kind.ITEMS:
            for words_ in piece.words:
                yield xml.paragraph(xml.run(words_), style="ListBullet", after=_TIGHT)
        case Kind.TABLE:
            yield from _word_table(piece.rows, title)
        case Kind.TEXT:
            yield xml.paragraph(xml.run(piece.words[0]), after=_SPACED)


def _word_pairs(pairs: Sequence[tuple[str, str]], about: str) -> Iterator[Element]:
    widths = (WIDTH // 4, WIDTH - WIDTH // 4)
    rows = [
        xml.row(
            xml.cell(xml.paragraph(xml.run(name, xml.bold())), width=widths[0], shaded=True),
            xml.cell(xml.paragraph(xml.run(words)), width=widths[1]),
        )
        for name, words in pairs
    ]
    yield xml.table(widths, rows, about)
    yield xml.gap()


def _word_table(rows: Sequence[Sequence[str]], about: str) -> Iterator[Element]:
    parts = shares(rows)
    widths = [int(WIDTH * part / sum(parts)) for part in parts]
    made = []
    for at, row in enumerate(rows):
        cells = [
            xml.cell(
                xml.paragraph(xml.run(words, *([xml.bold()] if at == 0 else []))),
                width=width,
                shaded=at == 0,
            )
            for words, width in zip(row, widths, strict=True)
        ]
        made.append(xml.row(*cells, header=True) if at == 0 else xml.row(*cells, height=1))
    yield xml.table(widths, made, about)
    yield xml.gap()
