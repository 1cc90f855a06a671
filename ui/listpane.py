"""A table with what stands around it: how it is sorted, and words when it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.fields.boxes import PickBox
from ui.labels import Words, button, short_words
from ui.tables import ListTable

T = TypeVar("T")


class ListPane(QWidget, Generic[T]):
    """Shows `table`, or what would be there and the one action that makes it so."""

    action_asked = Signal()

    def __init__(
        self, table: ListTable[T], empty: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        """empty: the words when there are no rows. action: the button under them, if any."""
        super().__init__(parent)
        self.table = table
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._bar = QWidget(self)
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        self._count = Words("", "muted", self)
        self._sort = PickBox(self)
        self._fill_sort()
        label = short_words("Sort by", "muted", self)
        label.setBuddy(self._sort)
        bar.addWidget(self._count, 1)
        bar.addWidget(label)
        bar.addWidget(self._sort)
        column.addWidget(self._bar)
        column.addWidget(table, 1)
        self._empty = QWidget(self)
        nothing = QVBoxLayout(self._empty)
        nothing.setContentsMargins(0, 24, 0, 0)
        nothing.setSpacing(16)
        self._words = Words(empty, "muted", self._empty)
        nothing.addWidget(self._words)
        self._action = button(action, "primary", self._empty)
        self._action.clicked.connect(self.action_asked)
        self._action.setVisible(bool(action))
        nothing.addWidget(self._action, 0, Qt.AlignmentFlag.AlignLeft)
        nothing.addStretch(1)
        column.addWidget(self._empty, 1)
        self.set_rows(())

    def set_rows(self, rows: Sequence[T], count: str = "") -> None:
        """Show these rows; count in words ("14 cases") stands above them."""
        self.table.set_rows(rows)
        self._count.setText(count)
        for shown in (self._bar, self.table):
            shown.setVisible(bool(rows))
        self._empty.setVisible(not rows)

    def set_empty(self, words: str, *, with_action: bool = True) -> None:
        """Other words for an empty list, such as when a search finds nothing."""
        self._words.setText(words)
        self._action.setVisible(with_action and bool(self._action.text()))

    def _fill_sort(self) -> None:
        self._sort.setAccessibleName("Sort by")
        self._sort.addItem("Usual order", (-1, False))
        for number, column in enumerate(self.table.list_model.columns):
            if column.heading:
                self._sort.addItem(column.heading, (number, False))
                self._sort.addItem(f"{column.heading}, from the end", (number, True))
        self._sort.activated.connect(self._sort_chosen)

    def _sort_chosen(self) -> None:
        number, falling = self._sort.currentData()
        self.table.sort_by(number, falling=falling)
