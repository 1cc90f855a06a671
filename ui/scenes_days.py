"""Scenes of the office's closed days."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.desk.officedays import OfficeDay
from mktdesk.errors import AnswersRefused
from ui.closeddays import ClosedDays, DaysShown
from ui.dialogs.days import CloseDayDialog, OpenDayDialog
from ui.page import Screen
from ui.places import PLACES, SETTINGS
from ui.tour import Scene, Stage
from ui.window import Window

_DAYS = (
    OfficeDay("2026-12-28", "Substitute day for Boxing Day", closed=False, why="Duty rota"),
    OfficeDay("2026-12-29", "Office move", why="No heating until the new year"),
)


def _days(days: tuple[OfficeDay, ...], _stage: Stage) -> QWidget:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_place(SETTINGS)
    screen = Screen("Closed days")
    screen.body.addWidget(ClosedDays(DaysShown(days, 2027), screen))
    window.show_screen(screen)
    return window


def _close(_stage: Stage) -> QDialog:
    dialog = CloseDayDialog()
    dialog.failed(
        AnswersRefused(
            "The office is closed on Fri 25 Dec 2026 already: Christmas Day.",
            "Nothing was changed.",
        )
    )
    return dialog


def _open(_stage: Stage) -> QDialog:
    return OpenDayDialog()


DAYS_SCENES: tuple[Scene, ...] = (
    Scene("days-empty", ClosedDays, partial(_days, ())),
    Scene("days-filled", ClosedDays, partial(_days, _DAYS)),
    Scene("days-close", CloseDayDialog, _close),
    Scene("days-open", OpenDayDialog, _open),
)
