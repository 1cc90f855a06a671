"""A body's page with its controllers and dialogs, reached from the directory, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from mktdesk.desk import bodies, directory
from mktdesk.desk.bodyrows import BODY, MEMBER
from mktdesk.desk.directory import PERSON, Entry
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.forms.values import Value
from tests.ui.pages.conftest import Chooser
from tests.ui.pages.looking import press, shown, words
from ui.dialogs.bodies import DropDialog, MemberDialog, TermsDialog
from ui.dialogs.directory import EntryDialog, RemoveDialog
from ui.officeplaces import office_places
from ui.pages.directory import DirectoryPage
from ui.pages.directorybody import BodyPage
from ui.pages.viewer import ViewerScreen
from ui.places import DIRECTORY
from ui.window import Window
from ui.worker import Worker

T = TypeVar("T", bound=QWidget)


@pytest.fixture
def row(session: Session) -> str:
    values = {"name": "SCR Sub-Group", "body": "mkscb-2016/scrsg", "quorum": "4"}
    directory.keep(session, Entry(BODY, "", {}), dict(values))
    return directory.directory(session).entries[0].row


@pytest.fixture
def page(
    worker: Worker,
    session: Session,
    window: Window,
    chooser: Chooser,
    row: str,
    rest: Callable[[], None],
) -> BodyPage:
    place = office_places(worker, session, chooser, window)[DIRECTORY]
    place.show_screen.connect(window.show_screen)
    place.begin()
    rest()
    listed = window.screen_shown
    assert isinstance(listed, DirectoryPage)
    listed._table.selectRow(0)
    press(listed, "Members and papers")
    rest()
    return shown(window, BodyPage)


def dialog(page: QWidget, kind: type[T]) -> T:
    (found,) = [x for x in page.findChildren(kind) if x.isVisible()]
    return found


def names(page: BodyPage) -> list[str]:
    model = page._table.list_model
    return [model.at(n).member.name for n in range(model.rowCount())]


@pytest.mark.rule("R34")
def test_members_are_added_changed_and_taken_out(
    page: BodyPage, session: Session, row: str, rest: Callable[[], None]
) -> None:
    assert "Serious Case Review Sub-Group (2016 toolkit)\nQuorum: 4" in words(page)
    assert "Nobody belongs to it today." in words(page)
    press(page, "Add a member…")
    asked = dialog(page, MemberDialog)
    assert not asked.editors["for_whom"].isVisible()
    press(asked, "Add it")
    assert "Answer this." in words(asked)
    asked.editors["name"].set_value("Amara Cole")
    asked.editors["discipline"].set_value("police")
    press(asked, "Add it")
    rest()
    assert names(page) == ["Amara Cole"]
    assert "Nobody is in the chair." in words(page)
    page._table.selectRow(0)
    press(page, "Change…")
    asked = dialog(page, MemberDialog)
    asked.editors["capacity"].set_value("chair")
    press(asked, "Keep the change")
    rest()
    assert bodies.body_shown(session, row).members[0].capacity == "Chair"
    assert "Nobody is in the chair." not in words(page)
    press(page, "Remove…")
    sure = dialog(page, RemoveDialog)
    assert "gets a last day instead" in words(sure)
    press(sure, "Remove it")
    rest()
    assert names(page) == []


def test_a_deputy_comes_in_somebody_s_place(page: BodyPage, rest: Callable[[], None]) -> None:
    press(page, "Add a member…")
    asked = dialog(page, MemberDialog)
    asked.editors["name"].set_value("Dee Lane")
    asked.editors["capacity"].set_value("deputy")
    asked.editors["capacity"].changed.emit()
    assert asked.editors["for_whom"].isVisible()
    press(asked, "Add it")
    assert "Say in whose place they come." in words(asked)
    asked.editors["for_whom"].set_value("Amara Cole")
    press(asked, "Add it")
    rest()
    assert names(page) == ["Dee Lane"]
    assert "Dee Lane is a deputy for Amara Cole, who is no member." in words(page)


@pytest.mark.rule("C25")
def test_the_membership_of_another_day_is_shown(
    page: BodyPage, session: Session, row: str, rest: Callable[[], None]
) -> None:
    gone: dict[str, Value] = {"name": "Liz Pemberton", "capacity": "chair"}
    gone["until"] = read_date("31 August 2025")
    bodies.keep_member(session, row, Entry(MEMBER, "", {}), gone)
    page.show_all(bodies.body_shown(session, row))
    assert names(page) == []
    page._pick.setCurrentIndex(2)
    page._picked()
    assert names(page) == ["Liz Pemberton"]
    assert not page._day.isVisible()
    page._pick.setCurrentIndex(1)
    page._picked()
    page._day.put("some day")
    press(page, "Show that day")
    assert "Give one certain day" in words(page)
    page._day.put("31/8/2025")
    press(page, "Show that day")
    rest()
    assert names(page) == ["Liz Pemberton"]
    page._pick.setCurrentIndex(0)
    page._picked()
    rest()
    assert names(page) == []
    assert "Nobody belongs to it today." in words(page)


@pytest.mark.rule("R7")
@pytest.mark.rule("R140")
def test_terms_of_reference_are_added_opened_saved_and_taken_off(
    page: BodyPage,
    window: Window,
    chooser: Chooser,
    tmp_path: Path,
    rest: Callable[[], None],
) -> None:
    file = tmp_path / "Terms.txt"
    file.write_text("The sub-group looks at each referral.", encoding="utf-8")
    chooser.read, chooser.save = (file,), tmp_path / "copy.txt"
    press(page, "Add a document…")
    asked = dialog(page, TermsDialog)
    press(asked, "Add it")
    assert "Say which version it is." in words(asked)
    asked._version.put("version 3")
    asked._day.set_value(read_date("1 April 2026"))
    press(asked, "Add it")
    rest()
    assert "What holds today: Terms, version 3." in words(page)
    page._papers.selectRow(0)
    press(page, "Open")
    rest()
    viewer = shown(window, ViewerScreen)
    assert viewer.title == "Terms, version 3"
    press(viewer, "Save a copy…")
    rest()
    assert (tmp_path / "copy.txt").read_bytes() == file.read_bytes()
    assert "not protected" in words(viewer)
    press(viewer, "Back")
    rest()
    page = shown(window, BodyPage)
    page._papers.selectRow(0)
    press(page, "Take it off the list…")
    press(dialog(page, DropDialog), "Take it off the list")
    rest()
    assert "No document is kept here yet." in words(page)


def test_the_body_itself_is_changed_and_one_goes_back(
    page: BodyPage, window: Window, session: Session, rest: Callable[[], None]
) -> None:
    press(page, "Change the body…")
    asked = dialog(page, EntryDialog)
    asked.editors["name"].set_value("SCR Panel")
    press(asked, "Keep the change")
    rest()
    assert page.title == "SCR Panel"
    press(page, "Back to the directory")
    rest()
    listed = shown(window, DirectoryPage)
    assert [one.name for one in listed.directory.entries] == ["SCR Panel"]
    directory.keep(session, Entry(PERSON, "", {}), {"name": "Bo"})
    listed.show_all(directory.directory(session))
    listed._table.selectRow(0)
    buttons = [b for b in listed.findChildren(QPushButton) if b.text() == "Members and papers"]
    assert [b.isEnabled() for b in buttons] == [False]
