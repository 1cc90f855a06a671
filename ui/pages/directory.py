"""The office's directory: people, the roles they hold, agencies and bodies."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mktdesk.desk.bodyrows import BODY
from mktdesk.desk.directory import KINDS, ONE, Directory, Entry
from ui.fields.boxes import PickBox
from ui.labels import button, short_words
from ui.listpane import ListPane
from ui.page import Screen
from ui.tables import Column, ListTable
from ui.wrapping import WrapRow

_EVERYTHING = "Everything"


def _what(one: Entry) -> str:
    return f"{one.what} (ended)" if one.ended else one.what


_COLUMNS = (
    Column[Entry]("Name", lambda one: one.name, 24, lambda x: x.name.casefold(), keep=True),
    Column[Entry]("Kind", lambda one: ONE[one.kind], 12),
    Column[Entry]("What", _what, 34, keep=True),
    Column[Entry]("Contact", lambda one: one.contact, 26),
)


class DirectoryPage(Screen):
    """add_wanted: (kind). change_wanted, remove_wanted, body_wanted: (Entry)."""

    add_wanted = Signal(str)
    change_wanted = Signal(object)
    remove_wanted = Signal(object)
    body_wanted = Signal(object)

    def __init__(self, shown: Directory, parent: QWidget | None = None) -> None:
        super().__init__("Directory", scrolls=False, parent=parent)
        self._shown = shown
        self._adds: dict[QPushButton, str] = {}
        for kind in KINDS:
            made = button(f"Add {ONE[kind].lower()}…", "", self)
            made.clicked.connect(self._add_pressed)
            self._adds[made] = kind
        self.body.addWidget(WrapRow(*self._adds, parent=self))
        self._pick = PickBox(self)
        self._pick.setAccessibleName("Show")
        for kind, words in (("", _EVERYTHING), *KINDS.items()):
            self._pick.addItem(words, kind)
        self._pick.activated.connect(self._picked)
        label = short_words("Show", "muted", self)
        label.setBuddy(self._pick)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._pick)
        row.addStretch(1)
        self.body.addLayout(row)
        self._table: ListTable[Entry] = ListTable(
            "Directory", _COLUMNS, lambda one: (one.kind, one.row), lines=2
        )
        empty = "Nothing is in this part of the directory yet."
        self._pane: ListPane[Entry] = ListPane(self._table, empty, parent=self)
        self._table.chosen.connect(self._chosen)
        self._table.opened.connect(self._opened)
        self._table.delete_asked.connect(self._delete_asked)
        self.body.addWidget(self._pane, 1)
        self._change = button("Change…", "", self)
        self._change.clicked.connect(self._change_pressed)
        self._remove = button("Remove…", "", self)
        self._remove.clicked.connect(self._remove_pressed)
        self._body = button("Members and papers", "", self)
        self._body.clicked.connect(self._body_pressed)
        self.add_foot(self._body, self._change, None, self._remove)
        self.show_all(shown)

    # what the controller shows

    @property
    def directory(self) -> Directory:
        """What is shown."""
        return self._shown

    def show_all(self, shown: Directory) -> None:
        """Everything as it stands; the chosen entry stays chosen."""
        self._shown = shown
        kind = self._pick.currentData()
        rows = [one for one in shown.entries if kind in ("", one.kind)]
        self._pane.set_rows(rows, "1 entry" if len(rows) == 1 else f"{len(rows)} entries")
        for made in self._adds:
            made.setEnabled(not shown.read_only)
        self._chosen(self._table.current())

    def said(self, words: str) -> None:
        """Something was done."""
        self.notice.clear()
        self.status.say(words, "done")

    # how it works

    def _picked(self) -> None:
        self.show_all(self._shown)

    def _chosen(self, one: Entry | None) -> None:
        may = one is not None and not self._shown.read_only
        for made in (self._change, self._remove):
            made.setEnabled(may)
        self._body.setEnabled(one is not None and one.kind == BODY)

    def _add_pressed(self) -> None:
        for made, kind in self._adds.items():
            if made is self.sender():
                self.add_wanted.emit(kind)
                return

    def _opened(self, one: Entry) -> None:
        if one.kind == BODY:
            self.body_wanted.emit(one)
        elif not self._shown.read_only:
            self.change_wanted.emit(one)

    def _delete_asked(self, one: Entry) -> None:
        if not self._shown.read_only:
            self.remove_wanted.emit(one)

    def _body_pressed(self) -> None:
        self.body_wanted.emit(self._table.current())

    def _change_pressed(self) -> None:
        self.change_wanted.emit(self._table.current())

    def _remove_pressed(self) -> None:
        self.remove_wanted.emit(self._table.current())
