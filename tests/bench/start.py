"""From starting the process to the first window on the screen (offscreen platform)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BARE = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("A window"))
window.show()
app.processEvents()
"""
_OURS = """
import sys
from ui.app import first_window
app, window = first_window(sys.argv)
app.processEvents()
import os
os._exit(0)
"""


def _run(code: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # A user's Python keeps what it has compiled; without that every start compiles us anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)


def program() -> None:
    """The program up to its first page."""
    _run(_OURS)


def bare_window() -> None:
    """The least a PySide6 program can do."""
    _run(_BARE + "import os\nos._exit(0)\n")
