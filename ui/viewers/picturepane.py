"""A picture from memory, at any size."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.viewers.spoken import Spoken

_SMALLEST, _LARGEST = 0.02, 8.0
_STEP = 1.25


class _Canvas(QWidget):
    def __init__(self, image: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = image

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # Only what is in sight: at eight times its size a photograph is a wall.
        seen = QRectF(event.rect())
        scale = self._image.width() / max(self.width(), 1)
        part = QRectF(
            seen.x() * scale, seen.y() * scale, seen.width() * scale, seen.height() * scale
        )
        painter.drawImage(seen, self._image, part)
        painter.end()


class PicturePane(QScrollArea, Spoken):
    """Arrow keys move it, Ctrl and the wheel zoom. `moved`: its size has changed."""

    ROLE = QAccessible.Role.Graphic
    moved = Signal()

    def __init__(self, name: str, image: QImage, parent: QWidget | None = None) -> None:
        """name: what a screen reader calls it."""
        super().__init__(parent)
        self.be_spoken()
        self._image = image
        self._fits = True
        self._zoom = 1.0
        self._canvas = _Canvas(image, self)
        self.setWidget(self._canvas)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{name}, a picture of {image.width()} by {image.height()} dots")

    @property
    def zoom(self) -> float:
        """How large it is shown; 1.0 is one dot of the picture for one of the screen."""
        return self._zoom

    def step_zoom(self, step: int) -> None:
        """Larger (+1) or smaller (-1) by a quarter."""
        self._fits = False
        self._set_zoom(self._zoom * _STEP**step)

    def fit_whole(self) -> None:
        """All of it in sight, never larger than it is."""
        self._fits = True
        room = self.maximumViewportSize()
        wide = room.width() / max(self._image.width(), 1)
        high = room.height() / max(self._image.height(), 1)
        self._set_zoom(min(wide, high, 1.0))

    def fit_width(self) -> None:
        """As wide as the window."""
        self._fits = False
        self._set_zoom(self.viewport().width() / max(self._image.width(), 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What fitted still fits."""
        super().resizeEvent(event)
        if self._fits:
            self.fit_whole()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms; the wheel alone scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = min(max(zoom, _SMALLEST), _LARGEST)
        size = QSize(
            max(1, round(self._image.width() * self._zoom)),
            max(1, round(self._image.height() * self._zoom)),
        )
        self._canvas.resize(size)
        self.moved.emit()
