"""Somebody was told: the day, by whom and how, and what else the history must know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.forms.types import Field, FieldKind
from mktdesk.forms.values import DateAnswer
from ui.asking import Asking
from ui.fields.adding import FromDirectory
from ui.fields.base import ReadDate
from ui.fields.boxes import TextBox
from ui.fields.date import DateEditor
from ui.fields.tick import Tick
from ui.labels import Words, button
from ui.question import LineQuestion, Question

_LINES = (2, 6)


@dataclass(frozen=True, slots=True)
class Line:
    """A question answered in one line. begun: what it begins with. optional: may stay empty."""

    key: str
    words: str
    help: str = ""
    begun: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked. about: lines over the questions. day: the date's question, if one is asked;
    box: a question of several lines, with its help; offered: names to add to it; tick: something to
    say yes to.
    """

    title: str
    verb: str
    about: tuple[str, ...] = ()
    day: str = ""
    lines: tuple[Line, ...] = ()
    box: str = ""
    box_help: str = ""
    offered: tuple[str, ...] = ()
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered: by the keys of the lines, and the rest as far as it was asked."""

    day: DateAnswer | None = None
    lines: Mapping[str, str] = field(default_factory=dict)
    box: str = ""
    ticked: bool = False


class NoticeDialog(Asking):
    """given: (Said)."""

    given = Signal(object)

    def __init__(
        self, wanted: Wanted, today: date, read_date: ReadDate, parent: QWidget | None = None
    ) -> None:
        super().__init__(wanted.title, parent)
        self._wanted = wanted
        self._today = read_date(f"{today.day}/{today.month}/{today.year}")
        for words in wanted.about:
            self.column.addWidget(Words(words, "muted", self))
        self.column.addWidget(self.notice)
        # Made in the order of reading, which is the order of Tab.
        self._box = TextBox(*_LINES, self)
        self._what = Question(wanted.box, self._box, wanted.box_help, self)
        self._what.setVisible(bool(wanted.box))
        self.column.addWidget(self._what)
        self._offered = FromDirectory(wanted.offered, self._box, self)
        self.column.addWidget(self._offered)
        self._day = DateEditor(Field("day", FieldKind.DATE, wanted.day), read_date, self)
        self._now = button("It was today", "link", self)
        self._now.clicked.connect(self._today_pressed)
        self.column.addWidget(self._day)
        self.column.addWidget(self._now, 0, Qt.AlignmentFlag.AlignLeft)
        for asked in (self._day, self._now):
            asked.setVisible(bool(wanted.day))
        self._lines = {line.key: LineQuestion(line.words, line.help, self) for line in wanted.lines}
        for line in wanted.lines:
            self._lines[line.key].put(line.begun)
            self.column.addWidget(self._lines[line.key])
        self._tick = Tick(wanted.tick, parent=self)
        self._tick.setVisible(bool(wanted.tick))
        self.column.addWidget(self._tick)
        self.end(wanted.verb)
        self._take_focus()

    def pressed(self) -> None:
        """Look at the answers, and give them when nothing is missing."""
        said = self._said()
        missing: list[Question | DateEditor] = []
        if self._wanted.box:
            self._mark(self._what, "" if said.box else "Write it here.", missing)
        if self._wanted.day:
            whole = said.day is not None and bool(said.day.text.strip())
            self._mark(self._day, "" if whole else "Give the day.", missing)
        for line in self._wanted.lines:
            there = line.optional or bool(said.lines[line.key])
            self._mark(self._lines[line.key], "" if there else "Fill this in.", missing)
        if not missing:
            self.hold(True)
            self.given.emit(said)
        elif isinstance(missing[0], DateEditor):
            missing[0].focus_first()
        else:
            missing[0].take_focus()

    def _said(self) -> Said:
        day = self._day.value() if self._wanted.day else None
        return Said(
            day if isinstance(day, DateAnswer) else None,
            {key: line.text.strip() for key, line in self._lines.items()},
            self._box.toPlainText().strip() if self._wanted.box else "",
            self._tick.on,
        )

    @staticmethod
    def _mark(
        asked: Question | DateEditor, problem: str, missing: list[Question | DateEditor]
    ) -> None:
        asked.set_problem(problem)
        if problem:
            missing.append(asked)

    def _take_focus(self) -> None:
        if self._wanted.box:
            self._what.take_focus()
        elif self._wanted.day:
            self._day.focus_first()
        else:
            next(iter(self._lines.values())).take_focus()

    def _today_pressed(self) -> None:
        self._day.commit()  # or the day would not be put over what is being typed
        self._day.set_value(self._today)
