"""What is due, across all cases: late first, with the days left in words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mktdesk.desk.due import WHEN, DueLine, DueList, Filter, chosen
from ui.announce import announce
from ui.fields.boxes import PickBox
from ui.labels import Words, button, short_words
from ui.listpane import ListPane
from ui.page import Screen
from ui.tables import LONGEST_REFERENCE, Column, ListTable
from ui.wrapping import WrapRow

_NOTHING_AT_ALL = (
    "Nothing is due. What each case must do by a day is listed here, with the days left, once "
    "the day from which it counts is known."
)
_NOTHING_LIKE_THAT = "Nothing is like that. Choose another time, or everybody’s."
_LAST = "9"  # after every year, for what has no day


def _presses(line: DueLine) -> bool:
    return line.late or line.state == "Due today"


_COLUMNS = (
    Column[DueLine]("Due", lambda x: x.day_words, 17, lambda x: x.day or _LAST, keep=True),
    Column[DueLine](
        "How long", lambda x: x.left, 22, lambda x: x.day or _LAST, keep=True, strong=_presses
    ),
    Column[DueLine]("What", lambda x: x.what, 28, keep=True),
    Column[DueLine]("Case", lambda x: x.public or "–", 16, keep=True, whole=LONGEST_REFERENCE),
    Column[DueLine]("Whose", lambda x: x.owner, 20),
    Column[DueLine]("Subject", lambda x: x.subject or "–", 11),
    Column[DueLine]("Guidance", lambda x: x.toolkit, 16),
)


class DuePage(Screen):
    """opened: (public) a case's clocks are wanted. cases_wanted: the list of cases.

    diary_wanted: (the lines that are shown) as a calendar file. bring_wanted: cases that are not
    on the list are to be read. mark_wanted: (DueLine) of the office itself, looked at or done.
    """

    opened = Signal(str)
    cases_wanted = Signal()
    diary_wanted = Signal(tuple)
    bring_wanted = Signal()
    mark_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Due", scrolls=False, low=True, parent=parent)
        self._found: DueList | None = None
        self._shown: tuple[DueLine, ...] = ()
        self._arrived = False  # the keyboard has been put into the list
        self._when, self._owner, self._toolkit = (PickBox(self) for _ in range(3))
        self._find = self._finder()
        self.body.addWidget(self._find)
        self.table: ListTable[DueLine] = ListTable(
            "What is due", _COLUMNS, lambda line: (line.public, line.clock)
        )
        self.table.opened.connect(self._opened)
        self.table.chosen.connect(self._chosen)
        self._pane: ListPane[DueLine] = ListPane(
            self.table, "What is due is being read.", "Go to the cases"
        )
        self._pane.action_asked.connect(self.cases_wanted)
        self.body.addWidget(self._pane, 1)
        self._foot_row()

    def _finder(self) -> QWidget:
        for box in (self._when, self._owner, self._toolkit):
            box.currentIndexChanged.connect(self._look)
        self._when.addItem("Everything", "")
        for key, words in WHEN.items():
            self._when.addItem(words, key)
        self._owner.addItem("Everybody’s", "")
        self._toolkit.addItem("Every guidance", "")
        return WrapRow(
            self._labelled("Show", self._when),
            self._labelled("Whose", self._owner),
            self._labelled("Guidance", self._toolkit),
            parent=self,
        )

    def _labelled(self, words: str, box: PickBox) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(3, 3, 3, 3)  # room for the focus ring
        row.setSpacing(8)
        label = short_words(words, "label", holder)
        label.setBuddy(box)
        box.setAccessibleName(words)
        row.addWidget(label)
        row.addWidget(box)
        return holder

    def _foot_row(self) -> None:
        self._missing = Words("", "muted", self)
        self._bring = button("Bring the list up to date", "", self)
        self._bring.clicked.connect(self.bring_wanted)
        self._mark = button("", "", self)
        self._mark.clicked.connect(self._mark_pressed)
        self._diary = button("Save for a diary…", "", self)
        self._diary.clicked.connect(self._diary_pressed)
        self.body.addWidget(self._missing)
        self._row = WrapRow(self._mark, self._bring, self._diary, parent=self)
        self.body.addWidget(self._row)
        self._missing.hide()
        for made in (self._mark, self._bring, self._diary):
            made.hide()

    # what the controller shows

    def show_due(self, found: DueList) -> None:
        """What is due as the register has it; what is chosen and current stays so."""
        self._found = found
        self._offer(self._owner, "Everybody’s", found.owners)
        self._offer(self._toolkit, "Every guidance", found.toolkits)
        self._missing.setText(_missing(found.missing))
        self._missing.setVisible(bool(found.missing))
        self._bring.setVisible(bool(found.missing))
        self._look()
        if self._shown and not self._arrived and self.isVisible():
            self._arrived = True
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def on(self) -> date | None:
        """The day of what is shown."""
        return self._found.on if self._found is not None else None

    def look_for(self, when: str) -> None:
        """Show what is due then: one of the words of `mktdesk.desk.due.WHEN`, or nothing."""
        self._when.setCurrentIndex(max(0, self._when.findData(when)))

    def choose(self, public: str, clock: str) -> None:
        """Make a line current, such as the one that was just left."""
        self.table.select((public, clock))

    def brought(self, words: str) -> None:
        """What reading the cases came to."""
        self.notice.show_words("done", words, "")

    def said(self, words: str) -> None:
        """Something was done."""
        self.notice.clear()
        self.status.say(words, "done")

    # how it works

    def _offer(self, box: PickBox, everything: str, names: tuple[str, ...]) -> None:
        kept = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(everything, "")
        for name in names:
            box.addItem(name, name)
        box.setCurrentIndex(max(0, box.findData(kept)))
        box.blockSignals(False)

    def _look(self) -> None:
        if self._found is None:
            return
        wanted = Filter(
            *(box.currentData() or "" for box in (self._when, self._owner, self._toolkit))
        )
        self._shown = chosen(self._found, wanted)
        everything = wanted == Filter()
        self._pane.set_empty(
            _NOTHING_AT_ALL if everything else _NOTHING_LIKE_THAT, with_action=everything
        )
        count = _count(self._shown, len(self._found.lines))
        self._pane.set_rows(self._shown, count)
        self._find.setVisible(bool(self._found.lines))
        self._diary.setVisible(bool(self._shown))
        self._chosen(self.table.current())
        if self._shown and self.table.current() is None:
            first = self._shown[0]
            self.table.select((first.public, first.clock))  # so that Enter has something to open
        if not everything:
            announce(self, count or _NOTHING_LIKE_THAT)

    def _opened(self, line: DueLine) -> None:
        if line.public:
            self.opened.emit(line.public)
        elif line.act:
            self.mark_wanted.emit(line)
        else:
            self.notice.show_words(
                "note", f"A meeting of the office’s: {line.what}.", "Its days are under Meetings."
            )

    def _chosen(self, line: DueLine | None) -> None:
        act = line.act if line is not None else ""
        self._mark.setText(f"{act}…")
        self._mark.setVisible(bool(act))

    def _mark_pressed(self) -> None:
        line = self.table.current()
        if line is not None and line.act:
            self.mark_wanted.emit(line)

    def _diary_pressed(self) -> None:
        self.diary_wanted.emit(self._shown)

    def focus_first(self) -> None:
        """The list, if there is one: Enter opens."""
        if self._shown:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From a choice, Enter goes to the list."""
        choosing = any(box.hasFocus() for box in (self._when, self._owner, self._toolkit))
        if choosing and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._shown:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


def _count(shown: tuple[DueLine, ...], of: int) -> str:
    """How many: "3 late, 1 due today, 41 in all", or "3 late, 3 of 41"."""
    if not shown:
        return ""
    late, today = sum(x.late for x in shown), sum(x.state == "Due today" for x in shown)
    parts = [f"{late:,} late"] if late else []
    parts += [f"{today:,} due today"] if today else []
    parts.append(f"{of:,} in all" if len(shown) == of else f"{len(shown):,} of {of:,}")
    return ", ".join(parts)


def _missing(count: int) -> str:
    if not count:
        return ""
    if count == 1:
        return "1 case is not on this list yet. A restricted one joins it when it is next opened."
    return (
        f"{count:,} cases are not on this list yet. A restricted one joins it when it is next "
        "opened."
    )
