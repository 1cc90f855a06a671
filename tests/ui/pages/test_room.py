"""Meeting mode by its keys alone, over a real office: decisions, items, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from mktdesk.casework.deciding import SeatState
from mktdesk.casework.meetingrecords import Attendee, ItemState
from mktdesk.desk import agenda, attendance, casekeys, cases, meetingbooks
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.forms.values import Value, YesNo
from mktdesk.office import KdfCost, Machine
from tests.desk.sittings import meeting_of
from tests.ui.pages.conftest import Chooser, Ticking
from tests.ui.rooms import CTRL, Driver, Key, driver_of, said
from ui.dialogs.keys import KeyDialog
from ui.dialogs.room import WithdrawDialog
from ui.pages.form_page import FormPage
from ui.pages.meeting import MeetingPage
from ui.pages.roomafter import RoomAfterPage
from ui.pages.roomfacts import RoomFactsPage
from ui.pages.roomnote import NotePage
from ui.pages.roompeople import PeoplePage
from ui.pages.roomsign import RoomSignPage
from ui.projector import Projector
from ui.window import Window
from ui.worker import Worker

Make = Callable[..., Driver]
WHY = "Limbs met"
PASSPHRASE = "six-larches-by-the-canal"


@pytest.fixture
def make(
    session: Session, worker: Worker, window: Window, rest: Callable[[], None], chooser: Chooser
) -> Iterator[Make]:
    made: list[Driver] = []

    def driver(**wish: object) -> Driver:
        window.resize(1366, 768)
        made.append(driver_of(session, worker, window, rest, chooser, **wish))  # type: ignore[arg-type]
        return made[-1]

    yield driver
    for one in made:
        one.rooms.close_unless(None)
    rest()
    assert all(not one.failures for one in made)


def decide_all(room: Driver) -> None:
    """Everybody for a, for one reason."""
    room.key("a")
    room.key(Key.Key_Return)
    room.type(WHY)
    room.key(Key.Key_Return)
    while room.sheet.seats.to_decide:
        room.key("=")


@pytest.mark.rule("R201")
def test_each_member_decides_by_a_key_and_it_is_in_the_case(make: Make, spoken: list[str]) -> None:
    room = make()
    room.begin()
    assert room.item.public == room.cases[0]
    decide_all(room)
    assert room.rows() == [f"a: {WHY}"] * 8
    assert room.sheet.tally.words == "Unanimous, 8: a"
    assert "Amara Osei: a" in spoken
    room.key("4")
    room.key("-")
    assert room.rows()[3] == "Abstained"
    assert room.sheet.seats.seats[3].state is SeatState.ABSTAINED
    room.key(Key.Key_Backspace)
    assert room.rows()[3] == "To decide"
    assert spoken[-1] == "Helen Marsh: To decide"


def test_keys_typed_while_the_worker_is_busy_are_all_kept(make: Make) -> None:
    room = make()
    room.begin()
    room.tap("a")
    room.tap(Key.Key_Return)
    room.type(WHY)
    room.tap(Key.Key_Return)
    for _ in range(6):
        room.tap("=")
    room.tap("b")
    room.tap("d")
    assert room.rows()[:7] == [f"a: {WHY}"] * 7
    room.settle()
    assert room.rows()[:7] == [f"a: {WHY}"] * 7
    assert [one.options for one in room.sheet.seats.seats] == [("a",)] * 7 + [("b", "d")]


def test_a_key_that_is_held_down_is_pressed_once(make: Make) -> None:
    room = make(count=3)
    room.begin()
    for key, text, inside in (
        (Key.Key_A, "a", room.room.pane.table),
        (Key.Key_F11, "", room.room.pane.table),
    ):
        QTest.keyPress(inside, key)
        for _ in range(5):
            QApplication.sendEvent(inside, _again(key, text))
        room.settle()
    assert room.item.public == room.cases[1]
    room.key(Key.Key_F10)
    assert room.sheet.seats.seats[0].options == ("a",)


def _again(key: Qt.Key, text: str) -> QKeyEvent:
    """As the keyboard sends it while a key is held down."""
    plain = Qt.KeyboardModifier.NoModifier
    return QKeyEvent(QKeyEvent.Type.KeyPress, key, plain, text, autorep=True)


def test_another_item_is_fetched_once_and_takes_no_key_meant_for_the_one_before(
    make: Make,
) -> None:
    room = make(count=3)
    room.begin()
    room.tap(Key.Key_F11)
    room.tap(Key.Key_F11)
    room.tap("a")
    room.settle()
    assert room.item.public == room.cases[1]
    room.key(Key.Key_F10)
    assert room.item.public == room.cases[0]
    assert all(one.state is SeatState.TO_DECIDE for one in room.sheet.seats.seats)


def test_a_note_that_is_half_typed_is_kept_with_its_own_item(make: Make) -> None:
    room = make()
    room.begin()
    first = room.item.id
    room.key(Key.Key_F2)
    room.at(NotePage)
    room.type("They spoke of the school")
    room.key(Key.Key_F11)
    assert room.item.public == room.cases[1]
    assert dict(room.state.table.notes) == {first: "They spoke of the school"}


def test_a_reason_that_is_half_typed_stays_with_its_member(make: Make) -> None:
    room = make()
    room.begin()
    room.key("a")
    room.key("/")
    room.type("Half a reas")
    room.key(Key.Key_Escape)
    assert room.sheet.seats.seats[0].reason == "Half a reas"
    room.key("2")
    room.key("/")  # nobody gives a reason for no decision
    assert QApplication.focusWidget() is room.room.pane.table
    room.keys("b", "/")
    room.type("Other")
    room.key(Key.Key_F11)
    room.key(Key.Key_F10)
    assert [one.reason for one in room.sheet.seats.seats[:3]] == ["Half a reas", "Other", ""]


def test_what_was_recorded_last_is_taken_back(make: Make) -> None:
    room = make()
    room.begin()
    room.keys("a", "2", "b")
    room.key(Key.Key_Z, CTRL)
    assert room.rows()[:2] == ["a", "To decide"]
    room.key(Key.Key_F3)
    room.type("Write to housing")
    room.key(Key.Key_Tab)
    room.type("Ruth Calder")
    room.press("Add the action point")
    assert [one.text for one in room.state.table.actions] == ["Write to housing"]
    room.key(Key.Key_Z, CTRL)
    assert not room.state.table.actions
    room.key(Key.Key_Z, CTRL)
    assert room.rows()[0] == "To decide"
    room.key(Key.Key_Z, CTRL)
    assert "nothing to take back since the meeting began" in said(room.room)
    assert room.sheet.part.id == "section2"


@pytest.mark.rule("R202")
def test_an_interest_is_declared_and_withdrawn_again(make: Make) -> None:
    room = make()
    room.begin()
    room.keys("4", "b", Key.Key_F4)
    room.type("Was the child's teacher")
    room.press("Record the interest")
    assert room.rows()[3] == "Stepped out"
    room.key("a")
    assert room.rows()[3] == "Stepped out"
    assert "7 of 8" in said(room.room)
    room.key(Key.Key_F4)
    assert isinstance(room.dialog(), WithdrawDialog)
    assert "Was the child's teacher" in said(room.dialog())
    room.press("Withdraw the interest")
    assert room.rows()[3] == "To decide"
    room.key("a")
    assert room.rows()[3] == "a"


def test_a_break_stops_the_clock_and_every_key_that_decides(make: Make) -> None:
    room = make()
    room.begin()
    room.key(Key.Key_B, CTRL)
    assert room.state.table.paused
    assert room.room._time.text() == "Break"
    room.key("a")
    assert room.rows()[0] == "To decide"
    room.key(Key.Key_B, CTRL)
    assert room.room._time.text() == "20 minutes left"
    room.key("a")
    assert room.rows()[0] == "a"


def test_an_item_that_is_no_case_has_its_outcome_in_words(make: Make) -> None:
    room = make(count=1, others=("The risk register", "Any other business"))
    room.begin()
    room.key(Key.Key_F11)
    assert room.item.title == "The risk register"
    room.key("a")
    room.key(Key.Key_F7)
    assert room.at_the_table
    room.key(Key.Key_F8)
    room.press("Record the outcome")
    assert "Say in a few words what it is." in said(room.dialog())
    room.dialog()._what.take_focus()  # type: ignore[attr-defined]
    room.type("Accepted as it stands")
    room.press("Record the outcome")
    done = room.state.table.items[1]
    assert (done.state, done.outcome) == (ItemState.DONE.value, "Accepted as it stands")
    assert room.item.public == room.cases[0]  # the first that waits


def test_ending_says_what_is_left_and_comes_back_to_the_meetings_page(make: Make) -> None:
    room = make(count=2)
    room.begin()
    room.key(Key.Key_E, CTRL)
    words = said(room.dialog())
    assert f"{room.cases[0]} is still being taken; it is left as not taken." in words
    assert f"Not taken: {room.cases[1]}." in words
    room.press("End the meeting")
    assert room.page._shown.over
    assert {one.item.state for one in room.page._shown.lines} == {ItemState.NOT_TAKEN.value}


def test_a_meeting_of_another_day_is_begun_after_one_question(make: Make) -> None:
    room = make(day="12 January 2027 10:00")
    room.rooms.open(room.meeting)
    room.settle()
    room.press("Begin the meeting")
    assert "for Tue 12 Jan 2027, and today is Sat 21 Nov 2026" in said(room.dialog())
    room.press("Begin the meeting today")
    assert room.item.public == room.cases[0]
    room.key(Key.Key_W, CTRL)
    assert isinstance(room.window.screen_shown, MeetingPage)
    room.press("Go on with the meeting")
    assert room.item.public == room.cases[0]


def test_a_restricted_case_wants_its_full_reference(make: Make, session: Session) -> None:
    room = make(count=1)
    case = cases.open_case(session, room.cases[0])
    full = case.handle.reference.full
    casekeys.restrict(case, [session.vault.staff.id], "a relative works here")
    cases.close_case(case)
    room.begin_page()
    (dialog,) = room.window.findChildren(KeyDialog)
    dialog.reject()
    room.settle()
    assert room.rows() == []
    assert "reference" in said(room.room)
    room.key(Key.Key_F8)
    (dialog,) = [one for one in room.window.findChildren(KeyDialog) if one.isVisible()]
    dialog.fill(full.lower())
    room.press("Open the case")
    assert len(room.rows()) == 8
    room.everybody()
    room.key("a")
    assert room.rows()[0] == "a"


def test_a_case_that_somebody_else_has_is_only_read(
    make: Make, session: Session, tmp_path: Path
) -> None:
    room = make(count=1)
    elsewhere = Desk(
        Machine("the other computer", tmp_path / "elsewhere", NoSecrets(), Ticking()),
        KdfCost.floor(),
    ).unlock(tmp_path / "vault", session.vault.staff.id, PASSPHRASE)
    held = cases.open_case(elsewhere, room.cases[0])
    try:
        room.begin()
        assert "has this case open: it can only be read here" in said(room.room)
        room.key("a")
        assert room.rows()[0] == "To decide"
    finally:
        cases.close_case(held)
        elsewhere.close()


@pytest.mark.rule("R378")
def test_more_is_wanted_it_is_signed_and_decided_again(make: Make, session: Session) -> None:
    room = make(count=1)
    room.begin()
    room.keys("h", Key.Key_Return)
    room.type("The chronology is not there")
    room.key(Key.Key_Return)
    room.keys(*"=======")
    room.key(Key.Key_F12)
    room.type("The school's chronology, from Education")
    room.press("Record what is wanted")
    assert "Give a day" in said(room.dialog())
    room.type("12/1/2027")
    room.press("Record what is wanted")
    fill_the_rest(room)
    room.sign()
    room.at(RoomAfterPage)
    assert "It comes back on Tue 12 Jan 2027" in said(room.room)
    assert room.item.state == ItemState.RELISTED.value
    room.key(Key.Key_E, CTRL)
    room.press("End the meeting")
    later = meeting_of(session, day="12 January 2027 10:00")
    agenda.add_cases(later, (agenda.Wanted(room.cases[0]),))
    meetingbooks.close_meeting(later)
    room.meeting = later.public
    room.begin_page()
    room.press("Begin the meeting today")
    room.everybody()
    assert room.rows() == ["To decide"] * 8
    room.key("a")
    assert room.rows()[0] == "a"
    assert room.sheet.signed is None


def test_what_was_decided_in_one_case_is_not_repeated_in_the_next(make: Make) -> None:
    room = make()
    room.begin()
    decide_all(room)
    room.keys(Key.Key_F11, "=")
    assert room.rows() == ["To decide"] * 8
    room.key("a")
    assert room.rows()[0] == "a"


def test_the_case_is_read_in_full(make: Make) -> None:
    room = make(count=1)
    room.begin()
    room.key(Key.Key_F1)
    room.at(RoomFactsPage)
    assert "Something for why the case is being referred" in said(room.room)
    room.key(Key.Key_Escape)
    assert room.at_the_table


def test_somebody_is_taken_off_while_they_are_chosen(make: Make) -> None:
    room = make(count=1)
    room.rooms.open(room.meeting)
    room.settle()
    room.press("Begin the meeting")
    room.keys("8", Key.Key_F5)
    room.at(PeoplePage)
    room.keys(*[Key.Key_Down] * 7, Key.Key_Delete)
    assert len(room.state.table.attendees) == 7
    room.keys("*", Key.Key_Escape)
    names = {one.id: one.name for one in room.state.table.attendees}
    assert names[room.room.pane.chosen_member] == "Amara Osei"
    room.key("a")
    assert room.rows() == ["a"] + ["To decide"] * 6


def test_many_members_with_long_and_equal_names(make: Make, session: Session) -> None:
    room = make(count=1)
    meeting = meetingbooks.open_meeting(session, room.meeting)
    for name in ("Ruth Calder", "N" * 300, "Q W" * 100, "One", "Two", "Three"):
        attendance.add_attendee(meeting, Attendee("", name=name))
    meetingbooks.close_meeting(meeting)
    room.begin()
    assert len(room.rows()) == 14
    room.keys("6", "a", "9", "b", "0", "d")
    for _ in range(4):
        room.key(Key.Key_Down)
    room.key("e")
    given = [one.options for one in room.sheet.seats.seats]
    assert (given[5], given[8], given[9], given[13]) == (("a",), ("b",), ("d",), ("e",))
    assert room.sheet.seats.seats[5].row != room.sheet.seats.seats[8].row
    table = room.room.pane.table
    assert table.width() <= room.window.width()
    assert table.horizontalScrollBar().maximum() == 0


def test_the_clock_goes_on_past_midnight(make: Make, session: Session) -> None:
    room = make(count=1)
    room.begin()
    session.clock._now += timedelta(hours=15, minutes=10)  # type: ignore[attr-defined]
    room.room._tick()
    assert "over by" in room.room._time.text()
    room.keys("a", Key.Key_Return)
    assert room.rows()[0] == "a"
    room.key(Key.Key_W, CTRL)
    assert room.page._shown.held


def test_the_chair_signs_once_and_whoever_decides_next_decides_at_the_table(make: Make) -> None:
    room = make(count=1)
    room.begin()
    decide_all(room)
    room.key(Key.Key_F7)
    room.at(FormPage)
    fill_the_rest(room, options=("a",), recommended="recommended")
    room.tap(Key.Key_F8)
    room.tap(Key.Key_F8)
    room.settle()
    shown = room.inner
    assert isinstance(shown, RoomSignPage)
    room.key(Key.Key_F8)
    assert room.inner is shown
    room.tab_to("Sign ")
    room.tap(Key.Key_Space)
    room.tap(Key.Key_Space)
    room.settle()
    assert len(room.case.signoffs()) == 2  # the referral's, and this
    room.at(RoomAfterPage)
    assert room.item.state == ItemState.DONE.value
    room.press("Independent Chair decides now")
    room.at(FormPage)
    room.fill("section3", chair_view="agree", chair_because=WHY)
    room.key(Key.Key_F8)
    room.press("Independent Chair decides now")
    room.press("Check answers")
    room.at(RoomSignPage)
    room.type("Marian Oyelaran")
    room.press("Sign ")
    assert "signed by Marian Oyelaran" in said(room.room)
    assert "Started by itself" in said(room.room)
    room.key(Key.Key_Escape)
    room.key("b")
    assert room.rows()[0] == f"a: {WHY}"


def fill_the_rest(room: Driver, **answers: Value) -> None:
    """What the form wants of the panel's own part besides the members' decisions."""
    room.fill(room.sheet.part.id, legal_advice=YesNo("no"), **answers)


def test_a_panel_of_eight_with_nine_options_is_seen_whole(make: Make) -> None:
    room = make(count=1)
    room.begin()
    assert (room.window.width(), room.window.height()) == (1366, 768)
    assert len(room.state.sheet.seats.options if room.state.sheet else ()) == 9
    assert room.room._table.verticalScrollBar().maximum() == 0
    assert room.room.pane.table.verticalScrollBar().maximum() == 0


def test_a_dialog_stays_while_what_was_pressed_before_it_is_kept(make: Make) -> None:
    room = make(count=1)
    room.begin()
    room.tap("a")
    room.tap(Key.Key_F3)
    room.settle()
    assert room.rows()[0] == "a"
    assert room.dialog().isVisible()
    room.type("Write to housing")
    room.key(Key.Key_Tab)
    room.type("Ruth Calder")
    room.press("Add the action point")
    assert [one.owner for one in room.state.table.actions] == ["Ruth Calder"]


def test_what_the_room_sees_is_chosen_and_nothing_in_a_break(make: Make) -> None:
    room = make(count=1)
    room.begin()
    room.keys("a", Key.Key_F9, Key.Key_Space)
    room.press("Open the room's window")
    (projected,) = room.window.findChildren(Projector)
    assert projected.isVisible()
    assert "Facts in brief" in projected.words
    assert WHY not in projected.words
    assert "Amara Osei" not in projected.words
    room.window.activateWindow()
    room.room.focus_first()
    room.key(Key.Key_B, CTRL)
    assert projected.words == ""
    room.key(Key.Key_B, CTRL)
    assert "Facts in brief" in projected.words
    room.key(Key.Key_W, CTRL)
    assert not room.window.findChildren(Projector) or not projected.isVisible()


def test_another_chairs_view_is_written_beside_the_decision(make: Make) -> None:
    room = make(count=1)
    room.begin()
    decide_all(room)
    fill_the_rest(room, options=("a",), recommended="recommended")
    room.sign()
    assert "Independent Chair decides now" in {
        one.text() for one in room.at(RoomAfterPage).findChildren(QPushButton)
    }
    room.press("Section 4: Peer challenge…")
    room.at(FormPage)
    room.keys(Key.Key_Escape, Key.Key_F8)
    room.at(RoomAfterPage)


def test_an_item_that_is_done_is_looked_at_again_and_is_not_left_by_the_end(make: Make) -> None:
    room = make(count=2)
    room.begin()
    decide_all(room)
    fill_the_rest(room, options=("a",), recommended="recommended")
    room.sign()
    room.keys(Key.Key_F11, Key.Key_F10)
    assert room.item.public == room.cases[0]
    room.key("b")
    assert room.rows()[0] == f"a: {WHY}"
    room.key(Key.Key_E, CTRL)
    assert "still being taken" not in said(room.dialog())
    assert f"Not taken: {room.cases[1]}." in said(room.dialog())
    room.press("End the meeting")
    states = [one.item.state for one in room.page._shown.lines]
    assert states == [ItemState.DONE.value, ItemState.NOT_TAKEN.value]


def test_leases_are_renewed_while_the_meeting_goes_on(make: Make, session: Session) -> None:
    room = make(count=1)
    room.begin()
    session.clock._now += timedelta(hours=2)  # type: ignore[attr-defined]
    room.rooms._room._settling._renew.timeout.emit()
    room.rest()
    room.key("a")
    assert room.rows()[0] == "a"
    assert room.room.notice.isHidden()
