"""Between the page about the program and the desk."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk.about import About, Part, about, licence_text
from mktdesk.desk.updates import SUFFIX, UpdateFound, check_update_file
from mktdesk.errors import DeskError
from ui.dialogs.files import EVERYTHING, Files
from ui.pages.about import AboutPage
from ui.worker import Progress, Worker

_KIND = f"Update files of mktdesk (*{SUFFIX})"


class AboutController(QObject):
    """show_screen: (Screen). left: back to where the person came from. failed: no page yet."""

    show_screen = Signal(object)
    left = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._files = worker, files
        self._page: AboutPage | None = None

    def begin(self) -> None:
        """Show the page."""
        self._worker.submit(_about_job, self._show, self._not_shown)

    def _show(self, shown: About) -> None:
        page = AboutPage(shown)
        page.update_asked.connect(self._ask)
        page.part_chosen.connect(self._read)
        page.left.connect(self.left)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _there(self) -> AboutPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _ask(self) -> None:
        if page := self._there():
            title = "Check an update file"
            self._files.to_read(page, title, (_KIND, EVERYTHING), self._chosen)

    def _chosen(self, paths: tuple[Path, ...]) -> None:
        page = self._there()
        if page is not None and paths:
            page.notice.clear()
            job = partial(_check_job, paths[0])
            self._worker.submit(job, self._checked, page.refused)

    def _checked(self, found: UpdateFound) -> None:
        if page := self._there():
            page.show_update(found)

    def _read(self, part: Part) -> None:
        if page := self._there():
            self._worker.submit(partial(_licence_job, part), self._show_licence, page.failed)

    def _show_licence(self, found: tuple[Part, str]) -> None:
        if page := self._there():
            page.show_licence(*found)


def _about_job(_progress: Progress) -> About:
    return about()


def _check_job(path: Path, _progress: Progress) -> UpdateFound:
    return check_update_file(path)


def _licence_job(part: Part, _progress: Progress) -> tuple[Part, str]:
    return part, licence_text(part)
