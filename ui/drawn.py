"""A drawing's display list painted with Qt, in the colours of the theme."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from mktdesk.drawings import (
    Drawing,
    Ellipse,
    Line,
    Path,
    Primitive,
    Rect,
    Size,
    Stroke,
    Text,
    Tone,
    arrowhead,
    primitives,
    shaft,
)
from ui.tokens import Tokens

Colours = Mapping[Tone, str]
_DASHES = [4.0, 3.0]  # of the line's width


def colours(tokens: Tokens) -> Colours:
    """What each tone looks like in this appearance."""
    return {
        Tone.INK: tokens.text,
        Tone.MUTED: tokens.muted,
        Tone.LINE: tokens.edge,
        Tone.FAINT: tokens.hairline,
        Tone.GROUND: tokens.surface,
        Tone.DONE: tokens.done,
        Tone.DONE_GROUND: tokens.done_ground,
        Tone.NOW: tokens.accent,
        Tone.NOW_GROUND: tokens.selection,
        Tone.WAITING: tokens.warning,
        Tone.WAITING_GROUND: tokens.warning_ground,
        Tone.LATE: tokens.danger,
        Tone.LATE_GROUND: tokens.danger_ground,
    }


class Letters:
    """The window's typeface at the sizes of a drawing that is shown this large.

    zoom: pixels for a point of the drawing. `measure` is what a layout asks for widths.
    """

    def __init__(self, base: QFont, zoom: float) -> None:
        self.zoom = zoom
        self._base = base
        self._fonts: dict[tuple[Size, bool], tuple[QFont, QFontMetricsF]] = {}

    def measure(self, text: str, size: Size, bold: bool) -> float:
        """The width of a text in points of the drawing."""
        return self._made(size, bold)[1].horizontalAdvance(text) / self.zoom

    def font(self, size: Size, bold: bool, text: str, room: float) -> tuple[QFont, QFontMetricsF]:
        """The font for a line, smaller where the line would not fit its room (in points)."""
        font, metrics = self._made(size, bold)
        wide = metrics.horizontalAdvance(text) / self.zoom
        if wide <= room:
            return font, metrics
        fitted = QFont(font)
        fitted.setPixelSize(max(1, int(font.pixelSize() * room / wide)))
        return fitted, QFontMetricsF(fitted)

    def _made(self, size: Size, bold: bool) -> tuple[QFont, QFontMetricsF]:
        if (size, bold) not in self._fonts:
            font = QFont(self._base)
            font.setPixelSize(max(1, round(size.points * self.zoom)))
            if bold:
                font.setWeight(QFont.Weight.DemiBold)
            self._fonts[size, bold] = font, QFontMetricsF(font)
        return self._fonts[size, bold]


def paint(painter: QPainter, drawing: Drawing, letters: Letters, shown: Colours) -> None:
    """Paint a drawing with its top left corner at the painter's origin."""
    brush = _Brush(painter, letters, shown)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for item in primitives(drawing.items):
        brush.item(item)


class _Brush:
    """Paints primitive by primitive, each once; in pixels, so that letters stay sharp."""

    def __init__(self, painter: QPainter, letters: Letters, shown: Colours) -> None:
        self._painter, self._letters, self._shown = painter, letters, shown
        self._zoom = letters.zoom

    def item(self, item: Primitive) -> None:
        match item:
            case Line():
                self._dress(item.stroke, None)
                self._painter.drawLine(self._at(item.x1, item.y1), self._at(item.x2, item.y2))
            case Rect():
                self._dress(item.stroke, item.fill)
                box = self._box(item.x, item.y, item.width, item.height)
                radius = item.radius * self._zoom
                self._painter.drawRoundedRect(box, radius, radius)
            case Ellipse():
                self._dress(item.stroke, item.fill)
                self._painter.drawEllipse(self._box(item.x, item.y, item.width, item.height))
            case Path():
                self._path(item)
            case Text():
                self._text(item)

    def _path(self, path: Path) -> None:
        points = QPolygonF([self._at(x, y) for x, y in shaft(path)])
        if path.closed:
            self._dress(path.stroke, path.fill)
            self._painter.drawPolygon(points)
            return
        self._dress(path.stroke, None)
        self._painter.drawPolyline(points)
        if path.arrow and path.stroke:
            self._dress(None, path.stroke.tone)
            self._painter.drawPolygon(QPolygonF([self._at(x, y) for x, y in arrowhead(path)]))

    def _text(self, text: Text) -> None:
        painter, zoom = self._painter, self._zoom
        painter.setPen(QColor(self._shown[text.tone]))
        for number, line in enumerate(text.lines):
            font, metrics = self._letters.font(text.size, text.bold, line, text.width)
            spare = text.width * zoom - metrics.horizontalAdvance(line)
            shift = {"left": 0.0, "centre": spare / 2, "right": spare}[text.align]
            top = (text.y + number * text.size.leading) * zoom
            lead = (text.size.leading * zoom - metrics.ascent() - metrics.descent()) / 2
            painter.setFont(font)
            painter.drawText(QPointF(text.x * zoom + shift, top + lead + metrics.ascent()), line)

    def _dress(self, stroke: Stroke | None, fill: Tone | None) -> None:
        if stroke is None:
            self._painter.setPen(Qt.PenStyle.NoPen)
        else:
            pen = QPen(QColor(self._shown[stroke.tone]), stroke.width * self._zoom)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if stroke.dashed:
                pen.setDashPattern(_DASHES)
            self._painter.setPen(pen)
        empty = Qt.BrushStyle.NoBrush
        self._painter.setBrush(QBrush(empty) if fill is None else QColor(self._shown[fill]))

    def _at(self, x: float, y: float) -> QPointF:
        return QPointF(x * self._zoom, y * self._zoom)

    def _box(self, x: float, y: float, width: float, height: float) -> QRectF:
        return QRectF(self._at(x, y), self._at(x + width, y + height))
