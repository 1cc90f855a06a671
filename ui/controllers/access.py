"""Between the page of who can open a case, and the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk import casekeys, slips
from mktdesk.desk.casefile import OpenCase
from mktdesk.errors import DeskError
from mktdesk.reference import Reference
from ui.clipboard import SecretClipboard
from ui.controllers import casejobs
from ui.controllers.casejobs import Opened
from ui.dialogs.files import PDF, Files
from ui.dialogs.keys import Ask, KeyDialog
from ui.pages.access import AccessPage, AccessShown
from ui.worker import Progress, Worker

Print = Callable[[bytes, str, QWidget | None], bool]


_WHY = Ask("Reason", help_text="It is kept in the case's own history.", empty="Say why.")
_RESTRICTED = (
    "It is kept: the list of cases shows only what everybody may see. Backups that were made "
    "before still hold a list with its subject."
)


class AccessController(QObject):
    """show_screen: (Screen) for inside the case. changed: the list of cases may differ.

    failed: (DeskError) where no page can show it. follow: (Ticket, words) of long work. closing:
    the case must be closed now; then reopened: (Opened) it is open again, or lost: it is not.
    """

    show_screen = Signal(object)
    changed = Signal()
    failed = Signal(object)
    follow = Signal(object, str)
    closing = Signal()
    reopened = Signal(object)
    lost = Signal()

    def __init__(
        self, worker: Worker, files: Files, clipboard: SecretClipboard, print_pdf: Print,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._worker, self._files = worker, files
        self._clipboard, self._print = clipboard, print_pdf
        self._case: OpenCase | None = None
        self._page: AccessPage | None = None
        self._dialog: KeyDialog | None = None
        self._told: DeskError | str = ""  # to be told once the next page is shown

    def begin(self, case: OpenCase) -> None:
        """Show the page of this case."""
        self._case = case
        self._worker.submit(partial(_shown_job, case), self._show, self._failed)

    def _show(self, shown: AccessShown) -> None:
        page = AccessPage(shown)
        page.restrict_asked.connect(self._restrict)
        page.lift_asked.connect(self._lift)
        page.seal_asked.connect(self._seal)
        page.seal_kept.connect(self._keep)
        page.key_wanted.connect(self._ask_key)
        self._page = page
        self.show_screen.emit(page)
        told, self._told = self._told, ""
        if isinstance(told, DeskError):
            page.failed(told)
        elif told:
            page.done(told)

    def _there(self) -> AccessPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _failed(self, error: DeskError) -> None:
        if page := self._there():
            page.failed(error)
        else:
            self.failed.emit(error)

    def _restrict(self, named: tuple[str, ...], reason: str) -> None:
        if self._case is not None:
            job = partial(_restrict_job, self._case, named, reason)
            self._worker.submit(job, self._restricted, self._failed)

    def _restricted(self, shown: AccessShown) -> None:
        self._tell(shown, _RESTRICTED)

    def _lift(self, reason: str) -> None:
        if self._case is not None:
            job = partial(_lift_job, self._case, reason)
            self._worker.submit(job, self._lifted, self._failed)

    def _lifted(self, shown: AccessShown) -> None:
        self._tell(shown, "Everybody who can open the vault can open this case again.")

    def _tell(self, shown: AccessShown, words: str) -> None:
        self.changed.emit()
        if page := self._there():
            page.show_access(shown)
            page.done(words)

    # another seal

    def _seal(self) -> None:
        page = self._there()
        if page is not None and self._case is not None:
            panel = page.show_reference(casekeys.fresh_reference(self._case))
            panel.copy_asked.connect(self._copy)
            panel.print_asked.connect(self._ask_print)
            panel.save_asked.connect(self._ask_save)

    def _keep(self, fresh: Reference, reason: str) -> None:
        if self._case is not None:
            job = partial(_reseal_job, self._case, fresh, reason)
            self._worker.submit(job, self._sealed, self._failed)

    def _sealed(self, shown: AccessShown) -> None:
        if page := self._there():
            page.drop_reference()
        self._tell(shown, f"The new full reference counts. {casekeys.OLD_PACKS}")

    # another key

    def _ask_key(self) -> None:
        page = self._there()
        if page is not None:
            words = (
                "The case is closed, copied under a new key, checked, put in its place, and "
                "opened again."
            )
            title, verb = "Change the case's key", "Change the key"
            self._dialog = KeyDialog(title, words, verb, (_WHY,), page.window())
            self._dialog.given.connect(self._key_given)
            self._dialog.open()

    def _key_given(self, answers: tuple[str, ...]) -> None:
        page, case = self._there(), self._case
        if self._dialog is not None:
            self._dialog.accept()
        if page is None or case is None:
            return
        page.setEnabled(False)
        self.closing.emit()
        job = partial(casejobs.change_key, case.session, case.handle.reference, answers[0])
        ticket = self._worker.submit(job, self._key_changed, self._lost)
        self.follow.emit(ticket, "Copying the case")

    def _key_changed(self, done: tuple[Opened, DeskError | None]) -> None:
        opened, refused = done
        self._told = refused or f"{opened.case.public} has a new key."
        self.reopened.emit(opened)

    def _lost(self, error: DeskError) -> None:
        self.lost.emit()
        self.failed.emit(error)

    # the slip of another seal

    def _copy(self, reference: Reference) -> None:
        self._say(self._clipboard.copy(reference.full))

    def _ask_print(self, reference: Reference) -> None:
        if self._case is not None:
            job = partial(_print_job, self._case, reference)
            self._worker.submit(job, self._print_now, self._failed)

    def _print_now(self, slip: bytes) -> None:
        try:
            if self._print(slip, "Reference slip", self._there()):
                self._say("The slip is being printed.")
        except DeskError as error:
            self._failed(error)

    def _ask_save(self, reference: Reference) -> None:
        if page := self._there():
            name = f"{reference.public} slip.pdf"
            save = partial(self._save, reference)
            self._files.to_save(page, "Save the reference slip", name, (PDF,), save)

    def _save(self, reference: Reference, path: Path) -> None:
        if self._case is not None:
            job = partial(_save_job, self._case, reference, path)
            self._worker.submit(job, self._saved, self._failed)

    def _saved(self, name: str) -> None:
        self._say(f"Saved {name}. It is not protected: keep it apart from the papers.")

    def _say(self, words: str) -> None:
        page = self._there()
        if page is not None and page.slip is not None:
            page.slip.say(words)


class TypedReference(QObject):
    """Asks for the full reference of a restricted case.

    given: (full reference as typed), to be opened with `casekeys.open_restricted`. The dialog
    stays until `taken` or `refused`.
    """

    given = Signal(str)

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._dialog: KeyDialog | None = None

    def ask(self, public: str) -> None:
        """The case of this public part is restricted."""
        words = "It opens for the people named for it, each with its full reference."
        asks = (Ask("Full reference", help_text="As on the slip.", empty="Type the reference."),)
        title = f"{public} is restricted"
        self._dialog = KeyDialog(title, words, "Open the case", asks, self._window)
        self._dialog.given.connect(self._given)
        self._dialog.open()

    def taken(self) -> None:
        """The case is open."""
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.accept()

    def refused(self, error: DeskError) -> None:
        """That was not it; what was typed stays."""
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.failed(error)

    def _given(self, answers: tuple[str, ...]) -> None:
        self.given.emit(answers[0])


# jobs of the worker


def _shown_job(case: OpenCase, _progress: Progress | None = None) -> AccessShown:
    found = casekeys.access(case)
    people = tuple((person.slot_id, person.label) for person in found.people)
    mine = next((person.slot_id for person in found.people if person.here), "")
    return AccessShown(found.restricted, found.named, people, mine, not case.read_only)


def _restrict_job(
    case: OpenCase, named: tuple[str, ...], reason: str, _progress: Progress
) -> AccessShown:
    casekeys.restrict(case, named, reason)
    return _shown_job(case)


def _lift_job(case: OpenCase, reason: str, _progress: Progress) -> AccessShown:
    casekeys.unrestrict(case, reason)
    return _shown_job(case)


def _reseal_job(case: OpenCase, fresh: Reference, reason: str, _progress: Progress) -> AccessShown:
    casekeys.reseal(case, fresh, reason)
    return _shown_job(case)


def _print_job(case: OpenCase, reference: Reference, _progress: Progress) -> bytes:
    return slips.print_slip(case.session, reference)


def _save_job(case: OpenCase, reference: Reference, path: Path, _progress: Progress) -> str:
    slips.save_slip(case.session, reference, path)
    return path.name
