"""The plain inputs that editors are made of, with the toolkit's traps taken out."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextOption, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QWidget,
)

LINE_LIMIT = 2_000  # characters in one line; a longer answer that came in is kept whole
_LONG_WORD = re.compile(r"\S{500}")


class LineBox(QLineEdit):
    """One line. Ctrl+Z goes to the window when this box itself has nothing to undo."""

    overflowed = Signal()  # a paste did not fit; the rest was left out

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(LINE_LIMIT)
        self.inputRejected.connect(self.overflowed)

    def show_text(self, text: str) -> None:
        """Show an answer, however long; keeps the caret where it was."""
        if text == self.text():
            return
        caret = self.cursorPosition()
        self.setMaxLength(max(LINE_LIMIT, len(text)))
        self.setText(text)
        self.setCursorPosition(min(caret, len(text)) if self.hasFocus() else 0)

    def event(self, event: QEvent) -> bool:
        """Let the window undo what this box cannot."""
        if _passes_on(event, self.isUndoAvailable(), self.isRedoAvailable()):
            return False
        return super().event(event)


class TextBox(QPlainTextEdit):
    """Several lines; Tab leaves it, it grows with its text between two heights."""

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        """least, most: height in lines."""
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def show_text(self, text: str) -> None:
        """Show an answer; keeps the caret where it was. One undo step is not kept."""
        if text == self.toPlainText():
            return
        cursor = self.textCursor()
        caret = cursor.position() if self.hasFocus() else 0
        self._wrap_for(text)
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(caret, len(text)))
        self.setTextCursor(cursor)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Plain text only; a word without an end must not freeze the window."""
        text = source.text()
        self._wrap_for(text)
        self.insertPlainText(text)

    def _wrap_for(self, text: str) -> None:
        # Measured: Qt's word wrap takes 49 s for one word of a million letters, 0.3 s by letter.
        if _LONG_WORD.search(text):
            self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)

    def sizeHint(self) -> QSize:
        """As high as its text, within the two heights."""
        lines = min(max(self.document().size().height(), self._least), self._most)
        margins = self.contentsMargins()
        inside = 2 * self.document().documentMargin() + margins.top() + margins.bottom()
        height = lines * self.fontMetrics().lineSpacing() + inside + 2 * self.frameWidth()
        return QSize(super().sizeHint().width(), round(height))

    def minimumSizeHint(self) -> QSize:
        """The same height, so that a page scrolls and not each box on it."""
        return QSize(120, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Let the window undo what this box cannot."""
        document = self.document()
        if _passes_on(event, document.isUndoAvailable(), document.isRedoAvailable()):
            return False
        return super().event(event)


class PickBox(QComboBox):
    """A drop-down that a turning wheel does not change while the page scrolls under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(QStyledItemDelegate(self))  # the stylesheet's row height needs it
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


def _passes_on(event: QEvent, can_undo: bool, can_redo: bool) -> bool:
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo = event.matches(QKeySequence.StandardKey.Undo) and not can_undo
    redo = event.matches(QKeySequence.StandardKey.Redo) and not can_redo
    if undo or redo:
        event.ignore()
    return undo or redo


def describe(widget: QWidget, name: str, description: str = "") -> None:
    """What a screen reader says of an input."""
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(description)


def inputs_of(parent: QObject) -> list[QWidget]:
    """The widgets inside that the keyboard can reach, in the order they were made."""
    return [
        widget
        for widget in parent.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
