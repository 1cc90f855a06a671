"""A row of buttons that goes on in the next line where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

_GAP = 8


class _Wrapping(QLayout):
    def __init__(self, parent: QWidget, grows: QWidget | None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._grows = grows
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() + _GAP for size in sizes) - _GAP if sizes else 0
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        found = QSize(0, 0)
        for item in self._shown():
            found = found.expandedTo(item.minimumSize())
        return found

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for number, line in enumerate(self._lines(rect.width())):
            y += _GAP if number else 0
            high = max(size.height() for _, size in line)
            x = rect.x()
            spare = rect.width() - sum(size.width() + _GAP for _, size in line) + _GAP
            for item, size in line:
                if self._grows is not None and item.widget() is self._grows:
                    size.setWidth(size.width() + max(0, spare))
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + _GAP
            y += high
        return y - rect.y()

    def _lines(self, room: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = -1
        for item in self._shown():
            size = item.sizeHint()
            if size.width() > left:
                lines.append([])
                left = room
            lines[-1].append((item, size))
            left -= size.width() + _GAP
        return lines


class WrapRow(QWidget):
    """Holds widgets side by side, in as many lines as they need.

    grows: the one among them that takes what is left of its line.
    """

    def __init__(
        self, *widgets: QWidget, grows: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = _Wrapping(self, grows)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for widget in widgets:
            self._row.addWidget(widget)
