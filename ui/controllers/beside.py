"""Between the page of disagreements and other processes and the desk."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from mktdesk.desk import beside
from mktdesk.desk.beside import BesideShown
from mktdesk.desk.casefile import OpenCase
from mktdesk.errors import DeskError
from ui.controllers.inside import InsideController
from ui.pages.beside import BesidePage
from ui.spots import PAGE, Spot
from ui.worker import Progress, Worker

_PART = "working"


class BesideController(InsideController):
    """Shows what is open; it is written on the pages of the working record."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker

    def begin(self, case: OpenCase) -> None:
        """Show the page of this case."""
        self._worker.submit(partial(_shown_job, case), self._show, self._not_shown)

    def _show(self, shown: BesideShown) -> None:
        page = BesidePage(shown)
        page.target_wanted.connect(self.target_wanted)
        page.page_wanted.connect(self._to_page)
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _to_page(self, page: str) -> None:
        self.spot_wanted.emit(Spot(PAGE, _PART, page))


# a job of the worker


def _shown_job(case: OpenCase, _progress: Progress) -> BesideShown:
    return beside.shown(case)
