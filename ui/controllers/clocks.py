"""Between a case's Clocks page and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.casework.clockmoves import Moved
from mktdesk.desk import clocks, diary
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.clocks import Asked
from mktdesk.desk.clockviews import ClocksShown, ClockView, clocks_shown
from mktdesk.errors import DeskError
from ui.controllers.due import saved_words
from ui.controllers.inside import InsideController
from ui.dialogs.clocks import CountDialog, ExtendDialog, PauseDialog, ResumeDialog
from ui.dialogs.files import DIARY, EVERYTHING, Files
from ui.pages.clocks import COUNT, EXTEND, PAUSE, ClocksPage
from ui.reasoned import ReasonedDialog
from ui.worker import Progress, Worker

_Act = Callable[[OpenCase], tuple[Moved, ...]]


class ClocksController(InsideController):
    """Shows the clocks, and asks for what is decided about them."""

    def __init__(self, worker: Worker, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._files = worker, files
        self._case: OpenCase | None = None
        self._page: ClocksPage | None = None
        self._shown: ClocksShown | None = None
        self._asking: ReasonedDialog | None = None

    def begin(self, case: OpenCase) -> None:
        """Show the page of an open case."""
        self._case = case
        self._worker.submit(partial(_shown_job, case), self._show, self._not_shown)

    def _show(self, shown: ClocksShown) -> None:
        page = ClocksPage(shown)
        page.act_asked.connect(self._ask)
        page.diary_wanted.connect(self._ask_place)
        self._page, self._shown = page, shown
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _there(self) -> ClocksPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _failed(self, error: DeskError) -> None:
        if page := self._there():
            page.failed(error)

    # what is decided

    def _ask(self, view: ClockView, what: str) -> None:
        page, shown = self._there(), self._shown
        if page is None or shown is None:
            return
        dialog: ReasonedDialog
        if what == EXTEND and view.more_time is not None:
            dialog = ExtendDialog(view, view.more_time, shown.today, page)
            dialog.given.connect(partial(self._extend, view.id))
        elif what == PAUSE:
            dialog = PauseDialog(view, shown.parallel, shown.today, page)
            dialog.given.connect(partial(self._pause, view.id))
        elif what == COUNT:
            dialog = CountDialog(view, page)
            dialog.given.connect(partial(self._count, view.id))
        else:
            dialog = ResumeDialog(view, shown.today, page)
            dialog.given.connect(partial(self._resume, view.id))
        self._asking = dialog
        dialog.open()

    def _extend(self, clock: str, asked: Asked) -> None:
        self._act(partial(_extend, clock, asked))

    def _pause(self, clock: str, since: date, process: str, why: str) -> None:
        self._act(partial(_pause, clock, since, process, why))

    def _resume(self, clock: str, until: date, why: str) -> None:
        self._act(partial(_resume, clock, until, why))

    def _count(self, clock: str, start: str, unit: str, why: str) -> None:
        self._act(partial(_count, clock, start, unit, why))

    def _act(self, act: _Act) -> None:
        dialog = self._dialog()
        if self._case is not None and dialog is not None:
            job = partial(_act_job, self._case, act)
            self._worker.submit(job, self._acted, dialog.failed)

    def _acted(self, done: _Acted) -> None:
        if dialog := self._dialog():
            dialog.accept()
        self._shown = done.shown
        if page := self._there():
            page.show_clocks(done.shown)
            page.show_moved(tuple(line.words for line in done.moved))
        self.changed.emit()

    def _dialog(self) -> ReasonedDialog | None:
        dialog = self._asking
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    # a diary

    def _ask_place(self) -> None:
        if (page := self._there()) and self._case is not None:
            name = f"{self._case.public} due{diary.ENDING}"
            chosen = partial(self._save, self._case)
            kinds = (DIARY, EVERYTHING)
            self._files.to_save(page, "Save the due days for a diary", name, kinds, chosen)

    def _save(self, case: OpenCase, out: Path) -> None:
        job = partial(_diary_job, case, out)
        self._worker.submit(job, self._saved, self._failed)

    def _saved(self, words: str) -> None:
        if page := self._there():
            page.said(words)


@dataclass(frozen=True, slots=True)
class _Acted:
    """What moved, and how the clocks stand now."""

    moved: tuple[Moved, ...]
    shown: ClocksShown


# jobs of the worker


def _shown_job(case: OpenCase, _progress: Progress) -> ClocksShown:
    return clocks_shown(case)


def _act_job(case: OpenCase, act: _Act, _progress: Progress) -> _Acted:
    moved = act(case)
    return _Acted(moved, clocks_shown(case))


def _extend(clock: str, asked: Asked, case: OpenCase) -> tuple[Moved, ...]:
    return clocks.extend(case, clock, asked)


def _pause(clock: str, since: date, process: str, why: str, case: OpenCase) -> tuple[Moved, ...]:
    return clocks.pause(case, clock, since, process, why)


def _resume(clock: str, until: date, why: str, case: OpenCase) -> tuple[Moved, ...]:
    return clocks.resume(case, clock, until, why)


def _count(clock: str, start: str, unit: str, why: str, case: OpenCase) -> tuple[Moved, ...]:
    """One or both, for the same reason."""
    begun = clocks.choose_start(case, clock, start, why) if start else ()
    counted = clocks.choose_unit(case, clock, unit, why) if unit else ()
    return (*begun, *counted)


def _diary_job(case: OpenCase, out: Path, _progress: Progress) -> str:
    return saved_words(out.name, diary.save_case_diary(case, out))
