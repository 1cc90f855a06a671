"""Python's garbage collection, kept to the screen's thread.

Left to itself Python collects in whichever thread makes objects, so a closed page with its
widgets would be taken apart in the worker's thread while Qt draws: the program then falls over,
now and then and anywhere.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 1_000


class Collector(QObject):
    """Collects here, in the thread that made it, and nowhere else until `stop`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the generations that are due, as Python itself would."""
        for generation, most in enumerate(gc.get_threshold()):
            if gc.get_count()[generation] > most:
                gc.collect(generation)

    def stop(self) -> None:
        """Leave it to Python again: no other thread is left."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
