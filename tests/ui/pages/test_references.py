"""Reference numbers on the screen: allocated, shown again for a reason, on a slip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.desk import cases
from mktdesk.desk.session import Session
from mktdesk.desk.starting import Beginning, start_and_close
from mktdesk.errors import ExportFailed
from mktdesk.reference import parse_full
from ui.clipboard import SecretClipboard
from ui.controllers.references import ReferencesController
from ui.dialogs.files import Files
from ui.dialogs.new_referral import NewReferralDialog
from ui.dialogs.reference import ReferenceDialog
from ui.window import Window
from ui.worker import Worker


class Printer:
    """Stands where the system's print dialog would be asked."""

    def __init__(self) -> None:
        self.printed: list[tuple[bytes, str]] = []
        self.broken = False

    def __call__(self, data: bytes, title: str, _parent: QWidget | None) -> bool:
        if self.broken:
            raise ExportFailed("The printer did not take the document.", "See that it is on.")
        self.printed.append((data, title))
        return True


class Desk(QObject):
    """The controller with what it needs, and what the person did."""

    def __init__(
        self,
        worker: Worker,
        session: Session,
        window: Window,
        chooser: Files,
        rest: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self.clipboard = SecretClipboard(self, seconds=0.3)
        self.printer = Printer()
        self.controller = ReferencesController(
            worker, session, window, chooser, self.clipboard, self.printer, self
        )
        self.opened: list[str] = []
        self.controller.case_wanted.connect(self._case)
        self.window, self.rest = window, rest

    def _case(self, public: str) -> None:
        self.opened.append(public)

    def show_new(self, session: Session) -> None:
        """A case is started, and its reference shown."""
        self.controller.show_new(start_and_close(session, Beginning("mkscb-2016")))
        self.rest()

    def dialog(self) -> QDialog:
        found = [d for d in self.window.findChildren(QDialog) if d.isVisible()]
        assert len(found) == 1
        return found[0]

    def press(self, text: str) -> None:
        made = next(
            b for b in self.dialog().findChildren(QPushButton) if b.isVisible() and b.text() == text
        )
        QTest.keyClick(made, Qt.Key.Key_Space)
        self.rest()

    def type(self, text: str) -> None:
        box = self.dialog().findChild(QLineEdit)
        assert box is not None
        QTest.keyClicks(box, text)

    @property
    def words(self) -> str:
        return "\n".join(w.text() for w in self.dialog().findChildren(QLabel) if w.isVisible())


@pytest.fixture
def desk(
    worker: Worker, session: Session, window: Window, chooser, rest: Callable[[], None]
) -> Desk:
    return Desk(worker, session, window, chooser, rest)


def full(desk: Desk) -> str:
    dialog = desk.dialog()
    assert isinstance(dialog, NewReferralDialog | ReferenceDialog)
    assert dialog.slip is not None
    return dialog.slip.reference.full


def test_a_new_reference_is_shown_once_and_opens_its_case(desk: Desk, session: Session) -> None:
    desk.show_new(session)
    assert "SCR-2026-001 is allocated" in desk.words
    assert parse_full(full(desk)).public == "SCR-2026-001"
    assert full(desk) in desk.words
    desk.press("Open the referral")
    assert desk.opened == ["SCR-2026-001"]
    assert [line.public for line in cases.list_cases(session)] == ["SCR-2026-001"]


def test_an_old_case_keeps_its_reference_and_gains_a_seal(desk: Desk, session: Session) -> None:
    desk.controller.register_old()
    desk.rest()
    desk.press("Register the case")
    assert "Problem: Type the old reference." in desk.words
    desk.type("cr/2014/7")
    dialog = desk.dialog()
    assert isinstance(dialog, NewReferralDialog)
    dialog._guidance.setCurrentIndex(dialog._guidance.findData("mkscb-2016"))
    dialog._fill_ways()
    dialog._way.setCurrentIndex(dialog._way.findData("silp"))
    desk.press("Register the case")
    assert parse_full(full(desk)).public == "CR-2014-7"
    case = cases.look_into(session, "CR-2014-7")
    assert (case.facts.toolkit, case.pathway.id) == ("mkscb-2016", "silp")
    cases.close_case(case)


def test_a_reference_that_is_taken_or_is_none_is_refused_and_stays_typed(desk: Desk) -> None:
    desk.controller.register_old()
    desk.rest()
    desk.type("SCR 2026 ?")
    desk.press("Register the case")
    assert "Problem: " in desk.words
    box = desk.dialog().findChild(QLineEdit)
    assert box is not None
    assert box.text() == "SCR 2026 ?"
    box.clear()
    desk.type("CR-1")
    desk.press("Register the case")
    desk.press("Close")
    desk.controller.register_old()
    desk.rest()
    desk.type("CR-1")
    desk.press("Register the case")
    assert "Problem: " in desk.words


def test_the_full_reference_is_shown_again_for_a_reason_that_is_journaled(
    desk: Desk, session: Session
) -> None:
    case = cases.start_referral(session)
    cases.close_case(case)
    desk.controller.show_again(case.public)
    desk.press("Show the full reference")
    assert "Problem: Say why it is needed." in desk.words
    desk.type("The coroner's officer asked")
    desk.press("Show the full reference")
    assert full(desk) == case.handle.reference.full
    views = [e for e in session.vault.register.history() if e.verb == "view"]
    assert [(e.reason, e.note["reference"]) for e in views] == [
        ("The coroner's officer asked", case.public)
    ]


def test_a_copied_reference_leaves_the_clipboard_by_itself(
    desk: Desk, session: Session, qtbot: QtBot
) -> None:
    desk.show_new(session)
    desk.press("Copy full reference")
    assert QGuiApplication.clipboard().text() == full(desk)
    data = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data("x-kde-passwordManagerHint").data()) == b"secret"
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")
    assert "The clipboard is cleared." in desk.words


def test_what_somebody_copied_since_stays_on_the_clipboard(desk: Desk) -> None:
    desk.clipboard.copy("SCR-2026-001-7K3M")
    QGuiApplication.clipboard().setText("a shopping list")
    desk.clipboard.clear()
    assert QGuiApplication.clipboard().text() == "a shopping list"


def test_locking_takes_the_reference_off_the_clipboard_at_once(desk: Desk) -> None:
    desk.clipboard.copy("SCR-2026-001-7K3M")
    desk.clipboard.clear()
    assert QGuiApplication.clipboard().text() == ""


def test_the_slip_is_printed_and_saved_and_both_are_journaled(
    desk: Desk, session: Session, chooser, tmp_path: Path
) -> None:
    desk.show_new(session)
    desk.press("Print slip…")
    ((data, title),) = desk.printer.printed
    assert data.startswith(b"%PDF")
    assert title == "Reference slip SCR-2026-001"
    chooser.save = tmp_path / "slip.pdf"
    desk.press("Save slip…")
    assert chooser.offered == ["SCR-2026-001 slip.pdf"]
    assert chooser.save.read_bytes().startswith(b"%PDF")
    assert "It is not protected" in desk.words
    told = [e.reason for e in session.vault.register.history() if e.verb == "export"]
    assert sorted(told) == ["Reference slip printed", "Reference slip saved"]


def test_a_printer_that_fails_is_told_beside_the_reference(desk: Desk, session: Session) -> None:
    desk.show_new(session)
    desk.printer.broken = True
    desk.press("Print slip…")
    assert "The printer did not take the document." in desk.words


def test_a_slip_that_cannot_be_saved_is_told(
    desk: Desk, session: Session, chooser, tmp_path: Path
) -> None:
    desk.show_new(session)
    chooser.save = tmp_path / "not there" / "slip.pdf"
    desk.press("Save slip…")
    assert "slip.pdf could not be saved in that folder." in desk.words
