"""A dialog that asks for a few things and for the reason, which the history keeps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mktdesk.errors import DeskError
from ui.fields.boxes import TextBox
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox
from ui.question import Question

_LINES = (2, 6)


class ReasonedDialog(FittedDialog):
    """Questions of its own, a reason, and the button that does it.

    It stays until it is told that what it gave was taken.
    """

    def __init__(
        self,
        title: str,
        about: str,
        verb: str,
        parent: QWidget | None = None,
        *,
        kept: str = "It is kept with the case.",
    ) -> None:
        """verb: what the button does ("Extend the clock"), never OK. kept: where the reason is."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._notice = NoticeBox(self)
        self.column.addWidget(Words(title, "section", self))
        self.column.addWidget(Words(about, "muted", self))
        self.column.addWidget(self._notice)
        self._build()
        self._box = TextBox(*_LINES, self)
        self._why = Question("Reason", self._box, kept, self)
        self.column.addWidget(self._why)
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

    # what each dialog has of its own

    def _build(self) -> None:
        """Add the questions to `column`."""
        raise NotImplementedError

    def _problems(self) -> dict[Question, str]:
        """What is wrong with the answers, or nothing for each."""
        raise NotImplementedError

    def _give(self, why: str) -> None:
        """Hand over what was answered."""
        raise NotImplementedError

    # how it works

    def _pressed(self) -> None:
        why = self._box.toPlainText().strip()
        found = self._problems() | {self._why: "" if why else "Say why; it is recorded."}
        for question, words in found.items():
            question.set_problem(words)
        wrong = [question for question, words in found.items() if words]
        if wrong:
            wrong[0].take_focus()
            return
        self._do.setEnabled(False)
        self._give(why)
