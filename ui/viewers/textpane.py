"""Plain text to read: never interpreted, never changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.fields.boxes import TextBox


class TextPane(TextBox):
    """Fills the room it has; the keyboard moves a caret through it, Tab leaves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(8, 8, parent)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(policy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.setReadOnly(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByKeyboard | flags.TextSelectableByMouse)
