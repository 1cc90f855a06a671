"""`python -m tests.bench.screen_keys FOLDER`: a line on the speed of a key in meeting mode."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported anywhere

from PySide6.QtWidgets import QApplication

from tests.ui.roomkeyspeed import speeds
from ui.focusring import FocusRing
from ui.theme import Appearance, Look, Theme


def main() -> int:
    """Print the line."""
    app = QApplication([])
    Theme(app).apply(Look(Appearance.LIGHT, 1.0))
    FocusRing(app)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    print(f"meeting mode: {speeds(folder).words}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
