"""The meetings' page with its controller and dialogs, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from mktdesk.desk import casemeeting, cases, filling, meetings
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.meetings import Rhythm
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from ui.controllers.agencies import AgenciesController
from ui.controllers.meetings import MeetingsController
from ui.dialogs.meetings import DayDialog, ExtraDialog, RhythmDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.agencies import AgenciesPage
from ui.pages.meetings import MeetingsPage
from ui.window import Window
from ui.worker import Worker

KEY = "mkscb-2016/sub_group"
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def page(
    worker: Worker, session: Session, window: Window, rest: Callable[[], None]
) -> MeetingsPage:
    controller = MeetingsController(worker, session, window)
    controller.show_screen.connect(window.show_screen)
    controller.begin()
    rest()
    shown = window.screen_shown
    assert isinstance(shown, MeetingsPage)
    return shown


def press(inside: QWidget, name: str) -> None:
    buttons = [b for b in inside.findChildren(QPushButton) if b.text() == name and b.isVisible()]
    assert len(buttons) == 1
    assert buttons[0].isEnabled()
    buttons[0].click()


def words(inside: QWidget) -> str:
    return "\n".join(x.text() for x in inside.findChildren(QLabel) if x.isVisibleTo(inside))


def asking(page: QWidget, kind: type[D]) -> D:
    (found,) = [x for x in page.findChildren(kind) if x.isVisible()]
    return found


def test_a_series_is_begun_and_its_days_are_moved_cancelled_and_added_to(
    page: MeetingsPage, session: Session, rest: Callable[[], None]
) -> None:
    assert "Nothing comes round yet." in words(page)
    page._series.select(KEY)
    press(page, "Set how often…")
    often = asking(page, RhythmDialog)
    press(often, "Set how often")
    assert often._first._problem
    often._first.set_value(read_date("24 November 2026 14:00"))
    press(often, "Set how often")
    assert often._why.problem
    often._text.setPlainText("Agreed by the board")
    press(often, "Set how often")
    rest()
    assert page._days.list_model.at(0).day_words == "Tue 24 Nov 2026, 14:00"
    page._days.selectRow(0)
    press(page, "Move…")
    day = asking(page, DayDialog)
    day._day.set_value(read_date("26 November 2026 10:00"))
    day._text.setPlainText("No room")
    press(day, "Move it")
    rest()
    assert page._days.list_model.at(0).said == "Moved from Tue 24 Nov 2026: No room"
    press(page, "Add an extra meeting…")
    extra = asking(page, DayDialog)
    extra._day.set_value(read_date("1 December 2026"))
    extra._text.setPlainText("Two referrals")
    press(extra, "Add the meeting")
    rest()
    assert "needs the time at which it begins" in words(extra)
    extra._day.set_value(read_date("1 December 2026 09:30"))
    press(extra, "Add the meeting")
    rest()
    assert page._days.list_model.at(1).extra
    page._days.selectRow(1)
    press(page, "Cancel the meeting…")
    reason = asking(page, ReasonDialog)
    reason._box.setPlainText("Not needed")
    press(reason, "Cancel the meeting")
    rest()
    assert meetings.diary(session).coming[1].cancelled


def test_a_case_shortly_before_a_meeting_asks_about_an_extra_one(
    worker: Worker,
    session: Session,
    case: OpenCase,
    window: Window,
    rest: Callable[[], None],
    chooser: object,
) -> None:
    rhythm = Rhythm(read_date("24 November 2026 14:00"), 6, "week")
    meetings.set_rhythm(session, KEY, rhythm, "Agreed by the board")
    received = Target("referral", "", "date_received")
    filling.set_answer(case, received, read_date("22 November 2026 15:00"))
    controller = AgenciesController(worker, chooser, window)  # type: ignore[arg-type]
    controller.show_screen.connect(window.show_screen)
    controller.begin(case)
    rest()
    page = window.screen_shown
    assert isinstance(page, AgenciesPage)
    assert "Tue 5 Jan 2027, 14:00. The next meeting" in words(page)
    assert "still to be considered" in words(page)
    press(page, "Consider an extra meeting…")
    dialog = asking(page, ExtraDialog)
    press(dialog, "Record it")
    assert dialog._answer.problem
    dialog._answers.put("no")
    dialog._text.setPlainText("No other child is at risk")
    press(dialog, "Record it")
    rest()
    told = "No extra meeting is held: No other child is at risk (Dana Whitlock)"
    assert told in words(page)


@pytest.mark.rule("R197")
@pytest.mark.rule("R198")
def test_the_meetings_say_which_case_comes_to_which_and_record_the_extra_one(
    worker: Worker,
    session: Session,
    window: Window,
    rest: Callable[[], None],
) -> None:
    case = cases.start_referral(session)
    rhythm = Rhythm(read_date("24 November 2026 14:00"), 6, "week")
    meetings.set_rhythm(session, KEY, rhythm, "Agreed")
    day = read_date("22 November 2026 14:01")
    filling.set_answer(case, Target("referral", "", "date_received"), day)
    cases.close_case(case)
    controller = MeetingsController(worker, session, window)
    controller.show_screen.connect(window.show_screen)
    controller.begin()
    rest()
    page = window.screen_shown
    assert isinstance(page, MeetingsPage)
    assert f"still to be considered for {case.public}: see below." in words(page)
    assert "so it is the one after: Tue 5 Jan 2027, 14:00." in words(page)
    press(page, "Consider an extra meeting…")
    asked = asking(page, ExtraDialog)
    assert "less than 48 hours" in words(asked)
    asked._answers.put("yes")
    asked._text.setPlainText("A sibling is at risk")
    press(asked, "Record it")
    rest()
    assert "Add the extra meeting below." in page.status.text()
    assert "still to be considered" not in words(page)
    assert page._cases.list_model.at(0).extra_words == "An extra meeting is to be held"
    again = cases.look_into(session, case.public)
    kept = casemeeting.case_meeting(again)
    assert kept is not None
    assert "A sibling is at risk" in kept.extra_words
    cases.close_case(again)
