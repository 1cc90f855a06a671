"""The places of the rail that only show the office's own records."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mktdesk.desk.session import Session
from ui.controllers.bodies import BodiesController
from ui.controllers.directory import DirectoryController
from ui.controllers.placed import PlacedController
from ui.controllers.travel import TravelController
from ui.dialogs.files import Files
from ui.places import DIRECTORY, TRAVEL
from ui.worker import Worker


def office_places(
    worker: Worker, session: Session, files: Files, parent: QObject
) -> dict[str, PlacedController]:
    """Their controllers, by place."""
    directory = DirectoryController(worker, session, parent)
    bodies = BodiesController(worker, session, files, parent)
    directory.body_wanted.connect(bodies.begin_with)
    bodies.left.connect(directory.begin)
    bodies.show_screen.connect(directory.show_screen)
    bodies.failed.connect(directory.failed)
    return {DIRECTORY: directory, TRAVEL: TravelController(worker, session, files, parent)}
