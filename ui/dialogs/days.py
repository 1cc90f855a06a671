"""A day on which the office is closed, or works although it is a bank holiday."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.dayquestion import DayQuestion
from ui.question import LineQuestion, Question
from ui.reasoned import ReasonedDialog

_KEPT = "It is kept in the office's history."


class CloseDayDialog(ReasonedDialog):
    """given: (day, its name, why) the office does not work on it."""

    given = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        about = "It is no working day then, in every case."
        super().__init__("Add a closed day", about, "Add the day", parent, kept=_KEPT)
        self._day.take_focus()

    def _build(self) -> None:
        self._day = DayQuestion("Day", "", self)
        self._name = LineQuestion("What day it is", "For example: Office move", self, longest=80)
        self.column.addWidget(self._day)
        self.column.addWidget(self._name)

    def _problems(self) -> dict[Question, str]:
        nameless = "" if self._name.text.strip() else "Say what day it is; the counting names it."
        return {self._day: self._day.complaint(), self._name: nameless}

    def _give(self, why: str) -> None:
        self.given.emit(self._day.day, self._name.text.strip(), why)


class OpenDayDialog(ReasonedDialog):
    """given: (day, why) the office works on it."""

    given = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        about = "The bank holiday counts as a working day then, in every case."
        super().__init__("Work on a bank holiday", about, "Count the day", parent, kept=_KEPT)
        self._day.take_focus()

    def _build(self) -> None:
        self._day = DayQuestion("Day", "", self)
        self.column.addWidget(self._day)

    def _problems(self) -> dict[Question, str]:
        return {self._day: self._day.complaint()}

    def _give(self, why: str) -> None:
        self.given.emit(self._day.day, why)
