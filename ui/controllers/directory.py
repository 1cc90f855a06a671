"""Between the directory's page and the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk import directory
from mktdesk.desk.directory import AGENCY, Directory, Entry
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from mktdesk.forms.values import Value
from ui.controllers.placed import PlacedController
from ui.dialogs.directory import EntryDialog, RemoveDialog
from ui.pages.directory import DirectoryPage
from ui.worker import Progress, Worker


class DirectoryController(PlacedController):
    """Shows the page, and asks what is needed to change it. body_wanted: (row) of a body."""

    body_wanted = Signal(str)

    def __init__(self, worker: Worker, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._page: DirectoryPage | None = None
        self._dialog: EntryDialog | RemoveDialog | None = None
        self._done = ""

    def begin(self) -> None:
        """Show the directory."""
        self._worker.submit(partial(_shown_job, self._session), self._show, self._not_shown)

    def _show(self, shown: Directory) -> None:
        page = DirectoryPage(shown)
        page.add_wanted.connect(self._add)
        page.change_wanted.connect(self._ask)
        page.remove_wanted.connect(self._ask_remove)
        page.body_wanted.connect(self._go_to_body)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _go_to_body(self, entry: Entry) -> None:
        self.body_wanted.emit(entry.row)

    # asking

    def _add(self, kind: str) -> None:
        self._ask(Entry(kind, "", {}))

    def _ask(self, entry: Entry) -> None:
        if page := self._there():
            fields = page.directory.fields(entry.kind)
            known = [one.name for one in page.directory.entries if one.kind == AGENCY]
            dialog = EntryDialog(entry, fields, read_date, page, agencies=tuple(known))
            dialog.given.connect(partial(self._keep, entry))
            self._open(dialog)

    def _ask_remove(self, entry: Entry) -> None:
        if page := self._there():
            dialog = RemoveDialog(entry, page)
            dialog.given.connect(partial(self._remove, entry))
            self._open(dialog)

    def _open(self, dialog: EntryDialog | RemoveDialog) -> None:
        self._dialog = dialog
        dialog.open()

    # doing

    def _keep(self, entry: Entry, values: Mapping[str, Value]) -> None:
        self._submit("Kept", partial(_keep_job, entry, values))

    def _remove(self, entry: Entry) -> None:
        self._submit(f"Removed: {entry.name}", partial(_remove_job, entry))

    def _submit(self, done: str, act: Callable[[Session], object]) -> None:
        if dialog := self._asking():
            self._done = done
            self._worker.submit(partial(_act_job, self._session, act), self._acted, dialog.failed)

    def _acted(self, shown: Directory) -> None:
        if dialog := self._asking():
            dialog.accept()
        if page := self._there():
            page.show_all(shown)
            page.said(self._done)

    def _asking(self) -> EntryDialog | RemoveDialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    def _there(self) -> DirectoryPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _shown_job(session: Session, _progress: Progress) -> Directory:
    return directory.directory(session)


def _act_job(session: Session, act: Callable[[Session], object], _progress: Progress) -> Directory:
    act(session)
    return directory.directory(session)


def _keep_job(entry: Entry, values: Mapping[str, Value], session: Session) -> None:
    directory.keep(session, entry, values)


def _remove_job(entry: Entry, session: Session) -> None:
    directory.remove(session, entry)
