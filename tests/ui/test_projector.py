"""The window for the room shows what it is given and nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui import capture
from ui.projector import Projector, Shown

ITEM = Shown(
    "Item 2: SCR-2026-014", "RESTRICTED", (("Facts in brief", ("Age 4", "Died 3 May 2026")),)
)


def projector(qtbot: QtBot) -> Projector:
    made = Projector()
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_shows_its_words_and_then_others_without_a_trace(qtbot: QtBot) -> None:
    made = projector(qtbot)
    made.show_words(ITEM)
    assert made.words.splitlines() == [
        "Item 2: SCR-2026-014",
        "Facts in brief",
        "Age 4",
        "Died 3 May 2026",
    ]
    made.show_words(Shown("Item 3: SCR-2026-015", "RESTRICTED"))
    assert made.words == "Item 3: SCR-2026-015"
    made.show_words(None)
    assert made.words == ""


def test_its_title_names_no_case(qtbot: QtBot) -> None:
    made = projector(qtbot)
    made.show_words(ITEM)
    assert "SCR" not in made.windowTitle()


def test_escape_closes_it_and_it_forgets(qtbot: QtBot) -> None:
    made = projector(qtbot)
    made.show_words(ITEM)
    with qtbot.waitSignal(made.closed):
        QTest.keyClick(made, Qt.Key.Key_Escape)
    assert made.words == ""


def test_with_one_screen_it_is_an_ordinary_window(qtbot: QtBot) -> None:
    made = projector(qtbot)
    assert not made.put_on_other_screen()
    assert not made.isFullScreen()


def test_opened_it_leaves_the_keyboard_to_the_minute_taker(qtbot: QtBot) -> None:
    laptop = QWidget()
    qtbot.addWidget(laptop)
    box = QLineEdit(laptop)
    laptop.show()
    laptop.activateWindow()
    qtbot.waitUntil(laptop.isActiveWindow)
    box.setFocus()
    made = Projector(laptop)
    made.put_on_other_screen()
    QTest.qWait(50)
    assert made.isVisible()
    assert QApplication.focusWidget() is box


def test_a_system_that_cannot_hide_a_window_says_so(qtbot: QtBot) -> None:
    made = projector(qtbot)
    assert capture.keep_out(made, out=True) is False
    assert "never the whole screen" in capture.CANNOT
