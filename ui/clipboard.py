"""A secret on the clipboard: only for a minute, and kept out of clipboard histories."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from mktdesk.policy import BY_IT

KEPT_SECONDS = 60
# What password managers set so that clipboard histories leave a secret out.
_SECRET_MARKS = {
    "ExcludeClipboardContentFromMonitorProcessing": b"1",  # Windows
    "CanIncludeInClipboardHistory": b"\0\0\0\0",  # Windows 10 and later
    "CanUploadToCloudClipboard": b"\0\0\0\0",
    "org.nspasteboard.ConcealedType": b"1",  # macOS
    "x-kde-passwordManagerHint": b"secret",  # KDE and others
}


class SecretClipboard(QObject):
    """Copies a secret and takes it back. `cleared` when it has been.

    seconds: how long it stays; 0 where the computer's administrator lets no secret be copied.
    What somebody else put on the clipboard in the meantime is left alone.
    """

    cleared = Signal()

    def __init__(self, parent: QObject | None = None, *, seconds: float = KEPT_SECONDS) -> None:
        super().__init__(parent)
        self._ours = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(seconds * 1000))
        self._seconds = seconds
        self._timer.timeout.connect(self.clear)

    def copy(self, secret: str) -> str:
        """Put it there for a minute; what to tell the person."""
        if not self._seconds:
            return f"Nothing was copied. {BY_IT}"
        data = QMimeData()
        data.setText(secret)
        for kind, value in _SECRET_MARKS.items():
            data.setData(kind, value)
        self._ours = secret
        QGuiApplication.clipboard().setMimeData(data)
        self._timer.start()
        return f"Copied. The clipboard is cleared after {self._seconds:.0f} seconds."

    def clear(self) -> None:
        """Take it back now if it is still there; called when the program locks."""
        self._timer.stop()
        ours, self._ours = self._ours, ""
        clipboard = QGuiApplication.clipboard()
        if ours and clipboard.text() == ours:
            clipboard.clear()
            self.cleared.emit()
