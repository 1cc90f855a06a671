"""Checking the vault, and what can be done about what is found, in words."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mktdesk.book import Finding
from mktdesk.desk import cases, meetingbooks
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.verify import verify
from mktdesk.desk.work import Progress
from mktdesk.errors import DeskError
from mktdesk.forms.values import Json
from mktdesk.office import MEETING
from mktdesk.office.repair import rebuild_records as office_rebuild_records
from mktdesk.office.repair import rebuild_register as office_rebuild_register
from mktdesk.office.ways import Way
from mktdesk.reference import canonical_public

RESTORE_CASE, RESTORE_OFFICE = "restore-case", "restore-office"
REBUILD_RECORDS, REBUILD_REGISTER = "rebuild-records", "rebuild-register"
ACCEPT_CASE, SETTLE, READ_ONLY = "accept-case", "settle", "read-only"
REMEDIES = {
    RESTORE_CASE: "Put this case back from a backup",
    RESTORE_OFFICE: "Put the whole vault back from a backup",
    REBUILD_RECORDS: "Make the records again from the history",
    REBUILD_REGISTER: "Make the register again from the cases",
    ACCEPT_CASE: "Go on from this older copy",
    SETTLE: "Go on from the older vault",
    READ_ONLY: "Open it for reading only",
}
_IN_CASE: dict[str, tuple[str, ...]] = {
    "records-differ": (REBUILD_RECORDS, RESTORE_CASE),
    "case-rolled-back": (RESTORE_CASE, ACCEPT_CASE, READ_ONLY),
    "case-missing": (RESTORE_CASE,),
    "case-altered": (RESTORE_CASE,),
    "seal-differs": (RESTORE_CASE, READ_ONLY),
    "case-unlisted": (),
    "disposal-unfinished": (),
    "not-checked": (),
}
_IN_OFFICE: dict[str, tuple[str, ...]] = {
    "records-differ": (REBUILD_RECORDS, RESTORE_OFFICE),
    "header-rolled-back": (RESTORE_OFFICE, SETTLE),
    "register-rolled-back": (RESTORE_OFFICE, SETTLE),
    "header-altered": (RESTORE_OFFICE,),
    "numbers-altered": (),
    "numbers-rolled-back": (),
    "disposed-altered": (),
    "disposed-rolled-back": (),
}
_BOOK = re.compile(r"(?:(?:cases|meetings)/|(?:[Cc]ase|[Mm]eeting) )([A-Z0-9]+(?:-[A-Z0-9]+)*)")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something a check found. public: the case it is in, or "" for the office's own files.

    remedies: keys of REMEDIES that fit, the best first; none where `do` says it all.
    """

    code: str
    what: str
    do: str
    public: str
    remedies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RebuiltOffice:
    """A vault whose register was made again, unlocked. unread: cases that did not open."""

    session: Session
    cases: int
    meetings: int
    unread: tuple[str, ...]
    aside: str


def check(session: Session, progress: Progress) -> tuple[Trouble, ...]:
    """Check the whole vault; nothing found means sound. Raises Cancelled."""
    return tuple(trouble_of(finding) for finding in verify(session, progress))


def trouble_of(finding: Finding) -> Trouble:
    """A finding with what can be done about it."""
    found = _BOOK.search(finding.what)
    public = found.group(1) if found else ""
    if public:
        remedies = _IN_CASE.get(finding.code, (RESTORE_CASE, READ_ONLY))
    else:
        remedies = _IN_OFFICE.get(finding.code, (REBUILD_REGISTER, RESTORE_OFFICE))
    return Trouble(finding.code, finding.what, finding.do, public, remedies)


def settle(session: Session, reason: str) -> None:
    """Go on from an older vault that was put back on purpose.

    Raises VaultError without a reason, VaultUnwritable.
    """
    session.vault.settle_alarms(reason)


def accept_case(session: Session, reference: str, reason: str) -> None:
    """Go on from an older copy of a case that was put back on purpose. Raises as `settle`."""
    session.vault.accept_case(canonical_public(reference), reason)


def rebuild_records(session: Session, reference: str, reason: str) -> None:
    """Make a case's records again from its history; the register's for no reference.

    Raises VaultError without a reason, CaseError, VaultDamaged.
    """
    public = canonical_public(reference) if reference else ""
    office_rebuild_records(session.vault, public, reason)


def rebuild_register(
    desk: Desk, folder: Path, progress: Progress, *,
    reason: str, slot: str = "", passphrase: str = "", code: str = "",
) -> RebuiltOffice:  # fmt: skip
    """Make a register that cannot be read again from the cases, and the list of cases with it.

    Raises VaultError without a reason or when the register can be read, UnlockRefused,
    VaultDamaged, VaultUnwritable.
    """
    desk.refuse_elsewhere(folder)
    done = office_rebuild_register(
        folder, Way(slot, passphrase, code),
        machine=desk.machine, reason=reason, progress=progress.report,
    )  # fmt: skip
    session = Session(done.vault, desk.machine.clock)
    for row in done.vault.cases():
        if row.public not in done.unread:
            _list_again(session, row.public)
    for row in done.vault.listed(MEETING):
        if row.public not in done.unread:
            _list_meeting_again(session, row.public)
    aside = str(done.aside) if done.aside else ""
    return RebuiltOffice(session, done.cases, done.meetings, done.unread, aside)


def _list_meeting_again(session: Session, public: str) -> None:
    """The meeting's line in the list of meetings, read from the meeting."""
    with suppress(DeskError):  # verify names what is wrong with it
        meetingbooks.close_meeting(meetingbooks.open_meeting(session, public))


def _list_again(session: Session, public: str) -> None:
    """The case's line in the list of cases, read from the case."""
    try:
        case = cases.open_case(session, public)
    except DeskError:
        return  # verify names what is wrong with it; the list shows its reference
    try:
        line: dict[str, Json] = {
            "review_type": case.pathway.label,
            "toolkit_title": case.toolkit.short_title,
            "started": case.facts.started_at[:10],
        }
        session.vault.update_summary(case.handle.case_id, line)
    finally:
        cases.close_case(case)
