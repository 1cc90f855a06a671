"""Scenes of backups and checks, and of what is kept and for how long."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.desk.backup import KnownBackup, MadeBackup
from mktdesk.desk.disposed import DisposedLine
from mktdesk.desk.repair import ACCEPT_CASE, REBUILD_RECORDS, RESTORE_CASE, Trouble
from mktdesk.desk.retention import DueLine, Rule, RuleLine
from mktdesk.errors import InUseElsewhere, NewerWork
from ui.dialogs.dispose import DisposeDialog
from ui.page import Screen
from ui.pages.retention import RetentionPage, RetentionShown
from ui.pages.safety import SafetyPage, SafetyShown
from ui.places import PLACES
from ui.tour import Scene, Stage
from ui.window import Window

_STICK = "/media/dana/BLUE STICK/mktdesk backup"


def _inside(screen: Screen) -> Window:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office("Northshire Safeguarding Children Partnership (fictional)")
    window.show_screen(screen)
    return window


def _known(folder: str, when: str, age: str, *, stale: bool, problems: int = 0) -> KnownBackup:
    at = "2026-11-20T17:32:00.000Z"
    return KnownBackup(folder, folder, at, when, age, stale, "Dana Whitlock", 42, problems)


_FRESH = _known(_STICK, "Fri 20 Nov 2026, 17:32", "yesterday", stale=False)
_OLD = _known("/mnt/office/backup", "Mon 2 Nov 2026, 09:10", "19 days ago", stale=True)
_TROUBLES = (
    Trouble(
        "records-differ",
        "cases/SCR-2026-014/case.db: 2 records are not what the history adds up to.",
        "Rebuild the records from the history, or put back the last good backup.",
        "SCR-2026-014",
        (REBUILD_RECORDS, RESTORE_CASE),
    ),
    Trouble(
        "case-rolled-back",
        "Case SCR-2026-002 is older than the office last saw it: an old copy was put back.",
        "If nobody restored a backup, keep this copy and ask who could reach the folder.",
        "SCR-2026-002",
        (RESTORE_CASE, ACCEPT_CASE, "read-only"),
    ),
    Trouble(
        "file-altered",
        "register.db: 1 part of the file was altered on the disk.",
        "Put back the last good backup; until then open it for reading only.",
        "",
        ("rebuild-register", "restore-office"),
    ),
)


def _safety_empty(_stage: Stage) -> QWidget:
    return _inside(SafetyPage(SafetyShown((), 3, read_only=False)))


def _safety_made(_stage: Stage) -> QWidget:
    page = SafetyPage(SafetyShown((_FRESH, _OLD), 42, read_only=False))
    window = _inside(page)
    made = MadeBackup(
        Path(_STICK), "Sat 21 Nov 2026, 17:30", 42, 3, 18_432_000, (), ("SCR-2026-009",),
        journaled=True,
    )  # fmt: skip
    page.made(made)
    return window


def _safety_found(_stage: Stage) -> QWidget:
    page = SafetyPage(SafetyShown((_OLD,), 42, read_only=False))
    window = _inside(page)
    page.show_troubles(_TROUBLES)
    return window


def _safety_newer(_stage: Stage) -> QWidget:
    page = SafetyPage(SafetyShown((_FRESH,), 42, read_only=False))
    window = _inside(page)
    page.begin_restore("SCR-2026-014")
    page.newer(
        NewerWork(
            "What is there is newer than the backup. "
            "Case SCR-2026-014 has 12 later entries in its history.",
            "To put the backup in its place all the same, say so.",
        )
    )
    return window


def _rules(years: int) -> tuple[RuleLine, ...]:
    words = f"{years} years from the day it was last worked on" if years else "Not set"
    return (
        RuleLine(Rule("office", years), "Every kind of case", words),
        RuleLine(Rule("mkscb-2016"), "MKSCB 2016", "As every kind of case"),
    )


def _line(public: str, due: str, days: int, *, held: str = "", by: tuple[str, ...] = ()) -> DueLine:
    return DueLine(public, "JW, OW", "MKSCB 2016", "2016-03-02", due, days, held, "", by)


_CASES = (
    _line("SCR-2014-003", "2026-02-11", -283, by=("Sarah Lunn",)),
    _line("SCR-2014-007", "2026-05-30", -175, by=("Sarah Lunn", "Dana Whitlock")),
    _line("SCR-2015-001", "2026-09-01", -81, held="The coroner has asked for it"),
    _line("SCR-2026-002", "2036-11-21", 3653),
)
_DISPOSED = (
    DisposedLine(
        "SCR-2013-002",
        "Mon 2 Nov 2026, 10:12",
        "Ten years since it was last worked on",
        "Sarah Lunn and Dana Whitlock",
        (f"{_STICK}, since Fri 6 Mar 2026, 17:30",),
    ),
)


def _retention(
    years: int, cases: tuple[DueLine, ...], gone: tuple[DisposedLine, ...], _stage: Stage
) -> QWidget:
    shown = RetentionShown(_rules(years), cases, gone, "Dana Whitlock", read_only=False)
    return _inside(RetentionPage(shown))


def _retention_gone(_stage: Stage) -> QWidget:
    shown = RetentionShown(_rules(10), _CASES, _DISPOSED, "Dana Whitlock", read_only=False)
    page = RetentionPage(shown)
    window = _inside(page)
    page.gone(_DISPOSED[0])
    return window


def _dispose(_stage: Stage) -> QDialog:
    dialog = DisposeDialog("SCR-2014-007", "Sarah Lunn and Dana Whitlock")
    dialog.failed(
        InUseElsewhere(
            "Case SCR-2014-007 is open: Sarah Lunn, laptop 12.", "Close it there, then try again."
        )
    )
    return dialog


SAFETY_SCENES: tuple[Scene, ...] = (
    Scene("safety-empty", SafetyPage, _safety_empty),
    Scene("safety-made", SafetyPage, _safety_made),
    Scene("safety-found", SafetyPage, _safety_found),
    Scene("safety-newer", SafetyPage, _safety_newer),
    Scene("retention-empty", RetentionPage, partial(_retention, 0, (), ())),
    Scene("retention-filled", RetentionPage, partial(_retention, 10, _CASES, _DISPOSED)),
    Scene("retention-gone", RetentionPage, _retention_gone),
    Scene("retention-dispose", DisposeDialog, _dispose),
)
