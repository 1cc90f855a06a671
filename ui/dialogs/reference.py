"""The full reference of a case, shown again: why it is needed is asked and journaled."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mktdesk.errors import DeskError
from mktdesk.reference import Reference
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox
from ui.question import LineQuestion
from ui.slippanel import SlipPanel


class ReferenceDialog(FittedDialog):
    """show_wanted: (why) in the person's words."""

    show_wanted = Signal(str)

    def __init__(self, public: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slip: SlipPanel | None = None
        self.setWindowTitle(f"Full reference of {public}")
        self.setMinimumWidth(560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words = Words(
            "Whoever has it opens every paper of this case. Your name, the time and the reason "
            "are kept in the office's register.",
            "muted",
            self,
        )
        self._notice = NoticeBox(self)
        self._why = LineQuestion("Why is it needed?", "A few words are enough.", self)
        self._why.entered.connect(self._show_pressed)
        self._show = button("Show the full reference", "primary", self)
        self._show.setDefault(True)
        self._show.clicked.connect(self._show_pressed)
        self._close = button("Cancel", "", self)
        self._close.clicked.connect(self.reject)
        self.column.addWidget(Words(self.windowTitle(), "section", self))
        for part in (self._words, self._notice, self._why):
            self.column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._show)
        row.addWidget(self._close)
        row.addStretch(1)
        self.column.addSpacing(4)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self._why.take_focus()

    def show_reference(self, reference: Reference) -> SlipPanel:
        """It is journaled: show it; the panel's signals are the caller's to connect."""
        for part in (self._notice, self._why, self._show):
            part.hide()
        self.slip = SlipPanel(reference, self)
        self.column.insertWidget(2, self.slip)
        self.slip.show()  # now: Qt would show it some events later
        QWidget.setTabOrder(self.slip.last, self._close)
        self._close.setText("Close")
        self._close.setDefault(True)
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        return self.slip

    def failed(self, error: DeskError) -> None:
        """It could not be shown, or a slip not saved."""
        self._show.setEnabled(True)
        if self.slip is not None:
            self.slip.say(f"{error.what} {error.do}", "danger")
        else:
            self._notice.show_error(error)

    def _show_pressed(self) -> None:
        why = self._why.text.strip()
        self._why.set_problem("" if why else "Say why it is needed.")
        if not why:
            self._why.take_focus()
            return
        self._show.setEnabled(False)
        self.show_wanted.emit(why)
