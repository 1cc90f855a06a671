from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMainWindow, QWidget

from ui.lock import IdleLock, LockKey


class Wall:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def due(qapp: QApplication, wall: Wall) -> Iterator[tuple[IdleLock, list[bool]]]:
    made = IdleLock(qapp, now=wall)
    told: list[bool] = []
    made.due.connect(lambda: told.append(True))
    made.start(2)
    yield made, told
    made.stop()
    made.deleteLater()


def pass_seconds(idle: IdleLock, wall: Wall, seconds: int) -> None:
    for _ in range(seconds // 5):
        wall.now += 5
        idle.look()


def test_it_is_due_after_the_minutes_and_once(due, wall: Wall):
    idle, told = due
    pass_seconds(idle, wall, 115)
    assert told == []
    pass_seconds(idle, wall, 60)
    assert told[:1] == [True]
    idle.stop()


def test_a_key_begins_the_minutes_again(due, wall: Wall, qtbot):
    idle, told = due
    box = QLineEdit()
    qtbot.addWidget(box)
    box.show()
    pass_seconds(idle, wall, 100)
    QTest.keyClick(box, Qt.Key.Key_A)
    assert box.text() == "a"
    pass_seconds(idle, wall, 100)
    assert told == []
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    pass_seconds(idle, wall, 100)
    assert told == []
    pass_seconds(idle, wall, 25)
    assert told


def test_a_computer_that_slept_locks(due, wall: Wall):
    idle, told = due
    wall.now += 61
    idle.look()
    assert told == [True]


def test_a_clock_put_back_locks(due, wall: Wall):
    idle, told = due
    wall.now -= 3600
    idle.look()
    assert told == [True]


def test_stopped_it_watches_no_more(due, wall: Wall, qtbot):
    idle, told = due
    idle.stop()
    box = QLineEdit()
    qtbot.addWidget(box)
    wall.now += 3
    QTest.keyClick(box, Qt.Key.Key_A)
    assert idle._touched == 1_000_000.0
    assert told == []


def test_while_a_dialog_is_open_its_key_locks_once_and_without_one_it_is_nobodys(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    key = LockKey(window)
    told: list[bool] = []
    key.pressed.connect(lambda: told.append(True))
    window.show()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window, Qt.Key.Key_L, control)
    assert told == []
    for often in (1, 2):  # the second as the first
        dialog = QDialog(window)
        box = QLineEdit(dialog)
        dialog.open()
        QTest.keyClick(box, Qt.Key.Key_A, control)
        QTest.keyClick(box, Qt.Key.Key_L, control)
        assert len(told) == often
        dialog.close()
        QTest.keyClick(window, Qt.Key.Key_L, control)
        assert len(told) == often


def test_somebody_who_goes_on_typing_is_seen_again_after_each_look(due, wall: Wall, qtbot):
    idle, told = due
    box = QLineEdit()
    qtbot.addWidget(box)
    box.show()
    for _ in range(10):
        QTest.keyClick(box, Qt.Key.Key_A)
        QTest.keyClick(box, Qt.Key.Key_B)
        pass_seconds(idle, wall, 60)
    assert told == []


def test_a_window_that_is_taken_apart_is_not_asked_for_what_has_gone(qtbot):
    window = QMainWindow()
    vars(window)["myself"] = window  # only the collector frees it, and it empties the key first
    LockKey(window)
    window.setCentralWidget(QLineEdit())
    window.show()
    QApplication.processEvents()
    with qtbot.capture_exceptions() as raised:
        del window
        gc.collect()
        QApplication.processEvents()
    assert raised == []
