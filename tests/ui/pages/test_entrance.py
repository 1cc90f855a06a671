from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from mktdesk.desk.strength import strength
from ui.pages.first_start import FirstStartPage, NewVault
from ui.pages.recovery import RecoveryPage
from ui.pages.start import StartPage
from ui.pages.unlock import UnlockPage

GROUPS = ("7K3MP", "Q8ZT4", "M0XR2", "B6WN9", "C4HJ1", "T5YDE", "V3GSA", "P9K7F")
GOOD = "six larches by the canal"


@pytest.fixture
def show(qtbot):
    def put(page: QWidget) -> None:
        qtbot.addWidget(page)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)

    return put


def press(page: QWidget, text: str) -> None:
    found = next(b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisible())
    found.setFocus()
    QTest.keyClick(found, Qt.Key.Key_Space)


def type_into(text: str) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClicks(widget, text)


def press_enter() -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, Qt.Key.Key_Return)


# start


def test_a_folder_is_typed_and_opened_with_enter(show, tmp_path: Path):
    page = StartPage()
    show(page)
    asked: list[Path] = []
    page.open_asked.connect(asked.append)
    page.focus_first()
    type_into(str(tmp_path))
    press_enter()
    assert asked == [tmp_path]


@pytest.mark.parametrize("typed", ["", "   ", "vault", "some/where"])
def test_no_folder_or_half_a_path_is_refused_where_it_is_typed(show, typed: str):
    page = StartPage(typed)
    show(page)
    asked: list[Path] = []
    page.open_asked.connect(asked.append)
    press(page, "Open the vault")
    assert asked == []
    assert page._folder.problem
    assert page._folder.problem in page._folder.line.accessibleDescription()


def test_a_home_folder_that_is_nobodys_is_no_crash(show):
    page = StartPage("~nobody-of-that-name/vault")
    show(page)
    press(page, "Open the vault")
    assert page._folder.problem


# first start


def first_start(show, folder: str) -> tuple[FirstStartPage, list[NewVault]]:
    page = FirstStartPage(folder)
    show(page)
    made: list[NewVault] = []
    page.make_asked.connect(made.append)
    page.strength_asked.connect(lambda text, known: page.show_strength(text, strength(text, known)))
    return page, made


def test_a_vault_is_asked_for_with_what_was_typed(show, tmp_path: Path):
    page, made = first_start(show, str(tmp_path / "vault"))
    page.fill(" Test office ", "Dana Whitlock", GOOD, GOOD)
    press(page, "Set up the vault")
    assert made == [NewVault(tmp_path / "vault", "Test office", "Dana Whitlock", GOOD)]
    assert GOOD not in repr(made[0])


def test_everything_missing_is_said_at_once_and_links_lead_there(show):
    page, made = first_start(show, "")
    press(page, "Set up the vault")
    assert made == []
    assert page.summary.count == 4
    assert page._office.problem == "Type the office's name."
    link = page.summary.findChildren(QPushButton)[0]
    assert link.hasFocus()
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert page._office.line.hasFocus()


@pytest.mark.parametrize(
    ("passphrase", "again", "problem"),
    [
        ("canal", "canal", "stronger"),
        ("Testoffice1", "Testoffice1", "stronger"),
        (GOOD, "six larches by the river", "differ"),
    ],
)
def test_a_weak_or_mistyped_passphrase_makes_no_vault(
    show, tmp_path: Path, passphrase: str, again: str, problem: str
):
    page, made = first_start(show, str(tmp_path))
    page.fill("Testoffice", "Dana Whitlock", passphrase, again)
    press(page, "Set up the vault")
    assert made == []
    said = f"{page._passphrase.problem} {page._again.problem}"
    assert problem in said


def test_the_strength_is_said_in_words_while_typing(show, qtbot, spoken: list[str]):
    page, _ = first_start(show, "")
    page._passphrase.take_focus()
    type_into("canal")
    qtbot.waitUntil(lambda: not page._bar.isHidden())
    assert "Strength: weak" in spoken
    assert "unusual word" in page._bar._advice.text()


def test_an_estimate_of_what_was_typed_before_is_left_out(show):
    page, _ = first_start(show, "")
    page._passphrase.put("another")
    page.show_strength("canal", strength("canal"))
    assert page._bar.isHidden()


def test_a_passphrase_is_shown_only_when_asked(show):
    page, _ = first_start(show, "")
    line = page._passphrase.line
    assert line.echoMode() is line.EchoMode.Password
    press(page, "Show")
    assert line.echoMode() is line.EchoMode.Normal
    assert page._again.line.echoMode() is line.EchoMode.Password
    press(page, "Hide")
    assert line.echoMode() is line.EchoMode.Password


# the recovery code


def test_the_code_is_covered_while_it_is_typed_back(show):
    page = RecoveryPage(GROUPS, (2, 6))
    show(page)
    confirmed: list[bool] = []
    page.confirmed.connect(lambda: confirmed.append(True))
    press(page, "I have it on paper")
    assert all(not page._parts[0].isVisible() for _ in GROUPS)
    press(page, "Confirm and go on")
    assert confirmed == []
    assert page.summary.count == 2
    page._answers[2].take_focus()
    type_into("moxr2")  # an O for a nought, and small letters
    page._answers[6].take_focus()
    type_into("V3 GSA")
    press_enter()
    assert confirmed == [True]


def test_the_right_groups_in_the_wrong_boxes_are_refused(show):
    page = RecoveryPage(GROUPS, (0, 1))
    show(page)
    confirmed: list[bool] = []
    page.confirmed.connect(lambda: confirmed.append(True))
    press(page, "I have it on paper")
    page._answers[0].put(GROUPS[1])
    page._answers[1].put(GROUPS[0])
    press(page, "Confirm and go on")
    assert confirmed == []
    press(page, "Show the code again")
    assert page._parts[0].isVisible()
    assert page.summary.count == 0


def test_a_screen_reader_hears_the_code(show):
    page = RecoveryPage(GROUPS, (0, 1))
    show(page)
    said = [
        w.accessibleDescription()
        for w in page.findChildren(QWidget)
        if w.accessibleName() == "Recovery code"
    ]
    assert said[0].startswith("Group 1: 7 K 3 M P. Group 2: Q 8 Z T 4")


# unlocking


def test_nobody_can_press_before_the_vault_is_known(show):
    page = UnlockPage("/srv/vault")
    show(page)
    asked: list[tuple[str, str]] = []
    page.unlock_asked.connect(lambda slot, typed: asked.append((slot, typed)))
    page.focus_first()
    type_into(GOOD)
    press_enter()
    assert asked == []
    page.show_people("Test office", [("a", "Dana"), ("b", "Sarah")])
    assert page._passphrase.text == GOOD
    QTest.keyClick(page._who.box, Qt.Key.Key_Down)
    press(page, "Unlock")
    assert asked == [("b", GOOD)]


def test_the_wait_counts_down_and_says_when_it_is_over(show, qtbot, spoken: list[str]):
    page = UnlockPage("/srv/vault")
    show(page)
    page.show_people("Test office", [("a", "Dana")])
    page._passphrase.put("wrong")
    page._timer.setInterval(10)
    page.refused("The vault did not open.", "Wait 3 seconds, then try again.", 3)
    assert page._unlock.text() == "Wait 3 seconds"
    assert page._passphrase.line.selectedText() == "wrong"
    qtbot.waitUntil(lambda: page._unlock.text() == "Unlock")
    assert page.notice._what.text() == "Problem: The vault did not open."
    assert page.notice._do.text() == "You can try again now."
    assert "You can try again now." in spoken[-1]
    assert page._unlock.isEnabled()


def test_nothing_typed_is_asked_for(show):
    page = UnlockPage("/srv/vault")
    show(page)
    page.show_people("Test office", [("a", "Dana")])
    press(page, "Unlock")
    assert page._passphrase.problem == "Type the passphrase."
    page.turn()
    press(page, "Unlock")
    assert page._code.problem == "Type the recovery code."
