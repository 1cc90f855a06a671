"""When to lock: nobody has touched the keyboard or the mouse, the computer slept, or Ctrl+L."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_LOOK_EVERY_MS = 5_000
_SLEPT = 60.0  # seconds between two looks that only a sleeping computer explains
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)
_DIALOG_MOVES = frozenset({QEvent.Type.WindowBlocked, QEvent.Type.WindowUnblocked})


class IdleLock(QObject):
    """`due` once, when `minutes` have passed without a touch, or the computer has slept.

    now: seconds that go on while the computer sleeps (the wall clock). Between two looks one touch
    is enough: then nothing is watched until the next, since every event of every widget of a
    page that is built would come by here.
    """

    due = Signal()

    def __init__(self, app: QApplication, *, now: Callable[[], float] = time.time) -> None:
        super().__init__(app)
        self._app = app
        self._now = now
        self._seconds = 0.0
        self._touched = self._looked = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self, minutes: int) -> None:
        """Watch from now on; again with another number of minutes."""
        self._seconds = minutes * 60.0
        self._touched = self._looked = self._now()
        if not self._timer.isActive():
            self._app.installEventFilter(self)
            self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        if self._timer.isActive():
            self._timer.stop()
            self._app.removeEventFilter(self)

    def look(self) -> None:
        """See whether it is time; the timer does so every few seconds."""
        now = self._now()
        slept = now - self._looked > _SLEPT
        # A clock that was put back must not keep the desk open for longer.
        if slept or now - self._touched >= self._seconds or now < self._looked - _SLEPT:
            self.stop()
            self.due.emit()
        elif self._timer.isActive():
            self._app.installEventFilter(self)  # there once, however often it is asked for
        self._looked = now

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Somebody is there. Nothing is taken from anybody."""
        if event.type() in _TOUCHES:
            self._touched = self._now()
            self._app.removeEventFilter(self)
        return False


class LockKey(QObject):
    """`pressed` for Ctrl+L while a dialog of this window is open: it blocks every short cut."""

    pressed = Signal()
    _KEYS = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take this one key, and leave everything else as it is.

        The whole application is watched only while a dialog keeps the window from its person.
        Nothing is kept in this object: a window that Python takes apart still hears of its own
        end, after its attributes have gone.
        """
        app = QApplication.instance()
        if app is not None and event.type() in _DIALOG_MOVES and watched is self.parent():
            if event.type() is QEvent.Type.WindowBlocked:
                app.installEventFilter(self)
            else:
                app.removeEventFilter(self)
        if (
            event.type() is not QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or event.keyCombination() != self._KEYS
            or not self._in_a_dialog()
        ):
            return False
        if not event.isAutoRepeat():
            self.pressed.emit()
        return True

    def _in_a_dialog(self) -> bool:
        window = self.parent()
        above: QWidget | None = QApplication.activeModalWidget()
        while above is not None and above is not window:
            above = above.parentWidget()
        return above is not None
