from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ui.rail import RailArea
from ui.window import Place, Window

_MANY = tuple(Place(f"place{n}", f"Place number {n}") for n in range(1, 13))


def test_many_places_scroll_and_keep_the_window_small(qtbot: QtBot) -> None:
    window = Window(_MANY)
    qtbot.addWidget(window)
    window.resize(QSize(900, 260))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.height() == 260
    area = window.findChild(RailArea)
    assert area is not None
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    places = [b for b in window.findChildren(QPushButton) if b.property("look") == "rail"]
    assert all(one.width() >= one.sizeHint().width() for one in places)
    assert not inside(area, places[-1])
    places[0].setFocus()
    QTest.keyClick(places[0], Qt.Key.Key_Up)
    assert QApplication.focusWidget() is places[-1]
    assert inside(area, places[-1])
    window.set_place("place1")
    assert inside(area, places[0])


def test_only_nine_places_have_a_key(qtbot: QtBot) -> None:
    window = Window(_MANY)
    qtbot.addWidget(window)
    places = [b for b in window.findChildren(QPushButton) if b.property("look") == "rail"]
    assert [bool(one.accessibleDescription()) for one in places] == [True] * 9 + [False] * 3


def inside(area: RailArea, place: QPushButton) -> bool:
    top = place.mapTo(area, place.rect().topLeft()).y()
    return top >= 0 and top + place.height() <= area.height()
