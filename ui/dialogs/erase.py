"""Before something is erased from the history: what goes with it, and why it must go."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from mktdesk.errors import DeskError
from ui.fields.boxes import TextBox
from ui.fields.tick import Tick
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox
from ui.question import Question

_WHAT = (
    "It cannot be brought back. The value goes from the answers, from the history and from "
    "what is being typed; the history shows that it was erased, by whom, when and why. A "
    "signature given to it will say that the answers differ. Backups and packs that were made "
    "before still hold it."
)


class EraseDialog(FittedDialog):
    """given: (cause, reason). The dialog stays until it is told that it was done."""

    given = Signal(str, str)

    def __init__(
        self, what: str, files: int, causes: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        """what: the entry in words. files: attached files that go with it."""
        super().__init__(parent)
        self.setWindowTitle("Erase from the history")
        self.setMinimumWidth(520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._notice = NoticeBox(self)
        self._causes = {
            key: Tick(words, one_of_many=True, parent=self) for key, words in causes.items()
        }
        group = QButtonGroup(self)
        for tick in self._causes.values():
            group.addButton(tick.box)
        next(iter(self._causes.values())).put(on=True)
        self._box = TextBox(3, 6, self)
        self._why = Question("Reason", self._box, "Say it without what must go.", self)
        self._do = button("Erase for good", "danger", self)
        self._do.clicked.connect(self._pressed)
        cancel = button("Cancel", "", self)
        cancel.clicked.connect(self.reject)
        column = self.column
        column.addWidget(Words(f"Erase: {what}", "section", self))
        column.addWidget(Words(_WHAT, "", self))
        if files:
            noun = "The attached file goes" if files == 1 else f"{files} attached files go"
            column.addWidget(Words(f"{noun} with it, unless another entry brought the same.", ""))
        column.addWidget(self._notice)
        for tick in self._causes.values():
            column.addWidget(tick)
        column.addWidget(self._why)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._do)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def failed(self, error: DeskError) -> None:
        """It was not erased; the words stay."""
        self._do.setEnabled(True)
        self._notice.show_error(error)

    def _pressed(self) -> None:
        reason = self._box.toPlainText().strip()
        self._why.set_problem("" if reason else "Say why; it is recorded.")
        if not reason:
            self._box.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._do.setEnabled(False)
        cause = next(key for key, tick in self._causes.items() if tick.on)
        self.given.emit(cause, reason)
