"""The office's meetings and what comes round: when, how often, and what was changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mktdesk.casework.meetings import CLOSED_DAYS, Meeting
from mktdesk.desk.comers import Comer
from mktdesk.desk.meetings import Diary, SeriesLine
from ui.fields.boxes import PickBox
from ui.labels import Words, button, short_words
from ui.listpane import ListPane
from ui.page import Screen
from ui.tables import Column, ListTable
from ui.wrapping import WrapRow

_COMING, _PAST = "coming", "past"
_LINES_SHOWN = 8
_CASES_SHOWN = 5
_RULE = (
    "What comes too shortly before a meeting is for the one after, and then an extra meeting is "
    "considered."
)
_COMERS = (
    Column[Comer]("Case", lambda one: one.public, 16, keep=True),
    Column[Comer]("Subject", lambda one: one.subject or "–", 12),
    Column[Comer]("Received", lambda one: one.received, 22),
    Column[Comer]("Comes to", lambda one: one.moment_words, 22, keep=True),
    Column[Comer]("Extra meeting", lambda one: one.extra_words or "–", 24, keep=True),
)
_SERIES = (
    Column[SeriesLine]("What comes round", lambda one: one.title, 34, keep=True),
    Column[SeriesLine]("Whose", lambda one: one.owner, 22),
    Column[SeriesLine]("In the guidance", lambda one: one.usual, 16),
    Column[SeriesLine](
        "In this office", lambda one: one.now.words if one.now else "Not begun", 26, keep=True
    ),
)


class MeetingsPage(Screen):
    """rhythm_wanted, extra_wanted: (SeriesLine). move_wanted, cancel_wanted, open_wanted:
    (Meeting). consider_wanted: (Comer) whether an extra meeting is held for it. all_wanted: every
    meeting that has a book.
    """

    rhythm_wanted = Signal(object)
    extra_wanted = Signal(object)
    move_wanted = Signal(object)
    cancel_wanted = Signal(object)
    open_wanted = Signal(object)
    consider_wanted = Signal(object)
    all_wanted = Signal()

    def __init__(
        self, shown: Diary, comers: tuple[Comer, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__("Meetings", parent=parent)
        self._shown, self._comers = shown, comers
        self._asks = Words("", "warning", self)
        self.body.addWidget(self._asks)
        self._days_section()
        self._comers_section()
        self._series_section()
        self.show_all(shown, comers)

    # how it is built

    def _days_section(self) -> None:
        self._pick = PickBox(self)
        self._pick.setAccessibleName("Show")
        self._pick.addItem("What is coming", _COMING)
        self._pick.addItem("The last three months", _PAST)
        self._pick.activated.connect(self._picked)
        label = short_words("Show", "muted", self)
        label.setBuddy(self._pick)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._pick)
        row.addStretch(1)
        self.body.addLayout(row)
        columns = (
            Column[Meeting]("When", lambda one: one.day_words, 20, _by_day, keep=True),
            Column[Meeting]("What", self._title, 46, keep=True),
            Column[Meeting]("Where", lambda one: one.place or "–", 16),
        )
        self._days: ListTable[Meeting] = ListTable(
            "Meetings", columns, lambda one: (one.series, one.own_day, one.row), lines=2
        )
        empty = "Nothing comes round yet. Say below from which day each meeting is held."
        self._pane: ListPane[Meeting] = ListPane(self._days, empty, parent=self)
        self._days.chosen.connect(self._day_chosen)
        self.body.addWidget(self._pane)
        self._days.opened.connect(self._open_one)
        self._open = button("Open the meeting", "primary", self)
        self._open.clicked.connect(self._open_pressed)
        self._move = button("Move…", "", self)
        self._move.clicked.connect(self._move_pressed)
        self._cancel = button("Cancel the meeting…", "", self)
        self._cancel.clicked.connect(self._cancel_pressed)
        every = button("All meetings", "", self)
        every.clicked.connect(self.all_wanted)
        self.body.addWidget(WrapRow(self._open, self._move, self._cancel, every, parent=self))
        self._said = Words("", "", self)
        self.body.addWidget(self._said)

    def _comers_section(self) -> None:
        self._waiting = QWidget(self)
        column = QVBoxLayout(self._waiting)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(16)
        column.addWidget(Words("Cases that wait for a meeting", "section", self._waiting))
        column.addWidget(Words(_RULE, "muted", self._waiting))
        self._cases: ListTable[Comer] = ListTable(
            "Cases that wait for a meeting", _COMERS, lambda one: one.public, lines=2
        )
        self._cases_pane: ListPane[Comer] = ListPane(self._cases, "", parent=self._waiting)
        self._cases.chosen.connect(self._case_chosen)
        column.addWidget(self._cases_pane)
        self._why = Words("", "", self._waiting)
        column.addWidget(self._why)
        self._consider = button("Consider an extra meeting…", "", self._waiting)
        self._consider.clicked.connect(self._consider_pressed)
        column.addWidget(WrapRow(self._consider, parent=self._waiting))
        self.body.addWidget(self._waiting)

    def _series_section(self) -> None:
        self.body.addSpacing(16)
        self.body.addWidget(Words("What comes round", "section", self))
        self.body.addWidget(Words(CLOSED_DAYS, "muted", self))
        self._series: ListTable[SeriesLine] = ListTable(
            "What comes round", _SERIES, lambda one: one.key, lines=2
        )
        none = "The guidance names nothing that comes round."
        self._kinds: ListPane[SeriesLine] = ListPane(self._series, none, parent=self)
        self._series.chosen.connect(self._series_chosen)
        self._series.opened.connect(self._series_opened)
        self.body.addWidget(self._kinds)
        self._often = button("Set how often…", "", self)
        self._often.clicked.connect(self._often_pressed)
        self._extra = button("Add an extra meeting…", "", self)
        self._extra.clicked.connect(self._extra_pressed)
        self.body.addWidget(WrapRow(self._often, self._extra, parent=self))
        self._note = Words("", "muted", self)
        self.body.addWidget(self._note)

    # what the controller shows

    def show_all(self, shown: Diary, comers: tuple[Comer, ...] = ()) -> None:
        """Everything as it stands; what was chosen stays chosen."""
        self._shown, self._comers = shown, comers
        past = self._pick.currentData() == _PAST
        days = shown.past if past else shown.coming
        bar = 3 * self.fontMetrics().height()
        self._pane.set_rows(days, f"{len(days)} in all")
        self._pane.set_empty(
            "Nothing was held in the last three months."
            if past
            else "Nothing comes round yet. Say below from which day each meeting is held."
        )
        self._pane.setMinimumHeight(self._days.height_for(_LINES_SHOWN) + bar if days else 0)
        self._show_comers(bar)
        self._kinds.set_rows(shown.lines)
        self._kinds.setMinimumHeight(self._series.height_for(_LINES_SHOWN) + bar)
        self._day_chosen(self._days.current())
        self._series_chosen(self._series.current())

    def _show_comers(self, bar: int) -> None:
        found = self._comers
        self._waiting.setVisible(bool(found))
        asking = ", ".join(one.public for one in found if one.asks)
        self._asks.setText(f"An extra meeting is still to be considered for {asking}: see below.")
        self._asks.setVisible(bool(asking))
        self._cases_pane.set_rows(found, "1 case" if len(found) == 1 else f"{len(found)} cases")
        shown = self._cases.height_for(min(len(found), _CASES_SHOWN))
        self._cases_pane.setMinimumHeight(shown + bar if found else 0)
        if found and self._cases.current() is None:
            self._cases.select(found[0].public)
        self._case_chosen(self._cases.current())

    @property
    def diary(self) -> Diary:
        """What is shown."""
        return self._shown

    def said(self, words: str) -> None:
        """Something was done."""
        self.notice.clear()
        self.status.say(words, "done")

    # how it works

    def _title(self, one: Meeting) -> str:
        title = self._shown.title(one.series)
        return f"{title}\n{one.said}" if one.said else title

    def _picked(self) -> None:
        self.show_all(self._shown, self._comers)

    def _case_chosen(self, one: Comer | None) -> None:
        self._why.setText(f"{one.public}: {one.words}" if one is not None else "")
        self._why.setVisible(one is not None)
        near = one is not None and (one.near or bool(one.considered))
        self._consider.setEnabled(near and not self._shown.read_only)

    def _consider_pressed(self) -> None:
        self.consider_wanted.emit(self._cases.current())

    def _day_chosen(self, one: Meeting | None) -> None:
        may = one is not None and not self._shown.read_only
        self._open.setEnabled(self._opens(one))
        self._move.setEnabled(may)
        self._cancel.setEnabled(may and one is not None and not one.cancelled)
        said = f"{one.day_words}. {one.said}" if one is not None and one.said else ""
        self._said.setText(said)
        self._said.setVisible(bool(said))

    def _series_chosen(self, one: SeriesLine | None) -> None:
        may = one is not None and not self._shown.read_only
        self._often.setEnabled(may)
        self._extra.setEnabled(may and one is not None and one.series.kind == "meeting")
        self._note.setText(one.series.note if one is not None else "")
        self._note.setVisible(one is not None and bool(one.series.note))

    def _series_opened(self, one: SeriesLine) -> None:
        if not self._shown.read_only:
            self.rhythm_wanted.emit(one)

    def _opens(self, one: Meeting | None) -> bool:
        line = self._shown.line(one.series) if one is not None else None
        meets = line is not None and line.series.kind == "meeting"
        return one is not None and meets and not one.cancelled

    def _open_pressed(self) -> None:
        if (one := self._days.current()) is not None:
            self.open_wanted.emit(one)

    def _open_one(self, one: Meeting) -> None:
        if self._opens(one):
            self.open_wanted.emit(one)

    def _move_pressed(self) -> None:
        self.move_wanted.emit(self._days.current())

    def _cancel_pressed(self) -> None:
        self.cancel_wanted.emit(self._days.current())

    def _often_pressed(self) -> None:
        self.rhythm_wanted.emit(self._series.current())

    def _extra_pressed(self) -> None:
        self.extra_wanted.emit(self._series.current())


def _by_day(one: Meeting) -> tuple[str, str]:
    return one.day.isoformat(), one.time
