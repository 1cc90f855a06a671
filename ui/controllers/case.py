"""An open case, between its pages and the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk import filling
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.filling import Outcome
from mktdesk.desk.overview import Overview, first_difference, place_of, with_answers
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError, ReferenceNeeded
from mktdesk.forms.flow import Place
from mktdesk.forms.scopes import field_of
from mktdesk.forms.values import Value
from ui.controllers import casejobs
from ui.controllers.answers import AnswerSaver
from ui.controllers.casejobs import Done, Opened, Saved
from ui.controllers.opened import OpenNow
from ui.controllers.signatures import Signatures
from ui.page import Screen
from ui.pages.form_page import FormPage
from ui.spots import ACCESS, CHANGES, CHECK, PAGE, SIGNED, Spot, resting
from ui.worker import Worker

Action = Callable[[OpenCase], Outcome | None]


class CaseController(QObject):
    """One case at a time.

    show_screen: (CasePage) to put into the window. inside_wanted: (a kind of ui.spots,
    OpenCase) that page is wanted beside the task list: answer with `show_inside`.
    reference_wanted: (public). restricted: (public) it opens only with its full reference, to be
    handed to `open_typed`. opened: a case is open. not_opened: (DeskError) what was typed was not
    the reference. changed: the line in the list of cases may differ. failed:
    (DeskError) with no page to show it.
    """

    show_screen = Signal(object)
    inside_wanted = Signal(str, object)
    reference_wanted = Signal(str)
    restricted = Signal(str)
    opened = Signal()
    not_opened = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._open: OpenNow | None = None
        self._asked = ""  # the case that is to be opened, and where in it
        self._asked_spot: Spot | None = None

    # what the composition root uses

    def open(self, public: str, spot: Spot | None = None) -> None:
        """Open a case at a spot, where it was left, or where work goes on; closes an open one."""
        self.close()
        self._asked, self._asked_spot = public, spot
        job = partial(casejobs.open_case, self._session, public)
        self._worker.submit(job, self._opened, self._not_opened)

    def open_typed(self, full: str) -> None:
        """Open the restricted case that was asked for, with its full reference as typed."""
        job = partial(casejobs.open_restricted, self._session, self._asked, full)
        self._worker.submit(job, self._opened, self._not_typed)

    def open_again(self, opened: Opened) -> None:
        """Show a case that was closed for a while, where it was left for that."""
        self._asked, self._asked_spot = opened.case.public, Spot(ACCESS)
        self._opened(opened)

    def turn(self, opened: Opened) -> None:
        """The open case is on another way now: shown anew there, without being closed."""
        gone, self._open = self._open, None
        unsaved = dict(gone.saver.unsaved) if gone is not None and not gone.given_up else {}
        if gone is not None:
            gone.saver.stop()
        self._asked, self._asked_spot = opened.case.public, Spot(CHANGES)
        self._opened(opened)
        for target, value in unsaved.items():
            self._answer(target.record, target.row, target.field, value)
        self.changed.emit()

    def close(self) -> None:
        """Close the case once everything handed over is saved. Nothing if none is open.

        The page must have been left or flushed (`Window.show_screen`, `Window.flush`) before.
        """
        gone, self._open = self._open, None
        if gone is None:
            return
        gone.saver.stop()
        unsaved = {} if gone.given_up else dict(gone.saver.unsaved)
        job = partial(casejobs.close, gone.case, unsaved)
        self._worker.submit(job, self._closed, self._failed)

    @property
    def public(self) -> str:
        """The public part of the open case's reference, or nothing."""
        return self._open.case.public if self._open is not None else ""

    @property
    def here(self) -> Spot | None:
        """Where in the open case the person is."""
        return self._open.here if self._open is not None else None

    @property
    def unsaved(self) -> bool:
        """Whether answers are on the screen that are not in the book."""
        now = self._open
        return now is not None and not now.given_up and bool(now.saver.unsaved)

    def show_inside(self, screen: Screen) -> None:
        """Put a page beside the task list."""
        now = self._now
        if now is not None:
            now.frame.show_inner(screen)
            if now.said:
                screen.status.say(now.said)
                now.said = ""

    def go(self, spot: Spot) -> None:
        """Go to a place of the open case."""
        now = self._now
        if now is None:
            return
        now.frame.flush()
        now.here = spot = resting(now.view, spot)
        now.signatures.leave()
        now.frame.show_overview(now.view, spot)
        if spot.kind == PAGE:
            self._show_form(now, spot.place)
        elif spot.kind == CHECK:
            now.checked.add(spot.part)
            now.signatures.check(spot.part)
        elif spot.kind == SIGNED:
            now.signatures.show(now.view, spot.part)
        else:
            self.inside_wanted.emit(spot.kind, now.case)
            return
        job = partial(casejobs.keep_place, now.case, Place(spot.part, spot.page, spot.row))
        self._worker.submit(job, self._nothing, self._failed)

    def refresh(self) -> None:
        """Something was written elsewhere (documents, packs): show how the case stands."""
        if self._open is not None:
            self._open.saver.settle_soon()
            job = partial(casejobs.look, self._open.case)
            self._worker.submit(job, self._looked, self._failed)

    # opening and closing

    def _opened(self, opened: Opened) -> None:
        self.close()
        saver = AnswerSaver(self._worker, opened.case, self)
        saver.saved.connect(self._saved)
        saver.drafted.connect(self._drafted)
        saver.settled.connect(self.changed)
        saver.failed.connect(self._failed)
        signatures = Signatures(self._worker, opened.case, self)
        signatures.show_inner.connect(self.show_inside)
        signatures.target_wanted.connect(self.go_to)
        signatures.spot_wanted.connect(self.go)
        signatures.done.connect(self._signed)
        signatures.failed.connect(self._failed)
        self._open = now = OpenNow(opened, saver, signatures)
        now.frame.spot_wanted.connect(self.go)
        now.frame.undo_wanted.connect(self._undo)
        now.frame.redo_wanted.connect(self._redo)
        now.frame.reference_wanted.connect(self._reference)
        now.frame.given_up.connect(self._give_up)
        now.frame.show_state(now.view)
        self.go(self._asked_spot or Spot.at(opened.place or now.view.beginning))
        self.show_screen.emit(now.frame)
        self.opened.emit()

    def _not_opened(self, error: DeskError) -> None:
        if isinstance(error, ReferenceNeeded):
            self.restricted.emit(self._asked)
        else:
            self._failed(error)

    def _not_typed(self, error: DeskError) -> None:
        self.not_opened.emit(error)

    def _closed(self, _: None) -> None:
        self.changed.emit()

    def _nothing(self, _: None) -> None:
        """The place is remembered."""

    def _failed(self, error: DeskError) -> None:
        now = self._now
        if now is None:
            self.failed.emit(error)
        else:
            now.refused = True
            now.frame.set_unsaved(len(now.saver.unsaved))
            now.frame.failed(error)

    def _reference(self) -> None:
        self.reference_wanted.emit(self.public)

    def _give_up(self) -> None:
        if self._open is not None:
            self._open.given_up = True

    @property
    def _now(self) -> OpenNow | None:
        """The open case while its page is there."""
        now = self._open
        return now if now is not None and shiboken6.isValid(now.frame) else None

    # a page of the form

    def _show_form(self, now: OpenNow, place: Place) -> None:
        page = FormPage(now.view.form, place, read_date)
        page.answer_made.connect(self._answer)
        page.draft_made.connect(self._draft)
        page.row_added.connect(self._add_row)
        page.row_removed.connect(self._remove_row)
        page.row_moved.connect(self._move_row)
        page.another_wanted.connect(self._add_page)
        page.gone_wanted.connect(self._remove_row)
        page.spot_wanted.connect(self.go)
        page.target_wanted.connect(self.go_to)
        page.change_wanted.connect(self._change)
        self._fill(now, page)
        self.show_inside(page)

    def _fill(self, now: OpenNow, page: FormPage) -> None:
        page.show_overview(with_answers(now.view, now.saver.unsaved))
        if page.place.part in now.checked:
            page.show_checked([p for p in now.view.problems if p.place.part == page.place.part])

    def go_to(self, target: Target) -> None:
        """To a question, wherever it is asked."""
        now = self._now
        place = place_of(now.view.form, now.view.answers, target) if now is not None else None
        if now is None or place is None:
            return
        if now.here != Spot.at(place):
            self.go(Spot.at(place))
        if isinstance(now.frame.inner, FormPage):
            now.frame.inner.go_to(target)

    def _change(self, part: str) -> None:
        """A signed part is to be opened for change: its signature is shown, and why is asked."""
        self.go(Spot(SIGNED, part))
        if self._now is not None:
            self._now.signatures.ask_change(self._now.view, part)

    # what changed

    def _show(self, now: OpenNow, view: Overview) -> None:
        now.view = view
        spot = resting(view, now.here)
        if spot != now.here:
            self.go(spot)
            return
        now.frame.show_overview(view, spot)
        if isinstance(now.frame.inner, FormPage):
            self._fill(now, now.frame.inner)

    def _say(self, now: OpenNow, words: str) -> None:
        if now.frame.inner is not None:
            now.frame.inner.status.say(words)

    def _saved(self, done: Saved) -> None:
        now = self._now
        if now is None or done.case is not now.case:
            for error in done.refused.values():
                self.failed.emit(error)
            return
        self._show(now, done.view)
        now.frame.set_unsaved(len(now.saver.unsaved))
        for target, error in done.refused.items():
            if isinstance(now.frame.inner, FormPage):
                now.frame.inner.show_failure(target, f"Not saved. {error.what}")
            self._failed(error)
        if not done.refused:
            now.tell_moved(done.moved)
            self._well(now, f"Saved {done.view.saved_at}")

    def _well(self, now: OpenNow, words: str) -> None:
        if now.refused:
            now.refused = False
            if isinstance(now.frame.inner, FormPage):
                now.frame.inner.show_saved()
            now.frame.show_state(now.view)
        self._say(now, words)

    def _drafted(self, at: str) -> None:
        if self._now is not None:
            self._say(self._now, f"Saved {at}")

    def _looked(self, done: Done) -> None:
        now = self._now
        if now is not None and done.case is now.case:
            self._show(now, done.view)

    # actions

    def _answer(self, record: str, row: str, field: str, value: Value) -> None:
        if self._open is not None:
            self._open.saver.answer(Target(record, row, field), value)

    def _draft(self, record: str, row: str, field: str, value: Value) -> None:
        if self._open is not None:
            self._open.saver.draft(Target(record, row, field), value)

    def _act(self, action: Action, done: Callable[[Done], None]) -> None:
        if self._open is not None:
            self._open.saver.settle_soon()
            job = partial(casejobs.act, self._open.case, action)
            self._worker.submit(job, done, self._failed)

    def _add_row(self, record: str) -> None:
        self._act(partial(casejobs.add_row, record), self._changed_rows)

    def _remove_row(self, record: str, row: str) -> None:
        self._act(partial(casejobs.remove_row, record, row), self._changed_rows)

    def _move_row(self, record: str, row: str, place: int) -> None:
        self._act(partial(casejobs.move_row, record, row, place), self._changed_rows)

    def _add_page(self, record: str) -> None:
        self._act(partial(casejobs.add_row, record), self._added_page)

    def _undo(self) -> None:
        self._act(filling.undo, self._taken_back)

    def _redo(self) -> None:
        self._act(filling.redo, self._done_again)

    def _changed_rows(self, done: Done) -> None:
        now = self._now
        if now is not None and done.case is now.case:
            self._show(now, done.view)
            self._well(now, f"Saved {done.view.saved_at}")

    def _added_page(self, done: Done) -> None:
        now = self._now
        if now is not None and done.case is now.case and done.outcome is not None:
            now.view = done.view
            now.said = f"Added {done.view.saved_at}"
            self.go(Spot(PAGE, now.here.part, now.here.page, done.outcome.row))

    def _taken_back(self, done: Done) -> None:
        self._show_difference(done, "Taken back", "Nothing to take back here")

    def _done_again(self, done: Done) -> None:
        self._show_difference(done, "Done again", "Nothing to do again here")

    def _show_difference(self, done: Done, verb: str, nothing: str) -> None:
        """Go to what an undo or redo changed, so that it is seen; or say that it was nothing."""
        now = self._now
        if now is None or done.case is not now.case:
            return
        if done.outcome is None:
            self._show(now, done.view)
            self._say(now, nothing)
            return
        target = first_difference(now.view.form, now.view.answers, done.view.answers)
        now.view = done.view
        self._show(now, done.view)
        if target is not None:
            self.go_to(target)
            if target.field:
                verb = f"{verb}: {field_of(now.view.form, target.record, target.field).name}"
            now.tell_moved(done.moved)
        elif spot := now.shows(done.outcome.changed):
            now.said = verb
            self.go(spot)
        self._well(now, verb)

    def _signed(self, done: Done, spot: Spot, words: str) -> None:
        now = self._now
        if now is None or done.case is not now.case:
            return
        now.view = done.view
        now.said = words
        now.saver.settle_soon()
        self.go(spot)
        now.tell_moved(done.moved)
