"""A meeting that is in no calendar: whose, when and where."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.meetingbooks import OwnMeeting
from mktdesk.forms.types import Field, FieldKind
from mktdesk.forms.values import DateAnswer
from ui.asking import Asking
from ui.fields.base import ReadDate
from ui.fields.boxes import PickBox
from ui.fields.date import DateEditor
from ui.labels import Words
from ui.question import LineQuestion, Question

_TOLD = "Such as the panel of one review. What comes round is begun from the calendar."


class OwnMeetingDialog(Asking):
    """given: (OwnMeeting). bodies: ("toolkit/body", what it is called)."""

    given = Signal(object)

    def __init__(
        self, bodies: Sequence[tuple[str, str]], read_date: ReadDate, parent: QWidget | None = None
    ) -> None:
        super().__init__("Begin another meeting", parent)
        self.column.addWidget(Words(_TOLD, "muted", self))
        self.column.addWidget(self.notice)
        self._pick = PickBox(self)
        self._pick.addItem("Choose…", "")
        for key, label in bodies:
            self._pick.addItem(label, key)
        self._body = Question("Whose meeting", self._pick, "", self)
        self.column.addWidget(self._body)
        day = Field("day", FieldKind.DATE, "Day and time", with_time=True)
        self._day = DateEditor(day, read_date, self)
        self.column.addWidget(self._day)
        self._place = LineQuestion("Place", parent=self)
        self.column.addWidget(self._place)
        self.end("Begin its record")
        self._body.take_focus()

    def pressed(self) -> None:
        """Whose it is, and one day with its time."""
        day, body = self._day.value(), str(self._pick.currentData() or "")
        timed = isinstance(day, DateAnswer) and bool(day.text.strip()) and bool(day.time)
        self._body.set_problem("" if body else "Choose one.")
        self._day.set_problem("" if timed else "Give the day and the time at which it begins.")
        if not body:
            self._body.take_focus()
        elif not timed:
            self._day.focus_first()
        else:
            assert isinstance(day, DateAnswer)
            self.hold(True)
            self.given.emit(OwnMeeting(body, day, self._place.text.strip()))
