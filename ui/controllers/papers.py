"""The files of a case: attach, look at, rename, remove, save a copy; the Word form going out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.casework.records import Document
from mktdesk.desk import papers, papers_out
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.outside import read_file
from mktdesk.errors import DeskError
from ui.dialogs.copyout import CopyOutDialog
from ui.dialogs.files import EVERYTHING, WORD, Files
from ui.dialogs.rename import RenameDialog
from ui.pages.documents import DocumentsScreen
from ui.pages.viewer import ViewerScreen
from ui.saved import Saved
from ui.viewers.viewed import Viewed, viewed
from ui.worker import Progress, Worker

_IN_MEMORY = "Shown from memory: no copy is made on this computer."


_Place: TypeAlias = DocumentsScreen | ViewerScreen


class PapersController(QObject):
    """Between the documents page, the viewer and the desk.

    show_screen: (Screen) to put into the window or beside the case's task list. follow:
    (Ticket, words) of long work. changed: the case's documents differ from before.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    changed = Signal()

    def __init__(self, worker: Worker, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._files = worker, files
        self._case: OpenCase | None = None
        self._screen: DocumentsScreen | None = None
        self._viewer: ViewerScreen | None = None
        self._seen: Document | None = None  # shown in the viewer
        self._said = ""  # what to say once the list is shown again

    def begin(self, case: OpenCase) -> None:
        """Show the case's documents."""
        self._case = case
        screen = DocumentsScreen(read_only=case.read_only)
        screen.attach_asked.connect(self._ask_files)
        screen.view_asked.connect(self._view)
        screen.rename_asked.connect(self._ask_title)
        screen.remove_asked.connect(self._remove)
        screen.undo_asked.connect(self._undo)
        screen.copy_asked.connect(self._ask_copy)
        screen.blank_form_asked.connect(self._ask_blank)
        screen.filled_form_asked.connect(self._ask_filled)
        self._screen = screen
        self.show_screen.emit(screen)
        self.refresh()

    @property
    def _open(self) -> OpenCase:
        assert self._case is not None
        return self._case

    def refresh(self) -> None:
        """Read the list again: it may have changed elsewhere (undo)."""
        screen = self._list()
        if screen is not None:
            self._worker.submit(
                partial(_documents_job, self._open), screen.show_documents, screen.failed
            )

    def _list(self) -> DocumentsScreen | None:
        screen = self._screen
        return screen if screen is not None and shiboken6.isValid(screen) else None

    def _changed(self, words: str) -> None:
        self.changed.emit()
        if screen := self._list():
            screen.notice.clear()
            screen.status.say(words, "done")
        self.refresh()

    # attaching

    def _ask_files(self) -> None:
        if screen := self._list():
            self._files.to_read(
                screen, "Choose files to attach", (EVERYTHING,), self._attach, many=True
            )

    def _attach(self, paths: tuple[Path, ...]) -> None:
        screen = self._list()
        if screen is None or not paths:
            return
        job = partial(_attach_job, self._open, paths)
        self.follow.emit(self._worker.submit(job, self._attached, screen.failed), "Attaching files")

    def _attached(self, outcome: _Attached) -> None:
        if outcome.count:
            words = "1 file attached" if outcome.count == 1 else f"{outcome.count} files attached"
            self._changed(words)
        screen = self._list()
        if screen is None:
            return
        if outcome.last is not None:
            screen.select(outcome.last)
        if outcome.error is not None:
            screen.failed(outcome.error)

    # looking at one

    def _view(self, document: Document) -> None:
        if screen := self._list():
            self._seen = document
            job = partial(_view_job, self._open, document)
            ticket = self._worker.submit(job, self._show, screen.failed)
            self.follow.emit(ticket, "Opening the document")

    def _show(self, found: Viewed) -> None:
        if self._list() is None:
            return  # the person has gone elsewhere meanwhile
        viewer = ViewerScreen(found, can_copy=not self._open.read_only)
        viewer.left.connect(self._back)
        viewer.copy_asked.connect(self._copy_of_seen)
        self._viewer = viewer
        self.show_screen.emit(viewer)

    def _back(self) -> None:
        self.begin(self._open)
        if self._seen is not None and self._screen is not None:
            self._screen.select(self._seen)

    # changing the list

    def _ask_title(self, document: Document) -> None:
        if screen := self._list():
            dialog = RenameDialog(document.title, screen)
            dialog.chosen.connect(partial(self._rename, document))
            dialog.open()

    def _rename(self, document: Document, title: str) -> None:
        if screen := self._list():
            job = partial(_rename_job, self._open, document, title)
            self._worker.submit(job, self._renamed, screen.failed)

    def _renamed(self, _nothing: None) -> None:
        self._changed("Renamed")

    def _remove(self, document: Document) -> None:
        if screen := self._list():
            job = partial(_remove_job, self._open, document)
            self._worker.submit(job, self._removed, screen.failed)

    def _removed(self, document: Document) -> None:
        self._changed("Removed")
        if screen := self._list():
            screen.show_removed(document)

    def _undo(self, document: Document) -> None:
        if screen := self._list():
            job = partial(_put_back_job, self._open, document)
            self._worker.submit(job, self._put_back, screen.failed)

    def _put_back(self, document: Document) -> None:
        self._changed("Put back")
        if screen := self._list():
            screen.select(document)

    # taking a copy out

    def _copy_of_seen(self) -> None:
        if self._seen is not None and self._viewer is not None:
            self._warn_of_copy(self._viewer, self._seen)

    def _ask_copy(self, document: Document) -> None:
        if screen := self._list():
            self._warn_of_copy(screen, document)

    def _warn_of_copy(self, over: _Place, document: Document) -> None:
        dialog = CopyOutDialog(document.title, over)
        dialog.accepted.connect(partial(self._ask_place, over, document))
        dialog.open()

    def _ask_place(self, over: _Place, document: Document) -> None:
        name = papers.copy_name(self._open, document)
        chosen = partial(self._copy, over, document)
        self._files.to_save(over, "Save a copy", name, (EVERYTHING,), chosen)

    def _copy(self, over: _Place, document: Document, out: Path) -> None:
        job = partial(_copy_job, self._open, document, out)
        self._worker.submit(job, over.saved, over.failed)

    # the Word form going out

    def _ask_blank(self) -> None:
        if screen := self._list():
            name = "Referral form.docx"
            self._files.to_save(screen, "Save the blank form", name, (WORD,), self._save_blank)

    def _save_blank(self, out: Path) -> None:
        if screen := self._list():
            self._worker.submit(partial(_blank_job, self._open, out), screen.saved, screen.failed)

    def _ask_filled(self) -> None:
        if screen := self._list():
            name = f"{self._open.public} referral form.docx"
            self._files.to_save(screen, "Save the filled form", name, (WORD,), self._save_filled)

    def _save_filled(self, out: Path) -> None:
        if screen := self._list():
            self._worker.submit(partial(_filled_job, self._open, out), screen.saved, screen.failed)


@dataclass(frozen=True, slots=True)
class _Attached:
    count: int
    last: Document | None
    error: DeskError | None


def _documents_job(case: OpenCase, _progress: Progress) -> tuple[Document, ...]:
    return case.documents()


def _attach_job(case: OpenCase, paths: tuple[Path, ...], progress: Progress) -> _Attached:
    """Those before the one that failed stay attached; the failure says which it was."""
    last: Document | None = None
    for number, path in enumerate(paths):
        try:
            progress.report(number / len(paths), path.name)
            last = papers.attach(case, path.name, read_file(path, papers.LARGEST_FILE))
        except DeskError as error:
            return _Attached(number, last, error)
    return _Attached(len(paths), last, None)


def _view_job(case: OpenCase, document: Document, progress: Progress) -> Viewed:
    progress.report(0.2, document.title)
    data = papers.content(case, document)
    return viewed(document.title, document.name, papers.shown_as(document), data, _IN_MEMORY)


def _rename_job(case: OpenCase, document: Document, title: str, _progress: Progress) -> None:
    papers.rename(case, document, title)


def _remove_job(case: OpenCase, document: Document, _progress: Progress) -> Document:
    papers.detach(case, document)
    return document


def _put_back_job(case: OpenCase, document: Document, _progress: Progress) -> Document:
    papers.put_back(case, document)
    return document


def _copy_job(case: OpenCase, document: Document, out: Path, _progress: Progress) -> Saved:
    papers.save_copy(case, document, out)
    return Saved(out.name, "This copy is not protected. Delete it when it has served.")


def _blank_job(case: OpenCase, out: Path, _progress: Progress) -> Saved:
    papers_out.blank_form(case.session, case.toolkit.id, out, case.facts.form)
    return Saved(out.name, "The form holds nothing personal and has no password.")


def _filled_job(case: OpenCase, out: Path, _progress: Progress) -> Saved:
    return Saved(out.name, f"It opens with {papers_out.filled_form(case, out)}.")
