"""A person's own word on a threshold, and who refers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.casework.criteria import Assessment, Result
from mktdesk.casework.records import Referrer
from mktdesk.forms.types import Option
from mktdesk.toolkits.process_schema import Source
from ui.asking import Asking
from ui.assessmentcard import result_words
from ui.fields.boxes import TextBox
from ui.fields.radios import Radios
from ui.labels import Words
from ui.question import Question
from ui.referrerquestions import ReferrerQuestions

_RESULTS = (Option(Result.MET, "Met"), Option(Result.NOT_MET, "Not met"))


class ResultDialog(Asking):
    """given: (Result, reason)."""

    given = Signal(object, str)

    def __init__(self, found: Assessment, parent: QWidget | None = None) -> None:
        super().__init__("Set the result by hand", parent)
        self.column.addWidget(Words(found.criterion.label, "label", self))
        self.column.addWidget(Words(f"Now: {result_words(found)}", "muted", self))
        self.column.addWidget(self.notice)
        self._results = Radios(_RESULTS, self)
        self._result = Question("The threshold is", self._results, parent=self)
        self._text = TextBox(3, 8, self)
        told = "Both are shown from now on: your word with this reason, and what is worked out."
        self._why = Question("Reason", self._text, told, self)
        self.column.addWidget(self._result)
        self.column.addWidget(self._why)
        self.end("Set the result")
        self._results.ticks[0].box.setFocus(Qt.FocusReason.OtherFocusReason)

    def pressed(self) -> None:
        """Look at the answers and give them."""
        result, reason = self._results.key, self._text.toPlainText().strip()
        self._result.set_problem("" if result else "Choose one.")
        self._why.set_problem("" if reason else "Say why; it is recorded.")
        if result and reason:
            self.hold(True)
            self.given.emit(Result(result), reason)
        elif not result:
            self._results.ticks[0].box.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._why.take_focus()


class ReferrerDialog(Asking):
    """given: (source id or "", whether what comes first was done or "", note)."""

    given = Signal(str, str, str)

    def __init__(
        self,
        sources: tuple[Source, ...],
        known: Referrer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Who refers", parent)
        told = "A referral is kept whoever makes it; what is out of the ordinary is shown."
        self.column.addWidget(Words(told, "muted", self))
        self.column.addWidget(self.notice)
        self.asked = ReferrerQuestions(sources, known, self)
        self.column.addWidget(self.asked)
        self.end("Keep who refers")
        self.asked.take_focus()

    def pressed(self) -> None:
        """Look at the answers and give them."""
        self.hold(True)
        self.given.emit(*self.asked.answer)
