"""A stated reason: asked before something that the history must explain."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mktdesk.errors import DeskError
from ui.fields.boxes import TextBox
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox
from ui.question import Question

_LINES = (3, 8)


class ReasonDialog(FittedDialog):
    """given: (reason). The dialog stays until it is told that the reason was taken."""

    given = Signal(str)

    def __init__(
        self,
        title: str,
        what_happens: str,
        verb: str,
        parent: QWidget | None = None,
        *,
        kept: str = "It is kept with the signature.",
    ) -> None:
        """verb: what the button does ("Change section 1"), never OK. kept: where the reason is."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._notice = NoticeBox(self)
        self._box = TextBox(*_LINES, self)
        self._why = Question("Reason", self._box, kept, self)
        self._do = button(verb, "primary", self)
        self._do.clicked.connect(self._pressed)
        cancel = button("Cancel", "", self)
        cancel.clicked.connect(self.reject)
        column = self.column
        column.addWidget(Words(title, "section", self))
        column.addWidget(Words(what_happens, "muted", self))
        column.addWidget(self._notice)
        column.addWidget(self._why)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._do)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addSpacing(4)
        column.addLayout(row)
        column.addStretch(1)
        self._why.take_focus()

    def failed(self, error: DeskError) -> None:
        """It was not taken; the words stay."""
        self._do.setEnabled(True)
        self._notice.show_error(error)

    def _pressed(self) -> None:
        reason = self._box.toPlainText().strip()
        self._why.set_problem("" if reason else "Say why; it is recorded.")
        if not reason:
            self._box.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._do.setEnabled(False)
        self.given.emit(reason)
