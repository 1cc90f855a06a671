"""Between the page of toolkits and the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.calendar import spoken_date, today
from mktdesk.desk import toolkits as desk
from mktdesk.desk.owntoolkits import OwnToolkit
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from ui.dialogs.files import PDF as PDF_FILES
from ui.dialogs.files import ZIP, Files
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.toolkit import ClockDialog, CopyToolkitDialog, ForceDialog, RecipientsDialog
from ui.pages.toolkits import (
    CLOCK,
    COPY,
    EDITION,
    FILES,
    FORCE,
    NOTICE,
    PDF,
    WITHDRAW,
    Shown,
    ToolkitsPage,
)
from ui.worker import Progress, Worker

Dialog = CopyToolkitDialog | ClockDialog | RecipientsDialog | ForceDialog | ReasonDialog


class ToolkitsController(QObject):
    """show_screen: (Screen). failed: (DeskError) with no page yet. changed: one was put in force
    or withdrawn.
    """

    show_screen = Signal(object)
    failed = Signal(object)
    changed = Signal()

    def __init__(
        self, worker: Worker, session: Session, files: Files, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self._session, self._files = worker, session, files
        self._page: ToolkitsPage | None = None
        self._asking: Dialog | None = None
        self._said = ""
        self._acts: dict[str, Callable[[ToolkitsPage, Shown], None]] = {
            PDF: self._ask_file,
            COPY: self._ask_copy,
            CLOCK: self._ask_clock,
            NOTICE: self._ask_notice,
            FORCE: self._ask_force,
            EDITION: self._new_edition,
            WITHDRAW: self._ask_withdraw,
            FILES: self._ask_zip,
        }

    def begin(self) -> None:
        """Show the page."""
        self._worker.submit(partial(_shown_job, self._session), self._show, self._not_shown)

    def _show(self, lines: tuple[Shown, ...]) -> None:
        page = ToolkitsPage()
        page.act_asked.connect(self._asked)
        page.show_all(lines, read_only=self._session.vault.read_only)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _there(self) -> ToolkitsPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _asked(self, shown: Shown, what: str) -> None:
        if page := self._there():
            self._acts[what](page, shown)

    def _own(self, shown: Shown) -> OwnToolkit:
        assert shown.line.own is not None  # its button is there for the office's own alone
        return shown.line.own

    # what is asked

    def _open(self, dialog: Dialog) -> None:
        self._asking = dialog
        dialog.open()

    def _ask_file(self, page: ToolkitsPage, shown: Shown) -> None:
        toolkit = shown.line.toolkit
        name = f"{toolkit.id} {toolkit.edition}.pdf"
        chosen = partial(self._save, shown)
        self._files.to_save(page, "Save the toolkit", name, (PDF_FILES,), chosen)

    def _ask_zip(self, page: ToolkitsPage, shown: Shown) -> None:
        own = self._own(shown)
        name = f"{own.toolkit} {own.edition}.zip"
        chosen = partial(self._save_files, own)
        self._files.to_save(page, "Save the toolkit's files", name, (ZIP,), chosen)

    def _ask_copy(self, page: ToolkitsPage, shown: Shown) -> None:
        dialog = CopyToolkitDialog(shown.line.toolkit, page)
        dialog.given.connect(partial(self._copy, shown.line.toolkit.id))
        self._open(dialog)

    def _ask_clock(self, page: ToolkitsPage, shown: Shown) -> None:
        dialog = ClockDialog(shown.line.toolkit.process.clock, page)
        dialog.given.connect(partial(self._change_clock, self._own(shown)))
        self._open(dialog)

    def _ask_notice(self, page: ToolkitsPage, shown: Shown) -> None:
        dialog = RecipientsDialog(shown.line.toolkit, page)
        dialog.given.connect(partial(self._change_notice, self._own(shown)))
        self._open(dialog)

    def _ask_force(self, page: ToolkitsPage, shown: Shown) -> None:
        day = spoken_date(today(self._session.clock))
        dialog = ForceDialog(shown.line.toolkit.title, day, page)
        dialog.given.connect(partial(self._put_in_force, self._own(shown)))
        self._open(dialog)

    def _ask_withdraw(self, page: ToolkitsPage, shown: Shown) -> None:
        dialog = ReasonDialog(
            f"Withdraw: {shown.line.toolkit.title}",
            "No case begins under it any more. Cases that are under it go on.",
            "Withdraw",
            page,
            kept="It is kept in the office's history.",
        )
        dialog.given.connect(partial(self._withdraw, self._own(shown)))
        self._open(dialog)

    # what is done

    def _save(self, shown: Shown, out: Path) -> None:
        job = partial(_save_job, self._session, shown, out)
        self._run(job, f"Saved {out.name}")

    def _save_files(self, own: OwnToolkit, out: Path) -> None:
        self._run(partial(_files_job, own, out), f"Saved {out.name}")

    def _copy(self, toolkit_id: str, name: str, title: str) -> None:
        self._run(partial(_copy_job, self._session, toolkit_id, name, title), "Copied as a draft")

    def _change_clock(self, own: OwnToolkit, clock: str, number: int, unit: str, why: str) -> None:
        job = partial(_clock_job, self._session, own, clock, number, unit, why)
        self._run(job, "Clock changed")

    def _change_notice(self, own: OwnToolkit, notice: str, to: Sequence[str], why: str) -> None:
        job = partial(_notice_job, self._session, own, notice, tuple(to), why)
        self._run(job, "Recipients changed")

    def _put_in_force(self, own: OwnToolkit, day: date, why: str) -> None:
        job = partial(_force_job, self._session, own, day, why)
        self._run(job, f"In force from {spoken_date(day)}")

    def _new_edition(self, _page: ToolkitsPage, shown: Shown) -> None:
        self._run(partial(_edition_job, self._session, self._own(shown)), "A new draft is made")

    def _withdraw(self, own: OwnToolkit, why: str) -> None:
        self._run(partial(_withdraw_job, self._session, own, why), "Withdrawn")

    def _run(self, job: Callable[[Progress], object], said: str) -> None:
        dialog, page = self._dialog(), self._there()
        if page is not None:
            self._said = said
            self._worker.submit(job, self._done, dialog.failed if dialog else page.failed)

    def _done(self, _nothing: object) -> None:
        if dialog := self._dialog():
            dialog.accept()
        self._asking = None
        if page := self._there():
            page.said(self._said)
            self._worker.submit(partial(_shown_job, self._session), self._again, page.failed)
        self.changed.emit()

    def _again(self, lines: tuple[Shown, ...]) -> None:
        if page := self._there():
            page.show_all(lines, read_only=self._session.vault.read_only)

    def _dialog(self) -> Dialog | None:
        dialog = self._asking
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None


# jobs of the worker


def _shown_job(session: Session, _progress: Progress) -> tuple[Shown, ...]:
    now = today(session.clock)
    return tuple(
        Shown(line, now, desk.changes(session, line.own) if line.own and not line.refused else ())
        for line in desk.every_line(session)
    )


def _save_job(session: Session, shown: Shown, out: Path, _progress: Progress) -> None:
    desk.save_toolkit_paper(session, shown.line.toolkit, out)


def _files_job(own: OwnToolkit, out: Path, _progress: Progress) -> None:
    desk.save_files(own, out)


def _copy_job(session: Session, old: str, name: str, title: str, _progress: Progress) -> None:
    desk.copy_supplied(session, old, name, title)


def _clock_job(
    session: Session,
    own: OwnToolkit,
    clock: str,
    number: int,
    unit: str,
    why: str,
    _progress: Progress,
) -> None:
    desk.change_clock(session, own, clock, number, unit, why)


def _notice_job(
    session: Session,
    own: OwnToolkit,
    notice: str,
    to: tuple[str, ...],
    why: str,
    _progress: Progress,
) -> None:
    desk.change_recipients(session, own, notice, to, why)


def _force_job(session: Session, own: OwnToolkit, day: date, why: str, _progress: Progress) -> None:
    desk.put_in_force(session, own, day, why)


def _edition_job(session: Session, own: OwnToolkit, _progress: Progress) -> None:
    desk.new_edition(session, own)


def _withdraw_job(session: Session, own: OwnToolkit, why: str, _progress: Progress) -> None:
    desk.withdraw(session, own, why)
