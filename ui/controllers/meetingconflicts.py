"""Between the page of a meeting's conflicts and the desk."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk import meetingbooks, meetingconflicts
from mktdesk.desk.conflicts import Shown
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.errors import DeskError
from ui.page import Screen
from ui.pages.conflicts import ConflictsPage
from ui.worker import Progress, Worker


class MeetingConflictsController(QObject):
    """show_screen: (Screen). left: (OpenMeeting) back to it. changed: the list of meetings may
    differ. failed: (DeskError) with no page yet.
    """

    show_screen = Signal(object)
    left = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._meeting: OpenMeeting | None = None
        self._page: ConflictsPage | None = None

    def begin(self, meeting: OpenMeeting) -> None:
        """Show those of an open meeting."""
        self._meeting = meeting
        self._worker.submit(partial(_shown_job, meeting), self._show, self._not_shown)

    @property
    def page(self) -> Screen | None:
        """Its page: while that is in sight the meeting stays open."""
        return self._there()

    def _show(self, shown: tuple[Shown, ...]) -> None:
        page = ConflictsPage(shown, of="meeting", read_only=self._open.read_only)
        page.chosen.connect(self._choose)
        page.left.connect(self._leave)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _leave(self) -> None:
        self.left.emit(self._open)

    def _choose(self, one: Shown, number: int) -> None:
        if (page := self._there()) is not None:
            job = partial(_choose_job, self._open, one, number)
            self._worker.submit(job, self._chosen, page.failed)

    def _chosen(self, shown: tuple[Shown, ...]) -> None:
        if (page := self._there()) is not None:
            page.settled(shown)
        self.changed.emit()

    @property
    def _open(self) -> OpenMeeting:
        assert self._meeting is not None
        return self._meeting

    def _there(self) -> ConflictsPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _shown_job(meeting: OpenMeeting, _: Progress) -> tuple[Shown, ...]:
    return meetingconflicts.conflicts(meeting)


def _choose_job(meeting: OpenMeeting, one: Shown, number: int, _: Progress) -> tuple[Shown, ...]:
    meetingconflicts.choose(meeting, one, number)
    meetingbooks.settle(meeting)
    return meetingconflicts.conflicts(meeting)
