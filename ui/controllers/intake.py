"""A referral that came as a Word form: choose it, read it, look at it, accept it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.intake import LARGEST_FORM, Intake, accept, read_referral, ways_of
from mktdesk.desk.outside import read_file
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import DEFAULT_TOOLKIT
from mktdesk.errors import DeskError, PasswordNeeded, ReferenceRefused
from ui.dialogs.files import WORD, Files
from ui.dialogs.password import PasswordDialog
from ui.pages.intake import IntakeScreen
from ui.worker import Progress, Worker


class IntakeController(QObject):
    """Between the intake page and the desk.

    show_screen: (Screen) to put into the window. follow: (Ticket, words) of long work.
    accepted: (OpenCase) the case that was made of the form; it is open, the receiver closes
    it. left: the person turned back, nothing was stored.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    accepted = Signal(object)
    left = Signal()

    def __init__(
        self, worker: Worker, session: Session, files: Files, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self._session, self._files = worker, session, files
        self._toolkit = DEFAULT_TOOLKIT
        self._path = Path()
        self._screen: IntakeScreen | None = None
        self._dialog: PasswordDialog | None = None

    def begin(self, toolkit_id: str = DEFAULT_TOOLKIT) -> None:
        """Show the page where a form is chosen."""
        self._toolkit = toolkit_id
        screen = IntakeScreen()
        screen.file_asked.connect(self._ask_file)
        screen.accept_asked.connect(self._accept)
        screen.left.connect(self.left)
        self._screen = screen
        self.show_screen.emit(screen)

    # reading

    def _ask_file(self) -> None:
        if self._screen is not None:
            self._files.to_read(
                self._screen, "Choose the referral form", (WORD,), self._files_chosen
            )

    def _files_chosen(self, paths: tuple[Path, ...]) -> None:
        if paths:
            self._path = paths[0]
            self._read(None)

    def _read(self, password: str | None) -> None:
        screen = self._screen
        if screen is None or not shiboken6.isValid(screen):
            return
        screen.show_reading(self._path.name)
        job = partial(_read_job, self._session, self._path, self._toolkit, password)
        ticket = self._worker.submit(job, self._was_read, self._not_read)
        self.follow.emit(ticket, "Reading the form")

    def _was_read(self, ways: tuple[Intake, ...]) -> None:
        self._close_dialog()
        if self._screen is not None and shiboken6.isValid(self._screen):
            self._screen.show_intake(ways[0], ways)

    def _not_read(self, error: DeskError) -> None:
        screen = self._screen
        if screen is None or not shiboken6.isValid(screen):
            return
        if not isinstance(error, PasswordNeeded):
            self._close_dialog()
            screen.not_read(error)
        elif self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.refuse(error.what)
        else:
            self._dialog = PasswordDialog(error.what, error.do, screen)
            self._dialog.given.connect(self._read)
            self._dialog.rejected.connect(screen.show_choice)
            self._dialog.open()

    def _close_dialog(self) -> None:
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.accept()
        self._dialog = None

    # accepting

    def _accept(self, intake: Intake, old_reference: str) -> None:
        job = partial(_accept_job, self._session, intake, old_reference)
        self._worker.submit(job, self._was_accepted, self._not_accepted)

    def _was_accepted(self, case: OpenCase) -> None:
        self.accepted.emit(case)

    def _not_accepted(self, error: DeskError) -> None:
        if self._screen is None or not shiboken6.isValid(self._screen):
            return
        if isinstance(error, ReferenceRefused):
            self._screen.refuse_reference(error)
        else:
            self._screen.not_accepted(error)


def _read_job(
    session: Session, path: Path, toolkit: str, password: str | None, progress: Progress
) -> tuple[Intake, ...]:
    progress.report(0.1, path.name)
    data = read_file(path, LARGEST_FORM)
    read = read_referral(
        data, path.name, toolkit_id=toolkit, password=password, cancelled=progress.cancelled
    )
    return ways_of(session, read)


def _accept_job(
    session: Session, intake: Intake, old_reference: str, _progress: Progress
) -> OpenCase:
    return accept(session, intake, old_reference=old_reference)
