"""The projector's window in meeting mode: opened, closed, and what it shows of the item."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk.showing import SHOWABLE, shown_of
from ui import capture
from ui.controllers import roomjobs
from ui.controllers.roomjobs import RoomState
from ui.controllers.roomview import projected
from ui.pages.room import RoomPage
from ui.pages.roomshow import RoomShowPage
from ui.projector import Projector


class RoomProjector(QObject):
    """act_wanted: (a roomjobs.MeetingAct) to be done. marking: what stands over what is shown."""

    act_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.marking = ""
        self._state: RoomState | None = None
        self._window: Projector | None = None
        self._chooser: RoomShowPage | None = None

    @property
    def is_open(self) -> bool:
        """The room's window is there."""
        return self._shown() is not None

    def choose(self, state: RoomState, page: RoomPage) -> None:
        """Choose what the room may see of the item, and open or close the window."""
        item = state.item
        if item is None:
            return
        self._state = state
        kept = capture.keep_out(page.window(), out=True)
        protection = "" if kept else capture.CANNOT
        made = RoomShowPage(item.public or item.title, SHOWABLE, shown_of(item), protection)
        made.shown_wanted.connect(partial(self._set_shown, item.id))
        made.window_wanted.connect(partial(self._turn, page))
        self._chooser = made
        self._say()
        page.show_inner(made)

    def show_state(self, state: RoomState) -> None:
        """The item as it stands, as far as the room may see it."""
        self._state = state
        window = self._shown()
        if window is not None:
            window.show_words(projected(state, self.marking))

    def close(self) -> None:
        """The room sees nothing more."""
        if (window := self._shown()) is not None:
            window.close()

    def _set_shown(self, item: str, ids: frozenset[str]) -> None:
        self.act_wanted.emit(partial(roomjobs.set_shown, item, ids))

    def _turn(self, page: RoomPage, wanted: bool) -> None:
        if not wanted:
            self.close()
        elif not self.is_open:
            made = Projector(page)
            made.closed.connect(self._closed)
            self._window = made
            made.put_on_other_screen()
            if self._state is not None:
                self.show_state(self._state)
        self._say()

    def _closed(self) -> None:
        gone, self._window = self._window, None
        if gone is not None:
            gone.deleteLater()
        self._say()

    def _say(self) -> None:
        chooser = self._chooser
        if chooser is not None and shiboken6.isValid(chooser):
            chooser.show_open(is_open=self.is_open)

    def _shown(self) -> Projector | None:
        window = self._window
        return window if window is not None and shiboken6.isValid(window) else None
