"""The history of a case or of the office: find in it, read a line, save it, erase from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mktdesk.desk.history import History, Line, Wanted
from mktdesk.desk.history_names import GROUPS
from mktdesk.desk.reading import read_date
from ui.announce import announce
from ui.fields.boxes import PickBox, TextBox
from ui.fields.tick import Tick
from ui.labels import button, short_words
from ui.listpane import ListPane
from ui.page import Screen
from ui.saved import Saved
from ui.tables import Column, ListTable
from ui.theme import mark
from ui.when import spoken_moment
from ui.wrapping import WrapRow

_FIND_AFTER_MS = 200
_LETTERS = 16  # the width of a date's box
_NOTHING = "Nothing in the history is like that. Look for less."


@dataclass(frozen=True, slots=True)
class HistoryShown:
    """What the page shows. can_erase: it is an open case's, and the case can be changed. back: the
    words of the button that leads to where the person came from, or nothing.
    """

    title: str
    history: History
    can_save: bool
    can_erase: bool
    back: str = ""


def where_of(line: Line) -> str:
    """Where a line happened: the page and the question."""
    return f"{line.where}: {line.field}" if line.field else line.where


def notes_of(line: Line) -> str:
    """The reason, what the action noted, and a jump of the clock."""
    return "\n".join(words for words in (line.why, line.more, line.clock) if words)


def one_line(text: str) -> str:
    """The beginning of a text, on one line."""
    return " ".join(text[:200].split())


_COLUMNS = (
    Column[Line]("When", lambda line: spoken_moment(line.at), 23, lambda line: line.at, keep=True),
    Column[Line]("Who", lambda line: line.who, 14, keep=True),
    Column[Line]("What", lambda line: line.did, 16, keep=True),
    Column[Line]("Where", where_of, 28),
    Column[Line]("Before", lambda line: one_line(line.old), 20),
    Column[Line]("After", lambda line: one_line(line.new), 20),
    Column[Line]("Why and notes", lambda line: one_line(notes_of(line)), 24),
)


class HistoryScreen(Screen):
    """save_asked: (lines shown, Wanted, ending ".pdf" or ".xlsx"). erase_asked: (Line). left."""

    save_asked = Signal(object, object, str)
    erase_asked = Signal(object)
    left = Signal()

    def __init__(self, shown: HistoryShown, parent: QWidget | None = None) -> None:
        super().__init__(shown.title, scrolls=False, parent=parent)
        self._shown = shown
        self._lines: tuple[Line, ...] = ()
        self._text, self._first, self._last = (QLineEdit(self) for _ in range(3))
        self._who, self._group = PickBox(self), PickBox(self)
        self._kept = Tick("The program's own book-keeping", short=True, parent=self)
        self._table: ListTable[Line] = ListTable("History", _COLUMNS, _key)
        self._pane: ListPane[Line] = ListPane(self._table, _NOTHING)
        self._details = TextBox(4, 6)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FIND_AFTER_MS)
        self._timer.timeout.connect(self.look)
        for box in (self._text, self._first, self._last):
            box.textChanged.connect(self._timer.start)
        for pick in (self._who, self._group):
            pick.currentIndexChanged.connect(self._timer.start)
        self._kept.pressed.connect(self._timer.start)
        self._table.chosen.connect(self._chosen)
        self.show_history(shown)

    def _lay_out(self) -> None:
        for box, name in (
            (self._text, "Find"),
            (self._first, "From"),
            (self._last, "Until"),
            (self._who, "Who"),
            (self._group, "Kind"),
        ):
            box.setAccessibleName(name)
        self._text.setPlaceholderText("Name, field or words")
        self._text.setClearButtonEnabled(True)
        self._text.setMinimumWidth(self.fontMetrics().averageCharWidth() * 2 * _LETTERS)
        for day in (self._first, self._last):
            day.setPlaceholderText("1 Nov 2026")
            day.setMaximumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        self._group.addItem("Everything", "")
        for key, words in GROUPS.items():
            self._group.addItem(words, key)
        self._group.setMinimumContentsLength(22)
        boxes = (self._text, self._who, self._group, self._first, self._last)
        self.body.addWidget(WrapRow(*map(_labelled, boxes), self._kept))
        self.body.addWidget(self._pane, 1)
        self._details.setReadOnly(True)
        self._details.setAccessibleName("The whole of this line")
        self.body.addWidget(self._details)
        self._pdf, self._workbook = button("Save as PDF…", "primary"), button("Save as workbook…")
        self._erase = button("Erase…", "danger")
        self._pdf.clicked.connect(self._save_pdf)
        self._workbook.clicked.connect(self._save_workbook)
        self._erase.clicked.connect(self._erase_pressed)
        self.body.addWidget(WrapRow(self._pdf, self._workbook, self._erase))
        if self._shown.back:
            back = button(self._shown.back)
            back.clicked.connect(self.left)
            self.add_foot(back)

    # what the controller uses

    def show_history(self, shown: HistoryShown) -> None:
        """The history as it was read; what is looked for stays."""
        self._shown = shown
        who = self._who.currentText()
        self._who.blockSignals(True)
        self._who.clear()
        self._who.addItem("Everybody", "")
        for person in shown.history.people:
            self._who.addItem(person, person)
        self._who.setCurrentIndex(max(0, self._who.findText(who)))
        self._who.blockSignals(False)
        self._erase.setVisible(shown.can_erase)
        self._find()

    def look(self) -> None:
        """Show what is looked for now, and say how much it is."""
        self._timer.stop()
        announce(self, self._find())

    def saved(self, saved: Saved) -> None:
        """It was saved outside the vault."""
        self._saving(done=True)
        self.notice.show_words("done", f"Saved as {saved.name}.", saved.words)

    def not_saved(self, error: object) -> None:
        """It was not; the page stays as it was."""
        self._saving(done=True)
        self.failed(error)  # type: ignore[arg-type]  # the worker hands over DeskErrors

    def saving(self) -> None:
        """The saving has begun: it is not asked for twice."""
        self.notice.clear()
        self._saving(done=False)

    # how it works

    def wanted(self) -> Wanted:
        """What is looked for; a date that cannot be read is marked and counts as none."""
        return Wanted(
            who=str(self._who.currentData() or ""),
            group=str(self._group.currentData() or ""),
            first=_day(self._first, last=False),
            last=_day(self._last, last=True),
            text=self._text.text().strip(),
            book_keeping=self._kept.on,
        )

    def _find(self) -> str:
        self._lines = self._shown.history.find(self.wanted())
        count = "1 line" if len(self._lines) == 1 else f"{len(self._lines):,} lines"
        self._pane.set_rows(self._lines, count)
        self._details.setVisible(bool(self._lines))
        self._saving(done=True)
        self._chosen(self._table.current())
        return count

    def _saving(self, *, done: bool) -> None:
        for made in (self._pdf, self._workbook):
            made.setEnabled(done and self._shown.can_save and bool(self._lines))

    def _chosen(self, line: Line | None) -> None:
        self._erase.setEnabled(line is not None and line.can_erase)
        self._details.show_text("" if line is None else _whole(line))

    def _save_pdf(self) -> None:
        self.save_asked.emit(self._lines, self.wanted(), ".pdf")

    def _save_workbook(self) -> None:
        self.save_asked.emit(self._lines, self.wanted(), ".xlsx")

    def _erase_pressed(self) -> None:
        line = self._table.current()
        if line is not None:
            self.erase_asked.emit(line)

    def focus_first(self) -> None:
        """Into the list; where it is empty, to what is looked for."""
        box = self._table if self._lines else self._text
        box.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+F looks for words; down or Enter goes from there to the list."""
        finding = self._text.hasFocus()
        if event.key() == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._text.selectAll()
        elif finding and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.look()
            self.focus_first()
        else:
            super().keyPressEvent(event)


def _labelled(box: QWidget) -> QWidget:
    """A box behind its words, which go to the next line together."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    label = short_words(box.accessibleName(), "label", pair)
    label.setBuddy(box)
    row.addWidget(label)
    row.addWidget(box)
    return pair


def _key(line: Line) -> tuple[str, int, int]:
    return (*line.id, line.number)


def _whole(line: Line) -> str:
    first = f"{spoken_moment(line.at)}, {line.who}: {line.did}"
    parts = (
        first,
        where_of(line),
        f"Before: {line.old}" if line.old else "",
        f"After: {line.new}" if line.new else "",
        notes_of(line),
    )
    return "\n".join(part for part in parts if part)


def _day(box: QLineEdit, *, last: bool) -> date | None:
    text = box.text().strip()
    found = read_date(text) if text else None
    iso = (found.latest if last else found.earliest) if found else ""
    mark(box, "trouble", bool(text) and not iso)
    box.setAccessibleDescription("Problem: not a date." if text and not iso else "")
    return date.fromisoformat(iso) if iso else None
