"""Signatures of a case as they are printed: who signed, and the lines of those that were drawn."""

from __future__ import annotations

from datetime import datetime

from mktdesk.book import Book
from mktdesk.calendar import LONDON, spoken_date, today
from mktdesk.casework.meetingrecords import SignatureMark
from mktdesk.casework.records import SignOff
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.work import Progress
from mktdesk.documents.signatures import SignaturePage, SignedMark, signature_page_pdf


def signed_marks(case: OpenCase) -> tuple[SignedMark, ...]:
    """Every signature of the case, superseded ones too, oldest first."""
    lines = drawn(case.book)
    return tuple(_mark(case, one, lines.get(one.id)) for one in case.signoffs())


def drawn(book: Book) -> dict[str, SignatureMark]:
    """How each signature of a book was given at the table, by the id of what it belongs to."""
    found = (SignatureMark.of(row.id, row.fields) for row in book.rows(SignatureMark.KIND))
    return {one.signoff or one.id: one for one in found}


def signature_page(case: OpenCase, progress: Progress) -> bytes:
    """The page of the case's signatures as a PDF in memory without protection. Raises Cancelled."""
    chosen = office.settings(case.session)
    page = SignaturePage(
        title=case.pathway.label,
        reference=case.public,
        marking=office.marking(case.session, case.toolkit),
        office_name=chosen.name or case.session.vault.office_name,
        made_on=today(case.session.clock),
        marks=signed_marks(case),
        footer=chosen.footer,
    )
    return signature_page_pdf(page, progress=progress.report, cancelled=progress.cancelled)


def moment_said(stamp: str) -> str:
    """A UTC stamp as a person reads it: "Tue 12 Jan 2027 at 16:05"; nothing for no stamp."""
    if not stamp:
        return ""
    local = datetime.fromisoformat(stamp).astimezone(LONDON)
    return f"{spoken_date(local.date())} at {local:%H:%M}"


def _mark(case: OpenCase, signoff: SignOff, lines: SignatureMark | None) -> SignedMark:
    # A part of a way that the case has left keeps its id alone.
    title = next((one.title for one in case.form.parts if one.id == signoff.part), signoff.part)
    return SignedMark(
        part_id=signoff.part,
        role=signoff.role,
        name=signoff.name,
        title=signoff.title,
        organisation=signoff.organisation,
        date=signoff.date,
        digest=signoff.digest,
        superseded=not signoff.stands,
        strokes=lines.strokes if lines is not None else "",
        signed_at=moment_said(signoff.signed_at),
        what=title,
    )
