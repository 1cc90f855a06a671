"""The safety page with its controller, on a real vault and a real folder of backups."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from mktdesk.desk import backup, cases
from mktdesk.desk.session import Session
from ui.controllers.safety import SafetyController
from ui.dialogs.reason import ReasonDialog
from ui.pages.safety import SafetyPage
from ui.window import Window
from ui.worker import Worker


@pytest.fixture
def public(session: Session) -> str:
    case = cases.start_referral(session)
    cases.close_case(case)
    return case.public


@pytest.fixture
def page(
    worker: Worker, session: Session, public: str, window: Window, rest: Callable[[], None]
) -> SafetyPage:
    controller = SafetyController(worker, session, window)
    controller.show_screen.connect(window.show_screen)
    controller.begin()
    rest()
    screen = window.screen_shown
    assert isinstance(screen, SafetyPage)
    return screen


def press(inside: QWidget, words: str) -> None:
    found = [b for b in inside.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    assert len(found) == 1, [b.text() for b in inside.findChildren(QPushButton)]
    found[0].click()


def test_a_backup_is_made_and_its_age_is_shown(
    page: SafetyPage, session: Session, rest: Callable[[], None], tmp_path: Path
) -> None:
    assert page._last.text() == "There is no backup yet."
    page._to.put("")
    press(page, "Make a backup")
    assert page._to.problem
    page._to.put(str(tmp_path / "stick"))
    press(page, "Make a backup")
    rest()
    rest()
    assert page.notice.isVisible()
    assert "made today" in page._last.text()
    assert page._from.text == str(tmp_path / "stick")
    assert len(backup.backups_in(tmp_path / "stick")) == 1
    page._to.put(str(session.vault.folder / "inside"))
    press(page, "Make a backup")
    rest()
    assert page._make.isEnabled()


def test_what_a_check_finds_can_be_put_right_with_a_reason(
    page: SafetyPage, session: Session, public: str, rest: Callable[[], None]
) -> None:
    case = cases.open_case(session, public)
    with case.book._file.transaction():
        case.book._file.run("UPDATE record SET words = 'lies'")
    cases.close_case(case)
    press(page, "Check the whole vault")
    rest()
    assert "1 thing was found." in page.notice._what.text()
    assert page.notice._do.text() == "It is shown under “Check”."
    press(page, "Make the records again from the history")
    (dialog,) = page.findChildren(ReasonDialog)
    dialog._box.setPlainText("the disk lied")
    press(dialog, "Make the records again from the history")
    rest()
    rest()
    assert not page._found.isVisible()
    assert session.vault.verify() == []


def test_newer_work_is_put_back_only_when_the_person_says_so(
    page: SafetyPage, session: Session, public: str, rest: Callable[[], None], tmp_path: Path
) -> None:
    page._to.put(str(tmp_path / "stick"))
    press(page, "Make a backup")
    rest()
    rest()
    case = cases.open_case(session, public)
    case.write("note", [])
    cases.close_case(case)
    press(page, "Put this case back")
    assert page._case.problem
    page.begin_restore(public.lower())
    page._why.put("a mistake")
    press(page, "Put this case back")
    rest()
    assert page._override.isVisible()
    assert page._override.hasFocus()
    press(page, "Put it back all the same")
    rest()
    assert not page._override.isVisible()
    case = cases.open_case(session, public)
    assert [entry.verb for entry in case.book.history(limit=2)] == ["restore", "start"]
    cases.close_case(case)
