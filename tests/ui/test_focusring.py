import pytest
import shiboken6
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.tokens import LIGHT


@pytest.fixture
def window(qtbot: QtBot):
    made = QWidget()
    column = QVBoxLayout(made)
    for _ in range(2):
        column.addWidget(QLineEdit())
    made.resize(300, 160)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


def ringed(window: QWidget, widget: QWidget) -> bool:
    """Whether the accent is drawn 2 px outside the middle of the widget's left edge."""
    QApplication.processEvents()
    picture = window.grab().toImage()
    spot = widget.mapTo(window, QPoint(-2, widget.height() // 2))
    near = widget.mapTo(window, QPoint(-1, widget.height() // 2))
    gap = QColor(picture.pixel(near)) != QColor(LIGHT.accent)
    return QColor(picture.pixel(spot)) == QColor(LIGHT.accent) and gap


def test_the_ring_stands_round_what_has_the_keyboard_and_moves_with_it(window: QWidget) -> None:
    first, second = window.findChildren(QLineEdit)
    first.setFocus()
    assert ringed(window, first)
    assert not ringed(window, second)
    second.setFocus()
    assert ringed(window, second)
    assert not ringed(window, first)
    window.resize(500, 300)
    assert ringed(window, second)


def test_the_ring_scrolls_with_its_page(qtbot: QtBot) -> None:
    window = QScrollArea()
    qtbot.addWidget(window)
    content = QWidget()
    column = QVBoxLayout(content)
    boxes = [QLineEdit() for _ in range(20)]
    for box in boxes:
        column.addWidget(box)
    window.setWidget(content)
    window.resize(300, 200)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    boxes[2].setFocus()
    window.verticalScrollBar().setValue(40)
    assert ringed(window, boxes[2])


def test_a_ringed_widget_can_go_away(window: QWidget, qtbot: QtBot) -> None:
    first, second = window.findChildren(QLineEdit)
    first.setFocus()
    first.deleteLater()
    qtbot.wait(10)
    second.setFocus()
    assert ringed(window, second)


def test_a_window_that_dies_with_the_focus_in_it_does_no_harm(qtbot: QtBot) -> None:
    for _ in range(5):
        dying = QWidget()
        column = QVBoxLayout(dying)
        for _ in range(3):
            column.addWidget(QLineEdit())
        dying.show()
        dying.activateWindow()
        qtbot.waitUntil(dying.isActiveWindow)
        dying.findChildren(QLineEdit)[1].setFocus()
        qtbot.wait(5)
        shiboken6.delete(dying)
        qtbot.wait(5)
