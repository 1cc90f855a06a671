"""Tables that leave the vault: on wide pages as a tagged PDF, or as a workbook to sort and count.

Made in memory without protection; `protect` and `protect_office` come next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from mktdesk.documents.flow import WIDE
from mktdesk.documents.formprint import long_date
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.press import Document, render
from mktdesk.documents.styles import NOTE
from mktdesk.documents.workbook import workbook

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Table:
    """widths: of the columns in characters; pages share theirs in this proportion."""

    title: str
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Listing:
    """Tables of one case or of the office. note: what they are, under the title."""

    title: str
    office_name: str
    marking: str
    reference_public: str
    made_on: date
    tables: Sequence[Table]
    note: str = ""


def listing_pdf(listing: Listing, *, progress: Progress, cancelled: Callable[[], bool]) -> bytes:
    """Every table under its title. Raises Cancelled."""
    foot = f"{listing.office_name}, {long_date(listing.made_on)}"
    furniture = Furniture(listing.marking, listing.reference_public, foot)
    document = Document(listing.title, listing.office_name, listing.made_on, furniture)
    section = document.section()
    section.shape = WIDE
    document.body.append(section)
    section.heading(1, listing.title)
    if listing.note:
        section.text(listing.note, NOTE)
    for table in listing.tables:
        section.heading(2, table.title)
        section.table(table.heads, table.rows, tuple(float(width) for width in table.widths))
    return render(document, progress, cancelled)


def listing_workbook(table: Table) -> bytes:
    """One table as a workbook; what looks like a formula stays words."""
    return workbook(table.title, table.heads, table.widths, table.rows)
