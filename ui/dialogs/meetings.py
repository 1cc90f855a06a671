"""How often something comes round; one meeting moved or added; whether an extra one is held."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.casework.meetings import CLOSED_DAYS
from mktdesk.desk.meetings import Rhythm, SeriesLine
from mktdesk.forms.types import Field, FieldKind, Option
from mktdesk.forms.values import DateAnswer
from ui.asking import Asking
from ui.fields.base import ReadDate
from ui.fields.boxes import TextBox
from ui.fields.date import DateEditor
from ui.fields.radios import Radios
from ui.labels import Words
from ui.question import LineQuestion, Question

_UNITS = (Option("week", "Weeks"), Option("month", "Months"))
_SAME = (
    Option("date", "The same date, such as the 15th"),
    Option("weekday", "The same weekday, such as the second Tuesday"),
    Option("last_weekday", "The month's last such weekday"),
)
_YES_NO = (Option("yes", "Yes: an extra meeting is to be held"), Option("no", "No"))
_WHY = "Say why; it is recorded."


class DayDialog(Asking):
    """given: (DateAnswer, place, reason)."""

    given = Signal(object, str, str)

    def __init__(
        self,
        title: str,
        about: str,
        verb: str,
        read_date: ReadDate,
        place: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self.column.addWidget(Words(about, "muted", self))
        self.column.addWidget(self.notice)
        day = Field("day", FieldKind.DATE, "Day and time", with_time=True)
        self._day = DateEditor(day, read_date, self)
        self.column.addWidget(self._day)
        self._place = LineQuestion("Place", parent=self)
        self._place.put(place)
        self.column.addWidget(self._place)
        self._text = TextBox(2, 6, self)
        self._why = Question("Reason", self._text, "", self)
        self.column.addWidget(self._why)
        self.end(verb)
        self._day.focus_first()

    def pressed(self) -> None:
        """A day and a reason are needed."""
        day, why = self._day.value(), self._text.toPlainText().strip()
        whole = isinstance(day, DateAnswer) and bool(day.text.strip())
        self._day.set_problem("" if whole else "Give the day.")
        self._why.set_problem("" if why else _WHY)
        if not whole:
            self._day.focus_first()
        elif not why:
            self._why.take_focus()
        else:
            self.hold(True)
            self.given.emit(day, self._place.text.strip(), why)


class RhythmDialog(Asking):
    """given: (Rhythm, reason)."""

    given = Signal(object, str)

    def __init__(
        self, line: SeriesLine, read_date: ReadDate, parent: QWidget | None = None
    ) -> None:
        super().__init__(f"How often: {line.title}", parent)
        rule = line.series.every
        now = line.now
        told = f"The guidance says {line.usual}. {line.series.note}".strip()
        self.column.addWidget(Words(told, "muted", self))
        stays = "What comes before that day stays as it is." if now else CLOSED_DAYS
        self.column.addWidget(self.notice)
        timed = line.series.kind == "meeting"
        words = "First day and time" if timed else "First day"
        first = Field("first", FieldKind.DATE, words, help=stays, with_time=timed)
        self._first = DateEditor(first, read_date, self)
        self._number = LineQuestion("Every", parent=self)
        self._number.set_letters(4)
        self._number.put(str(now.number if now else rule.number))
        self._units = Radios(_UNITS, self)
        self._units.put(now.unit if now else str(rule.unit))
        self._unit = Question("Counted in", self._units, parent=self)
        self._same = Radios(_SAME, self)
        self._same.put(now.same if now else "date")
        self._day = Question("Counted in months", self._same, "Which day it is.", self)
        self._place = LineQuestion("Place", parent=self)
        self._place.put(now.place if now else "")
        self._text = TextBox(2, 6, self)
        self._why = Question("Reason", self._text, "", self)
        for one in (self._first, self._number, self._unit, self._day, self._place, self._why):
            self.column.addWidget(one)
        self._place.setVisible(timed)
        self._units.picked.connect(self._unit_picked)
        self._unit_picked(self._units.key)
        self.end("Set how often")
        self._first.focus_first()

    def pressed(self) -> None:
        """Look at the answers and give them."""
        day, why = self._first.value(), self._text.toPlainText().strip()
        typed = self._number.text.strip()
        whole = isinstance(day, DateAnswer) and bool(day.text.strip())
        good = typed.isascii() and typed.isdigit() and int(typed) > 0
        self._first.set_problem("" if whole else "Give the day.")
        self._number.set_problem("" if good else "Give a whole number.")
        self._why.set_problem("" if why else _WHY)
        if not whole:
            self._first.focus_first()
        elif not good:
            self._number.take_focus()
        elif not why:
            self._why.take_focus()
        else:
            assert isinstance(day, DateAnswer)
            self.hold(True)
            same = self._same.key if self._units.key == "month" else "date"
            place = self._place.text.strip()
            self.given.emit(Rhythm(day, int(typed), self._units.key, same, place), why)

    def _unit_picked(self, unit: str) -> None:
        self._day.setVisible(unit == "month")


class ExtraDialog(Asking):
    """given: (whether an extra meeting is to be held, reason)."""

    given = Signal(bool, str)

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__("Consider an extra meeting", parent)
        self.column.addWidget(Words(about, "muted", self))
        self.column.addWidget(self.notice)
        self._answers = Radios(_YES_NO, self)
        self._answer = Question("Is an extra meeting to be held?", self._answers, parent=self)
        self._text = TextBox(2, 6, self)
        self._why = Question("Reason", self._text, "", self)
        for one in (self._answer, self._why):
            self.column.addWidget(one)
        self.end("Record it")
        self._answers.ticks[0].box.setFocus(Qt.FocusReason.OtherFocusReason)

    def pressed(self) -> None:
        """Look at the answers and give them."""
        held, why = self._answers.key, self._text.toPlainText().strip()
        self._answer.set_problem("" if held else "Choose one.")
        self._why.set_problem("" if why else _WHY)
        if not held:
            self._answers.ticks[0].box.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not why:
            self._why.take_focus()
        else:
            self.hold(True)
            self.given.emit(held == "yes", why)
