"""Qt's own beginning: what it cannot do is told in words, and there are letters to show."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from mktdesk import resources

_DO = (
    "Start it on a desktop. If this is one, ask your IT department to install mktdesk again, with "
    "the packages that it names; mktdesk --self-test says what is missing."
)
NO_WINDOW = ("mktdesk cannot show a window here.", _DO)
_FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")


def application(name: str) -> QApplication:
    """The application, before anything is shown. Ends the program where Qt can show nothing."""
    qInstallMessageHandler(_heard)
    try:
        # The style by name: setting it later costs 14 ms.
        qt = QApplication([name, "-style", "fusion"])
    finally:
        qInstallMessageHandler(None)
    qt.setQuitOnLastWindowClosed(False)
    bring_letters()
    return qt


def bring_letters() -> None:
    """The program's own letters, on a computer that has none."""
    if not QFontDatabase.families():
        for font in _FONTS:
            QFontDatabase.addApplicationFont(str(resources.folder("fonts") / font))


def _heard(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    if kind is not QtMsgType.QtFatalMsg:
        _say(words)
        return
    # Qt would abort next, and leave a core file in place of words.
    what, do = NO_WINDOW
    _say(f"{words.strip()}\nmktdesk: {what} {do}")
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - a window's program has no terminal there

        ctypes.windll.user32.MessageBoxW(0, f"{what}\n{do}", "mktdesk", 0x10)
    os._exit(1)


def _say(words: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(words + "\n")
        sys.stderr.flush()
