"""The list of cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mktdesk.desk import cases, filling
from mktdesk.desk.backup import KnownBackup
from mktdesk.desk.drafts import Target
from mktdesk.desk.session import Session
from ui.controllers.cases import CasesController
from ui.pages.cases import CasesPage
from ui.window import Window
from ui.worker import Worker


class Asked(QObject):
    """What the person wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.cases: list[str] = []
        self.ways: list[str] = []

    def case(self, public: str) -> None:
        self.cases.append(public)


@dataclass
class Shown:
    page: CasesPage
    asked: Asked
    controller: CasesController

    def column(self, name: str) -> list[str]:
        model = self.page.table.list_model
        headings = [column.heading for column in model.columns]
        at = headings.index(name)
        return [model.index(row, at).data() for row in range(model.rowCount())]

    @property
    def words(self) -> str:
        return "\n".join(w.text() for w in self.page.findChildren(QLabel) if w.isVisible())


def add(session: Session, *names: str) -> str:
    case = cases.start_referral(session)
    first = case.answers().table("subject")[0].id
    filling.set_answer(case, Target("subject", first, "name"), names[0])
    for name in names[1:]:
        filling.add_row(case, "subject", {"name": name})
    cases.close_case(case)
    return case.public


@pytest.fixture
def show(
    worker: Worker, session: Session, window: Window, rest: Callable[[], None]
) -> Callable[[], Shown]:
    def made() -> Shown:
        controller = CasesController(worker, session, window)
        asked = Asked()
        asked.setParent(controller)
        controller.case_wanted.connect(asked.case)
        controller.new_wanted.connect(lambda: asked.ways.append("new"))
        controller.word_wanted.connect(lambda: asked.ways.append("word"))
        controller.old_wanted.connect(lambda: asked.ways.append("old"))
        page = controller.screen()
        window.show_screen(page)
        rest()
        return Shown(page, asked, controller)

    return made


def test_an_empty_office_says_what_would_be_there_and_how_to_begin(
    show: Callable[[], Shown],
) -> None:
    shown = show()
    assert "Cases will be listed here" in shown.words
    assert not any(box.isVisible() for box in shown.page.findChildren(QLineEdit))
    for text, way in (
        ("New referral…", "new"),
        ("New referral from Word form…", "word"),
        ("Register an old case…", "old"),
    ):
        made = next(b for b in shown.page.findChildren(QPushButton) if b.text() == text)
        made.setFocus()
        QTest.keyClick(made, Qt.Key.Key_Space)
        assert shown.asked.ways[-1] == way


def test_cases_are_listed_by_initials_and_names_only_when_asked(
    show: Callable[[], Shown], session: Session
) -> None:
    add(session, "Maja Wrońska", "Jakub (“Kuba”) Wroński")
    shown = show()
    assert shown.column("Reference") == ["SCR-2026-001"]
    assert shown.column("Subject") == ["MW, JW"]
    assert "Wrońska" not in shown.words
    names = shown.page.findChild(QCheckBox)
    assert names is not None
    names.setFocus()
    QTest.keyClick(names, Qt.Key.Key_Space)
    assert shown.column("Subject") == ["Maja Wrońska, Jakub (“Kuba”) Wroński"]


def test_a_search_looks_into_names_and_enter_opens_what_it_found(
    show: Callable[[], Shown], session: Session, rest: Callable[[], None], qtbot: QtBot
) -> None:
    add(session, "Mara Voss")
    wanted = add(session, "Idris Calloway")
    shown = show()
    page = QApplication.focusWidget()
    assert page is not None
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    QTest.keyClicks(box, "callo")
    QTest.keyClick(box, Qt.Key.Key_Return)
    rest()
    assert shown.column("Subject") == ["IC"]
    assert "1 of 2 cases" in shown.words
    QTest.keyClick(shown.page.table, Qt.Key.Key_Return)
    assert shown.asked.cases == [wanted]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(shown.column("Subject")) == 2)


def test_nothing_found_says_so(show: Callable[[], Shown], session: Session, qtbot: QtBot) -> None:
    add(session, "Mara Voss")
    shown = show()
    box = shown.page.findChild(QLineEdit)
    assert box is not None
    QTest.keyClicks(box, "nobody")
    qtbot.waitUntil(lambda: "No case is like that" in shown.words)
    assert box.isVisible()


def test_the_stage_narrows_the_list(
    show: Callable[[], Shown], session: Session, qtbot: QtBot
) -> None:
    add(session, "Mara Voss")
    shown = show()
    stage = next(
        box for box in shown.page.findChildren(QComboBox) if box.accessibleName() == "Stage"
    )
    stage.setFocus()
    QTest.keyClicks(stage, "Section 1")
    qtbot.wait(250)
    qtbot.waitUntil(lambda: shown.column("Subject") == ["MV"])
    QTest.keyClick(stage, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: shown.column("Subject") == [])


def test_the_case_that_was_left_is_current_again(
    show: Callable[[], Shown], session: Session, rest: Callable[[], None], window: Window
) -> None:
    add(session, "Mara Voss")
    add(session, "Idris Calloway")
    shown = show()
    QTest.keyClick(shown.page.table, Qt.Key.Key_Down)
    QTest.keyClick(shown.page.table, Qt.Key.Key_Return)
    again = shown.controller.screen()
    window.show_screen(again)
    rest()
    current = again.table.current()
    assert current is not None
    assert current.public == shown.asked.cases[0] == "SCR-2026-002"


KNOWN = KnownBackup(
    "a", "/media/stick", "2026-02-09T17:32:00.000Z", "Mon 9 Feb 2026, 17:32", "2 days ago",
    stale=False, by="Dana Whitlock", cases=1, problems=0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("last", "said", "warns"),
    [
        (KNOWN, "Last backup: 2 days ago", False),
        (None, "Warning: there is no backup of these cases.", True),
        (
            replace(KNOWN, age="12 days ago", stale=True),
            "Warning: the last backup is old: it was made 12 days ago.",
            True,
        ),
        (
            replace(KNOWN, problems=2),
            "Warning: the last backup was made 2 days ago, without 2 cases that had no good copy.",
            True,
        ),
    ],
)
def test_a_backup_that_is_old_or_missing_is_a_warning(
    show: Callable[[], Shown], session: Session, last: KnownBackup | None, said: str, warns: bool
) -> None:
    add(session, "Mara Voss")
    shown = show()
    shown.controller.backup_wanted.connect(lambda: shown.asked.ways.append("backup"))
    shown.page.show_backup(last)
    assert said in shown.words
    assert (shown.page._backup.property("look") == "warning-box") is warns
    made = [b for b in shown.page.findChildren(QPushButton) if b.text() == "Make a backup"]
    assert made[0].isVisible() is warns
    if warns:
        QTest.keyClick(made[0], Qt.Key.Key_Space)
        assert shown.asked.ways == ["backup"]


def test_an_empty_office_needs_no_backup(show: Callable[[], Shown]) -> None:
    shown = show()
    shown.page.show_backup(None)
    assert "backup" not in shown.words
