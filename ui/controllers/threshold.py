"""Between the page of a case's thresholds and the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.casework.criteria import Assessment, Result
from mktdesk.casework.sources import sources_for
from mktdesk.desk import threshold
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.threshold import Thresholds
from mktdesk.errors import DeskError
from ui.controllers.inside import InsideController
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.threshold import ReferrerDialog, ResultDialog
from ui.pages.threshold import ThresholdPage
from ui.worker import Progress, Worker

_BACK = "What was set stays in the history; from now on the result is what the answers come to."


class ThresholdController(InsideController):
    """Shows the page, and asks for reasons."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._case: OpenCase | None = None
        self._page: ThresholdPage | None = None
        self._dialog: ResultDialog | ReferrerDialog | ReasonDialog | None = None
        self._done = ""

    def begin(self, case: OpenCase) -> None:
        """Show the page of this case."""
        self._case = case
        self._worker.submit(partial(_shown_job, case), self._show, self._not_shown)

    def _show(self, shown: Thresholds) -> None:
        page = ThresholdPage(shown)
        page.spot_wanted.connect(self.spot_wanted)
        page.target_wanted.connect(self.target_wanted)
        page.set_asked.connect(self._ask_result)
        page.back_asked.connect(self._ask_back)
        page.referrer_asked.connect(self._ask_referrer)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    # asking

    def _ask_result(self, found: Assessment) -> None:
        if page := self._there():
            dialog = ResultDialog(found, page)
            dialog.given.connect(partial(self._set, found))
            self._open(dialog)

    def _ask_back(self, found: Assessment) -> None:
        if page := self._there():
            verb = "Let the answers count"
            dialog = ReasonDialog(verb, _BACK, verb, page, kept="It is kept in the history.")
            dialog.given.connect(partial(self._take_back, found))
            self._open(dialog)

    def _ask_referrer(self) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            offered = sources_for(case.toolkit.process, case.pathway.id)
            dialog = ReferrerDialog(offered, page.referrer, page)
            dialog.given.connect(self._keep_referrer)
            self._open(dialog)

    def _open(self, dialog: ResultDialog | ReferrerDialog | ReasonDialog) -> None:
        self._dialog = dialog
        dialog.open()

    # doing

    def _set(self, found: Assessment, result: Result, reason: str) -> None:
        if self._case is not None:
            job = partial(_set_job, self._case, found.criterion.id, result, reason)
            self._submit(job, "Result set")

    def _take_back(self, found: Assessment, reason: str) -> None:
        if self._case is not None:
            job = partial(_back_job, self._case, found.criterion.id, reason)
            self._submit(job, "The answers count again")

    def _keep_referrer(self, source: str, before: str, note: str) -> None:
        if self._case is not None:
            job = partial(_referrer_job, self._case, source, before, note)
            self._submit(job, "Kept who refers")

    def _submit(self, job: Callable[[Progress], Thresholds], done: str) -> None:
        dialog = self._asking()
        if dialog is not None:
            self._done = done
            self._worker.submit(job, self._kept, dialog.failed)

    def _kept(self, shown: Thresholds) -> None:
        if dialog := self._asking():
            dialog.accept()
        if page := self._there():
            page.show_all(shown)
            page.said(self._done)
        self.changed.emit()

    def _asking(self) -> ResultDialog | ReferrerDialog | ReasonDialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    def _there(self) -> ThresholdPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _shown_job(case: OpenCase, _progress: Progress) -> Thresholds:
    return threshold.thresholds(case)


def _set_job(
    case: OpenCase, criterion: str, result: Result, reason: str, _progress: Progress
) -> Thresholds:
    threshold.set_result(case, criterion, result, reason)
    return threshold.thresholds(case)


def _back_job(case: OpenCase, criterion: str, reason: str, _progress: Progress) -> Thresholds:
    threshold.take_back(case, criterion, reason)
    return threshold.thresholds(case)


def _referrer_job(
    case: OpenCase, source: str, before: str, note: str, _progress: Progress
) -> Thresholds:
    threshold.set_referrer(case, source, before, note)
    return threshold.thresholds(case)
