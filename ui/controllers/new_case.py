"""Between the page on which a case is started, and the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.calendar import today
from mktdesk.desk import starting
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.desk.starting import Beginning, Offer
from mktdesk.errors import DeskError
from mktdesk.reference import Reference
from ui.pages.new_case import NewCasePage
from ui.worker import Progress, Worker


class NewCaseController(QObject):
    """show_screen: (Screen). started: (Reference) the case is there, closed, its full reference
    to be shown. left: the person turned back. failed: (DeskError) with no page to show it.
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
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _start(self, beginning: Beginning) -> None:
        job = partial(_start_job, self._session, beginning)
        self._worker.submit(job, self._started, self._not_started)

    def _started(self, reference: Reference) -> None:
        page = self._page
        if page is not None and shiboken6.isValid(page):
            page.started()
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


# jobs of the worker


def _offers_job(session: Session, _progress: Progress) -> _Known:
    session.refuse_if_read_only()
    return _Known(starting.offers(session), today(session.clock))


def _start_job(session: Session, beginning: Beginning, _progress: Progress) -> Reference:
    return starting.start_and_close(session, beginning)
