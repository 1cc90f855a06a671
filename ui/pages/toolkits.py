"""Toolkits: which guidance the office can work by, what each says, and its own copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.calendar import spoken_date
from mktdesk.desk.owntoolkits import DRAFT, IN_FORCE, WITHDRAWN, trouble_words
from mktdesk.desk.toolkits import ToolkitLine
from mktdesk.toolkits.reading import Section, sections
from ui.labels import Words, button
from ui.listpane import ListPane
from ui.page import Screen
from ui.reading import ReadingText
from ui.tables import Column, ListTable
from ui.wrapping import WrapRow

COPY, CLOCK, NOTICE, FORCE, EDITION, WITHDRAW, PDF, FILES = (
    "copy",
    "clock",
    "notice",
    "force",
    "edition",
    "withdraw",
    "pdf",
    "files",
)
_LINES_SHOWN, _LINES_OF_WARNING = 7, 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A toolkit in the list. today: to say where it stands. changed: what an own copy changes."""

    line: ToolkitLine
    today: date
    changed: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells it apart: its id and edition."""
        return f"{self.line.toolkit.id}@{self.line.toolkit.edition}"

    @property
    def standing(self) -> str:
        """Where it stands, in words."""
        if not self.line.readable:
            return "Cannot be read: see below"
        if self.line.refused is not None:
            return "Does not pass: see below"
        if self.line.own is None:
            until = self.line.toolkit.effective_to
            if until is not None and until < self.today:
                return f"Ended {spoken_date(until)}"
            return "In force" if self.line.in_force(self.today) else "Not yet in force"
        if self.line.own.state == DRAFT:
            return "Draft"
        if self.line.own.state == WITHDRAWN:
            return "Withdrawn"
        since = spoken_date(date.fromisoformat(self.line.own.in_force_from))
        return f"In force from {since}"

    @property
    def review(self) -> str:
        """By when the guidance is to be reviewed; late is said."""
        day = self.line.toolkit.review_by
        if day is None:
            return "–"
        late = " (past: look for a newer one)" if self.line.to_review(self.today) else ""
        return f"{spoken_date(day)}{late}"


_COLUMNS = (
    Column[Shown]("Guidance", lambda x: x.line.toolkit.title, 34, keep=True),
    Column[Shown]("Edition", lambda x: x.line.toolkit.edition, 12),
    Column[Shown]("Whose", lambda x: "The office's own" if x.line.own else "Supplied", 14),
    Column[Shown]("Where it stands", lambda x: x.standing, 22, keep=True),
    Column[Shown]("To be reviewed by", lambda x: x.review, 24),
)


class ToolkitsPage(Screen):
    """act_asked: (Shown, what) for one of the words above."""

    act_asked = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Toolkits", scrolls=False, parent=parent)
        self._shown: Shown | None = None
        self._read_only = False
        words = (
            "A toolkit holds what one edition of the guidance says. A case remembers the edition "
            "it is under, and goes on under it when a newer one comes."
        )
        self._about = Words(words, "muted", self)
        self.body.addWidget(self._about)
        self._table: ListTable[Shown] = ListTable("Toolkits", _COLUMNS, lambda x: x.key, lines=2)
        self._pane: ListPane[Shown] = ListPane(self._table, "There are no toolkits.", parent=self)
        self._table.chosen.connect(self._chosen)
        self.body.addWidget(self._pane, 2)
        self._buttons = {
            PDF: button("Save as PDF…", "", self),
            COPY: button("Copy as our own…", "", self),
            CLOCK: button("Change a clock…", "", self),
            NOTICE: button("Change who is told…", "", self),
            FORCE: button("Put in force…", "primary", self),
            EDITION: button("New edition", "", self),
            WITHDRAW: button("Withdraw…", "", self),
            FILES: button("Save its files…", "", self),
        }
        for made in self._buttons.values():
            made.clicked.connect(self._pressed)
        self.body.addWidget(WrapRow(*self._buttons.values(), parent=self))
        self._text = ReadingText("What the toolkit says", self)
        self.body.addWidget(self._text, 3)

    # what the controller shows

    def show_all(self, lines: tuple[Shown, ...], *, read_only: bool) -> None:
        """The toolkits as they stand; the chosen one stays chosen."""
        self._read_only = read_only
        kept = self._shown.key if self._shown else lines[0].key
        self._pane.set_rows(lines, f"{len(lines)} toolkits")
        self._table.select(kept if kept in {x.key for x in lines} else lines[0].key)
        self._shown = None
        self._warn(sum(x.line.refused is not None for x in lines))
        self._chosen(self._table.current())

    def _warn(self, count: int) -> None:
        lines = _LINES_SHOWN - _LINES_OF_WARNING if count else _LINES_SHOWN
        self._pane.setMinimumHeight(self.fontMetrics().height() * 2 * lines)
        self._about.setVisible(not count)  # room for what is wrong
        if count:
            does = "One of the office’s own toolkits does"
            which = does if count == 1 else f"{count} of the office’s own toolkits do"
            self.notice.show_words(
                "warning",
                f"{which} not pass the checks of this version of the program.",
                "Choose it to see what is wrong, and what becomes of its cases.",
            )

    def said(self, words: str) -> None:
        """Something was done."""
        self.notice.clear()
        self.status.say(words, "done")

    # how it works

    def _chosen(self, shown: Shown | None) -> None:
        if shown is None or shown == self._shown:
            return
        self._shown = shown
        own = shown.line.own
        state = own.state if own else ""
        may = not self._read_only
        self._buttons[COPY].setVisible(own is None and may)
        passes = shown.line.refused is None
        for name in (CLOCK, NOTICE, FORCE):
            self._buttons[name].setVisible(state == DRAFT and may and passes)
        self._buttons[EDITION].setVisible(state in {IN_FORCE, WITHDRAWN} and may and passes)
        self._buttons[WITHDRAW].setVisible(state == IN_FORCE and may)
        self._buttons[PDF].setVisible(shown.line.readable)
        self._buttons[FILES].setVisible(own is not None)
        self._text.show_sections(_reading(shown))

    def _pressed(self) -> None:
        for name, made in self._buttons.items():
            if made is self.sender() and self._shown is not None:
                self.act_asked.emit(self._shown, name)


def _reading(shown: Shown) -> tuple[Section, ...]:
    own = shown.line.own
    if own is not None and shown.line.refused is not None:
        wrong = Section("What is wrong with it", trouble_words(own))
        return (wrong, *(sections(shown.line.toolkit) if shown.line.readable else ()))
    reading = sections(shown.line.toolkit)
    if own is not None and own.made_from:
        said = shown.changed or ("Nothing yet.",)
        return (Section(f"What differs from {own.made_from}", said), *reading)
    return reading
