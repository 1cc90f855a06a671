"""What the room may see of an item: ticked by the minute taker, shown in the projector's window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.fields.tick import Tick
from ui.labels import Words, button
from ui.page import Screen
from ui.wrapping import WrapRow

_NEVER = "Notes, full references and other cases are never shown there."


class RoomShowPage(Screen):
    """shown_wanted: (ids) what the room may see. window_wanted: (bool) open it, or close it."""

    shown_wanted = Signal(object)
    window_wanted = Signal(bool)

    def __init__(
        self,
        title: str,
        blocks: Mapping[str, str],
        shown: frozenset[str],
        protection: str,
        parent: QWidget | None = None,
    ) -> None:
        """blocks: id -> what it is called. protection: what this system cannot keep out, if any."""
        super().__init__(f"For the room: {title}", parent=parent)
        self.body.addWidget(Words(_NEVER, "muted", self))
        self._ticks: dict[str, Tick] = {}
        for name, words in blocks.items():
            tick = Tick(words, parent=self)
            tick.box.setChecked(name in shown)
            tick.pressed.connect(self._ticked)
            self._ticks[name] = tick
            self.body.addWidget(tick)
        self._open = button("", "primary", self)
        self._open.clicked.connect(self._pressed)
        self.body.addWidget(WrapRow(self._open, parent=self))
        if protection:
            self.body.addWidget(Words(protection, "warning", self))
        self._is_open = False
        self.show_open(is_open=False)

    def show_open(self, *, is_open: bool) -> None:
        """Whether the window stands on the projector."""
        self._is_open = is_open
        self._open.setText("Close the room's window" if is_open else "Open the room's window")

    def _ticked(self) -> None:
        self.shown_wanted.emit(
            frozenset(name for name, tick in self._ticks.items() if tick.box.isChecked())
        )

    def _pressed(self) -> None:
        self.window_wanted.emit(not self._is_open)
