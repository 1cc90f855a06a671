"""Between the page of plan and learning and the desk."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.desk import planning
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.planning import PlanShown
from mktdesk.errors import DeskError
from ui.controllers.inside import InsideController
from ui.pages.plan import PlanPage
from ui.spots import PAGE, Spot
from ui.worker import Progress, Worker

_PART = "working"


class PlanController(InsideController):
    """Shows the plan; it is written on the pages of the working record."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._case: OpenCase | None = None
        self._page: PlanPage | None = None

    def begin(self, case: OpenCase) -> None:
        """Show the page of this case."""
        self._case = case
        self._worker.submit(partial(_shown_job, case), self._show, self._not_shown)

    def _show(self, shown: PlanShown) -> None:
        page = PlanPage(shown)
        page.target_wanted.connect(self.target_wanted)
        page.page_wanted.connect(self._to_page)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _to_page(self, page: str) -> None:
        self.spot_wanted.emit(Spot(PAGE, _PART, page))

    def _there(self) -> PlanPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _shown_job(case: OpenCase, _progress: Progress) -> PlanShown:
    return planning.shown(case)
