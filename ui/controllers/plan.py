"""Between the page of plan and learning and the desk."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.desk import plan_out, planning
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.planning import PlanShown
from mktdesk.errors import DeskError
from ui.controllers.inside import InsideController
from ui.dialogs.files import WORD, WORKBOOK, Files
from ui.dialogs.plan import WhichPlanDialog
from ui.pages.plan import PlanPage
from ui.saved import Saved
from ui.spots import PAGE, Spot
from ui.worker import Progress, Worker

_PART = "working"
_SEVERAL = 2
_KINDS = {plan_out.WORD: WORD, plan_out.WORKBOOK: WORKBOOK}


class PlanController(InsideController):
    """Shows the plan; it is written on the pages of the working record."""

    def __init__(self, worker: Worker, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._files = worker, files
        self._owners: tuple[str, ...] = ()
        self._case: OpenCase | None = None
        self._page: PlanPage | None = None

    def begin(self, case: OpenCase) -> None:
        """Show the page of this case."""
        self._case = case
        self._worker.submit(partial(_shown_job, case), self._show, self._not_shown)

    def _show(self, shown: PlanShown) -> None:
        self._owners = shown.owners
        page = PlanPage(shown)
        page.save_wanted.connect(self._ask_save)
        page.bulletin_wanted.connect(self._ask_bulletin)
        page.target_wanted.connect(self.target_wanted)
        page.page_wanted.connect(self._to_page)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _to_page(self, page: str) -> None:
        self.spot_wanted.emit(Spot(PAGE, _PART, page))

    # the plan goes out

    def _ask_save(self, ending: str) -> None:
        page = self._there()
        if page is None:
            return
        if len(self._owners) < _SEVERAL:
            self._ask_where(ending, "")
            return
        dialog = WhichPlanDialog(self._owners, page)
        dialog.given.connect(partial(self._ask_where, ending))
        dialog.open()

    def _ask_where(self, ending: str, owner: str) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            name = plan_out.file_name(case, ending)
            chosen = partial(self._save, owner)
            self._files.to_save(page, "Save the action plan", name, (_KINDS[ending],), chosen)

    def _save(self, owner: str, out: Path) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            job = partial(_save_job, case, out, owner)
            ticket = self._worker.submit(job, page.saved, page.failed)
            self.follow.emit(ticket, "Saving the action plan")

    def _ask_bulletin(self, row: str) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            name = plan_out.bulletin_name(case)
            chosen = partial(self._save_bulletin, row)
            self._files.to_save(page, "Save the learning bulletin", name, (WORD,), chosen)

    def _save_bulletin(self, row: str, out: Path) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            job = partial(_bulletin_job, case, row, out)
            self._worker.submit(job, page.saved, page.failed)

    def _there(self) -> PlanPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _shown_job(case: OpenCase, _progress: Progress) -> PlanShown:
    return planning.shown(case)


def _save_job(case: OpenCase, out: Path, owner: str, _progress: Progress) -> Saved:
    return Saved(out.name, f"It opens with {plan_out.save_plan(case, out, owner)}.")


def _bulletin_job(case: OpenCase, row: str, out: Path, _progress: Progress) -> Saved:
    return Saved(out.name, plan_out.save_bulletin(case, row, out))
