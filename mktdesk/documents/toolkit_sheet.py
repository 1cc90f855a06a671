"""A toolkit as a tagged PDF to read: everything it holds, in tables. Nothing personal is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mktdesk.documents.flow import Shape
from mktdesk.documents.formprint import long_date
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.press import Document, render
from mktdesk.documents.styles import NOTE
from mktdesk.toolkits.reading import ReadTable, Section

Progress = Callable[[float, str], None]
_WIDE = Shape(width=841.89, height=595.28, left=36, right=36)
_LEAST, _MOST = 9, 40  # characters: what a column is at least, and at most, counted as


@dataclass(frozen=True, slots=True)
class ToolkitSheet:
    """A toolkit to print. title: with its edition."""

    title: str
    office_name: str
    marking: str
    made_on: date
    sections: tuple[Section, ...]


def toolkit_pdf(sheet: ToolkitSheet, *, progress: Progress, cancelled: Callable[[], bool]) -> bytes:
    """The toolkit as an unprotected tagged PDF on wide pages. Raises Cancelled."""
    note = f"{sheet.office_name}, {long_date(sheet.made_on)}"
    document = Document(
        sheet.title, sheet.office_name, sheet.made_on, Furniture(sheet.marking, "", note)
    )
    section = document.section()
    section.shape = _WIDE
    document.body.append(section)
    section.heading(1, sheet.title)
    for one in sheet.sections:
        section.heading(2, one.title)
        for sentence in one.sentences:
            section.text(sentence, NOTE)
        for table in one.tables:
            section.table(table.heads, list(table.rows), widths(table))
    return render(document, progress, cancelled)


def widths(table: ReadTable) -> tuple[float, ...]:
    """The share of each column, by the words that are in it."""
    columns = zip(table.heads, *table.rows, strict=True)
    return tuple(float(_share(column)) for column in columns)


def _share(cells: tuple[str, ...]) -> int:
    longest = max((len(word) for cell in cells for word in cell.split()), default=0)
    usual = sum(len(cell) for cell in cells) // max(1, len(cells))
    return min(_MOST, max(_LEAST, longest, usual))
