"""Another title for a document."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.announce import announce
from ui.fitting import FittedDialog
from ui.labels import button
from ui.question import LineQuestion


class RenameDialog(FittedDialog):
    """Asks for a title. `chosen`: the new one, never blank."""

    chosen = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Rename the document")
        self.setMinimumWidth(420)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        told = "The file keeps its own name; the title is what lists and packs call it."
        self._title = LineQuestion("Title", told, self)
        self._title.put(title)
        self._title.line.selectAll()
        rename = button("Rename", "primary", self)
        rename.setDefault(True)
        rename.clicked.connect(self._give)
        cancel = button("Cancel", "", self)
        cancel.clicked.connect(self.reject)
        column = self.column
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addWidget(rename)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._title.take_focus()

    def _give(self) -> None:
        title = self._title.text.strip()
        if title:
            self.chosen.emit(title)
            self.accept()
            return
        self._title.set_problem("A document needs a title.")
        announce(self, "Problem: A document needs a title.", at_once=True)
        self._title.take_focus()
