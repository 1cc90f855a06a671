"""The case pack on the screen: choose, preview from memory, make, cancel, and the list."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pikepdf
import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.casework.status import State
from mktdesk.desk import papers
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session
from mktdesk.desk.settings import change_settings, settings
from tests.desk.sittings import ready_for_the_panel
from ui.controllers.pack import PackController
from ui.fields.tick import Tick
from ui.pages.pack import PackScreen
from ui.pages.viewer import ViewerScreen
from ui.question import LineQuestion, SecretQuestion
from ui.strengthbar import StrengthBar
from ui.tables import ListTable
from ui.viewers.pdfpane import PdfPane
from ui.window import Window
from ui.worker import Worker

Rest = Callable[[], None]


@pytest.fixture
def controller(worker: Worker, chooser: Any, window: Window) -> PackController:
    made = PackController(worker, chooser, window)
    made.show_screen.connect(window.show_screen)
    made.follow.connect(window.follow)
    return made


@pytest.fixture
def screen(controller: PackController, case: OpenCase, window: Window, rest: Rest) -> PackScreen:
    papers.attach(case, "note.txt", b"Seen on 4 March", "Note of the visit")
    papers.attach(case, "plan.xlsx", b"PK\x03\x04", "Plan")
    controller.begin(case)
    rest()
    made = shown(window)
    for _, part in made._parts:
        part.put(True)
    return made


def shown(window: Window) -> PackScreen:
    found = window.screen_shown
    assert isinstance(found, PackScreen)
    return found


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


def tick(screen: PackScreen, words: str) -> Tick:
    return next(t for t in screen.findChildren(Tick) if t.words.startswith(words))


def question(screen: PackScreen, words: str) -> LineQuestion:
    return next(q for q in screen.findChildren(LineQuestion) if q.words == words)


def secret(screen: PackScreen) -> SecretQuestion:
    return one(screen, SecretQuestion)


def only(screen: PackScreen, words: str) -> None:
    for _, one in screen._parts:
        if one.on:
            one.box.click()
    tick(screen, words).box.click()


def opens(data: bytes, password: str) -> bool:
    try:
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            return len(pdf.pages) > 0
    except pikepdf.PasswordError:
        return False


def rows(screen: PackScreen) -> int:
    return one(screen, ListTable).list_model.rowCount()


def test_sections_that_are_started_are_chosen(screen: PackScreen, qtbot: QtBot) -> None:
    others = [State.KEPT] * (len(screen._state.parts) - 3)
    states = (State.SIGNED, State.UNDER_WAY, State.NOT_STARTED, *others)
    parts = [
        dataclasses.replace(part, state=state)
        for part, state in zip(screen._state.parts, states, strict=True)
    ]
    made = PackScreen(dataclasses.replace(screen._state, parts=tuple(parts)))
    qtbot.addWidget(made)
    assert made.choice().parts == tuple(part.part for part in parts[:2])


def test_no_document_is_chosen_and_the_policy_is_in_sight(screen: PackScreen) -> None:
    said = words_in(screen)
    assert not tick(screen, "Note of the visit").on
    assert "The full reference, as the slip shows it" in said
    assert "No pack has been made" in said


def test_a_document_that_cannot_be_printed_says_so_and_cannot_be_chosen(
    screen: PackScreen,
) -> None:
    plan = tick(screen, "Plan")
    assert not plan.box.isEnabled()
    assert "plan.xlsx cannot be put into a PDF" in words_in(plan)


def test_the_pack_is_made_listed_and_its_digest_shown(
    screen: PackScreen, case: OpenCase, chooser: Any, tmp_path: Path, rest: Rest
) -> None:
    only(screen, "Section 3")
    tick(screen, "Note of the visit").box.click()
    question(screen, "Recipient").line.setText("Ruth Tolland")
    question(screen, "Copy number").line.setText("7")
    chooser.save = tmp_path / "pack.pdf"
    act(screen, "Make the pack…").click()
    rest()
    data = chooser.save.read_bytes()
    assert opens(data, case.handle.reference.full)
    assert chooser.offered == ["SCR-2026-001 case pack copy 7.pdf"]
    said = words_in(screen.notice)
    assert "Saved as pack.pdf" in said
    assert "It opens with the full reference" in said
    assert hashlib.sha256(data).hexdigest() in said
    (kept,) = case.packs()
    assert (kept.recipient, kept.parts) == ("Ruth Tolland", "section3")
    assert rows(screen) == 1
    assert act(screen, "Make the pack…").isEnabled()


def test_the_preview_is_shown_from_memory_and_loses_nothing_that_was_chosen(
    screen: PackScreen, case: OpenCase, window: Window, tmp_path: Path, rest: Rest
) -> None:
    only(screen, "Section 3")
    question(screen, "Recipient").line.setText("Ruth Tolland")
    screen.findChildren(Tick)[-1].box.click()  # a password of one's own
    secret(screen).line.setText("brass-lantern-otter")
    before = case.book.heads(), sorted(tmp_path.rglob("*.pdf"))
    act(screen, "Preview").click()
    rest()
    viewer = window.screen_shown
    assert isinstance(viewer, ViewerScreen)
    assert "not protected and is not saved" in words_in(viewer)
    pane = one(viewer, PdfPane)
    assert pane.pages > 1
    assert not [b for b in viewer.findChildren(QPushButton) if "copy" in b.text() and b.isVisible()]
    assert (case.book.heads(), sorted(tmp_path.rglob("*.pdf"))) == before
    act(viewer, "Back").click()
    rest()
    again = shown(window)
    assert question(again, "Recipient").text == "Ruth Tolland"
    assert not tick(again, "Section 1").on
    assert secret(again).text == "brass-lantern-otter"
    assert secret(again).isVisible()


def test_an_own_password_is_judged_refused_and_taken(
    screen: PackScreen, case: OpenCase, chooser: Any, tmp_path: Path, rest: Rest, qtbot: QtBot
) -> None:
    only(screen, "Section 3")
    screen.findChildren(Tick)[-1].box.click()
    chooser.save = tmp_path / "pack.pdf"
    act(screen, "Make the pack…").click()
    assert "No password was typed" in secret(screen).problem
    assert focused() is secret(screen).line
    QTest.keyClicks(secret(screen).line, "aaaaaaaaaaaaaa")
    bar = one(screen, StrengthBar)
    qtbot.waitUntil(bar.isVisible)
    assert "very weak" in words_in(bar)
    act(screen, "Make the pack…").click()
    rest()
    assert "too easy to guess" in secret(screen).problem
    assert chooser.asked == []
    secret(screen).line.selectAll()
    QTest.keyClicks(secret(screen).line, "brass-lantern-otter")
    assert secret(screen).problem == ""
    act(screen, "Make the pack…").click()
    rest()
    data = chooser.save.read_bytes()
    assert opens(data, "brass-lantern-otter")
    assert not opens(data, case.handle.reference.full)
    assert secret(screen).text == ""  # it is not kept once it has served


def test_an_empty_pack_is_not_made(screen: PackScreen, chooser: Any, rest: Rest) -> None:
    for _, one in screen._parts:
        one.box.click()
    act(screen, "Make the pack…").click()
    rest()
    assert "The pack is empty" in words_in(screen.notice)
    assert chooser.asked == []


def test_making_shows_how_far_it_is_and_the_window_answers(
    screen: PackScreen, window: Window, chooser: Any, tmp_path: Path, rest: Rest
) -> None:
    chooser.save = tmp_path / "pack.pdf"
    told: list[str] = []
    longest, clock = [0], QElapsedTimer()
    beat = QTimer()

    def tell() -> None:
        longest[0] = max(longest[0], clock.restart())
        told.extend(b.accessibleName() for b in window.findChildren(QPushButton) if b.isVisible())

    beat.timeout.connect(tell)
    clock.start()
    beat.start(5)
    act(screen, "Make the pack…").click()
    rest()
    beat.stop()
    assert "Cancel: Making the case pack" in told
    assert longest[0] < 1000  # milliseconds without an answer; Python's lock is shared


def test_cancelling_leaves_no_file_and_everything_chosen(
    screen: PackScreen,
    controller: PackController,
    case: OpenCase,
    window: Window,
    chooser: Any,
    tmp_path: Path,
    rest: Rest,
    qtbot: QtBot,
) -> None:
    chooser.save = tmp_path / "pack.pdf"
    with qtbot.waitSignal(controller.follow, timeout=10_000):
        act(screen, "Make the pack…").click()
    buttons = window.findChildren(QPushButton)
    next(b for b in buttons if b.accessibleName() == "Cancel: Making the case pack").click()
    rest()
    assert "Stopped as you asked" in words_in(screen.notice)
    assert not list(tmp_path.glob("*.pdf"))
    assert not list(tmp_path.glob(".mktdesk-*"))
    assert case.packs() == ()
    assert act(screen, "Make the pack…").isEnabled()
    assert tick(screen, "Section 1").on


def test_a_folder_that_takes_no_file_is_told_and_another_can_be_chosen(
    screen: PackScreen, chooser: Any, tmp_path: Path, rest: Rest
) -> None:
    only(screen, "Section 3")
    chooser.save = tmp_path / "gone" / "pack.pdf"
    act(screen, "Make the pack…").click()
    rest()
    assert "could not be saved" in words_in(screen.notice)
    chooser.save = tmp_path / "pack.pdf"
    act(screen, "Make the pack…").click()
    rest()
    assert chooser.save.exists()


def test_the_office_policy_is_what_the_page_says(
    controller: PackController, session: Session, case: OpenCase, window: Window, rest: Rest
) -> None:
    public = dataclasses.replace(settings(session), pack_key="public")
    change_settings(session, public, reason="The board decided so")
    controller.begin(case)
    rest()
    assert "The public part of the reference" in words_in(shown(window))


def test_no_pack_is_made_of_a_case_open_for_reading_only(
    controller: PackController, session: Session, case: OpenCase, window: Window, rest: Rest
) -> None:
    handle = session.vault.open_case(case.public, read_only=True)
    controller.begin(OpenCase(session, handle, case.toolkit, case.form, case.facts))
    rest()
    screen = shown(window)
    assert not act(screen, "Make the pack…").isEnabled()
    assert act(screen, "Preview").isEnabled()
    session.vault.close_case(handle)


def test_it_is_all_done_by_keyboard(
    screen: PackScreen, chooser: Any, tmp_path: Path, rest: Rest
) -> None:
    chooser.save = tmp_path / "pack.pdf"
    names = []
    for _ in range(40):
        focus = focused()
        names.append(focus.accessibleName())
        if isinstance(focus, QPushButton) and focus.text() == "Make the pack…":
            break
        if focus.accessibleName() == "Recipient":
            QTest.keyClicks(focus, "Ruth Tolland")
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert "Section 1" in names[0]
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    rest()
    assert chooser.save.exists()


def test_the_page_of_signatures_is_saved_by_itself(
    screen: PackScreen, case: OpenCase, chooser: Any, tmp_path: Path, rest: Rest
) -> None:
    asked = act(screen, "Page of signatures…")
    assert not asked.isEnabled(), "nothing is signed"
    ready_for_the_panel(case)
    asked.setEnabled(True)
    chooser.save = tmp_path / "signatures.pdf"
    asked.click()
    rest()
    assert chooser.offered[-1] == f"{case.public} signatures.pdf"
    assert opens(chooser.save.read_bytes(), case.handle.reference.full)
    assert "Saved as signatures.pdf" in words_in(screen)
