"""Between the meetings' page and the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.casework.meetings import Meeting
from mktdesk.desk import comers, meetings
from mktdesk.desk.comers import Comer
from mktdesk.desk.meetings import Diary, Rhythm, SeriesLine
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from mktdesk.forms.values import DateAnswer
from ui.controllers.placed import PlacedController
from ui.dialogs.meetings import DayDialog, ExtraDialog, RhythmDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.meetings import MeetingsPage
from ui.worker import Progress, Worker

_Dialog: TypeAlias = DayDialog | RhythmDialog | ReasonDialog | ExtraDialog
_Shown: TypeAlias = tuple[Diary, tuple[Comer, ...]]
_GONE = "It stays in the list as cancelled; the others stay as they are."


class MeetingsController(PlacedController):
    """Shows the page, and asks what is needed to change it.

    meeting_wanted: (Meeting) its own page. all_wanted: the list of every meeting.
    """

    meeting_wanted = Signal(object)
    all_wanted = Signal()

    def __init__(self, worker: Worker, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._page: MeetingsPage | None = None
        self._dialog: _Dialog | None = None
        self._done = ""

    def begin(self) -> None:
        """Show the meetings."""
        self._worker.submit(partial(_shown_job, self._session), self._show, self._not_shown)

    def _show(self, shown: _Shown) -> None:
        page = MeetingsPage(*shown)
        page.consider_wanted.connect(self._ask_consider)
        page.rhythm_wanted.connect(self._ask_rhythm)
        page.extra_wanted.connect(self._ask_extra)
        page.move_wanted.connect(self._ask_move)
        page.cancel_wanted.connect(self._ask_cancel)
        page.open_wanted.connect(self.meeting_wanted)
        page.all_wanted.connect(self.all_wanted)
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

    def _ask_consider(self, one: Comer) -> None:
        if page := self._there():
            dialog = ExtraDialog(f"{one.public}: {one.words}", page)
            dialog.given.connect(partial(self._consider, one))
            self._open(dialog)

    def _open(self, dialog: _Dialog) -> None:
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

    def _consider(self, one: Comer, held: bool, reason: str) -> None:
        done = "Recorded. Add the extra meeting below." if held else "Recorded"
        self._submit(done, partial(_consider_job, one.public, held, reason))

    def _submit(self, done: str, act: Callable[[Session], object]) -> None:
        if dialog := self._asking():
            self._done = done
            self._worker.submit(partial(_act_job, self._session, act), self._acted, dialog.failed)

    def _acted(self, shown: _Shown) -> None:
        if dialog := self._asking():
            dialog.accept()
        if page := self._there():
            page.show_all(*shown)
            page.said(self._done)

    def _asking(self) -> _Dialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    def _there(self) -> MeetingsPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _shown_job(session: Session, _progress: Progress) -> _Shown:
    return meetings.diary(session), comers.comers(session)


def _act_job(session: Session, act: Callable[[Session], object], progress: Progress) -> _Shown:
    act(session)
    return _shown_job(session, progress)


def _rhythm_job(key: str, rhythm: Rhythm, why: str, session: Session) -> None:
    meetings.set_rhythm(session, key, rhythm, why)


def _extra_job(key: str, day: DateAnswer, place: str, why: str, session: Session) -> None:
    meetings.add_extra(session, key, day, place, why)


def _move_job(one: Meeting, day: DateAnswer, place: str, why: str, session: Session) -> None:
    meetings.move(session, one, day, place, why)


def _cancel_job(one: Meeting, why: str, session: Session) -> None:
    meetings.cancel(session, one, why)


def _consider_job(public: str, held: bool, reason: str, session: Session) -> None:
    comers.consider(session, public, held, reason)
