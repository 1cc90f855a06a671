"""Windows and dialogs that fit on the screen, whatever its size and that of the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

_FRAME = QSize(16, 48)  # what a window system puts round a window, at most


def fitting(widget: QWidget, wish: QSize) -> QSize:
    """The size wished for, as far as the screen has room."""
    return wish.boundedTo(widget.screen().availableGeometry().size() - _FRAME)


class Holder(QWidget):
    """What a scroll area holds: as high as its words are at its width, and no higher.

    Without this Qt also makes it as high as it would be with every line at its narrowest.
    """

    def minimumSizeHint(self) -> QSize:
        """The height for its width counts, where there is one."""
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least


class FittedDialog(QDialog):
    """Fill `column`: the dialog is as high as that needs, and scrolls where it has no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._held = Holder()
        self.column = QVBoxLayout(self._held)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(12)
        self._area.setWidget(self._held)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self._held.installEventFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        """It has the size it needs from the beginning."""
        super().showEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It grows with what it shows."""
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible() and watched is self._held:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.column.activate()
        bar = self._area.verticalScrollBar().sizeHint().width()
        least = max(self.minimumWidth(), self._held.minimumSizeHint().width() + bar)
        wide = fitting(self, QSize(max(least, self.width()), 0)).width()
        words = self._held.heightForWidth(wide - bar)  # or it would scroll for the bar's own sake
        need = words if words >= 0 else self._held.sizeHint().height()
        high = fitting(self, QSize(0, need)).height()
        if (wide, high) != (self.width(), self.height()):
            self.resize(wide, max(high, self.height()))
