"""The office's cases: find one, open it, start a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from mktdesk.calendar import spoken_date
from mktdesk.desk.backup import KnownBackup
from mktdesk.desk.cases import CaseLine
from ui.announce import announce
from ui.fields.boxes import PickBox
from ui.fields.tick import Tick
from ui.labels import Words, button, short_words
from ui.listpane import ListPane
from ui.page import Screen
from ui.tables import LONGEST_REFERENCE, Column, ListTable
from ui.theme import mark
from ui.wrapping import WrapRow

_SEARCH_AFTER_MS = 150
_STAGES = ("All stages", "Section 1", "Section 2", "Section 3", "Decided")


class CasesPage(Screen):
    """Initials unless names are asked for; a search looks into the names all the same.

    opened: (public reference). find_wanted: (words, stage), either may be empty. new_wanted,
    word_wanted, old_wanted: the three ways to begin. backup_wanted: there is no backup yet.
    """

    opened = Signal(str)
    find_wanted = Signal(str, str)
    new_wanted = Signal()
    word_wanted = Signal()
    old_wanted = Signal()
    backup_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cases", scrolls=False, low=True, parent=parent)
        self._lines: tuple[CaseLine, ...] = ()
        self._arrived = False  # the keyboard has been put into the list
        self._all = 0  # how many cases there are without a search
        self._backup_known = False
        self._last_backup: KnownBackup | None = None
        self._add_ways()
        self._search = QLineEdit(self)
        self._stage = PickBox(self)
        self._names = Tick("Show names", short=True, parent=self)
        self.table: ListTable[CaseLine] = ListTable(
            "Cases", self._columns(), lambda line: line.public
        )
        self._pane: ListPane[CaseLine] = ListPane(self.table, "The cases are being read.")
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_AFTER_MS)
        self._timer.timeout.connect(self.look)
        self._search.textChanged.connect(self._timer.start)
        self._stage.currentIndexChanged.connect(self._timer.start)
        self._names.pressed.connect(self._names_pressed)
        self.table.opened.connect(self._opened)

    def _columns(self) -> tuple[Column[CaseLine], ...]:
        return (
            Column("Reference", lambda x: x.public, 16, keep=True, whole=LONGEST_REFERENCE),
            Column("Subject", self._subject, 20, keep=True),
            Column("Stage", lambda line: line.stage, 28, keep=True),
            Column("Review", lambda line: line.review_type, 18),
            Column("Guidance", lambda line: line.toolkit, 14),
            Column("Started", _started, 22, sort=lambda line: line.started),
        )

    def _add_ways(self) -> None:
        ways = []
        for text, look, signal in (
            ("New referral…", "primary", self.new_wanted),
            ("New referral from Word form…", "", self.word_wanted),
            ("Register an old case…", "", self.old_wanted),
        ):
            made = button(text, look, self)
            made.clicked.connect(signal)
            ways.append(made)
        self.body.addWidget(_roomy(WrapRow(*ways, parent=self)))

    def _lay_out(self) -> None:
        self._search.setAccessibleName("Find")
        self._search.setPlaceholderText("Reference, name or stage")
        self._search.setClearButtonEnabled(True)
        self._stage.setAccessibleName("Stage")
        self._stage.addItems(_STAGES)
        search = self._labelled("Find", self._search)
        stage = self._labelled("Stage", self._stage)
        self._find = _roomy(WrapRow(search, stage, self._names, grows=search, parent=self))
        self.body.addWidget(self._find)
        self.body.addWidget(self._pane, 1)
        self._backup = QFrame(self)
        self._backup_words = Words("", "", self._backup)
        self._make_backup = button("Make a backup", "link", self._backup)
        self._make_backup.clicked.connect(self.backup_wanted)
        self._backup_row = QHBoxLayout(self._backup)
        self._backup_row.addWidget(self._backup_words, 1)
        self._backup_row.addWidget(self._make_backup)
        self.body.addWidget(self._backup)
        self._backup.hide()

    def _labelled(self, words: str, box: QWidget) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        label = short_words(words, "label", holder)
        label.setBuddy(box)
        row.addWidget(label)
        row.addWidget(box, 1)
        return holder

    # what the controller uses

    def look(self) -> None:
        """Ask for the cases that are looked for now."""
        self._timer.stop()
        stage = self._stage.currentText() if self._stage.currentIndex() > 0 else ""
        self.find_wanted.emit(self._search.text().strip(), stage)

    def show_cases(self, lines: Sequence[CaseLine], *, found: bool) -> None:
        """The cases as the register has them; found: only those that were looked for."""
        self._lines = tuple(lines)
        self._all = self._all if found else len(lines)
        if found:
            self._pane.set_empty("No case is like that. Look for less, or in all stages.")
        else:
            self._pane.set_empty(
                "Cases will be listed here, with where each stands. Start with a new referral, "
                "or with a referral form that has come in as a Word document."
            )
        self._find.setVisible(found or bool(lines))
        self._say_backup()
        count = _count(len(lines), self._all)
        self._show(count)
        if lines and not self._arrived and self.isVisible():
            self._arrived = True
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if found:
            announce(self, count)

    def show_backup(self, last: KnownBackup | None) -> None:
        """How old the last backup is; a warning for one that is old, lacks a case, or is not there.

        Nothing while there is no case.
        """
        self._backup_known, self._last_backup = True, last
        self._say_backup()

    def choose(self, public: str) -> None:
        """Make a case's row current, such as the one that was just left."""
        self.table.select(public)

    # how it works

    def _say_backup(self) -> None:
        last = self._last_backup
        warn = last is None or last.stale or last.problems > 0
        words = _backup_words(last)
        self._backup_words.setText(f"Warning: {words}" if warn else words)
        mark(self._backup, "look", "warning-box" if warn else "")
        mark(self._backup_words, "look", "warning" if warn else "muted")
        aside = 12 if warn else 3
        self._backup_row.setContentsMargins(aside, 4, aside, 4)
        self._make_backup.setVisible(warn)
        self._backup.setVisible(self._backup_known and self._all > 0)

    def _show(self, count: str) -> None:
        self._pane.set_rows(self._lines, count)
        if self._lines and self.table.current() is None:
            self.table.select(self._lines[0].public)  # so that Enter has something to open

    def _names_pressed(self) -> None:
        self._show(_count(len(self._lines), self._all))

    def _subject(self, line: CaseLine) -> str:
        if line.restricted:
            return "Restricted"
        return (line.names if self._names.on else line.subject) or "–"

    def _opened(self, line: CaseLine) -> None:
        self.opened.emit(line.public)

    def focus_first(self) -> None:
        """The list, if there is one: Enter opens; otherwise the way to begin."""
        if self._lines:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search: down or Enter goes to the list, Escape clears it. Ctrl+F searches."""
        finding = self._search.hasFocus()
        if event.key() == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._search.selectAll()
        elif finding and event.key() == Qt.Key.Key_Escape:
            self._search.clear()
        elif finding and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.look()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


def _roomy(row: WrapRow) -> WrapRow:
    """With room for the focus ring of what stands at its edges."""
    row.setContentsMargins(3, 3, 3, 3)
    return row


def _backup_words(last: KnownBackup | None) -> str:
    if last is None:
        return "there is no backup of these cases."
    lacks = {0: "", 1: ", without 1 case that had no good copy"}.get(
        last.problems, f", without {last.problems} cases that had no good copy"
    )
    if last.stale:
        return f"the last backup is old: it was made {last.age}{lacks}."
    return f"the last backup was made {last.age}{lacks}." if lacks else f"Last backup: {last.age}"


def _started(line: CaseLine) -> str:
    return spoken_date(date.fromisoformat(line.started)) if line.started else ""


def _count(found: int, of: int) -> str:
    cases = "1 case" if of == 1 else f"{of:,} cases"
    return cases if found == of else f"{found:,} of {cases}"
