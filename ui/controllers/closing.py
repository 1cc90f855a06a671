"""Between the closing page of a case and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.casework.closing import Line
from mktdesk.desk import closing
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.closing import ClosingShown
from mktdesk.errors import DeskError
from ui.controllers.inside import InsideController
from ui.dialogs.closing import Wanted, WordDialog
from ui.pages.closing import BACK, MARK, ClosingPage
from ui.spots import AGENCIES, BESIDE, NOTICES, PAGE, PLAN, PROCESS, Spot
from ui.worker import Progress, Worker

Act = Callable[[OpenCase], object]
_PLACES = {  # where what is lacking is seen to
    "plan": Spot(PLAN),
    "recommendations": Spot(PLAN),
    "bulletin": Spot(PAGE, "working", "own_learning"),
    "disagreements": Spot(BESIDE),
    "returns": Spot(AGENCIES),
    "notices": Spot(NOTICES),
}
CLOSE = Wanted(
    "Close the case",
    "Its answers and signatures can be read and no longer changed; its deadlines stop. How long "
    "it is kept counts from today. Actions and learning go on.",
    "Close the case",
    words="Note",
    help="Such as where it was agreed.",
)
REOPEN = Wanted(
    "Open the case again",
    "It can be changed again, its deadlines run again, and it must be closed anew. This closing "
    "stays in the history.",
    "Open it again",
    words="Reason",
    needed=True,
)
MARKING = Wanted("Mark as done", "", "Mark as done", by="Who says so (name and role)")
EXCEPT = Wanted(
    "Close without it",
    "",
    "Make the exception",
    by="Who allows it (name and role)",
    words="Reason",
    help="It is kept with the case and in its history.",
    needed=True,
)


class ClosingController(InsideController):
    """Shows the checklist, and asks for names and reasons."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._case: OpenCase | None = None
        self._who = ""
        self._page: ClosingPage | None = None
        self._dialog: WordDialog | None = None
        self._done = ""

    def begin(self, case: OpenCase) -> None:
        """Show the page of this case."""
        self._case = case
        self._worker.submit(partial(_shown_job, case), self._show, self._not_shown)

    def _show(self, shown: ClosingShown) -> None:
        self._who = shown.who
        page = ClosingPage(shown)
        page.act_asked.connect(self._act)
        page.go_asked.connect(self._go)
        page.close_asked.connect(self._ask_close)
        page.reopen_asked.connect(self._ask_reopen)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    # what is asked

    def _go(self, _line: Line, lacking: str) -> None:
        self.spot_wanted.emit(_PLACES.get(lacking, Spot(PROCESS)))

    def _act(self, one: Line, what: str) -> None:
        name = one.line.id
        if what == BACK:
            self._submit("Taken back", partial(_back, name), None)
            return
        mark = what == MARK
        asked, done = (MARKING, "Marked as done") if mark else (EXCEPT, "Excepted")
        self._ask(
            replace(asked, told=one.line.text), done, partial(_mark if mark else _except, name)
        )

    def _ask_close(self) -> None:
        self._ask(CLOSE, "The case is closed", _close)

    def _ask_reopen(self) -> None:
        self._ask(REOPEN, "The case is open again", _reopen)

    def _ask(self, wanted: Wanted, done: str, act: Callable[[str, str, OpenCase], object]) -> None:
        if page := self._there():
            dialog = WordDialog(wanted, self._who, page)
            dialog.given.connect(partial(self._given, done, act))
            self._dialog = dialog
            dialog.open()

    def _given(
        self, done: str, act: Callable[[str, str, OpenCase], object], by: str, words: str
    ) -> None:
        self._submit(done, partial(act, by, words), self._asking())

    def _submit(self, done: str, act: Act, dialog: WordDialog | None) -> None:
        page = self._there()
        if page is not None and self._case is not None:
            self._done = done
            failed = page.failed if dialog is None else dialog.failed
            self._worker.submit(partial(_act_job, self._case, act), self._acted, failed)

    def _acted(self, shown: ClosingShown) -> None:
        if dialog := self._asking():
            dialog.accept()
        if page := self._there():
            page.show_all(shown)
            page.told(self._done)
        self.changed.emit()

    def _there(self) -> ClosingPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _asking(self) -> WordDialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None


# jobs of the worker


def _shown_job(case: OpenCase, _progress: Progress) -> ClosingShown:
    return closing.shown(case)


def _act_job(case: OpenCase, act: Act, _progress: Progress) -> ClosingShown:
    act(case)
    return closing.shown(case)


def _mark(line: str, by: str, _words: str, case: OpenCase) -> object:
    return closing.mark_line(case, line, by)


def _except(line: str, by: str, why: str, case: OpenCase) -> object:
    return closing.except_line(case, line, by, why)


def _back(line: str, case: OpenCase) -> object:
    return closing.unmark_line(case, line)


def _close(by: str, note: str, case: OpenCase) -> object:
    return closing.close(case, by, note)


def _reopen(by: str, why: str, case: OpenCase) -> object:
    return closing.reopen_case(case, by, why)
