"""In the whole program: a case goes to a meeting, comes back, and what differs is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mktdesk.book import RowChange
from mktdesk.casework.meetingrecords import Attendee
from mktdesk.desk import cases, meetingbooks, travel, travelling
from mktdesk.desk.meetingbooks import OwnMeeting
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.work import Silent
from mktdesk.office import Machine
from tests.desk.travels import DAY, answer, edit, full, read
from ui.app import App
from ui.dialogs.keys import KeyDialog
from ui.dialogs.travel import TakeDialog
from ui.pages.case import CasePage
from ui.pages.conflicts import ConflictsPage
from ui.pages.due import DuePage
from ui.pages.meeting import MeetingPage
from ui.pages.openpack import OpenPackPage
from ui.pages.start import StartPage
from ui.pages.taking import TakingPage
from ui.pages.travel import TravelPage
from ui.spots import CONFLICTS, TAKE, Spot

Rest = Callable[[App], None]
Page = TypeVar("Page", bound=QWidget)


@dataclass
class Stick:
    """Files are saved to it and read from it without asking."""

    path: Path

    def to_save(self, _over: QWidget, _title: str, _name: str, _kinds: object, chosen) -> None:
        chosen(self.path)

    def to_read(self, _over: QWidget, _title: str, _kinds: object, chosen, **_many: bool) -> None:
        chosen((self.path,))


@pytest.fixture
def public(session: Session) -> Iterator[str]:
    case = cases.start_referral(session)
    answer(case, referrer_name="Joanne Pell")
    cases.close_case(case)
    yield case.public
    session.close()


@pytest.fixture
def laptop(program, tmp_path: Path) -> Desk:
    machine: Machine = replace(program.desk.machine, name="laptop", state=tmp_path / "laptop")
    desk: Desk = program.desk
    return replace(desk, machine=machine)


def shown(app: App, kind: type[Page]) -> Page:
    page = app.window.screen_shown
    inner = page.inner if isinstance(page, CasePage) and kind is not CasePage else page
    assert isinstance(inner, kind), inner
    return inner


def press(inside: QWidget, words: str) -> None:
    (found,) = [b for b in inside.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    assert found.isEnabled()
    found.click()


def test_a_case_is_taken_brought_back_and_decided_by_one_key(
    qtbot, session: Session, public: str, unlock, rest: Rest, laptop: Desk, tmp_path: Path
) -> None:
    reference = full(session, public)
    session.close()
    out, back = tmp_path / "out.mktpack", tmp_path / "back.mktpack"
    app: App = unlock()
    assert app.unlocked is not None
    app.unlocked._case.open(public, Spot(TAKE))
    rest(app)
    controller = app.unlocked._insides._ways[TAKE]
    controller._files = Stick(out)  # type: ignore[attr-defined]
    press(shown(app, TakingPage), "Take to a meeting…")
    dialog = controller._asking()  # type: ignore[attr-defined]
    assert isinstance(dialog, TakeDialog)
    dialog._to.put("Saxon Court")
    press(dialog, "Save the pack…")
    rest(app)
    rest(app)
    assert out.exists()
    lines = [w.text() for w in shown(app, TakingPage).findChildren(QWidget) if hasattr(w, "text")]
    assert any(line.startswith("Taken to Saxon Court by") for line in lines)

    copy = travelling.open_pack(laptop, out, reference, tmp_path / "copy", "Ravi Osei", Silent())
    edit(copy, public, referrer_name="Joan Pell")
    travelling.take_back(copy, back, Silent(), laptop)
    copy.close()
    page = app.unlocked._case
    assert page._open is not None
    answer(page._open.case, referrer_name="J. Pell")
    app._go("travel")
    rest(app)
    place = app.unlocked._further["travel"]
    place._files = Stick(back)  # type: ignore[attr-defined]
    packs = shown(app, TravelPage)
    press(packs, "Bring back a pack…")
    rest(app)
    assert packs.status.text() == "1 of 1 came in"

    page.open(public, Spot(CONFLICTS))
    rest(app)
    conflicts = shown(app, ConflictsPage)
    assert len(conflicts._panels) == 2
    theirs = next(n for n, side in enumerate(conflicts._shown[0].sides) if side.who == "Ravi Osei")
    app.window.activateWindow()
    QTest.keyClick(conflicts._panels[0].keep, Qt.Key(Qt.Key.Key_1 + theirs))
    rest(app)
    rest(app)
    assert conflicts._panels == []
    assert read(app.unlocked._session, public)["referrer_name"] == "Joan Pell"


def present(session: Session, public: str, presence: str) -> None:
    meeting = meetingbooks.open_meeting(session, public)
    meeting.write("meeting", [RowChange(Attendee.KIND, "p1", {"presence": presence})])
    meetingbooks.close_meeting(meeting)


def test_a_meeting_is_taken_from_its_page_and_what_differs_is_decided_there(
    qtbot, session: Session, public: str, unlock, rest: Rest, laptop: Desk, tmp_path: Path
) -> None:
    (first, *_) = cases.toolkits()
    body = f"{first.id}/{first.bodies[0].id}"
    made = meetingbooks.start_meeting(session, OwnMeeting(body, DAY))
    made.write("meeting", [RowChange(Attendee.KIND, "p1", {"name": "N. Aziz"})])
    meetingbooks.close_meeting(made)
    reference = full(session, made.public)
    session.close()
    out, back = tmp_path / "out.mktpack", tmp_path / "back.mktpack"
    app: App = unlock()
    assert app.unlocked is not None
    rooms, place = app.unlocked._rooms, app.unlocked._further["travel"]
    place._files = Stick(out)  # type: ignore[attr-defined]
    rooms.open(made.public)
    rest(app)
    assert "to decide" not in words_of(shown(app, MeetingPage))
    press(shown(app, MeetingPage), "Take to this meeting…")
    qtbot.waitUntil(lambda: place._asking() is not None, timeout=30_000)  # type: ignore[attr-defined]
    dialog = place._asking()  # type: ignore[attr-defined]
    assert isinstance(dialog, TakeDialog)
    assert dialog._goer is not None
    assert dialog._goer.public == made.public
    press(dialog, "Save the pack…")
    qtbot.waitUntil(out.exists, timeout=30_000)
    rest(app)

    copy = travelling.open_pack(laptop, out, reference, tmp_path / "copy", "Ravi Osei", Silent())
    present(copy, made.public, "present")
    travelling.take_back(copy, back, Silent(), laptop)
    copy.close()
    present(app.unlocked._session, made.public, "apologies")
    place._files = Stick(back)  # type: ignore[attr-defined]
    packs = shown(app, TravelPage)
    press(packs, "Bring back a pack…")
    rest(app)
    assert "1 conflict to decide" in words_of(packs)

    rooms.open(made.public)
    rest(app)
    assert "1 conflict to decide" in words_of(shown(app, MeetingPage))
    press(shown(app, MeetingPage), "Decide…")
    rest(app)
    conflicts = shown(app, ConflictsPage)
    theirs = next(n for n, side in enumerate(conflicts._shown[0].sides) if side.who == "Ravi Osei")
    app.window.activateWindow()
    QTest.keyClick(conflicts._panels[0].keep, Qt.Key(Qt.Key.Key_1 + theirs))
    rest(app)
    assert conflicts._panels == []
    press(conflicts, "Back to the meeting")
    rest(app)
    page = shown(app, MeetingPage)
    assert "to decide" not in words_of(page)
    assert "1 here" in words_of(page)


def words_of(inside: QWidget) -> str:
    return "\n".join(one.text() for one in inside.findChildren(QLabel) if one.isVisible())


def test_a_pack_is_opened_from_the_start_and_its_copy_removed(
    qtbot, program, session: Session, public: str, rest: Rest, tmp_path: Path
) -> None:
    out, back = tmp_path / "out.mktpack", tmp_path / "back.mktpack"
    travel.take(session, travel.Choice(cases=(public,)), out, Silent(), cost=program.desk.cost)
    reference = full(session, public)
    office = str(session.vault.folder)
    session.close()
    app: App = program.start(vault=Path(office))
    rest(app)
    app._outside.preferences.keep(replace(app._outside.preferences.choices, vault=office))
    app._entrance.choose()
    start = shown(app, StartPage)
    app._entrance._files = lambda: cast("Any", Stick(out))
    press(start, "Open a travel pack")
    rest(app)
    opening = shown(app, OpenPackPage)
    opening.fill(reference, "Ravi Osei")
    opening.check()
    rest(app)
    rest(app)
    shown(app, DuePage)
    assert app.unlocked is not None
    folder = app.unlocked._session.vault.folder
    assert folder == program.desk.machine.state / "travelling" / public
    assert app._outside.preferences.choices.vault == office  # the office's own stays remembered
    app._go("travel")
    rest(app)
    place = app.unlocked._further["travel"]
    place._files = Stick(back)  # type: ignore[attr-defined]
    page = shown(app, TravelPage)
    press(page, "Take back…")
    rest(app)
    assert back.exists()
    press(page, "Remove this copy…")
    rest(app)
    dialog = place._asking()  # type: ignore[attr-defined]
    assert isinstance(dialog, KeyDialog)
    dialog.fill(public)
    press(dialog, "Destroy this copy")
    qtbot.waitUntil(lambda: not folder.exists(), timeout=30_000)
    qtbot.waitUntil(lambda: bool(program.restarts or app in program.ended), timeout=30_000)
