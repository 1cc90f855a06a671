"""The password of a file that came from outside."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.announce import announce
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.question import SecretQuestion


class PasswordDialog(FittedDialog):
    """Asks for one password. `given`: what was typed. The dialog stays until it is told."""

    given = Signal(str)

    def __init__(self, what: str, do: str, parent: QWidget | None = None) -> None:
        """what, do: why a password is needed, and where the person finds it."""
        super().__init__(parent)
        self.setWindowTitle("Password of the file")
        self.setMinimumWidth(420)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._secret = SecretQuestion("Password", "", self)
        self._open = button("Open", "primary", self)
        self._open.setDefault(True)
        self._open.clicked.connect(self._give)
        cancel = button("Cancel", "", self)
        cancel.clicked.connect(self.reject)
        column = self.column
        column.setSpacing(8)
        column.addWidget(Words(what, "section", self))
        column.addWidget(Words(do, "muted", self))
        column.addSpacing(8)
        column.addWidget(self._secret)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._secret.take_focus()

    def refuse(self, words: str) -> None:
        """That password was not the one; the person may type another."""
        self._secret.set_problem(words)
        announce(self, f"Problem: {words}", at_once=True)
        self._open.setEnabled(True)
        self._secret.line.selectAll()
        self._secret.take_focus()

    def _give(self) -> None:
        if not self._secret.text:
            self.refuse("Nothing was typed.")
            return
        self._open.setEnabled(False)
        self.given.emit(self._secret.text)
