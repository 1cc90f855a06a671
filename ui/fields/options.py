"""A set of lettered options under the exclusions that the form declares."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGroupBox, QVBoxLayout, QWidget

from mktdesk.forms.types import Option
from mktdesk.forms.values import Value
from ui.fields.base import Editor
from ui.fields.tick import Tick
from ui.scrolling import scroll_to

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}


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
    """Why options went out, each by its letter or words: "a, c and d were cleared: they cannot
    stand beside h.".
    """
    if not cleared:
        return ""
    if len(cleared) == 1:
        return f"{cleared[0]} was cleared: it cannot stand beside {key}."
    listed = f"{', '.join(cleared[:-1])} and {cleared[-1]}"
    return f"{listed} were cleared: they cannot stand beside {key}."


class OptionsEditor(Editor):
    """Tick boxes with their letters, one stop for Tab.

    Inside, arrows move and Space ticks or clears; a letter does both.
    """

    commits_at_once = True

    def build(self, inputs: QWidget) -> None:
        """A tick an option, its exclusions in words beneath."""
        self._group = QGroupBox(inputs)
        self._group.setAccessibleName(self.field.name)
        by_letter = any(option.letter for option in self.field.options)
        how = "a letter ticks or clears its option" if by_letter else "Space ticks or clears"
        self._group.setAccessibleDescription(f"Arrows move, {how}.")
        self._ticks: dict[str, Tick] = {}
        self._chosen: tuple[str, ...] = ()
        column = QVBoxLayout(inputs)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._group)
        inside = QVBoxLayout(self._group)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        for option in self.field.options:
            tick = Tick(
                option.label, letter=option.letter, help_text=option.help, parent=self._group
            )
            tick.box.setObjectName(option.key)
            tick.box.clicked.connect(self._clicked)
            tick.box.installEventFilter(self)
            inside.addWidget(tick)
            self._ticks[option.key] = tick
        self._stop_at(next(iter(self._ticks)))

    def names(self) -> dict[QWidget, str]:
        """Each box by its letter, where it has one, and words."""
        letters = {option.key: f"{option.letter}: " for option in self.field.options}
        return {
            tick.box: f"{letters[key].removeprefix(': ')}{tick.words}"
            for key, tick in self._ticks.items()
        }

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
        names = {one.key: one.letter or one.name for one in self.field.options}
        self.set_notice(spoken(names[key], tuple(names[other] for other in cleared)))

    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.toggle(sender.objectName())

    def _show(self) -> None:
        for key, tick in self._ticks.items():
            tick.put(key in self._chosen)

    def focus_first(self) -> None:
        """Into the option where the person was, which is where Tab stops."""
        box = self._ticks[self._stop].box
        if self._inputs.isHidden() or not box.isEnabled():
            super().focus_first()
        else:
            box.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own arrows go on to the next question."""
        if event.type() is QEvent.Type.FocusIn:
            self._stop_at(watched.objectName())
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            keys = list(self._ticks)
            at = keys.index(watched.objectName())
            ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(keys) - 1}
            to = ends.get(Qt.Key(event.key()), at + _STEPS.get(Qt.Key(event.key()), 0))
            if to != at:
                self._go_to(keys[to % len(keys)])
                return True
        return super().eventFilter(watched, event)

    def _go_to(self, key: str) -> None:
        box = self._ticks[key].box
        box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        scroll_to(box)

    def _stop_at(self, key: str) -> None:
        self._stop = key
        for other, tick in self._ticks.items():
            policy = Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus
            tick.box.setFocusPolicy(policy)

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
        self._go_to(key)
        self.toggle(key)
