"""Scenes of what is due, and of a case's clocks with what is decided about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.casework.clocks import ClockState
from mktdesk.casework.reckoning import Sum
from mktdesk.desk.clockviews import ClocksShown, ClockView, MoreTime, Named
from mktdesk.desk.due import DueLine, DueList
from mktdesk.desk.reading import read_date
from mktdesk.desk.rounds import DONE, LOOKED_AT
from mktdesk.errors import ClockRefused
from ui.controllers.due import mark_asked
from ui.dialogs.clocks import CountDialog, ExtendDialog, PauseDialog, ResumeDialog
from ui.dialogs.notice import NoticeDialog
from ui.page import Screen
from ui.pages.clocks import ClocksPage
from ui.pages.due import DuePage
from ui.places import DUE, PLACES
from ui.tour import Scene, Stage
from ui.window import Window

_TODAY = date(2026, 1, 12)
_PANEL = Named("lcrp", "Local Case Review Panel")


def _shell(screen: Screen) -> Window:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office("Northshire Safeguarding Children Partnership (fictional)")
    window.set_place(DUE)
    window.show_screen(screen)
    return window


# what is due


def _line(
    public: str, subject: str, what: str, day: str, left: str, state: str = "Running",
    owner: str = "SCR Sub-Group", toolkit: str = "MKSCB 2016", act: str = "",
) -> DueLine:  # fmt: skip
    late = "late" in left
    return DueLine(public, subject, what, what, day, "", left, state, late, owner, toolkit, act)


_NEW = "MK Together 2023"
_LINES = (
    _line(
        "SCR-2025-031", "IC", "Chair's decision", "2026-01-05", "late by 7 days", "Late",
        "Independent Chair",
    ),
    _line(
        "LCSPR-2026-002", "Restricted", "Notification to Ofsted and the MK Together Team",
        "2026-01-09", "late by 3 days", "Late", "Local authority", _NEW,
    ),
    _line(
        "SCR-2026-001", "MW, JW", "Sub-group's recommendation", "2026-01-12", "due today",
        "Due today",
    ),
    _line(
        "LCSPR-2026-001", "TH", "Rapid review of a child's case", "2026-01-14",
        "2 working days left", owner="LCRP (children)", toolkit=_NEW,
    ),
    _line(
        "", "", "Report card", "2026-02-01", "20 days left", owner="The office",
        toolkit="MKSB 2018", act=DONE,
    ),
    _line(
        "SAR-2026-001", "OV", "Rapid review of an adult's case", "2026-02-03",
        "if it applies: 22 days left", "May apply", "LCRP (adults)", _NEW,
    ),
    _line(
        "SCR-2025-019", "MV", "Serious case review finished", "2026-06-30", "169 days left",
        owner="Chair of the SCR Panel",
    ),
    _line(
        "SCR-2025-022", "DK", "Chair's decision", "", "stands still", "Paused",
        "Independent Chair",
    ),
    _line(
        "", "", "Review of the guidance", "2024-12-15", "late by 393 days", "Late",
        owner="The office", toolkit=_NEW, act=LOOKED_AT,
    ),
)  # fmt: skip


def _due(lines: tuple[DueLine, ...], missing: int, _stage: Stage) -> QWidget:
    page = DuePage()
    window = _shell(page)
    page.show_due(DueList(lines, _TODAY, missing))
    return window


def _own(_stage: Stage) -> QWidget:
    page = DuePage()
    window = _shell(page)
    page.show_due(DueList(_LINES, _TODAY))
    page.choose("", _LINES[-1].clock)
    return window


def _looked_at(_stage: Stage) -> QDialog:
    return NoticeDialog(mark_asked(_LINES[-1], "Dana Whitlock"), _TODAY, read_date)


def _none_like_that(_stage: Stage) -> QWidget:
    page = DuePage()
    window = _shell(page)
    page.show_due(DueList(_LINES[3:4], _TODAY))
    page.look_for("late")
    return window


# a case's clocks


def _view(
    name: str, state: ClockState, due: str, left: str, *sums: Sum,
    since: str = "Counts from: Referral received.", day: date | None = None,
    more_time: MoreTime | None = None, starts: tuple[Named, ...] = (),
    units: tuple[Named, ...] = (), notes: tuple[str, ...] = (), doubts: tuple[str, ...] = (),
    others: tuple[str, ...] = (), former: tuple[str, ...] = (), pauses: tuple[str, ...] = (),
    owner: str = "Local Case Review Panel", ends: str = "Panel decides",
) -> ClockView:  # fmt: skip
    running = {ClockState.RUNNING, ClockState.DUE_TODAY, ClockState.LATE, ClockState.PAUSED}
    return ClockView(
        name.casefold().replace(" ", "_"), name, state, due, day, left, owner, ends, since,
        "Appendix 2" if sums else "", sums, notes, doubts, others, former, pauses,
        open=state in running, stands_still=state is ClockState.PAUSED, more_time=more_time,
        starts=starts, units=units, start=starts[0].id if starts else "",
        unit=units[0].id if units else "",
    )  # fmt: skip


_MORE = MoreTime(
    _PANEL,
    (Named("chair", "Chair of the Board"),),
    (Named("partners", "Safeguarding partners"),),
    ("Ofsted", "National Panel"),
    "The panel may extend it where a process beside it must come first.",
)
_STARTS = (
    Named("received", "Referral received"),
    Named("sin_received", "Notification received by the team"),
)
_UNITS = (
    Named("calendar_day", "15 calendar days"),
    Named("working_day", "15 working days"),
)
_SINCE = "Counted from Referral received, Fri 19 Dec 2025 (as the form has it)."
_FORMER = (
    "Was due Wed 14 Jan 2026. Extended to Fri 30 Jan 2026 by Local Case Review Panel (Alma Reyes) "
    "on Mon 12 Jan 2026. Agreed to by: Chair of the Board. Reason: The hospital's records came "
    "late."
)
_DOUBT = (
    "Local authority became aware: the form says “Christmas 2025”. Counted from the first day it "
    "can have been, Wed 24 Dec 2025."
)
_PAUSED = (
    "Stands still since Thu 1 Jan 2026. Beside it: Criminal investigation. Reason: The police "
    "asked that nobody is spoken to before the interviews."
)
_EXTENDED = _view(
    "Rapid review", ClockState.RUNNING, "Fri 30 Jan 2026", "18 days left",
    Sum(
        "Fri 19 Dec 2025 + 15 working days: Mon 22 Dec to Wed 24 Dec (3), not Thu 25 Dec "
        "(Christmas Day) or Fri 26 Dec (Boxing Day), Mon 29 Dec to Wed 31 Dec (6), not Thu 1 Jan "
        "(New Year's Day), Fri 2 Jan (7), Mon 5 Jan to Fri 9 Jan (12), Mon 12 Jan to ",
        "Wed 14 Jan 2026",
    ),
    Sum("Extended on Mon 12 Jan 2026, from Wed 14 Jan 2026 to ", "Fri 30 Jan 2026"),
    since=_SINCE, day=date(2026, 1, 30), more_time=_MORE, starts=_STARTS,
    notes=("The document counts from the referral; national practice from the notification.",),
    others=("Counted from Notification received by the team, Mon 22 Dec 2025: due Thu 15 Jan.",),
    former=(_FORMER,),
)  # fmt: skip
_LATE = _view(
    "Notification to Ofsted and the MK Together Team", ClockState.LATE, "Mon 5 Jan 2026",
    "late by 7 days",
    Sum("Wed 24 Dec 2025 + 5 working days: Mon 29, Tue 30, Wed 31 Dec 2025, Fri 2, ",
        "Mon 5 Jan 2026"),
    since="Counted from Local authority became aware, Wed 24 Dec 2025 (recorded by R. Osei).",
    day=date(2026, 1, 5), owner="Local authority", ends="Notification sent",
    doubts=(_DOUBT,),
)  # fmt: skip
_STILL = _view(
    "Rapid review of an adult's case", ClockState.PAUSED, "Thu 15 Jan 2026",
    "3 working days left",
    Sum("Fri 19 Dec 2025 + 15 days: day 7 is Fri 26 Dec 2025, day 14 is Fri 2 Jan, day 15 is ",
        "Sat 3 Jan 2026"),
    Sum("Sat 3 Jan 2026 + 12 days on which it was paused (Thu 1 Jan 2026 to Mon 12 Jan 2026): ",
        "Thu 15 Jan 2026"),
    since=_SINCE, day=date(2026, 1, 15), units=_UNITS,
    notes=("The guidance does not say which days. Chosen here: 15 calendar days.",),
    others=("Counted as 15 working days: due Wed 14 Jan 2026.",),
    pauses=(_PAUSED,),
)  # fmt: skip
_CLOCKS = (
    _EXTENDED,
    _LATE,
    _STILL,
    _view("Review finished", ClockState.NOT_STARTED, "", "", since="Counts from: Panel decides."),
    _view(
        "Information put together", ClockState.MET_LATE, "Fri 2 Jan 2026",
        "Tue 6 Jan 2026, late by 4 days", since=_SINCE, day=date(2026, 1, 2),
    ),
    _view("Audit", ClockState.NOT_NEEDED, "", ""),
)  # fmt: skip


def _shown(*views: ClockView, read_only: bool = False) -> ClocksShown:
    return ClocksShown(views, ("Criminal investigation", "Inquest"), _TODAY, read_only)


def _closed() -> ClocksShown:
    return ClocksShown(_CLOCKS[:2], (), _TODAY, read_only=False, closed="Closed Mon 12 Jan 2026")


def _clocks(shown: ClocksShown, _stage: Stage) -> QWidget:
    return _shell(ClocksPage(shown))


def _moved(_stage: Stage) -> QWidget:
    page = ClocksPage(_shown(*_CLOCKS))
    window = _shell(page)
    page.show_moved(("Rapid review: was due Wed 14 Jan 2026, is now due Fri 30 Jan 2026.",))
    return window


def _dialog(made: Callable[[], QDialog], _stage: Stage) -> QDialog:
    return made()


def _refused(_stage: Stage) -> QDialog:
    dialog = ExtendDialog(_EXTENDED, _MORE, _TODAY)
    dialog.failed(
        ClockRefused(
            "More time needs the agreement of Chair of the Board.",
            "Record it here once it is given.",
        )
    )
    return dialog


DUE_SCENES: tuple[Scene, ...] = (
    Scene("due-empty", DuePage, partial(_due, (), 0)),
    Scene("due-filled", DuePage, partial(_due, _LINES, 0)),
    Scene("due-own", DuePage, _own),
    Scene("due-looked-at", NoticeDialog, _looked_at),
    Scene("due-missing", DuePage, partial(_due, _LINES, 3)),
    Scene("due-none-like-that", DuePage, _none_like_that),
    Scene("clocks-filled", ClocksPage, partial(_clocks, _shown(*_CLOCKS))),
    Scene("clocks-read-only", ClocksPage, partial(_clocks, _shown(*_CLOCKS[:2], read_only=True))),
    Scene("clocks-closed", ClocksPage, partial(_clocks, _closed())),
    Scene("clocks-empty", ClocksPage, partial(_clocks, _shown())),
    Scene("clocks-moved", ClocksPage, _moved),
    Scene("clocks-extend", ExtendDialog, _refused),
    Scene(
        "clocks-pause",
        PauseDialog,
        partial(_dialog, partial(PauseDialog, _EXTENDED, ("Criminal investigation",), _TODAY)),
    ),
    Scene("clocks-resume", ResumeDialog, partial(_dialog, partial(ResumeDialog, _STILL, _TODAY))),
    Scene("clocks-count", CountDialog, partial(_dialog, partial(CountDialog, _STILL))),
)
