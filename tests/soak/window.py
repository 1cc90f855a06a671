"""The whole program with its window, driven: it unlocks, opens the case, and locks when told."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QPushButton

from tests.soak.desk import PASSPHRASE, PUBLIC
from ui.app import App, first_window
from ui.pages.case import CasePage
from ui.pages.unlock import UnlockPage

_LOOK_EVERY_MS = 30


class Hand:
    """Does the next thing whenever the program has come to rest."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.step = 0
        self.told = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()
        self.timer = QTimer()
        self.timer.timeout.connect(self.look)
        self.timer.start(_LOOK_EVERY_MS)

    def _listen(self) -> None:
        sys.stdin.readline()
        self.told.set()

    def look(self) -> None:
        shown = self.app.window.screen_shown
        if self.app.worker.busy or shown is None:
            return
        if self.step == 0 and isinstance(shown, UnlockPage):
            lines = shown.findChildren(QLineEdit)
            secret = next(line for line in lines if line.accessibleName() == "Passphrase")
            press = next(b for b in shown.findChildren(QPushButton) if b.text() == "Unlock")
            if secret.isVisible() and press.isEnabled():
                secret.setText(PASSPHRASE)
                press.click()
                self.step = 1
        elif self.step == 1 and self.app.unlocked is not None:
            self.app.unlocked._case.open(PUBLIC)
            self.step = 2
        elif self.step == 2 and isinstance(shown, CasePage):
            os.write(1, b"open\n")
            self.step = 3
        elif self.step == 3 and self.told.is_set():
            self.step = 4
            self.app.lock()


def main(vault: Path) -> int:
    """As `python -m ui --vault …`, with somebody at the keyboard."""
    qt, app = first_window([sys.argv[0], "--vault", str(vault)])
    app.ended.connect(qt.quit)
    hand = Hand(app)
    code = qt.exec()
    hand.timer.stop()
    app.stop()
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
