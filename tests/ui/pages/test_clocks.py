"""The Clocks page of a case, with its controller, on a real vault."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLabel, QPushButton, QWidget

from mktdesk.casework.records import Happening
from mktdesk.desk import clocks, filling
from mktdesk.desk.casefile import OpenCase, put
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.toolkits.process_schema import Clock, Event, Extension, Span
from tests.ui.pages.conftest import Chooser
from ui.controllers.clocks import ClocksController
from ui.dialogs.clocks import CountDialog, ExtendDialog, PauseDialog, ResumeDialog
from ui.pages.clocks import ClocksPage
from ui.window import Window
from ui.worker import Worker

_D = TypeVar("_D", bound=QDialog)
CLOCKS = (
    Clock(
        id="rapid",
        label="Rapid review",
        starts=("received", "notified"),
        ends="decision",
        within=Span(number=15, unit="calendar_day"),
        units=("calendar_day", "working_day"),
        owner="scrsg",
        extension=Extension(by="scrsg", consent=("independent_chair",), notify=("ofsted",)),
    ),
    Clock(
        id="collated",
        label="Information collated",
        starts=("notified",),
        ends="decision",
        within=Span(number=10, unit="working_day"),
        owner="scrsg",
    ),
)


@pytest.fixture
def counted(case: OpenCase) -> OpenCase:
    """Under the 2016 toolkit with two clocks of ours, received on Mon 16 Nov 2026."""
    process = msgspec.structs.replace(
        case.toolkit.process,
        clock=CLOCKS,
        event=(*case.toolkit.process.event, Event(id="notified", label="Notified")),
    )
    made = dataclasses.replace(case, toolkit=dataclasses.replace(case.toolkit, process=process))
    target = Target("referral", "", "date_received")
    filling.set_answer(made, target, read_date("16/11/2026"))
    return made


@dataclasses.dataclass
class Shown:
    page: ClocksPage
    rest: Callable[[], None]
    changes: list[None]

    def card(self, clock: str) -> QFrame:
        (found,) = self.page.findChildren(QFrame, clock)
        return found

    def words(self, inside: QWidget | None = None) -> str:
        labels = (inside or self.page).findChildren(QLabel)
        return "\n".join(w.text() for w in labels if w.isVisible())

    def press(self, inside: QWidget, words: str) -> None:
        found = [b for b in inside.findChildren(QPushButton) if b.text() == words]
        assert len(found) == 1, [b.text() for b in inside.findChildren(QPushButton)]
        assert found[0].isEnabled()
        found[0].click()

    def ask(self, clock: str, words: str, kind: type[_D]) -> _D:
        self.press(self.card(clock), words)
        return self.page.findChildren(kind)[-1]

    def give(self, dialog: QDialog, verb: str, why: str) -> None:
        dialog._box.setPlainText(why)  # type: ignore[attr-defined]
        self.press(dialog, verb)
        self.rest()
        QApplication.processEvents()


@pytest.fixture
def show(
    worker: Worker, window: Window, chooser: Chooser, rest: Callable[[], None]
) -> Callable[[OpenCase], Shown]:
    def made(case: OpenCase) -> Shown:
        controller = ClocksController(worker, chooser, window)
        controller.show_screen.connect(window.show_screen)
        changes: list[None] = []
        controller.changed.connect(lambda: changes.append(None))
        controller.begin(case)
        rest()
        page = window.screen_shown
        assert isinstance(page, ClocksPage)
        return Shown(page, rest, changes)

    return made


def test_each_clock_shows_its_day_the_counting_and_what_it_waits_for(
    counted: OpenCase, show: Callable[[OpenCase], Shown]
) -> None:
    shown = show(counted)
    rapid = shown.words(shown.card("rapid"))
    for words in (
        "Due Tue 1 Dec 2026",
        "7 working days left (10 days)",
        "Counted from ",
        "Mon 16 Nov 2026 (as the form has it).",
        "Whose: ",
        "The guidance does not say which days. Chosen here: 15 calendar days.",
        "Counted as 15 working days: due Mon 7 Dec 2026.",
    ):
        assert words in rapid
    assert "<b>Tue\u00a01\u00a0Dec\u00a02026</b>" in rapid
    assert "Not started" in shown.words(shown.card("collated"))
    assert "Counts from: Notified." in shown.words(shown.card("collated"))
    buttons = [b.text() for b in shown.card("collated").findChildren(QPushButton)]
    assert buttons == []


def test_what_looks_like_markup_stays_words(
    counted: OpenCase, show: Callable[[OpenCase], Shown]
) -> None:
    clocks.choose_unit(counted, "rapid", "working_day", "<b>bold</b> & so on")
    shown = show(counted)
    assert "Counted so because: <b>bold</b> & so on" in shown.words(shown.card("rapid"))


def test_extending_names_who_must_agree_and_keeps_the_old_day(
    counted: OpenCase, show: Callable[[OpenCase], Shown]
) -> None:
    shown = show(counted)
    dialog = shown.ask("rapid", "Extend…", ExtendDialog)
    assert "To be told afterwards: " in shown.words(dialog)
    shown.press(dialog, "Extend the clock")
    assert dialog._new.problem == "Give a day."
    assert dialog._why.problem
    dialog._new.put("December 2026")
    shown.give(dialog, "Extend the clock", "The records came late")
    assert dialog._new.problem == "Give one certain day, with month and year."
    dialog._new.put("18/12/2026")
    assert "Read as Fri 18 Dec 2026" in shown.words(dialog)
    dialog._person.put("Alma Reyes")
    shown.give(dialog, "Extend the clock", "The records came late")
    assert "agreement of" in shown.words(dialog)
    (tick,) = dialog._ticks.values()
    tick.box.click()
    shown.give(dialog, "Extend the clock", "The records came late")
    assert not shiboken6.isValid(dialog)
    card = shown.words(shown.card("rapid"))
    assert "Due Fri 18 Dec 2026" in card
    assert "Was due Tue 1 Dec 2026. Extended to Fri 18 Dec 2026 by " in card
    assert "(Alma Reyes)" in card
    assert "was due Tue 1 Dec 2026, is now due Fri 18 Dec 2026." in shown.words()
    assert len(shown.changes) == 1


def test_pausing_and_letting_it_go_on(counted: OpenCase, show: Callable[[OpenCase], Shown]) -> None:
    filling.add_row(counted, "parallel", {"process": "criminal", "state": "open"})
    shown = show(counted)
    dialog = shown.ask("rapid", "Pause…", PauseDialog)
    offered = [dialog._process.itemText(n) for n in range(dialog._process.count())]
    assert offered[0] == "Nothing beside it"
    assert len(offered) == 2
    dialog._since.put("18/11/2026")
    dialog._process.setCurrentIndex(1)
    shown.give(dialog, "Pause the clock", "They asked us to wait")
    card = shown.words(shown.card("rapid"))
    assert "Stands still" in card
    assert f"Beside it: {offered[1]}." in card
    again = shown.ask("rapid", "Let it go on…", ResumeDialog)
    again._until.put("20/11/2026")
    shown.give(again, "Let the clock go on", "They have finished")
    card = shown.words(shown.card("rapid"))
    assert "Due Thu 3 Dec 2026" in card
    assert "2 days on which it was paused (Wed 18 Nov 2026 to Thu 19 Nov 2026)" in card
    assert "Went on because: They have finished" in card


def test_choosing_start_and_days(counted: OpenCase, show: Callable[[OpenCase], Shown]) -> None:
    row = Happening("notified", day="2026-11-18", by="R. Osei", recorded_at=counted.now())
    counted.write("add", (put(row),))
    shown = show(counted)
    assert "Counted from Notified, Wed 18 Nov 2026: due Thu 3 Dec 2026." in shown.words()
    dialog = shown.ask("rapid", "Choose start or days…", CountDialog)
    shown.press(dialog, "Count it so")
    assert "choose another" in dialog._first.problem
    assert dialog._start is not None
    dialog._start.put("notified")
    shown.give(dialog, "Count it so", "National practice")
    card = shown.words(shown.card("rapid"))
    assert "Due Thu 3 Dec 2026" in card
    assert "Chosen because: National practice" in card
    both = shown.ask("rapid", "Choose start or days…", CountDialog)
    assert both._start is not None
    assert both._unit is not None
    both._start.put("received")
    both._unit.put("working_day")
    shown.give(both, "Count it so", "As for children")
    assert "Due Mon 7 Dec 2026" in shown.words(shown.card("rapid"))
    assert len(shown.changes) == 2


def test_the_due_days_go_into_a_diary(
    counted: OpenCase, show: Callable[[OpenCase], Shown], chooser: Chooser, tmp_path: Path
) -> None:
    chooser.save = tmp_path / "mine.ics"
    shown = show(counted)
    shown.press(shown.page, "Save for a diary…")
    shown.rest()
    assert f"SUMMARY:{counted.public}: Rapid review" in chooser.save.read_text(encoding="utf-8")
    assert shown.page.status.text() == "Saved 1 entry to mine.ics"
    assert chooser.offered == [f"{counted.public} due.ics"]


def test_a_case_that_is_only_to_be_read_offers_no_decisions(
    counted: OpenCase, show: Callable[[OpenCase], Shown]
) -> None:
    counted.handle.read_only = True
    try:
        shown = show(counted)
        assert shown.card("rapid").findChildren(QPushButton) == []
        assert "Due Tue 1 Dec 2026" in shown.words()
    finally:
        counted.handle.read_only = False


def test_the_keyboard_stays_at_its_clock(
    counted: OpenCase, show: Callable[[OpenCase], Shown]
) -> None:
    shown = show(counted)
    button = shown.card("rapid").findChildren(QPushButton)[0]
    button.setFocus()
    dialog = shown.ask("rapid", "Pause…", PauseDialog)
    shown.give(dialog, "Pause the clock", "Wait")
    focus = shown.page.window().focusWidget()  # where the keyboard is once the window has it
    assert focus.objectName().startswith("rapid ")
