"""Every window kept out of screenshots and shared screens: the administrator's rule."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from ui.capture import keep_all_out, keep_out

CAN_HIDE = sys.platform in {"win32", "darwin"}


class Hidden(QObject):
    """Keeps each window out of captures from the moment it is shown, dialogs too."""

    def __init__(self, app: QApplication, keep: Callable[[QWidget], object] | None = None) -> None:
        """keep: how this system does it."""
        super().__init__(app)
        self._keep = keep or _keep
        keep_all_out(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window appears. Nothing is taken from anybody."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._keep(watched)
        return False


def _keep(window: QWidget) -> bool:
    return keep_out(window, out=True)
