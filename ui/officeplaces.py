"""The places of the rail that only show the office's own records."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject

from mktdesk.desk.session import Session
from ui.controllers.bodies import BodiesController
from ui.controllers.directory import DirectoryController
from ui.controllers.placed import Placed, PlacedController
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


def begin_taking(places: Mapping[str, Placed], public: str) -> str:
    """Have the place of travel packs begin with taking this meeting along; the place."""
    travel = places[TRAVEL]
    assert isinstance(travel, TravelController)
    travel.taking = public
    return TRAVEL


def begin_with_pack(places: Mapping[str, Placed], pack: Path) -> str:
    """Have the place of travel packs begin with this one; the place."""
    travel = places[TRAVEL]
    assert isinstance(travel, PlacedController)
    travel.given = pack
    return TRAVEL
