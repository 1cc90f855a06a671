"""A step or event has happened: the day, what was seen to, a note; or it was recorded wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.casework.stepping import Given
from mktdesk.forms.types import Field, FieldKind
from mktdesk.forms.values import DateAnswer
from mktdesk.toolkits.process_schema import Point
from ui.asking import Asking
from ui.fields.base import ReadDate
from ui.fields.boxes import TextBox
from ui.fields.date import DateEditor
from ui.fields.tick import Tick
from ui.labels import Words, button
from ui.question import Question

_DAY = Field("day", FieldKind.DATE, "Day on which it happened", with_time=True)
_LINES = (2, 6)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about. about: who does it and where the guidance says so. warning: what is
    out of order. ticked, note: so far. known: what is recorded already, to be corrected.
    """

    label: str
    about: str = ""
    help: str = ""
    warning: str = ""
    points: tuple[Point, ...] = ()
    ticked: tuple[str, ...] = ()
    note: str = ""
    known: Given | None = None


class StepDialog(Asking):
    """given: (DateAnswer, note, ids of points, reason) it happened; with a reason, a correction.

    kept: (ids of points, note) what was seen to so far, of a step that is not done yet.
    """

    given = Signal(object, str, tuple, str)
    kept = Signal(tuple, str)

    def __init__(
        self, asked: Asked, today: date, read_date: ReadDate, parent: QWidget | None = None
    ) -> None:
        self._wrong = asked.known is not None  # what is recorded already was recorded wrong
        super().__init__(f"{'Correct' if self._wrong else 'Record'}: {asked.label}", parent)
        self._today = _written(today)
        lines = ((asked.about, "muted"), (asked.help, ""), (asked.warning, "warning"))
        for words, look in lines:
            if words:
                self.column.addWidget(Words(words, look, self))
        self.column.addWidget(self.notice)
        self._day = DateEditor(_DAY, read_date, self)
        self._read = read_date
        self.column.addWidget(self._day)
        self._now = button("It was today", "link", self)
        self._now.clicked.connect(self._today_pressed)
        self.column.addWidget(self._now, 0, Qt.AlignmentFlag.AlignLeft)
        if asked.points:
            self.column.addWidget(Words("Seen to", "label", self))
        self._ticks = {point.id: Tick(point.text, parent=self) for point in asked.points}
        for tick in self._ticks.values():
            self.column.addWidget(tick)
        self._note = TextBox(*_LINES, self)
        self.column.addWidget(Question("Note", self._note, "", self))
        self._reason = TextBox(*_LINES, self)
        told = "What stood before stays in the history."
        self._why = Question("Reason for the correction", self._reason, told, self)
        self._why.setVisible(self._wrong)
        self.column.addWidget(self._why)
        self._keep = button("Keep what is ticked", "", self)
        self._keep.setVisible(bool(asked.points) and not self._wrong)
        self._keep.clicked.connect(self._keep_pressed)
        self.end("Correct it" if self._wrong else "Record it", self._keep)
        self._fill(asked)
        self._day.focus_first()

    def _fill(self, asked: Asked) -> None:
        known = asked.known
        if known is not None:
            written = " ".join(part for part in (_written(known.day), known.time) if part)
            self._day.set_value(self._read(written))
        for name, tick in self._ticks.items():
            tick.put(name in (known.points if known is not None else asked.ticked))
        self._note.setPlainText(known.note if known is not None else asked.note)

    @property
    def _ticked(self) -> tuple[str, ...]:
        return tuple(name for name, tick in self._ticks.items() if tick.on)

    def pressed(self) -> None:
        """A day is needed, and for a correction a reason."""
        day, reason = self._day.value(), self._reason.toPlainText().strip()
        whole = isinstance(day, DateAnswer) and bool(day.text.strip())
        self._day.set_problem("" if whole else "Give the day.")
        missing = self._wrong and not reason
        self._why.set_problem("Say why; it is recorded." if missing else "")
        if not whole:
            self._day.focus_first()
        elif missing:
            self._why.take_focus()
        else:
            self.hold(True)
            self.given.emit(day, self._note.toPlainText().strip(), self._ticked, reason)

    def _keep_pressed(self) -> None:
        self.hold(True)
        self.kept.emit(self._ticked, self._note.toPlainText().strip())

    def _today_pressed(self) -> None:
        self._day.commit()  # or the day would not be put over what is being typed
        self._day.set_value(self._read(self._today))


def _written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
