"""Between the office's closed days and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk import officedays, setdays
from mktdesk.desk.officedays import OfficeDay
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from ui.closeddays import ClosedDays, DaysShown
from ui.dialogs.days import CloseDayDialog, OpenDayDialog
from ui.dialogs.reason import ReasonDialog
from ui.page import Screen
from ui.worker import Progress, Worker

_Dialog = CloseDayDialog | OpenDayDialog | ReasonDialog
_Change = Callable[[Session, Progress], int]  # how many due days it moved


class ClosedDaysController(QObject):
    """follow: (Ticket, words): after a change every due day is counted again; it can be stopped."""

    follow = Signal(object, str)

    def __init__(self, worker: Worker, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._page: Screen | None = None
        self._days: ClosedDays | None = None
        self._asking: _Dialog | None = None
        self._counting = False

    def attach(self, page: Screen, days: ClosedDays) -> None:
        """Serve this part of a page."""
        self._page, self._days = page, days
        days.close_asked.connect(self._ask_closed)
        days.open_asked.connect(self._ask_open)
        days.back_asked.connect(self._ask_back)

    def _there(self) -> Screen | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _dialog(self) -> _Dialog | None:
        dialog = self._asking
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    # what is asked

    def _ask_closed(self) -> None:
        if page := self._free():
            dialog = CloseDayDialog(page)
            dialog.given.connect(self._close)
            self._open_dialog(dialog)

    def _ask_open(self) -> None:
        if page := self._free():
            dialog = OpenDayDialog(page)
            dialog.given.connect(self._open)
            self._open_dialog(dialog)

    def _ask_back(self, one: OfficeDay) -> None:
        if page := self._free():
            dialog = ReasonDialog(
                "Put the day back",
                f"{one.words}. It is again as the table of bank holidays has it.",
                "Put the day back",
                page,
                kept="It is kept in the office's history.",
            )
            dialog.given.connect(partial(self._put_back, one.day))
            self._open_dialog(dialog)

    def _open_dialog(self, dialog: _Dialog) -> None:
        self._asking = dialog
        dialog.open()

    def _free(self) -> Screen | None:
        """The page, unless a change is being counted: one at a time."""
        return None if self._counting else self._there()

    # what is done

    def _close(self, day: date, name: str, why: str) -> None:
        self._change(partial(_close, day, name, why))

    def _open(self, day: date, why: str) -> None:
        self._change(partial(_open, day, why))

    def _put_back(self, day: date, why: str) -> None:
        self._change(partial(_put_back, day, why))

    def _change(self, change: _Change) -> None:
        if dialog := self._dialog():
            job = partial(_change_job, self._session, change)
            ticket = self._worker.submit(job, self._changed, self._not_changed)
            self.follow.emit(ticket, "Counting the due days again")
            self._counting = True
            dialog.hide()  # or it would stand between the person and Cancel at the window's foot

    def _changed(self, done: _Changed) -> None:
        self._counting = False
        if dialog := self._dialog():
            dialog.accept()
        page, days = self._there(), self._days
        if page is not None and days is not None:
            days.show_days(done.shown)
            page.notice.clear()
            page.status.say(moved_words(done.moved), "done")

    def _not_changed(self, error: DeskError) -> None:
        self._counting = False
        if dialog := self._dialog():
            dialog.open()
            dialog.failed(error)


def moved_words(count: int) -> str:
    """What a changed day did to the due days."""
    if not count:
        return "Changed; no due day moved"
    return "Changed; 1 due day moved" if count == 1 else f"Changed; {count:,} due days moved"


def days_shown(session: Session) -> DaysShown:
    """What the part of the page shows. In the worker."""
    table = officedays.holidays(session)
    days = officedays.office_days(session)
    return DaysShown(days, table.announced_to, session.vault.read_only)


@dataclass(frozen=True, slots=True)
class _Changed:
    """How many due days moved, and the days as they are now."""

    moved: int
    shown: DaysShown


# jobs of the worker


def _change_job(session: Session, change: _Change, progress: Progress) -> _Changed:
    return _Changed(change(session, progress), days_shown(session))


def _close(day: date, name: str, why: str, session: Session, progress: Progress) -> int:
    return setdays.close_day(session, day, name, why, progress)


def _open(day: date, why: str, session: Session, progress: Progress) -> int:
    return setdays.open_day(session, day, why, progress)


def _put_back(day: date, why: str, session: Session, progress: Progress) -> int:
    return setdays.forget_day(session, day, why, progress)
