"""A body of the directory: its members as they stood on a day, and its terms of reference."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mktdesk.calendar import spoken_date
from mktdesk.casework.bodies import Terms
from mktdesk.desk.bodies import BodyShown, MemberLine
from ui.dayquestion import DayQuestion
from ui.fields.boxes import PickBox
from ui.labels import Words, button, short_words
from ui.listpane import ListPane
from ui.page import Screen
from ui.tables import Column, ListTable
from ui.wrapping import WrapRow

_TODAY, _THEN, _OTHERS = "today", "then", "others"
_LINES_SHOWN = 9
_PAPERS_SHOWN = 3


def _holds_from(paper: Terms) -> str:
    return spoken_date(date.fromisoformat(paper.day))


_MEMBERS = (
    Column[MemberLine]("Name", lambda one: one.member.name, 20, keep=True),
    Column[MemberLine]("Capacity", lambda one: one.capacity, 16, keep=True),
    Column[MemberLine]("Agency, discipline", lambda one: one.discipline_words or "–", 20),
    Column[MemberLine]("Dates", lambda one: one.dates or "–", 18, keep=True),
)
_PAPERS = (
    Column[Terms]("Document", lambda one: one.title, 26, keep=True),
    Column[Terms]("Version", lambda one: one.version, 14, keep=True),
    Column[Terms]("Holds from", _holds_from, 16, lambda one: one.day, keep=True),
    Column[Terms]("Added by", lambda one: one.added_by, 16),
)


class BodyPage(Screen):
    """day_wanted: (date) of the membership to be shown. add_wanted. change_wanted, remove_wanted:
    (MemberLine). terms_wanted: a document is to be added. open_wanted, copy_wanted, drop_wanted:
    (Terms). edit_wanted: the body itself. left: back to the directory.
    """

    day_wanted = Signal(object)
    add_wanted = Signal()
    change_wanted = Signal(object)
    remove_wanted = Signal(object)
    terms_wanted = Signal()
    open_wanted = Signal(object)
    copy_wanted = Signal(object)
    drop_wanted = Signal(object)
    edit_wanted = Signal()
    left = Signal()

    def __init__(self, shown: BodyShown, parent: QWidget | None = None) -> None:
        super().__init__(shown.body.name, parent=parent)
        self._shown = shown
        self._about = Words("", "muted", self)
        self.body.addWidget(self._about)
        self._members_section()
        self._papers_section()
        back = button("Back to the directory", "", self)
        back.clicked.connect(self.left)
        self._edit = button("Change the body…", "", self)
        self._edit.clicked.connect(self.edit_wanted)
        self.add_foot(back, None, self._edit)
        self.show_all(shown)

    # how it is built

    def _members_section(self) -> None:
        self.body.addWidget(Words("Members", "section", self))
        self._pick = PickBox(self)
        self._pick.setAccessibleName("Show members")
        self._pick.addItem("Today", _TODAY)
        self._pick.addItem("Another day", _THEN)
        self._pick.addItem("Before or after", _OTHERS)
        self._pick.activated.connect(self._picked)
        label = short_words("Show", "muted", self)
        label.setBuddy(self._pick)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._pick)
        row.addStretch(1)
        self.body.addLayout(row)
        self._then = QWidget(self)
        asked = QVBoxLayout(self._then)
        asked.setContentsMargins(0, 0, 0, 0)
        self._day = DayQuestion("As they stood on", parent=self._then)
        self._day.put_day(self._shown.on)
        self._day.entered.connect(self._day_pressed)
        show = button("Show that day", "", self._then)
        show.clicked.connect(self._day_pressed)
        asked.addWidget(self._day)
        asked.addWidget(WrapRow(show, parent=self._then))
        self._then.setVisible(self._shown.on != self._shown.today)
        self._pick.setCurrentIndex(int(self._shown.on != self._shown.today))
        self.body.addWidget(self._then)
        self._lacks = Words("", "warning", self)
        self.body.addWidget(self._lacks)
        self._table: ListTable[MemberLine] = ListTable(
            "Members", _MEMBERS, lambda one: one.member.id, lines=2
        )
        self._pane: ListPane[MemberLine] = ListPane(self._table, "", parent=self)
        self._table.chosen.connect(self._member_chosen)
        self._table.opened.connect(self._member_opened)
        self._table.delete_asked.connect(self._member_deleted)
        self.body.addWidget(self._pane)
        self._add = button("Add a member…", "", self)
        self._add.clicked.connect(self.add_wanted)
        self._change = button("Change…", "", self)
        self._change.clicked.connect(self._change_pressed)
        self._remove = button("Remove…", "", self)
        self._remove.clicked.connect(self._remove_pressed)
        self.body.addWidget(WrapRow(self._add, self._change, self._remove, parent=self))

    def _papers_section(self) -> None:
        self.body.addSpacing(16)
        self.body.addWidget(Words("Terms of reference", "section", self))
        self._holds = Words("", "", self)
        self.body.addWidget(self._holds)
        self._papers: ListTable[Terms] = ListTable(
            "Terms of reference", _PAPERS, lambda one: one.id, lines=2
        )
        none = "No document is kept here yet."
        self._paper_pane: ListPane[Terms] = ListPane(self._papers, none, parent=self)
        self._papers.chosen.connect(self._paper_chosen)
        self._papers.opened.connect(self.open_wanted)
        self.body.addWidget(self._paper_pane)
        self._attach = button("Add a document…", "", self)
        self._attach.clicked.connect(self.terms_wanted)
        self._open = button("Open", "", self)
        self._open.clicked.connect(self._open_pressed)
        self._copy = button("Save a copy…", "", self)
        self._copy.clicked.connect(self._copy_pressed)
        self._drop = button("Take it off the list…", "", self)
        self._drop.clicked.connect(self._drop_pressed)
        self.body.addWidget(WrapRow(self._attach, self._open, self._copy, self._drop, parent=self))

    # what the controller shows

    @property
    def shown(self) -> BodyShown:
        """What is shown."""
        return self._shown

    def show_all(self, shown: BodyShown) -> None:
        """Everything as it stands; what was chosen stays chosen."""
        self._shown = shown
        self.set_title(shown.body.name)
        self._about.setText("\n".join(_about(shown)))
        self._about.setVisible(bool(self._about.text()))
        others = self._pick.currentData() == _OTHERS
        rows = shown.others if others else shown.members
        self._pane.set_rows(rows, "1 person" if len(rows) == 1 else f"{len(rows)} people")
        when = "today" if shown.on == shown.today else f"on {spoken_date(shown.on)}"
        self._pane.set_empty(
            "Nobody else has been entered." if others else f"Nobody belongs to it {when}."
        )
        bar = 3 * self.fontMetrics().height()
        tall = self._table.height_for(min(len(rows), _LINES_SHOWN)) + bar
        self._pane.setMinimumHeight(tall if rows else 0)
        self._lacks.setText("\n".join(f"–  {one.words}" for one in shown.lacks))
        self._lacks.setVisible(bool(shown.lacks))
        self._holds.setText(_holds_words(shown))
        self._holds.setVisible(bool(self._holds.text()))
        self._paper_pane.set_rows(shown.papers)
        low = self._papers.height_for(min(len(shown.papers), _PAPERS_SHOWN)) + bar
        self._paper_pane.setMinimumHeight(low if shown.papers else 0)
        for made in (self._add, self._attach, self._edit):
            made.setEnabled(not shown.read_only)
        self._member_chosen(self._table.current())
        self._paper_chosen(self._papers.current())

    def said(self, words: str) -> None:
        """Something was done."""
        self.notice.clear()
        self.status.say(words, "done")

    # how it works

    def _day_pressed(self) -> None:
        wrong = self._day.complaint()
        self._day.set_problem(wrong)
        if wrong:
            self._day.take_focus()
        else:
            self.day_wanted.emit(self._day.day)

    def _picked(self) -> None:
        picked = self._pick.currentData()
        self._then.setVisible(picked == _THEN)
        if picked == _TODAY and self._shown.on != self._shown.today:
            self.day_wanted.emit(self._shown.today)
        else:
            self.show_all(self._shown)

    def _member_chosen(self, one: MemberLine | None) -> None:
        for made in (self._change, self._remove):
            made.setEnabled(one is not None and not self._shown.read_only)

    def _member_opened(self, one: MemberLine) -> None:
        if not self._shown.read_only:
            self.change_wanted.emit(one)

    def _member_deleted(self, one: MemberLine) -> None:
        if not self._shown.read_only:
            self.remove_wanted.emit(one)

    def _change_pressed(self) -> None:
        self.change_wanted.emit(self._table.current())

    def _remove_pressed(self) -> None:
        self.remove_wanted.emit(self._table.current())

    def _paper_chosen(self, one: Terms | None) -> None:
        self._open.setEnabled(one is not None)
        for made in (self._copy, self._drop):
            made.setEnabled(one is not None and not self._shown.read_only)

    def _open_pressed(self) -> None:
        self.open_wanted.emit(self._papers.current())

    def _copy_pressed(self) -> None:
        self.copy_wanted.emit(self._papers.current())

    def _drop_pressed(self) -> None:
        self.drop_wanted.emit(self._papers.current())


def _about(shown: BodyShown) -> list[str]:
    """Under the title: which body of the guidance it is, and what the office wrote of it."""
    values = shown.body.values
    quorum = values.get("quorum")
    return [
        line
        for line in (
            shown.guidance,
            f"Quorum: {quorum}" if isinstance(quorum, str) and quorum else "",
            "It is no more." if shown.body.ended else "",
        )
        if line
    ]


def _holds_words(shown: BodyShown) -> str:
    day = "today" if shown.on == shown.today else f"on {spoken_date(shown.on)}"
    if shown.holds is None:
        return f"Nothing that is kept here holds {day}." if shown.papers else ""
    return f"What holds {day}: {shown.holds.title}, {shown.holds.version}."
