"""Between the meetings' page and the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.casework.meetings import Meeting
from mktdesk.desk import meetings
from mktdesk.desk.meetings import Diary, Rhythm, SeriesLine
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from mktdesk.forms.values import DateAnswer
from ui.controllers.placed import PlacedController
from ui.dialogs.meetings import DayDialog, RhythmDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.meetings import MeetingsPage
from ui.worker import Progress, Worker

_GONE = "It stays in the list as cancelled; the others stay as they are."


class MeetingsController(PlacedController):
    """Shows the page, and asks what is needed to change it.

    meeting_wanted: (Meeting) its own page.
    """

    meeting_wanted = Signal(object)

    def __init__(self, worker: Worker, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._page: MeetingsPage | None = None
        self._dialog: DayDialog | RhythmDialog | ReasonDialog | None = None
        self._done = ""

    def begin(self) -> None:
        """Show the meetings."""
        self._worker.submit(partial(_shown_job, self._session), self._show, self._not_shown)

    def _show(self, shown: Diary) -> None:
        page = MeetingsPage(shown)
        page.rhythm_wanted.connect(self._ask_rhythm)
        page.extra_wanted.connect(self._ask_extra)
        page.move_wanted.connect(self._ask_move)
        page.cancel_wanted.connect(self._ask_cancel)
        page.open_wanted.connect(self.meeting_wanted)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    # asking

    def _ask_rhythm(self, line: SeriesLine) -> None:
        if page := self._there():
            dialog = RhythmDialog(line, read_date, page)
            dialog.given.connect(partial(self._set_rhythm, line))
            self._open(dialog)

    def _ask_extra(self, line: SeriesLine) -> None:
        if page := self._there():
            dialog = DayDialog("Extra meeting", line.title, "Add the meeting", read_date, "", page)
            dialog.given.connect(partial(self._add, line))
            self._open(dialog)

    def _ask_move(self, one: Meeting) -> None:
        if page := self._there():
            about = f"{page.diary.title(one.series)}: {one.day_words}"
            dialog = DayDialog("Move", about, "Move it", read_date, one.place, page)
            dialog.given.connect(partial(self._move, one))
            self._open(dialog)

    def _ask_cancel(self, one: Meeting) -> None:
        if page := self._there():
            title = f"Cancel the meeting: {one.day_words}"
            verb, kept = "Cancel the meeting", "It is kept in the office's history."
            dialog = ReasonDialog(title, _GONE, verb, page, kept=kept)
            dialog.given.connect(partial(self._cancel, one))
            self._open(dialog)

    def _open(self, dialog: DayDialog | RhythmDialog | ReasonDialog) -> None:
        self._dialog = dialog
        dialog.open()

    # doing

    def _set_rhythm(self, line: SeriesLine, rhythm: Rhythm, why: str) -> None:
        self._submit("Set", partial(_rhythm_job, line.key, rhythm, why))

    def _add(self, line: SeriesLine, day: DateAnswer, place: str, why: str) -> None:
        self._submit("Meeting added", partial(_extra_job, line.key, day, place, why))

    def _move(self, one: Meeting, day: DateAnswer, place: str, why: str) -> None:
        self._submit("Moved", partial(_move_job, one, day, place, why))

    def _cancel(self, one: Meeting, why: str) -> None:
        self._submit("Cancelled", partial(_cancel_job, one, why))

    def _submit(self, done: str, act: Callable[[Session], object]) -> None:
        if dialog := self._asking():
            self._done = done
            self._worker.submit(partial(_act_job, self._session, act), self._acted, dialog.failed)

    def _acted(self, shown: Diary) -> None:
        if dialog := self._asking():
            dialog.accept()
        if page := self._there():
            page.show_all(shown)
            page.said(self._done)

    def _asking(self) -> DayDialog | RhythmDialog | ReasonDialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    def _there(self) -> MeetingsPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _shown_job(session: Session, _progress: Progress) -> Diary:
    return meetings.diary(session)


def _act_job(session: Session, act: Callable[[Session], object], _progress: Progress) -> Diary:
    act(session)
    return meetings.diary(session)


def _rhythm_job(key: str, rhythm: Rhythm, why: str, session: Session) -> None:
    meetings.set_rhythm(session, key, rhythm, why)


def _extra_job(key: str, day: DateAnswer, place: str, why: str, session: Session) -> None:
    meetings.add_extra(session, key, day, place, why)


def _move_job(one: Meeting, day: DateAnswer, place: str, why: str, session: Session) -> None:
    meetings.move(session, one, day, place, why)


def _cancel_job(one: Meeting, why: str, session: Session) -> None:
    meetings.cancel(session, one, why)
