"""Somebody in meeting mode whose program will be killed: `python -m tests.ui.roomkilled …`.

VAULT MACHINE STATE PASSPHRASE MEETING: three members decide by key; then the item's title is said
on standard output, and nothing more happens.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported anywhere

from PySide6.QtWidgets import QApplication

from mktdesk.calendar import SystemClock
from mktdesk.desk.session import Desk, NoSecrets
from mktdesk.office import KdfCost, Machine
from tests.ui.rooms import Driver, Key
from ui.meetingrooms import MeetingRooms
from ui.places import PLACES
from ui.window import Window
from ui.worker import Worker


def main(vault: str, name: str, state: str, passphrase: str, meeting: str) -> None:
    """Until somebody kills it."""
    app = QApplication([])
    desk = Desk(Machine(name, Path(state), NoSecrets(), SystemClock()), KdfCost.floor())
    (who,) = desk.look(Path(vault)).staff
    session = desk.unlock(Path(vault), who.slot_id, passphrase)
    worker, window = Worker(), Window(PLACES)
    window.show()
    window.activateWindow()

    def rest() -> None:
        while worker.busy:
            app.processEvents()
        app.processEvents()

    rooms = MeetingRooms(worker, session, window, None, window)  # type: ignore[arg-type]
    rooms.show_screen.connect(window.show_screen)
    room = Driver(window, rooms, rest, meeting, ())
    rooms.go_back(meeting, in_room=True)
    room.settle()
    room.keys("a", Key.Key_Down, "=", "b")
    sys.stdout.write(f"{room.room.title}\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    main(*sys.argv[1:])
