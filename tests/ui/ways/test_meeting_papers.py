"""From a meeting's page to its papers and minutes and back, in the whole program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QPushButton

from mktdesk.casework.meetingrecords import Attendee
from mktdesk.desk import agenda, attendance, minutes
from mktdesk.desk.meetingbooks import OwnMeeting, close_meeting, open_meeting, start_meeting
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from ui.app import App
from ui.page import Screen
from ui.pages.meeting import MeetingPage
from ui.pages.meetingpapers import MeetingPapersScreen
from ui.pages.minutes import MinutesScreen
from ui.pages.viewer import ViewerScreen

S = TypeVar("S", bound=Screen)
Rest = Callable[[App], None]


def press(app: App, words: str) -> None:
    screen = app.window.screen_shown
    assert screen is not None
    next(b for b in screen.findChildren(QPushButton) if b.text() == words).click()


def here(app: App, kind: type[S]) -> S:
    screen = app.window.screen_shown
    assert isinstance(screen, kind)
    return screen


def test_papers_and_minutes_are_reached_from_the_meeting_and_keep_it_open(
    session: Session, unlock: Callable[[], App], rest: Rest
) -> None:
    day = read_date("21/11/2026 10:00")
    made = start_meeting(session, OwnMeeting("mkscb-2016/scrsg", day, "Room 2"))
    attendance.add_attendee(made, Attendee("", "Amara Osei", capacity="chair"))
    agenda.add_item(made, "Any other business")
    public = made.public
    close_meeting(made)
    session.close()
    app = unlock()
    assert app.unlocked is not None
    rooms = app.unlocked._rooms
    rooms.open(public)
    rest(app)
    here(app, MeetingPage)
    press(app, "Papers…")
    rest(app)
    here(app, MeetingPapersScreen)
    press(app, "Preview the first copy")
    rest(app)
    assert rooms.public == public, "still open"
    here(app, ViewerScreen).left.emit()
    rest(app)
    press(app, "Back to the meeting")
    rest(app)
    here(app, MeetingPage)
    press(app, "Minutes…")
    rest(app)
    page = here(app, MinutesScreen)
    page.open_section("actions")
    page._box.setPlainText("Written just before leaving.")
    app._go("cases")
    rest(app)
    assert rooms.public == "", "closed with its last page"
    again = open_meeting(rooms._meeting._session, public)
    (written,) = [one for one in minutes.view(again).sections if one.edited]
    assert written.text == "Written just before leaving."
    close_meeting(again)
