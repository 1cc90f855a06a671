"""The parts of a case that are filled in meeting mode: the item's own, and those that follow it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mktdesk.forms.flow import Place
from ui.controllers.roomcase import RoomCase
from ui.controllers.roomjobs import RoomState
from ui.worker import Worker


class RoomParts(QObject):
    """One part at a time. show_inner: (Screen). filled: (its id) its last page was left. changed:
    answers were saved. failed: (DeskError).
    """

    show_inner = Signal(object)
    filled = Signal(str)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._case: RoomCase | None = None

    def begin(self, state: RoomState, part: str) -> None:
        """The first of its pages that has something to be put right, or its first."""
        if (made := self._of(state, part)) is not None:
            made.begin()

    def show_place(self, state: RoomState, part: str, place: Place) -> None:
        """One page of it."""
        if (made := self._of(state, part)) is not None:
            made.show_place(place)

    def drop(self) -> None:
        """The case goes; what is typed has been handed over."""
        if self._case is not None:
            self._case.stop()
            self._case.deleteLater()
            self._case = None

    def _of(self, state: RoomState, part: str) -> RoomCase | None:
        self.drop()
        if state.case is None:
            return None
        made = RoomCase(self._worker, state.case, part, self)
        made.show_inner.connect(self.show_inner)
        made.check_wanted.connect(self.filled)
        made.changed.connect(self.changed)
        made.failed.connect(self.failed)
        self._case = made
        return made
