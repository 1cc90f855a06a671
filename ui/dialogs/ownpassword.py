"""A password for something that leaves the vault and has no reference of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mktdesk.errors import DeskError
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox
from ui.question import SecretQuestion


class OwnPasswordDialog(FittedDialog):
    """given: (password). The dialog stays until it is told that the file was saved."""

    given = Signal(str)

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        """what: what the password is for ("History of the office")."""
        super().__init__(parent)
        self.setWindowTitle("Password for what is saved")
        self.setMinimumWidth(460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._notice = NoticeBox(self)
        self._secret = SecretQuestion(
            "Password", "Whoever is to open the file needs it. It is kept nowhere.", self
        )
        self._secret.entered.connect(self._give)
        self._save = button("Save…", "primary", self)
        self._save.clicked.connect(self._give)
        cancel = button("Cancel", "", self)
        cancel.clicked.connect(self.reject)
        column = self.column
        column.addWidget(Words(what, "section", self))
        column.addWidget(self._notice)
        column.addWidget(self._secret)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._save)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._secret.take_focus()

    def failed(self, error: DeskError) -> None:
        """It was not saved; another password may do."""
        self._save.setEnabled(True)
        self._notice.show_error(error)

    def end(self) -> None:
        """It was saved: the password is forgotten."""
        self._secret.hide_secret()
        self.accept()

    def _give(self) -> None:
        if not self._secret.text:
            self._secret.set_problem("Nothing was typed.")
            self._secret.take_focus()
            return
        self._save.setEnabled(False)
        self.given.emit(self._secret.text)
