"""What Windows says of its session, in messages to the window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtWidgets import QWidget

_POWER, _SESSION = 0x0218, 0x02B1  # WM_POWERBROADCAST, WM_WTSSESSION_CHANGE
_LOCKS = frozenset(
    {
        (_POWER, 0x4),  # PBT_APMSUSPEND
        (_SESSION, 0x2),  # WTS_CONSOLE_DISCONNECT: somebody else took the computer
        (_SESSION, 0x4),  # WTS_REMOTE_DISCONNECT
        (_SESSION, 0x7),  # WTS_SESSION_LOCK
    }
)
_KINDS = frozenset({b"windows_generic_MSG", b"windows_dispatcher_MSG"})
_THIS_SESSION = 0  # NOTIFY_FOR_THIS_SESSION


def locks(message: int, wparam: int) -> bool:
    """Whether this message of Windows means that nobody may go on here unasked."""
    return (message, wparam) in _LOCKS


def read_message(address: int) -> tuple[int, int]:
    """The number and first parameter of the MSG at an address that Qt gave us."""
    found = wintypes.MSG.from_address(address)
    return found.message, found.wParam


class SessionMessages(QAbstractNativeEventFilter):
    """Calls `locked` in the screen's thread."""

    def __init__(self, window: QWidget, locked: Callable[[], object]) -> None:
        super().__init__()
        self._window, self._locked = window, locked

    def start(self) -> None:
        """Ask Windows to tell the window of its session; sleep is told to every window."""
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 - Windows alone has it

            wts = ctypes.WinDLL("wtsapi32")
            wts.WTSRegisterSessionNotification.argtypes = (wintypes.HWND, wintypes.DWORD)
            wts.WTSRegisterSessionNotification(int(self._window.winId()), _THIS_SESSION)
        _application().installNativeEventFilter(self)

    def stop(self) -> None:
        """Listen no more; Windows forgets the window when it goes."""
        _application().removeNativeEventFilter(self)

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Look at each message. Nothing is taken from anybody."""
        if QByteArray(kind).data() in _KINDS and locks(*read_message(int(message))):
            self._locked()
        return False, 0


def _application() -> QCoreApplication:
    app = QCoreApplication.instance()
    assert app is not None  # there is a window
    return app
