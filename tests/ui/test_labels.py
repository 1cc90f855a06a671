import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ui.labels import button
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
