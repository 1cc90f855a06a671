"""A drawing on the screen: as large as the text is, larger and smaller, by keyboard and by voice.

A map that can be laid out for any width flows into the room there is; any other drawing is shown
as it is, whole width at first where it is wider than the room.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFontInfo,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from mktdesk.drawings import Drawing, Measure, Size, groups
from ui.drawingsheet import PAD, Sheet
from ui.drawn import Letters
from ui.fields.boxes import describe
from ui.labels import button, short_words
from ui.viewers.spoken import Spoken
from ui.wrapping import WrapRow

_STEP = 1.25
_SMALLEST, _LARGEST = 0.4, 4.0
_NARROWEST, _WIDEST = 240.0, 720.0  # points that a flowing drawing is laid out for
_NEAR = 24  # pixels kept in sight round the thing that the keyboard is on


class Maker(Protocol):
    """Lays a drawing out for a width in points, with the letters of the screen.

    `functools.partial(layout, nodes, edges, title=…)` is one.
    """

    def __call__(self, width: float, /, *, measure: Measure) -> Drawing:
        """The drawing."""
        ...


class DrawingView(QWidget):
    """`node_activated`: the id of the thing on which Enter or the mouse was pressed."""

    node_activated = Signal(str)

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        """hint: said beside each thing ("Enter opens the step.")."""
        super().__init__(parent)
        self._maker: Maker | None = None
        self._drawing = Drawing(1, 1, (), "", "")
        self._met = False  # whether the person has seen it, and may have scrolled
        self._scale: float | None = None  # of the usual size; None as large as the room lets it
        self.sheet = Sheet(hint)
        self._area = _Area(self)
        self._area.setWidget(self.sheet)
        self._tools()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._bar)
        column.addWidget(self._area, 1)
        self.sheet.activated.connect(self.node_activated)
        self.sheet.reached.connect(self._reached)
        self._area.resized.connect(self._resized)
        self._area.zoomed.connect(self.step_zoom)

    # what pages use

    def show_drawing(self, drawing: Drawing) -> None:
        """Show a drawing that is as wide as it is."""
        self._maker, self._drawing = None, drawing
        self._shown_anew()

    def show_flowing(self, maker: Maker) -> None:
        """Show a drawing that is laid out again whenever its room or the text size changes."""
        self._maker = maker
        self._shown_anew()

    @property
    def drawing(self) -> Drawing:
        """What is shown, as laid out last."""
        return self._drawing

    def go_to(self, name: str) -> None:
        """Bring a thing into sight and have Tab enter there."""
        self.sheet.go_to(name)
        self._show_current()

    def focus_current(self) -> None:
        """Put the keyboard where Tab enters."""
        if self.sheet.current is not None:
            self.sheet.focus_current()
        else:
            self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def scale(self) -> float:
        """How large it is shown; 1.0 has words as large as the window's."""
        if self._scale is not None:
            return self._scale
        return 1.0 if self._maker else min(1.0, self._whole_width())

    def step_zoom(self, step: int) -> None:
        """Larger (+1) or smaller (-1) by a quarter."""
        self._set_scale(self.scale * _STEP**step)

    def usual_size(self) -> None:
        """Words as large as the window's."""
        self._set_scale(1.0)

    def fit_width(self) -> None:
        """As wide as the room. A flowing drawing always is, at the usual size."""
        self._set_scale(1.0 if self._maker else self._whole_width())

    # inside

    def _tools(self) -> None:
        smaller = self._tool("Smaller", "Ctrl+-", self._smaller)
        larger = self._tool("Larger", "Ctrl++", self._larger)
        usual = self._tool("Usual size", "Ctrl+0", self.usual_size)
        self._wide = self._tool("Full width", "Ctrl+9", self.fit_width)
        self._size = short_words("", "muted", self)
        self._bar = WrapRow(smaller, larger, usual, self._wide, self._size)

    def _tool(self, words: str, keys: str, slot: object) -> QPushButton:
        made = button(words, "", self)
        made.clicked.connect(slot)
        made.setToolTip(f"{words} ({keys})")
        describe(made, words, keys.replace("+", " ", 1))
        short = QShortcut(QKeySequence(keys), self)
        short.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        short.activated.connect(made.click)
        return made

    def _smaller(self) -> None:
        self.step_zoom(-1)

    def _larger(self) -> None:
        self.step_zoom(1)

    def _set_scale(self, scale: float) -> None:
        self._scale = min(max(scale, _SMALLEST), _LARGEST)
        self._arrange()
        self._show_current()

    def _shown_anew(self) -> None:
        self._scale = None
        self._wide.setVisible(self._maker is None)
        self._arrange()

    def _usual(self) -> float:
        """Pixels for a point at the usual size."""
        return QFontInfo(self.font()).pixelSize() / Size.BODY.points

    def _whole_width(self) -> float:
        return self._area.room() / (self._drawing.width * self._usual())

    def _resized(self, before: QSize) -> None:
        """What was in sight stays in sight."""
        current, viewport = self.sheet.current, self._area.viewport()
        seen = False
        if current is not None:
            place = QRect(current.mapTo(viewport, QPoint(0, 0)), current.size())
            seen = QRect(QPoint(0, 0), before).intersects(place)
        self._arrange()
        if seen or not self._met:
            self._show_current()

    def _show_current(self) -> None:
        current = self.sheet.current
        if current is not None:
            third = self._area.viewport().height() // 3
            self._area.ensureWidgetVisible(current, _NEAR, third)

    def showEvent(self, event: QShowEvent) -> None:
        """The thing asked for is in sight."""
        super().showEvent(event)
        self._show_current()
        self._met = True

    def _arrange(self) -> None:
        zoom = self._usual() * self.scale
        letters = Letters(self.font(), zoom)
        if self._maker is not None:
            width = min(max(self._area.room() / zoom, _NARROWEST), _WIDEST)
            self._drawing = self._maker(width, measure=letters.measure)
        things = groups(self._drawing)
        policy = Qt.FocusPolicy.NoFocus if things else Qt.FocusPolicy.StrongFocus
        self._area.setFocusPolicy(policy)
        describe(self._area, self._drawing.title, self._drawing.alternative)
        self.sheet.show_drawing(self._drawing, letters)
        self._size.setText(f"{round(self.scale * 100)} %")
        self._bar.updateGeometry()

    def _reached(self, thing: QWidget) -> None:
        self._area.ensureWidgetVisible(thing, _NEAR, _NEAR)

    def changeEvent(self, event: QEvent) -> None:
        """The drawing grows with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._arrange()


class _Area(QScrollArea, Spoken):
    """Scrolls the sheet; Ctrl and the wheel zoom."""

    ROLE = QAccessible.Role.Graphic
    resized = Signal(QSize)  # the size before
    zoomed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.be_spoken()
        self.setProperty("look", "panel")
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    def room(self) -> float:
        """The width for a drawing, whether the bar beside it is there or not."""
        bar = self.verticalScrollBar().sizeHint().width()
        return max(1, self.maximumViewportSize().width() - bar - 2 * PAD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit(event.oldSize())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)
