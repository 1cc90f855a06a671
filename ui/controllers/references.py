"""Reference numbers: a new one shown, an old case registered, a full reference seen again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk import cases, slips, starting
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from mktdesk.reference import Reference
from mktdesk.toolkits import Toolkit
from ui.clipboard import SecretClipboard
from ui.dialogs.files import PDF, Files
from ui.dialogs.new_referral import NewReferralDialog
from ui.dialogs.reference import ReferenceDialog
from ui.slippanel import SlipPanel
from ui.worker import Progress, Worker

Print = Callable[[bytes, str, QWidget | None], bool]


class ReferencesController(QObject):
    """case_wanted: (public) open it. allocated: (public) the list of cases has one more.

    failed: (DeskError) where no dialog can show it.
    """

    case_wanted = Signal(str)
    allocated = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        worker: Worker,
        session: Session,
        window: QWidget,
        files: Files,
        clipboard: SecretClipboard,
        print_pdf: Print,
        parent: QObject | None = None,
    ) -> None:
        """print_pdf: asks for a printer and prints (`ui.printing.print_pdf`)."""
        super().__init__(parent)
        self._worker, self._session, self._window = worker, session, window
        self._files, self._clipboard, self._print = files, clipboard, print_pdf
        self._dialog: NewReferralDialog | ReferenceDialog | None = None
        clipboard.cleared.connect(self._clipboard_cleared)

    # the three ways in

    def show_new(self, reference: Reference) -> None:
        """A case was started: its number is allocated, and its full reference is shown once."""
        dialog = NewReferralDialog(parent=self._window)
        dialog.open_wanted.connect(self.case_wanted)
        self._open(dialog)
        self._allocated(reference)

    def register_old(self) -> None:
        """Ask for the old reference, then register it."""
        job = partial(_toolkits_job, self._session)
        self._worker.submit(job, self._ask_old, self.failed_now)

    def show_again(self, public: str) -> None:
        """Ask why, then show the full reference; it is journaled."""
        dialog = ReferenceDialog(public, self._window)
        dialog.show_wanted.connect(partial(self._show, public))
        self._open(dialog)

    def _ask_old(self, toolkits: tuple[Toolkit, ...]) -> None:
        dialog = NewReferralDialog(toolkits, self._window)
        dialog.start_wanted.connect(self._start)
        dialog.open_wanted.connect(self.case_wanted)
        self._open(dialog)

    def _open(self, dialog: NewReferralDialog | ReferenceDialog) -> None:
        self._dialog = dialog
        dialog.open()

    def _start(self, toolkit_id: str, pathway_id: str, reference: str) -> None:
        job = partial(_register_job, self._session, toolkit_id, pathway_id, reference)
        self._worker.submit(job, self._allocated, self.failed_now)

    def _allocated(self, reference: Reference) -> None:
        self.allocated.emit(reference.public)
        self._shown(reference)

    def _show(self, public: str, why: str) -> None:
        job = partial(_show_job, self._session, public, why)
        self._worker.submit(job, self._shown, self.failed_now)

    def _shown(self, reference: Reference) -> None:
        dialog = self._there
        if dialog is not None:
            panel = dialog.show_reference(reference)
            panel.copy_asked.connect(self._copy)
            panel.print_asked.connect(self._ask_print)
            panel.save_asked.connect(self._ask_save)

    @property
    def _there(self) -> NewReferralDialog | ReferenceDialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    @property
    def _panel(self) -> SlipPanel | None:
        return self._there.slip if self._there is not None else None

    def failed_now(self, error: DeskError) -> None:
        """In the dialog that is open, or to the window."""
        if self._there is not None:
            self._there.failed(error)
        else:
            self.failed.emit(error)

    # copy, print, save

    def _copy(self, reference: Reference) -> None:
        self._say(self._clipboard.copy(reference.full))

    def _clipboard_cleared(self) -> None:
        self._say("The clipboard is cleared.", "muted")

    def _ask_print(self, reference: Reference) -> None:
        job = partial(_print_job, self._session, reference)
        self._worker.submit(job, self._print_now, self.failed_now)

    def _print_now(self, slip: tuple[str, bytes]) -> None:
        public, data = slip
        try:
            printed = self._print(data, f"Reference slip {public}", self._there)
        except DeskError as error:
            self.failed_now(error)
            return
        if printed:
            self._say("The slip is being printed.")

    def _ask_save(self, reference: Reference) -> None:
        dialog = self._there
        if dialog is not None:
            name = f"{reference.public} slip.pdf"
            self._files.to_save(
                dialog, "Save the reference slip", name, (PDF,), partial(self._save, reference)
            )

    def _save(self, reference: Reference, path: Path) -> None:
        job = partial(_save_job, self._session, reference, path)
        self._worker.submit(job, self._saved, self.failed_now)

    def _saved(self, name: str) -> None:
        self._say(f"Saved {name}. It is not protected: keep it apart from the papers.")

    def _say(self, words: str, look: str = "done") -> None:
        if self._panel is not None:
            self._panel.say(words, look)


def _toolkits_job(session: Session, _: Progress) -> tuple[Toolkit, ...]:
    return tuple(one.toolkit for one in starting.offers(session))


def _register_job(
    session: Session, toolkit_id: str, pathway_id: str, reference: str, _: Progress
) -> Reference:
    case = cases.register_old_case(session, toolkit_id, reference, pathway_id)
    try:
        return case.handle.reference
    finally:
        cases.close_case(case)


def _show_job(session: Session, public: str, why: str, _: Progress) -> Reference:
    return cases.show_reference(session, public, why)


def _print_job(session: Session, reference: Reference, _: Progress) -> tuple[str, bytes]:
    return reference.public, slips.print_slip(session, reference)


def _save_job(session: Session, reference: Reference, path: Path, _: Progress) -> str:
    slips.save_slip(session, reference, path)
    return path.name
