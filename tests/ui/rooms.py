"""Meeting mode driven by its keys: a real office, its worker, a window, and nothing clicked."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QTextEdit, QWidget

from mktdesk.casework.meetingrecords import AgendaItem
from mktdesk.desk import agenda, cases, meetingbooks
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.itemsheet import Sheet
from mktdesk.desk.session import Session
from mktdesk.forms.values import Value
from tests.desk.sittings import meeting_of, ready_for_the_panel
from tests.journeys.walking import Walker
from ui.asking import Asking
from ui.controllers.roomjobs import RoomState
from ui.meetingrooms import MeetingRooms
from ui.page import Screen
from ui.pages.meeting import MeetingPage
from ui.pages.room import RoomPage
from ui.window import Window
from ui.worker import Worker

Key = Qt.Key
S = TypeVar("S", bound=Screen)
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Driver:
    """Somebody at the keyboard. pressed: how many keys so far; a word typed counts as one."""

    window: Window
    rooms: MeetingRooms
    rest: Callable[[], None]
    meeting: str
    cases: tuple[str, ...]
    failures: list[object] = field(default_factory=list)
    pressed: int = 0

    # keys

    def key(self, key: Qt.Key | str, with_: Qt.KeyboardModifier | None = None) -> None:
        """One key, to whatever has the keyboard; then wait until all of it is done."""
        self.tap(key, with_)
        self.settle()

    def settle(self) -> None:
        """Wait until all is done, and the window that is in front has the keyboard."""
        self.rest()
        if QApplication.focusWidget() is None:  # the test's platform has no window manager
            front = QApplication.activeModalWidget() or self.window
            front.activateWindow()
            QTest.qWaitForWindowActive(front)

    def tap(self, key: Qt.Key | str, with_: Qt.KeyboardModifier | None = None) -> None:
        """One key, and no waiting."""
        self.pressed += 1
        at = QApplication.focusWidget()
        assert at is not None, "nothing has the keyboard"
        if isinstance(key, str):
            QTest.keyClick(at, key, with_ or Qt.KeyboardModifier.NoModifier)  # type: ignore[call-overload]
        else:
            QTest.keyClick(at, key, with_ or Qt.KeyboardModifier.NoModifier)

    def keys(self, *keys: Qt.Key | str) -> None:
        """One after another, each done before the next."""
        for one in keys:
            self.key(one)

    def type(self, words: str) -> None:
        """Words where the keyboard is."""
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClicks(at, words)
        self.pressed += 1
        QApplication.processEvents()

    def tab_to(self, words: str) -> QPushButton:
        """Tab until a button that begins so has the keyboard."""
        for _ in range(120):
            at = QApplication.focusWidget()
            if isinstance(at, QPushButton) and at.text().startswith(words):
                return at
            assert at is not None
            QTest.keyClick(at, Key.Key_Tab)
            QApplication.processEvents()
        raise AssertionError(f"Tab does not come to “{words}”: {said(self.window)}")

    def press(self, words: str) -> None:
        """A button, by Tab and the space bar."""
        self.tab_to(words)
        self.key(Key.Key_Space)

    # what is there

    @property
    def room(self) -> RoomPage:
        shown = self.window.screen_shown
        assert isinstance(shown, RoomPage), shown
        return shown

    @property
    def page(self) -> MeetingPage:
        shown = self.window.screen_shown
        assert isinstance(shown, MeetingPage), shown
        return shown

    @property
    def inner(self) -> Screen | None:
        return self.room.inner

    def at(self, kind: builtins.type[S]) -> S:
        """The page in the table's place, which is of this kind."""
        shown = self.room.inner
        assert isinstance(shown, kind), shown
        return shown

    @property
    def at_the_table(self) -> bool:
        """No page is in the table's place."""
        return self.room.inner is None

    @property
    def state(self) -> RoomState:
        state = self.rooms._room._state
        assert state is not None
        return state

    @property
    def sheet(self) -> Sheet:
        assert self.state.sheet is not None
        return self.state.sheet

    @property
    def item(self) -> AgendaItem:
        assert self.state.item is not None
        return self.state.item

    def dialog(self) -> Asking:
        (found,) = [one for one in self.window.findChildren(Asking) if one.isVisible()]
        return found

    def rows(self) -> list[str]:
        """What the list says of each member."""
        model = self.room.pane.table.list_model
        last = model.columnCount() - 1
        return [model.index(row, last).data() for row in range(model.rowCount())]

    # ways

    def begin(self) -> None:
        """Open the meeting's page and begin; everybody is here."""
        self.rooms.open(self.meeting)
        self.settle()
        self.press("Begin the meeting")
        self.everybody()

    def begin_page(self) -> None:
        """Open the meeting's page and begin, and no more."""
        self.rooms.open(self.meeting)
        self.settle()
        self.press("Begin the meeting")

    def everybody(self) -> None:
        self.keys(Key.Key_F5, "*", Key.Key_Escape)

    @property
    def case(self) -> OpenCase:
        """The case on the table."""
        assert self.state.case is not None
        return self.state.case

    def fill(self, part: str, **answers: Value) -> None:
        """Answers of a part that are no matter of this test, as its pages would record them."""
        Walker(self.case, date(2026, 11, 21)).fill(part, **answers)

    def sign(self, name: str = "") -> None:
        """Read it back and sign it; the name is there where somebody is in the chair."""
        self.key(Key.Key_F8)
        if name:
            at = QApplication.focusWidget()
            assert at is not None
            QTest.keyClick(at, Key.Key_A, CTRL)
            self.type(name)
        self.press("Sign ")


def said(inside: QWidget) -> str:
    """Every word that can be read."""
    labels = [one.text() for one in inside.findChildren(QLabel) if one.isVisible()]
    texts = [one.toPlainText() for one in inside.findChildren(QTextEdit) if one.isVisible()]
    boxes = [one.toPlainText() for one in inside.findChildren(QPlainTextEdit) if one.isVisible()]
    return "\n".join((*labels, *texts, *boxes))


def driver_of(
    session: Session,
    worker: Worker,
    window: Window,
    rest: Callable[[], None],
    files: object,
    *,
    count: int = 2,
    others: Sequence[str] = (),
    quorum: int = 4,
    day: str = "21 November 2026 10:00",
) -> Driver:
    """A meeting with its cases, closed; others: items that are no case, after them."""
    publics = []
    for _ in range(count):
        case = cases.start_referral(session)
        ready_for_the_panel(case)
        publics.append(case.public)
        cases.close_case(case)
    meeting = meeting_of(session, day=day, quorum=quorum)
    agenda.add_cases(meeting, [agenda.Wanted(one) for one in publics])
    for words in others:
        agenda.add_item(meeting, words)
    meetingbooks.close_meeting(meeting)
    rooms = MeetingRooms(worker, session, window, files, window)  # type: ignore[arg-type]
    rooms.set_marking("RESTRICTED")
    made = Driver(window, rooms, rest, meeting.public, tuple(publics))

    def show(screen: Screen) -> None:
        window.show_screen(screen)
        rooms.close_unless(screen)

    rooms.show_screen.connect(show)
    rooms.failed.connect(made.failures.append)
    return made
