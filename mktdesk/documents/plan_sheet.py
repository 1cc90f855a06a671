"""Action plans as a Word file across the page, and as a workbook (2016 guidance, Appendix 6)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mktdesk.calendar import spoken_date
from mktdesk.documents import word_xml as xml
from mktdesk.documents.listing import Listing, Progress, Table, listing_pdf
from mktdesk.documents.word_paper import edges, finished, new_paper, page_number
from mktdesk.documents.word_xml import Element
from mktdesk.documents.workbook import workbook

_WIDTHS = (640, 2800, 2800, 1500, 1500, 1800, 1800, 1730)  # twentieths of a point
_CHARACTERS = (6, 40, 40, 22, 16, 30, 30, 30)
_PLAN_CHARACTERS = 24
_TALL, _WIDE = 297, 210  # millimetres: A4 on its side
_MARGIN = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan: whose, and its rows of as many cells as there are columns."""

    owner: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """about: whose case, in initials."""

    about: str
    reference: str
    marking: str
    footer: str
    made_on: date
    columns: tuple[str, ...]
    plans: tuple[Plan, ...]


def plan_word(sheet: PlanSheet) -> bytes:
    """A .docx with each plan headed by initials and agency; it is not protected."""
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - slow to import
    from docx.shared import Mm  # noqa: PLC0415

    document = new_paper(f"{sheet.reference}: action plan")
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_TALL), Mm(_WIDE)
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    head, foot = edges(section)
    for end, style in ((head, "Header"), (foot, "Footer")):
        marking = xml.run(sheet.marking, xml.bold())
        end.append(xml.paragraph(marking, style=style, centred=True))
    reference = xml.run(f"\tRef No: {sheet.reference}")
    head.append(xml.paragraph(reference, style="Header", right_tab=sum(_WIDTHS)))
    if sheet.footer:
        foot.append(xml.paragraph(xml.run(sheet.footer), style="Footer"))
    foot.append(page_number())
    body = document.element.body
    for block in _blocks(sheet):
        body.insert(len(body) - 1, block)  # Word keeps the section's own settings last
    out = io.BytesIO()
    document.save(out)
    return finished(out.getvalue())


def plan_pdf(
    sheet: PlanSheet, office_name: str, progress: Progress, cancelled: Callable[[], bool]
) -> bytes:
    """Each plan as a table across wide pages; it is not protected. Raises Cancelled."""
    tables = tuple(
        Table(f"Action plan: {sheet.about}, {plan.owner}", sheet.columns, _CHARACTERS, plan.rows)
        for plan in sheet.plans
    )
    listing = Listing(
        f"{sheet.reference}: action plan",
        office_name,
        sheet.marking,
        sheet.reference,
        sheet.made_on,
        tables,
        f"As things stood on {spoken_date(sheet.made_on)}.",
    )
    return listing_pdf(listing, progress=progress, cancelled=cancelled)


def plan_workbook(sheet: PlanSheet) -> bytes:
    """A workbook of every plan, whose it is in the first column; it is not protected."""
    rows = ((plan.owner, *row) for plan in sheet.plans for row in plan.rows)
    return workbook(
        f"{sheet.reference} action plan",
        ("Plan", *sheet.columns),
        (_PLAN_CHARACTERS, *_CHARACTERS),
        rows,
    )


def _blocks(sheet: PlanSheet) -> Iterator[Element]:
    for plan in sheet.plans:
        title = f"Action plan: {sheet.about}, {plan.owner}"
        yield xml.paragraph(xml.run(title, xml.ink()), style="Heading1")
        told = f"As things stood on {spoken_date(sheet.made_on)}"
        yield xml.paragraph(xml.run(told, xml.grey()))
        heads = _cells(sheet.columns, head=True)
        rows = [xml.row(*heads, header=True)]
        rows += [xml.row(*_cells(row), height=1) for row in plan.rows]
        yield xml.table(_WIDTHS, rows, title)
        yield xml.gap()


def _cells(words: Sequence[str], *, head: bool = False) -> list[Element]:
    made = []
    for text, width in zip(words, _WIDTHS, strict=True):
        said = xml.run(text, xml.bold()) if head else xml.run(text)
        made.append(xml.cell(xml.paragraph(said), width=width, shaded=head))
    return made
