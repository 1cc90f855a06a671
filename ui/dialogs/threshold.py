"""A person's own word on a threshold, and who refers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mktdesk.casework.criteria import Assessment, Result
from mktdesk.casework.records import Referrer
from mktdesk.errors import DeskError
from mktdesk.forms.types import Option
from mktdesk.toolkits.process_schema import Source
from ui.assessmentcard import result_words
from ui.fields.boxes import TextBox
from ui.fields.radios import Radios
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox
from ui.question import Question
from ui.referrerquestions import ReferrerQuestions

_RESULTS = (Option(Result.MET, "Met"), Option(Result.NOT_MET, "Not met"))


class _Asking(FittedDialog):
    """A title, words, questions, and the one button that does it. It stays until told to go."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._notice = NoticeBox(self)
        self.column.addWidget(Words(title, "section", self))

    def _end(self, verb: str) -> None:
        self._do = button(verb, "primary", self)
        self._do.clicked.connect(self._pressed)
        cancel = button("Cancel", "", self)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._do)
        row.addWidget(cancel)
        row.addStretch(1)
        self.column.addSpacing(4)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def failed(self, error: DeskError) -> None:
        """It was not taken; what was typed stays."""
        self._do.setEnabled(True)
        self._notice.show_error(error)

    def _pressed(self) -> None:
        raise NotImplementedError


class ResultDialog(_Asking):
    """given: (Result, reason)."""

    given = Signal(object, str)

    def __init__(self, found: Assessment, parent: QWidget | None = None) -> None:
        super().__init__("Set the result by hand", parent)
        self.column.addWidget(Words(found.criterion.label, "label", self))
        self.column.addWidget(Words(f"Now: {result_words(found)}", "muted", self))
        self.column.addWidget(self._notice)
        self._results = Radios(_RESULTS, self)
        self._result = Question("The threshold is", self._results, parent=self)
        self._text = TextBox(3, 8, self)
        told = "Both are shown from now on: your word with this reason, and what is worked out."
        self._why = Question("Reason", self._text, told, self)
        self.column.addWidget(self._result)
        self.column.addWidget(self._why)
        self._end("Set the result")
        self._results.ticks[0].box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pressed(self) -> None:
        result, reason = self._results.key, self._text.toPlainText().strip()
        self._result.set_problem("" if result else "Choose one.")
        self._why.set_problem("" if reason else "Say why; it is recorded.")
        if result and reason:
            self._do.setEnabled(False)
            self.given.emit(Result(result), reason)
        elif not result:
            self._results.ticks[0].box.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._why.take_focus()


class ReferrerDialog(_Asking):
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
        self.column.addWidget(self._notice)
        self.asked = ReferrerQuestions(sources, known, self)
        self.column.addWidget(self.asked)
        self._end("Keep who refers")
        self.asked.take_focus()

    def _pressed(self) -> None:
        self._do.setEnabled(False)
        self.given.emit(*self.asked.answer)
