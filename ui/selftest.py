"""The program's self-test with the window's own part: what Qt must have brought with it.

No window is shown, so it can be run where nobody is logged in.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLibraryInfo, QPluginLoader, QSize
from PySide6.QtGui import QGuiApplication, QImageReader
from PySide6.QtPdf import QPdfDocument

from mktdesk.desk.papers_out import recovery_sheet
from mktdesk.desk.selftest import Bench, Check, CheckFailed, self_test
from ui.qtstart import application

_PICTURES = ("png", "jpeg", "gif", "bmp", "webp", "svg")
_PLATFORMS = {"linux": "libqxcb.so", "win32": "qwindows.dll", "darwin": "libqcocoa.dylib"}


def _pictures(_bench: Bench) -> None:
    known = {bytes(name.data()).decode() for name in QImageReader.supportedImageFormats()}
    if missing := sorted(set(_PICTURES) - known):
        raise CheckFailed(f"this program cannot show {', '.join(missing)}")


def _papers(bench: Bench) -> None:
    held = QByteArray(recovery_sheet(bench.office, "0000-0000"))
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.pageCount() != 1 or document.render(0, QSize(100, 140)).isNull():
        raise CheckFailed("a paper of ours cannot be shown")
    document.close()


def _platform(_bench: Bench) -> None:
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    loader = QPluginLoader(str(plugins / "platforms" / _PLATFORMS[sys.platform]))
    if not loader.load():
        raise CheckFailed(loader.errorString())


def checks(*, windowed: bool) -> tuple[Check, ...]:
    """The window's checks. windowed: with the part that shows windows on this system."""
    found: tuple[Check, ...] = (
        ("every kind of picture can be shown", _pictures),
        ("papers can be shown", _papers),
    )
    if windowed:
        found += (("windows can be shown on this system", _platform),)
    return found


def main() -> int:
    """Run every check; 0 when all are passed."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication.instance() or application("mktdesk")
    assert app is not None
    # In a checkout a computer without a desktop need not have what windows are shown with.
    windowed = bool(getattr(sys, "frozen", False))
    return self_test(_say, checks(windowed=windowed))


def _say(line: str) -> None:
    # A Windows program without a terminal has no such stream.
    if sys.stdout is not None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
