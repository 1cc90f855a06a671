"""A set of options whose keys are the program's own: no letters are shown, spoken or pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mktdesk.desk.reading import read_date
from mktdesk.forms.types import Field, FieldKind, Option
from ui.fields import Editor, editor_for
from ui.page import reachable

FIELD = Field(
    "f",
    FieldKind.OPTIONS,
    "Agreed",
    options=(
        Option("plan", "The action plan", ("none",)),
        Option("summary", "The summary", ("none",)),
        Option("none", "Neither", ("plan", "summary")),
    ),
)


@pytest.fixture
def editor(qtbot: QtBot) -> Editor:
    made = editor_for(FIELD, read_date)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_they_are_called_by_their_words(editor: Editor) -> None:
    assert [w.accessibleName() for w in reachable(editor)] == ["Agreed: The action plan"]
    shown = {label.text() for label in editor.findChildren(QLabel)}
    assert not shown & {"plan", "summary", "none"}


def test_space_ticks_and_what_goes_out_is_said_in_words(editor: Editor) -> None:
    editor.focus_first()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(editor.window().focusWidget(), key)
    assert editor.value() == ("plan", "summary")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(editor.window().focusWidget(), key)
    assert editor.value() == ("none",)
    said = " ".join(label.text() for label in editor.findChildren(QLabel))
    assert "“The action plan” and “The summary” were cleared" in said
    assert "cannot stand beside “Neither”" in said
