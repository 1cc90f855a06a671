"""The program with its window: what it is made of before anybody has unlocked, and its end.

What an unlocked office shows is put together in `ui.unlocked`, which the worker fetches once
the first window is there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from mktdesk.desk.process import no_onlookers
from mktdesk.errors import DeskError
from ui.collector import Collector
from ui.controllers.entrance import Entrance
from ui.controllers.entryjobs import Entry
from ui.cover import Cover, close_dialogs
from ui.focusring import FocusRing
from ui.lock import IdleLock
from ui.mistakes import our_mistake
from ui.outside import Outside, Wish, prepared, read_wish, this_computer
from ui.page import Screen
from ui.places import PLACES
from ui.preferences import Choices
from ui.qtstart import application
from ui.theme import Appearance, Look, Theme
from ui.window import PROGRAM, Window
from ui.worker import Progress, Ticket, Worker

if TYPE_CHECKING:  # fetched by the worker: see above
    from mktdesk.desk.session import Session
    from ui.arrival import Arrival
    from ui.returning import Return
    from ui.sessionlock import SessionLock
    from ui.unlocked import Unlocked


class App(QObject):
    """One window from its first page to its end, which `ended` tells."""

    ended = Signal()

    def __init__(self, qt: QApplication, outside: Outside, wish: Wish) -> None:
        super().__init__(qt)
        self._qt, self._outside, self._wish = qt, outside, wish
        choices = outside.preferences.choices
        self._theme = Theme(qt, fusion=True)
        self._theme.apply(Look(Appearance(choices.appearance), choices.scale))
        self._ring = FocusRing(qt)
        self._collector = Collector(self)
        self.worker = Worker(self)
        self.window = Window(PLACES)
        self.window.set_unlocked(False)
        self.window.set_office(PROGRAM)
        self.idle = IdleLock(qt)
        self.session_lock: SessionLock | None = None
        self.unlocked: Unlocked | None = None
        self._entry: Entry | None = None
        self._cover: Cover | None = None
        self._long: Ticket | None = None
        self._painted = self._ended = self._code_open = False
        self._back = _read_back(wish.back)
        self._entrance = Entrance(self.worker, outside.open_desk, outside.files, self)
        self._entrance.given = wish.pack
        if outside.policy.folder is not None:
            self._entrance.usual = str(outside.policy.folder)
        self._entrance.expected = self._back.who if self._back is not None else ""
        self._entrance.show_screen.connect(self._show)
        self._entrance.follow.connect(self._follow)
        self._entrance.entered.connect(self._entered)
        self._entrance.code_open.connect(self._code_is_open)
        self.window.lock_asked.connect(self.lock)
        self.window.place_chosen.connect(self._go)
        self.idle.due.connect(self._lock_now)
        self.window.installEventFilter(self)

    # the beginning

    def begin(self) -> None:
        """Show the window on its first page."""
        folder = self._first_folder()
        if folder is None:
            self._entrance.choose()
        else:
            self._entrance.prepare(folder)
        self.window.show()

    def _first_folder(self) -> Path | None:
        set_by_it = self._outside.policy.folder
        if set_by_it is not None and not self._wish.demo:
            return set_by_it
        if self._wish.vault is not None:
            return self._wish.vault
        kept = self._outside.preferences.choices.vault
        return Path(kept) if kept else None

    def _shown(self) -> None:
        """The first page is on the screen: now the worker may begin."""
        if self._wish.say_when_shown:
            self._outside.say_shown()
        folder = self._first_folder()
        if folder is not None and self._wish.demo:
            self._entrance.demonstrate(folder)
        elif folder is not None:
            self._entrance.look(folder)
        self._entrance.look_at_given()
        self.worker.submit(_fetch_job, self._fetched, self.failed)

    def _fetched(self, _nothing: None) -> None:
        """Nothing more to do here."""

    def _code_is_open(self, open_now: bool) -> None:
        self._code_open = open_now

    # an open office

    def _entered(self, entry: Entry) -> None:
        self._entry = entry
        self.worker.submit(partial(_arrive_job, entry), self._arrived, self._not_arrived)

    def _arrived(self, arrival: Arrival) -> None:
        from ui.sessionlock import SessionLock  # noqa: PLC0415 - see the top
        from ui.unlocked import Unlocked  # noqa: PLC0415 - see the top; it is there by now

        entry = self._entry
        if entry is None or self._cover is not None:
            return
        self._remember(arrival.remembered(self._outside.preferences.choices, entry.folder))
        unlocked = Unlocked(
            self.worker,
            entry.session,
            entry.folder,
            self._outside.files(),
            self.window,
            self._theme.look.scale,
            self,
        )
        unlocked.follow.connect(self._follow)
        unlocked.failed.connect(self.failed)
        unlocked.looks_chosen.connect(self._looks_chosen)
        unlocked.scale_chosen.connect(self._scale_chosen)
        unlocked.idle_chosen.connect(self.idle.start)
        unlocked.code_open.connect(self._code_is_open)
        self.unlocked = unlocked
        self.window.set_unlocked(True)
        unlocked.begin(arrival, self._back)
        if self._entrance.given is not None:
            unlocked.bring_pack(self._entrance.given)
        self.session_lock = SessionLock(self.worker, self._outside.buses(), self)
        self.session_lock.due.connect(self._lock_now)
        self.session_lock.start(self.window)

    def _not_arrived(self, error: DeskError) -> None:
        """The vault is open and nothing can be shown of it: a toolkit that does not load."""
        entry, self._entry = self._entry, None
        if entry is not None:
            self.worker.submit(partial(_close_job, entry.session), self._fetched, self.failed)
        self._entrance.turned_back(error)

    def _go(self, place: str) -> None:
        if self.unlocked is not None:
            self.unlocked.go(place)

    def _looks_chosen(self, appearance: str) -> None:
        self._dress(Look(Appearance(appearance), self._theme.look.scale))

    def _scale_chosen(self, scale: float) -> None:
        self._dress(Look(self._theme.look.appearance, scale))

    def _dress(self, look: Look) -> None:
        if look != self._theme.look:
            self._theme.apply(look)
        known = self._outside.preferences.choices
        self._remember(replace(known, appearance=str(look.appearance), scale=look.scale))

    def _remember(self, choices: Choices) -> None:
        if not self._wish.demo:  # a demonstration leaves nothing behind
            self._outside.preferences.keep(choices)

    def _show(self, screen: Screen) -> None:
        self.window.show_screen(screen)

    def _follow(self, ticket: Ticket, what: str) -> None:
        self._long = ticket
        self.window.follow(ticket, what)

    def failed(self, error: DeskError) -> None:
        """Show a failure on the page in sight."""
        if self._cover is None and self.window.screen_shown is not None:
            self.window.screen_shown.failed(error)

    def surprised(
        self, kind: type[BaseException], error: BaseException, trail: TracebackType | None
    ) -> None:
        """A mistake of ours in the window's thread: log it, and tell the person."""
        if issubclass(kind, KeyboardInterrupt):
            self._end()
            return
        self.failed(our_mistake(error.with_traceback(trail)))

    # locking

    def lock(self) -> None:
        """Lock because somebody asked; not while what is typed cannot be saved."""
        if self.unlocked is None or self._cover is not None:
            return
        self._cover_up()
        self.worker.submit(_settled_job, self._settled, self._close_failed)

    def _settled(self, _nothing: None) -> None:
        """Everything that was typed has been through the worker."""
        if self.unlocked is not None and not self.unlocked.may_lock():
            self._uncover()
            return
        self._close_session()

    def _lock_now(self) -> None:
        """Nobody is there: lock whatever happens."""
        if self.unlocked is None or self._cover is not None:
            return
        self._cover_up()
        self._close_session()

    def _cover_up(self) -> None:
        if self._long is not None and shiboken6.isValid(self._long):
            self._long.cancel()  # a pack that is being made must not keep the vault open
        self.window.flush()
        self._cover = Cover(self.window)
        self._cover.close_asked.connect(self._end)
        close_dialogs(self._qt)
        self.window.set_reference("")

    def _uncover(self) -> None:
        if self._cover is not None:
            self._cover.uncover()
            self._cover = None

    def _close_session(self) -> None:
        self.idle.stop()
        if self.unlocked is not None:
            self._back = self.unlocked.whereabouts
            self.unlocked.leave()
        assert self._entry is not None
        job = partial(_close_job, self._entry.session)
        self.worker.submit(job, self._closed, self._close_failed)

    def _close_failed(self, _error: DeskError) -> None:
        # The keys go all the same; what could not be written is settled when next opened.
        self._closed(None)

    def _closed(self, _nothing: None) -> None:
        assert self._entry is not None
        arguments = ["--vault", str(self._entry.folder), *(["--demo"] if self._wish.demo else [])]
        if self._back is not None:
            arguments += ["--back", self._back.as_argument()]
        job = partial(_again_job, self._outside.start_again, arguments)
        self.worker.submit(job, self._replaced, self._not_replaced)

    def _replaced(self, _nothing: None) -> None:
        self._end()

    def _not_replaced(self, error: DeskError) -> None:
        if self._cover is not None:
            self._cover.stay(error)

    # the end

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window's first painting, and its closing."""
        if watched is not self.window:
            return False
        if event.type() is QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._shown)
        if event.type() is QEvent.Type.Close and not self._ended:
            event.ignore()
            self._leave()
            return True
        return False

    def _leave(self) -> None:
        """Somebody closes the window: not while what is typed cannot be saved."""
        if self._cover is not None:
            if self._cover.stays:
                self._end()
        elif self._code_open:
            self._warn_of_code()
        else:
            self.window.flush()
            self.worker.submit(_settled_job, self._may_go, self._gone_failed)

    def _warn_of_code(self) -> None:
        shown = self.window.screen_shown
        if shown is not None:
            self._code_open = False  # a second time it may go
            shown.notice.show_words(
                "warning",
                "Nobody has confirmed that the recovery code was kept.",
                "Without it a forgotten passphrase loses every case. Close again to leave.",
            )

    def _may_go(self, _nothing: None) -> None:
        if not self.window.may_leave():
            return
        if self.unlocked is not None:
            self.unlocked.leave()
        if self._entry is None:
            self._end()
            return
        self.worker.submit(partial(_close_job, self._entry.session), self._gone, self._gone_failed)

    def _gone(self, _nothing: None) -> None:
        self._end()

    def _gone_failed(self, _error: DeskError) -> None:
        self._end()

    def _end(self) -> None:
        self._ended = True
        self.idle.stop()
        self.window.close()
        self.ended.emit()

    def stop(self) -> None:
        """After the last event: wait for the worker, and let go of everything."""
        self.idle.stop()
        self.worker.stop()
        if self.session_lock is not None:
            self.session_lock.stop()
        self._collector.stop()
        self.window.removeEventFilter(self)
        # All but the first watch the whole application, which may come to have another window.
        for part in (self.window, self._ring, self._theme, self.idle, self):
            part.deleteLater()


def _read_back(argument: str) -> Return | None:
    if not argument:
        return None
    from ui.returning import read_return  # noqa: PLC0415 - after locking only

    return read_return(argument)


# jobs of the worker


def _fetch_job(_progress: Progress) -> None:
    import ui.sessionlock  # noqa: PLC0415 - see the top
    import ui.unlocked  # noqa: F401, PLC0415 - the same


def _arrive_job(entry: Entry, _progress: Progress) -> Arrival:
    from ui.arrival import arrive  # noqa: PLC0415 - see the top

    return arrive(entry.session, recovered=entry.recovered, told=entry.told)


def _settled_job(_progress: Progress) -> None:
    """Nothing: the jobs before this one are done."""


def _close_job(session: Session, _progress: Progress) -> None:
    session.close()


def _again_job(
    start: Callable[[Sequence[str]], object], arguments: Sequence[str], _progress: Progress
) -> None:
    start(arguments)


def first_window(command: Sequence[str]) -> tuple[QApplication, App]:
    """The program with its first page on the screen; `command` as in sys.argv."""
    wish = read_wish(command[1:])
    qt = application(PROGRAM)
    app = App(qt, prepared(qt, this_computer(wish)), wish)
    app.begin()
    return qt, app


def main() -> int:
    """Run until the window is closed; the exit code."""
    no_onlookers()
    qt, app = first_window(sys.argv)
    app.ended.connect(qt.quit)
    sys.excepthook = app.surprised
    code = qt.exec()
    app.stop()
    return code
