"""A Word form taken in on the screen: read, looked at, accepted or not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session
from mktdesk.documents.protect_office import protect_office
from ui.controllers.intake import IntakeController
from ui.dialogs.password import PasswordDialog
from ui.fields.tick import Tick
from ui.pages.intake import IntakeScreen
from ui.question import LineQuestion
from ui.tables import ListTable
from ui.window import Window
from ui.worker import Worker

Rest = Callable[[], None]
REFERRALS = Path(__file__).parents[2] / "data" / "referrals"
REMARK = "Please ring Liz before 4 pm."


class Heard:
    """What the controller told the rest of the program."""

    def __init__(self, controller: IntakeController) -> None:
        self.accepted: list[OpenCase] = []
        self.left = 0
        self.followed: list[str] = []
        controller.accepted.connect(self.accepted.append)
        controller.left.connect(self._left)
        controller.follow.connect(self._followed)

    def _left(self) -> None:
        self.left += 1

    def _followed(self, _ticket: object, words: str) -> None:
        self.followed.append(words)


@pytest.fixture
def controller(worker: Worker, session: Session, chooser: Any, window: Window) -> IntakeController:
    made = IntakeController(worker, session, chooser, window)
    made.show_screen.connect(window.show_screen)
    made.follow.connect(window.follow)
    return made


@pytest.fixture
def heard(controller: IntakeController, session: Session) -> Iterator[Heard]:
    made = Heard(controller)
    yield made
    for case in made.accepted:
        cases.close_case(case)


@pytest.fixture
def screen(controller: IntakeController, window: Window, heard: Heard) -> IntakeScreen:
    controller.begin()
    found = window.screen_shown
    assert isinstance(found, IntakeScreen)
    return found


def with_remark(data: bytes) -> bytes:
    """The form with a remark that is no answer, and a date that cannot be."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "word/document.xml":
                text = part.decode().replace("14/03/2018", "31/02/2016")
                at = text.rindex("<w:sectPr")
                said = f"<w:p><w:r><w:t>{REMARK}</w:t></w:r></w:p>"
                part = (text[:at] + said + text[at:]).encode()
            after.writestr(name, part)
    return out.getvalue()


@pytest.fixture
def take(
    screen: IntakeScreen, chooser: Any, tmp_path: Path, rest: Rest
) -> Callable[[bytes], IntakeScreen]:
    def choose(data: bytes) -> IntakeScreen:
        (tmp_path / "form.docx").write_bytes(data)
        chooser.read = (tmp_path / "form.docx",)
        act(screen, "Choose the form…").click()
        rest()
        return screen

    return choose


T = TypeVar("T", bound=QWidget)


def one(inside: QWidget, kind: type[T]) -> T:
    found = inside.findChildren(kind)
    assert found
    return found[0]


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def act(screen: QWidget, words: str) -> QPushButton:
    return next(b for b in screen.findChildren(QPushButton) if b.text() == words and b.isVisible())


def words_in(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def cells(screen: IntakeScreen, row: int) -> list[str]:
    table = one(screen, ListTable)
    model = table.list_model
    return [str(model.data(model.index(row, column))) for column in range(model.columnCount())]


def box(screen: IntakeScreen, name: str) -> str:
    found = [b for b in screen.findChildren(QPlainTextEdit) if b.accessibleName().endswith(name)]
    return found[0].toPlainText()


def test_the_form_is_shown_beside_what_was_understood_doubts_first(
    take: Callable[[bytes], IntakeScreen], referral: bytes, heard: Heard
) -> None:
    screen = take(with_remark(referral))
    assert "135 answers read, 2 to look at, shown first" in words_in(screen)
    question, said, meant = cells(screen, 0)
    assert question == "Child 2: Date of Birth"
    assert said == "31/02/2016"
    assert meant.startswith("Look: ")
    assert cells(screen, 2)[0] == "Child or family being referred"
    assert box(screen, "the form says") == "31/02/2016"
    assert "table 5 row 2" in words_in(screen)
    assert heard.followed == ["Reading the form"]


def test_parts_that_were_not_read_are_in_sight_with_their_number(
    take: Callable[[bytes], IntakeScreen], referral: bytes
) -> None:
    screen = take(with_remark(referral))
    assert "Not read: 1 part" in words_in(screen)
    assert REMARK in box(screen, "Not read: 1 part")


def test_nothing_left_unread_is_said_too(
    take: Callable[[bytes], IntakeScreen], referral: bytes
) -> None:
    assert "Not read: nothing" in words_in(take(referral))


def test_the_keyboard_goes_through_the_answers(
    take: Callable[[bytes], IntakeScreen], referral: bytes
) -> None:
    screen = take(referral)
    table = focused()
    assert isinstance(table, ListTable)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert box(screen, "the form says") == "Jakub Wroński and Oliwia Wrońska"
    QTest.keyClick(table, Qt.Key.Key_Return)
    focus = focused()
    assert focus.accessibleName().endswith("the form says")


def test_nothing_is_stored_until_it_is_accepted(
    take: Callable[[bytes], IntakeScreen], referral: bytes, session: Session, heard: Heard
) -> None:
    screen = take(referral)
    assert cases.list_cases(session) == ()
    act(screen, "Don't accept").click()
    assert heard.left == 1
    assert cases.list_cases(session) == ()


def test_accepting_makes_the_case_and_hands_it_on_open(
    take: Callable[[bytes], IntakeScreen], referral: bytes, heard: Heard, rest: Rest
) -> None:
    screen = take(referral)
    accept = act(screen, "Accept and make the case")
    accept.click()
    assert not accept.isEnabled()  # a second press makes no second case
    rest()
    (case,) = heard.accepted
    assert case.public == "SCR-2026-001"
    assert [d.title for d in case.documents()] == ["Referral form as received"]
    assert len(case.answers().table("family_member")) == 13


def test_another_kind_of_review_that_begins_with_the_form_can_be_chosen(
    take: Callable[[bytes], IntakeScreen], referral: bytes, heard: Heard, rest: Rest
) -> None:
    screen = take(referral)
    offered = [screen._box.itemText(n) for n in range(screen._box.count())]
    assert offered[0] == "Serious case review (2016 toolkit, 2016-03)"
    silp = next(n for n, words in enumerate(offered) if "(2016" in words and "Learning" in words)
    screen._box.setCurrentIndex(silp)
    act(screen, "Accept and make the case").click()
    rest()
    (case,) = heard.accepted
    assert case.pathway.id == "silp"
    assert len(case.answers().table("family_member")) == 13


def test_a_case_that_has_a_reference_is_registered_under_it(
    take: Callable[[bytes], IntakeScreen],
    referral: bytes,
    session: Session,
    heard: Heard,
    rest: Rest,
) -> None:
    cases.close_case(cases.register_old_case(session, "mkscb-2016", "SCR-2026-014"))
    screen = take(referral)
    assert "carries the reference SCR-2026-014" in words_in(screen)
    tick = next(t for t in screen.findChildren(Tick))
    tick.box.click()
    reference = one(screen, LineQuestion)
    assert reference.text == "SCR-2026-014"
    act(screen, "Accept and make the case").click()
    rest()
    assert heard.accepted == []
    assert reference.problem
    assert focused() is reference.line
    reference.line.selectAll()
    QTest.keyClicks(reference.line, "scr/2014/7")
    act(screen, "Accept and make the case").click()
    rest()
    (case,) = heard.accepted
    assert case.public == "SCR-2014-7"


def test_an_empty_reference_is_asked_for_again(
    take: Callable[[bytes], IntakeScreen], referral: bytes, heard: Heard, rest: Rest
) -> None:
    screen = take(referral)
    next(t for t in screen.findChildren(Tick)).box.click()
    reference = one(screen, LineQuestion)
    reference.line.clear()
    act(screen, "Accept and make the case").click()
    rest()
    assert "empty" in reference.problem
    assert heard.accepted == []


def test_a_protected_form_asks_for_its_password_until_it_opens(
    take: Callable[[bytes], IntakeScreen], referral: bytes, qtbot: QtBot, rest: Rest
) -> None:
    screen = take(protect_office(referral, "SCR-2026-014"))
    dialog = one(screen, PasswordDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert "protected with a password" in words_in(dialog)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert "Nothing was typed" in words_in(dialog)
    QTest.keyClicks(focused(), "SCR-2026-015")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    rest()
    assert "does not open the file" in words_in(dialog)
    QTest.keyClicks(focused(), "SCR-2026-014")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    rest()
    assert "135 answers read" in words_in(screen)


def test_giving_up_the_password_leads_back_to_the_choice(
    take: Callable[[bytes], IntakeScreen], referral: bytes, qtbot: QtBot
) -> None:
    screen = take(protect_office(referral, "SCR-2026-014"))
    dialog = one(screen, PasswordDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert act(screen, "Choose the form…").isEnabled()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 letter", "PDF"),
        ((REFERRALS / "GP additional info.doc").read_bytes(), "old Word format"),
        (b"x" * 30_000_000, "larger than 25 MB"),
    ],
)
def test_what_is_no_form_says_what_it_is_and_another_can_be_chosen(
    take: Callable[[bytes], IntakeScreen], data: bytes, words: str
) -> None:
    screen = take(data)
    assert words in words_in(screen.notice)
    assert focused() is act(screen, "Choose the form…")


def test_the_window_answers_while_a_form_is_read_and_reading_can_be_stopped(
    screen: IntakeScreen,
    chooser: Any,
    referral: bytes,
    tmp_path: Path,
    window: Window,
    qtbot: QtBot,
    rest: Rest,
) -> None:
    (tmp_path / "form.docx").write_bytes(referral)
    chooser.read = (tmp_path / "form.docx",)
    act(screen, "Choose the form…").click()
    assert "Reading form.docx…" in words_in(screen)
    buttons = window.findChildren(QPushButton)
    next(b for b in buttons if b.accessibleName() == "Cancel: Reading the form").click()
    rest()
    assert "Stopped as you asked" in words_in(screen.notice)
    act(screen, "Choose the form…").click()
    rest()
    assert "135 answers read" in words_in(screen)


def test_an_answer_that_comes_after_the_page_was_left_is_let_go(
    screen: IntakeScreen,
    controller: IntakeController,
    chooser: Any,
    referral: bytes,
    tmp_path: Path,
    rest: Rest,
    window: Window,
) -> None:
    (tmp_path / "form.docx").write_bytes(referral)
    chooser.read = (tmp_path / "form.docx",)
    act(screen, "Choose the form…").click()
    controller.begin()
    rest()
    found = window.screen_shown
    assert isinstance(found, IntakeScreen)
