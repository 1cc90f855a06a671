"""The documents page on a real case: attach, look, rename, remove, take a copy out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.desk import papers
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.intake import read_referral
from mktdesk.desk.session import Session
from ui.controllers.papers import PapersController
from ui.dialogs.copyout import CopyOutDialog
from ui.dialogs.rename import RenameDialog
from ui.pages.documents import DocumentsScreen, kind_of, size_of
from ui.pages.viewer import ViewerScreen
from ui.window import Window
from ui.worker import Worker

Rest = Callable[[], None]


@pytest.fixture
def controller(worker: Worker, chooser: Any, window: Window) -> PapersController:
    made = PapersController(worker, chooser, window)
    made.show_screen.connect(window.show_screen)
    made.follow.connect(window.follow)
    return made


@pytest.fixture
def screen(
    controller: PapersController, case: OpenCase, window: Window, rest: Rest
) -> DocumentsScreen:
    controller.begin(case)
    rest()
    return shown(window)


def shown(window: Window) -> DocumentsScreen:
    found = window.screen_shown
    assert isinstance(found, DocumentsScreen)
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
    return next(b for b in screen.findChildren(QPushButton) if b.text() == words and _there(b))


def _there(widget: QWidget) -> bool:
    return widget.isVisible()


def words_in(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def titles(case: OpenCase) -> list[str]:
    return [document.title for document in case.documents()]


def go_to(screen: DocumentsScreen, row: int) -> None:
    screen.focus_first()
    for _ in range(3):
        press(Qt.Key.Key_Up)
    for _ in range(row):
        press(Qt.Key.Key_Down)


def press(key: Qt.Key) -> None:
    QTest.keyClick(focused(), key)


def dialog_of(screen: QWidget, kind: type[QDialog], qtbot: QtBot) -> Any:
    found = screen.findChildren(kind)[-1]
    qtbot.waitUntil(found.isActiveWindow)
    return found


@pytest.fixture
def attached(screen: DocumentsScreen, chooser: Any, tmp_path: Path, rest: Rest) -> DocumentsScreen:
    (tmp_path / "note.txt").write_text("Seen on 4 March", encoding="utf-8")
    (tmp_path / "plan.xlsx").write_bytes(b"PK\x03\x04")
    chooser.read = (tmp_path / "note.txt", tmp_path / "plan.xlsx")
    act(screen, "Attach files…").click()
    rest()
    return screen


def test_an_empty_case_says_what_would_be_there_and_the_keyboard_is_on_it(
    screen: DocumentsScreen,
) -> None:
    assert "No files yet" in words_in(screen)
    assert focused() is act(screen, "Attach files…")


def test_files_are_attached_and_listed(
    attached: DocumentsScreen, case: OpenCase, chooser: Any
) -> None:
    assert titles(case) == ["note.txt", "plan.xlsx"]
    assert chooser.asked == ["Choose files to attach"]
    assert "2 documents" in words_in(attached)
    assert attached.status.text() == "2 files attached"
    assert [kind_of(d) for d in case.documents()] == ["Text", "XLSX file"]


def test_giving_up_the_choice_changes_nothing(screen: DocumentsScreen, case: OpenCase) -> None:
    act(screen, "Attach files…").click()
    assert case.documents() == ()


def test_a_file_that_cannot_be_read_is_named_and_the_others_stay(
    screen: DocumentsScreen, case: OpenCase, chooser: Any, tmp_path: Path, rest: Rest
) -> None:
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    chooser.read = (tmp_path / "a.txt", tmp_path / "empty.txt", tmp_path / "gone.txt")
    act(screen, "Attach files…").click()
    rest()
    assert titles(case) == ["a.txt"]
    assert "empty.txt is empty" in words_in(screen.notice)


def test_enter_opens_a_document_and_back_returns_to_its_line(
    attached: DocumentsScreen, window: Window, rest: Rest
) -> None:
    go_to(attached, 1)
    press(Qt.Key.Key_Return)
    rest()
    viewer = window.screen_shown
    assert isinstance(viewer, ViewerScreen)
    assert viewer.title == "plan.xlsx"
    assert "cannot show this kind" in words_in(viewer)
    act(viewer, "Back").click()
    rest()
    back = shown(window)
    back.focus_first()
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    rest()
    again = window.screen_shown
    assert isinstance(again, ViewerScreen)
    assert again.title == "note.txt"


def test_a_document_is_renamed_by_keyboard(
    attached: DocumentsScreen, case: OpenCase, qtbot: QtBot, rest: Rest
) -> None:
    go_to(attached, 0)
    act(attached, "Rename…").click()
    dialog = dialog_of(attached, RenameDialog, qtbot)
    for _ in range(9):
        press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "needs a title" in words_in(dialog)
    QTest.keyClicks(focused(), "Note of the visit")
    press(Qt.Key.Key_Return)
    rest()
    assert titles(case) == ["Note of the visit", "plan.xlsx"]
    assert [d.name for d in case.documents()] == ["note.txt", "plan.xlsx"]


def test_removing_can_be_undone_even_after_other_work(
    attached: DocumentsScreen, case: OpenCase, rest: Rest, qtbot: QtBot
) -> None:
    go_to(attached, 0)
    press(Qt.Key.Key_Delete)
    rest()
    assert titles(case) == ["plan.xlsx"]
    assert "“note.txt” was removed" in words_in(attached)
    go_to(attached, 0)
    act(attached, "Rename…").click()
    dialog_of(attached, RenameDialog, qtbot).chosen.emit("Plan")
    rest()
    act(attached, "Undo").click()
    rest()
    assert titles(case) == ["note.txt", "Plan"]
    assert "was removed" not in words_in(attached)


def test_a_copy_is_saved_only_after_saying_what_that_means(
    attached: DocumentsScreen,
    case: OpenCase,
    chooser: Any,
    tmp_path: Path,
    qtbot: QtBot,
    rest: Rest,
) -> None:
    chooser.save = tmp_path / "copy.txt"
    go_to(attached, 0)
    act(attached, "Save a copy…").click()
    dialog = dialog_of(attached, CopyOutDialog, qtbot)
    assert "not encrypted" in words_in(dialog)
    assert focused() is act(dialog, "Cancel")
    press(Qt.Key.Key_Escape)
    rest()
    assert not chooser.save.exists()
    act(attached, "Save a copy…").click()
    dialog = dialog_of(attached, CopyOutDialog, qtbot)
    act(dialog, "Save the copy…").click()
    rest()
    assert chooser.save.read_text(encoding="utf-8") == "Seen on 4 March"
    day = case.documents()[0].added_at[:10]
    assert chooser.offered == [f"{case.public} document {day}.txt"]  # not the name it came with
    assert "Saved as copy.txt" in words_in(attached)
    assert case.book.history(limit=1)[0].verb == "export"


def test_a_copy_that_cannot_be_saved_says_so(
    attached: DocumentsScreen, chooser: Any, tmp_path: Path, qtbot: QtBot, rest: Rest
) -> None:
    chooser.save = tmp_path / "gone" / "copy.txt"
    act(attached, "Save a copy…").click()
    act(dialog_of(attached, CopyOutDialog, qtbot), "Save the copy…").click()
    rest()
    assert "could not be saved" in words_in(attached.notice)


def test_a_copy_can_be_taken_from_the_viewer_too(
    attached: DocumentsScreen,
    window: Window,
    chooser: Any,
    tmp_path: Path,
    qtbot: QtBot,
    rest: Rest,
) -> None:
    chooser.save = tmp_path / "copy.txt"
    act(attached, "View").click()
    rest()
    viewer = window.screen_shown
    assert isinstance(viewer, ViewerScreen)
    act(viewer, "Save a copy…").click()
    act(dialog_of(viewer, CopyOutDialog, qtbot), "Save the copy…").click()
    rest()
    assert "Saved as copy.txt" in words_in(viewer)


def test_the_word_form_goes_out_blank_and_filled(
    screen: DocumentsScreen, case: OpenCase, chooser: Any, tmp_path: Path, rest: Rest
) -> None:
    chooser.save = tmp_path / "blank.docx"
    act(screen, "Save the blank form…").click()
    rest()
    assert read_referral(chooser.save.read_bytes(), "blank.docx").lines == ()
    chooser.save = tmp_path / "filled.docx"
    act(screen, "Save the filled form…").click()
    rest()
    assert "It opens with the full reference" in words_in(screen)
    assert chooser.offered == ["Referral form.docx", f"{case.public} referral form.docx"]
    read = read_referral(
        chooser.save.read_bytes(), "filled.docx", password=case.handle.reference.full
    )
    assert read.reference_seen == case.public


def test_a_case_open_for_reading_only_can_be_looked_at_and_no_more(
    controller: PapersController, session: Session, case: OpenCase, window: Window, rest: Rest
) -> None:
    papers.attach(case, "note.txt", b"words")
    handle = session.vault.open_case(case.public, read_only=True)
    controller.begin(OpenCase(session, handle, case.toolkit, case.form, case.facts))
    rest()
    screen = shown(window)
    screen.focus_first()
    usable = {b.text() for b in screen.findChildren(QPushButton) if _there(b) and b.isEnabled()}
    assert "View" in usable
    assert not usable & {"Attach files…", "Rename…", "Remove", "Save a copy…"}
    press(Qt.Key.Key_Delete)
    rest()
    assert titles(case) == ["note.txt"]
    session.vault.close_case(handle)


def test_a_page_that_was_left_gets_no_late_answer(
    controller: PapersController, case: OpenCase, window: Window, rest: Rest
) -> None:
    controller.begin(case)
    controller.begin(case)
    rest()
    assert isinstance(window.screen_shown, DocumentsScreen)


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 bytes"), (1023, "1023 bytes"), (2048, "2 KB"), (2_500_000, "2.4 MB")]
)
def test_sizes_are_said_in_words(size: int, words: str) -> None:
    assert size_of(size) == words
