"""The history page of a case, a meeting or the office: read it, save it, erase from it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk import erasing, history, history_out
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.history import Line, Wanted
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from ui.dialogs.erase import EraseDialog
from ui.dialogs.files import EVERYTHING, PDF, WORKBOOK, Files
from ui.dialogs.ownpassword import OwnPasswordDialog
from ui.page import Screen
from ui.pages.history import HistoryScreen, HistoryShown, one_line, where_of
from ui.saved import Saved
from ui.worker import Progress, Worker

_ENDINGS = {".pdf": PDF, ".xlsx": WORKBOOK}


class HistoryController(QObject):
    """Between the history page and the desk.

    show_screen: (Screen) to put into the window or beside the case's task list. follow:
    (Ticket, words) of long work. changed: the case's answers differ from before. left:
    (OpenMeeting) back to it. failed: (DeskError) with no page of its own.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    changed = Signal()
    left = Signal(object)
    failed = Signal(object)

    def __init__(
        self, worker: Worker, session: Session, files: Files, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self._session, self._files = worker, session, files
        self._case: OpenCase | None = None
        self._meeting: OpenMeeting | None = None
        self._screen: HistoryScreen | None = None
        self._asking: EraseDialog | OwnPasswordDialog | None = None

    def begin(self, case: OpenCase) -> None:
        """Show the history of an open case."""
        self._case, self._meeting, self._screen = case, None, None
        self._read(self._arrived)

    def begin_meeting(self, meeting: OpenMeeting) -> None:
        """Show the history of an open meeting."""
        self._case, self._meeting, self._screen = None, meeting, None
        self._read(self._arrived)

    @property
    def page(self) -> Screen | None:
        """What it shows now: while that is in sight the meeting stays open."""
        return self._there()

    def begin_office(self) -> None:
        """Show the history of the office."""
        self._case, self._meeting, self._screen = None, None, None
        self._read(self._arrived)

    def refresh(self) -> None:
        """Read it again: something was done."""
        if screen := self._there():
            self._read(screen.show_history)

    @property
    def _book(self) -> OpenCase | OpenMeeting | None:
        return self._case or self._meeting

    def _read(self, done: object) -> None:
        assert callable(done)
        job = partial(_read_job, self._session, self._book)
        self._worker.submit(job, done, self._not_read)

    def _arrived(self, shown: HistoryShown) -> None:
        screen = HistoryScreen(shown)
        screen.save_asked.connect(self._ask_place)
        screen.erase_asked.connect(self._ask_reason)
        screen.left.connect(self._leave)
        self._screen = screen
        self.show_screen.emit(screen)

    def _leave(self) -> None:
        self.left.emit(self._meeting)

    def _not_read(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _there(self) -> HistoryScreen | None:
        screen = self._screen
        return screen if screen is not None and shiboken6.isValid(screen) else None

    # saving it

    def _ask_place(self, lines: tuple[Line, ...], wanted: Wanted, ending: str) -> None:
        if screen := self._there():
            name = f"{self._book.public} history{ending}" if self._book else f"history{ending}"
            chosen = partial(self._save, lines, wanted)
            kinds = (_ENDINGS[ending], EVERYTHING)
            self._files.to_save(screen, "Save the history", name, kinds, chosen)

    def _save(self, lines: tuple[Line, ...], wanted: Wanted, out: Path) -> None:
        screen = self._there()
        if screen is None:
            return
        if self._book is None:
            dialog = OwnPasswordDialog("History of the office", screen)
            dialog.given.connect(partial(self._save_office, lines, wanted, out))
            self._asking = dialog
            dialog.open()
            return
        screen.saving()
        job = partial(_save_job, self._book, lines, wanted, out)
        ticket = self._worker.submit(job, self._saved, screen.not_saved)
        self.follow.emit(ticket, "Saving the history")

    def _save_office(
        self, lines: tuple[Line, ...], wanted: Wanted, out: Path, password: str
    ) -> None:
        dialog = self._dialog()
        if isinstance(dialog, OwnPasswordDialog):
            job = partial(_save_office_job, self._session, lines, wanted, out, password)
            ticket = self._worker.submit(job, self._saved_office, dialog.failed)
            self.follow.emit(ticket, "Saving the history")

    def _saved_office(self, saved: Saved) -> None:
        dialog = self._dialog()
        if isinstance(dialog, OwnPasswordDialog):
            dialog.end()
        self._saved(saved)

    def _saved(self, saved: Saved) -> None:
        if screen := self._there():
            screen.saved(saved)
        self.refresh()

    # erasing

    def _ask_reason(self, line: Line) -> None:
        screen = self._there()
        if screen is None or self._case is None:
            return
        what = one_line(f"{where_of(line) or line.did}: {line.new or line.why or line.old}")[:120]
        dialog = EraseDialog(what, line.files, erasing.CAUSES, screen)
        dialog.given.connect(partial(self._erase, line))
        self._asking = dialog
        dialog.open()

    def _erase(self, line: Line, cause: str, why: str) -> None:
        dialog = self._dialog()
        if isinstance(dialog, EraseDialog) and self._case is not None:
            job = partial(_erase_job, self._case, line, cause, why)
            self._worker.submit(job, self._erased, dialog.failed)

    def _erased(self, _nothing: None) -> None:
        if dialog := self._dialog():
            dialog.accept()
        if screen := self._there():
            screen.status.say("Erased", "done")
        self.changed.emit()
        self.refresh()

    def _dialog(self) -> EraseDialog | OwnPasswordDialog | None:
        dialog = self._asking
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None


# jobs of the worker


def _read_job(
    session: Session, case: OpenCase | OpenMeeting | None, _progress: Progress
) -> HistoryShown:
    if case is None:
        can_save = not session.vault.read_only
        found = history.office_history(session)
        return HistoryShown("History of the office", found, can_save, can_erase=False)
    may = not case.read_only
    if isinstance(case, OpenMeeting):
        title, found = f"History of meeting {case.public}", history.meeting_history(case)
        return HistoryShown(title, found, may, can_erase=False, back="Back to the meeting")
    return HistoryShown("History", history.case_history(case), may, may)


def _save_job(
    book: OpenCase | OpenMeeting, lines: tuple[Line, ...], wanted: Wanted, out: Path,
    progress: Progress,
) -> Saved:  # fmt: skip
    if isinstance(book, OpenMeeting):
        opens_with = history_out.save_meeting_history(book, lines, wanted, out, progress)
    else:
        opens_with = history_out.save_case_history(book, lines, wanted, out, progress)
    return Saved(out.name, f"It opens with {opens_with}.")


def _save_office_job(
    session: Session,
    lines: tuple[Line, ...],
    wanted: Wanted,
    out: Path,
    password: str,
    progress: Progress,
) -> Saved:
    opens_with = history_out.save_office_history(session, lines, wanted, out, password, progress)
    return Saved(out.name, f"It opens with {opens_with}.")


def _erase_job(case: OpenCase, line: Line, cause: str, why: str, _progress: Progress) -> None:
    erasing.erase(case, (line.id,), cause, why)
