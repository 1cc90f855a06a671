"""Words on the screen. Always plain text: an answer that looks like HTML stays what it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontInfo, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

LINE_CHARACTERS = 75
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PLAIN = {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
COLUMN_EMS = 720 / 14  # the form column is 720 px at 100 % and grows with the text

_SPARE = 2  # pixels: a line that just fits is not wrapped


class Words(QLabel):
    """Words that wrap, at most 75 characters a line. `look` is the stylesheet's name."""

    def __init__(self, text: str = "", look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("look", look)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._line = 0  # the width of a line in this font, once it was asked for
        self._heights: dict[tuple[int, int], int] = {}  # by width and right margin
        self.setText(text)

    def setText(self, text: str) -> None:
        """Other words have another height."""
        self._heights.clear()
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        """So has another font, or another look."""
        self._line = 0
        self._heights.clear()
        super().changeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """May be as narrow as its longest word: wrapped words must not widen the page."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())

    def heightForWidth(self, width: int) -> int:
        """The height when lines end at 75 characters. A layout asks some fifty times."""
        right = self.contentsMargins().right()
        height = self._heights.get((width, right))
        if height is None:
            height = super().heightForWidth(min(width, self._line_width()) + right)
            self._heights[width, right] = height
        return height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is beyond 75 characters free. A maximum width would centre the words."""
        super().resizeEvent(event)
        margins = self.contentsMargins()
        margins.setRight(max(0, self.width() - self._line_width()))
        self.setContentsMargins(margins)

    def _line_width(self) -> int:
        if not self._line:
            self.ensurePolished()
            self._line = line_width(self)
        return self._line


class Line(Words):
    """Words that stand on one line where there is room for it, and wrap where there is not."""

    def __init__(self, text: str = "", look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, look, parent)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """The whole length."""
        self.ensurePolished()
        wide = self.fontMetrics().horizontalAdvance(self.text()) + _SPARE
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """A word or two."""
        line = self.sizeHint()
        return QSize(min(line.width(), super().minimumSizeHint().width()), line.height())


def short_words(text: str, look: str = "", parent: QWidget | None = None) -> QLabel:
    """A few words that stay on one line."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("look", look)
    made.setText(text)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def show_if(widget: QWidget, wanted: bool) -> None:
    """Show it or not. Where that is so already, nothing is asked of Qt: to show a part of a page
    that is not in the window yet would dress and lay out all of it, and both again once it is.
    """
    if widget.isHidden() is wanted:
        widget.setVisible(wanted)


def tip(words: str) -> str:
    """Words for a tip, as they are: what looks like HTML would be read as such, pictures too."""
    if "<" not in words and "&" not in words:
        return words
    from html import escape  # noqa: PLC0415 - a table of entities that no first window needs

    return f"<qt>{escape(words)}</qt>"


def line_width(widget: QWidget) -> int:
    """The width of 75 characters in the widget's own font."""
    return widget.fontMetrics().averageCharWidth() * LINE_CHARACTERS


def column_width(widget: QWidget) -> int:
    """The width of the form column at the present text size: 720 px at 100 %."""
    return round(QFontInfo(widget.font()).pixelSize() * COLUMN_EMS)


class Button(QPushButton):
    """Enter presses it as Space does. Qt leaves Enter to a dialog's main button alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Once a press: a key held down since the page before presses nothing."""
        if event.key() not in _ENTER or event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
            return
        event.accept()
        if not event.isAutoRepeat():
            self.click()


def button(text: str, look: str = "", parent: QWidget | None = None) -> QPushButton:
    """A button with its words; an ampersand in them is shown, not a short cut."""
    made = Button(text.replace("&", "&&"), parent)
    made.setProperty("look", look)
    made.setAutoDefault(False)
    return made


def rule(parent: QWidget | None = None) -> QFrame:
    """A thin line between groups."""
    line = QFrame(parent)
    line.setProperty("look", "rule")
    return line
