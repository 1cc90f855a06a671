"""What is asked before a toolkit of the office's own is made, changed or put in force."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mktdesk.calendar import Unit
from mktdesk.desk.reading import read_date
from mktdesk.errors import DeskError
from mktdesk.forms.values import DateAnswer
from mktdesk.toolkits import Toolkit
from mktdesk.toolkits.process_schema import Clock, Notice
from mktdesk.toolkits.reading import span_words
from ui.fields.boxes import PickBox
from ui.fields.tick import Tick
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox
from ui.question import LineQuestion, Question

_UNITS = {
    Unit.WORKING_DAY: "working days",
    Unit.CALENDAR_DAY: "days",
    Unit.WEEK: "weeks",
    Unit.MONTH: "months",
    Unit.HOUR: "hours",
}


class _Asking(FittedDialog):
    """A title, what happens, questions, and two buttons; stays until it is told to go."""

    def __init__(self, title: str, happens: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._notice = NoticeBox(self)
        self._verb = verb
        self.column.addWidget(Words(title, "section", self))
        self.column.addWidget(Words(happens, "muted", self))
        self.column.addWidget(self._notice)

    def _finish(self) -> None:
        # Made last: the order of making is the order of Tab.
        self._do = button(self._verb, "primary", self)
        self._do.clicked.connect(self._pressed)
        self._cancel = button("Cancel", "", self)
        self._cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._do)
        row.addWidget(self._cancel)
        row.addStretch(1)
        self.column.addSpacing(4)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def failed(self, error: DeskError) -> None:
        """It was not taken; what is typed stays."""
        self._do.setEnabled(True)
        self._notice.show_error(error)

    def _pressed(self) -> None:
        raise NotImplementedError


class CopyToolkitDialog(_Asking):
    """given: (id, title) of the office's own."""

    given = Signal(str, str)

    def __init__(self, toolkit: Toolkit, parent: QWidget | None = None) -> None:
        super().__init__(
            f"Copy: {toolkit.short_title}",
            "The copy is a draft of the office's own. No case begins under it until it is put in "
            "force.",
            "Copy",
            parent,
        )
        self._title = LineQuestion("What it is called", "As people will read it.", self)
        self._title.put(f"{toolkit.title} (our own)")
        self._id = LineQuestion(
            "Short name", "Small letters, digits and hyphens. It never changes.", self
        )
        self._id.put(f"{toolkit.id}-own")
        for asked in (self._title, self._id):
            self.column.addWidget(asked)
        self._finish()
        self._title.take_focus()

    def _pressed(self) -> None:
        title, name = self._title.text.strip(), self._id.text.strip()
        self._title.set_problem("" if title else "It needs a name.")
        self._id.set_problem("" if name else "It needs a short name.")
        if title and name:
            self._do.setEnabled(False)
            self.given.emit(name, title)


class ClockDialog(_Asking):
    """given: (clock id, number, unit, why)."""

    given = Signal(str, int, str, str)

    def __init__(self, clocks: tuple[Clock, ...], parent: QWidget | None = None) -> None:
        happens = "The draft is checked before it is kept. Cases under other editions stay as is."
        super().__init__("Change a clock", happens, "Change", parent)
        self._clocks = clocks
        self._which = PickBox(self)
        for clock in clocks:
            self._which.addItem(f"{clock.label}: {span_words(clock.within)}", clock.id)
        self._number = LineQuestion("How many", "", self)
        self._number.set_letters(6)
        self._unit = PickBox(self)
        for key, label in _UNITS.items():
            self._unit.addItem(label, str(key))
        self._why = LineQuestion("Why", "It is kept in the office's history.", self)
        self.column.addWidget(Question("Clock", self._which, "", self))
        self.column.addWidget(self._number)
        self.column.addWidget(Question("Of what", self._unit, "", self))
        self.column.addWidget(self._why)
        self._which.activated.connect(self._picked)
        self._picked()
        self._finish()
        self._which.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self) -> None:
        clock = self._clocks[max(0, self._which.currentIndex())]
        self._number.put(str(clock.within.number))
        self._unit.setCurrentIndex(self._unit.findData(clock.within.unit))

    def _pressed(self) -> None:
        number, why = self._number.text.strip(), self._why.text.strip()
        self._number.set_problem("" if number.isdecimal() else "Type a whole number.")
        self._why.set_problem("" if why else "Say why; it is recorded.")
        if number.isdecimal() and why:
            self._do.setEnabled(False)
            self.given.emit(self._which.currentData(), int(number), self._unit.currentData(), why)


class RecipientsDialog(_Asking):
    """given: (notice id, recipient ids, why)."""

    given = Signal(str, object, str)

    def __init__(self, toolkit: Toolkit, parent: QWidget | None = None) -> None:
        happens = "The draft is checked before it is kept. Cases under other editions stay as is."
        super().__init__("Change who is told", happens, "Change", parent)
        self._notices: tuple[Notice, ...] = toolkit.process.notice
        self._which = PickBox(self)
        for notice in self._notices:
            self._which.addItem(notice.label, notice.id)
        self.column.addWidget(Question("Notice", self._which, "", self))
        self._ticks = tuple((x.id, Tick(x.label, parent=self)) for x in toolkit.process.recipient)
        for _, tick in self._ticks:
            self.column.addWidget(tick)
        self._why = LineQuestion("Why", "It is kept in the office's history.", self)
        self.column.addWidget(self._why)
        self._which.activated.connect(self._picked)
        self._picked()
        self._finish()
        self._which.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self) -> None:
        notice = self._notices[max(0, self._which.currentIndex())]
        for name, tick in self._ticks:
            tick.put(name in notice.to)

    def _pressed(self) -> None:
        why = self._why.text.strip()
        self._why.set_problem("" if why else "Say why; it is recorded.")
        if why:
            self._do.setEnabled(False)
            chosen = tuple(name for name, tick in self._ticks if tick.on)
            self.given.emit(self._which.currentData(), chosen, why)


class ForceDialog(_Asking):
    """given: (day, why) from which a draft is in force."""

    given = Signal(object, str)

    def __init__(self, title: str, today: str, parent: QWidget | None = None) -> None:
        happens = (
            "From that day cases can begin under it. Once in force this edition does not change: "
            "make a new edition for that."
        )
        super().__init__(f"Put in force: {title}", happens, "Put in force", parent)
        self._day = LineQuestion("From", "A day, for example 1 March 2026.", self)
        self._day.put(today)
        self._why = LineQuestion("Why", "Who agreed it, and when.", self)
        self.column.addWidget(self._day)
        self.column.addWidget(self._why)
        self._finish()
        self._day.take_focus()

    def _pressed(self) -> None:
        day, why = _day_of(read_date(self._day.text.strip())), self._why.text.strip()
        self._day.set_problem("" if day else "Type one day, for example 1 March 2026.")
        self._why.set_problem("" if why else "Say why; it is recorded.")
        if day and why:
            self._do.setEnabled(False)
            self.given.emit(day, why)


def _day_of(answer: DateAnswer) -> date | None:
    exact = answer.earliest and answer.earliest == answer.latest and not answer.doubt
    return date.fromisoformat(answer.earliest) if exact else None
