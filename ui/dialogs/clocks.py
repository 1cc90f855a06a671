"""What is decided about one clock: more time, a pause, how it is counted. Each with a reason."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.clocks import Asked
from mktdesk.desk.clockviews import ClockView, MoreTime, Named
from mktdesk.forms.types import Option
from ui.dayquestion import DayQuestion
from ui.fields.boxes import PickBox
from ui.fields.radios import Radios
from ui.fields.tick import Tick
from ui.labels import Words
from ui.question import LineQuestion, Question
from ui.reasoned import ReasonedDialog

_NONE = "Nothing beside it"


class ExtendDialog(ReasonedDialog):
    """given: (Asked) more time for the clock."""

    given = Signal(object)

    def __init__(
        self, view: ClockView, rule: MoreTime, today: date, parent: QWidget | None = None
    ) -> None:
        self._rule, self._today = rule, today
        self._ticks: dict[str, Tick] = {}
        about = f"It is due {view.due}. {rule.by.label} may extend it; the old day is kept."
        super().__init__(f"Extend: {view.label}", about, "Extend the clock", parent)
        self._new.take_focus()

    def _build(self) -> None:
        rule = self._rule
        if rule.note:
            self.column.addWidget(Words(rule.note, "", self))
        self._new = DayQuestion("New due day", "", self)
        self._on = DayQuestion("Agreed on", "", self)
        self._on.put_day(self._today)
        self._person = LineQuestion("Who agreed to it", f"For {rule.by.label}.", self)
        for question in (self._new, self._on, self._person):
            self.column.addWidget(question)
        for one in rule.consent:
            self._tick(one, f"{one.label} has agreed")
        for one in rule.consult:
            self._tick(one, f"It was discussed with {one.label}")
        if rule.told:
            told = f"To be told afterwards: {', '.join(rule.told)}."
            self.column.addWidget(Words(told, "", self))

    def _tick(self, one: Named, words: str) -> None:
        self._ticks[one.id] = Tick(words, parent=self)
        self.column.addWidget(self._ticks[one.id])

    def _problems(self) -> dict[Question, str]:
        return {self._new: self._new.complaint(), self._on: self._on.complaint()}

    def _give(self, why: str) -> None:
        day, on = self._new.day, self._on.day
        assert day is not None
        assert on is not None
        ticked = {name for name, tick in self._ticks.items() if tick.on}
        rule = self._rule
        self.given.emit(
            Asked(
                day,
                on,
                rule.by.id,
                why,
                self._person.text.strip(),
                frozenset(one.id for one in rule.consent if one.id in ticked),
                frozenset(one.id for one in rule.consult if one.id in ticked),
            )
        )


class PauseDialog(ReasonedDialog):
    """given: (day, process, why) the clock stands still from that day, beside that process."""

    given = Signal(object, str, str)

    def __init__(
        self,
        view: ClockView,
        parallel: tuple[str, ...],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        self._parallel, self._today = parallel, today
        about = (
            f"It is due {view.due}. Days on which it stands still are left out of the count, "
            "and the page shows how."
        )
        super().__init__(f"Pause: {view.label}", about, "Pause the clock", parent)
        self._since.take_focus()

    def _build(self) -> None:
        self._since = DayQuestion("Stands still from", "", self)
        self._since.put_day(self._today)
        self._process = PickBox(self)
        self._process.addItem(_NONE, "")
        for one in self._parallel:
            self._process.addItem(one, one)
        help_text = "" if self._parallel else "None is recorded under “Parallel processes”."
        beside = Question("Process beside the case that holds it up", self._process, help_text)
        self.column.addWidget(self._since)
        self.column.addWidget(beside)

    def _problems(self) -> dict[Question, str]:
        return {self._since: self._since.complaint()}

    def _give(self, why: str) -> None:
        self.given.emit(self._since.day, self._process.currentData(), why)


class ResumeDialog(ReasonedDialog):
    """given: (day, why) the clock counts again from that day on."""

    given = Signal(object, str)

    def __init__(self, view: ClockView, today: date, parent: QWidget | None = None) -> None:
        self._today = today
        about = view.pauses[-1] if view.pauses else ""
        super().__init__(f"Let go on: {view.label}", about, "Let the clock go on", parent)
        self._until.take_focus()

    def _build(self) -> None:
        self._until = DayQuestion("Counts again from", "", self)
        self._until.put_day(self._today)
        self.column.addWidget(self._until)

    def _problems(self) -> dict[Question, str]:
        return {self._until: self._until.complaint()}

    def _give(self, why: str) -> None:
        self.given.emit(self._until.day, why)


class CountDialog(ReasonedDialog):
    """given: (start, unit, why); nothing for what stays as it is."""

    given = Signal(str, str, str)

    def __init__(self, view: ClockView, parent: QWidget | None = None) -> None:
        self._view = view
        self._start: Radios | None = None
        self._unit: Radios | None = None
        about = "The guidance leaves this open. What is chosen here moves the due day at once."
        super().__init__(f"How it is counted: {view.label}", about, "Count it so", parent)

    def _build(self) -> None:
        view = self._view
        if view.starts:
            self._start = self._pick("Counted from", view.starts, view.start)
        if view.units:
            self._unit = self._pick("Counted as", view.units, view.unit)

    def _pick(self, words: str, choices: tuple[Named, ...], now: str) -> Radios:
        made = Radios(tuple(Option(*one) for one in choices), self)
        made.put(now)
        made.setFocusProxy(made.ticks[0].box)
        self._first = Question(words, made, "", self)
        self.column.addWidget(self._first)
        return made

    def _problems(self) -> dict[Question, str]:
        same = not any(self._chosen())
        return {self._first: "It is counted so already: choose another." if same else ""}

    def _chosen(self) -> tuple[str, str]:
        start = self._start.key if self._start is not None else self._view.start
        unit = self._unit.key if self._unit is not None else self._view.unit
        return (
            start if start != self._view.start else "",
            unit if unit != self._view.unit else "",
        )

    def _give(self, why: str) -> None:
        self.given.emit(*self._chosen(), why)
