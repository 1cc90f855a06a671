"""Asking agencies, and saying what became of a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.requests import Ask, Board, Involved
from mktdesk.forms.types import Field, FieldKind, Option
from mktdesk.forms.values import DateAnswer
from ui.asking import Asking
from ui.fields.adding import FromDirectory
from ui.fields.base import ReadDate
from ui.fields.boxes import TextBox
from ui.fields.date import DateEditor
from ui.fields.radios import Radios
from ui.fields.tick import Tick
from ui.labels import Words, button
from ui.question import LineQuestion, Question

_OTHERS = "Other agencies"
_ONE_EACH = "One on each line."
_DUE_HELP = "Leave it empty where the guidance's own time is to count."


@dataclass(frozen=True, slots=True)
class Marking:
    """What a dialog about one request asks. options: of `how`, one of which is chosen. line,
    note: questions answered in words, with their help, or nothing.
    """

    title: str
    verb: str
    day: str
    line: str = ""
    note: tuple[str, str] = ("", "")
    how: str = ""
    options: tuple[Option, ...] = ()


class MarkDialog(Asking):
    """given: (DateAnswer, key of the option or "", line, note)."""

    given = Signal(object, str, str, str)

    def __init__(
        self,
        about: str,
        asked: Marking,
        today: date,
        read_date: ReadDate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(asked.title, parent)
        self._read, self._written = read_date, f"{today.day}/{today.month}/{today.year}"
        self.column.addWidget(Words(about, "muted", self))
        self.column.addWidget(self.notice)
        self._day = DateEditor(Field("day", FieldKind.DATE, asked.day), read_date, self)
        self.column.addWidget(self._day)
        self._now = button("It was today", "link", self)
        self._now.clicked.connect(self._today_pressed)
        self.column.addWidget(self._now, 0, Qt.AlignmentFlag.AlignLeft)
        self._how = Radios(asked.options, self)
        self._choice = Question(asked.how, self._how, parent=self)
        self._choice.setVisible(bool(asked.options))
        self._line = LineQuestion(asked.line, parent=self)
        self._line.setVisible(bool(asked.line))
        words, told = asked.note
        self._text = TextBox(2, 6, self)
        self._note = Question(words, self._text, told, self)
        self._note.setVisible(bool(words))
        for one in (self._choice, self._line, self._note):
            self.column.addWidget(one)
        self._needs_choice = bool(asked.options)
        self.end(asked.verb)
        self._day.focus_first()

    def pressed(self) -> None:
        """A day is needed, and one of the options where there are any."""
        day = self._day.value()
        whole = isinstance(day, DateAnswer) and bool(day.text.strip())
        chosen = bool(self._how.key) or not self._needs_choice
        self._day.set_problem("" if whole else "Give the day.")
        self._choice.set_problem("" if chosen else "Choose one.")
        if not whole:
            self._day.focus_first()
        elif not chosen:
            self._how.ticks[0].box.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.hold(True)
            note = self._text.toPlainText().strip()
            self.given.emit(day, self._how.key, self._line.text.strip(), note)

    def _today_pressed(self) -> None:
        self._day.commit()  # or the day would not be put over what is being typed
        self._day.set_value(self._read(self._written))


class AskDialog(Asking):
    """given: (Ask). Agencies that the case names are offered; others are typed."""

    given = Signal(object)

    def __init__(self, shown: Board, read_date: ReadDate, parent: QWidget | None = None) -> None:
        super().__init__("Ask agencies", parent)
        self._shown = shown
        told = "One request is raised for each agency and each thing that is asked for."
        self.column.addWidget(Words(told, "muted", self))
        self.column.addWidget(self.notice)
        self.column.addWidget(Words("Agencies", "label", self))
        self._agencies = {one.name: self._offered(one) for one in shown.involved}
        self._others = TextBox(2, 6, self)
        self.column.addWidget(Question(_OTHERS, self._others, _ONE_EACH, self))
        self._known = FromDirectory(shown.known, self._others, self)
        self.column.addWidget(self._known)
        self._nobody = Words("", "danger", self)
        self._nobody.hide()
        self.column.addWidget(self._nobody)
        self.column.addWidget(Words("Asked for", "label", self))
        self._things = {one.id: Tick(one.label, parent=self) for one in shown.contributions}
        for tick in self._things.values():
            self.column.addWidget(tick)
        asked = Field("asked", FieldKind.DATE, "Asked on", help="Leave it empty until it is sent.")
        due = Field("due", FieldKind.DATE, "Due", help=_DUE_HELP)
        self._asked = DateEditor(asked, read_date, self)
        self._due = DateEditor(due, read_date, self)
        for editor in (self._asked, self._due):
            self.column.addWidget(editor)
        self.end("Raise the requests")
        first = next(iter((*self._agencies.values(), *self._things.values())), None)
        if first is not None:
            first.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offered(self, one: Involved) -> Tick:
        labels = [x.label for x in self._shown.contributions if x.id in one.asked]
        told = f"Asked already for: {', '.join(labels)}" if labels else ""
        tick = Tick(one.name, help_text=told, parent=self)
        tick.put(not labels)
        self.column.addWidget(tick)
        return tick

    def pressed(self) -> None:
        """At least one agency and one thing."""
        typed = self._others.toPlainText().splitlines()
        ticked = (name for name, tick in self._agencies.items() if tick.on)
        agencies = (*ticked, *(line.strip() for line in typed if line.strip()))
        things = tuple(key for key, tick in self._things.items() if tick.on)
        if not agencies or not things:
            missing = "Choose or type an agency." if not agencies else "Choose what is asked for."
            self._nobody.setText(f"Problem: {missing}")
            self._nobody.show()
            return
        self._nobody.hide()
        self.hold(True)
        self.given.emit(Ask(agencies, things, _typed(self._asked), _typed(self._due)))


def _typed(editor: DateEditor) -> DateAnswer | None:
    value = editor.value()
    return value if isinstance(value, DateAnswer) and value.text.strip() else None
