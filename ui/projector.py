"""The window for the projector: what the room may see of one item, in large letters.

It is given words to show and nothing else: it cannot reach a case, a note or a seal.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.labels import Words, short_words

_TITLE = "mktdesk: for the room"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the room sees. blocks: a heading and its lines each."""

    title: str
    marking: str
    blocks: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Projector(QWidget):
    """A window of its own. closed: it was closed, by whatever means."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(_TITLE)
        self.setProperty("look", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._banner = QWidget(self)
        self._banner.setProperty("look", "marking")
        self._banner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._marking = short_words("", "marking-word", self._banner)
        across = QHBoxLayout(self._banner)
        across.addWidget(self._marking)
        across.addStretch(1)
        column.addWidget(self._banner)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(48, 32, 48, 32)
        self._lines.setSpacing(12)
        area.setWidget(self._inside)
        self._area = area
        column.addWidget(area, 1)
        self.show_words(None)

    def show_words(self, shown: Shown | None) -> None:
        """Show this, or an empty page where the room is to see nothing."""
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._marking.setText(shown.marking if shown else "")
        self._banner.setVisible(bool(shown and shown.marking))
        if shown is not None:
            self._add(shown.title, "projector-title")
            for heading, lines in shown.blocks:
                self._add(heading, "projector-heading")
                for line in lines:
                    self._add(line, "projector-line")
        self._lines.addStretch(1)
        self._area.verticalScrollBar().setValue(0)

    def put_on_other_screen(self) -> bool:
        """Fill a screen that the program's own window is not on; False where there is but one.

        The keyboard stays with whoever takes the minutes.
        """
        owner = self.parentWidget()
        own = owner.window().screen() if owner is not None else QGuiApplication.primaryScreen()
        others = [screen for screen in QGuiApplication.screens() if screen is not own]
        if not others:
            self.resize(960, 600)
            self.show()
        else:
            self.setGeometry(others[0].geometry())
            self.showFullScreen()
        if owner is not None:  # some window systems hand it to every new window
            owner.window().activateWindow()
        return bool(others)

    @property
    def words(self) -> str:
        """Everything that is shown, a line each."""
        items = (self._lines.itemAt(n) for n in range(self._lines.count()))
        widgets = (item.widget() for item in items if item is not None)
        return "\n".join(one.text() for one in widgets if isinstance(one, QLabel))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it; every other key is the minute taker's, in the other window."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """It shows nothing more."""
        self.show_words(None)
        self.closed.emit()
        super().closeEvent(event)

    def _add(self, text: str, look: str) -> None:
        self._lines.addWidget(Words(text, look, self._inside))
