"""Qt's own file dialogs, as the program uses them where the system has none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.dialogs.files import EVERYTHING, PDF, WORD, FileDialogs


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def answer(page: QWidget, qtbot: QtBot, name: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type a name into the dialog that is open, and press a key."""
    dialog = page.findChildren(QFileDialog)[-1]
    qtbot.waitUntil(dialog.isVisible)
    line = dialog.findChildren(QLineEdit)[0]
    line.setText(name)
    QTest.keyClick(line, key)


def test_a_file_is_chosen_without_stopping_the_window(
    page: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "form.docx").write_bytes(b"x")
    got: list[tuple[Path, ...]] = []
    FileDialogs(native=False).to_read(page, "Choose", (WORD,), got.append)
    assert got == []  # asking comes back at once
    answer(page, qtbot, str(tmp_path / "form.docx"))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(tmp_path / "form.docx",)]


def test_giving_up_answers_nothing(page: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    got: list[tuple[Path, ...]] = []
    FileDialogs(native=False).to_read(page, "Choose", (EVERYTHING,), got.append, many=True)
    answer(page, qtbot, str(tmp_path), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.findChildren(QFileDialog))
    assert got == []


def test_a_name_to_save_under_is_offered_and_gets_its_ending(
    page: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    got: list[Path] = []
    FileDialogs(native=False).to_save(page, "Save", "pack copy 1.pdf", (PDF,), got.append)
    dialog = page.findChildren(QFileDialog)[-1]
    assert dialog.findChildren(QLineEdit)[0].text() == "pack copy 1.pdf"
    answer(page, qtbot, str(tmp_path / "mine"))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [tmp_path / "mine.pdf"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own dialog is used")
def test_the_folders_visited_are_not_written_down(
    page: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    got: list[Path] = []
    FileDialogs(native=False).to_save(page, "Save", "pack.pdf", (PDF,), got.append)
    answer(page, qtbot, str(tmp_path / "pack.pdf"))
    qtbot.waitUntil(lambda: bool(got))
    qtbot.waitUntil(lambda: not page.findChildren(QFileDialog))
    kept = QSettings(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, "QtProject")
    kept.sync()
    assert not Path(kept.fileName()).exists(), kept.fileName()
