"""Between opening a travel pack and the desk; nobody is in yet.

The desk is not imported here: as at the entrance, the worker fetches it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.errors import DeskError
from ui.dialogs.files import TRAVEL_PACK, Files
from ui.pages.openpack import OpenPackPage, OpenWish, PackSeen
from ui.worker import Progress, Worker

if TYPE_CHECKING:  # fetched by the worker: see above
    from mktdesk.desk.session import Desk, Session


class OpenPackController(QObject):
    """show_screen: (Screen). follow: (Ticket, words). opened: (folder, Session). left: to the
    start. failed: (DeskError) the file is no pack that can be opened.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    opened = Signal(object, object)
    left = Signal()
    failed = Signal(object)

    def __init__(
        self,
        worker: Worker,
        open_desk: Callable[[], Desk],
        files: Files,
        parent: QObject | None = None,
    ) -> None:
        """open_desk: called in the worker."""
        super().__init__(parent)
        self._worker, self._open_desk, self._files = worker, open_desk, files
        self._page: OpenPackPage | None = None
        self._folder = Path()

    def begin(self, over: QWidget) -> None:
        """Ask for the pack."""
        self._files.to_read(over, "Open a travel pack", (TRAVEL_PACK,), self._chosen)

    def take(self, pack: Path) -> None:
        """Open this pack, which the person chose already."""
        self._chosen((pack,))

    def _chosen(self, paths: tuple[Path, ...]) -> None:
        if paths:
            job = partial(_look_job, self._open_desk, paths[0])
            self._worker.submit(job, self._show, self._not_seen)

    def _not_seen(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _show(self, seen: PackSeen) -> None:
        page = OpenPackPage(seen)
        page.open_asked.connect(self._open)
        page.back_asked.connect(self.left)
        self._page = page
        self.show_screen.emit(page)

    def _open(self, wish: OpenWish) -> None:
        if page := self._there():
            page.set_busy(True)
            self._folder = wish.folder
            job = partial(_open_job, self._open_desk, wish)
            ticket = self._worker.submit(job, self._done, self._not_opened)
            self.follow.emit(ticket, "Opening the travel pack")

    def _done(self, session: Session) -> None:
        self.opened.emit(self._folder, session)

    def _not_opened(self, error: DeskError) -> None:
        if page := self._there():
            page.set_busy(False)
            page.failed(error)

    def _there(self) -> OpenPackPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _look_job(open_desk: Callable[[], Desk], path: Path, _: Progress) -> PackSeen:
    from mktdesk.desk import travel, travelling  # noqa: PLC0415 - see the top

    head = travel.look(path)
    folder = travelling.default_folder(open_desk(), path)
    return PackSeen(path, head.public, head.spoken, folder)


def _open_job(open_desk: Callable[[], Desk], wish: OpenWish, progress: Progress) -> Session:
    from mktdesk.desk import travelling  # noqa: PLC0415 - see the top

    return travelling.open_pack(open_desk(), wish.path, wish.typed, wish.folder, wish.who, progress)
