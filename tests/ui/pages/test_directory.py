"""The directory's page with its controller and dialogs, on a real vault."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mktdesk.desk import directory
from mktdesk.desk.directory import AGENCY, PERSON, Entry
from mktdesk.desk.session import Session
from ui.controllers.directory import DirectoryController
from ui.dialogs.directory import EntryDialog, RemoveDialog
from ui.pages.directory import DirectoryPage
from ui.window import Window
from ui.worker import Worker


@pytest.fixture
def page(
    worker: Worker, session: Session, window: Window, rest: Callable[[], None]
) -> DirectoryPage:
    controller = DirectoryController(worker, session, window)
    controller.show_screen.connect(window.show_screen)
    controller.begin()
    rest()
    shown = window.screen_shown
    assert isinstance(shown, DirectoryPage)
    return shown


def press(inside: QWidget, name: str) -> None:
    buttons = [b for b in inside.findChildren(QPushButton) if b.text() == name and b.isVisible()]
    assert len(buttons) == 1
    assert buttons[0].isEnabled()
    buttons[0].click()


def words(inside: QWidget) -> str:
    return "\n".join(x.text() for x in inside.findChildren(QLabel) if x.isVisibleTo(inside))


def dialog(page: DirectoryPage) -> EntryDialog:
    (found,) = [x for x in page.findChildren(EntryDialog) if x.isVisible()]
    return found


def test_an_entry_is_added_changed_and_taken_out(
    page: DirectoryPage, session: Session, rest: Callable[[], None]
) -> None:
    assert "Nothing is in this part of the directory yet." in words(page)
    press(page, "Add person…")
    asked = dialog(page)
    press(asked, "Add it")
    assert "Answer this." in words(asked)
    asked.editors["name"].set_value("Ruth Okafor")
    asked.editors["email"].set_value("ruth@example.org")
    press(asked, "Add it")
    rest()
    (made,) = directory.directory(session).entries
    assert (made.name, made.contact) == ("Ruth Okafor", "ruth@example.org")
    assert "1 entry" in words(page)
    page._table.setFocus()
    page._table.selectRow(0)
    press(page, "Change…")
    asked = dialog(page)
    asked.editors["title"].set_value("Business Manager")
    press(asked, "Keep the change")
    rest()
    assert directory.directory(session).entries[0].what == "Business Manager"
    press(page, "Remove…")
    (sure,) = page.findChildren(RemoveDialog)
    press(sure, "Remove it")
    rest()
    assert not directory.directory(session).entries


def test_what_somebody_else_changed_is_not_overwritten(
    page: DirectoryPage, session: Session, rest: Callable[[], None]
) -> None:
    directory.keep(session, Entry(AGENCY, "", {}), {"name": "Police", "contact": "Old"})
    page.show_all(directory.directory(session))
    page._table.selectRow(0)
    press(page, "Change…")
    asked = dialog(page)
    (there,) = directory.directory(session).entries
    directory.keep(session, there, {**there.values, "contact": "New House"})
    asked.editors["contact"].set_value("Another House")
    press(asked, "Keep the change")
    rest()
    assert "Somebody else has changed the same thing" in words(asked)
    asked.reject()
    assert directory.directory(session).entries[0].contact == "New House"


def test_one_kind_at_a_time_can_be_shown(page: DirectoryPage, session: Session) -> None:
    for kind, name in ((PERSON, "Ruth Okafor"), (AGENCY, "Police")):
        directory.keep(session, Entry(kind, "", {}), {"name": name})
    page.show_all(directory.directory(session))
    assert "2 entries" in words(page)
    page._pick.setCurrentIndex(page._pick.findData(AGENCY))
    page._picked()
    assert page._table.list_model.rowCount() == 1
    assert page._table.list_model.at(0).name == "Police"
