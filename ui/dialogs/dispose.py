"""The last question before a case or a meeting is destroyed: its reference, typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mktdesk.errors import DeskError
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox
from ui.question import LineQuestion


class DisposeDialog(FittedDialog):
    """given: the reference was typed as it is. Stays until it is told that the case is gone."""

    given = Signal()

    def __init__(self, public: str, approved: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Dispose of {public}")
        self.setMinimumWidth(520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._public = public
        self._notice = NoticeBox(self)
        self._typed = LineQuestion("Type its reference", f"It is {public}.", self)
        self._typed.entered.connect(self._pressed)
        self._do = button("Destroy it", "danger", self)
        self._do.clicked.connect(self._pressed)
        cancel = button("Cancel", "", self)
        cancel.clicked.connect(self.reject)
        column = self.column
        column.addWidget(Words(f"Dispose of {public}", "section", self))
        what = (
            f"Approved by {approved}. Its keys and files are destroyed. Nobody can undo this, "
            "and no backup brings it back into this vault. The reference and the reason stay."
        )
        column.addWidget(Words(what, "", self))
        column.addWidget(self._notice)
        column.addWidget(self._typed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._do)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._typed.take_focus()

    def failed(self, error: DeskError) -> None:
        """It was not done; the dialog stays."""
        self._do.setEnabled(True)
        self._notice.show_error(error)

    def _pressed(self) -> None:
        same = self._typed.text.strip().upper() == self._public
        self._typed.set_problem("" if same else "This is not its reference.")
        if not same:
            self._typed.take_focus()
        elif self._do.isEnabled():
            self._do.setEnabled(False)
            self.given.emit()
