"""Checking, signing and reopening the parts of an open case."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.casework.records import SignOff
from mktdesk.casework.status import follows
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.overview import Overview
from mktdesk.desk.reading import read_date
from mktdesk.desk.signing import Review, Signature
from mktdesk.errors import DeskError
from ui.controllers import casejobs
from ui.controllers.casejobs import Done, Version
from ui.dialogs.reason import ReasonDialog
from ui.pages.check import CheckPage
from ui.pages.signed import SignedPage
from ui.spots import PAGE, SIGNED, Spot
from ui.worker import Worker


class Signatures(QObject):
    """show_inner: (Screen) to put beside the task list. target_wanted: (Target), spot_wanted:
    (Spot), as the pages say. done: (Done, Spot to go to, words). failed: (DeskError).
    """

    show_inner = Signal(object)
    target_wanted = Signal(object)
    spot_wanted = Signal(object)
    done = Signal(object, object, str)
    failed = Signal(object)

    def __init__(self, worker: Worker, case: OpenCase, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._case = worker, case
        self._wanted = Spot(PAGE)  # what was asked for last: an older answer is not shown
        self._signed: SignedPage | None = None
        self._dialog: ReasonDialog | None = None

    def check(self, part: str) -> None:
        """Read a part back with what is missing, and offer the signature."""
        self._wanted = Spot("check", part)
        job = partial(casejobs.review, self._case, part)
        self._worker.submit(job, self._reviewed, self.failed_now)

    def show(self, view: Overview, part: str) -> None:
        """Show the signatures of a part, and what was signed."""
        self._wanted = Spot(SIGNED, part)
        signoffs = [s for s in view.signoffs if s.part == part]
        page = SignedPage(
            view.form.part(part).title, signoffs, read_only=view.read_only or bool(view.closed)
        )
        page.version_wanted.connect(self._version_wanted)
        page.change_wanted.connect(partial(self.ask_change, view, part))
        self._signed = page
        self.show_inner.emit(page)
        self._version_wanted(page.first)

    def leave(self) -> None:
        """The person has gone elsewhere: what is still being read is not shown."""
        self._wanted = Spot(PAGE)

    def failed_now(self, error: DeskError) -> None:
        """In the dialog that is open, or to whoever shows failures."""
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.failed(error)
        else:
            self.failed.emit(error)

    # checking and signing

    def _reviewed(self, review: Review) -> None:
        if self._wanted != Spot("check", review.part):
            return
        page = CheckPage(self._case.form, review, read_date, read_only=self._case.read_only)
        page.target_wanted.connect(self.target_wanted)
        page.spot_wanted.connect(self.spot_wanted)
        page.sign_wanted.connect(partial(self._sign, review))
        self.show_inner.emit(page)

    def _sign(self, read: Review, signature: Signature) -> None:
        job = partial(casejobs.sign, self._case, read, signature)
        self._worker.submit(job, self._has_signed, self.failed_now)

    def _has_signed(self, done: Done) -> None:
        part = self._wanted.part
        title = self._case.form.part(part).title
        self.done.emit(done, Spot(SIGNED, part), f"{title} is signed")

    # what was signed

    def _version_wanted(self, signoff: SignOff) -> None:
        job = partial(casejobs.version, self._case, signoff)
        self._worker.submit(job, self._version_read, self.failed_now)

    def _version_read(self, version: Version) -> None:
        page = self._signed
        if page is not None and shiboken6.isValid(page):
            page.show_version(version.signoff, version.blocks, agrees=version.agrees)

    # reopening

    def ask_change(self, view: Overview, part_id: str) -> None:
        """Ask why a signed part is to be changed, and open it."""
        part = view.form.part(part_id)
        resting = follows(view.form, view.signoffs, part)
        words = (
            "The signature is marked as superseded, with your reason. What was signed stays "
            "readable, and the section must be signed again."
        )
        if resting:
            names = " and ".join(other.title for other in resting)
            words += f" The signature under {names}, which rests on it, is superseded with it."
        dialog = ReasonDialog(f"Change {part.title}", words, f"Change {part.called}", self._signed)
        dialog.given.connect(partial(self._reopen, part_id))
        self._dialog = dialog
        dialog.open()

    def _reopen(self, part: str, why: str) -> None:
        job = partial(casejobs.reopen, self._case, part, why)
        self._worker.submit(job, self._reopened, self.failed_now)

    def _reopened(self, done: Done) -> None:
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.accept()
        part = self._wanted.part
        first = next(p.place for p in done.view.pages if p.place.part == part)
        self.done.emit(done, Spot.at(first), "Open for change: sign again when it is done")
