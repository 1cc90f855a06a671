"""What reportlab leaves undone: embedded fonts, structure, bookmarks, links, facts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from mktdesk.documents.flow import Mark
from mktdesk.documents.fonts import Faces
from mktdesk.documents.pen import Pen
from mktdesk.documents.tags import Element, write_tree

LANGUAGE = "en-GB"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of itself, and its bookmarks."""

    title: str
    author: str
    made_on: date
    marks: Sequence[Mark]


def finish(data: bytes, root: Element, pen: Pen, faces: Faces, facts: Facts) -> bytes:
    """The drawn pages as a tagged file. The same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = pdf.make_indirect(
            Dictionary({f"/{face.resource}": face.embed(pdf) for face in faces.used()})
        )
        pages = [page.obj for page in pdf.pages]
        for page in pages:
            page.Resources.Font = fonts
            if Name.Trans in page:
                del page.Trans
        _write_borrowed(pdf, pages, pen)
        _write_links(pdf, pages, pen)
        write_tree(pdf, root, pen.marks)
        _write_bookmarks(pdf, pages, facts.marks)
        _write_facts(pdf, facts)
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return out.getvalue()


def _write_borrowed(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object], pen: Pen) -> None:
    for number, (page, made) in enumerate(pen.borrowed, start=1):
        resources = pages[page].Resources
        if Name.XObject not in resources:
            resources.XObject = Dictionary()
        resources.XObject[f"/A{number}"] = made(pdf)


def _write_links(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object], pen: Pen) -> None:
    for area in pen.links:
        link = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([round(side, 2) for side in area.rect]),
                Border=Array([0, 0, 0]),
                F=4,  # printed with the page
                Contents=String(area.element.alt),
                Dest=_destination(pages, area.target.page, area.target.y),
            )
        )
        page = pages[area.page]
        if Name.Annots not in page:
            page.Annots = Array()
        page.Annots.append(link)
        area.element.annotations.append(link)


def _destination(pages: Sequence[pikepdf.Object], page: int, y: float) -> Array:
    return Array([pages[page], Name.XYZ, None, round(y + 6, 2), None])


def _write_bookmarks(
    pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object], marks: Sequence[Mark]
) -> None:
    with pdf.open_outline() as outline:
        open_items: list[list[OutlineItem]] = [outline.root]
        for mark in marks:
            item = OutlineItem(mark.words, _destination(pages, mark.page, mark.y))
            del open_items[mark.level + 1 :]
            open_items[-1].append(item)
            open_items.append(item.children)
    pdf.Root.PageMode = Name.UseOutlines


def _write_facts(pdf: pikepdf.Pdf, facts: Facts) -> None:
    day = facts.made_on
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    stamp = f"D:{day:%Y%m%d}000000Z"
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(facts.title),
            Author=String(facts.author),
            Producer=String("mktdesk"),
            CreationDate=String(stamp),
            ModDate=String(stamp),
        )
    )
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = facts.title
        meta["dc:creator"] = [facts.author]
        meta["dc:language"] = [LANGUAGE]
        meta["xmp:CreateDate"] = f"{day:%Y-%m-%d}"
