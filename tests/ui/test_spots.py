"""Where a person can be in a case, and the task list that leads there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mktdesk.casework.records import SignOff
from mktdesk.casework.status import part_status
from mktdesk.desk.overview import Overview, page_statuses
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.check import problems
from mktdesk.forms.flow import Place
from mktdesk.forms.types import Form
from ui.spots import ACCESS, CHECK, CLOSING, DOCUMENTS, PAGE, SIGNED, Spot, resting
from ui.tasklist import TaskList, tasks

SIGNED_1 = SignOff("k1", part="section1", name="Liz Pemberton", date="10 February 2026")
UNDONE = replace(SIGNED_1, superseded_at="2026-02-11T10:15:00.000Z", superseded_why="Misspelt")


@pytest.fixture
def look(form: Form):
    def made(*signoffs: SignOff) -> Overview:
        answers = Answers(rows={"subject": (Row("a", {"name": "Mara Voss"}), Row("b"))})
        parts = tuple(part_status(form, answers, signoffs, part) for part in form.parts)
        found = problems(form, answers)
        signed = {p.part for p in parts if p.signoff}
        pages = page_statuses(form, answers, found, signed)
        return Overview(
            "SCR-2026-014", "MV", "2016 toolkit", "Serious case review", form, answers, parts,
            pages, found, signoffs, 1, 2, can_undo=False, can_redo=False, read_only=False,
            held_by="", alarms=(), saved_at="14:02", saved_on="Wed 11 Feb 2026",
        )  # fmt: skip

    return made


def test_a_place_with_no_page_is_where_its_part_is_checked() -> None:
    assert Spot.at(Place("section1", "")) == Spot(CHECK, "section1")
    assert Spot.at(Place("section1", "subject", "a")) == Spot(PAGE, "section1", "subject", "a")
    assert Spot.at(Place("section1", "subject", "a")).place == Place("section1", "subject", "a")


def test_a_signed_part_shows_its_signature_where_it_was_checked(look) -> None:
    check, signed = Spot(CHECK, "section1"), Spot(SIGNED, "section1")
    assert resting(look(SIGNED_1), check) == signed
    assert resting(look(), signed) == check
    assert resting(look(UNDONE), signed) == signed
    assert resting(look(UNDONE), check) == check


def test_a_page_that_has_gone_gives_way_to_one_that_is_there(look) -> None:
    view = look()
    last = Spot(PAGE, "section1", "subject", "b")
    assert resting(view, last) == last
    assert resting(view, Spot(PAGE, "section1", "subject", "gone")) == last
    assert resting(view, Spot(PAGE, "section2", "nowhere")) == Spot(PAGE, "section2", "decision")
    assert resting(view, Spot(PAGE, "nowhere")) == Spot(PAGE, "section1", "referrer")
    assert resting(view, Spot(DOCUMENTS)) == Spot(DOCUMENTS)
    assert resting(view, Spot(ACCESS)) == Spot(ACCESS)


def test_only_the_part_in_hand_shows_its_pages(look) -> None:
    lines = tasks(look(), Spot(PAGE, "section1", "subject", "a"))
    titles = [task.title for task in lines]
    assert titles[:9] == [
        "Agencies", "Notices", "Disagreements and other processes", "Links and changes",
        "Plan and learning", "Closing",
        "Section 1: Referral", "Who is referring, and whom", "1.1 Child's details: Mara Voss",
    ]  # fmt: skip
    assert "1.1 Child's details: child 2" in titles
    assert titles[-6:] == [
        "Section 3: Independent Chair", "Documents", "Case pack", "Take to a meeting", "History",
        "Who can open it",
    ]  # fmt: skip
    groups = [task.group for task in lines]
    assert list(dict.fromkeys(groups)) == ["", "Forms and records", "Papers, history and access"]
    assert groups[titles.index("Section 3: Independent Chair")] == "Forms and records"
    assert [task.words for task in lines[-5:-3]] == ["1 document", "2 packs made"]


def test_the_keyboard_goes_past_the_headings_and_a_click_on_one_leads_nowhere(
    look, qtbot: QtBot
) -> None:
    here = Spot(CLOSING)
    shown = TaskList()
    qtbot.addWidget(shown)
    shown.show_tasks(tasks(look(), here), here)
    shown.show()
    heading = shown.item(shown.currentRow() + 1)
    assert heading.data(Qt.ItemDataRole.AccessibleTextRole) == "Forms and records, heading"
    gone: list[Spot] = []
    shown.chosen.connect(gone.append)
    shown.itemClicked.emit(heading)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert shown.currentItem().text().startswith("Section 1: Referral")
    described = shown.currentItem().data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described == "Forms and records"
    QTest.keyClick(shown, Qt.Key.Key_Up)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert gone == [here]


def test_what_was_signed_before_can_be_read_while_a_part_is_open_again(look) -> None:
    here = Spot(PAGE, "section1", "referrer")
    assert Spot(SIGNED, "section1") in [task.spot for task in tasks(look(UNDONE), here)]
    assert Spot(SIGNED, "section1") not in [task.spot for task in tasks(look(), here)]
    first = next(task for task in tasks(look(SIGNED_1), here) if task.group)
    assert (first.spot, first.words) == (
        Spot(SIGNED, "section1"),
        "Signed by Liz Pemberton, 10 February 2026",
    )
