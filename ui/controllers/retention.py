"""Between the retention page and the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk import retention
from mktdesk.desk.disposed import DisposedLine, disposed
from mktdesk.desk.retention import DueLine
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from ui.dialogs.dispose import DisposeDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.retention import APPROVE, HOLD, RELEASE, WITHDRAW, RetentionPage, RetentionShown
from ui.worker import Progress, Worker

_KEPT = "It is kept in the office's history."
# what is asked -> (title, what happens, the button, what is said when it is done)
_WORDS = {
    APPROVE: (
        "Approve the disposal",
        "Another member of staff approves it after you; only then can it be disposed of.",
        "Approve disposal",
        "Approved",
    ),
    WITHDRAW: (
        "Take approvals back",
        "Every approval of its disposal is void.",
        "Take approvals back",
        "Approvals taken back",
    ),
    HOLD: (
        "Put on hold",
        "It is kept, whatever its age, until somebody ends the hold.",
        "Put on hold",
        "On hold",
    ),
    RELEASE: ("End the hold", "It can fall due again.", "End the hold", "Hold ended"),
}
_ACTS: dict[str, Callable[[Session, str, str], object]] = {
    APPROVE: retention.approve,
    WITHDRAW: retention.withdraw,
    HOLD: retention.hold,
    RELEASE: retention.release,
}


class RetentionController(QObject):
    """show_screen: (Screen). changed: a case is gone. failed: (DeskError) with no page yet."""

    show_screen = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._page: RetentionPage | None = None
        self._asking: ReasonDialog | DisposeDialog | None = None
        self._done = ""

    def begin(self) -> None:
        """Show the page."""
        self._worker.submit(partial(_shown_job, self._session), self._show, self._not_shown)

    def _show(self, shown: RetentionShown) -> None:
        page = RetentionPage(shown)
        page.rule_asked.connect(self._set_rule)
        page.act_asked.connect(self._ask_reason)
        page.dispose_asked.connect(self._ask_sure)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _there(self) -> RetentionPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _read_again(self) -> None:
        if page := self._there():
            job = partial(_shown_job, self._session)
            self._worker.submit(job, page.show_all, page.failed)

    # periods

    def _set_rule(self, rule: str, years: int, counted_from: str, reason: str) -> None:
        if page := self._there():
            self._done = "Period set"
            job = partial(_rule_job, self._session, rule, years, counted_from, reason)
            self._worker.submit(job, self._acted, page.failed)

    # one case

    def _ask_reason(self, line: DueLine, what: str) -> None:
        page = self._there()
        if page is None:
            return
        title, happens, verb, self._done = _WORDS[what]
        dialog = ReasonDialog(f"{title}: {line.public}", happens, verb, page, kept=_KEPT)
        dialog.given.connect(partial(self._act, line, what))
        self._asking = dialog
        dialog.open()

    def _act(self, line: DueLine, what: str, reason: str) -> None:
        if dialog := self._dialog():
            job = partial(_act_job, self._session, what, line.public, reason)
            self._worker.submit(job, self._acted, dialog.failed)

    def _acted(self, _nothing: None) -> None:
        if dialog := self._dialog():
            dialog.accept()
        if page := self._there():
            page.said(self._done)
        self._read_again()

    def _ask_sure(self, line: DueLine) -> None:
        if page := self._there():
            dialog = DisposeDialog(line.public, " and ".join(line.approved), page)
            dialog.given.connect(partial(self._dispose, line))
            self._asking = dialog
            dialog.open()

    def _dispose(self, line: DueLine) -> None:
        if dialog := self._dialog():
            job = partial(_dispose_job, self._session, line.public)
            self._worker.submit(job, self._gone, dialog.failed)

    def _gone(self, line: DisposedLine) -> None:
        if dialog := self._dialog():
            dialog.accept()
        if page := self._there():
            page.gone(line)
        self.changed.emit()
        self._read_again()

    def _dialog(self) -> ReasonDialog | DisposeDialog | None:
        dialog = self._asking
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None


# jobs of the worker


def _shown_job(session: Session, _progress: Progress) -> RetentionShown:
    return RetentionShown(
        retention.rules(session),
        retention.due_list(session),
        disposed(session),
        session.actor,
        session.vault.read_only,
    )


def _rule_job(
    session: Session, rule: str, years: int, counted_from: str, reason: str, _progress: Progress
) -> None:
    retention.set_rule(session, rule, years, counted_from, reason)


def _act_job(session: Session, what: str, public: str, reason: str, _progress: Progress) -> None:
    _ACTS[what](session, public, reason)


def _dispose_job(session: Session, public: str, _progress: Progress) -> DisposedLine:
    return retention.dispose(session, public)
