"""Between the page of where a case is and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mktdesk.calendar import today
from mktdesk.casework.route import Mark, RouteEvent, RouteStep, Way
from mktdesk.casework.routemap import map_of
from mktdesk.casework.stepping import Given
from mktdesk.desk import map_out, stepping
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.closing import closure
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.desk.stepping import Stepped, given_of
from mktdesk.desk.whereabouts import whereabouts
from mktdesk.errors import DeskError
from mktdesk.forms.values import DateAnswer
from mktdesk.processmap import Edge, Node
from ui.controllers.inside import InsideController
from ui.dialogs.files import PDF, Files
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.step import Asked, StepDialog
from ui.pages.process import CORRECT, GO, RECORD, ProcessPage, ProcessShown
from ui.pages.processmap import ProcessMapPage
from ui.saved import Saved
from ui.spots import PAGE, SIGNED, Spot
from ui.worker import Progress, Worker

Print = Callable[[bytes, str, QWidget | None], bool]
_GONE = "It stands as not done, and what rests on its day is worked out again. Undo brings it back."
_KEPT = "It is kept in the history."


@dataclass(frozen=True, slots=True)
class _Seen:
    """The case's way, as page and map need it. happened: what was done to it just now."""

    shown: ProcessShown
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    title: str
    file: str
    today: date
    happened: Stepped | None = None


class ProcessController(InsideController):
    """Shows the steps or the map, and asks what is needed to record a step."""

    def __init__(
        self, worker: Worker, files: Files, print_pdf: Print, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self._files, self._print = worker, files, print_pdf
        self._case: OpenCase | None = None
        self._seen: _Seen | None = None
        self._page: ProcessPage | ProcessMapPage | None = None
        self._dialog: StepDialog | ReasonDialog | None = None
        self._as_map = False
        self._done = ""

    def begin(self, case: OpenCase) -> None:
        """Show the steps of this case; the map again, if it was looked at before."""
        self._as_map = self._as_map and case is self._case
        self._case = case
        self._worker.submit(partial(_look_job, case), self._show, self._not_shown)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _show(self, seen: _Seen) -> None:
        self._seen = seen
        if self._as_map:
            self._show_map()
        else:
            self._show_list()

    def _show_list(self, step_id: str = "") -> None:
        if self._seen is None:
            return
        self._as_map = False
        page = ProcessPage(self._seen.shown)
        page.act_asked.connect(self._act)
        page.map_wanted.connect(self._show_map)
        self._put(page)
        if step_id:
            page.go_to_step(step_id)

    def _show_map(self) -> None:
        if self._seen is None:
            return
        self._as_map = True
        seen = self._seen
        now = seen.shown.route.in_hand
        page = ProcessMapPage(
            seen.title,
            seen.nodes,
            seen.edges,
            here=now[0].step.id if now else "",
            can_save=not seen.shown.refused,
        )
        page.step_wanted.connect(self._show_list)
        page.list_wanted.connect(self._show_list)
        self._put(page)

    def _put(self, page: ProcessPage | ProcessMapPage) -> None:
        page.save_wanted.connect(self._ask_save)
        page.print_wanted.connect(self._ask_print)
        self._page = page
        self.show_screen.emit(page)

    # one step

    def _act(self, one: RouteStep | RouteEvent, what: str) -> None:
        if what == GO:
            self._go(one.way, done=one.on is not None)
        elif what in {RECORD, CORRECT}:
            self._ask_day(one, correct=what == CORRECT)
        else:
            self._ask_why(one)

    def _go(self, way: Way, *, done: bool) -> None:
        if way.part:
            self.spot_wanted.emit(Spot(SIGNED if done else PAGE, way.part))
        else:
            self.target_wanted.emit(Target(way.record, "", way.field))

    def _ask_day(self, one: RouteStep | RouteEvent, *, correct: bool) -> None:
        page, seen = self._there(), self._seen
        if page is None or seen is None:
            return
        dialog = StepDialog(_asked(one, correct=correct), seen.today, read_date, page)
        thing = _id(one)
        dialog.given.connect(partial(self._correct if correct else self._record, thing))
        dialog.kept.connect(partial(self._keep_points, thing))
        self._open(dialog)

    def _ask_why(self, one: RouteStep | RouteEvent) -> None:
        if page := self._there():
            label = one.step.label if isinstance(one, RouteStep) else one.event.label
            dialog = ReasonDialog(f"Withdraw: {label}", _GONE, "Withdraw it", page, kept=_KEPT)
            dialog.given.connect(partial(self._withdraw, _id(one)))
            self._open(dialog)

    def _open(self, dialog: StepDialog | ReasonDialog) -> None:
        self._dialog = dialog
        dialog.open()

    def _record(
        self, thing: str, day: DateAnswer, note: str, points: tuple[str, ...], _why: str
    ) -> None:
        self._submit("Recorded", partial(_record_job, thing, day, note, points))

    def _correct(
        self, thing: str, day: DateAnswer, note: str, points: tuple[str, ...], why: str
    ) -> None:
        self._submit("Corrected", partial(_correct_job, thing, day, note, points, why))

    def _keep_points(self, thing: str, points: tuple[str, ...], note: str) -> None:
        self._submit("Kept", partial(_keep_job, thing, points, note))

    def _withdraw(self, thing: str, why: str) -> None:
        self._submit("Withdrawn", partial(_withdraw_job, thing, why))

    def _submit(self, done: str, act: Callable[[OpenCase], Stepped]) -> None:
        dialog = self._asking()
        if dialog is not None and self._case is not None:
            self._done = done
            self._worker.submit(partial(_act_job, self._case, act), self._acted, dialog.failed)

    def _acted(self, seen: _Seen) -> None:
        if dialog := self._asking():
            dialog.accept()
        self._seen = seen
        page = self._there()
        if isinstance(page, ProcessPage) and seen.happened is not None:
            page.show_all(seen.shown)
            words = f"{self._done}: {seen.happened.label}"
            page.told(words, seen.happened.warnings, seen.happened.moved)
        self.changed.emit()

    # the map goes out

    def _ask_save(self) -> None:
        page, seen = self._there(), self._seen
        if page is not None and seen is not None:
            self._files.to_save(page, "Save the map", seen.file, (PDF,), self._save)

    def _save(self, out: Path) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            ticket = self._worker.submit(partial(_save_job, case, out), page.saved, page.failed)
            self.follow.emit(ticket, "Saving the map")

    def _ask_print(self) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            ticket = self._worker.submit(partial(_print_job, case), self._print_now, page.failed)
            self.follow.emit(ticket, "Preparing the map")

    def _print_now(self, data: bytes) -> None:
        page, seen = self._there(), self._seen
        if page is None or seen is None:
            return
        try:
            if self._print(data, seen.title, page):
                page.status.say("The map is being printed", "done")
        except DeskError as error:
            page.failed(error)

    # what is there

    def _there(self) -> ProcessPage | ProcessMapPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _asking(self) -> StepDialog | ReasonDialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None


def _id(one: RouteStep | RouteEvent) -> str:
    return one.step.id if isinstance(one, RouteStep) else one.event.id


def _asked(one: RouteStep | RouteEvent, *, correct: bool) -> Asked:
    """What the dialog asks about."""
    seen_to = one.seen_to if isinstance(one, RouteStep) else ()
    known = None
    if correct and one.on is not None:
        known = Given(one.on.day, one.on.time, one.note, seen_to)
    if isinstance(one, RouteEvent):
        return Asked(one.event.label, help=one.event.help, note=one.note, known=known)
    about = " · ".join(part for part in (one.who, one.step.guidance) if part)
    waits = (one.words,) if one.mark not in {Mark.NOW, Mark.DONE} else ()
    warning = " ".join((*waits, *one.looks)) if not correct else ""
    return Asked(
        one.step.label, about, one.step.help, warning, one.step.point, seen_to, one.note, known
    )


# jobs of the worker


def _look(case: OpenCase, happened: Stepped | None = None) -> _Seen:
    route = whereabouts(case)
    nodes, edges = map_of(route, case.toolkit.process)
    parts = {part.id: part.called for part in case.form.parts}
    return _Seen(
        ProcessShown(route, parts, _refused(case)),
        nodes,
        edges,
        map_out.map_title(case),
        map_out.file_name(case),
        today(case.session.clock),
        happened,
    )


def _refused(case: OpenCase) -> str:
    """Why nothing can be recorded, in words."""
    if case.read_only:
        return "The case is only to be read now: nothing can be recorded."
    closed = closure(case)
    return f"{closed.words}. It is opened again on its closing page." if closed else ""


def _look_job(case: OpenCase, _progress: Progress) -> _Seen:
    return _look(case)


def _act_job(case: OpenCase, act: Callable[[OpenCase], Stepped], _progress: Progress) -> _Seen:
    return _look(case, act(case))


def _record_job(
    thing: str, day: DateAnswer, note: str, points: tuple[str, ...], case: OpenCase
) -> Stepped:
    return stepping.record(case, thing, given_of(day, note, points))


def _correct_job(
    thing: str, day: DateAnswer, note: str, points: tuple[str, ...], why: str, case: OpenCase
) -> Stepped:
    return stepping.correct(case, thing, given_of(day, note, points), why)


def _keep_job(thing: str, points: tuple[str, ...], note: str, case: OpenCase) -> Stepped:
    return stepping.keep_points(case, thing, points, note)


def _withdraw_job(thing: str, why: str, case: OpenCase) -> Stepped:
    return stepping.withdraw(case, thing, why)


def _save_job(case: OpenCase, out: Path, progress: Progress) -> Saved:
    return Saved(out.name, f"It opens with {map_out.save_map(case, out, progress)}.")


def _print_job(case: OpenCase, progress: Progress) -> bytes:
    return map_out.print_map(case, progress)
