"""Meeting mode after a lock, and after the program was killed: the same item, nothing lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from mktdesk.desk import agenda, attendance, cases, meetingbooks, sitting
from mktdesk.desk.session import Session
from tests.desk.sittings import meeting_of, ready_for_the_panel
from tests.offices import office_of
from ui.app import App
from ui.outside import read_wish
from ui.pages.room import RoomPage
from ui.pages.roomnote import NotePage
from ui.pages.unlock import UnlockPage
from ui.projector import Projector

PASSPHRASE = "six larches by the canal"
Rest = Callable[[App], None]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def meeting(program, vault: Path) -> str:
    """A meeting that is held, with two cases; everybody is there."""
    session: Session
    session, _ = office_of(program.desk, vault, PASSPHRASE)
    publics = []
    for _ in range(2):
        case = cases.start_referral(session)
        ready_for_the_panel(case)
        publics.append(case.public)
        cases.close_case(case)
    made = meeting_of(session)
    items = agenda.add_cases(made, [agenda.Wanted(one) for one in publics])
    sitting.begin(made)
    attendance.everybody_came(made)
    sitting.take(made, items[1])
    public = made.public
    meetingbooks.close_meeting(made)
    session.close()
    return public


@pytest.fixture
def rest(qtbot) -> Rest:
    def wait(app: App) -> None:
        qtbot.waitUntil(lambda: app._painted, timeout=30_000)
        qtbot.wait(30)
        qtbot.waitUntil(lambda: not app.worker.busy, timeout=30_000)
        qtbot.wait(10)

    return wait


def unlocked(app: App, rest: Rest) -> None:
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, UnlockPage)
    page.unlock_asked.emit(page._people[0][0], PASSPHRASE)
    rest(app)


def in_room(app: App, rest: Rest, meeting: str) -> RoomPage:
    assert app.unlocked is not None
    app.unlocked._rooms.go_back(meeting, in_room=True)
    rest(app)
    return room_of(app)


def room_of(app: App) -> RoomPage:
    shown = app.window.screen_shown
    assert isinstance(shown, RoomPage), shown
    return shown


def decisions(app: App) -> list[tuple[str, ...]]:
    assert app.unlocked is not None
    state = app.unlocked._rooms._room._state
    assert state is not None
    assert state.sheet is not None
    return [one.options for one in state.sheet.seats.seats]


def press(key: Qt.Key) -> None:
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClick(at, key)


def end(app: App, rest: Rest) -> None:
    assert app.unlocked is not None
    app.unlocked.leave()
    rest(app)


def test_after_a_lock_the_meeting_goes_on_at_the_same_item(
    program, vault: Path, meeting: str, rest: Rest, qtbot
) -> None:
    app = program.start(vault=vault)
    unlocked(app, rest)
    room = in_room(app, rest, meeting)
    title = room.title
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_F9)
    rest(app)
    for _ in range(20):
        at = QApplication.focusWidget()
        assert at is not None
        if isinstance(at, QPushButton) and at.text().startswith("Open the room's window"):
            break
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    rest(app)
    (projected,) = app.window.findChildren(Projector)
    assert projected.isVisible()
    app.window.activateWindow()
    room.setFocus()
    qtbot.wait(30)
    room.note_wanted.emit()
    rest(app)
    note = room.inner
    assert isinstance(note, NotePage)
    QTest.keyClicks(note._box, "They spoke of housing")
    app.lock()
    qtbot.waitUntil(lambda: app in program.ended, timeout=30_000)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, Projector)]
    wish = read_wish(program.restarts[-1])
    again = program.start(vault=wish.vault, back=wish.back)
    unlocked(again, rest)
    assert room_of(again).title == title
    assert decisions(again)[:2] == [("a",), ()]
    state = again.unlocked._rooms._room._state
    assert list(state.table.notes.values()) == ["They spoke of housing"]
    end(again, rest)


def test_words_in_a_dialog_are_notes_of_the_item_after_a_lock(
    program, vault: Path, meeting: str, rest: Rest, qtbot
) -> None:
    app = program.start(vault=vault)
    unlocked(app, rest)
    in_room(app, rest, meeting)
    press(Qt.Key.Key_F3)
    rest(app)
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClicks(at, "Ask housing for its records")
    app.lock()
    qtbot.waitUntil(lambda: app in program.ended, timeout=30_000)
    wish = read_wish(program.restarts[-1])
    again = program.start(vault=wish.vault, back=wish.back)
    unlocked(again, rest)
    state = again.unlocked._rooms._room._state
    assert list(state.table.notes.values()) == ["Ask housing for its records"]
    end(again, rest)


def test_a_program_that_is_killed_in_a_meeting_opens_at_the_same_item(
    program, vault: Path, meeting: str, rest: Rest
) -> None:
    machine = program.desk.machine
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.roomkilled", str(vault), machine.name,
         str(machine.state), PASSPHRASE, meeting],
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert started.stdout is not None
    title = started.stdout.readline().strip()
    started.send_signal(signal.SIGKILL)
    started.wait(30)
    started.stdout.close()
    app = program.start(vault=vault)
    unlocked(app, rest)
    room = in_room(app, rest, meeting)
    assert room.title == title
    assert decisions(app) == [("a",), ("a",), ("b",)] + [()] * 5
    end(app, rest)
