"""What every Word file of ours shares: the paper, the page numbers, the same bytes each time."""

from __future__ import annotations

import copy
import io
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from mktdesk.documents import word_xml as xml
from mktdesk.documents.word_xml import Element

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

WIDTH = 9638  # twentieths of a point: A4 less two centimetres each side
WIDE = 14570  # the same of a page on its side
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same form gives the same bytes


def new_paper(title: str) -> Document:
    """An empty document on A4, two centimetres free at each side."""
    import docx  # noqa: PLC0415 - slow to import, and not every day needs it
    from docx.shared import Mm  # noqa: PLC0415

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    core = document.core_properties
    core.title, core.language = title, "en-GB"
    core.author = core.last_modified_by = core.comments = ""
    return document


def turned(section: Element, *, wide: bool) -> Element:
    """A section's own settings for a page upright or on its side, its head and foot the same."""
    made = copy.deepcopy(section)
    size = made.find(f"{{{xml.W}}}pgSz")
    assert size is not None  # `new_paper` gave it one
    sides = sorted(int(size.get(f"{{{xml.W}}}{name}") or 0) for name in ("w", "h"))
    width, height = reversed(sides) if wide else sides
    size.set(f"{{{xml.W}}}w", str(width))
    size.set(f"{{{xml.W}}}h", str(height))
    size.set(f"{{{xml.W}}}orient", "landscape" if wide else "portrait")
    return made


def edges(section: Section) -> tuple[Element, Element]:
    """The head and the foot of every page, empty."""
    head = section.header._element  # noqa: SLF001 - python-docx has no content controls
    foot = section.footer._element  # noqa: SLF001
    for old in (*head, *foot):
        old.getparent().remove(old)
    return head, foot


def page_number() -> Element:
    """A line for the foot: "Page 1 of 3"."""
    pages = (*xml.field_code("PAGE"), xml.run(" of "), *xml.field_code("NUMPAGES"))
    return xml.paragraph(xml.run("Page "), *pages, style="Footer")


def finished(data: bytes) -> bytes:
    """Declare the newer namespaces at the root, and stamp every part with the same time."""
    out = io.BytesIO()
    newer = {"w14": xml.W14, "w15": xml.W15}
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name.startswith(("word/document", "word/header", "word/footer")):
                root = xml.with_names(etree.fromstring(part), newer)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(zipfile.ZipInfo(name, _WHEN), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
