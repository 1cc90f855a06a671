import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.labels import Line, Words, button, show_if
from ui.wraplink import WrapLink


@pytest.mark.parametrize("make", [button, WrapLink])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_is_pressed_by_enter_as_by_space(qtbot: QtBot, make, key: Qt.Key) -> None:
    made: QPushButton = make("Save")
    qtbot.addWidget(made)
    pressed: list[int] = []
    made.clicked.connect(lambda: pressed.append(1))
    QTest.keyClick(made, key)
    assert pressed == [1]


def test_enter_held_down_or_with_ctrl_does_not_press(qtbot: QtBot) -> None:
    made = button("Save")
    qtbot.addWidget(made)
    pressed: list[int] = []
    made.clicked.connect(lambda: pressed.append(1))
    QTest.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    none = Qt.KeyboardModifier.NoModifier
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "", autorep=True)
    QApplication.sendEvent(made, held)
    made.setEnabled(False)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert pressed == []


def test_words_are_as_high_as_they_are_now(qtbot: QtBot) -> None:
    made = Words("Short", "")
    qtbot.addWidget(made)
    low = made.heightForWidth(200)
    made.setText("A good deal longer than that was, so that it goes on over several lines")
    high = made.heightForWidth(200)
    assert high > low
    font = made.font()
    font.setPixelSize(2 * font.pixelSize())
    made.setFont(font)
    assert made.heightForWidth(200) > high


def test_a_part_is_shown_or_not_and_a_page_that_is_placed_nowhere_is_not_dressed(
    qtbot: QtBot,
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    part = QLabel("words", page)
    show_if(part, True)
    assert not part.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
    page.show()
    assert part.isVisible()
    show_if(part, False)
    assert not part.isVisible()
    late = QLabel("later", page)
    show_if(late, True)
    assert late.isVisible()


def test_a_line_wraps_only_where_it_has_no_room(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    row = QHBoxLayout(page)
    line = Line("Which other reviews were considered, and what came of it", "label", page)
    row.addWidget(line)
    row.addStretch(1)
    page.show()
    whole = line.sizeHint()
    page.resize(whole.width() + 100, 200)
    row.activate()
    assert line.width() == whole.width()
    assert line.heightForWidth(line.width()) == whole.height()
    page.resize(whole.width() // 2, 200)
    row.activate()
    assert line.width() < whole.width() // 2
    assert line.heightForWidth(line.width()) > whole.height()
