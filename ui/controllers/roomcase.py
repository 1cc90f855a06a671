"""The part that an item fills, page by page in meeting mode, then read back and signed."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.overview import Overview, place_of, with_answers
from mktdesk.desk.reading import read_date
from mktdesk.errors import DeskError, StepRefused
from mktdesk.forms.flow import Place
from mktdesk.forms.values import Value
from ui.controllers import casejobs
from ui.controllers.answers import AnswerSaver
from ui.controllers.casejobs import Done, Saved
from ui.pages.form_page import FormPage
from ui.spots import PAGE, Spot
from ui.worker import Worker


class RoomCase(QObject):
    """One part of one open case.

    show_inner: (Screen) in the table's place. check_wanted: (its id) the last page was left, so
    that it is read back. changed: answers were saved. failed: (DeskError).
    """

    show_inner = Signal(object)
    check_wanted = Signal(str)
    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, worker: Worker, case: OpenCase, part: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self._case, self._part = worker, case, part
        self._view: Overview | None = None
        self._page: FormPage | None = None
        self._wanted: Place | None = None
        self._saver = AnswerSaver(worker, case, self)
        self._saver.saved.connect(self._saved)
        self._saver.drafted.connect(self._drafted)
        self._saver.failed.connect(self.failed)

    # what meeting mode uses

    def begin(self) -> None:
        """Show the part's first page."""
        self._wanted = None
        self._worker.submit(partial(casejobs.look, self._case), self._looked, self._not_done)

    def go_to(self, target: Target) -> None:
        """Show a question, wherever it is asked."""
        view = self._view
        place = place_of(view.form, view.answers, target) if view is not None else None
        if place is not None:
            self._show(place)
            if self._page is not None:
                self._page.go_to(target)

    def show_place(self, place: Place) -> None:
        """Show a page of the part, as somebody who reads it back wants to change it."""
        self._wanted = place
        self._worker.submit(partial(casejobs.look, self._case), self._looked, self._not_done)

    def stop(self) -> None:
        """Another item is taken; what is typed has been handed over."""
        self._saver.stop()

    # pages

    def _looked(self, done: Done) -> None:
        self._view = done.view
        pages = [one.place for one in done.view.pages if one.place.part == self._part]
        if not pages:
            words = "As things stand this part asks nothing.", "See to what comes before it."
            self.failed.emit(StepRefused(*words))
            return
        open_one = next(
            (x.place for x in done.view.pages if x.place.part == self._part and x.errors), None
        )
        self._show(self._wanted or open_one or pages[0])

    def _show(self, place: Place) -> None:
        view = self._view
        if view is None:
            return
        page = FormPage(view.form, place, read_date)
        page.answer_made.connect(self._answer)
        page.draft_made.connect(self._draft)
        page.row_added.connect(self._add_row)
        page.row_removed.connect(self._remove_row)
        page.row_moved.connect(self._move_row)
        page.spot_wanted.connect(self._spot)
        page.target_wanted.connect(self.go_to)
        self._page, self._wanted = page, place
        page.show_overview(with_answers(view, self._saver.unsaved))
        self.show_inner.emit(page)

    def _spot(self, spot: Spot) -> None:
        if spot.kind == PAGE and spot.part == self._part:
            self._flush()
            self._show(spot.place)
        else:
            self._flush()
            self.check_wanted.emit(self._part)

    def _flush(self) -> None:
        if (page := self._there()) is not None:
            page.flush()

    # what is answered

    def _answer(self, record: str, row: str, field: str, value: Value) -> None:
        self._saver.answer(Target(record, row, field), value)

    def _draft(self, record: str, row: str, field: str, value: Value) -> None:
        self._saver.draft(Target(record, row, field), value)

    def _add_row(self, record: str) -> None:
        self._act(partial(casejobs.act, self._case, partial(casejobs.add_row, record)))

    def _remove_row(self, record: str, row: str) -> None:
        self._act(partial(casejobs.act, self._case, partial(casejobs.remove_row, record, row)))

    def _move_row(self, record: str, row: str, place: int) -> None:
        move = partial(casejobs.move_row, record, row, place)
        self._act(partial(casejobs.act, self._case, move))

    def _act(self, job: partial[Done]) -> None:
        self._saver.settle_soon()
        self._worker.submit(job, self._acted, self._not_done)

    def _acted(self, done: Done) -> None:
        self._refresh(done.view)

    def _saved(self, done: Saved) -> None:
        self._refresh(done.view)
        page = self._there()
        for target, error in done.refused.items():
            if page is not None:
                page.show_failure(target, f"Not saved. {error.what}")
        if page is not None and not done.refused:
            page.status.say(f"Saved {done.view.saved_at}")
        self.changed.emit()

    def _refresh(self, view: Overview) -> None:
        self._view = view
        if (page := self._there()) is not None:
            page.show_overview(with_answers(view, self._saver.unsaved))

    def _drafted(self, at: str) -> None:
        if (page := self._there()) is not None:
            page.status.say(f"Saved {at}")

    def _not_done(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _there(self) -> FormPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None
