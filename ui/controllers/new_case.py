"""Between the page on which a case is started, and the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.calendar import today
from mktdesk.desk import starting, unstarted
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.desk.starting import Beginning, Offer
from mktdesk.desk.unstarted import Unstarted
from mktdesk.errors import DeskError
from mktdesk.reference import Reference
from ui.page import Screen
from ui.pages.new_case import NewCasePage
from ui.worker import Progress, Worker


class NewCaseController(QObject):
    """show_screen: (Screen). started: (Reference) the case is there, closed, its full reference
    to be shown. left: the person turned back, or discarded what was answered. failed: (DeskError)
    with no page to show it.
    """

    show_screen = Signal(object)
    started = Signal(object)
    left = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._page: NewCasePage | None = None

    def begin(self) -> None:
        """Show the page."""
        self._worker.submit(partial(_offers_job, self._session), self._show, self._not_shown)

    def _show(self, known: _Known) -> None:
        page = NewCasePage(known.offers, known.today, read_date)
        page.start_wanted.connect(self._start)
        page.left.connect(self.left)
        page.discarded.connect(self._discard)
        if known.begun is not None:
            page.restore(known.begun)
        page.draft_changed.connect(self._keep)
        self._page = page
        self.show_screen.emit(page)

    def shows(self, screen: Screen | None) -> bool:
        """Whether this page is the one."""
        return screen is not None and screen is self._page

    # what is answered, until there is a case

    def _keep(self, one: Unstarted) -> None:
        job = partial(_keep_job, self._session, one)
        self._worker.submit(job, self._settled, self._not_started)

    def _discard(self) -> None:
        job = partial(_forget_job, self._session)
        self._worker.submit(job, self._discarded, self._not_started)

    def _discarded(self, _nothing: None) -> None:
        self.left.emit()

    def _settled(self, _nothing: None) -> None:
        """It is on the disk."""

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _start(self, beginning: Beginning) -> None:
        job = partial(_start_job, self._session, beginning)
        self._worker.submit(job, self._started, self._not_started)

    def _started(self, reference: Reference) -> None:
        page = self._page
        if page is not None and shiboken6.isValid(page):
            page.started()
        job = partial(_forget_job, self._session)
        self._worker.submit(job, self._settled, self._not_shown)
        self.started.emit(reference)

    def _not_started(self, error: DeskError) -> None:
        page = self._page
        if page is not None and shiboken6.isValid(page):
            page.failed(error)
        else:
            self.failed.emit(error)


@dataclass(frozen=True, slots=True)
class _Known:
    offers: tuple[Offer, ...]
    today: date
    begun: Unstarted | None = None


# jobs of the worker


def _offers_job(session: Session, _progress: Progress) -> _Known:
    session.refuse_if_read_only()
    return _Known(starting.offers(session), today(session.clock), unstarted.kept(session))


def _start_job(session: Session, beginning: Beginning, _progress: Progress) -> Reference:
    return starting.start_and_close(session, beginning)


def _keep_job(session: Session, one: Unstarted, _progress: Progress) -> None:
    unstarted.keep(session, one)


def _forget_job(session: Session, _progress: Progress) -> None:
    unstarted.forget(session)
