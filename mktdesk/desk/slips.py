"""The reference slip leaves the vault only by somebody's own act, which is journaled."""

from __future__ import annotations

from pathlib import Path

from mktdesk.book import Change
from mktdesk.desk.papers_out import slip
from mktdesk.desk.saving import save
from mktdesk.desk.session import Session
from mktdesk.forms.values import Json
from mktdesk.reference import Reference


def print_slip(session: Session, reference: Reference) -> bytes:
    """The slip for the printer, in memory; journaled before it is given."""
    _journal(session, reference, "Reference slip printed")
    return slip(session, reference)


def save_slip(session: Session, reference: Reference, out: Path) -> None:
    """Save the slip as a PDF in clear. Raises ExportFailed."""
    save(out, slip(session, reference))
    _journal(session, reference, "Reference slip saved")


def _journal(session: Session, reference: Reference, what: str) -> None:
    note: dict[str, Json] = {"reference": reference.public}
    session.vault.register.write(Change(session.actor, "export", (), what, note))
