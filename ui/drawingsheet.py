"""The sheet that a drawing is painted on; its things take the keyboard and are spoken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from mktdesk.drawings import Box, Drawing, Group, groups
from ui.drawn import Letters, colours, paint
from ui.fields.boxes import describe
from ui.labels import Button
from ui.theme import tokens_of

PAD = 12  # pixels kept free round a drawing
_CLEAR = 2  # points between a frame and the ring of the keyboard
_MOVES = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}


class Sheet(QWidget):
    """Tab enters at one thing; arrow keys go on to the others, Enter activates.

    `activated`: the id. `reached`: the widget of the thing that the keyboard came to.
    """

    activated = Signal(str)
    reached = Signal(QWidget)

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        """hint: what is said beside each thing ("Enter opens the step.")."""
        super().__init__(parent)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._hint = hint
        self._drawing = Drawing(1, 1, (), "", "")
        self._letters = Letters(self.font(), 1.0)
        self._things: list[_Thing] = []
        self._current = ""

    @property
    def current(self) -> QWidget | None:
        """The thing where Tab enters, if there is any."""
        return next((one for one in self._things if one.shown.id == self._current), None)

    def show_drawing(self, drawing: Drawing, letters: Letters) -> None:
        """Show a drawing at the letters' zoom; the keyboard stays on its thing."""
        self._drawing, self._letters = drawing, letters
        wide, high = (round(side * letters.zoom) for side in (drawing.width, drawing.height))
        self.resize(wide + 2 * PAD, high + 2 * PAD)
        found = groups(drawing)
        if [thing.id for thing in found] != [thing.shown.id for thing in self._things]:
            self._make(found)
        for thing, group in zip(self._things, found, strict=True):
            thing.show_group(group, _scaled(group.box, letters.zoom))
        self.update()

    def go_to(self, name: str) -> None:
        """Make a thing the one where Tab enters; one that is not there changes nothing."""
        if any(thing.shown.id == name for thing in self._things):
            self._current = name
            for thing in self._things:
                here = thing.shown.id == name
                # One stop for Tab in all, as in a list.
                policy = Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus
                thing.setFocusPolicy(policy)
                if here:
                    self.reached.emit(thing)

    def focus_current(self) -> None:
        """Put the keyboard on the thing where Tab enters."""
        if self.current is not None:
            self.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint all of it."""
        shown = colours(tokens_of(self))
        painter = QPainter(self)
        painter.translate(PAD, PAD)
        paint(painter, self._drawing, self._letters, shown)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Another appearance has other colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.update()

    def _make(self, found: Sequence[Group]) -> None:
        focused = any(thing.hasFocus() for thing in self._things)
        for thing in self._things:
            thing.hide()
            thing.deleteLater()
        self._things = [_Thing(group, self._hint, self) for group in found]
        for thing in self._things:
            thing.pressed_on.connect(self.activated)
            thing.entered.connect(self.go_to)
            thing.turned.connect(self._turned)
            thing.show()
        kept = self._current if self._current in {group.id for group in found} else ""
        self._current = ""
        if found:
            self.go_to(kept or found[0].id)
        if focused:
            self.focus_current()

    def _turned(self, key: int) -> None:
        found = [thing.shown for thing in self._things]
        at = next(n for n, group in enumerate(found) if group.id == self._current)
        self.go_to(found[_towards([group.box for group in found], at, Qt.Key(key))].id)
        self.focus_current()


class _Thing(Button):
    """Lies over what is painted and paints nothing: a place for the keyboard, mouse and voice."""

    pressed_on = Signal(str)
    entered = Signal(str)
    turned = Signal(int)

    def __init__(self, group: Group, hint: str, sheet: Sheet) -> None:
        super().__init__("", sheet)
        self.shown = group
        self._hint = hint
        self.setProperty("look", "thing")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._clicked)

    def show_group(self, group: Group, place: QRectF) -> None:
        self.shown = group
        describe(self, group.alternative, f"Arrow keys move. {self._hint}".strip())
        self.setGeometry(place.toAlignedRect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        pass  # the sheet has painted it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.turned.emit(event.key())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit(self.shown.id)

    def _clicked(self) -> None:
        self.pressed_on.emit(self.shown.id)


def _scaled(box: Box, zoom: float) -> QRectF:
    """A thing's place on the sheet; the keyboard's ring stands clear of the frame."""
    place = QRectF(box.x * zoom, box.y * zoom, box.width * zoom, box.height * zoom)
    clear = _CLEAR * zoom
    return place.translated(PAD, PAD).adjusted(-clear, -clear, clear, clear)


def _towards(boxes: Sequence[Box], at: int, key: Qt.Key) -> int:
    """Left and right go on in reading order, so that they come to everything."""
    here = boxes[at]

    def nearest(rows: Sequence[int], edge: float) -> int:
        row = [n for n in rows if boxes[n].y == edge]
        return min(row, key=lambda n: abs(_middle(boxes[n]) - _middle(here)))

    match key:
        case Qt.Key.Key_Home:
            return 0
        case Qt.Key.Key_End:
            return len(boxes) - 1
        case Qt.Key.Key_Left:
            return max(at - 1, 0)
        case Qt.Key.Key_Right:
            return min(at + 1, len(boxes) - 1)
        case Qt.Key.Key_Up:
            above = [n for n, box in enumerate(boxes) if box.y < here.y]
            return nearest(above, max(boxes[n].y for n in above)) if above else at
    below = [n for n, box in enumerate(boxes) if box.y > here.y]
    return nearest(below, min(boxes[n].y for n in below)) if below else at


def _middle(box: Box) -> float:
    return box.x + box.width / 2
