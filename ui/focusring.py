"""The ring around whatever has the keyboard: 2 px of accent outside a gap of 1 px.

A stylesheet can only change a border inside the control; this draws outside it, on any widget,
and moves with it. Clicking goes through it.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

GAP = 1
THICK = 2
_REACH = GAP + THICK
_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
}


class FocusRing(QObject):
    """One for the application; follows the focus from widget to widget and window to window.

    The drawing waits for the event loop, and a ring stays with the window it was made for: while
    a window is being destroyed the focus wanders over its dying widgets, and to make or delete a
    child of one then brings the program down.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: _Ring | None = None
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._draw)
        app.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._forget()
        self._target = new
        self._soon.start()

    def _forget(self) -> None:
        for widget in self._watched:
            if shiboken6.isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        self._target = None
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.hide()
        self._ring = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow every move of the focused widget and of what it stands in."""
        if event.type() in _MOVES:
            self._soon.start()
        return False

    def _draw(self) -> None:
        target = self._target
        if target is None or not shiboken6.isValid(target) or not target.hasFocus():
            return
        if self._ring is None:
            if target.isWindow() or target.focusPolicy() is Qt.FocusPolicy.NoFocus:
                return
            self._ring = _ring_on(_ground_of(target))
            self._watch(target, self._ring.ground)
        ring, ground = self._ring, self._ring.ground
        around = QRect(target.mapTo(ground, QPoint(0, 0)), target.size())
        ring.setGeometry(around.adjusted(-_REACH, -_REACH, _REACH, _REACH))
        ring.setVisible(target.isVisible())
        ring.raise_()

    def _watch(self, target: QWidget, ground: QWidget) -> None:
        above: QWidget | None = target
        while above is not None and above is not ground:
            above.installEventFilter(self)
            self._watched.append(above)
            above = above.parentWidget()


def _ring_on(ground: QWidget) -> _Ring:
    there = ground.findChildren(_Ring, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return there[0] if there else _Ring(ground)


def _ground_of(widget: QWidget) -> QWidget:
    """What the ring is drawn on: the scrolled content it moves with, or its window."""
    below, above = widget, widget.parentWidget()
    while above is not None:
        area = above.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
            return below if below is not widget else above
        if above.isWindow():
            return above
        below, above = above, area
    return widget.window()


class _Ring(QWidget):
    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self.ground = ground
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        half = THICK / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().accent(), THICK))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)
        painter.end()
