"""What meeting mode asks to end something: an item, for now or at all, or the meeting."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.reading import read_date
from ui.asking import Asking
from ui.dayquestion import DayQuestion
from ui.fields.boxes import TextBox
from ui.labels import Words
from ui.question import Question


class MoreDialog(Asking):
    """Further information is wanted. given: (what, DateAnswer of the day it comes back)."""

    given = Signal(str, object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Further information: {title}", parent)
        self.column.addWidget(self.notice)
        self._text = TextBox(2, 6, self)
        help_text = "It becomes the panel's decision on this case; it is then read back and signed."
        self._what = Question("What is wanted, and from whom", self._text, help_text, self)
        self._day = DayQuestion("It comes back on", "The day of a later meeting.", self)
        for one in (self._what, self._day):
            self.column.addWidget(one)
        self.end("Record what is wanted")
        self._what.take_focus()

    def pressed(self) -> None:
        """Both are needed."""
        what = self._text.toPlainText().strip()
        self._what.set_problem("" if what else "Say what is wanted.")
        self._day.set_problem(self._day.complaint())
        for question in (self._what, self._day):
            if question.problem:
                question.take_focus()
                return
        self.hold(True)
        self.given.emit(what, read_date(self._day.text.strip()))


class OutcomeDialog(Asking):
    """How an item came out that is no case. given: (words)."""

    given = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Outcome: {title}", parent)
        self.column.addWidget(self.notice)
        self._text = TextBox(2, 6, self)
        help_text = "It stands in the minutes and in the list of items. Name nobody in it."
        self._what = Question("How it came out", self._text, help_text, self)
        self.column.addWidget(self._what)
        self.end("Record the outcome")
        self._what.take_focus()

    def pressed(self) -> None:
        """Words are needed."""
        said = self._text.toPlainText().strip()
        self._what.set_problem("" if said else "Say in a few words what it is.")
        if not said:
            self._what.take_focus()
            return
        self.hold(True)
        self.given.emit(said)


class SureDialog(Asking):
    """Something that is asked once, with what it leaves behind. given: it is meant."""

    given = Signal()

    def __init__(
        self, title: str, lines: Sequence[str], verb: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.column.addWidget(self.notice)
        for line in lines:
            self.column.addWidget(Words(line, "", self))
        self.end(verb)

    def pressed(self) -> None:
        """Nothing is asked but this."""
        self.hold(True)
        self.given.emit()
