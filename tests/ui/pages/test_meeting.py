"""One meeting's page by keyboard: its agenda, its people, its action points."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from mktdesk.desk import meetingbooks
from mktdesk.desk.session import Session
from tests.ui.pages.conftest import Chooser
from tests.ui.rooms import Driver, Key, driver_of, said
from ui.pages.actionpoints import ActionPointsScreen
from ui.pages.meeting import MeetingPage
from ui.pages.roompeople import PeoplePage
from ui.window import Window
from ui.worker import Worker


@pytest.fixture
def at(
    session: Session, worker: Worker, window: Window, rest: Callable[[], None], chooser: Chooser
) -> Iterator[Driver]:
    made = driver_of(session, worker, window, rest, chooser, count=2, others=("The risk register",))
    made.rooms.open(made.meeting)
    made.settle()
    yield made
    made.rooms.close_unless(None)
    rest()
    assert made.failures == []


def shown(at: Driver, kind: type[object]) -> object:
    screen = at.window.screen_shown
    assert isinstance(screen, kind), screen
    return screen


def agenda_now(at: Driver) -> list[str]:
    return [one.item.public or one.item.title for one in at.page._shown.lines]


def test_the_agenda_is_put_in_order_and_each_case_says_what_it_lacks(at: Driver) -> None:
    first, second = at.cases
    assert agenda_now(at) == [first, second, "The risk register"]
    assert "is not done" in at.page._shown.lines[0].stands
    at.page.table.setFocus()
    at.keys(Key.Key_Down, Key.Key_Down)
    at.press("Move up")
    assert agenda_now(at) == [first, "The risk register", second]
    at.press("Add an item…")
    at.type("Any other business")
    at.key(Key.Key_Tab)
    at.type("ten")
    at.press("Add the item")
    assert "Give whole minutes" in said(at.dialog())
    at.keys(*[Key.Key_Backspace] * 3)
    at.type("10")
    at.press("Add the item")
    assert agenda_now(at)[-1] == "Any other business"
    at.page.table.setFocus()
    at.key(Key.Key_Delete)
    assert len(agenda_now(at)) == 3


def test_people_are_added_changed_and_taken_off_before_the_meeting(at: Driver) -> None:
    at.press("Who is here…")
    shown(at, PeoplePage)
    at.press("Add somebody…")
    at.type("Noor Rahman")
    at.press("Add")
    page = shown(at, PeoplePage)
    assert isinstance(page, PeoplePage)
    assert page.table.list_model.rowCount() == 9
    page.focus_first()
    at.key(Key.Key_Return)
    QApplication.processEvents()
    at.type("!")
    at.press("Keep")
    assert page.table.list_model.at(0).name != "Amara Osei"
    page.focus_first()
    at.keys(*[Key.Key_Down] * 8, Key.Key_Delete)
    assert page.table.list_model.rowCount() == 8
    at.press("Back to the table")
    assert isinstance(at.window.screen_shown, MeetingPage)


@pytest.mark.rule("R302")
def test_action_points_have_somebody_a_day_and_an_end(at: Driver, session: Session) -> None:
    at.press("Action points…")
    page = shown(at, ActionPointsScreen)
    assert isinstance(page, ActionPointsScreen)
    at.press("Add an action point…")
    at.type("Ask housing when it first knew")
    at.press("Add the action point")
    assert "Say who does it." in said(at.dialog())
    at.type("Sanjay Patel")
    at.key(Key.Key_Tab)
    at.type("29/1/2027")
    at.press("Add the action point")
    model = page.table.list_model
    assert [model.index(0, n).data() for n in range(4)] == [
        "Ask housing when it first knew", "Sanjay Patel", "Fri 29 Jan 2027", "Open",
    ]  # fmt: skip
    page.focus_first()
    at.press("Done today")
    assert model.index(0, 3).data() == "Sat 21 Nov 2026"
    at.press("Open again")
    page.focus_first()
    at.key(Key.Key_Return)
    at.type("Ask housing, and write it down")
    at.press("Keep the action point")
    assert model.at(0).text.startswith("Ask housing")
    (line,) = meetingbooks.list_meetings(session)
    assert line.actions == 1
    page.focus_first()
    at.key(Key.Key_Delete)
    assert model.rowCount() == 0
    at.press("Back to the meeting")
    assert isinstance(at.window.screen_shown, MeetingPage)
