"""The case pack: cover, contents, handling, the form's parts, appendices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mktdesk.documents.appendix import Appendix, add_appendix
from mktdesk.documents.blocks import Paragraph, Text
from mktdesk.documents.formprint import long_date, print_part
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.press import Document, render
from mktdesk.documents.signatures import SignedMark, print_meaning
from mktdesk.documents.styles import COVER_MARKING, NOTE, TITLE
from mktdesk.documents.tags import Element
from mktdesk.forms.answers import Answers
from mktdesk.forms.types import Form

Progress = Callable[[float, str], None]

_BELONGS = "This numbered copy is for the person named above."
_OWN_USE = "This numbered copy is for use in the office. It is not for anybody outside."


@dataclass(frozen=True, slots=True)
class PackRequest:
    """What goes into a pack. parts: ids of the form's parts, in the order printed.

    reference_public is the public part only: the seal never stands in a pack (R187).
    recipient: "" for a pack that stays in the office.
    """

    form: Form
    answers: Answers
    parts: tuple[str, ...]
    marking: str
    reference_public: str
    title: str
    office_name: str
    recipient: str
    copy_number: str
    made_on: date
    handling: tuple[str, ...] = ()
    signatures: tuple[SignedMark, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    footer: str = ""  # whose words these are (R177); the office and the date where empty


def build_pack(request: PackRequest, *, progress: Progress, cancelled: Callable[[], bool]) -> bytes:
    """The pack as an unprotected tagged PDF in memory (`protect` comes next).

    progress is given how far (0 to 1) and what is being done. Raises Cancelled when
    `cancelled` says so, ExportFailed for an appendix that cannot be printed, KeyError for a
    part the form does not have.
    """
    note = request.footer or f"{request.office_name}, {long_date(request.made_on)}"
    document = Document(
        title=f"{request.reference_public}: {request.title}",
        author=request.office_name,
        made_on=request.made_on,
        furniture=Furniture(request.marking, request.reference_public, note),
    )
    _cover(document, request)
    document.contents = document.section()
    if request.handling:
        _handling(document, request.handling)
    for part_id in request.parts:
        section = document.section("Part")
        part = request.form.part(part_id)
        print_part(section, request.form, part, request.answers, request.signatures)
        document.body.append(section)
    if any(mark.part_id in request.parts for mark in request.signatures):
        meaning = document.section()
        print_meaning(meaning, level=1)
        document.body.append(meaning)
    for number, appendix in enumerate(request.appendices, start=1):
        progress(0, f"Reading appendix {number}")
        add_appendix(document, number, appendix, cancelled)
    return render(document, progress, cancelled)


def _cover(document: Document, request: PackRequest) -> None:
    cover = document.section()
    document.front.append(cover)
    cover.gap(90)
    cover.text(request.marking, COVER_MARKING)
    cover.gap(30)
    heading = Paragraph("Case pack", TITLE, Element("H1", cover.element))
    cover.blocks.append(Text(heading, bookmark=(0, "Cover")))
    cover.text(request.title, TITLE)
    cover.gap(10)
    cover.pairs(
        [
            ("Reference", request.reference_public),
            ("Form", f"{request.form.title} ({request.form.source})"),
            ("Marking", request.marking),
            ("Date", long_date(request.made_on)),
            ("For", request.recipient or "The office's own use"),
            ("Copy number", request.copy_number),
            ("From", request.office_name),
        ],
        (1, 3),
    )
    cover.gap(12)
    cover.text(_BELONGS if request.recipient else _OWN_USE, NOTE)


def _handling(document: Document, paragraphs: tuple[str, ...]) -> None:
    section = document.section()
    document.body.append(section)
    section.heading(1, "Handling")
    for words in paragraphs:
        section.text(words)
