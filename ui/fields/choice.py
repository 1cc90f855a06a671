"""One of several options: round ticks while they are few, a drop-down when many."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mktdesk.forms.types import Option
from mktdesk.forms.values import NotKnown, Value
from mktdesk.forms.words import NOT_KNOWN, label_of
from ui.fields.base import Editor
from ui.fields.boxes import PickBox
from ui.fields.radios import Radios, clear_link
from ui.labels import show_if

_FEW = 6
_UNKNOWN = "\x00not known"  # never an option's key
_BLANK = "Choose…"


class RadioEditor(Editor):
    """Round ticks, and "Clear" once one is picked."""

    commits_at_once = True
    own_not_known = True

    def build(self, inputs: QWidget) -> None:
        """The options, "Not known" last."""
        options = self.field.options
        if self.field.not_known:
            options = (*options, Option(_UNKNOWN, NOT_KNOWN))
        self._radios = Radios(options, inputs)
        self._radios.setAccessibleName(self.field.name)
        self._radios.picked.connect(self._picked)
        self._radios.cleared.connect(self._cleared)
        self._clear = clear_link(inputs)
        self._clear.clicked.connect(self._cleared)
        self._clear.hide()
        column = QVBoxLayout(inputs)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._radios)
        column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignLeft)

    def names(self) -> dict[QWidget, str]:
        """Each round tick by its words."""
        ticks: dict[QWidget, str] = {tick.box: tick.words for tick in self._radios.ticks}
        return {**ticks, self._clear: self._clear.text()}

    def read(self) -> Value:
        """The option's key."""
        return NotKnown() if self._radios.key == _UNKNOWN else self._radios.key or None

    def show_value(self, value: Value) -> None:
        """Pick it; a key that the form does not declare is said in words, never hidden."""
        key = _UNKNOWN if isinstance(value, NotKnown) else value if isinstance(value, str) else ""
        self._radios.put(key)
        show_if(self._clear, bool(key))
        undeclared = bool(key) and not self._radios.key
        self.set_notice(
            f"The answer stored here is “{key}”, which the form does not offer."
            if undeclared
            else ""
        )

    def _picked(self) -> None:
        self._clear.show()
        self.set_notice("")
        self.touched()

    def _cleared(self) -> None:
        self._radios.put("")
        self._radios.ticks[0].box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._clear.hide()
        self.touched()


class PickEditor(Editor):
    """A drop-down."""

    commits_at_once = True
    own_not_known = True

    def build(self, inputs: QWidget) -> None:
        """Blank first, "Not known" last."""
        self._box = PickBox(inputs)
        self._box.addItem(_BLANK, None)
        for option in self.field.options:
            self._box.addItem(option.label, option.key)
        if self.field.not_known:
            self._box.addItem(NOT_KNOWN, _UNKNOWN)
        self._box.activated.connect(self._activated)
        column = QVBoxLayout(inputs)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box)

    def read(self) -> Value:
        """The option's key."""
        key = self._box.currentData()
        return NotKnown() if key == _UNKNOWN else key if isinstance(key, str) else None

    def show_value(self, value: Value) -> None:
        """Choose it; an undeclared key is added as it stands."""
        key = _UNKNOWN if isinstance(value, NotKnown) else value if isinstance(value, str) else None
        if key is not None and self._box.findData(key) < 0:
            self._box.addItem(label_of(self.field, key) if key != _UNKNOWN else NOT_KNOWN, key)
        self._box.setCurrentIndex(0 if key is None else self._box.findData(key))

    def _activated(self) -> None:
        self.touched()


def few(options: tuple[Option, ...]) -> bool:
    """Whether the options are shown all at once."""
    return len(options) <= _FEW
