"""Where the places stand: as wide as their names, and scrolled where there are too many."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class RailArea(QScrollArea):
    """Holds the rail. Large text on a small screen scrolls it; it never heightens the window."""

    def __init__(self, rail: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rail = rail
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setWidget(rail)
        self.verticalScrollBar().rangeChanged.connect(self._room_changed)

    def sizeHint(self) -> QSize:
        """As wide as the longest name, and the bar where there is one."""
        bar = self.verticalScrollBar()
        beside = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        wanted = self._rail.sizeHint()
        return QSize(wanted.width() + beside, wanted.height())

    def minimumSizeHint(self) -> QSize:
        """One place is in sight."""
        one = self.fontMetrics().height() * 3
        return QSize(self.sizeHint().width(), one)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Larger text makes the names longer."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys are the window's: up and down go from place to place."""
        event.ignore()

    def _room_changed(self) -> None:
        self.updateGeometry()
