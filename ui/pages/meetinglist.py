"""Every meeting that has a book: planned, going on, held, approved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from mktdesk.desk.meetingbooks import MeetingLine
from ui.labels import button
from ui.listpane import ListPane
from ui.page import Screen
from ui.tables import LONGEST_REFERENCE, Column, ListTable

_NONE = "No meeting has been begun yet. Open one in the calendar, or begin another."
_NOT_FOUND = "No meeting is like that. Look for less."


def _stands(one: MeetingLine) -> str:
    return f"{one.state}\nOpen: {one.held_by}" if one.held_by else one.state


_COLUMNS = (
    Column[MeetingLine](
        "When", lambda one: one.day_words, 20, lambda x: (x.day, x.time), keep=True
    ),
    Column[MeetingLine]("Whose", lambda one: one.body or "–", 32, keep=True),
    Column[MeetingLine]("Where", lambda one: one.place or "–", 18),
    Column[MeetingLine]("How it stands", _stands, 26, keep=True),
    Column[MeetingLine]("Cases", lambda one: str(one.cases), 7, lambda x: x.cases),
    Column[MeetingLine](
        "Reference", lambda one: one.public, 16, keep=True, whole=LONGEST_REFERENCE
    ),
)


class MeetingListPage(Screen):
    """open_wanted: (public). own_wanted: one that is in no calendar. left: to the calendar."""

    open_wanted = Signal(str)
    own_wanted = Signal()
    left = Signal()

    def __init__(
        self, lines: tuple[MeetingLine, ...], *, read_only: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__("All meetings", scrolls=False, parent=parent)
        self._lines = lines
        self._find = QLineEdit(self)
        self._find.setAccessibleName("Find")
        self._find.setPlaceholderText("Whose, where, reference or how it stands")
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(self._look)
        self.body.addWidget(self._find)
        self._table: ListTable[MeetingLine] = ListTable(
            "All meetings", _COLUMNS, lambda one: one.public, lines=2
        )
        self._pane: ListPane[MeetingLine] = ListPane(self._table, _NONE, parent=self)
        self._table.chosen.connect(self._chosen)
        self._table.opened.connect(self._opened)
        self.body.addWidget(self._pane, 1)
        back = button("Back to the calendar", "", self)
        back.clicked.connect(self.left)
        self._open = button("Open the meeting", "primary", self)
        self._open.clicked.connect(self._open_pressed)
        self._own = button("Begin another meeting…", "", self)
        self._own.clicked.connect(self.own_wanted)
        self._own.setEnabled(not read_only)
        self.add_foot(back, None, self._open, self._own)
        self._look()

    # how it works

    def _look(self) -> None:
        words = self._find.text().casefold().split()
        rows = [one for one in self._lines if all(word in _text(one) for word in words)]
        self._pane.set_rows(rows, "1 meeting" if len(rows) == 1 else f"{len(rows)} meetings")
        self._pane.set_empty(_NOT_FOUND if self._lines else _NONE)
        self._find.setVisible(bool(self._lines))
        self._chosen(self._table.current())

    def _chosen(self, one: MeetingLine | None) -> None:
        self._open.setEnabled(one is not None)

    def _opened(self, one: MeetingLine) -> None:
        self.open_wanted.emit(one.public)

    def _open_pressed(self) -> None:
        if (one := self._table.current()) is not None:
            self.open_wanted.emit(one.public)


def _text(one: MeetingLine) -> str:
    said = (one.public, one.day_words, one.body, one.place, one.state, one.held_by)
    return "\n".join(said).casefold()
