"""Between the safety page and the desk."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk import backup, repair
from mktdesk.desk.backup import MadeBackup
from mktdesk.desk.repair import ACCEPT_CASE, REBUILD_RECORDS, REMEDIES, RESTORE_CASE, Trouble
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError, NewerWork
from ui.dialogs.reason import ReasonDialog
from ui.pages.safety import SafetyPage, SafetyShown
from ui.worker import Progress, Worker

_HAPPENS = {
    REBUILD_RECORDS: "The history is the ground; the records are made again from it.",
    ACCEPT_CASE: "The older copy is taken for the case from now on. What it lacks is lost.",
    repair.SETTLE: "The older vault is taken for the office's from now on.",
}
_KEPT = "It is kept in the office's history."


class SafetyController(QObject):
    """show_screen: (Screen). follow: (Ticket, words). failed: (DeskError) with no page yet.

    changed: cases or the list of cases may be other than before. backed_up: (KnownBackup)
    for the front page: the last one.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    failed = Signal(object)
    changed = Signal()
    backed_up = Signal(object)

    def __init__(self, worker: Worker, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._page: SafetyPage | None = None
        self._asking: ReasonDialog | None = None
        self._restoring = ""

    def begin(self) -> None:
        """Show the page."""
        self._worker.submit(partial(_shown_job, self._session), self._show, self._not_shown)

    def _show(self, shown: SafetyShown) -> None:
        page = SafetyPage(shown)
        page.backup_asked.connect(self._back_up)
        page.check_asked.connect(self._check)
        page.remedy_asked.connect(self._remedy)
        page.restore_asked.connect(self._restore)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _there(self) -> SafetyPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    # backing up

    def _back_up(self, to: Path) -> None:
        if page := self._there():
            job = partial(_backup_job, self._session, to)
            ticket = self._worker.submit(job, self._made, page.not_made)
            self.follow.emit(ticket, "Making a backup")

    def _made(self, made: MadeBackup) -> None:
        if page := self._there():
            page.made(made)
        self._worker.submit(partial(_shown_job, self._session), self._read_again, self._not_shown)

    def _read_again(self, shown: SafetyShown) -> None:
        if page := self._there():
            page.show_backups(shown)
        if shown.backups:
            self.backed_up.emit(shown.backups[0])

    # checking, and what can be done

    def _check(self) -> None:
        if page := self._there():
            page.notice.clear()
            job = partial(_check_job, self._session)
            ticket = self._worker.submit(job, page.show_troubles, page.failed)
            self.follow.emit(ticket, "Checking the vault")

    def _remedy(self, trouble: Trouble, key: str) -> None:
        page = self._there()
        if page is None:
            return
        if key == RESTORE_CASE:
            page.begin_restore(trouble.public)
            return
        title = REMEDIES[key]
        dialog = ReasonDialog(title, f"{trouble.what} {_HAPPENS[key]}", title, page, kept=_KEPT)
        dialog.given.connect(partial(self._mend, trouble, key))
        self._asking = dialog
        dialog.open()

    def _mend(self, trouble: Trouble, key: str, reason: str) -> None:
        if dialog := self._dialog():
            job = partial(_mend_job, self._session, trouble, key, reason)
            self._worker.submit(job, self._mended, dialog.failed)

    def _mended(self, _nothing: None) -> None:
        if dialog := self._dialog():
            dialog.accept()
        self.changed.emit()
        self._check()

    def _dialog(self) -> ReasonDialog | None:
        dialog = self._asking
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    # putting a case back

    def _restore(self, folder: Path, reference: str, reason: str, override: bool) -> None:
        if self._there():
            self._restoring = reference.upper()
            job = partial(_restore_job, self._session, folder, reference, reason, override)
            ticket = self._worker.submit(job, self._restored, self._not_restored)
            self.follow.emit(ticket, "Putting the case back")

    def _restored(self, when: str) -> None:
        if page := self._there():
            page.restored(self._restoring, when)
        self.changed.emit()

    def _not_restored(self, error: DeskError) -> None:
        if page := self._there():
            if isinstance(error, NewerWork):
                page.newer(error)
            else:
                page.failed(error)


# jobs of the worker


def _shown_job(session: Session, _progress: Progress) -> SafetyShown:
    known = backup.known_backups(session)
    return SafetyShown(known, len(session.vault.cases()), session.vault.read_only)


def _backup_job(session: Session, to: Path, progress: Progress) -> MadeBackup:
    return backup.back_up(session, to, progress)


def _check_job(session: Session, progress: Progress) -> tuple[Trouble, ...]:
    return repair.check(session, progress)


def _mend_job(
    session: Session, trouble: Trouble, key: str, reason: str, _progress: Progress
) -> None:
    if key == REBUILD_RECORDS:
        repair.rebuild_records(session, trouble.public, reason)
    elif key == ACCEPT_CASE:
        repair.accept_case(session, trouble.public, reason)
    else:
        repair.settle(session, reason)


def _restore_job(
    session: Session,
    folder: Path,
    reference: str,
    reason: str,
    override: bool,
    _progress: Progress,
) -> str:
    return backup.restore_one(session, folder, reference, reason=reason, override=override)
