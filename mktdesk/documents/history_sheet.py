"""A history as it leaves the vault: a tagged PDF, or a workbook for sorting and counting.

Both are made in memory without protection; `protect` and `protect_office` come next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mktdesk.documents.flow import Shape
from mktdesk.documents.formprint import long_date
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.press import Document, render
from mktdesk.documents.styles import NOTE
from mktdesk.documents.workbook import workbook
from mktdesk.errors import Cancelled

Progress = Callable[[float, str], None]
_HEADS = ("When", "Who", "What was done", "Where", "Before", "After", "Why and notes")
_WIDTHS = (11.0, 11.0, 12.0, 19.0, 20.0, 20.0, 19.0)
_WIDE = Shape(width=841.89, height=595.28, left=36, right=36)
_CHARACTERS = (19, 20, 24, 34, 34, 50, 50, 50)  # the widths of the workbook's columns
_CHECK_EVERY = 200  # lines


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line, in words. when: local time, which Excel can sort."""

    when: datetime
    who: str
    did: str
    where: str
    field: str
    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class HistorySheet:
    """A history to write out. chosen: in words, which part of it this is; "" when all of it."""

    title: str
    office_name: str
    marking: str
    reference_public: str
    made_on: date
    rows: Sequence[HistoryRow]
    chosen: str = ""


def history_pdf(sheet: HistorySheet, *, progress: Progress, cancelled: Callable[[], bool]) -> bytes:
    """The history as an unprotected tagged PDF on wide pages. Raises Cancelled."""
    note = f"{sheet.office_name}, {long_date(sheet.made_on)}"
    furniture = Furniture(sheet.marking, sheet.reference_public, note)
    document = Document(sheet.title, sheet.office_name, sheet.made_on, furniture)
    section = document.section()
    section.shape = _WIDE
    document.body.append(section)
    section.heading(1, sheet.title)
    lines = "1 line" if len(sheet.rows) == 1 else f"{len(sheet.rows):,} lines"
    section.text(f"{lines}, newest first. {sheet.chosen}".strip(), NOTE)
    section.table(_HEADS, [_cells(row) for row in sheet.rows], _WIDTHS)
    return render(document, progress, cancelled)


def _cells(row: HistoryRow) -> tuple[str, ...]:
    where = f"{row.where}: {row.field}" if row.field else row.where
    when = f"{row.when:%d/%m/%Y %H:%M:%S}"
    return (when, row.who, row.did, where, row.old, row.new, row.why)


def history_workbook(
    sheet: HistorySheet, *, progress: Progress, cancelled: Callable[[], bool]
) -> bytes:
    """The history as an unprotected workbook; what looks like a formula stays words.

    Raises Cancelled.
    """
    heads = ("When", "Who", "What was done", "Where", "Field", "Before", "After", "Why and notes")
    return workbook(sheet.title, heads, _CHARACTERS, _told(sheet, progress, cancelled))


def _told(
    sheet: HistorySheet, progress: Progress, cancelled: Callable[[], bool]
) -> Iterator[tuple[str | datetime, ...]]:
    for number, row in enumerate(sheet.rows):
        if number % _CHECK_EVERY == 0:
            if cancelled():
                raise Cancelled
            progress(number / len(sheet.rows), "Writing the workbook")
        yield (row.when, row.who, row.did, row.where, row.field, row.old, row.new, row.why)
