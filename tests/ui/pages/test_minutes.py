"""A meeting's papers and minutes on the screen, over a real vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.casework.meetingrecords import Attendee
from mktdesk.desk import agenda, attendance, minutes, sitting, sittingnotes
from mktdesk.desk.cases import close_case, start_referral
from mktdesk.desk.meetingbooks import OpenMeeting, OwnMeeting, close_meeting, start_meeting
from mktdesk.desk.minutes import Approval
from mktdesk.desk.panelchoice import circulated
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from ui.controllers.meetingpapers import MeetingPapersController
from ui.controllers.minutes import MinutesController
from ui.dialogs.minutes import ApproveDialog, CirculateDialog
from ui.page import Screen
from ui.pages.meetingpapers import MeetingPapersScreen
from ui.pages.minutes import MinutesScreen
from ui.pages.viewer import ViewerScreen
from ui.question import LineQuestion
from ui.window import Window
from ui.worker import Worker

Rest = Callable[[], None]


@pytest.fixture
def meeting(session: Session) -> Iterator[OpenMeeting]:
    day = read_date("21/11/2026 10:00")
    made = start_meeting(session, OwnMeeting("mkscb-2016/scrsg", day, "Room 2"))
    for name, capacity in (("Amara Osei", "chair"), ("Lewis Grant", "member")):
        attendance.add_attendee(made, Attendee("", name, "Nurse", "ICB", capacity=capacity))
    agenda.add_item(made, "Any other business")
    yield made
    close_meeting(made)


@pytest.fixture
def papers(worker: Worker, window: Window) -> MeetingPapersController:
    made = MeetingPapersController(worker, window)
    made.show_screen.connect(window.show_screen)
    made.follow.connect(window.follow)
    return made


@pytest.fixture
def controller(worker: Worker, chooser: Any, window: Window) -> MinutesController:
    made = MinutesController(worker, chooser, window)
    made.show_screen.connect(window.show_screen)
    made.follow.connect(window.follow)
    return made


def press(inside: QWidget, words: str) -> None:
    next(b for b in inside.findChildren(QPushButton) if b.text() == words).click()


def question(inside: QWidget, words: str) -> LineQuestion:
    return next(q for q in inside.findChildren(LineQuestion) if q.words == words)


def shown(window: Window, kind: type[Screen]) -> Any:
    assert isinstance(window.screen_shown, kind)
    return window.screen_shown


def test_copies_are_made_for_those_who_are_ticked(
    papers: MeetingPapersController,
    meeting: OpenMeeting,
    session: Session,
    window: Window,
    rest: Rest,
    tmp_path: Path,
) -> None:
    case = start_referral(session)
    (item,) = agenda.add_cases(meeting, (agenda.Wanted(case.public),))
    close_case(case)
    lewis = sitting.look(meeting).attendees[1]
    attendance.declare(meeting, item, lewis.id, "He knows the family.")
    papers.begin(meeting)
    rest()
    page = shown(window, MeetingPapersScreen)
    assert "Gets no papers of item 2" in page._readers[1][1].box.accessibleDescription()
    page.make()
    assert page.summary.count == 1, "no folder yet"
    question(page, "Folder to save them in").put(str(tmp_path))
    question(page, "Somebody else").put("Ann Bell; ")
    assert [who.name for who in page.choice().recipients] == [
        "Amara Osei",
        "Lewis Grant",
        "Ann Bell",
    ]
    page.make()
    rest()
    made = sorted(tmp_path.glob("*.pdf"))
    assert len(made) == 3
    with pikepdf.open(made[0], password=meeting.handle.reference.full) as pdf:
        assert len(pdf.pages) > 4
    assert page._table.list_model.rowCount() == 3
    assert [one.left_out for one in circulated(meeting)] == ["", case.public, ""]
    press(page, "Nobody")
    question(page, "Somebody else").put("")
    page.make()
    assert page.summary.count == 1


def test_a_preview_loses_nothing(
    papers: MeetingPapersController, meeting: OpenMeeting, window: Window, rest: Rest
) -> None:
    papers.begin(meeting)
    rest()
    page = shown(window, MeetingPapersScreen)
    page._readers[1][1].box.click()
    press(page, "Preview the first copy")
    rest()
    viewer = shown(window, ViewerScreen)
    assert papers.page == viewer
    viewer.left.emit()
    rest()
    again = shown(window, MeetingPapersScreen)
    assert [who.name for who in again.choice().recipients] == ["Amara Osei"]
    assert circulated(meeting) == ()


def test_a_section_is_written_and_the_new_draft_stands_beside_it(
    controller: MinutesController, meeting: OpenMeeting, window: Window, rest: Rest
) -> None:
    controller.begin(meeting)
    rest()
    page = shown(window, MinutesScreen)
    page.open_section("actions")
    assert page._box.toPlainText() == "None."
    page._box.setPlainText("Our own words.")
    page._say_typed()
    rest()
    (typing,) = [one for one in minutes.view(meeting).sections if one.typing is not None]
    assert typing.typing == "Our own words."
    page.open_section("close")
    rest()
    sittingnotes.add_action(meeting, "Book a room")
    page.choice_wanted.emit(False, True)
    rest()
    page.open_section("actions")
    assert page._box.toPlainText() == "Our own words."
    assert "Book a room" in page._new.toPlainText()
    assert page._changed.isVisible()
    press(page, "Keep what is written")
    rest()
    assert not page._changed.isVisible()
    press(page, "Back to the draft")
    rest()
    assert "Book a room" in page._box.toPlainText()


def test_minutes_are_approved_in_a_dialog_and_then_stand(
    controller: MinutesController, meeting: OpenMeeting, window: Window, rest: Rest
) -> None:
    sitting.begin(meeting)
    sitting.end(meeting)
    controller.begin(meeting)
    rest()
    page = shown(window, MinutesScreen)
    press(page, "Approve the minutes…")
    dialog = page.findChild(ApproveDialog)
    assert question(dialog, "Name of the person who signs").text == "Amara Osei"
    press(dialog, "Approve and sign")
    assert question(dialog, "Day").problem == "Give a day."
    question(dialog, "Day").put("1/12/2026")
    press(dialog, "Approve and sign")
    rest()
    assert page._box.isReadOnly()
    assert "Approved on Tue 1 Dec 2026" in page._status.text()
    approved = minutes.view(meeting).approved
    assert approved is not None
    assert approved.by == "Amara Osei"


def test_minutes_are_saved_for_those_who_are_ticked(
    controller: MinutesController,
    meeting: OpenMeeting,
    window: Window,
    rest: Rest,
    chooser: Any,
    tmp_path: Path,
) -> None:
    sitting.begin(meeting)
    sitting.end(meeting)
    minutes.approve(meeting, Approval("2026-12-01", "Amara Osei", "Chair"))
    controller.begin(meeting)
    rest()
    page = shown(window, MinutesScreen)
    press(page, "Save for circulation…")
    chooser.save = tmp_path / "MTG-2026-001 minutes.pdf"
    press(page.findChild(CirculateDialog), "Choose where…")
    rest()
    assert chooser.offered == ["MTG-2026-001 minutes.pdf"]
    assert [one.to for one in circulated(meeting, "minutes")] == ["Amara Osei", "Lewis Grant"]
    with pikepdf.open(chooser.save, password=meeting.handle.reference.full) as pdf:
        assert len(pdf.pages) >= 1
    assert "the meeting's full reference" in page.status.text()


def test_whoever_stepped_out_is_not_ticked_with_the_rest(qtbot: QtBot) -> None:
    people = (("Amara Osei", "Chair", ""), ("Helen Marsh", "Member", "item 1 (SCR-2026-001)"))
    dialog = CirculateDialog(people)
    qtbot.addWidget(dialog)
    given: list[tuple[str, ...]] = []
    dialog.given.connect(lambda names, _kind, _passphrase: given.append(names))
    dialog.pressed()
    assert given == [("Amara Osei",)]
    ticks = dict(dialog._ticks)
    ticks["Helen Marsh"].put(True)
    dialog.pressed()
    assert len(given) == 1
    assert "They do not get the same" in dialog._others.problem
    ticks["Amara Osei"].put(False)
    dialog.pressed()
    assert given[1:] == [("Helen Marsh",)]
