"""The action points of a meeting: what, who, by when, and the day each was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.calendar import spoken_date
from mktdesk.casework.meetingrecords import ActionPoint
from ui.labels import Words, button
from ui.page import Screen
from ui.tables import Column, ListTable
from ui.wrapping import WrapRow

_EMPTY = "No action points. They arise at the meeting (F3), or are added here."


class ActionPointsScreen(Screen):
    """change_wanted, remove_wanted, done_wanted: (ActionPoint). add_wanted. left: the meeting's
    page. done_wanted: it was done today, or is open again.
    """

    add_wanted = Signal()
    change_wanted = Signal(object)
    remove_wanted = Signal(object)
    done_wanted = Signal(object)
    left = Signal()

    def __init__(
        self,
        title: str,
        actions: Sequence[ActionPoint],
        *,
        read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"Action points: {title}", scrolls=False, low=True, parent=parent)
        columns = (
            Column[ActionPoint]("What is to be done", lambda one: one.text, 40, keep=True),
            Column[ActionPoint]("Who", lambda one: one.owner or "Nobody yet", 16, keep=True),
            Column[ActionPoint]("By", lambda one: _day(one.due), 14),
            Column[ActionPoint](
                "Done", lambda one: _day(one.done) or "Open", 14, keep=True,
                strong=lambda one: not one.done,
            ),
        )  # fmt: skip
        self.table: ListTable[ActionPoint] = ListTable(
            "Action points", columns, lambda one: one.id, sortable=False, lines=2, parent=self
        )
        self.table.opened.connect(self.change_wanted)
        self.table.delete_asked.connect(self.remove_wanted)
        self.table.chosen.connect(self._chosen)
        self.body.addWidget(self.table, 1)
        self._empty = Words(_EMPTY, "muted", self)
        self.body.addWidget(self._empty)
        self._read_only = read_only
        add = button("Add an action point…", "primary", self)
        add.clicked.connect(self.add_wanted)
        add.setEnabled(not read_only)
        self._done = button("Done today", "", self)
        self._done.clicked.connect(self._done_pressed)
        self._change = button("Change…", "", self)
        self._change.clicked.connect(self._change_pressed)
        self._remove = button("Take out", "", self)
        self._remove.clicked.connect(self._remove_pressed)
        back = button("Back to the meeting", "", self)
        back.clicked.connect(self.left)
        self.body.addWidget(WrapRow(add, self._done, self._change, self._remove, back, parent=self))
        self.show_actions(actions)

    def show_actions(self, actions: Sequence[ActionPoint]) -> None:
        """As they stand; the chosen one stays chosen."""
        self.table.set_rows(actions)
        self.table.setMinimumHeight(self.table.height_for(3))
        self._empty.setVisible(not actions)
        self._chosen(self.table.current())

    def focus_first(self) -> None:
        """The list where there is one."""
        if self.table.list_model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()

    def _chosen(self, one: ActionPoint | None) -> None:
        for way in (self._done, self._change, self._remove):
            way.setEnabled(one is not None and not self._read_only)
        self._done.setText("Open again" if one is not None and one.done else "Done today")

    def _done_pressed(self) -> None:
        if (one := self.table.current()) is not None:
            self.done_wanted.emit(one)

    def _change_pressed(self) -> None:
        if (one := self.table.current()) is not None:
            self.change_wanted.emit(one)

    def _remove_pressed(self) -> None:
        if (one := self.table.current()) is not None:
            self.remove_wanted.emit(one)


def _day(iso: str) -> str:
    return spoken_date(date.fromisoformat(iso)) if iso else ""
