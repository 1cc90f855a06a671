"""Plan and learning of a case: each recommendation with its actions, and how learning is spread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mktdesk.calendar import spoken_date
from mktdesk.casework.naming import Found
from mktdesk.casework.plan import (
    ACTION,
    BULLETIN,
    RECOMMENDATION,
    Action,
    Group,
    Learning,
    Recommendation,
)
from mktdesk.desk.drafts import Target
from mktdesk.desk.plan_out import PDF, WORD, WORKBOOK
from mktdesk.desk.planning import PlanShown
from ui.labels import Words, button
from ui.page import Screen
from ui.saved import Saved
from ui.steprow import StepLine
from ui.wrapping import WrapRow

PLAN, LEARNING = "own_plan", "own_learning"  # pages of the working record
_PAPER = "bulletin"  # the way of spreading that is a paper
_NOTHING = "No recommendation is recorded yet."
_STRAY = "Actions of no recommendation"
_AGENCY = "Stays with the agency: outside the board's monitoring"
_CHECKED = (
    "Bulletins are checked for the names, dates of birth and addresses that the case holds. It is "
    "a check and no guarantee: read each one for whatever else may say who is meant."
)
_NO_LEARNING = "Nothing is recorded yet."


class PlanPage(Screen):
    """target_wanted: (Target) a row of the working record. page_wanted: (its page's id).

    save_wanted: the plan as a file, (ending ".pdf", ".docx" or ".xlsx"). bulletin_wanted: (row,
    ending) one learning bulletin in clear. draft_wanted: (row) the same as a protected PDF.
    """

    target_wanted = Signal(object)
    page_wanted = Signal(str)
    save_wanted = Signal(str)
    bulletin_wanted = Signal(str, str)
    draft_wanted = Signal(str)

    def __init__(self, shown: PlanShown, parent: QWidget | None = None) -> None:
        super().__init__("Plan and learning", parent=parent)
        self._shown = shown
        self._goes: dict[QPushButton, Target] = {}
        self._plan = self._page_button("the plan")
        self._learn = self._page_button("learning")
        self._pdf = self._save_button("Save as PDF…", self._save_pdf)
        self._word = self._save_button("Save as Word…", self._save_word)
        self._book = self._save_button("Save as a workbook…", self._save_book)
        files = (self._pdf, self._word, self._book)
        self.body.addWidget(WrapRow(self._plan, self._learn, *files, parent=self))
        self.body.setSpacing(8)
        self._fill_plan()
        self._fill_learning()

    def _page_button(self, words: str) -> QPushButton:
        made = button(f"Write {words}", "", self)
        made.clicked.connect(self._page_pressed)
        return made

    def _save_button(self, words: str, slot: object) -> QPushButton:
        made = button(words, "", self)
        made.setEnabled(bool(self._shown.owners) and not self._shown.refused)
        made.clicked.connect(slot)
        return made

    def _save_pdf(self) -> None:
        self.save_wanted.emit(PDF)

    def _save_word(self) -> None:
        self.save_wanted.emit(WORD)

    def _save_book(self) -> None:
        self.save_wanted.emit(WORKBOOK)

    def named(self, row: str) -> tuple[Found, ...]:
        """What in a bulletin may say who is meant."""
        return self._shown.named.get(row, ())

    def saved(self, saved: Saved) -> None:
        """A file is saved."""
        self.notice.show_words("done", f"Saved as {saved.name}.", saved.words)

    # the plan

    def _fill_plan(self) -> None:
        shown = self._shown
        if shown.refused:
            self.body.addWidget(Words(shown.refused, "muted", self))
        self.body.addWidget(Words(_summary(shown), "muted", self))
        if shown.groups and shown.problems:
            self.body.addWidget(Words("The plan is not complete:", "warning", self))
            for problem in shown.problems:
                self.body.addWidget(Words(f"–  {problem}", "warning", self))
        for group in shown.groups:
            self.body.addWidget(self._card(group))
        if shown.agreed:
            self.body.addWidget(Words(f"The plan is agreed by: {_listed(shown.agreed)}.", "", self))
        if shown.groups and shown.waiting:
            words = f"Agencies of this case that have not agreed it: {_listed(shown.waiting)}."
            self.body.addWidget(Words(words, "muted", self))

    def _card(self, group: Group) -> QFrame:
        card = QFrame(self)
        card.setProperty("look", "panel")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 12, 14, 6)
        column.setSpacing(8)
        one = group.recommendation
        if one is None:
            column.addWidget(Words(_STRAY, "label", card))
        else:
            go = self._go(Target(RECOMMENDATION, one.row, ""), one.text, card)
            column.addWidget(StepLine(_headed(one), list(_about(one)), [go], card, look="label"))
        for action in group.actions:
            go = self._go(Target(ACTION, action.row, ""), action.action, card)
            lines = list(self._stands(action))
            column.addWidget(StepLine(action.action or "(no words)", lines, [go], card))
        return card

    def _stands(self, one: Action) -> Iterator[tuple[str, str]]:
        due = f"Due {_spoken(one.due)}" if one.due else ""
        about = (f"Lead: {one.lead}" if one.lead else "", one.host, due)
        yield " · ".join(part for part in about if part), "small"
        if one.late:
            days = "1 day" if one.late == 1 else f"{one.late} days"
            yield f"Late by {days}", "danger"
        state = self._shown.states.get(one.state, "")
        if state:
            yield state, "done" if one.done else ""
        for remark in one.remarks:
            yield remark, "warning"

    # learning

    def _fill_learning(self) -> None:
        shown = self._shown
        self.body.addSpacing(16)
        self.body.addWidget(Words("Learning", "section", self))
        if shown.learning and not shown.bulletin:
            self.body.addWidget(Words("No learning bulletin is written and dated.", "muted", self))
        if not shown.learning:
            self.body.addWidget(Words(_NO_LEARNING, "muted", self))
        if any(one.channel == _PAPER for one in shown.learning):
            for words in shown.cautions:
                self.body.addWidget(Words(f"Beside this case: {words}", "warning", self))
        for one in shown.learning:
            paper = one.channel == _PAPER and not shown.refused
            go = [self._go(Target(one.record, one.row, ""), one.title, self)]
            files = self._bulletin(one) if paper else []
            title = one.title or "(no title)"
            lines = [
                (self._spread(one), "small"),
                *_told(self.named(one.row) if one.record == BULLETIN else ()),
            ]
            self.body.addWidget(StepLine(title, lines, go, self, below=files))
        if any(one.channel == _PAPER for one in shown.learning):
            self.body.addWidget(Words(_CHECKED, "muted", self))

    def _bulletin(self, one: Learning) -> list[QPushButton]:
        ways: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Save as Word…", partial(self.bulletin_wanted.emit, one.row, WORD)),
            ("Save as PDF…", partial(self.bulletin_wanted.emit, one.row, PDF)),
            ("Save as protected PDF…", partial(self.draft_wanted.emit, one.row)),
        )
        found = []
        for words, act in ways:
            made = button(words, "link", self)
            made.setAccessibleName(f"{words.rstrip('…')}: {one.title or 'no words yet'}")
            made.clicked.connect(act)
            found.append(made)
        return found

    def _spread(self, one: Learning) -> str:
        how = self._shown.channels.get(one.channel, "Acted on during the review")
        day = _spoken(one.day) if one.day else "no date"
        told = one.told.replace("\n", ", ")
        return " · ".join(part for part in (how, day, told) if part)

    # how it works

    def _go(self, target: Target, about: str, parent: QWidget) -> QPushButton:
        made = button("Go to it", "link", parent)
        made.setAccessibleName(f"Go to it: {about or 'no words yet'}")
        made.clicked.connect(self._gone)
        self._goes[made] = target
        return made

    def _gone(self) -> None:
        self.target_wanted.emit(
            next(target for made, target in self._goes.items() if made is self.sender())
        )

    def _page_pressed(self) -> None:
        self.page_wanted.emit(PLAN if self.sender() is self._plan else LEARNING)

    def focus_first(self) -> None:
        """To what is latest, or to where the plan is written."""
        first = next(iter(self._goes), self._plan)
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def _summary(shown: PlanShown) -> str:
    actions = [action for group in shown.groups for action in group.actions]
    made = sum(1 for group in shown.groups if group.recommendation)
    if not shown.groups:
        return _NOTHING
    late, done = sum(1 for x in actions if x.late), sum(1 for x in actions if x.done)
    parts = (
        "1 recommendation" if made == 1 else f"{made} recommendations",
        "1 action" if len(actions) == 1 else f"{len(actions)} actions",
        f"{late} late" if late else "",
        f"{done} done" if done else "",
    )
    return f"{', '.join(part for part in parts if part)}."


def _told(found: Sequence[Found]) -> list[tuple[str, str]]:
    return [(f"May say who is meant. {one.kind}: “{one.where}”", "warning") for one in found]


def _headed(one: Recommendation) -> str:
    return f"{one.number}  {one.text}".strip() or "(no words)"


def _about(one: Recommendation) -> Iterator[tuple[str, str]]:
    if one.owner:
        yield f"For: {one.owner}", "small"
    if not one.monitored:
        yield _AGENCY, "small"
    for remark in one.remarks:
        yield remark, "warning"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def _spoken(iso: str) -> str:
    return spoken_date(date.fromisoformat(iso))
