"""What meeting mode asks in passing: an action point, an interest, a deputy, a guest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.casework.meetingrecords import ActionPoint, Attendee
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
    Option("chair", "The chair: leads and decides"),
    Option("deputy chair", "The deputy chair: decides"),
    Option("member", "A member: decides"),
    Option("adviser", "An adviser: does not decide"),
    Option("guest", "A guest: does not decide"),
)


class ActionDialog(Asking):
    """given: (what, who, day or None, day it was done or None)."""

    given = Signal(str, str, object, object)

    def __init__(
        self, about: str, action: ActionPoint | None = None, parent: QWidget | None = None
    ) -> None:
        """action: the one that is changed; only then is asked when it was done."""
        super().__init__("Action point", parent)
        self.column.addWidget(Words(about, "muted", self))
        self.column.addWidget(self.notice)
        self._text = TextBox(2, 5, self)
        self._what = Question("What is to be done", self._text, "", self)
        self._who = LineQuestion("Who does it", parent=self)
        self._day = DayQuestion("By when", "Leave it empty where no day was agreed.", self)
        self._done = DayQuestion("Done on", "Leave it empty while it is open.", self)
        self._done.setVisible(action is not None)
        for one in (self._what, self._who, self._day, self._done):
            self.column.addWidget(one)
        if action is not None:
            self._text.show_text(action.text)
            self._who.put(action.owner)
            for question, iso in ((self._day, action.due), (self._done, action.done)):
                if iso:
                    question.put_day(date.fromisoformat(iso))
        self.end("Add the action point" if action is None else "Keep the action point")
        self._what.take_focus()

    def pressed(self) -> None:
        """What and who are needed; a day that is typed is one certain day."""
        what, who = self._text.toPlainText().strip(), self._who.text.strip()
        self._what.set_problem("" if what else "Say what is to be done.")
        self._who.set_problem("" if who else "Say who does it.")
        for asked in (self._day, self._done):
            asked.set_problem(asked.complaint() if asked.text.strip() else "")
        for question in (self._what, self._who, self._day, self._done):
            if question.problem:
                question.take_focus()
                return
        self.hold(True)
        self.given.emit(what, who, self._day.day, self._done.day)


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


class WithdrawDialog(Asking):
    """given: the interest was none after all."""

    given = Signal()

    def __init__(
        self, name: str, what: str, parent: QWidget | None = None, *, out: bool = True
    ) -> None:
        super().__init__(f"Interest of {name}", parent)
        self.column.addWidget(self.notice)
        self.column.addWidget(Words(what, "", self))
        follows = (
            f"{name} has stepped out of this item. Withdrawn, they take part in it again."
            if out
            else f"{name} stays and decides."
        )
        self.column.addWidget(Words(follows, "muted", self))
        self.end("Withdraw the interest")

    def pressed(self) -> None:
        """Nothing is asked."""
        self.hold(True)
        self.given.emit()


class PersonDialog(Asking):
    """Somebody who is on no list, who comes in a member's place, or whose entry is changed.

    given: (Attendee); the capacity of a deputy is the member's.
    """

    given = Signal(object)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        person: Attendee | None = None,
        deputy: bool = False,
        capacity: str = "guest",
    ) -> None:
        """person: who is changed, or in whose place somebody comes. capacity: proposed."""
        given = person or Attendee("", capacity=capacity)
        title = f"In place of {given.name}" if deputy else given.name or "Add somebody"
        super().__init__(title, parent)
        self._given, self._deputy = given, deputy
        self.column.addWidget(self.notice)
        self._name = LineQuestion("Name", parent=self)
        self._job = LineQuestion("Job title", parent=self)
        self._agency = LineQuestion("Agency", parent=self)
        self._discipline = LineQuestion(
            "For the core", "Health, police or local authority; empty for none.", parent=self
        )
        if not deputy:
            self._name.put(given.name)
            self._job.put(given.title)
        self._agency.put(given.agency)
        self._discipline.put(given.discipline)
        for one in (self._name, self._job, self._agency, self._discipline):
            self.column.addWidget(one)
        self._ways = Radios(_CAPACITIES, self)
        self._ways.put(given.capacity)
        self._as = Question("Here as", self._ways, "", self)
        for only in (self._as, self._discipline):
            only.setVisible(not deputy)
        self.column.addWidget(self._as)
        self.end("Keep" if person is not None and not deputy else "Add")
        self._name.take_focus()

    def pressed(self) -> None:
        """A name is needed."""
        name = self._name.text.strip()
        self._name.set_problem("" if name else "Give the name.")
        if not name:
            self._name.take_focus()
            return
        self.hold(True)
        self.given.emit(
            replace(
                self._given,
                name=name,
                title=self._job.text.strip(),
                agency=self._agency.text.strip(),
                discipline=self._discipline.text.strip(),
                capacity=self._given.capacity if self._deputy else self._ways.key,
            )
        )
