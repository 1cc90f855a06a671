"""A bare window, to be frozen beside the program: the least that PySide6 takes to show one."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel


class _Teller(QObject):
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            os.write(1, b"shown\n")
        return False


if __name__ == "__main__":
    app = QApplication(sys.argv)
    label = QLabel("bare")
    teller = _Teller()
    label.installEventFilter(teller)
    label.show()
    sys.exit(app.exec())
