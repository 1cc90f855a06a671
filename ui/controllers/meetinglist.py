"""Between the list of all meetings and the desk."""

from __future__ import annotations

from functools import partial
from typing import TypeAlias

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk import bodies, meetingbooks
from mktdesk.desk.meetingbooks import MeetingLine, OwnMeeting
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from ui.controllers.placed import PlacedController
from ui.dialogs.ownmeeting import OwnMeetingDialog
from ui.pages.meetinglist import MeetingListPage
from ui.worker import Progress, Worker

_Shown: TypeAlias = tuple[tuple[MeetingLine, ...], tuple[tuple[str, str], ...]]


class MeetingListController(PlacedController):
    """open_wanted: (public). own_wanted: (OwnMeeting) to be begun. left: to the calendar."""

    open_wanted = Signal(str)
    own_wanted = Signal(object)
    left = Signal()

    def __init__(self, worker: Worker, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._page: MeetingListPage | None = None
        self._bodies: tuple[tuple[str, str], ...] = ()
        self._dialog: OwnMeetingDialog | None = None

    def begin(self) -> None:
        """Show every meeting that has a book."""
        self._worker.submit(partial(_shown_job, self._session), self._show, self._not_shown)

    def _show(self, shown: _Shown) -> None:
        lines, self._bodies = shown
        page = MeetingListPage(lines, read_only=self._session.vault.read_only)
        page.open_wanted.connect(self.open_wanted)
        page.own_wanted.connect(self._ask)
        page.left.connect(self.left)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _ask(self) -> None:
        page = self._page
        if page is not None and shiboken6.isValid(page):
            dialog = OwnMeetingDialog(self._bodies, read_date, page)
            dialog.given.connect(self._given)
            self._dialog = dialog
            dialog.open()

    def _given(self, own: OwnMeeting) -> None:
        dialog = self._dialog
        if dialog is not None and shiboken6.isValid(dialog):
            dialog.accept()
        self.own_wanted.emit(own)


def _shown_job(session: Session, _progress: Progress) -> _Shown:
    return meetingbooks.list_meetings(session), bodies.that_meet(session)
