"""Between the page of a meeting's action points and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.calendar import today
from mktdesk.casework.meetingrecords import ActionPoint
from mktdesk.desk import meetingbooks
from mktdesk.desk import sittingnotes as notes
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.reading import read_date
from mktdesk.desk.sittingbook import actions_of
from mktdesk.errors import DeskError
from ui.dialogs.room import ActionDialog
from ui.page import Screen
from ui.pages.actionpoints import ActionPointsScreen
from ui.worker import Progress, Worker

_Actions = tuple[ActionPoint, ...]


class ActionPointsController(QObject):
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
        self._page: ActionPointsScreen | None = None
        self._dialog: ActionDialog | None = None

    def begin(self, meeting: OpenMeeting) -> None:
        """Show those of an open meeting."""
        self._meeting = meeting
        self._worker.submit(partial(_act_job, meeting, None), self._show, self._not_done)

    @property
    def page(self) -> Screen | None:
        """Its page: while that is in sight the meeting stays open."""
        return self._there()

    def _show(self, actions: _Actions) -> None:
        meeting = self._open
        page = ActionPointsScreen(meeting.public, actions, read_only=meeting.read_only)
        page.add_wanted.connect(self._ask_new)
        page.change_wanted.connect(self._ask_change)
        page.remove_wanted.connect(self._remove)
        page.done_wanted.connect(self._turn)
        page.left.connect(self._leave)
        self._page = page
        self.show_screen.emit(page)

    def _leave(self) -> None:
        self.left.emit(self._open)

    # asking

    def _ask_new(self) -> None:
        self._ask(None, self._open.public)

    def _ask_change(self, one: ActionPoint) -> None:
        if not self._open.read_only:
            self._ask(one, "When it is done, say so here too.")

    def _ask(self, one: ActionPoint | None, about: str) -> None:
        if (page := self._there()) is not None:
            dialog = ActionDialog(about, one, page)
            dialog.given.connect(partial(self._given, one))
            self._dialog = dialog
            dialog.open()

    def _given(
        self, one: ActionPoint | None, what: str, who: str, due: date | None, done: date | None
    ) -> None:
        if one is None:
            self._act(partial(_added, what, who, due))
        else:
            made = replace(one, text=what, owner=who, due=_iso(due), done=_iso(done))
            self._act(partial(_written, made))

    def _turn(self, one: ActionPoint) -> None:
        now = today(self._open.session.clock).isoformat()
        self._act(partial(_written, replace(one, done="" if one.done else now)))

    def _remove(self, one: ActionPoint) -> None:
        if not self._open.read_only:
            self._act(partial(_removed, one))

    # doing

    def _act(self, act: Callable[[OpenMeeting], None]) -> None:
        self._worker.submit(partial(_act_job, self._open, act), self._acted, self._not_done)

    def _acted(self, actions: _Actions) -> None:
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.accept()
        if (page := self._there()) is not None:
            page.show_actions(actions)
            page.status.say("Kept", "done")
        self.changed.emit()

    def _not_done(self, error: DeskError) -> None:
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.failed(error)
        elif (page := self._there()) is not None:
            page.failed(error)
        else:
            self.failed.emit(error)

    @property
    def _open(self) -> OpenMeeting:
        assert self._meeting is not None
        return self._meeting

    def _there(self) -> ActionPointsScreen | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


# jobs of the worker


def _act_job(
    meeting: OpenMeeting, act: Callable[[OpenMeeting], None] | None, _: Progress
) -> _Actions:
    if act is not None:
        act(meeting)
        meetingbooks.settle(meeting)
    return actions_of(meeting)


def _added(what: str, who: str, due: date | None, meeting: OpenMeeting) -> None:
    notes.add_action(meeting, what, who, read_date(f"{due:%d/%m/%Y}") if due else None)


def _written(one: ActionPoint, meeting: OpenMeeting) -> None:
    notes.write_action(meeting, one)


def _removed(one: ActionPoint, meeting: OpenMeeting) -> None:
    notes.remove_action(meeting, one.id)
