"""Between the page that puts a vault back and the desk; nobody is in yet.

The desk is not imported here: as at the entrance, the worker fetches it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.errors import DeskError, NewerWork
from ui.pages.restore import BACKUP, RestorePage, RestoreSeen, RestoreWish
from ui.worker import Progress, Worker

if TYPE_CHECKING:  # fetched by the worker: see above
    from mktdesk.desk.session import Desk, Session


@dataclass(frozen=True, slots=True)
class PutBack:
    """A vault was put back and is open. alarms: (what, do), to be told first."""

    folder: Path
    session: Session
    recovered: bool
    alarms: tuple[tuple[str, str], ...]


class RestoreController(QObject):
    """show_screen: (Screen). follow: (Ticket, words). put_back: (PutBack). left: to the start."""

    show_screen = Signal(object)
    follow = Signal(object, str)
    put_back = Signal(object)
    left = Signal()

    def __init__(
        self, worker: Worker, open_desk: Callable[[], Desk], parent: QObject | None = None
    ) -> None:
        """open_desk: called in the worker."""
        super().__init__(parent)
        self._worker, self._open_desk = worker, open_desk
        self._page: RestorePage | None = None

    def begin(self, vault: str = "") -> None:
        """Show the page; vault: the folder it begins with."""
        page = RestorePage(vault)
        page.look_asked.connect(self._look)
        page.go_asked.connect(self._go)
        page.left.connect(self.left)
        self._page = page
        self.show_screen.emit(page)

    def _there(self) -> RestorePage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _look(self, what: str, folder: Path) -> None:
        if page := self._there():
            job = partial(_look_job, self._open_desk, what, folder)
            self._worker.submit(job, page.show_found, page.failed)

    def _go(self, wish: RestoreWish) -> None:
        if self._there():
            job = partial(_go_job, self._open_desk, wish)
            ticket = self._worker.submit(job, self._done, self._not_done)
            words = "Putting the vault back" if wish.what == BACKUP else "Making the register"
            self.follow.emit(ticket, words)

    def _done(self, done: PutBack) -> None:
        self.put_back.emit(done)

    def _not_done(self, error: DeskError) -> None:
        if page := self._there():
            if isinstance(error, NewerWork):
                page.newer(error)
            else:
                page.failed(error)


# jobs of the worker


def _look_job(
    open_desk: Callable[[], Desk], what: str, folder: Path, _progress: Progress
) -> RestoreSeen:
    from mktdesk.desk import backup  # noqa: PLC0415 - see the top

    if what == BACKUP:
        info = backup.whose_backup(folder)
        sets = tuple(
            (line.set_id, f"{line.when}, {line.held}") for line in backup.backups_in(folder)
        )
    else:
        info, sets = open_desk().look(folder), ()
    people = tuple((slot.slot_id, slot.label) for slot in info.staff)
    return RestoreSeen(info.office_name, sets, people)


def _go_job(open_desk: Callable[[], Desk], wish: RestoreWish, progress: Progress) -> PutBack:
    from mktdesk.desk import backup, repair  # noqa: PLC0415 - see the top

    desk = open_desk()
    if wish.what == BACKUP:
        done = backup.restore_office(
            desk, wish.source, wish.vault, progress,
            reason=wish.reason, slot=wish.slot, passphrase=wish.passphrase, code=wish.code,
            set_id=wish.set_id, override=wish.override,
        )  # fmt: skip
        alarms = [(f"The vault is as it was on {done.when}.", "Look at what has to be done again.")]
        if done.aside:
            alarms.append((f"What was there before lies in {done.aside}.", "Keep it until sure."))
        if done.readmitted:
            names = ", ".join(done.readmitted)
            alarms.append((f"{names} can open it again.", "Revoke who has left."))
        return PutBack(wish.vault, done.session, bool(wish.code), tuple(alarms))
    made = repair.rebuild_register(
        desk, wish.vault, progress,
        reason=wish.reason, slot=wish.slot, passphrase=wish.passphrase, code=wish.code,
    )  # fmt: skip
    held = backup.held_words(made.cases, made.meetings)
    alarms = [(f"The register lists {held} again.", "Set the office's settings anew.")]
    if made.unread:
        names = ", ".join(made.unread)
        alarms.append((f"These did not open: {names}.", "Put them back from a backup."))
    return PutBack(wish.vault, made.session, bool(wish.code), tuple(alarms))
