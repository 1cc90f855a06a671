"""What meeting mode asks in passing: an action point, an interest, a deputy, a guest."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.forms.types import Option
from ui.asking import Asking
from ui.dayquestion import DayQuestion
from ui.fields.boxes import TextBox
from ui.fields.radios import Radios
from ui.labels import Words
from ui.question import LineQuestion, Question

_OUT = (
    Option("out", "Steps out: takes no part in this item"),
    Option("stays", "Declared only: stays and decides"),
)
_CAPACITIES = (
    Option("member", "A member: decides"),
    Option("adviser", "An adviser: does not decide"),
    Option("guest", "A guest: does not decide"),
)


class ActionDialog(Asking):
    """given: (what, who, day or None)."""

    given = Signal(str, str, object)

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__("Action point", parent)
        self.column.addWidget(Words(about, "muted", self))
        self.column.addWidget(self.notice)
        self._text = TextBox(2, 5, self)
        self._what = Question("What is to be done", self._text, "", self)
        self._who = LineQuestion("Who does it", parent=self)
        self._day = DayQuestion("By when", "Leave it empty where no day was agreed.", self)
        for one in (self._what, self._who, self._day):
            self.column.addWidget(one)
        self.end("Add the action point")
        self._what.take_focus()

    def pressed(self) -> None:
        """What and who are needed; a day that is typed is one certain day."""
        what, who = self._text.toPlainText().strip(), self._who.text.strip()
        dated = bool(self._day.text.strip())
        self._what.set_problem("" if what else "Say what is to be done.")
        self._who.set_problem("" if who else "Say who does it.")
        self._day.set_problem(self._day.complaint() if dated else "")
        for question in (self._what, self._who, self._day):
            if question.problem:
                question.take_focus()
                return
        self.hold(True)
        self.given.emit(what, who, self._day.day if dated else None)


class InterestDialog(Asking):
    """given: (what it is, whether the member steps out)."""

    given = Signal(str, bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Interest of {name}", parent)
        self.column.addWidget(self.notice)
        self._text = TextBox(2, 4, self)
        self._what = Question("The interest", self._text, "It stands in the minutes.", self)
        self._ways = Radios(_OUT, self)
        self._ways.put("out")
        self.column.addWidget(self._what)
        self.column.addWidget(Question("What follows", self._ways, "", self))
        self.end("Record the interest")
        self._what.take_focus()

    def pressed(self) -> None:
        """The interest is needed."""
        what = self._text.toPlainText().strip()
        self._what.set_problem("" if what else "Say what the interest is.")
        if not what:
            self._what.take_focus()
            return
        self.hold(True)
        self.given.emit(what, self._ways.key == "out")


class PersonDialog(Asking):
    """Somebody who is on no list, or who comes in a member's place.

    given: (name, job title, agency, capacity); the capacity of a deputy is the member's.
    """

    given = Signal(str, str, str, str)

    def __init__(self, for_whom: str = "", agency: str = "", parent: QWidget | None = None) -> None:
        title = f"In place of {for_whom}" if for_whom else "Add somebody"
        super().__init__(title, parent)
        self.column.addWidget(self.notice)
        self._name = LineQuestion("Name", parent=self)
        self._job = LineQuestion("Job title", parent=self)
        self._agency = LineQuestion("Agency", parent=self)
        self._agency.put(agency)
        for one in (self._name, self._job, self._agency):
            self.column.addWidget(one)
        self._ways = Radios(_CAPACITIES, self)
        self._ways.put("guest")
        self._as = Question("Here as", self._ways, "", self)
        self._as.setVisible(not for_whom)
        self._deputy = bool(for_whom)
        self.column.addWidget(self._as)
        self.end("Add")
        self._name.take_focus()

    def pressed(self) -> None:
        """A name is needed."""
        name = self._name.text.strip()
        self._name.set_problem("" if name else "Give the name.")
        if not name:
            self._name.take_focus()
            return
        self.hold(True)
        capacity = "member" if self._deputy else self._ways.key
        self.given.emit(name, self._job.text.strip(), self._agency.text.strip(), capacity)
