"""The office's closed days in the settings, on a real vault."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from mktdesk.desk import officedays
from mktdesk.desk.session import Session
from ui.controllers.closeddays import ClosedDaysController, moved_words
from ui.controllers.settings import SettingsController
from ui.dialogs.days import CloseDayDialog, OpenDayDialog
from ui.dialogs.files import FileDialogs
from ui.dialogs.reason import ReasonDialog
from ui.pages.settings import SettingsPage
from ui.window import Window
from ui.worker import Ticket, Worker

Rest = Callable[[], None]


@pytest.fixture
def page(
    worker: Worker, session: Session, window: Window, rest: Rest, tmp_path: Path
) -> SettingsPage:
    controller = SettingsController(worker, session, tmp_path, FileDialogs(native=False), window)
    controller.show_screen.connect(window.show_screen)
    controller.begin(1.0)
    rest()
    screen = window.screen_shown
    assert isinstance(screen, SettingsPage)
    return screen


class Nobody(QObject):
    """Waits for nothing."""

    def done(self, _result: object) -> None:
        pass


def press(inside: QWidget, words: str) -> None:
    found = [b for b in inside.findChildren(QPushButton) if b.text() == words]
    assert len(found) == 1
    assert found[0].isEnabled()
    found[0].click()


def give(dialog: QDialog, verb: str, why: str, rest: Rest) -> None:
    dialog._box.setPlainText(why)  # type: ignore[attr-defined]
    press(dialog, verb)
    rest()
    rest()


def words(inside: QWidget) -> str:
    return "\n".join(w.text() for w in inside.findChildren(QLabel) if not w.isHidden())


def lines(page: SettingsPage) -> list[str]:
    model = page.days._table.list_model
    return [
        " | ".join(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_a_day_is_closed_and_put_back(page: SettingsPage, session: Session, rest: Rest) -> None:
    assert "announced" in words(page.days)
    assert lines(page) == []
    press(page.days, "Add a closed day…")
    (dialog,) = page.findChildren(CloseDayDialog)
    press(dialog, "Add the day")
    assert dialog._day.problem
    assert dialog._name.problem
    assert dialog._why.problem
    dialog._day.put("25/12/2026")
    dialog._name.put("Office move")
    give(dialog, "Add the day", "No heating", rest)
    assert "already: Christmas Day" in words(dialog)
    dialog._day.put("29/12/2026")
    give(dialog, "Add the day", "No heating", rest)
    assert not shiboken6.isValid(dialog)
    assert lines(page) == ["Tue 29 Dec 2026 | closed: Office move | No heating"]
    assert page.status.text() == "Changed; no due day moved"
    assert officedays.holidays(session).name(date(2026, 12, 29)) == "Office move"
    page.days._table.selectRow(0)
    press(page.days, "Put back…")
    (reason,) = page.findChildren(ReasonDialog)
    give(reason, "Put the day back", "It was cancelled", rest)
    assert lines(page) == []
    assert officedays.office_days(session) == ()


def test_the_office_works_on_a_bank_holiday(
    page: SettingsPage, session: Session, rest: Rest
) -> None:
    press(page.days, "Work on a bank holiday…")
    (dialog,) = page.findChildren(OpenDayDialog)
    dialog._day.put("24/11/2026")
    give(dialog, "Count the day", "Duty rota", rest)
    assert "no bank holiday" in words(dialog)
    dialog._day.put("25/12/2026")
    give(dialog, "Count the day", "Duty rota", rest)
    assert lines(page) == ["Fri 25 Dec 2026 | open on Christmas Day | Duty rota"]
    assert officedays.holidays(session).is_working(date(2026, 12, 25))


def test_nothing_of_it_makes_the_other_settings_look_changed(
    page: SettingsPage, rest: Rest
) -> None:
    press(page.days, "Add a closed day…")
    (dialog,) = page.findChildren(CloseDayDialog)
    dialog._day.put("29/12/2026")
    dialog._name.put("Office move")
    give(dialog, "Add the day", "No heating", rest)
    assert page.may_leave()


def test_counting_is_stopped_at_the_windows_foot_and_asked_again(
    page: SettingsPage, session: Session, worker: Worker, rest: Rest
) -> None:
    press(page.days, "Add a closed day…")
    (dialog,) = page.findChildren(CloseDayDialog)
    dialog._day.put("29/12/2026")
    dialog._name.put("Office move")
    dialog._box.setPlainText("No heating")
    controller = page.window().findChildren(ClosedDaysController)[0]
    followed: list[Ticket] = []
    controller.follow.connect(lambda ticket, _: followed.append(ticket))
    gate, nobody = threading.Event(), Nobody()
    worker.submit(lambda _: gate.wait(60), nobody.done, nobody.done)
    press(dialog, "Add the day")
    (ticket,) = followed
    ticket.cancel()
    gate.set()
    assert QApplication.activeModalWidget() is None  # Cancel can be reached
    press(page.days, "Add a closed day…")
    assert page.findChildren(CloseDayDialog) == [dialog]
    rest()
    assert dialog.isVisible()
    assert "Nothing was changed." in words(dialog)
    assert officedays.office_days(session) == ()
    give(dialog, "Add the day", "No heating", rest)
    assert lines(page) == ["Tue 29 Dec 2026 | closed: Office move | No heating"]


def test_how_many_due_days_moved_in_words() -> None:
    assert [moved_words(n) for n in (0, 1, 1200)] == [
        "Changed; no due day moved",
        "Changed; 1 due day moved",
        "Changed; 1,200 due days moved",
    ]
