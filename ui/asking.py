"""What dialogs with questions have in common: a title, words, and the one button that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mktdesk.errors import DeskError
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox


class Asking(FittedDialog):
    """Stays until it is told that what it gave was taken. Add to `column`, then call `end`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.notice = NoticeBox(self)
        self.column.addWidget(Words(title, "section", self))

    def end(self, verb: str, *others: QPushButton) -> None:
        """The buttons. verb: what the first does ("Set the result"), never OK."""
        self._do = button(verb, "primary", self)
        self._do.clicked.connect(self.pressed)
        cancel = button("Cancel", "", self)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        before: QPushButton = self._do
        for one in (self._do, *others, cancel):
            row.addWidget(one)
            if one is not before:
                QWidget.setTabOrder(before, one)
            before = one
        row.addStretch(1)
        self.column.addSpacing(4)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self._buttons = (self._do, *others)

    def failed(self, error: DeskError) -> None:
        """It was not taken; what was typed stays."""
        self.hold(False)
        self.notice.show_error(error)

    def hold(self, held: bool) -> None:
        """While what was given is on its way, nothing is given again."""
        for one in self._buttons:
            one.setEnabled(not held)

    @property
    def held(self) -> bool:
        """What was given is on its way; before that nothing that is done is this dialog's."""
        return not self._do.isEnabled()

    def pressed(self) -> None:
        """The first button: look at the answers and give them."""
        raise NotImplementedError
