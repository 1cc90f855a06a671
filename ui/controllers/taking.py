"""Between a case's page of taking it along and the desk."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.desk import cases, travel, travelling
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.travel import AwayLine, Choice
from mktdesk.errors import DeskError
from ui.controllers.inside import InsideController
from ui.dialogs.files import TRAVEL_PACK, Files
from ui.dialogs.travel import Goer, Going, TakeDialog
from ui.pages.taking import TakingPage
from ui.worker import Progress, Worker

_AT_THE_OFFICE = "This is a travelling copy: it is taken back as a whole, under Travel packs."


class TakingController(InsideController):
    """Asks what is needed, and saves the pack."""

    def __init__(self, worker: Worker, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._files = worker, files
        self._case: OpenCase | None = None
        self._page: TakingPage | None = None
        self._dialog: TakeDialog | None = None

    def begin(self, case: OpenCase) -> None:
        """Show the page of this case."""
        self._case = case
        self._worker.submit(partial(_shown_job, case), self._show, self._not_shown)

    def _show(self, shown: tuple[tuple[AwayLine, ...], str]) -> None:
        page = TakingPage(*shown)
        page.take_asked.connect(self._ask)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _ask(self) -> None:
        page = self._there()
        if page is not None and self._case is not None:
            public = self._case.public
            dialog = TakeDialog((Goer(public, public),), page)
            dialog.given.connect(self._where)
            self._dialog = dialog
            dialog.open()

    def _where(self, going: Going) -> None:
        if dialog := self._asking():
            name = travel.file_name(Choice(cases=(going.goer.public,)))
            chosen = partial(self._save, going)
            dialog.ready()
            self._files.to_save(dialog, "Save the travel pack", name, (TRAVEL_PACK,), chosen)

    def _save(self, going: Going, out: Path) -> None:
        dialog = self._asking()
        if dialog is not None and self._case is not None:
            job = partial(_take_job, self._case, going, out)
            ticket = self._worker.submit(job, self._saved, dialog.failed)
            self.follow.emit(ticket, "Writing the travel pack")

    def _saved(self, opens_with: str) -> None:
        if dialog := self._asking():
            dialog.accept()
        self.changed.emit()
        if self._case is not None and self._there() is not None:
            self.begin(self._case)
            self._told(opens_with)

    def _told(self, opens_with: str) -> None:
        if page := self._there():
            page.status.say(f"Saved. It opens with {opens_with}", "done")

    def _asking(self) -> TakeDialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    def _there(self) -> TakingPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _shown_job(case: OpenCase, _progress: Progress) -> tuple[tuple[AwayLine, ...], str]:
    copy = travelling.travelling_copy(case.session)
    why_not = _AT_THE_OFFICE if copy is not None else ""
    return travel.away(case.session, case.public), why_not


def _take_job(case: OpenCase, going: Going, out: Path, progress: Progress) -> str:
    cases.settle(case)
    choice = Choice(cases=(case.public,), to=going.to, passphrase=going.passphrase)
    return travel.take(case.session, choice, out, progress, opened=(case,)).opens_with
