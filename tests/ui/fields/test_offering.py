"""Names from the directory are offered where an agency is typed, and anything else is taken."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCompleter
from pytestqt.qtbot import QtBot

from mktdesk.desk.reading import read_date
from mktdesk.desk.requests import Ask
from mktdesk.forms.types import Field, FieldKind
from ui.dialogs.notice import NoticeDialog, Said, Wanted
from ui.dialogs.requests import AskDialog
from ui.fields.text import LineEditor, offer_agencies
from ui.scenes_agencies import _board

NAMES = ("Northshire Police", "Probation")


@pytest.fixture
def editor(qtbot: QtBot) -> LineEditor:
    made = LineEditor(Field("referrer_agency", FieldKind.TEXT, "Agency"), read_date)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.focus_first()
    return made


def completer(editor: LineEditor) -> QCompleter | None:
    return editor._box.completer()


def test_a_name_is_found_by_any_part_of_it_and_chosen_by_the_keyboard(
    qtbot: QtBot, editor: LineEditor
) -> None:
    offer_agencies(editor, NAMES)
    qtbot.waitUntil(editor._box.hasFocus)
    QTest.keyClicks(editor._box, "polic")
    known = completer(editor)
    assert known is not None
    popup = known.popup()
    assert popup is not None
    assert popup.isVisible()
    assert popup.accessibleName() == "Agency: from the directory"
    said: list[object] = []
    editor.changed.connect(lambda: said.append(editor.value()))
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Northshire Police" in said)
    assert editor.dirty
    editor.commit()
    assert editor.value() == "Northshire Police"


def test_anything_else_is_typed_as_ever(qtbot: QtBot, editor: LineEditor) -> None:
    offer_agencies(editor, NAMES)
    qtbot.waitUntil(editor._box.hasFocus)
    QTest.keyClicks(editor._box, "Police of another county")
    editor.commit()
    assert editor.value() == "Police of another county"


def test_only_questions_for_an_agency_offer_them(qtbot: QtBot) -> None:
    for name, kind in (("name", FieldKind.TEXT), ("contact", FieldKind.TEXT)):
        made = LineEditor(Field(name, kind, "Something"), read_date)
        qtbot.addWidget(made)
        offer_agencies(made, NAMES)
        assert completer(made) is None


def test_the_directorys_agencies_are_added_to_those_that_are_asked(qtbot: QtBot) -> None:
    dialog = AskDialog(_board(full=True), read_date)
    qtbot.addWidget(dialog)
    dialog._others.setPlainText("Scouts")
    for at in (2, 2, 1, 0):
        dialog._known.pick.activated.emit(at)
    assert dialog._others.toPlainText() == "Scouts\nFire and rescue\nAdult social care"
    given: list[Ask] = []
    dialog.given.connect(given.append)
    dialog._things["information"].put(True)
    dialog.pressed()
    assert given[0].agencies[-3:] == ("Scouts", "Fire and rescue", "Adult social care")


def test_and_to_those_who_are_told_of_a_notice(qtbot: QtBot) -> None:
    wanted = Wanted("Who else is told", "Add them", box="Names", offered=NAMES)
    dialog = NoticeDialog(wanted, date(2026, 11, 22), read_date)
    qtbot.addWidget(dialog)
    dialog._offered.pick.activated.emit(2)
    given: list[Said] = []
    dialog.given.connect(given.append)
    dialog.pressed()
    assert given[0].box == "Probation"
    plain = NoticeDialog(Wanted("Told", "Mark", day="Day"), date(2026, 11, 22), read_date)
    qtbot.addWidget(plain)
    assert not plain._offered.isVisibleTo(plain)
