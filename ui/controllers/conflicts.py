"""Between the page of conflicts and the desk."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.desk import conflicts
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.conflicts import Shown
from mktdesk.errors import DeskError
from ui.controllers.inside import InsideController
from ui.pages.conflicts import ConflictsPage
from ui.worker import Progress, Worker


class ConflictsController(InsideController):
    """Shows what is to be decided, and keeps what a person decides."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._case: OpenCase | None = None
        self._page: ConflictsPage | None = None

    def begin(self, case: OpenCase) -> None:
        """Show the page of this case."""
        self._case = case
        self._worker.submit(partial(_shown_job, case), self._show, self._not_shown)

    def _show(self, shown: tuple[Shown, ...]) -> None:
        case = self._case
        page = ConflictsPage(shown, read_only=case is None or case.read_only)
        page.chosen.connect(self._choose)
        page.target_wanted.connect(self.target_wanted)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _choose(self, one: Shown, number: int) -> None:
        page = self._there()
        if page is not None and self._case is not None:
            job = partial(_choose_job, self._case, one, number)
            self._worker.submit(job, self._chosen, page.failed)

    def _chosen(self, shown: tuple[Shown, ...]) -> None:
        if page := self._there():
            page.settled(shown)
        self.changed.emit()

    def _there(self) -> ConflictsPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _shown_job(case: OpenCase, _progress: Progress) -> tuple[Shown, ...]:
    return conflicts.conflicts(case)


def _choose_job(case: OpenCase, one: Shown, number: int, _progress: Progress) -> tuple[Shown, ...]:
    conflicts.choose(case, one, number)
    return conflicts.conflicts(case)
