"""The places of the rail that only show the office's own records."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mktdesk.desk.session import Session
from ui.controllers.directory import DirectoryController
from ui.controllers.placed import PlacedController
from ui.places import DIRECTORY
from ui.worker import Worker


def office_places(worker: Worker, session: Session, parent: QObject) -> dict[str, PlacedController]:
    """Their controllers, by place."""
    return {DIRECTORY: DirectoryController(worker, session, parent)}
