"""Scenes of the office's directory and meetings."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.calendar import LONDON, england_and_wales
from mktdesk.casework.meetings import Frequency, MeetingRow, meetings
from mktdesk.desk.bodyrows import BODY
from mktdesk.desk.comers import Comer
from mktdesk.desk.directory import AGENCY, HOLDER, PERSON, Directory, Entry
from mktdesk.desk.meetingbooks import MeetingLine
from mktdesk.desk.meetings import Diary, SeriesLine
from mktdesk.desk.reading import read_date
from mktdesk.toolkits import load
from mktdesk.toolkits.directoryform import directory_form
from ui.dialogs.directory import EntryDialog, RemoveDialog
from ui.dialogs.meetings import DayDialog, ExtraDialog, RhythmDialog
from ui.dialogs.ownmeeting import OwnMeetingDialog
from ui.pages.directory import DirectoryPage
from ui.pages.meetinglist import MeetingListPage
from ui.pages.meetings import MeetingsPage
from ui.scenes_case import shell
from ui.tour import Scene, Stage

_TODAY = date(2026, 3, 9)
_ROLE = "Independent Chair (2016 guidance)"


def _entry(kind: str, row: str, name: str, what: str, contact: str = "") -> Entry:
    return Entry(kind, row, {"name": name}, what, contact)


_AGENCY = Entry(
    AGENCY,
    "a1",
    {
        "name": "Northshire Police",
        "agency_kind": "statutory",
        "contact": "Riverside House, Northshire\n01632 960144",
        "named_officer": "DI Amara Cole",
    },
    "Statutory agency, DI Amara Cole",
    "Riverside House, Northshire, 01632 960144",
)
_ENTRIES = (
    _entry(PERSON, "p1", "Amara Cole", "Detective inspector, Northshire Police", "01632 960144"),
    _entry(PERSON, "p2", "Ruth Okafor", "Business Manager", "ruth.okafor@example.org"),
    _entry(HOLDER, "h1", "Dr Imani Whitcombe", f"{_ROLE}, from 1 September 2025"),
    Entry(HOLDER, "h2", {"name": "Liz Pemberton"}, f"{_ROLE}, until 31 August 2025", ended=True),
    _AGENCY,
    _entry(BODY, "b1", "Review and Learning Group", "Governance document, version 3", "Handbook"),
)


def _directory(*, full: bool) -> Directory:
    form = directory_form([load(name) for name in ("mkscb-2016", "mksb-2018")])
    return Directory(form, _ENTRIES if full else (), read_only=False)


def _directory_page(_stage: Stage, *, full: bool) -> QWidget:
    window = shell(DirectoryPage(_directory(full=full)))
    window.set_place("directory")
    return window


def _entry_dialog(entry: Entry, _stage: Stage) -> QDialog:
    return EntryDialog(entry, _directory(full=True).fields(entry.kind), read_date)


def _remove(_stage: Stage) -> QDialog:
    return RemoveDialog(_AGENCY)


_KEY = "mkscb-2016/sub_group"
_OFTEN = Frequency("f1", _KEY, "2026-01-13", "14:00", "Civic Office, room 2", 6, "week")
_ROWS = (
    MeetingRow("m1", _KEY, "2026-03-17", "09:30", "Civic Office", why="Two referrals at once"),
    MeetingRow("m2", _KEY, "2026-04-09", "14:00", instead_of="2026-04-07", why="Easter"),
    MeetingRow("m3", _KEY, "2026-06-30", "14:00", "", "2026-06-30", cancelled=True),
)


def _diary(*, full: bool) -> Diary:
    toolkit = load("mkscb-2016")
    lines = tuple(
        SeriesLine(
            f"mkscb-2016/{one.id}",
            one,
            toolkit.short_title,
            {body.id: body.label for body in toolkit.bodies}.get(one.owner, one.owner),
            "every six weeks" if one.id == "sub_group" else "every three months",
            _OFTEN if full and one.id == "sub_group" else None,
        )
        for one in toolkit.process.series
    )
    found = meetings(
        _KEY, (_OFTEN,), _ROWS, date(2026, 1, 1), date(2026, 12, 31), england_and_wales()
    )
    return Diary(
        lines,
        tuple(one for one in found if full and one.day >= _TODAY),
        tuple(one for one in found if full and one.day < _TODAY),
        _TODAY,
        read_only=False,
    )


_COMERS = (
    Comer(
        "SCR-2026-014",
        "JW",
        _KEY,
        "Sun 15 Mar 2026, 10:30",
        "Thu 9 Apr 2026, 14:00. The next meeting, Tue 17 Mar 2026, 09:30, is 47 hours away, less "
        "than 48 hours, so it is the one after: Thu 9 Apr 2026, 14:00.",
        datetime(2026, 4, 9, 14, 0, tzinfo=LONDON),
        near=True,
    ),
    Comer(
        "SCR-2026-011",
        "MV",
        _KEY,
        "Mon 2 Mar 2026",
        "Tue 17 Mar 2026, 09:30. The next meeting, Tue 17 Mar 2026, 09:30, is more than 48 hours "
        "away.",
        datetime(2026, 3, 17, 9, 30, tzinfo=LONDON),
    ),
)


def _meetings_page(_stage: Stage, *, full: bool) -> QWidget:
    window = shell(MeetingsPage(_diary(full=full), _COMERS if full else ()))
    window.set_place("meetings")
    return window


def _rhythm(_stage: Stage) -> QDialog:
    return RhythmDialog(_diary(full=True).lines[0], read_date)


def _move(_stage: Stage) -> QDialog:
    about = "Serious Case Review Sub-Group: Tue 7 Apr 2026, 14:00"
    return DayDialog("Move", about, "Move it", read_date, "Civic Office, room 2")


def _extra(_stage: Stage) -> QDialog:
    return ExtraDialog("The next meeting is 47 hours away, less than 48 hours.")


_BOOKS = (
    MeetingLine(
        "MTG-2026-003", body="Serious Case Review Sub-Group", day="2026-03-17", time="09:30",
        place="Civic Office", state="Planned", cases=2, held_by="Ruth Okafor, laptop 4",
    ),
    MeetingLine(
        "MTG-2026-002", body="Serious Case Review Panel/Reference Group", day="2026-02-24",
        time="10:00", state="Held; minutes to be approved", cases=1,
    ),
    MeetingLine(
        "MTG-2026-001", body="Serious Case Review Sub-Group", day="2026-01-13", time="14:00",
        place="Civic Office, room 2", state="Minutes approved Tue 24 Feb 2026", cases=4,
    ),
)  # fmt: skip


def _all_meetings(_stage: Stage, *, full: bool) -> QWidget:
    window = shell(MeetingListPage(_BOOKS if full else (), read_only=False))
    window.set_place("meetings")
    return window


def _own_meeting(_stage: Stage) -> QDialog:
    bodies = (("mkscb-2016/scr_panel", "Serious Case Review Panel/Reference Group (2016 toolkit)"),)
    return OwnMeetingDialog(bodies, read_date)


OFFICE_SCENES: tuple[Scene, ...] = (
    Scene("directory-empty", DirectoryPage, partial(_directory_page, full=False)),
    Scene("directory", DirectoryPage, partial(_directory_page, full=True)),
    Scene("directory-add", EntryDialog, partial(_entry_dialog, Entry(HOLDER, "", {}))),
    Scene("directory-change", EntryDialog, partial(_entry_dialog, _AGENCY)),
    Scene("directory-remove", RemoveDialog, _remove),
    Scene("meetings-empty", MeetingsPage, partial(_meetings_page, full=False)),
    Scene("meetings", MeetingsPage, partial(_meetings_page, full=True)),
    Scene("meetings-often", RhythmDialog, _rhythm),
    Scene("meetings-move", DayDialog, _move),
    Scene("meeting-extra", ExtraDialog, _extra),
    Scene("meetings-all", MeetingListPage, partial(_all_meetings, full=True)),
    Scene("meetings-all-empty", MeetingListPage, partial(_all_meetings, full=False)),
    Scene("meetings-own", OwnMeetingDialog, _own_meeting),
)
