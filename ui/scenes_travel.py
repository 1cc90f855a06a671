"""Scenes of taking along, bringing back, and deciding what was written apart."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.desk.conflicts import Shown, SideShown
from mktdesk.desk.drafts import Target
from mktdesk.desk.travel import AwayLine, BroughtLine
from mktdesk.desk.travelling import CopyState
from mktdesk.errors import PackRefused
from ui.dialogs.travel import Goer, TakeDialog
from ui.pages.conflicts import ConflictsPage
from ui.pages.openpack import OpenPackPage, PackSeen
from ui.pages.taking import TakingPage
from ui.pages.travel import TravelPage, TravelShown
from ui.places import PLACES
from ui.scenes_case import shell
from ui.tour import Scene, Stage
from ui.window import PROGRAM, Window

_PUBLIC = "SCR-2026-014"
_AWAY = (
    AwayLine(
        "a1", "MTG-2026-003", "Sat 21 Nov 2026, 16:40", "yesterday", "Dana Whitlock", "Saxon Court"
    ),
    AwayLine("a2", _PUBLIC, "Sat 21 Nov 2026, 16:40", "yesterday", "Dana Whitlock", "Saxon Court"),
    AwayLine("a3", "SCR-2026-011", "Mon 2 Nov 2026, 09:12", "20 days ago", "Sarah Lunn", ""),
)
_CAME = (
    BroughtLine("MTG-2026-003", "9 entries came in; 1 conflict to decide.", came=True, conflicts=1),
    BroughtLine(_PUBLIC, "12 entries came in; 2 conflicts to decide.", came=True, conflicts=2),
    BroughtLine(
        "SCR-2026-011",
        "Sarah Lunn, Room 4 has SCR-2026-011 open: nothing of it came in yet. Bring the pack back "
        "again when it is closed.",
        came=False,
    ),
    BroughtLine(
        "SCR-2026-009",
        "Restricted to named staff: type its full reference, then bring the pack back again.",
        came=False,
        needs_reference=True,
    ),
)
_DANA, _RAVI = "Dana Whitlock", "Ravi Osei"


def _travel(lines: tuple[AwayLine, ...], came: tuple[BroughtLine, ...], _stage: Stage) -> QWidget:
    page = TravelPage(TravelShown(lines, None, read_only=False))
    window = shell(page)
    window.set_place("travel")
    if came:
        page.show_came(came)
        page.said("2 of 4 came in")
    return window


def _copy(copy: CopyState, _stage: Stage) -> QWidget:
    window = shell(TravelPage(TravelShown((), copy, read_only=False)))
    window.set_place("travel")
    return window


_FRESH = CopyState(
    "MTG-2026-003", "Sat 21 Nov 2026, 16:40", _DANA, "", all_back=False, old=False, reminder=""
)
_OLD = CopyState(
    "MTG-2026-003",
    "Thu 12 Nov 2026, 16:40",
    _DANA,
    "Fri 13 Nov 2026, 18:02",
    all_back=False,
    old=True,
    reminder="This copy was taken 10 days ago: take it back.",
)


def _taking(lines: tuple[AwayLine, ...], _stage: Stage) -> QWidget:
    return shell(TakingPage(lines), _PUBLIC)


def _take(_stage: Stage) -> QDialog:
    goers = (
        Goer(
            "MTG-2026-003",
            "MTG-2026-003   Serious Case Review sub-group, Mon 23 Nov 2026, 14:00",
            meeting=True,
            cases=(_PUBLIC, "SCR-2026-011", "SCR-2026-009"),
        ),
        Goer(_PUBLIC, f"{_PUBLIC}   M. V., 4"),
    )
    return TakeDialog(goers)


def _take_case(_stage: Stage) -> QDialog:
    return TakeDialog((Goer(_PUBLIC, _PUBLIC),))


def _side(who: str, *lines: str, stands: bool = False, may: bool = True) -> SideShown:
    return SideShown(who, "Mon 23 Nov 2026, 14:02", lines, stands, may)


_CONFLICTS = (
    Shown(
        "1.2 Family details: person 2",
        "Date of birth",
        (_side(_RAVI, "3 April 2019"), _side(_DANA, "4 March 2019", stands=True)),
        target=Target("family_member", "f2", "date_of_birth"),
    ),
    Shown(
        "Family details",
        "Removed by one and changed by the other",
        (
            _side(_RAVI, "Removed it"),
            _side(_DANA, "Changed it", "Name: Mara Voss", "Relationship: Aunt", stands=True),
        ),
    ),
    Shown(
        "Section 1: Referral",
        "Signed by one and changed by the other",
        (
            _side("Joanne Pell", "Signed it, Mon 23 Nov 2026", stands=True),
            _side(_RAVI, "Changed it (3 changes)", stands=True),
        ),
    ),
)


def _conflicts(shown: tuple[Shown, ...], _stage: Stage) -> QWidget:
    return shell(ConflictsPage(shown, read_only=False), _PUBLIC)


_OF_MEETING = (
    Shown(
        "Who is there: N. Aziz",
        "There or not",
        (_side(_RAVI, "Present"), _side(_DANA, "Apologies", stands=True)),
    ),
    Shown(
        "Minutes: The risk register",
        "Words",
        (
            _side(_RAVI, "The register was read. Two risks were closed."),
            _side(_DANA, "The register was seen; one risk was closed.", stands=True),
        ),
    ),
)


def _meeting_conflicts(shown: tuple[Shown, ...], _stage: Stage) -> QWidget:
    window = shell(ConflictsPage(shown, of="meeting", read_only=False), "MTG-2026-003")
    window.set_place("meetings")
    return window


def _open_pack(_stage: Stage, *, wrong: bool) -> QWidget:
    seen = PackSeen(
        Path("/media/stick/MTG-2026-003.mktpack"),
        "MTG-2026-003",
        "full reference",
        Path("/home/ravi/.local/share/mktdesk/travelling/MTG-2026-003"),
    )
    page = OpenPackPage(seen)
    window = Window(PLACES)
    window.set_unlocked(False)
    window.set_office(PROGRAM)
    window.show_screen(page)
    if wrong:
        page.fill("MTG-2026-003", "")
        page.check()
        page.failed(
            PackRefused(
                "The travel pack did not open: this is not its full reference.",
                "Type it again, as it was when the pack was written.",
            )
        )
    return window


TRAVEL_SCENES: tuple[Scene, ...] = (
    Scene("travel-empty", TravelPage, partial(_travel, (), ())),
    Scene("travel-away", TravelPage, partial(_travel, _AWAY, ())),
    Scene("travel-came", TravelPage, partial(_travel, _AWAY[2:], _CAME)),
    Scene("travel-copy", TravelPage, partial(_copy, _FRESH)),
    Scene("travel-copy-old", TravelPage, partial(_copy, _OLD)),
    Scene("taking", TakingPage, partial(_taking, _AWAY[1:2])),
    Scene("take", TakeDialog, _take),
    Scene("take-case", TakeDialog, _take_case),
    Scene("conflicts", ConflictsPage, partial(_conflicts, _CONFLICTS)),
    Scene("conflicts-removed", ConflictsPage, partial(_conflicts, _CONFLICTS[1:])),
    Scene("conflicts-none", ConflictsPage, partial(_conflicts, ())),
    Scene("conflicts-meeting", ConflictsPage, partial(_meeting_conflicts, _OF_MEETING)),
    Scene("conflicts-meeting-none", ConflictsPage, partial(_meeting_conflicts, ())),
    Scene("openpack", OpenPackPage, partial(_open_pack, wrong=False)),
    Scene("openpack-wrong", OpenPackPage, partial(_open_pack, wrong=True)),
)
