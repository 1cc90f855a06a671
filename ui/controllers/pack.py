"""Making a case pack: the choices, a preview in memory, the protected file, the list."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.casework.records import Pack
from mktdesk.desk import cases, packs, papers_out
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.packs import PackChoice, PackMade
from mktdesk.desk.papers import Shown
from mktdesk.desk.strength import strength
from mktdesk.errors import AnswersRefused, DeskError
from ui.dialogs.files import PDF, Files
from ui.pages.pack import PackScreen, PackState
from ui.pages.viewer import ViewerScreen
from ui.viewers.viewed import Viewed, viewed
from ui.worker import Progress, Worker

_PREVIEW = "A preview from memory. It is not protected and is not saved anywhere."


class PackController(QObject):
    """Between the pack page, the viewer and the desk.

    show_screen: (Screen) to put into the window or beside the case's task list. follow:
    (Ticket, words) of long work. changed: a pack was made. failed: (DeskError) before there
    was a page to show it on.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._files = worker, files
        self._case: OpenCase | None = None
        self._screen: PackScreen | None = None
        self._choice: PackChoice | None = None  # kept while a preview is looked at
        self._name = ""

    def begin(self, case: OpenCase) -> None:
        """Show the pack page of a case."""
        self._case = case
        self._choice = None
        self._load()

    def _load(self) -> None:
        self._worker.submit(partial(_state_job, self._open), self._show, self._tell)

    def _tell(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _show(self, state: PackState) -> None:
        screen = PackScreen(state, self._choice)
        self._choice = None
        screen.preview_asked.connect(self._preview)
        screen.make_asked.connect(self._check)
        screen.password_typed.connect(self._judge)
        screen.signatures_asked.connect(self._ask_signatures)
        self._screen = screen
        self.show_screen.emit(screen)

    @property
    def _open(self) -> OpenCase:
        assert self._case is not None
        return self._case

    def _page(self) -> PackScreen | None:
        screen = self._screen
        return screen if screen is not None and shiboken6.isValid(screen) else None

    def _judge(self, typed: str) -> None:
        if screen := self._page():
            known = (self._open.public, self._open.session.vault.office_name)
            screen.show_strength(strength(typed, known, self._open.session.policy))

    # the preview

    def _preview(self, choice: PackChoice) -> None:
        if screen := self._page():
            self._choice = choice
            job = partial(_preview_job, self._open, choice)
            ticket = self._worker.submit(job, self._show_preview, screen.not_made)
            self.follow.emit(ticket, "Making the preview")

    def _show_preview(self, found: Viewed) -> None:
        if self._page() is None:
            return  # the person has gone elsewhere meanwhile
        viewer = ViewerScreen(found, can_copy=False)
        viewer.left.connect(self._load)
        self.show_screen.emit(viewer)

    # the page of signatures

    def _ask_signatures(self, passphrase: str) -> None:
        if screen := self._page():
            self._choice = PackChoice((), passphrase=passphrase)
            self._name = papers_out.signatures_name(self._open)
            title = "Save the page of signatures"
            self._files.to_save(screen, title, self._name, (PDF,), self._save_signatures)

    def _save_signatures(self, out: Path) -> None:
        if self._page() is not None and self._choice is not None:
            self._name = out.name
            job = partial(_signatures_job, self._open, out, self._choice.passphrase)
            ticket = self._worker.submit(job, self._signatures_saved, self._refused)
            self.follow.emit(ticket, "Saving the page of signatures")

    def _signatures_saved(self, opens_with: str) -> None:
        self._choice = None
        self.changed.emit()
        if screen := self._page():
            screen.show_saved(self._name, opens_with)

    # the pack itself

    def _check(self, choice: PackChoice) -> None:
        if self._page() is not None:
            self._choice = choice
            job = partial(_check_job, self._open, choice)
            self._worker.submit(job, self._checked, self._refused)

    def _refused(self, error: DeskError) -> None:
        screen = self._page()
        if screen is None:
            return
        own = self._choice is not None and self._choice.passphrase
        if own and isinstance(error, AnswersRefused):
            screen.refuse_password(error)
        else:
            screen.not_made(error)

    def _checked(self, name: str) -> None:
        if screen := self._page():
            self._files.to_save(screen, "Save the case pack", name, (PDF,), self._make)

    def _make(self, out: Path) -> None:
        screen = self._page()
        if screen is None or self._choice is None:
            return
        screen.set_busy(True)
        job = partial(_make_job, self._open, self._choice, out)
        ticket = self._worker.submit(job, self._made, screen.not_made)
        self.follow.emit(ticket, "Making the case pack")

    def _made(self, made: PackMade) -> None:
        self._choice = None
        self.changed.emit()
        if screen := self._page():
            screen.show_made(made)
            self._worker.submit(partial(_packs_job, self._open), screen.show_packs, screen.not_made)


def _state_job(case: OpenCase, _progress: Progress) -> PackState:
    return PackState(
        parts=cases.statuses(case),
        documents=case.documents(),
        packs=case.packs(),
        policy=packs.password(case, PackChoice(()))[1],
        read_only=case.read_only,
    )


def _packs_job(case: OpenCase, _progress: Progress) -> tuple[Pack, ...]:
    return case.packs()


def _check_job(case: OpenCase, choice: PackChoice, _progress: Progress) -> str:
    packs.password(case, choice)
    return packs.file_name(case, choice)


def _preview_job(case: OpenCase, choice: PackChoice, progress: Progress) -> Viewed:
    data = packs.preview(case, choice, progress)
    name = packs.file_name(case, choice)
    return viewed("Preview of the case pack", name, Shown.PDF, data, _PREVIEW)


def _make_job(case: OpenCase, choice: PackChoice, out: Path, progress: Progress) -> PackMade:
    return packs.make_pack(case, choice, out, progress)


def _signatures_job(case: OpenCase, out: Path, passphrase: str, progress: Progress) -> str:
    return papers_out.save_signatures(case, out, passphrase, progress)
