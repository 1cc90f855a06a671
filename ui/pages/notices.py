"""The notices of a case: who is still to be told, by when, and what was done about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from mktdesk.casework.noticegroups import OPEN_GROUPS, Act, Group
from ui.fields.boxes import PickBox
from ui.labels import Words, button, short_words
from ui.listpane import ListPane
from ui.page import Screen
from ui.tables import Column, ListTable
from ui.theme import mark
from ui.wrapping import WrapRow

_ROWS = 6  # in sight at most
_NAMED = 2  # files that are named one by one
_LETTERS = 26  # of the longest group with its count
_DETAILS = 3  # lines under the table at most
_VERBS = {
    Act.LETTER: "Letter…",
    Act.TOLD: "Told…",
    Act.CONFIRMED: "Confirmed…",
    Act.OTHER: "Somebody else did it…",
    Act.NOT_APPLICABLE: "Not applicable…",
    Act.NAME: "Name somebody…",
    Act.AGAIN: "Tell them more…",
    Act.SHOW: "Show the letter",
    Act.WITHDRAW: "Withdraw…",
}
_USUAL = (Act.LETTER, Act.TOLD, Act.CONFIRMED, Act.OTHER, Act.NOT_APPLICABLE)  # always in sight
_STILL = {Group.TO_DO: "to tell", Group.TO_CONFIRM: "to be confirmed"}


class Wide(StrEnum):
    """What is looked at beyond one group."""

    OPEN = "Still open"
    ALL = "All of them"


View: TypeAlias = Wide | Group
_VIEWS: tuple[View, ...] = (Wide.OPEN, *Group, Wide.ALL)
_EMPTY: dict[View, str] = {
    Wide.OPEN: "Nobody has to be told now, and nothing waits for somebody else's word.",
    Group.TO_DO: "Nobody has to be told now.",
    Group.TO_CONFIRM: "Nothing waits for somebody else's word.",
    Group.LATER: "As the case stands, nothing is called for later.",
    Group.DONE: "Nobody has been told yet.",
    Group.NONE: "Nothing is marked as not applicable.",
}
_NONE = (
    "This guidance calls for no notices on this kind of review. What somebody is told all the "
    "same can be recorded here."
)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice to one recipient, in words. kind: the recipient's own label. by: who sends it.

    details: lines on it with their look. others: how many more of the same notice are to be told.
    late: its day is past.
    """

    key: str
    group: Group
    label: str
    to: str
    kind: str
    words: str
    by: str
    details: tuple[tuple[str, str], ...]
    acts: frozenset[Act]
    others: int = 0
    late: bool = False


@dataclass(frozen=True, slots=True)
class NoticesShown:
    """What the page shows. forbidden: what must not be told or published, with the reason.

    refused: why nothing can be recorded now, or nothing.
    """

    lines: tuple[NoticeLine, ...]
    forbidden: tuple[str, ...] = ()
    refused: str = ""


_COLUMNS = (
    Column[NoticeLine]("Notice", lambda line: line.label, 30, keep=True),
    Column[NoticeLine]("To", lambda line: line.to, 26, keep=True),
    Column[NoticeLine](
        "Where it stands", lambda x: x.words, 30, keep=True, strong=lambda x: x.late
    ),
    Column[NoticeLine]("Sent by", lambda line: line.by, 16),
)


class NoticesPage(Screen):
    """act_asked: (NoticeLine, Act). other_asked: somebody else is told something."""

    act_asked = Signal(object, object)
    other_asked = Signal()

    def __init__(
        self, shown: NoticesShown, view: View | None = None, parent: QWidget | None = None
    ) -> None:
        """view: what is looked at; none is all that is open, or the first group with anything."""
        super().__init__("Notices", parent=parent)
        self._shown = shown
        self._forbidden = Words("", "muted", self)
        self.body.addWidget(self._forbidden)
        self._pick = PickBox(self)
        self._pick.setAccessibleName("Show")
        self._pick.setMinimumContentsLength(_LETTERS)
        self._pick.activated.connect(self._picked)
        label = short_words("Show", "muted", self)
        label.setBuddy(self._pick)
        self.body.addWidget(WrapRow(label, self._pick, parent=self))
        self._table: ListTable[NoticeLine] = ListTable(
            "Notices", _COLUMNS, lambda line: line.key, sortable=False, lines=2
        )
        self._table.opened.connect(self._opened)
        self._table.chosen.connect(self._chosen)
        self._pane: ListPane[NoticeLine] = ListPane(self._table, "", parent=self)
        self.body.addWidget(self._pane)
        self._details = tuple(Words("", "", self) for _ in range(_DETAILS))
        for words in self._details:
            self.body.addWidget(words)
        self.body.setSpacing(10)
        self._buttons = {act: self._button(act) for act in Act}
        self._other = button("Tell somebody else…", "", self)
        self._other.clicked.connect(self.other_asked)
        self.body.addWidget(WrapRow(*self._buttons.values(), self._other, parent=self))
        self._wanted = view
        self.show_all(shown)

    def _button(self, act: Act) -> QPushButton:
        made = button(_VERBS[act], "primary" if act is Act.LETTER else "", self)
        made.clicked.connect(self._pressed)
        return made

    # what the controller shows

    @property
    def view(self) -> View:
        """What is looked at."""
        return _VIEWS[max(0, self._pick.currentIndex())]

    def show_all(self, shown: NoticesShown) -> None:
        """Everything as it stands; what is looked at stays."""
        first = self._pick.count() == 0
        wanted = self._wanted if first else self.view
        self._shown = shown
        lines = [shown.refused, *shown.forbidden]
        self._forbidden.setText("\n".join(line for line in lines if line))
        self._forbidden.setVisible(any(lines))
        counts = {view: sum(_in(line, view) for line in shown.lines) for view in _VIEWS}
        self._pick.clear()
        for view in _VIEWS:
            self._pick.addItem(f"{view}: {counts[view]}", view.value)
        if wanted is None:
            wanted = next((view for view in _VIEWS if counts[view]), Wide.OPEN)
        self._pick.setCurrentIndex(_VIEWS.index(wanted))
        self._other.setEnabled(not shown.refused)
        self._fill()

    def select(self, key: str) -> None:
        """Make this the current one, if it is in sight."""
        self._table.select(key)

    def said(self, words: str) -> None:
        """Something was recorded."""
        self.notice.clear()
        self.status.say(words, "done")

    def issued(self, files: Sequence[str], opens_with: str, sha256: str) -> None:
        """A letter was saved, and what went with it."""
        names = " and ".join(files) if len(files) <= _NAMED else f"{files[0]}, {len(files)} files"
        self.notice.show_words(
            "done",
            f"Saved as {names}. It opens with {opens_with}.",
            "A copy is among the case's documents. Send the password by another channel. "
            f"SHA-256 begins {sha256[:12]}; the history has the whole.",
        )

    def focus_first(self) -> None:
        """Into the list; where it is empty, to what is shown."""
        if self._table.list_model.rowCount():
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._pick.setFocus(Qt.FocusReason.OtherFocusReason)

    # how it works

    def _fill(self) -> None:
        view = self.view
        here = self._table.hasFocus()
        lines = [line for line in self._shown.lines if _in(line, view)]
        self._pane.set_empty(_EMPTY.get(view, _NONE) if self._shown.lines else _NONE)
        self._pane.set_rows(lines, _count(lines))
        self._fit()
        if lines and self._table.current() is None:
            self._table.select(lines[0].key)
        self._chosen(self._table.current())
        if here and not lines:
            self.focus_first()

    def _fit(self) -> None:
        self._table.setFixedHeight(self._table.height_for(_ROWS))

    def changeEvent(self, event: QEvent) -> None:
        """The list keeps its rows in sight at another text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _picked(self) -> None:
        self._fill()

    def _chosen(self, line: NoticeLine | None) -> None:
        acts = line.acts if line is not None and not self._shown.refused else frozenset()
        shown = acts if line is None or not self._shown.refused else line.acts & {Act.SHOW}
        for act, made in self._buttons.items():
            made.setEnabled(act in shown)
            made.setVisible(act in shown or (act in _USUAL and line is not None))
        said = line.details if line is not None else ()
        self._table.setAccessibleDescription(" ".join(text for text, _ in said))
        for at, words in enumerate(self._details):
            text, look = said[at] if at < len(said) else ("", "")
            words.setText(text)
            mark(words, "look", look)
            words.setVisible(bool(text))

    def _opened(self, line: NoticeLine) -> None:
        """Enter does what is usual for a line."""
        usual = (*_USUAL[:3], Act.NAME, Act.SHOW)
        act = next((one for one in usual if one in line.acts), None)
        if act is not None and (not self._shown.refused or act is Act.SHOW):
            self.act_asked.emit(line, act)

    def _pressed(self) -> None:
        line = self._table.current()
        for act, made in self._buttons.items():
            if made is self.sender() and line is not None:
                self.act_asked.emit(line, act)
                return


def _in(line: NoticeLine, view: View) -> bool:
    if view is Wide.OPEN:
        return line.group in OPEN_GROUPS
    return view is Wide.ALL or line.group is view


def _count(lines: Sequence[NoticeLine]) -> str:
    """How many: "1 notice", "8 notices: 2 late, 5 to tell, 3 to be confirmed"."""
    said = "1 notice" if len(lines) == 1 else f"{len(lines)} notices"
    groups = Counter(line.group for line in lines)
    late = sum(line.late for line in lines)
    parts = [f"{late} late"] if late else []
    if len(groups) > 1:
        parts += [f"{groups[one]} {words}" for one, words in _STILL.items() if groups[one]]
    return f"{said}: {', '.join(parts)}" if parts else said
