import time
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.listpane import ListPane
from ui.tables import Column, ListTable


@dataclass(frozen=True)
class Case:
    reference: str
    days: int


COLUMNS = (
    Column[Case]("Reference", lambda case: case.reference, 14, keep=True),
    Column[Case]("Due", lambda case: f"due in {case.days} days", 20, lambda case: case.days),
    Column[Case]("Note", lambda _case: "a note", 20),
)
CASES = (Case("B", 10), Case("A", 9), Case("C", 9))


class Shown:
    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.table: ListTable[Case] = ListTable("Cases", COLUMNS, lambda case: case.reference)
        self.pane: ListPane[Case] = ListPane(self.table, "Nothing here yet.", "Start a referral")
        self.after = QPushButton("after")
        column = QVBoxLayout(self.window)
        column.addWidget(self.pane)
        column.addWidget(self.after)
        self.window.resize(800, 500)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def order(self) -> str:
        model = self.table.list_model
        return "".join(model.at(row).reference for row in range(model.rowCount()))


@pytest.fixture
def shown(qtbot: QtBot):
    made = Shown(qtbot)
    yield made
    made.window.close()


def test_an_empty_list_says_what_would_be_there_and_offers_the_one_action(shown: Shown) -> None:
    asked: list[int] = []
    shown.pane.action_asked.connect(lambda: asked.append(1))
    action = shown.pane.findChildren(QPushButton)[0]
    assert not shown.table.isVisible()
    assert action.isVisible()
    assert action.text() == "Start a referral"
    QTest.keyClick(action, Qt.Key.Key_Space)
    assert asked == [1]
    shown.pane.set_rows(CASES, "3 cases")
    assert shown.table.isVisible()
    assert not action.isVisible()


def test_a_search_without_a_find_offers_no_action(shown: Shown) -> None:
    shown.pane.set_empty("No case has that in it.", with_action=False)
    assert not shown.pane.findChildren(QPushButton)[0].isVisible()


def test_arrows_move_enter_opens_and_tab_leaves(shown: Shown) -> None:
    shown.pane.set_rows(CASES)
    opened: list[Case] = []
    shown.table.opened.connect(opened.append)
    shown.table.setFocus()
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    QTest.keyClick(shown.table, Qt.Key.Key_Down)
    QTest.keyClick(shown.table, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert opened == [CASES[0], CASES[1]]
    QTest.keyClick(shown.table, Qt.Key.Key_Tab)
    assert shown.window.focusWidget() is shown.after


def test_keys_ask_to_remove_and_to_move(shown: Shown) -> None:
    shown.pane.set_rows(CASES)
    asked: list[object] = []
    shown.table.delete_asked.connect(asked.append)
    shown.table.move_asked.connect(lambda case, step: asked.append((case, step)))
    shown.table.setFocus()
    QTest.keyClick(shown.table, Qt.Key.Key_Delete)
    QTest.keyClick(shown.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(shown.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert asked == [CASES[0], (CASES[0], -1), (CASES[0], 1)]


def test_sorting_goes_by_what_is_meant_and_keeps_equals_in_order(shown: Shown) -> None:
    shown.pane.set_rows(CASES)
    shown.table.sort_by(1)
    assert shown.order() == "ACB"
    shown.table.sort_by(0, falling=True)
    assert shown.order() == "CBA"
    shown.pane.set_rows((*CASES, Case("D", 1)))
    assert shown.order() == "DCBA"


def test_sorting_is_there_for_the_keyboard(shown: Shown) -> None:
    shown.pane.set_rows(CASES)
    chooser = shown.pane.findChildren(QComboBox)[0]
    assert chooser.accessibleName() == "Sort by"
    chooser.setFocus()
    QTest.keyClick(chooser, Qt.Key.Key_Down)
    assert shown.order() == "ABC"
    QTest.keyClick(chooser, Qt.Key.Key_Down)
    assert shown.order() == "CBA"


def test_the_usual_order_comes_back(shown: Shown) -> None:
    shown.pane.set_rows(CASES)
    chooser = shown.pane.findChildren(QComboBox)[0]
    QTest.keyClick(chooser, Qt.Key.Key_Down)
    QTest.keyClick(chooser, Qt.Key.Key_Home)
    assert shown.order() == "BAC"


def test_new_rows_leave_the_person_where_they_were(shown: Shown) -> None:
    shown.pane.set_rows(CASES)
    chosen: list[object] = []
    shown.table.select("C")
    shown.table.chosen.connect(chosen.append)
    shown.pane.set_rows((CASES[2], Case("Z", 1)))
    assert shown.table.current() == CASES[2]
    shown.pane.set_rows((Case("Z", 1),))
    assert shown.table.current() is None
    assert chosen[-1] is None


def test_columns_give_way_when_there_is_no_room_but_not_those_to_keep(qtbot: QtBot) -> None:
    table: ListTable[Case] = ListTable("Cases", COLUMNS, lambda case: case.reference)
    qtbot.addWidget(table)
    table.set_rows(CASES)
    table.show()
    hidden = []
    for width in (800, 400, 210, 800):
        table.resize(width, 300)
        hidden.append([table.isColumnHidden(n) for n in range(3)])
        shown = [n for n in range(3) if not table.isColumnHidden(n)]
        assert sum(table.columnWidth(n) for n in shown) == table.viewport().width()
    assert hidden[0] == hidden[3] == [False, False, False]
    assert hidden[1] == [False, False, True]
    assert hidden[2] == [False, True, True]


def test_ten_thousand_cases_are_shown_and_sorted_at_once(shown: Shown) -> None:
    many = [Case(f"SCR-{n:05d}", n % 97) for n in range(10_000)]
    began = time.thread_time()
    shown.pane.set_rows(many)
    shown.table.sort_by(1)
    shown.table.grab()
    assert time.thread_time() - began < 1.0


def test_a_tip_is_never_read_as_html() -> None:
    table = ListTable("Cases", COLUMNS, lambda case: case.reference)
    table.set_rows((Case('<img src="file:///x.png">', 1), Case("A & B", 1), Case("C", 1)))
    model = table.list_model
    tips = [model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    assert tips == [
        "<qt>&lt;img src=&quot;file:///x.png&quot;&gt;</qt>", "<qt>A &amp; B</qt>", "C",
    ]  # fmt: skip


def test_rows_have_two_lines_where_what_must_be_shown_does_not_fit_in_one(
    shown: Shown, qtbot: QtBot
) -> None:
    shown.pane.set_rows(CASES, "3 cases")
    table = shown.table
    letter = table.fontMetrics().averageCharWidth()
    table.setFixedWidth(40 * letter)
    qtbot.waitUntil(lambda: table.width() == 40 * letter)
    one = table.rowHeight(0)
    assert not table.wordWrap()
    table.setFixedWidth(13 * letter)
    qtbot.waitUntil(table.wordWrap)
    assert table.rowHeight(0) > one
    table.setFixedWidth(40 * letter)
    qtbot.waitUntil(lambda: not table.wordWrap())
    assert table.rowHeight(0) == one
