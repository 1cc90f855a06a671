"""Before a document leaves the vault in clear: what that means."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.fitting import FittedDialog
from ui.labels import Words, button


class CopyOutDialog(FittedDialog):
    """Reads back what will happen; accepted when the person wants the copy."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save a copy outside the vault")
        self.setMinimumWidth(460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save = button("Save the copy…", "primary", self)
        save.clicked.connect(self.accept)
        cancel = button("Cancel", "", self)
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)
        column = self.column
        column.setSpacing(8)
        column.addWidget(Words(f"Save a copy of “{title}”", "section", self))
        column.addWidget(
            Words(
                "The copy is not encrypted: anybody who reaches the folder can read it. "
                "That you saved it, and when, is kept in the case's history.",
                "",
                self,
            )
        )
        column.addWidget(
            Words("Choose a protected folder, and delete the copy when it has served.", "muted")
        )
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addWidget(save)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        cancel.setFocus(Qt.FocusReason.OtherFocusReason)
