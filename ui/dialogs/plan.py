"""Which action plan is to be saved: of one owner, or every one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.forms.types import Option
from ui.asking import Asking
from ui.fields.radios import Radios
from ui.question import Question

_EVERY = Option("every", "Every plan, one after the other")


class WhichPlanDialog(Asking):
    """given: (whose plan, or "" for every one)."""

    given = Signal(str)

    def __init__(self, owners: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__("Save the action plan", parent)
        self._owners = owners
        options = (Option(str(place), owner) for place, owner in enumerate(owners))
        self._which = Radios((_EVERY, *options), self)
        self._which.put(_EVERY.key)
        self.column.addWidget(Question("Which plan", self._which, parent=self))
        self.column.addWidget(self.notice)
        self.end("Choose where to save it")
        self._which.ticks[0].box.setFocus(Qt.FocusReason.OtherFocusReason)

    def pressed(self) -> None:
        """It is chosen; where to save it is asked next."""
        key = self._which.key or _EVERY.key
        self.accept()
        self.given.emit("" if key == _EVERY.key else self._owners[int(key)])
