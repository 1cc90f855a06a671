"""The list of all meetings, and beginning one that is in no calendar, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QWidget

from mktdesk.desk import meetingbooks
from mktdesk.desk.meetingbooks import OwnMeeting
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from tests.ui.pages.conftest import Chooser
from tests.ui.pages.looking import press, shown, words
from ui.dialogs.ownmeeting import OwnMeetingDialog
from ui.meetingrooms import MeetingRooms
from ui.pages.meeting import MeetingPage
from ui.pages.meetinglist import MeetingListPage
from ui.pages.meetings import MeetingsPage
from ui.window import Window
from ui.worker import Worker

T = TypeVar("T", bound=QWidget)


@pytest.fixture
def rooms(worker: Worker, session: Session, window: Window, chooser: Chooser) -> MeetingRooms:
    made = MeetingRooms(worker, session, window, chooser, window)
    made.show_screen.connect(window.show_screen)
    return made


@pytest.fixture
def every(
    rooms: MeetingRooms, window: Window, rest: Callable[[], None]
) -> Callable[[], MeetingListPage]:
    def go() -> MeetingListPage:
        rooms.begin()
        rest()
        press(shown(window, MeetingsPage), "All meetings")
        rest()
        return shown(window, MeetingListPage)

    return go


def test_a_meeting_that_is_in_no_calendar_is_begun_listed_and_opened(
    every: Callable[[], MeetingListPage],
    rooms: MeetingRooms,
    window: Window,
    session: Session,
    rest: Callable[[], None],
) -> None:
    page = every()
    assert "No meeting has been begun yet." in words(page)
    press(page, "Begin another meeting…")
    (asked,) = [x for x in page.findChildren(OwnMeetingDialog) if x.isVisible()]
    press(asked, "Begin its record")
    assert asked._body.problem == "Choose one."
    asked._pick.setCurrentIndex(asked._pick.findData("mkscb-2016/scr_panel"))
    asked._day.set_value(read_date("3 December 2026"))
    press(asked, "Begin its record")
    assert "the time at which it begins" in words(asked)
    asked._day.set_value(read_date("3 December 2026 10:00"))
    asked._place.put("Room 4")
    press(asked, "Begin its record")
    rest()
    meeting = shown(window, MeetingPage)
    assert meeting.title == "Serious Case Review Panel/Reference Group, Thu 3 Dec 2026, 10:00"
    rooms.close_unless(None)
    rest()
    page = every()
    (line,) = meetingbooks.list_meetings(session)
    assert (line.public, line.place, line.state) == ("MTG-2026-001", "Room 4", "Planned")
    assert page._table.list_model.at(0) == line
    page._table.selectRow(0)
    press(page, "Open the meeting")
    rest()
    assert shown(window, MeetingPage).title == meeting_title(line)
    rooms.close_unless(None)
    rest()


def meeting_title(line: meetingbooks.MeetingLine) -> str:
    return f"{line.body}, {line.day_words}"


def test_meetings_are_found_by_any_word_of_their_line(
    every: Callable[[], MeetingListPage], session: Session, window: Window, rest: Callable[[], None]
) -> None:
    for body, place in (("scrsg", "Room 4"), ("scr_panel", "Civic Offices")):
        own = OwnMeeting(f"mkscb-2016/{body}", read_date("3 December 2026 10:00"), place)
        meetingbooks.close_meeting(meetingbooks.start_meeting(session, own))
    page = every()
    assert "2 meetings" in words(page)
    for text, count in (("civic", 1), ("MTG-2026-001", 1), ("planned dec", 2), ("nobody", 0)):
        page._find.setText(text)
        assert page._table.list_model.rowCount() == count, text
    assert "No meeting is like that." in words(page)
    press(page, "Back to the calendar")
    rest()
    shown(window, MeetingsPage)
