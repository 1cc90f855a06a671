"""Keeping a window out of screenshots and shared screens, where the system can.

The person who takes the minutes shares the projector's window; this one holds notes and other
cases. Windows and macOS have a switch for it; on Linux there is none, and the page says so.
"""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtWidgets import QApplication, QWidget

_EXCLUDE = 0x11  # WDA_EXCLUDEFROMCAPTURE, Windows 10 2004 and later
_MONITOR = 0x01  # WDA_MONITOR: older Windows show a black window instead
_NONE = 0x00

CANNOT = (
    "This system cannot keep a window out of shared screens: share the projector's window alone, "
    "never the whole screen."
)


_ALL_OUT = "mktdesk-all-out"  # a property of the application


def keep_all_out(app: QApplication) -> None:
    """From now on no window is let back in: the computer's administrator has set so."""
    app.setProperty(_ALL_OUT, True)


def keep_out(window: QWidget, *, out: bool) -> bool:
    """Keep the window out of captures, or let it back in; whether the system did so."""
    app = QApplication.instance()
    out = out or bool(app is not None and app.property(_ALL_OUT))
    if sys.platform == "win32":
        return _on_windows(int(window.winId()), out=out)
    if sys.platform == "darwin":
        return _on_macos(int(window.winId()), out=out)
    return False


def _on_windows(handle: int, *, out: bool) -> bool:
    user32 = ctypes.WinDLL("user32")  # type: ignore[attr-defined,unused-ignore]
    user32.SetWindowDisplayAffinity.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
    ways = (_EXCLUDE, _MONITOR) if out else (_NONE,)
    return any(bool(user32.SetWindowDisplayAffinity(handle, way)) for way in ways)


def _on_macos(view: int, *, out: bool) -> bool:
    # [[view window] setSharingType: NSWindowSharingNone or NSWindowSharingReadOnly]
    objc = ctypes.CDLL("/usr/lib/libobjc.A.dylib")
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.sel_registerName.argtypes = (ctypes.c_char_p,)
    send = objc.objc_msgSend
    send.restype = ctypes.c_void_p
    send.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    window = send(view, objc.sel_registerName(b"window"))
    if not window:
        return False
    send.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
    send(window, objc.sel_registerName(b"setSharingType:"), 0 if out else 1)
    return True
