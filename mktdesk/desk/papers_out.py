"""Papers that go out beside the pack: Word form, signatures, reference slip, recovery sheet."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from mktdesk.book import Change
from mktdesk.calendar import today
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.packs import PackChoice, password
from mktdesk.desk.saving import save
from mktdesk.desk.session import Session
from mktdesk.desk.signatures import signature_page
from mktdesk.desk.toolkits import DEFAULT_TOOLKIT, toolkit_of
from mktdesk.desk.work import Progress
from mktdesk.documents.protect import protect
from mktdesk.documents.protect_office import protect_office
from mktdesk.documents.slip import recovery_sheet_pdf, slip_pdf
from mktdesk.documents.word_form import blank_or_filled
from mktdesk.errors import AnswersRefused
from mktdesk.reference import Reference


def blank_form(session: Session, toolkit_id: str, out: Path, form_id: str = "") -> None:
    """Save a blank form as Word, to send to agencies. It holds nothing personal.

    form_id: nothing is the referral form that the toolkit begins with.
    """
    toolkit = toolkit_of(session, toolkit_id)
    chosen = office.settings(session)
    data = blank_or_filled(
        toolkit.forms[form_id] if form_id else toolkit.intake,
        None,
        marking=office.marking(session, toolkit),
        reference_public="",
        office_lines=_office_lines(chosen.name, chosen.address, chosen.email, chosen.telephone),
        footer=chosen.footer,
    )
    save(out, data)


def filled_form(case: OpenCase, out: Path) -> str:
    """Save the case's form as Word under its password; says what it opens with."""
    case.refuse_if_read_only()
    chosen = office.settings(case.session)
    secret, opens_with = password(case, PackChoice(()))
    data = blank_or_filled(
        case.intake,
        case.answers(),
        marking=office.marking(case.session, case.toolkit),
        reference_public=case.public,
        office_lines=_office_lines(chosen.name, chosen.address, chosen.email, chosen.telephone),
        footer=chosen.footer,
    )
    protected = protect_office(data, secret)
    note = {"file": out.name, "sha256": hashlib.sha256(protected).hexdigest()}
    change = Change(case.session.actor, "export", (), "Word form", dict(note))
    save(out, protected, partial(case.book.write, change))
    return opens_with


def signatures_name(case: OpenCase) -> str:
    """What to call the page of signatures: the public part only."""
    return f"{case.public} signatures.pdf"


def save_signatures(case: OpenCase, out: Path, passphrase: str, progress: Progress) -> str:
    """Save the page of the case's signatures under its password, or one's own; what opens it.

    Raises AnswersRefused where nothing was signed, ExportFailed, Cancelled, InUseElsewhere.
    """
    case.refuse_if_read_only()
    if not case.signoffs():
        raise AnswersRefused("Nothing of this case is signed.", "Sign a section first.")
    secret, opens_with = password(case, PackChoice((), passphrase=passphrase))
    data = protect(signature_page(case, progress), secret)
    note = {"file": out.name, "sha256": hashlib.sha256(data).hexdigest()}
    change = Change(case.session.actor, "export", (), "Page of signatures", dict(note))
    save(out, data, partial(case.book.write, change))
    return opens_with


def slip(session: Session, reference: Reference, toolkit_id: str = DEFAULT_TOOLKIT) -> bytes:
    """The reference slip as a PDF, in memory, for the printer or the screen."""
    return slip_pdf(
        office_name=office.settings(session).name,
        reference_public=reference.public,
        reference_full=reference.full,
        marking=office.marking(session, toolkit_of(session, toolkit_id)),
        made_on=today(session.clock),
    )


def recovery_sheet(session: Session, code: str) -> bytes:
    """The recovery sheet as a PDF, in memory, for the printer."""
    name = office.settings(session).name
    return recovery_sheet_pdf(office_name=name, code=code, made_on=today(session.clock))


def _office_lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for block in lines for line in block.splitlines() if line.strip())
