from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ui.wrapping import WrapRow


def test_one_takes_what_is_left_of_its_line_and_the_rest_goes_to_the_next(qtbot: QtBot) -> None:
    line, first, second = QLineEdit(), QPushButton("First"), QPushButton("Second")
    row = WrapRow(line, first, second, grows=line)
    qtbot.addWidget(row)
    usual = line.sizeHint().width()
    row.resize(900, 100)
    row.show()
    QApplication.processEvents()
    assert first.y() - line.y() < line.height()
    assert line.width() > usual
    assert second.geometry().right() == row.width() - 1
    row.resize(usual + first.sizeHint().width() + 20, 200)
    QApplication.processEvents()
    assert second.y() > first.geometry().bottom() - 1
    assert first.geometry().right() <= row.width() - 1
    row.resize(usual // 2, 300)  # it never asks for more than its widest part
    QApplication.processEvents()
    assert row.minimumSizeHint().width() <= usual
