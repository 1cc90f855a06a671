"""Between the page of plan and learning and the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.desk import plan_out, planning
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.planning import PlanShown
from mktdesk.errors import DeskError
from ui.controllers.inside import InsideController
from ui.dialogs.files import PDF, WORD, WORKBOOK, Files
from ui.dialogs.plan import WhichPlanDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.plan import PlanPage
from ui.saved import Saved
from ui.spots import PAGE, Spot
from ui.worker import Progress, Worker

_PART = "working"
_SEVERAL = 2
_KINDS = {plan_out.WORD: WORD, plan_out.WORKBOOK: WORKBOOK, plan_out.PDF: PDF}
_BULLETIN = "Save the learning bulletin"
_FOUND = "The check found what may say who is meant:"
_KEPT = "It is kept in the case's history."
_THEN = "Take it out first. Where it means nobody of the case, say so; it is recorded."


class PlanController(InsideController):
    """Shows the plan; it is written on the pages of the working record."""

    def __init__(self, worker: Worker, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._files = worker, files
        self._owners: tuple[str, ...] = ()
        self._case: OpenCase | None = None
        self._page: PlanPage | None = None
        self._dialog: ReasonDialog | None = None

    def begin(self, case: OpenCase) -> None:
        """Show the page of this case."""
        self._case = case
        self._worker.submit(partial(_shown_job, case), self._show, self._not_shown)

    def _show(self, shown: PlanShown) -> None:
        self._owners = shown.owners
        page = PlanPage(shown)
        page.save_wanted.connect(self._ask_save)
        page.bulletin_wanted.connect(self._ask_bulletin)
        page.draft_wanted.connect(self._ask_draft)
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

    def _ask_bulletin(self, row: str, ending: str) -> None:
        page, case = self._there(), self._case
        if page is None or case is None:
            return
        found = page.named(row)
        if not found:
            self._ask_bulletin_place(row, ending, "")
            return
        said = "\n".join(f"{one.kind}: “{one.where}”" for one in found)
        words = f"{_FOUND}\n{said}\n{_THEN}"
        dialog = ReasonDialog(
            "Look at the bulletin again", words, "Save it all the same", page, kept=_KEPT
        )
        dialog.given.connect(partial(self._all_the_same, row, ending))
        self._dialog = dialog
        dialog.open()

    def _all_the_same(self, row: str, ending: str, why: str) -> None:
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.accept()
        self._ask_bulletin_place(row, ending, why)

    def _ask_bulletin_place(self, row: str, ending: str, why: str) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            name = plan_out.bulletin_name(case, ending)
            chosen = partial(self._save_bulletin, row, why)
            self._files.to_save(page, _BULLETIN, name, (_KINDS[ending],), chosen)

    def _ask_draft(self, row: str) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            name = plan_out.bulletin_name(case, plan_out.PDF)
            self._files.to_save(page, _BULLETIN, name, (PDF,), partial(self._save_draft, row))

    def _save_bulletin(self, row: str, why: str, out: Path) -> None:
        if self._case is not None:
            self._submit(partial(_bulletin_job, self._case, row, why, out))

    def _save_draft(self, row: str, out: Path) -> None:
        if self._case is not None:
            self._submit(partial(_draft_job, self._case, row, out))

    def _submit(self, job: Callable[[Progress], Saved]) -> None:
        if page := self._there():
            ticket = self._worker.submit(job, page.saved, page.failed)
            self.follow.emit(ticket, "Saving the bulletin")

    def _there(self) -> PlanPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _shown_job(case: OpenCase, _progress: Progress) -> PlanShown:
    return planning.shown(case)


def _save_job(case: OpenCase, out: Path, owner: str, progress: Progress) -> Saved:
    return Saved(out.name, f"It opens with {plan_out.save_plan(case, out, progress, owner)}.")


def _bulletin_job(case: OpenCase, row: str, why: str, out: Path, progress: Progress) -> Saved:
    return Saved(out.name, plan_out.save_bulletin(case, row, out, progress, despite=why))


def _draft_job(case: OpenCase, row: str, out: Path, progress: Progress) -> Saved:
    opens_with = plan_out.save_bulletin_draft(case, row, out, progress)
    return Saved(out.name, f"It opens with {opens_with}.")
