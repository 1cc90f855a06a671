"""The history page with its controller: finding, saving, erasing, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import shiboken6
from PySide6.QtWidgets import QPushButton, QWidget

from mktdesk.desk import filling, meetingbooks, meetings
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.meetings import Rhythm
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from ui.controllers.history import HistoryController
from ui.dialogs.erase import EraseDialog
from ui.dialogs.ownpassword import OwnPasswordDialog
from ui.meetingrooms import MeetingRooms
from ui.pages.history import HistoryScreen
from ui.pages.meeting import MeetingPage
from ui.window import Window
from ui.worker import Worker


@pytest.fixture
def history(worker: Worker, session: Session, chooser, window: Window) -> HistoryController:
    made = HistoryController(worker, session, chooser, window)
    made.show_screen.connect(window.show_screen)
    return made


def shown(window: Window) -> HistoryScreen:
    screen = window.screen_shown
    assert isinstance(screen, HistoryScreen)
    return screen


def press(inside: QWidget, words: str) -> None:
    found = [b for b in inside.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    assert len(found) == 1, [b.text() for b in inside.findChildren(QPushButton)]
    found[0].click()


def answer(case: OpenCase, *values: str) -> None:
    for value in values:
        filling.set_answer(case, Target("referral", "", "referrer_name"), value)


def test_looking_for_words_shows_those_lines_and_saving_keeps_to_them(
    case: OpenCase, history, window: Window, rest: Callable[[], None], chooser, tmp_path: Path
) -> None:
    answer(case, "Mara Voss", "Liz Pemberton")
    history.begin(case)
    rest()
    screen = shown(window)
    screen._text.setText("pemberton")
    screen.look()
    assert screen._table.list_model.rowCount() == 1
    chooser.save = tmp_path / "history.pdf"
    press(screen, "Save as PDF…")
    rest()
    assert chooser.offered == [f"{case.public} history.pdf"]
    with pikepdf.open(chooser.save, password=case.handle.reference.full) as pdf:
        assert len(pdf.pages) == 1
    screen._text.setText("")
    screen.look()
    assert "Saved or printed" in {line.did for line in screen._lines}


def test_dates_narrow_the_list_and_one_that_is_none_is_marked(
    case: OpenCase, history, window: Window, rest: Callable[[], None]
) -> None:
    answer(case, "Mara Voss")
    history.begin(case)
    rest()
    screen = shown(window)
    everything = len(screen._lines)
    screen._first.setText("22 November 2026")
    screen.look()
    assert screen._lines == ()
    screen._first.setText("Nov 2026")
    screen.look()
    assert len(screen._lines) == everything
    screen._first.setText("rubbish")
    screen.look()
    assert screen._first.accessibleDescription() == "Problem: not a date."
    assert len(screen._lines) == everything


def test_erasing_asks_why_and_shows_that_it_was_erased(
    case: OpenCase, history, window: Window, rest: Callable[[], None]
) -> None:
    answer(case, "Wrong Name", "Right Name")
    history.begin(case)
    rest()
    screen = shown(window)
    line = next(line for line in screen._lines if line.new == "Wrong Name")
    screen._table.select((*line.id, line.number))
    press(screen, "Erase…")
    (dialog,) = screen.findChildren(EraseDialog)
    press(dialog, "Erase for good")
    assert dialog.isVisible(), "a reason is needed"
    dialog._box.setPlainText("another family's name")
    told: list[bool] = []
    history.changed.connect(lambda: told.append(True))
    press(dialog, "Erase for good")
    rest()
    rest()
    assert told == [True]
    assert not any("Wrong Name" in line.old + line.new for line in screen._lines)
    erased = next(found for found in screen._lines if found.id == line.id)
    assert "another family's name" in erased.more
    assert not erased.can_erase


def test_the_office_s_history_is_saved_under_a_password_that_is_strong_enough(
    history, window: Window, rest: Callable[[], None], chooser, tmp_path: Path
) -> None:
    history.begin_office()
    rest()
    screen = shown(window)
    assert not any(b.text() == "Erase…" and b.isVisible() for b in screen.findChildren(QPushButton))
    chooser.save = tmp_path / "office.pdf"
    press(screen, "Save as PDF…")
    (dialog,) = screen.findChildren(OwnPasswordDialog)
    dialog._secret.put("password1234")
    press(dialog, "Save…")
    rest()
    assert dialog.isVisible()
    assert not chooser.save.exists()
    dialog._secret.put("grey-heron-lattice-omnibus")
    press(dialog, "Save…")
    rest()
    assert not shiboken6.isValid(dialog)
    with pikepdf.open(chooser.save, password="grey-heron-lattice-omnibus") as pdf:
        assert pdf.encryption.R == 6


def test_a_case_that_is_read_only_can_be_looked_at_only(
    case: OpenCase, history, window: Window, rest: Callable[[], None]
) -> None:
    case.handle.read_only = True
    history.begin(case)
    rest()
    screen = shown(window)
    assert screen._lines
    for made in screen.findChildren(QPushButton):
        if made.text().startswith("Save as"):
            assert not made.isEnabled()
        assert not (made.text() == "Erase…" and made.isVisible())
    case.handle.read_only = False


def test_a_meeting_s_history_is_shown_saved_and_left_for_the_meeting(
    worker: Worker,
    session: Session,
    window: Window,
    chooser,
    rest: Callable[[], None],
    tmp_path: Path,
) -> None:
    rhythm = Rhythm(read_date("24 November 2026 14:00"), 6, "week")
    meetings.set_rhythm(session, "mkscb-2016/sub_group", rhythm, "Agreed")
    rooms = MeetingRooms(worker, session, window, chooser, window)
    rooms.show_screen.connect(window.show_screen)
    meetingbooks.close_meeting(
        meetingbooks.start_meeting(session, meetings.diary(session).coming[0])
    )
    rooms.open("MTG-2026-001")
    rest()
    page = window.screen_shown
    assert isinstance(page, MeetingPage)
    press(page, "History")
    rest()
    rooms.close_unless(window.screen_shown)
    screen = shown(window)
    assert screen.title == "History of meeting MTG-2026-001"
    assert [line.did for line in screen._lines][-2:] == ["Began the meeting", "Meeting made"]
    chooser.save = tmp_path / "history.pdf"
    press(screen, "Save as PDF…")
    rest()
    assert chooser.offered == ["MTG-2026-001 history.pdf"]
    full = session.vault.seal_of("MTG-2026-001").full
    with pikepdf.open(tmp_path / "history.pdf", password=full) as pdf:
        assert pdf.encryption.R == 6
    press(screen, "Back to the meeting")
    rest()
    assert isinstance(window.screen_shown, MeetingPage)
    rooms.close_unless(None)
    rest()
    again = meetingbooks.open_meeting(session, "MTG-2026-001")
    assert not again.read_only
    meetingbooks.close_meeting(again)
