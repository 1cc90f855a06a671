"""One of a few, each with its words; arrow keys move, and an answer can be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QGroupBox, QPushButton, QWidget

from mktdesk.forms.types import Option
from ui.fields.tick import Tick
from ui.labels import button

_TAKE_BACK = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class Radios(QGroupBox):
    """`key` is the picked option's, or "" while none is.

    On the person's act only: `picked` (key), and `cleared` when Delete takes the pick back.
    """

    picked = Signal(str)
    cleared = Signal()

    def __init__(
        self, options: tuple[Option, ...], parent: QWidget | None = None, *, across: bool = False
    ) -> None:
        super().__init__(parent)
        self._keys = tuple(option.key for option in options)
        self.ticks = tuple(
            Tick(
                option.label,
                one_of_many=True,
                help_text=option.help,
                short=across,
                parent=self,
            )
            for option in options
        )
        self._group = QButtonGroup(self)
        direction = QBoxLayout.Direction
        layout = QBoxLayout(direction.LeftToRight if across else direction.TopToBottom, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16 if across else 0)
        for number, tick in enumerate(self.ticks):
            self._group.addButton(tick.box, number)
            layout.addWidget(tick)
        if across:
            layout.addStretch(1)
        self._group.idClicked.connect(self._clicked)

    @property
    def key(self) -> str:
        """The picked option's key, or ""."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def put(self, key: str) -> None:
        """Pick without saying so; a key that is not there picks none."""
        self._group.setExclusive(False)
        for known, tick in zip(self._keys, self.ticks, strict=True):
            tick.put(known == key)
        self._group.setExclusive(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the pick back."""
        if event.key() in _TAKE_BACK and self.key:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def _clicked(self, number: int) -> None:
        self.picked.emit(self._keys[number])


def clear_link(parent: QWidget) -> QPushButton:
    """Takes a pick back by mouse. No stop for Tab, which is on its way to the next question."""
    made = button("Clear this answer (Delete)", "link", parent)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
