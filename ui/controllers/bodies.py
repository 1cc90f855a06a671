"""Between the page of one body and the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.casework.bodies import Terms
from mktdesk.desk import bodies, directory
from mktdesk.desk.bodies import LARGEST_PAPER, BodyShown, MemberLine
from mktdesk.desk.bodyrows import MEMBER
from mktdesk.desk.directory import Entry
from mktdesk.desk.outside import read_file
from mktdesk.desk.papers import shown_as
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from mktdesk.forms.values import DateAnswer, Value
from ui.controllers.placed import PlacedController
from ui.dialogs.bodies import DropDialog, MemberDialog, TermsDialog
from ui.dialogs.directory import EntryDialog, RemoveDialog
from ui.dialogs.files import EVERYTHING, Files
from ui.pages.directorybody import BodyPage
from ui.pages.viewer import ViewerScreen
from ui.saved import Saved
from ui.viewers.viewed import Viewed, viewed
from ui.worker import Progress, Worker

_IN_MEMORY = "Shown from the office's register; no copy is made."
_NOT_PROTECTED = "This copy is not protected. Delete it when it has served."
_Dialog: TypeAlias = MemberDialog | EntryDialog | RemoveDialog | TermsDialog | DropDialog


class BodiesController(PlacedController):
    """Shows a body, and asks what is needed to change it. left: back to the directory."""

    left = Signal()

    def __init__(
        self, worker: Worker, session: Session, files: Files, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self._session, self._files = worker, session, files
        self._row, self._on = "", date.min
        self._page: BodyPage | None = None
        self._viewer: ViewerScreen | None = None
        self._seen: Terms | None = None
        self._dialog: _Dialog | None = None
        self._done = ""

    def begin_with(self, row: str) -> None:
        """Show the body of that row as it stands today."""
        self._row, self._on = row, date.min
        self.begin()

    def begin(self) -> None:
        """Show the body that was shown last, on the day that was wanted."""
        self._worker.submit(self._job(), self._show, self._not_shown)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _job(self, act: Callable[[Session], object] | None = None) -> Callable[..., BodyShown]:
        return partial(_shown_job, self._session, self._row, self._on, act)

    def _show(self, shown: BodyShown) -> None:
        page = BodyPage(shown)
        page.left.connect(self.left)
        page.day_wanted.connect(self._go_to_day)
        page.add_wanted.connect(self._add)
        page.change_wanted.connect(self._ask_member)
        page.remove_wanted.connect(self._ask_remove)
        page.edit_wanted.connect(self._ask_body)
        page.terms_wanted.connect(self._ask_file)
        page.open_wanted.connect(self._view)
        page.copy_wanted.connect(self._ask_copy)
        page.drop_wanted.connect(self._ask_drop)
        self._page, self._viewer = page, None
        self.show_screen.emit(page)

    # asking

    def _go_to_day(self, day: date) -> None:
        if page := self._there():
            self._on = day
            self._worker.submit(self._job(), self._arrived, page.failed)

    def _add(self) -> None:
        if page := self._there():
            self._member(page, Entry(MEMBER, "", {}))

    def _ask_member(self, line: MemberLine) -> None:
        if page := self._there():
            self._member(page, line.entry)

    def _member(self, page: BodyPage, entry: Entry) -> None:
        dialog = MemberDialog(entry, page.shown, read_date, page)
        dialog.given.connect(partial(self._keep_member, entry))
        self._open(dialog)

    def _ask_remove(self, line: MemberLine) -> None:
        if page := self._there():
            told = "Whoever leaves gets a last day instead: then it is known who was a member when."
            dialog = RemoveDialog(line.entry, page, told)
            dialog.given.connect(partial(self._remove_member, line.entry))
            self._open(dialog)

    def _ask_body(self) -> None:
        if page := self._there():
            dialog = EntryDialog(page.shown.body, page.shown.asked, read_date, page)
            dialog.given.connect(partial(self._keep_body, page.shown.body))
            self._open(dialog)

    def _ask_file(self) -> None:
        if page := self._there():
            title = "Choose the terms of reference"
            self._files.to_read(page, title, (EVERYTHING,), self._ask_version)

    def _ask_version(self, paths: tuple[Path, ...]) -> None:
        page = self._there()
        if page is not None and paths:
            dialog = TermsDialog(paths[0].name, read_date, page)
            dialog.given.connect(partial(self._attach, paths[0]))
            self._open(dialog)

    def _ask_drop(self, paper: Terms) -> None:
        if page := self._there():
            dialog = DropDialog(f"{paper.title}, {paper.version}", page)
            dialog.given.connect(partial(self._drop, paper))
            self._open(dialog)

    def _open(self, dialog: _Dialog) -> None:
        self._dialog = dialog
        dialog.open()

    # doing

    def _keep_member(self, entry: Entry, values: Mapping[str, Value]) -> None:
        self._submit("Kept", partial(_keep_member_job, self._row, entry, values))

    def _remove_member(self, entry: Entry) -> None:
        self._submit(f"Removed: {entry.name}", partial(_remove_member_job, self._row, entry))

    def _keep_body(self, entry: Entry, values: Mapping[str, Value]) -> None:
        self._submit("Kept", partial(_keep_body_job, entry, values))

    def _attach(self, path: Path, version: str, day: DateAnswer) -> None:
        self._submit("Document added", partial(_attach_job, self._row, path, version, day))

    def _drop(self, paper: Terms) -> None:
        self._submit("Taken off the list", partial(_drop_job, paper))

    def _submit(self, done: str, act: Callable[[Session], object]) -> None:
        if dialog := self._asking():
            self._done = done
            self._worker.submit(self._job(act), self._acted, dialog.failed)

    def _acted(self, shown: BodyShown) -> None:
        if dialog := self._asking():
            dialog.accept()
        self._arrived(shown)
        if page := self._there():
            page.said(self._done)

    def _arrived(self, shown: BodyShown) -> None:
        if page := self._there():
            page.show_all(shown)

    # looking at a document

    def _view(self, paper: Terms) -> None:
        if page := self._there():
            self._seen = paper
            job = partial(_view_job, self._session, paper)
            self._worker.submit(job, self._show_paper, page.failed)

    def _show_paper(self, found: Viewed) -> None:
        if self._there() is None:
            return  # the person has gone elsewhere meanwhile
        viewer = ViewerScreen(found, can_copy=not self._session.vault.read_only)
        viewer.left.connect(self.begin)
        viewer.copy_asked.connect(self._copy_of_seen)
        self._viewer = viewer
        self.show_screen.emit(viewer)

    def _copy_of_seen(self) -> None:
        if self._seen is not None:
            self._ask_copy(self._seen)

    def _ask_copy(self, paper: Terms) -> None:
        if place := self._place():
            save = partial(self._save, paper)
            self._files.to_save(place, "Save a copy", paper.name, (EVERYTHING,), save)

    def _save(self, paper: Terms, out: Path) -> None:
        if place := self._place():
            job = partial(_copy_job, self._session, paper, out)
            self._worker.submit(job, self._saved, place.failed)

    def _saved(self, saved: Saved) -> None:
        if place := self._place():
            place.notice.show_words("done", f"Saved: {saved.name}.", saved.words)

    def _place(self) -> BodyPage | ViewerScreen | None:
        viewer = self._viewer
        if viewer is not None and shiboken6.isValid(viewer):
            return viewer
        return self._there()

    def _asking(self) -> _Dialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    def _there(self) -> BodyPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _shown_job(
    session: Session, row: str, on: date, act: Callable[[Session], object] | None, _: Progress
) -> BodyShown:
    if act is not None:
        act(session)
    return bodies.body_shown(session, row, None if on == date.min else on)


def _keep_member_job(row: str, entry: Entry, values: Mapping[str, Value], session: Session) -> None:
    bodies.keep_member(session, row, entry, values)


def _remove_member_job(row: str, entry: Entry, session: Session) -> None:
    bodies.remove_member(session, row, entry)


def _keep_body_job(entry: Entry, values: Mapping[str, Value], session: Session) -> None:
    directory.keep(session, entry, values)


def _attach_job(row: str, path: Path, version: str, day: DateAnswer, session: Session) -> None:
    data = read_file(path, LARGEST_PAPER)
    bodies.attach_terms(session, row, path.name, data, version, day)


def _drop_job(paper: Terms, session: Session) -> None:
    bodies.remove_terms(session, paper)


def _view_job(session: Session, paper: Terms, progress: Progress) -> Viewed:
    progress.report(0.2, paper.title)
    data = bodies.terms_content(session, paper)
    title = f"{paper.title}, {paper.version}"
    return viewed(title, paper.name, shown_as(paper), data, _IN_MEMORY)


def _copy_job(session: Session, paper: Terms, out: Path, _progress: Progress) -> Saved:
    bodies.save_terms(session, paper, out)
    return Saved(out.name, _NOT_PROTECTED)
