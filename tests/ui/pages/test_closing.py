"""The closing page with its controller, on a real vault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.casework.closing import LineState
from mktdesk.desk import cases, closing
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.history import case_history
from mktdesk.desk.overview import overview
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import keep_draft, put_in_force
from mktdesk.errors import AnswersRefused
from mktdesk.toolkits import texts_of
from ui.controllers.closing import ClosingController
from ui.dialogs.closing import WordDialog
from ui.pages.closing import ClosingPage
from ui.pages.form_page import FormPage
from ui.spots import PAGE, PROCESS, Spot
from ui.tasklist import tasks
from ui.window import Window
from ui.worker import Worker

_BY_HAND = "The data protection officer has agreed to what is kept"
_CLOSING = re.compile(r"\[\[closing\]\]\n(?:[^\[\n].*\n|\n)*")
_LINES = f"""
[[closing]]
id = "dpo"
text = "{_BY_HAND}"

[[closing]]
id = "published"
text = "The summary is published"
step = "published"
"""


class Heard(QObject):
    """What a signal said, in order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.words: list[object] = []

    def hear(self, what: object) -> None:
        self.words.append(what)


class Shown:
    """The page, and a hand on its buttons."""

    def __init__(self, page: ClosingPage, case: OpenCase, rest: Callable[[], None]) -> None:
        self.page, self.case, self.rest = page, case, rest

    @property
    def words(self) -> str:
        labels = self.page.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(self.page))

    def find(self, name: str, inside: QWidget | None = None) -> QPushButton:
        buttons = (inside or self.page).findChildren(QPushButton)
        (found,) = [b for b in buttons if name in (b.text(), b.accessibleName()) and b.isVisible()]
        return found

    def answer(self, by: str, words: str, verb: str) -> WordDialog:
        dialog = self.page.findChildren(WordDialog)[-1]
        dialog._by.put(by)
        dialog._text.setPlainText(words)
        self.find(verb, dialog).click()
        self.rest()
        return dialog


@pytest.fixture
def case(session: Session) -> Iterator[OpenCase]:
    """Under an office's own toolkit: one line by hand, one that a step meets."""
    files = texts_of("mkscb-2016")
    head = files["toolkit.toml"].replace('id = "mkscb-2016"', 'id = "short"', 1)
    process = _CLOSING.sub("", files["process.toml"]) + _LINES
    short = {**files, "toolkit.toml": head, "process.toml": process}
    own = keep_draft(session, short, made_from="mkscb-2016@2016-03")
    put_in_force(session, own, date(2026, 1, 1), "For this test")
    made = cases.start_referral(session, "short", "scr")
    yield made
    cases.close_case(made)


@pytest.fixture
def shown(worker: Worker, case: OpenCase, window: Window, rest: Callable[[], None]) -> Shown:
    controller = ClosingController(worker, window)
    controller.show_screen.connect(window.show_screen)
    controller.begin(case)
    rest()
    page = window.screen_shown
    assert isinstance(page, ClosingPage)
    return Shown(page, case, rest)


def test_a_line_is_marked_excepted_and_taken_back_and_the_case_closes(shown: Shown) -> None:
    assert "2 lines stand open." in shown.words
    assert not shown.find("Close the case…").isEnabled()
    shown.find(f"Mark as done: {_BY_HAND}").click()
    dialog = shown.page.findChildren(WordDialog)[-1]
    assert dialog._by.text == "Dana Whitlock"
    shown.answer("R. Osei", "", "Mark as done")
    assert "Marked by R. Osei on Sat 21 Nov 2026" in shown.words
    shown.find("Except: The summary is published").click()
    dialog = shown.answer("R. Osei", " ", "Make the exception")
    assert dialog._why.problem
    shown.answer("R. Osei", "The court forbids it", "Make the exception")
    assert "Excepted by R. Osei on Sat 21 Nov 2026: The court forbids it" in shown.words
    shown.find(f"Take back: {_BY_HAND}").click()
    shown.rest()
    assert "1 line stands open." in shown.words
    shown.find(f"Mark as done: {_BY_HAND}").click()
    shown.answer("R. Osei", "", "Mark as done")
    shown.find("Close the case…").click()
    shown.answer("R. Osei", "Agreed by the board", "Close the case")
    assert closing.closure(shown.case) is not None
    assert "Closed Sat 21 Nov 2026 by R. Osei." in shown.words
    assert not [b for b in shown.page.findChildren(QPushButton) if b.text() == "Take back"]
    shown.find("Open it again…").click()
    shown.answer("R. Osei", "New information", "Open it again")
    assert closing.closure(shown.case) is None
    assert "the case can be closed" in shown.words


def test_what_is_missing_leads_to_where_it_is_done(shown: Shown) -> None:
    controller = shown.page.window().findChild(ClosingController)
    assert controller is not None
    heard = Heard(shown.page)
    controller.spot_wanted.connect(heard.hear)
    shown.find("Go to the step: The summary is published").click()
    assert heard.words == [Spot(PROCESS)]


def test_the_task_list_says_how_far_it_is_and_a_closed_case_asks_for_no_signature(
    case: OpenCase,
) -> None:
    def lines() -> dict[str, str]:
        found = overview(case)
        here = Spot(PAGE, found.parts[0].part, found.pages[0].place.page)
        return {task.title: task.words for task in tasks(found, here)}

    assert lines()["Closing"] == "2 lines open"
    assert "Check and sign" in lines()
    closing.mark_line(case, "dpo", "R. Osei")
    closing.except_line(case, "published", "R. Osei", "The court forbids it")
    assert lines()["Closing"] == "Ready to close"
    assert {x.state for x in closing.checklist(case)} == {LineState.MET, LineState.EXCEPTED}
    closing.close(case, "R. Osei")
    assert lines()["Closing"] == "Closed Sat 21 Nov 2026"
    assert "Check and sign" not in lines()


def test_a_closed_cases_pages_are_read_and_its_working_record_goes_on(
    case: OpenCase, qtbot: QtBot
) -> None:
    closing.mark_line(case, "dpo", "R. Osei")
    closing.except_line(case, "published", "R. Osei", "The court forbids it")
    closing.close(case, "R. Osei")
    seen = overview(case)
    for page in seen.pages:
        own = seen.form.part(page.place.part).own
        if page.place.page not in {"own_plan", seen.pages[0].place.page}:
            continue
        made = FormPage(seen.form, page.place, read_date)
        qtbot.addWidget(made)
        made.show_overview(seen)
        said = "\n".join(x.text() for x in made.findChildren(QLabel) if x.isVisibleTo(made))
        assert ("open the case again" in said) is not own


def test_the_history_says_it_in_words(case: OpenCase) -> None:
    closing.except_line(case, "published", "R. Osei", "The court forbids it")
    closing.unmark_line(case, "published")
    with pytest.raises(AnswersRefused, match="Nothing is marked"):
        closing.unmark_line(case, "published")
    closing.except_line(case, "published", "R. Osei", "The court forbids it")
    closing.mark_line(case, "dpo", "R. Osei")
    closing.close(case, "R. Osei")
    closing.reopen_case(case, "A. Reyes", "New information")
    lines = case_history(case).lines
    said = {(line.did, line.where, line.field, line.new) for line in lines}
    place = "Closing checklist: The summary is published"
    assert ("Marked", place, "Excepted", "Yes") in said
    assert ("Marked", place, "Said on", "Sat 21 Nov 2026") in said
    assert ("Closed the case", "Closing", "Closed by", "R. Osei") in said
    assert ("Opened the case again", "Closing", "Opened again because", "New information") in said
    assert "Took a mark back" in {line.did for line in lines}
    assert not {line.field for line in lines} & {"Reopened on", "Day", "By"}
