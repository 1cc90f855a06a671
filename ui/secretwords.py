"""A secret on the screen, to be read aloud or copied down."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.labels import Words


class SecretWords(Words):
    """Not to be selected: what Qt copies stays on the clipboard. copy_asked: Ctrl+C upon it."""

    copy_asked = Signal()

    def __init__(self, shown: str, parent: QWidget | None = None) -> None:
        super().__init__(shown, "code", parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        copied = QShortcut(
            QKeySequence.StandardKey.Copy, self, context=Qt.ShortcutContext.WidgetShortcut
        )
        copied.activated.connect(self.copy_asked)
