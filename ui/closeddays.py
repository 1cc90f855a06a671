"""The days on which the office is closed, as a part of the settings."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mktdesk.calendar import spoken_date
from mktdesk.desk.officedays import OfficeDay
from ui.labels import Words, button
from ui.listpane import ListPane
from ui.tables import Column, ListTable
from ui.wrapping import WrapRow

_LINES_SHOWN = 5
_COLUMNS = (
    Column[OfficeDay]("Day", lambda one: spoken_date(one.day), 17, lambda one: one.id, keep=True),
    Column[OfficeDay]("The office is", lambda one: one.does, 34, keep=True),
    Column[OfficeDay]("Why", lambda one: one.why, 24),
)


@dataclass(frozen=True, slots=True)
class DaysShown:
    """What the office changed, and the last year whose bank holidays are announced."""

    days: tuple[OfficeDay, ...] = ()
    announced_to: int = 0
    read_only: bool = False


class ClosedDays(QWidget):
    """close_asked: a day is to be added. open_asked: the office works on a bank holiday.

    back_asked: (OfficeDay) the day is to be as the table has it.
    """

    close_asked = Signal()
    open_asked = Signal()
    back_asked = Signal(object)

    def __init__(self, shown: DaysShown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._says = Words("", "", self)
        column.addWidget(self._says)
        self._table: ListTable[OfficeDay] = ListTable(
            "Days that the office changed", _COLUMNS, lambda one: one.id
        )
        self._table.chosen.connect(self._chosen)
        self._pane: ListPane[OfficeDay] = ListPane(
            self._table, "The office has added no day of its own and taken none out.", parent=self
        )
        column.addWidget(self._pane)
        self._close = button("Add a closed day…", "", self)
        self._close.clicked.connect(self.close_asked)
        self._open = button("Work on a bank holiday…", "", self)
        self._open.clicked.connect(self.open_asked)
        self._back = button("Put back…", "", self)
        self._back.clicked.connect(self._back_pressed)
        column.addWidget(WrapRow(self._close, self._open, self._back, parent=self))
        self.show_days(shown)

    def show_days(self, shown: DaysShown) -> None:
        """The days as they are now."""
        self._shown = shown
        self._says.setText(
            "Working days leave out weekends and the bank holidays of England and Wales. Those "
            f"up to {shown.announced_to} are announced; later ones follow from the rule. A day "
            "that is changed here moves every due day that rests on it."
        )
        count = "1 day" if len(shown.days) == 1 else f"{len(shown.days)} days"
        self._pane.set_rows(shown.days, count)
        high = self.fontMetrics().height() * 2 * (_LINES_SHOWN + 2)
        self._pane.setMinimumHeight(high if shown.days else 0)
        for one in (self._close, self._open):
            one.setEnabled(not shown.read_only)
        self._chosen(self._table.current())

    def _chosen(self, one: OfficeDay | None) -> None:
        self._back.setEnabled(one is not None and not self._shown.read_only)

    def _back_pressed(self) -> None:
        one = self._table.current()
        if one is not None:
            self.back_asked.emit(one)
