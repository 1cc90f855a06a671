"""A new case's reference, shown once; and an old case, which is registered under its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mktdesk.errors import DeskError
from mktdesk.reference import Reference
from mktdesk.toolkits import Toolkit
from ui.fields.boxes import PickBox
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox
from ui.question import LineQuestion, Question
from ui.slippanel import SlipPanel

_OLD = (
    "A case from before mktdesk keeps its old reference as the part that is shown, and gains a "
    "seal that makes it strong enough to be a password."
)


class NewReferralDialog(FittedDialog):
    """With toolkits it asks for an old case's reference; without, it only shows a new one.

    start_wanted: (toolkit id, pathway id, old reference). open_wanted: (public reference).
    """

    start_wanted = Signal(str, str, str)
    open_wanted = Signal(str)

    def __init__(self, toolkits: tuple[Toolkit, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toolkits = toolkits
        self.slip: SlipPanel | None = None
        self.setWindowTitle("Register an old case" if toolkits else "New referral")
        self.setMinimumWidth(560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title = Words(self.windowTitle(), "section", self)
        self._words = Words(_OLD, "muted", self)
        self._notice = NoticeBox(self)
        self._guidance = PickBox(self)
        for toolkit in toolkits:
            self._guidance.addItem(toolkit.title, toolkit.id)
        self._under = Question("Guidance", self._guidance, parent=self)
        self._way = PickBox(self)
        self._ways = Question("Kind of review", self._way, parent=self)
        self._reference = LineQuestion(
            "Old reference", "As it stands on the papers: letters, figures, hyphens.", self
        )
        self._reference.entered.connect(self._start_pressed)
        self._guidance.activated.connect(self._fill_ways)
        self._fill_ways()
        self._start = button("Register the case", "primary", self)
        self._start.setDefault(True)
        self._start.clicked.connect(self._start_pressed)
        self._open = button("Open the referral", "primary", self)
        self._open.clicked.connect(self._open_pressed)
        self._open.hide()
        self._cancel = button("Cancel", "", self)
        self._cancel.clicked.connect(self.reject)
        self._lay_out()

    def _lay_out(self) -> None:
        for part in (*self._asked, self._notice):
            self.column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in (self._start, self._open, self._cancel):
            row.addWidget(made)
        row.addStretch(1)
        self.column.addSpacing(4)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self._reference.take_focus()

    @property
    def _asked(self) -> tuple[QWidget, ...]:
        return self._title, self._words, self._under, self._ways, self._reference

    def _fill_ways(self) -> None:
        self._way.clear()
        for toolkit in self._toolkits:
            if toolkit.id == self._guidance.currentData():
                for way in toolkit.process.pathway:
                    self._way.addItem(way.label, way.id)

    def show_reference(self, reference: Reference) -> SlipPanel:
        """The number is allocated: show it; the panel's signals are the caller's to connect."""
        self._title.setText(f"{reference.public} is allocated")
        self._words.setText("Keep the full reference: every paper of this case opens with it.")
        for part in (self._notice, self._under, self._ways, self._reference, self._start):
            part.hide()
        self.slip = SlipPanel(reference, self)
        self.column.insertWidget(2, self.slip)
        self.slip.show()  # now: Qt would show it some events later
        QWidget.setTabOrder(self.slip.last, self._open)
        QWidget.setTabOrder(self._open, self._cancel)
        self._open.show()
        self._open.setDefault(True)
        self._cancel.setText("Close")
        self._open.setFocus(Qt.FocusReason.OtherFocusReason)
        return self.slip

    def failed(self, error: DeskError) -> None:
        """It was not allocated, or a slip not saved; what was typed stays."""
        self._start.setEnabled(True)
        if self.slip is not None:
            self.slip.say(f"{error.what} {error.do}", "danger")
        else:
            self._notice.show_error(error)

    def _start_pressed(self) -> None:
        reference = self._reference.text.strip()
        if not reference:
            self._reference.set_problem("Type the old reference.")
            self._reference.take_focus()
            return
        self._reference.set_problem("")
        self._start.setEnabled(False)
        self.start_wanted.emit(self._guidance.currentData(), self._way.currentData(), reference)

    def _open_pressed(self) -> None:
        if self.slip is not None:
            self.open_wanted.emit(self.slip.reference.public)
        self.accept()
