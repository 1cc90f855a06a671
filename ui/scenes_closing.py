"""Scenes of the end of a case: its closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.casework.closing import Line, LineState, Marked, closing_lines
from mktdesk.casework.situation import Happened, Situation
from mktdesk.desk.closing import ClosingShown, Closure
from mktdesk.toolkits import load
from ui.controllers.closing import CLOSE, EXCEPT
from ui.dialogs.closing import WordDialog
from ui.pages.closing import ClosingPage
from ui.scenes_case import shell
from ui.tour import Scene, Stage

_PUBLIC = "SCR-2026-014"
_CLERK = "Dana Whitlock"
_SEEN = {
    "plan": "An action of recommendation 3 has no lead or no date.",
    "bulletin": "No learning bulletin is written and dated.",
    "recommendations": "",
    "disagreements": "",
    "returns": "2 requests to agencies without an answer or a nil return.",
    "notices": "",
}
_COURT = Marked(
    excepted=True,
    by="Ruth Tolland, Chair of the board",
    day="2026-11-20",
    reason="The court forbids publication until the trial in March has ended.",
)
_CLOSURE = Closure("closure", day="2026-12-04", by=_CLERK, note="Agreed by the Board on 2 December")


def _lines(marks: Mapping[str, Marked]) -> tuple[Line, ...]:
    process = load("mkscb-2016").process
    done = {
        one.id: Happened(date(2026, 11, 3))
        for one in process.step
        if one.id in {"recall", "panel_review", "plans", "spread"}
    }
    now = Situation("scr", events=done, outcomes={"scr": True, "publish": True})
    return closing_lines(process, now, _SEEN, marks)


def _met(line: Line) -> Line:
    return Line(line.line, LineState.MET, "Done", seen=True)


def _page(shown: ClosingShown, _stage: Stage) -> QWidget:
    return shell(ClosingPage(shown), _PUBLIC)


def _open() -> ClosingShown:
    return ClosingShown(_lines({"published": _COURT}), None, _CLERK)


def _ready() -> ClosingShown:
    lines = tuple(
        _met(line) if line.state is LineState.OPEN else line
        for line in _lines({"published": _COURT})
    )
    return ClosingShown(lines, None, _CLERK)


def _closed() -> ClosingShown:
    return ClosingShown(_ready().lines, _CLOSURE, _CLERK)


def _asked(_stage: Stage) -> QDialog:
    return WordDialog(replace(EXCEPT, told="The summary is published"), _CLERK)


def _close(_stage: Stage) -> QDialog:
    return WordDialog(CLOSE, _CLERK)


CLOSING_SCENES: tuple[Scene, ...] = (
    Scene("closing-open", ClosingPage, partial(_page, _open())),
    Scene("closing-ready", ClosingPage, partial(_page, _ready())),
    Scene("closing-closed", ClosingPage, partial(_page, _closed())),
    Scene("closing-none", ClosingPage, partial(_page, ClosingShown((), None, _CLERK))),
    Scene("closing-except", WordDialog, _asked),
    Scene("closing-close", WordDialog, _close),
)
