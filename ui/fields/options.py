"""A set of lettered options under the exclusions that the form declares."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGroupBox, QVBoxLayout, QWidget

from mktdesk.forms.types import Option
from mktdesk.forms.values import Value
from ui.fields.base import Editor
from ui.fields.tick import Tick


def press(
    options: tuple[Option, ...], chosen: Collection[str], key: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ticking or clearing `key` -> (the options now chosen, those cleared by its exclusions)."""
    if key in chosen:
        return tuple(o.key for o in options if o.key in chosen and o.key != key), ()
    barred = {o.key for o in options if key in o.excludes}
    barred |= {other for o in options if o.key == key for other in o.excludes}
    now = tuple(o.key for o in options if o.key == key or (o.key in chosen and o.key not in barred))
    return now, tuple(o.key for o in options if o.key in chosen and o.key in barred)


def spoken(key: str, cleared: tuple[str, ...]) -> str:
    """Why options went out: "a, c and d were cleared: they cannot stand beside h."."""
    if not cleared:
        return ""
    if len(cleared) == 1:
        return f"{cleared[0]} was cleared: it cannot stand beside {key}."
    listed = f"{', '.join(cleared[:-1])} and {cleared[-1]}"
    return f"{listed} were cleared: they cannot stand beside {key}."


class OptionsEditor(Editor):
    """Tick boxes with their letters; pressing a letter while inside ticks or clears it."""

    commits_at_once = True

    def build(self, inputs: QWidget) -> None:
        """A tick an option, its exclusions in words beneath."""
        self._group = QGroupBox(inputs)
        self._group.setAccessibleName(self.field.name)
        self._ticks: dict[str, Tick] = {}
        self._chosen: tuple[str, ...] = ()
        column = QVBoxLayout(inputs)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._group)
        inside = QVBoxLayout(self._group)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        for option in self.field.options:
            tick = Tick(option.label, letter=option.key, help_text=option.help, parent=self._group)
            tick.box.setObjectName(option.key)
            tick.box.clicked.connect(self._clicked)
            inside.addWidget(tick)
            self._ticks[option.key] = tick

    def names(self) -> dict[QWidget, str]:
        """Each box by its letter and words."""
        return {tick.box: f"{key}: {tick.words}" for key, tick in self._ticks.items()}

    def read(self) -> Value:
        """The chosen keys in the form's order; blank when none is."""
        return self._chosen or None

    def show_value(self, value: Value) -> None:
        """Tick them; keys the form does not declare stay in the answer and are said in words."""
        self._chosen = value if isinstance(value, tuple) else ()
        self._show()
        unknown = [key for key in self._chosen if key not in self._ticks]
        self.set_notice(
            f"Also stored here, not an option: {', '.join(unknown)}." if unknown else ""
        )

    def toggle(self, key: str) -> None:
        """As if the person pressed it; what it excludes is cleared and said."""
        self._chosen, cleared = press(self.field.options, self._chosen, key)
        self._show()
        self.touched()
        self.set_notice(spoken(key, cleared))

    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.toggle(sender.objectName())

    def _show(self) -> None:
        for key, tick in self._ticks.items():
            tick.put(key in self._chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter presses its option and moves there."""
        key = event.text().lower()
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        }
        tick = self._ticks.get(key) if plain and key.strip() else None
        if tick is None or not tick.box.isEnabled():
            super().keyPressEvent(event)
            return
        tick.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toggle(key)
