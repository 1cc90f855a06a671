"""The list of a case's requests leaves the vault: as a PDF or a workbook under its password.

The PDF counts each agency's late returns too, as the overview report tells them (2016 guidance
2.1: R249).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from mktdesk.book import Change
from mktdesk.calendar import Unit, counted, spoken_date, today
from mktdesk.casework.requests import Lateness, RequestStanding, lateness
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.packs import PackChoice, password
from mktdesk.desk.requests import standings
from mktdesk.desk.saving import save
from mktdesk.desk.work import Progress
from mktdesk.documents.listing import Listing, Table, listing_pdf, listing_workbook
from mktdesk.documents.protect import protect
from mktdesk.documents.protect_office import protect_office
from mktdesk.errors import AnswersRefused

PDF, WORKBOOK = ".pdf", ".xlsx"
_WHAT = "Requests to agencies"
_HEADS = ("Agency", "Asked for", "Due", "Where it stands", "Late by", "Chased", "Records")
_WIDTHS = (24, 22, 20, 34, 12, 28, 22)
_COUNT_HEADS = ("Agency", "Asked", "Answered", "Still out", "Late", "Latest by", "Times chased")
_COUNT_WIDTHS = (34, 10, 10, 10, 10, 14, 14)


def file_name(case: OpenCase, ending: str = PDF) -> str:
    """What to call the file: the public part only."""
    return f"{case.public} agencies{ending}"


def save_requests(case: OpenCase, out: Path, progress: Progress) -> str:
    """Save the list; the ending chooses PDF or workbook. What it opens with.

    Raises AnswersRefused with nothing to save or another ending, ExportFailed, Cancelled,
    InUseElsewhere.
    """
    case.refuse_if_read_only()
    found = standings(case)
    if not found:
        raise AnswersRefused("There is nothing to save.", "No agency was asked for anything yet.")
    secret, opens_with = password(case, PackChoice(()))
    if out.suffix.casefold() == WORKBOOK:
        data = protect_office(listing_workbook(_requests(found)), secret)
    elif out.suffix.casefold() == PDF:
        data = protect(_pdf(case, found, progress), secret)
    else:
        raise AnswersRefused("The list is a PDF or a workbook.", "End the name in .pdf or .xlsx.")
    note = {"file": out.name, "sha256": hashlib.sha256(data).hexdigest()}
    change = Change(case.session.actor, "export", (), _WHAT, dict(note))
    save(out, data, partial(case.book.write, change))
    return opens_with


def _pdf(case: OpenCase, found: tuple[RequestStanding, ...], progress: Progress) -> bytes:
    session = case.session
    day = today(session.clock)
    listing = Listing(
        f"{case.public}: requests to agencies",
        office.settings(session).name or session.vault.office_name,
        office.marking(session, case.toolkit),
        case.public,
        day,
        (_counts(lateness(found)), _requests(found)),
        f"As things stood on {spoken_date(day)}.",
    )
    return listing_pdf(listing, progress=progress.report, cancelled=progress.cancelled)


def _counts(found: Sequence[Lateness]) -> Table:
    rows = [
        (
            one.agency,
            str(one.asked),
            str(one.answered),
            str(one.out),
            str(one.late),
            _days(one.worst),
            str(one.chased),
        )
        for one in found
    ]
    return Table("Lateness of each agency", _COUNT_HEADS, _COUNT_WIDTHS, rows)


def _requests(found: Sequence[RequestStanding]) -> Table:
    rows = [
        (
            one.agency,
            one.contribution,
            spoken_date(date.fromisoformat(one.due)) if one.due else "",
            one.words,
            _days(one.late),
            one.chased_words,
            one.records,
        )
        for one in found
    ]
    return Table("Requests", _HEADS, _WIDTHS, rows)


def _days(count: int) -> str:
    return counted(count, Unit.CALENDAR_DAY) if count else ""
