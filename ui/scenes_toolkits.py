"""Scenes of the toolkits: what is there, what one says, and what is asked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from mktdesk.desk.owntoolkits import DRAFT, IN_FORCE, OwnToolkit, read_own
from mktdesk.desk.toolkits import ToolkitLine
from mktdesk.toolkits import load, supplied
from ui.dialogs.toolkit import ClockDialog, CopyToolkitDialog, ForceDialog, RecipientsDialog
from ui.pages.toolkits import Shown, ToolkitsPage
from ui.places import PLACES
from ui.tour import Scene, Stage
from ui.window import Window

_TODAY = date(2026, 11, 22)


def _page(stage: Stage, *, own: bool) -> Window:
    lines = tuple(Shown(ToolkitLine(load(name)), _TODAY) for name in supplied())
    if own:
        kept = OwnToolkit("north@2026-11-22", toolkit="north", made_from="mkscb-2016@2016-03")
        changed = ("Clock “Recommendation”: one month → six weeks",)
        line = ToolkitLine(load("mkscb-2016"), kept)
        assert kept.state == DRAFT
        lines = (Shown(line, _TODAY, changed), *lines[1:])
    window = _window(lines)
    stage.settle()
    return window


def _window(lines: tuple[Shown, ...]) -> Window:
    page = ToolkitsPage()
    page.show_all(lines, read_only=False)
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office("Northshire Safeguarding Children Partnership (fictional)")
    window.show_screen(page)
    return window


def _supplied(stage: Stage) -> QWidget:
    return _page(stage, own=False)


def _own(stage: Stage) -> QWidget:
    return _page(stage, own=True)


def _refused(_stage: Stage) -> QWidget:
    """One that cannot be read, and one that a stricter proof refuses."""
    head = 'title = "Our own guidance of 2024"'
    unread = OwnToolkit(
        "east@2024",
        toolkit="east",
        edition="2024",
        state=IN_FORCE,
        in_force_from="2024-01-01",
        files=json.dumps({"toolkit.toml": head}),
    )
    named = replace(load("mkscb-2016"), id="east", edition="2024", title="Our own guidance of 2024")
    line = ToolkitLine(named, unread, read_own(unread.files).refused, readable=False)
    return _window(
        (Shown(line, _TODAY), *(Shown(ToolkitLine(load(x)), _TODAY) for x in supplied()))
    )


def _copy(_stage: Stage) -> QWidget:
    return CopyToolkitDialog(load("mkscb-2016"))


def _clock(_stage: Stage) -> QWidget:
    return ClockDialog(load("mkscb-2016").process.clock)


def _recipients(_stage: Stage) -> QWidget:
    return RecipientsDialog(load("mkscb-2010"))


def _force(_stage: Stage) -> QWidget:
    return ForceDialog("Our own guidance", "Sun 22 Nov 2026")


TOOLKIT_SCENES = (
    Scene("toolkits-empty", ToolkitsPage, _supplied),
    Scene("toolkits-filled", ToolkitsPage, _own),
    Scene("toolkits-refused", ToolkitsPage, _refused),
    Scene("toolkit-copy", CopyToolkitDialog, _copy),
    Scene("toolkit-clock", ClockDialog, _clock),
    Scene("toolkit-recipients", RecipientsDialog, _recipients),
    Scene("toolkit-force", ForceDialog, _force),
)
