"""Retention: how long cases are kept, what falls due, and what was disposed of."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.calendar import spoken_date
from mktdesk.desk.disposed import DisposedLine
from mktdesk.desk.retention import COUNTED_FROM, DueLine, RuleLine, due_day
from mktdesk.forms.types import Option
from ui.fields.boxes import PickBox
from ui.fields.radios import Radios
from ui.labels import Words, button
from ui.listpane import ListPane
from ui.notices import SummaryLine
from ui.page import Screen
from ui.question import LineQuestion, Question
from ui.tables import LONGEST_REFERENCE, Column, ListTable
from ui.wrapping import WrapRow

APPROVE, WITHDRAW, HOLD, RELEASE = "approve", "withdraw", "hold", "release"
_LINES_SHOWN = 9
_TWO = 2


@dataclass(frozen=True, slots=True)
class RetentionShown:
    """What the page shows. me: who is at the desk."""

    rules: tuple[RuleLine, ...]
    cases: tuple[DueLine, ...]
    disposed: tuple[DisposedLine, ...]
    me: str
    read_only: bool


def _due(line: DueLine) -> str:
    day = due_day(line)
    return spoken_date(day) if day else "–"


_CASES = (
    Column[DueLine]("Reference", lambda x: x.public, 14, keep=True, whole=LONGEST_REFERENCE),
    Column[DueLine]("Subject", lambda line: line.subject or "–", 10),
    Column[DueLine]("Due", _due, 15, lambda line: line.due or "9", keep=True),
    Column[DueLine]("Where it stands", lambda line: line.words, 36, keep=True),
)
_GONE = (
    Column[DisposedLine]("Reference", lambda x: x.public, 14, keep=True, whole=LONGEST_REFERENCE),
    Column[DisposedLine]("When", lambda line: line.when, 20),
    Column[DisposedLine]("Why", lambda line: line.why, 20, keep=True),
    Column[DisposedLine]("Approved by", lambda line: line.approved, 20),
    Column[DisposedLine](
        "Backups that still hold it", lambda line: "; ".join(line.held_in) or "None", 28, keep=True
    ),
)


class RetentionPage(Screen):
    """rule_asked: (rule id, years, counted from, reason). act_asked: (DueLine, what to do).

    dispose_asked: (DueLine) that two people have approved.
    """

    rule_asked = Signal(str, int, str, str)
    act_asked = Signal(object, str)
    dispose_asked = Signal(object)

    def __init__(self, shown: RetentionShown, parent: QWidget | None = None) -> None:
        super().__init__("Retention", parent=parent)
        self._shown = shown
        self._cases_section()
        self._rules_section()
        self._gone_section()
        self.show_all(shown)

    # how it is built

    def _section(self, words: str) -> None:
        if self.body.count() > 2:  # noqa: PLR2004 - the notice and the summary stand above
            self.body.addSpacing(16)
        self.body.addWidget(Words(words, "section", self))

    def _cases_section(self) -> None:
        self._section("Cases and meetings")
        words = (
            "Nothing is disposed of by itself. What is due goes when two different people have "
            "approved it; an approval is void once the case or meeting has been changed."
        )
        self.body.addWidget(Words(words, "", self))
        self._table: ListTable[DueLine] = ListTable(
            "Cases and meetings", _CASES, lambda line: line.public
        )
        self._pane: ListPane[DueLine] = ListPane(
            self._table, "There is no case and no meeting.", parent=self
        )
        self._pane.setMinimumHeight(self._list_height())
        self._table.chosen.connect(self._chosen)
        self.body.addWidget(self._pane)
        self._approve = button("Approve disposal…", "primary", self)
        self._withdraw = button("Take approvals back…", "", self)
        self._hold = button("Put on hold…", "", self)
        self._release = button("End the hold…", "", self)
        self._dispose = button("Dispose of it…", "danger", self)
        self._approve.clicked.connect(self._approve_pressed)
        self._withdraw.clicked.connect(self._withdraw_pressed)
        self._hold.clicked.connect(self._hold_pressed)
        self._release.clicked.connect(self._release_pressed)
        self._dispose.clicked.connect(self._dispose_pressed)
        buttons = (self._approve, self._withdraw, self._hold, self._release, self._dispose)
        self.body.addWidget(WrapRow(*buttons, parent=self))

    def _rules_section(self) -> None:
        self._section("How long they are kept")
        words = "The guidance gives no period: the office sets its own, and says why."
        self.body.addWidget(Words(words, "", self))
        self._rules = Words("", "", self)
        self.body.addWidget(self._rules)
        self._kind = PickBox(self)
        self._kind.activated.connect(self._kind_picked)
        self.body.addWidget(Question("Kind of case", self._kind, "", self))
        self._years = LineQuestion("Years", "Leave empty for no period.", self)
        self._years.set_letters(4)
        self.body.addWidget(self._years)
        options = tuple(Option(key, label) for key, label in COUNTED_FROM.items())
        self._since = Radios(options, self)
        self.body.addWidget(Question("Counted from", self._since, "", self))
        self._why = LineQuestion("Why", "It is kept in the office's history.", self)
        self.body.addWidget(self._why)
        self._set = button("Set this period", "", self)
        self._set.clicked.connect(self._set_pressed)
        self.body.addWidget(self._set, 0, Qt.AlignmentFlag.AlignLeft)

    def _gone_section(self) -> None:
        self._section("Disposed of")
        self._gone_table: ListTable[DisposedLine] = ListTable(
            "Disposed of", _GONE, lambda line: line.public, lines=2
        )
        empty = "No case was disposed of."
        self._gone: ListPane[DisposedLine] = ListPane(self._gone_table, empty, parent=self)
        self.body.addWidget(self._gone)
        words = (
            "The next backup to a folder removes what it holds of these cases. A stick that is "
            "not used again keeps them, and whoever could open the vault then can still read "
            "them there: destroy such sticks."
        )
        self.body.addWidget(Words(words, "muted", self))

    def _list_height(self) -> int:
        return self.fontMetrics().height() * 2 * _LINES_SHOWN

    # what the controller shows

    def show_all(self, shown: RetentionShown) -> None:
        """Everything as it stands; the chosen case and kind stay chosen."""
        self._shown = shown
        due = sum(line.is_due for line in shown.cases)
        self._pane.set_rows(shown.cases, f"{len(shown.cases)} in all, {due} due")
        self._pane.setMinimumHeight(self._list_height() if shown.cases else 0)
        self._gone.set_rows(shown.disposed, f"{len(shown.disposed)} disposed of")
        self._gone.setMinimumHeight(self._list_height() if shown.disposed else 0)
        self._rules.setText("\n".join(f"{line.title}: {line.words}" for line in shown.rules))
        kept = self._kind.currentIndex()
        self._kind.clear()
        for line in shown.rules:
            self._kind.addItem(line.title, line.rule.id)
        self._kind.setCurrentIndex(max(0, kept))
        self._kind_picked()
        self._chosen(self._table.current())
        self._set.setEnabled(not shown.read_only)

    def said(self, words: str) -> None:
        """Something was done."""
        self.notice.clear()
        self.status.say(words, "done")

    def gone(self, line: DisposedLine) -> None:
        """A case was destroyed, and where it still lies."""
        held = "No known backup holds it."
        if line.held_in:
            held = "These backups still hold it: " + "; ".join(line.held_in) + "."
        self.notice.show_words("done", f"{line.public} is destroyed.", held)

    def go_to(self, target: object) -> None:
        """To a question with a problem."""
        if isinstance(target, Question):
            target.take_focus()

    # how it works

    def _chosen(self, line: DueLine | None) -> None:
        may = line is not None and not self._shown.read_only
        due = may and line is not None and line.is_due
        names = line.approved if line is not None else ()
        mine = self._shown.me in names
        self._approve.setEnabled(due and not mine and len(names) < _TWO)
        self._withdraw.setEnabled(may and bool(names))
        self._hold.setEnabled(may and line is not None and not line.held)
        self._release.setEnabled(may and line is not None and bool(line.held))
        self._dispose.setEnabled(due and len(names) >= _TWO)

    def _act(self, what: str) -> None:
        line = self._table.current()
        if line is not None:
            self.act_asked.emit(line, what)

    def _approve_pressed(self) -> None:
        self._act(APPROVE)

    def _withdraw_pressed(self) -> None:
        self._act(WITHDRAW)

    def _hold_pressed(self) -> None:
        self._act(HOLD)

    def _release_pressed(self) -> None:
        self._act(RELEASE)

    def _dispose_pressed(self) -> None:
        line = self._table.current()
        if line is not None:
            self.dispose_asked.emit(line)

    def _kind_picked(self, _row: int = 0) -> None:
        chosen = self._shown.rules[max(0, self._kind.currentIndex())].rule
        self._years.put(str(chosen.years) if chosen.years else "")
        self._since.put(chosen.counted_from)
        self._why.put("")

    def _set_pressed(self) -> None:
        years = self._years.text.strip() or "0"
        good = years.isascii() and years.isdigit()
        found = {
            self._years: "" if good else "Give whole years, or leave it empty.",
            self._why: "" if self._why.text.strip() else "Say why; it is recorded.",
        }
        for question, words in found.items():
            question.set_problem(words)
        self.show_problems([SummaryLine(words, each) for each, words in found.items() if words])
        if not any(found.values()):
            self.rule_asked.emit(
                self._kind.currentData(), int(years), self._since.key, self._why.text.strip()
            )
