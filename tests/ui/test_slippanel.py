from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mktdesk.reference import Reference, new_seal
from ui.page import reachable
from ui.slippanel import SlipPanel


def test_the_full_reference_is_copied_by_the_desk_alone(qtbot: QtBot) -> None:
    """What Qt copies by itself would stay on the clipboard and in its history."""
    reference = Reference("SCR-2026-001", new_seal())
    panel = SlipPanel(reference)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    QGuiApplication.clipboard().setText("before")
    asked: list[object] = []
    panel.copy_asked.connect(asked.append)
    assert panel.full in reachable(panel)
    panel.full.setFocus()
    QTest.mouseDClick(panel.full, Qt.MouseButton.LeftButton)
    assert not panel.full.hasSelectedText()
    for key in (Qt.Key.Key_A, Qt.Key.Key_C):
        QTest.keyClick(panel.full, key, Qt.KeyboardModifier.ControlModifier)
    assert asked == [reference]
    assert QGuiApplication.clipboard().text() == "before"
