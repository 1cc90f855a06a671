"""What the minute taker writes of an item while it is spoken of; the room never sees it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from ui.fields.boxes import TextBox
from ui.page import Screen
from ui.question import Question

_DRAFT_AFTER_MS = 700
_LARGER = 18 / 14


class NotePage(Screen):
    """drafted: (item, text so far), within a second. kept: (item, text), when it is left."""

    drafted = Signal(str, str)
    kept = Signal(str, str)

    def __init__(self, item: str, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__("Notes", parent=parent)
        self._item, self._saved = item, text
        self._box = TextBox(8, 24, self)
        font = QFont(self._box.font())
        font.setPixelSize(round(self._box.fontInfo().pixelSize() * _LARGER))
        self._box.setFont(font)
        self._box.show_text(text)
        words = "For the minutes. Kept as you type; Escape goes back to the table."
        self.body.addWidget(Question(f"Notes on {title}", self._box, words, self))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_DRAFT_AFTER_MS)
        self._pause.timeout.connect(self._draft)
        self._box.textChanged.connect(self._typed)

    @property
    def text(self) -> str:
        """What is written so far."""
        return self._box.toPlainText()

    def flush(self) -> None:
        """What is written is meant now."""
        self._pause.stop()
        text = self._box.toPlainText()
        if text != self._saved:
            self._saved = text
            self.kept.emit(self._item, text)

    def _typed(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _draft(self) -> None:
        text = self._box.toPlainText()
        if text != self._saved:
            self.drafted.emit(self._item, text)
