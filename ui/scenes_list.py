"""Scenes of the list of cases."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from mktdesk.casework.subject import initials
from mktdesk.desk.backup import KnownBackup
from mktdesk.desk.cases import CaseLine
from mktdesk.toolkits import load
from ui.page import Screen
from ui.pages.cases import CasesPage
from ui.places import CASES, PLACES
from ui.tour import Scene, Stage
from ui.window import Window


def _shell(screen: Screen) -> Window:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office("Northshire Safeguarding Children Partnership (fictional)")
    window.set_place(CASES)
    window.show_screen(screen)
    return window


def _line(public: str, names: str, stage: str, started: str) -> CaseLine:
    subject = ", ".join(initials(name) for name in names.split(", "))
    toolkit = load("mkscb-2016")
    kind, title = toolkit.review_type.label, toolkit.short_title
    return CaseLine(
        public, subject, names, kind, title, stage, started, started, restricted=not names
    )


def _lines() -> tuple[CaseLine, ...]:
    return (
        _line("CR-2014-7", "Ines Quarry", "Section 1: 4 things to complete", "2026-02-02"),
        _line("SCR-2026-012", "Mara Voss", "Section 2: not started", "2026-01-19"),
        _line("SCR-2026-013", "Idris Calloway", "Decided by the Chair", "2026-01-26"),
        _line(
            "SCR-2026-014", "Maja Wrońska, Jakub Wroński", "Section 1: ready to sign", "2026-02-11"
        ),
        _line("SCR-2026-015", "", "Section 1: not started", "2026-02-11"),
    )


_BACKUP = KnownBackup(
    "a", "/media/backup stick/mktdesk", "2026-02-09T17:32:00.000Z", "Mon 9 Feb 2026, 17:32",
    "2 days ago", stale=False, by="Dana Whitlock", cases=4, problems=0,
)  # fmt: skip


_OLD_BACKUP = replace(_BACKUP, age="23 days ago", stale=True, problems=1)


def _list(lines: tuple[CaseLine, ...], _stage: Stage) -> QWidget:
    page = CasesPage()
    window = _shell(page)
    page.show_cases(lines, found=False)
    return window


def _list_filled(backup: KnownBackup | None, stage: Stage) -> QWidget:
    window = _list(_lines(), stage)
    page = window.findChild(CasesPage)
    assert isinstance(page, CasesPage)
    page.show_backup(backup)
    return window


def _nothing_found(_stage: Stage) -> QWidget:
    page = CasesPage()
    window = _shell(page)
    page.show_cases(_lines(), found=False)
    page.show_cases((), found=True)
    return window


LIST_SCENES: tuple[Scene, ...] = (
    Scene("cases-empty", CasesPage, partial(_list, ())),
    Scene("cases-filled", CasesPage, partial(_list_filled, _BACKUP)),
    Scene("cases-old-backup", CasesPage, partial(_list_filled, _OLD_BACKUP)),
    Scene("cases-no-backup", CasesPage, partial(_list_filled, None)),
    Scene("cases-nothing-found", CasesPage, _nothing_found),
)
