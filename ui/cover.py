"""What lies over the window while it locks: nothing of a case is seen, nothing can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QVBoxLayout, QWidget

from mktdesk.errors import DeskError
from ui.announce import announce
from ui.labels import Words, button, column_width


class Cover(QWidget):
    """close_asked: the program could not start again, and the person has read why."""

    close_asked = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.setProperty("look", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = Words("Locking…", "page", self)
        self._do = Words("What you typed is being kept.", "", self)
        self._close = button("Close", "primary", self)
        self._close.clicked.connect(self.close_asked)
        self._close.hide()
        inside = QWidget(self)
        inside.setMaximumWidth(column_width(self))
        column = QVBoxLayout(inside)
        column.setSpacing(12)
        for shown in (self._words, self._do):
            column.addWidget(shown)
        column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignLeft)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(48, 48, 48, 48)
        whole.addWidget(inside)
        whole.addStretch(1)
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self._below = window.centralWidget()
        if self._below is not None:
            self._below.setEnabled(False)
        self.show()
        self.raise_()
        announce(self, self._words.text(), at_once=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the whole window, whatever its size."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    @property
    def stays(self) -> bool:
        """Nothing will come in place of this window."""
        return not self._close.isHidden()

    def stay(self, error: DeskError) -> None:
        """Nothing comes in place of this window: say why."""
        self._words.setText(error.what)
        self._do.setText(error.do)
        self._close.show()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{error.what} {error.do}", at_once=True)

    def uncover(self) -> None:
        """The window goes on."""
        if self._below is not None:
            self._below.setEnabled(True)
        self.hide()
        self.deleteLater()


def close_dialogs(app: QApplication) -> None:
    """Every dialog answers no: closing one must not be a way round the lock."""
    for widget in app.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
    popup: QWidget | None = app.activePopupWidget()
    if popup is not None:
        popup.close()
