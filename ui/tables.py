"""Lists of things as tables: fast with ten thousand rows, and whole by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.labels import tip
from ui.scrolling import scroll_to

T = TypeVar("T")
_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NO_INDEX = QModelIndex()
_BESIDE = 3  # letters: the room that a cell leaves beside its words
LONGEST_REFERENCE = "LCSPR-2026-000"  # of those that the toolkits number
_NO_MODIFIER = {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
_OPENERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}


@dataclass(frozen=True)  # slots would break Column[Thing](...)
class Column(Generic[T]):
    """What a column says of a thing.

    width: how many characters it wants; the columns share the table's width in this proportion.
    keep: stays when there is not room for all; the others go, the last first. sort: what it is
    ordered by (the words themselves when not given). strong: whether they stand out. whole: words
    as long as this are never cut, whatever share that leaves the others.
    """

    heading: str
    text: Callable[[T], str]
    width: int = 12
    sort: Callable[[T], Any] | None = None
    keep: bool = False
    strong: Callable[[T], bool] | None = None
    whole: str = ""


class ListModel(QAbstractTableModel, Generic[T]):
    """Rows in memory behind their columns; sorting keeps the order of equals."""

    def __init__(self, columns: Sequence[Column[T]], key: Callable[[T], Hashable]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.key = key
        self._given: tuple[T, ...] = ()
        self._rows: list[T] = []
        self._sorted: tuple[int, bool] | None = None

    def set_rows(self, rows: Sequence[T]) -> None:
        """Replace them all, in the order they come or the one chosen by sorting."""
        self.beginResetModel()
        self._given = tuple(rows)
        self._arrange()
        self.endResetModel()

    def at(self, row: int) -> T:
        """The thing in that row. Raises IndexError."""
        return self._rows[row]

    def row_of(self, key: Hashable) -> int:
        """Where the thing of that key is, or -1."""
        for number, thing in enumerate(self._rows):
            if self.key(thing) == key:
                return number
        return -1

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Rows; a thing has none inside."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """The words, also as a tip because a narrow column cuts them."""
        if role == _ROLE.DisplayRole:
            return self.columns[index.column()].text(self._rows[index.row()])
        if role == _ROLE.ToolTipRole:
            return tip(self.columns[index.column()].text(self._rows[index.row()]))
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == _ROLE.FontRole:
            strong = self.columns[index.column()].strong
            return _strong() if strong and strong(self._rows[index.row()]) else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """The columns' headings."""
        if orientation is Qt.Orientation.Horizontal:
            if role in {_ROLE.DisplayRole, _ROLE.ToolTipRole}:
                return self.columns[section].heading
            if role == _ROLE.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; -1 is the order as given."""
        falling = order is Qt.SortOrder.DescendingOrder
        self._sorted = (column, falling) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        self._arrange()
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        self._rows = list(self._given)
        if self._sorted is None:
            return
        column, falling = self._sorted
        chosen = self.columns[column]
        self._rows.sort(key=chosen.sort or chosen.text, reverse=falling)


def _strong() -> QFont:
    font = QFont()  # only the weight is said: the size stays the table's
    font.setWeight(QFont.Weight.DemiBold)
    return font


class ListTable(QTableView, Generic[T]):
    """Arrow keys move, Enter opens, Tab leaves.

    `opened`, `delete_asked` and `move_asked` (thing, -1 up or +1 down) come from keys and double
    clicks; `chosen` whenever another row is current (the thing, or None).
    """

    opened = Signal(object)
    chosen = Signal(object)
    delete_asked = Signal(object)
    move_asked = Signal(object, int)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable],
        *,
        sortable: bool = True,
        lines: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        """name: what a screen reader calls it. lines: the height of a row in lines of text."""
        super().__init__(parent)
        self._lines = lines
        self._cramped = False  # what must be shown does not fit in one line of text
        self._unwanted: set[int] = set()
        self.list_model: ListModel[T] = ListModel(columns, key)
        self.setModel(self.list_model)
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(lines > 1)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setTextElideMode(Qt.TextElideMode.ElideRight)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heads.setMinimumSectionSize(32)
        heads.setSectionsClickable(sortable)
        if sortable:
            heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        self.doubleClicked.connect(self._double_clicked)
        self.selectionModel().currentRowChanged.connect(self._current_changed)

    def set_rows(self, rows: Sequence[T]) -> None:
        """Replace the rows; the current one stays current if it is still there."""
        current = self.current()
        kept = None if current is None else self.list_model.key(current)
        self.list_model.set_rows(rows)
        self.verticalHeader().setDefaultSectionSize(self._row_height())
        if kept is not None:
            self.select(kept)
        if self.current() is None and current is not None:
            self.chosen.emit(None)

    def current(self) -> T | None:
        """The thing whose row is current, or None."""
        row = self.currentIndex().row()
        return self.list_model.at(row) if 0 <= row < self.list_model.rowCount() else None

    def select(self, key: Hashable) -> None:
        """Make the row of that key current; nothing when it is not there."""
        row = self.list_model.row_of(key)
        if row >= 0:
            self._go_to(row)

    def sort_by(self, column: int, *, falling: bool = False) -> None:
        """Order by a column, as a click on its heading does."""
        order = Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
        self.sortByColumn(column, order)

    def height_for(self, most: int) -> int:
        """The height that shows all rows, or `most` of them."""
        shown = min(max(self.list_model.rowCount(), 1), most)
        head = self.horizontalHeader().sizeHint().height()
        return head + shown * self._row_height() + 2 * self.frameWidth()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or F2 opens, Delete asks to remove, Alt with an arrow asks to move."""
        thing = self.current()
        if thing is None:
            super().keyPressEvent(event)
            return
        plain = event.modifiers() in _NO_MODIFIER
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if plain and event.key() in _OPENERS:
            self.opened.emit(thing)
        elif plain and event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit(thing)
        elif alt and event.key() == Qt.Key.Key_Up:
            self.move_asked.emit(thing, -1)
        elif alt and event.key() == Qt.Key.Key_Down:
            self.move_asked.emit(thing, 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first row becomes current, so that arrows and Enter work at once."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:  # a click stays where it is
            scroll_to(self)
        if self.current() is None and self.list_model.rowCount():
            self._go_to(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the width."""
        super().resizeEvent(event)
        self.share_width()

    def share_width(self) -> None:
        """Give each column its share; those there is no room for are left out."""
        heads, columns = self.horizontalHeader(), self.list_model.columns
        room = self.viewport().width()
        shown = [n for n in range(len(columns)) if n not in self._unwanted]
        letter = self.fontMetrics().averageCharWidth()
        while (going := [n for n in shown if not columns[n].keep]) and (
            sum(columns[n].width for n in shown) * letter > room
        ):
            shown.remove(going[-1])
        total = sum(columns[n].width for n in shown)
        self._fit_lines(cramped=total * letter > room)
        least = {n: self._least(columns[n]) for n in shown}
        short = {n: at for n, at in least.items() if at > room * columns[n].width // total}
        left = room
        room -= sum(short.values())
        total -= sum(columns[n].width for n in short)
        for number in range(len(columns)):
            self.setColumnHidden(number, number not in shown)
        for number in shown:
            width = short.get(number) or room * columns[number].width // total
            heads.resizeSection(number, left if number == shown[-1] else width)
            left -= width

    def _least(self, column: Column[T]) -> int:
        metrics = self.fontMetrics()
        beside = _BESIDE * metrics.averageCharWidth()
        return metrics.horizontalAdvance(column.whole) + beside if column.whole else 0

    def _fit_lines(self, *, cramped: bool) -> None:
        if cramped != self._cramped:
            self._cramped = cramped
            self.setWordWrap(self._lines > 1 or cramped)
            self.verticalHeader().setDefaultSectionSize(self._row_height())

    def set_wanted(self, column: int, wanted: bool) -> None:
        """Whether a column has anything to say at present."""
        if wanted == (column in self._unwanted):
            self._unwanted ^= {column}
            self.share_width()

    def minimumSizeHint(self) -> QSize:
        """Three rows and the headings."""
        return QSize(
            200, self.horizontalHeader().sizeHint().height() + 3 * self._height_of(self._lines)
        )

    def _row_height(self) -> int:
        return self._height_of(max(self._lines, 2 if self._cramped else 1))

    def _height_of(self, lines: int) -> int:
        # Half a line above and half below: the stylesheet's padding grows with the text.
        return max(32, (lines + 1) * self.fontMetrics().lineSpacing())

    def _go_to(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        index = self.list_model.index(row, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self.list_model.at(index.row()))

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.list_model.at(index.row()) if index.isValid() else None)
