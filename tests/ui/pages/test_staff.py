"""Staff and keys with its controller, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mktdesk.desk import cases, staffkeys
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.errors import UnlockRefused
from mktdesk.office import KdfCost, Machine
from ui.clipboard import SecretClipboard
from ui.controllers.staff import StaffController
from ui.dialogs.keys import InvitationDialog, KeyDialog
from ui.page import Screen
from ui.pages.recovery import RecoveryPage
from ui.pages.staff import StaffPage, StaffShown, Way
from ui.window import Window
from ui.worker import Worker

NOW, GOOD = "six-larches-by-the-canal", "eleven-quiet-otters-swim"
Rest = Callable[[], None]


@pytest.fixture
def staff(worker: Worker, session: Session, window: Window, chooser, rest: Rest) -> StaffController:
    made = StaffController(
        worker, session, window, chooser, SecretClipboard(window), lambda *_: True
    )
    made.show_screen.connect(window.show_screen)
    made.begin()
    rest()
    return made


def page_of(window: Window) -> StaffPage:
    page = window.screen_shown
    assert isinstance(page, StaffPage)
    return page


def press(inside: QWidget, words: str) -> None:
    found = [b for b in inside.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    assert len(found) == 1, [b.text() for b in inside.findChildren(QPushButton)]
    QTest.keyClick(found[0], Qt.Key.Key_Space)


def dialog_of(window: Window) -> KeyDialog:
    (dialog,) = (d for d in window.findChildren(KeyDialog) if d.isVisible())
    return dialog


def names(window: Window) -> list[str]:
    model = page_of(window).table.list_model
    return [model.at(row).name for row in range(model.rowCount())]


def told(window: Window) -> str:
    page = page_of(window)
    return page.notice._what.text() if page.notice.isVisible() else ""


def machine_of(session: Session) -> Machine:
    return session.vault.shelf.machine


def add_ruth(window: Window, rest: Rest) -> None:
    press(page_of(window), "Add a colleague on this computer…")
    dialog = dialog_of(window)
    dialog.fill("Ruth Tolland", GOOD, GOOD)
    press(dialog, "Add them")
    rest()
    rest()


def test_a_colleague_is_added_seen_and_taken_away(
    staff: StaffController, session: Session, window: Window, rest: Rest
) -> None:
    add_ruth(window, rest)
    assert told(window) == "Ruth Tolland can open the vault on this computer."
    assert names(window) == ["Dana Whitlock", "Recovery code", "Ruth Tolland"]
    ruth = next(p.slot_id for p in staffkeys.people(session) if p.name == "Ruth Tolland")
    page = page_of(window)
    page.table.select(ruth)
    press(page, "Take away…")
    dialog = dialog_of(window)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    for limit in ("What this does not change", *staffkeys.KEPT_ACCESS):
        assert limit in said
    press(dialog, "Take it away")
    assert dialog.isVisible(), "a reason is needed"
    dialog.fill("left")
    press(dialog, "Take it away")
    rest()
    rest()
    assert names(window) == ["Dana Whitlock", "Recovery code"]
    assert told(window) == f"Ruth Tolland cannot open the vault any more. {staffkeys.THEN}"
    desk = Desk(machine_of(session), KdfCost.floor())
    with pytest.raises(UnlockRefused):
        desk.unlock(session.vault.folder, ruth, GOOD)


def test_what_cannot_be_taken_away_is_not_offered(
    staff: StaffController, window: Window, session: Session
) -> None:
    page = page_of(window)
    for person in staffkeys.people(session):
        page.table.select(person.slot_id)
        assert not page._revoke.isEnabled()
    assert not page._give.isVisible()


def test_a_refusal_stays_in_the_dialog_with_what_was_typed(
    staff: StaffController, window: Window, rest: Rest
) -> None:
    press(page_of(window), "Add a colleague on this computer…")
    dialog = dialog_of(window)
    dialog.fill("Ruth Tolland", "password1", "password1")
    press(dialog, "Add them")
    rest()
    assert "too easy to guess" in dialog._notice._what.text()
    assert dialog._questions[0].text == "Ruth Tolland"
    dialog.fill("Dana Whitlock", GOOD, GOOD)
    press(dialog, "Add them")
    rest()
    assert "Somebody of this name" in dialog._notice._what.text()
    dialog.fill("Ruth Tolland", GOOD, GOOD + "!")
    press(dialog, "Add them")
    assert dialog._questions[2].problem.startswith("The two differ")
    dialog.reject()
    assert names(window) == ["Dana Whitlock", "Recovery code"]


def test_an_invitation_is_shown_once_and_works_on_another_computer(
    staff: StaffController, session: Session, window: Window, rest: Rest, tmp_path: Path
) -> None:
    press(page_of(window), "Invite a colleague…")
    dialog_of(window).fill("Ruth Tolland")
    press(dialog_of(window), "Make the code")
    rest()
    rest()
    (shown,) = window.findChildren(InvitationDialog)
    label = next(w for w in shown.findChildren(QLabel) if w.accessibleName() == "Code")
    QTest.mouseDClick(label, Qt.MouseButton.LeftButton)
    assert not label.hasSelectedText(), "the ordinary clipboard never has it"
    press(shown, "Copy the code")
    code = QGuiApplication.clipboard().text()
    assert code == label.text().replace("  ", "-")
    assert "60 seconds" in shown.status.text()
    staff._clipboard.clear()
    assert QGuiApplication.clipboard().text() == ""
    assert shown.status.text() == "The clipboard is cleared."
    assert "Ruth Tolland" in names(window)
    machine = replace(machine_of(session), state=tmp_path / "other", secrets=NoSecrets())
    joined = Desk(machine, KdfCost.floor()).join(session.vault.folder, code, GOOD)
    assert joined.actor == "Ruth Tolland"
    joined.close()
    press(shown, "Close")


def test_ones_own_passphrase_changes(
    staff: StaffController, session: Session, window: Window, rest: Rest
) -> None:
    press(page_of(window), "Change my passphrase…")
    dialog_of(window).fill(NOW, GOOD, GOOD)
    press(dialog_of(window), "Change it")
    rest()
    rest()
    assert told(window) == "Your passphrase is changed."
    desk = Desk(machine_of(session), KdfCost.floor())
    desk.unlock(session.vault.folder, session.vault.staff.id, GOOD).close()


def test_a_new_sheet_counts_only_when_it_was_typed_back(
    staff: StaffController, session: Session, window: Window, rest: Rest, chooser, tmp_path: Path
) -> None:
    before = staffkeys.people(session)[1].slot_id
    opened: list[bool] = []
    staff.code_open.connect(opened.append)
    press(page_of(window), "New recovery sheet…")
    dialog_of(window).fill("the sheet was lost", "")
    press(dialog_of(window), "Show the new code")
    sheet = window.screen_shown
    assert isinstance(sheet, RecoveryPage)
    assert staffkeys.people(session)[1].slot_id == before, "not yet"
    chooser.save = tmp_path / "sheet.pdf"
    sheet.save_asked.emit()
    rest()
    with pikepdf.open(chooser.save) as pdf:
        assert len(pdf.pages) == 1
    sheet.print_asked.emit()
    rest()
    code = "-".join(sheet._groups)
    sheet.ask_back()
    for number, question in sheet._answers.items():
        question.put(sheet._groups[number])
    sheet.check()
    rest()
    rest()
    assert "new recovery sheet counts" in told(window)
    assert opened == [True, False]
    desk = Desk(machine_of(session), KdfCost.floor())
    found = desk.recover(session.vault.folder, code)
    assert staffkeys.came_by_code(found)
    found.close()


def test_a_closed_case_gets_another_key(
    staff: StaffController, session: Session, window: Window, rest: Rest
) -> None:
    case = cases.start_referral(session)
    reference = case.handle.reference
    cases.close_case(case)
    press(page_of(window), "Change a case's key…")
    dialog_of(window).fill(reference.full[:-1], "a laptop was lost")
    press(dialog_of(window), "Change the key")
    rest()
    dialog = dialog_of(window)
    assert dialog._notice.isVisible()
    dialog.fill(reference.full.lower(), "a laptop was lost")
    press(dialog, "Change the key")
    rest()
    rest()
    assert told(window) == f"{reference.public} has a new key."


def test_with_the_recovery_code_others_get_new_passphrases(qtbot) -> None:
    way = Way("b", "Ruth Tolland", "staff", device_bound=False)
    page = StaffPage(StaffShown((way,), by_code=True))
    qtbot.addWidget(page)
    page.show()
    given: list[Way] = []
    page.give_wanted.connect(given.append)
    press(page, "Give a new passphrase…")
    assert given == [way]
    assert not page._buttons["passphrase"].isEnabled()
    page.show_ways(StaffShown((way,), can_write=False))
    assert not any(made.isEnabled() for made in (*page._buttons.values(), page._revoke))


def test_one_person_on_two_computers_is_told_apart(
    staff: StaffController, session: Session, window: Window, rest: Rest, tmp_path: Path
) -> None:
    press(page_of(window), "Invite a colleague…")
    dialog_of(window).fill("dana whitlock")
    press(dialog_of(window), "Make the code")
    rest()
    rest()
    (shown,) = window.findChildren(InvitationDialog)
    said = " ".join(label.text() for label in shown.findChildren(QLabel) if label.isVisible())
    assert "can open the vault already" in said
    machine = replace(
        machine_of(session), name="laptop-b", state=tmp_path / "b", secrets=NoSecrets()
    )
    Desk(machine, KdfCost.floor()).join(session.vault.folder, shown._code, GOOD).close()
    press(shown, "Close")
    staff.begin()
    rest()
    page = page_of(window)
    model = page.table.list_model
    seen = [tuple(model.index(row, at).data() for at in (0, 1, 2)) for row in range(3)]
    here = machine_of(session).name
    assert seen[0] == (
        "Dana Whitlock (you)",
        "Passphrase alone",
        f"On any computer, made on {here}",
    )
    assert seen[2] == ("dana whitlock", "Passphrase alone", "On any computer, made on laptop-b")
    page.table.select(model.at(2).slot)
    press(page, "Take away…")
    assert "dana whitlock (laptop-b, since" in dialog_of(window).windowTitle()
    dialog_of(window).reject()


def test_a_page_that_was_left_is_made_afresh(
    staff: StaffController, window: Window, rest: Rest, qtbot
) -> None:
    page = page_of(window)
    window.show_screen(Screen("Elsewhere"))
    qtbot.waitUntil(lambda: not shiboken6.isValid(page))
    staff.begin()
    rest()
    assert names(window) == ["Dana Whitlock", "Recovery code"]
