"""Scenes of putting a vault back before anybody is in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mktdesk.errors import NewerWork
from ui.pages.restore import RestorePage, RestoreSeen
from ui.places import PLACES
from ui.tour import Scene, Stage
from ui.window import PROGRAM, Window


def _outside(page: RestorePage) -> Window:
    window = Window(PLACES)
    window.set_unlocked(False)
    window.set_office(PROGRAM)
    window.show_screen(page)
    return window


def _restore_empty(_stage: Stage) -> QWidget:
    return _outside(RestorePage("/srv/reviews/mktdesk vault"))


def _restore_found(_stage: Stage) -> QWidget:
    page = RestorePage("/srv/reviews/mktdesk vault")
    window = _outside(page)
    page.show_found(
        RestoreSeen(
            "Northshire Safeguarding Children Partnership (fictional)",
            (("a", "Fri 20 Nov 2026, 17:32, 42 cases"), ("b", "Thu 19 Nov 2026, 17:30, 42 cases")),
            (("a", "Dana Whitlock"), ("b", "Sarah Lunn")),
        )
    )
    page.newer(
        NewerWork(
            "What is there is newer than the backup. The office's register has 12 later entries. "
            "Case SCR-2026-014 has 3 later entries in its history.",
            "To put the backup in its place all the same, say so.",
        )
    )
    return window


RESTORE_SCENES: tuple[Scene, ...] = (
    Scene("restore-empty", RestorePage, _restore_empty),
    Scene("restore-newer", RestorePage, _restore_found),
)
