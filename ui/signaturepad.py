"""Where somebody signs with the mouse, a finger or a pen.

What was drawn is kept as lines in thousandths of the pad's width, so that screen and paper draw
the same. Nobody must draw: a typed name signs as well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPalette, QPen, QTouchEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

Stroke: TypeAlias = tuple[tuple[int, int], ...]
WIDE = 1000  # units across the pad
HIGH = 300  # units down the pad
_LEAST = 4  # units between two points that are kept: a signature is some hundred points
_LIMIT = 4000  # points in all
_LINE = 0.005  # of the pad's width
_NAME = "Signature, to be drawn with the mouse, a finger or a pen"


class SignaturePad(QWidget):
    """changed: something was drawn, or all of it was taken away."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[tuple[int, int]]] = []
        self._drawing = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setProperty("look", "pad")
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_NAME)
        self.setAccessibleDescription("Typing the name signs as well.")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What was drawn: lines of points, x from 0 to 1000, y from 0 to 300 downwards."""
        return tuple(tuple(one) for one in self._strokes if one)

    @property
    def empty(self) -> bool:
        """Nothing is drawn."""
        return not any(self._strokes)

    def clear(self) -> None:
        """Take all of it away."""
        self._strokes.clear()
        self._drawing = False
        self.update()
        self.changed.emit()

    # size

    def heightForWidth(self, width: int) -> int:
        """Always of one shape, so that a signature looks the same everywhere."""
        return width * HIGH // WIDE

    def sizeHint(self) -> QSize:
        """As wide as a line of a form."""
        width = self.fontMetrics().averageCharWidth() * 60
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Still wide enough to sign on."""
        width = self.fontMetrics().averageCharWidth() * 30
        return QSize(width, self.heightForWidth(width))

    # drawing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A line begins."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line goes on."""
        self._go_on(event.position())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The line ends."""
        self._end()

    def event(self, event: QEvent) -> bool:
        """One finger draws; a second one is the hand that rests."""
        if isinstance(event, QTouchEvent) and event.points():
            where = event.points()[0].position()
            if event.type() is QEvent.Type.TouchBegin:
                self._begin(where)
            elif event.type() is QEvent.Type.TouchUpdate:
                self._go_on(where)
            else:
                self._end()
            event.accept()
            return True
        return super().event(event)

    def _begin(self, where: QPointF) -> None:
        self._drawing = True
        self._strokes.append([])
        self._go_on(where)

    def _go_on(self, where: QPointF) -> None:
        if not self._drawing or sum(map(len, self._strokes)) >= _LIMIT:
            return
        units = WIDE / max(1, self.width())
        x = min(max(round(where.x() * units), 0), WIDE)
        y = min(max(round(where.y() * units), 0), HIGH)
        line = self._strokes[-1]
        if line and abs(line[-1][0] - x) + abs(line[-1][1] - y) < _LEAST:
            return
        line.append((x, y))
        self.update()

    def _end(self) -> None:
        if self._drawing:
            self._drawing = False
            self.changed.emit()

    def paintEvent(self, _event: QEvent) -> None:
        """The line to sign on, and what is drawn, in the colours of an input."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self.palette()
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(colours.color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(colours.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(edge, 4, 4)
        base = self.height() * 0.8
        painter.drawLine(QPointF(self.width() * 0.04, base), QPointF(self.width() * 0.96, base))
        pen = QPen(colours.color(QPalette.ColorRole.Text), max(1.5, self.width() * _LINE))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in self._strokes:
            painter.drawPath(self._path(line))

    def _path(self, line: Sequence[tuple[int, int]]) -> QPainterPath:
        scale = self.width() / WIDE
        path = QPainterPath()
        for number, (x, y) in enumerate(line):
            point = QPointF(x * scale, y * scale)
            if number:
                path.lineTo(point)
            else:
                path.moveTo(point)
        if len(line) == 1:  # a dot
            path.lineTo(path.currentPosition() + QPointF(0.1, 0))
        return path


def as_text(strokes: Sequence[Stroke]) -> str:
    """What was drawn, as a record keeps it: JSON, [[[x, y], ...], ...]; nothing for nothing."""
    return json.dumps(strokes, separators=(",", ":")) if strokes else ""
