"""The list of cases, between its page and the desk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk import backup, cases
from mktdesk.desk.backup import KnownBackup
from mktdesk.desk.cases import CaseLine
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from ui.pages.cases import CasesPage
from ui.worker import Progress, Worker


class CasesController(QObject):
    """case_wanted: (public) open it. new_wanted, word_wanted, old_wanted: begin one.

    backup_wanted: there is no backup yet.
    """

    case_wanted = Signal(str)
    new_wanted = Signal()
    word_wanted = Signal()
    old_wanted = Signal()
    backup_wanted = Signal()

    def __init__(self, worker: Worker, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._page: CasesPage | None = None
        self._last = ""  # the case that was opened last: its row is current again

    def screen(self) -> CasesPage:
        """A fresh page, being filled, to put into the window."""
        page = CasesPage()
        page.opened.connect(self._opened)
        page.find_wanted.connect(self._find)
        page.new_wanted.connect(self.new_wanted)
        page.word_wanted.connect(self.word_wanted)
        page.old_wanted.connect(self.old_wanted)
        page.backup_wanted.connect(self.backup_wanted)
        self._page = page
        self.refresh()
        self._worker.submit(partial(_backup_job, self._session), self.show_backup, self._failed)
        return page

    def show_backup(self, last: KnownBackup | None) -> None:
        """What is known of the last backup, if the page is there to say it."""
        page = self._page
        if page is not None and shiboken6.isValid(page):
            page.show_backup(last)

    def refresh(self) -> None:
        """Read the register again, if the page is there to show it."""
        page = self._page
        if page is not None and shiboken6.isValid(page):
            page.look()

    def _find(self, text: str, stage: str) -> None:
        job = partial(_list_job, self._session, text, stage)
        self._worker.submit(job, self._listed, self._failed)

    def _listed(self, listed: _Listed) -> None:
        page = self._page
        if page is not None and shiboken6.isValid(page):
            page.show_cases(listed.lines, found=listed.found)
            page.choose(self._last)

    def _failed(self, error: DeskError) -> None:
        page = self._page
        if page is not None and shiboken6.isValid(page):
            page.failed(error)

    def _opened(self, public: str) -> None:
        self._last = public
        self.case_wanted.emit(public)


@dataclass(frozen=True, slots=True)
class _Listed:
    """Cases; found: those that were looked for, not all."""

    lines: tuple[CaseLine, ...]
    found: bool


def _list_job(session: Session, text: str, stage: str, _: Progress) -> _Listed:
    return _Listed(cases.list_cases(session, text, stage), bool(text or stage))


def _backup_job(session: Session, _: Progress) -> KnownBackup | None:
    return backup.last_backup(session)
