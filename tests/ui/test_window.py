import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.errors import SealMistyped
from ui.notices import SummaryLine
from ui.page import Screen, reachable
from ui.window import Place, Window
from ui.worker import Ticket

CONTROL = Qt.KeyboardModifier.ControlModifier


class Paper(Screen):
    """A page with one box, that says what happens to it."""

    def __init__(self, title: str, *, stays: bool = False) -> None:
        super().__init__(title)
        self.box = QLineEdit()
        self.body.addWidget(self.box)
        self.stays = stays
        self.flushed = 0
        self.went: list[object] = []

    def flush(self) -> None:
        self.flushed += 1

    def may_leave(self) -> bool:
        return super().may_leave() and not self.stays

    def go_to(self, target: object) -> None:
        self.went.append(target)


@pytest.fixture
def window(qtbot: QtBot):
    made = Window((Place("cases", "Cases"), Place("settings", "Settings")))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.deleteLater()


def rail(window: Window) -> list[QPushButton]:
    return [b for b in window.findChildren(QPushButton) if b.property("look") == "rail"]


def test_the_rail_shows_only_the_places_it_was_given(window: Window) -> None:
    assert [b.text() for b in rail(window)] == ["Cases", "Settings"]


def test_control_and_a_number_asks_for_a_place(window: Window) -> None:
    asked: list[str] = []
    window.place_chosen.connect(asked.append)
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert asked == ["settings", "cases"]
    assert not any(b.isChecked() for b in rail(window))  # nobody has gone there yet
    window.set_place("settings")
    assert [b.isChecked() for b in rail(window)] == [False, True]


def test_control_l_locks(window: Window) -> None:
    asked: list[int] = []
    window.lock_asked.connect(lambda: asked.append(1))
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
    assert asked == [1]


def test_locked_there_is_nowhere_to_go(window: Window) -> None:
    window.set_unlocked(False)
    assert not any(b.isVisible() for b in rail(window))
    window.set_unlocked(True)
    assert all(b.isVisible() for b in rail(window))


def test_the_title_shows_the_public_reference_alone(window: Window) -> None:
    assert window.windowTitle() == "mktdesk"
    window.set_reference("SCR-2026-014")
    assert window.windowTitle() == "SCR-2026-014 – mktdesk"


def test_a_page_that_is_left_is_flushed_and_done_away_with(qtbot: QtBot, window: Window) -> None:
    first, second = Paper("First"), Paper("Second")
    assert window.show_screen(first)
    assert window.focusWidget() is first.box
    with qtbot.waitSignal(first.destroyed):
        assert window.show_screen(second)
    assert first.flushed == 1
    assert window.screen_shown is second


def test_a_page_that_needs_an_answer_first_stays(window: Window) -> None:
    first, second = Paper("First", stays=True), Paper("Second")
    window.show_screen(first)
    assert not window.show_screen(second)
    assert window.screen_shown is first
    assert not window.close()
    first.stays = False
    assert window.close()


def test_locking_flushes_whatever_the_page_would_ask(window: Window) -> None:
    page = Paper("First", stays=True)
    window.show_screen(page)
    window.flush()
    assert page.flushed == 1


def test_a_page_says_its_title_and_its_problems(window: Window, spoken: list[str]) -> None:
    page = Paper("1.2 Family details")
    window.show_screen(page)
    assert spoken == ["1.2 Family details"]
    page = Paper("1.3 Agencies")
    page.show_problems([SummaryLine("Fill in: name", "name")])
    window.show_screen(page)
    assert "1.3 Agencies. There is a problem." in spoken
    link = window.focusWidget()
    assert link.accessibleName() == "Problem: Fill in: name. Go to the question"
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert page.went == ["name"]


def test_a_page_shown_before_its_window_arrives_with_it(qtbot: QtBot, spoken: list[str]) -> None:
    window = Window(())
    qtbot.addWidget(window)
    page = Paper("Unlock")
    window.show_screen(page)
    assert spoken == []
    window.show()
    assert spoken == ["Unlock"]
    assert window.focusWidget() is page.box


def test_f6_goes_round_the_panes_and_back(window: Window) -> None:
    page = Paper("First")
    window.show_screen(page)
    window.set_place("cases")
    ticket = Ticket(window)
    window.follow(ticket, "Making the case pack")
    seen = []
    for _ in range(3):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6)
        seen.append(window.focusWidget())
    assert seen[0].accessibleName() == "Cancel: Making the case pack"
    assert seen[1] is rail(window)[0]
    assert seen[2] is page.box
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.focusWidget() is rail(window)[0]


def test_arrows_go_along_the_rail_without_choosing(window: Window) -> None:
    asked: list[str] = []
    window.place_chosen.connect(asked.append)
    first, second = rail(window)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert window.focusWidget() is second
    QTest.keyClick(second, Qt.Key.Key_Down)
    assert window.focusWidget() is first
    assert asked == []


def test_a_failure_is_shown_on_the_page(window: Window, spoken: list[str]) -> None:
    page = Paper("First")
    window.show_screen(page)
    page.failed(SealMistyped())
    assert page.notice.isVisible()
    assert "type the reference again" in spoken[-1]
    assert page.box in reachable(page)


def open_dialog(window: Window, qtbot: QtBot) -> QLineEdit:
    dialog = QDialog(window)
    box = QLineEdit(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    box.setFocus()
    return box


def test_control_l_locks_with_a_dialog_open_and_nothing_else_does(
    window: Window, qtbot: QtBot
) -> None:
    locked: list[bool] = []
    asked: list[str] = []
    window.lock_asked.connect(lambda: locked.append(True))
    window.place_chosen.connect(asked.append)
    box = open_dialog(window, qtbot)
    QTest.keyClick(box, Qt.Key.Key_2, CONTROL)
    QTest.keyClick(box, Qt.Key.Key_F6)
    QTest.keyClicks(box, "l")
    assert (locked, asked, box.text()) == ([], [], "l")
    assert QApplication.focusWidget() is box
    QTest.keyClick(box, Qt.Key.Key_L, CONTROL)
    assert locked == [True]


def test_control_l_in_the_window_itself_locks_once(window: Window) -> None:
    locked: list[bool] = []
    window.lock_asked.connect(lambda: locked.append(True))
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
    assert locked == [True]


def test_a_dialog_of_another_window_does_not_lock_this_one(window: Window, qtbot: QtBot) -> None:
    locked: list[bool] = []
    window.lock_asked.connect(lambda: locked.append(True))
    other = Window((Place("cases", "Cases"),))
    qtbot.addWidget(other)
    other.show()
    box = open_dialog(other, qtbot)
    QTest.keyClick(box, Qt.Key.Key_L, CONTROL)
    assert locked == []


def test_the_window_starts_inside_the_screen(window: Window) -> None:
    room = window.screen().availableGeometry()
    assert window.width() < room.width()  # a test's screen is 800 by 800
    assert window.height() < room.height()


def test_a_long_page_ends_where_its_words_end(window: Window) -> None:
    page = Screen("Long")
    rows = [QLabel("words that go on " * 30, page) for _ in range(12)]
    for row in rows:
        row.setWordWrap(True)
        page.body.addWidget(row)
    window.show_screen(page)
    QApplication.processEvents()
    held = page._content.parentWidget()
    assert isinstance(held, QWidget)
    end = page._content.mapTo(held, rows[-1].geometry().bottomLeft()).y()
    assert held.height() - end < 40
