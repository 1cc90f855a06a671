"""The page of where a case is, its map and its dialogs, on a real vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mktdesk.desk import cases, filling, stepping
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from ui.controllers.case import CaseController
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.step import StepDialog
from ui.insides import Insides
from ui.pages.case import CasePage
from ui.pages.process import ProcessPage
from ui.pages.processmap import ProcessMapPage
from ui.spots import PAGE, PROCESS, Spot
from ui.window import Window
from ui.worker import Worker

ASKED = "Agencies asked for what they know"
RECEIVED = Target("referral", "", "date_received")


class Printer:
    """Prints whatever it is given, or the person changes their mind."""

    def __init__(self) -> None:
        self.printed: list[str] = []
        self.goes_on = True

    def __call__(self, data: bytes, title: str, parent: QWidget | None) -> bool:
        assert data.startswith(b"%PDF")
        assert parent is not None
        self.printed.append(title)
        return self.goes_on


@dataclass
class Shown:
    controller: CaseController
    window: Window
    case: OpenCase
    rest: Callable[[], None]
    printer: Printer
    heard: list[object] = field(default_factory=list)

    @property
    def frame(self) -> CasePage:
        frame = self.window.screen_shown
        assert isinstance(frame, CasePage)
        return frame

    @property
    def page(self) -> ProcessPage:
        inner = self.frame.inner
        assert isinstance(inner, ProcessPage)
        return inner

    def words(self, inside: QWidget | None = None) -> str:
        shown = inside or self.page
        return "\n".join(x.text() for x in shown.findChildren(QLabel) if x.isVisibleTo(shown))

    def press(self, name: str, inside: QWidget | None = None) -> None:
        buttons = (inside or self.frame).findChildren(QPushButton)
        found = [x for x in buttons if name in (x.text(), x.accessibleName()) and x.isVisible()]
        assert len(found) == 1, [x.accessibleName() or x.text() for x in buttons]
        assert found[0].isEnabled()
        found[0].setFocus()
        found[0].click()

    def asking(self) -> StepDialog:
        (dialog,) = [x for x in self.page.findChildren(StepDialog) if x.isVisible()]
        return dialog

    def give(self, dialog: StepDialog, text: str, verb: str = "Record it") -> None:
        dialog._day.set_value(read_date(text))
        self.press(verb, dialog)
        self.rest()

    def record(self, label: str, text: str) -> None:
        self.press(f"Record: {label}")
        self.give(self.asking(), text)


@pytest.fixture
def shown(
    worker: Worker,
    session: Session,
    window: Window,
    chooser: object,
    rest: Callable[[], None],
) -> Iterator[Shown]:
    case = cases.start_referral(session)
    filling.set_answer(case, RECEIVED, read_date("4 November 2026"))
    cases.close_case(case)
    printer = Printer()
    controller = CaseController(worker, session, window)
    insides = Insides(worker, chooser, printer, window)  # type: ignore[arg-type]
    controller.show_screen.connect(window.show_screen)
    controller.inside_wanted.connect(insides.begin)
    insides.show_screen.connect(controller.show_inside)
    insides.changed.connect(controller.refresh)
    insides.spot_wanted.connect(controller.go)
    insides.target_wanted.connect(controller.go_to)
    controller.open(case.public, Spot(PROCESS))
    rest()
    rest()
    opened = controller._open
    assert opened is not None
    yield Shown(controller, window, opened.case, rest, printer)
    window.flush()
    controller.close()
    rest()


def test_the_page_says_what_is_now_who_does_it_and_what_is_missing(shown: Shown) -> None:
    words = shown.words()
    assert "\n0 of " in words
    assert "Serious Case Review Sub-Group · Waits for:" in words
    assert "things to complete in section 1" in words
    assert "–  Each organisation is asked to secure its records" in words
    assert "Wed 4 Nov 2026, as the form has it" in words
    assert shown.frame.list.item(0).text().startswith("Where it is\n0 of ")


def test_a_step_is_recorded_with_its_day_and_the_page_says_what_it_did(shown: Shown) -> None:
    shown.press(f"Record: {ASKED}")
    dialog = shown.asking()
    shown.press("Record it", dialog)
    assert dialog._day._problem
    shown.give(dialog, "some time in November")
    assert "one certain day" in shown.words(dialog)
    shown.give(dialog, "6 November 2026")
    assert stepping.happening(shown.case, "asked") is not None
    assert "Fri 6 Nov 2026, recorded by Dana Whitlock" in shown.words()
    assert f"Recorded: {ASKED}. Not ticked:" in shown.words()
    assert shown.frame.list.item(0).text().startswith("Where it is\n1 of ")


def test_today_is_one_press_and_points_are_kept_until_it_is_done(shown: Shown) -> None:
    shown.press(f"Record: {ASKED}")
    dialog = shown.asking()
    dialog._ticks["whole_family"].put(True)
    shown.press("Keep what is ticked", dialog)
    shown.rest()
    assert "Seen to: The child and every family member" in shown.words()
    shown.press(f"Record: {ASKED}")
    again = shown.asking()
    assert again._ticks["whole_family"].on
    shown.press("It was today", again)
    shown.press("Record it", again)
    shown.rest()
    kept = stepping.happening(shown.case, "asked")
    assert kept is not None
    assert (kept.day, kept.points) == ("2026-11-21", "whole_family")


def test_what_was_recorded_wrong_is_corrected_with_a_reason_and_withdrawn(shown: Shown) -> None:
    shown.record(ASKED, "6 November 2026 14:30")
    shown.press(f"Correct: {ASKED}")
    dialog = shown.asking()
    assert dialog._day._boxes["time"].text() == "14:30"
    shown.give(dialog, "9 November 2026", "Correct it")
    assert dialog._why.problem
    dialog._reason.setPlainText("The letter is dated the 9th")
    shown.press("Correct it", dialog)
    shown.rest()
    assert "Mon 9 Nov 2026" in shown.words()
    shown.press(f"Withdraw: {ASKED}")
    (asked,) = shown.page.findChildren(ReasonDialog)
    asked._box.setPlainText("It was another case")
    shown.press("Withdraw it", asked)
    shown.rest()
    assert stepping.happening(shown.case, "asked") is None
    assert f"Withdrawn: {ASKED}" in shown.words()


def test_undo_goes_to_the_page_and_shows_the_step_as_it_was(shown: Shown) -> None:
    shown.record(ASKED, "6 November 2026")
    shown.controller.go(Spot(PAGE, "section1"))
    shown.rest()
    shown.press("Undo")
    shown.rest()
    shown.rest()
    assert shown.controller.here == Spot(PROCESS)
    assert "\n0 of " in shown.words()


def test_a_step_of_the_form_leads_to_its_section_and_a_day_to_its_question(shown: Shown) -> None:
    shown.press("Go to section 1: Referral completed and signed")
    shown.rest()
    assert shown.controller.here is not None
    assert (shown.controller.here.kind, shown.controller.here.part) == (PAGE, "section1")
    shown.controller.go(Spot(PROCESS))
    shown.rest()
    shown.press("Go to the question: Referral received")
    shown.rest()
    assert shown.controller.here.page == "office_use"


def test_a_day_that_is_changed_in_the_form_says_which_deadlines_moved(shown: Shown) -> None:
    shown.controller.go_to(RECEIVED)
    shown.rest()
    shown.controller._answer("referral", "", "date_received", read_date("9 November 2026"))
    shown.rest()
    assert shown.frame.inner is not None
    words = shown.words(shown.frame.inner)
    assert "was due Fri 4 Dec 2026, is now due Wed 9 Dec 2026" in words
    shown.press("Undo")
    shown.rest()
    assert "was due Wed 9 Dec 2026, is now due Fri 4 Dec 2026" in shown.words(shown.frame.inner)


def test_the_map_stands_where_the_case_is_and_leads_back_to_the_step(shown: Shown) -> None:
    shown.press("Show as a map")
    shown.rest()
    page = shown.frame.inner
    assert isinstance(page, ProcessMapPage)
    assert "Referral completed and signed" in page.view.drawing.alternative
    page.view.node_activated.emit("asked")
    shown.rest()
    focus = shown.page.window().focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.accessibleName() == f"Record: {ASKED}"


def test_the_map_is_saved_under_the_password_and_printed(
    shown: Shown, chooser: QObject, tmp_path: Path
) -> None:
    out = tmp_path / "map.pdf"
    chooser.save = out  # type: ignore[attr-defined]
    shown.press("Save map as PDF…")
    shown.rest()
    assert out.read_bytes().startswith(b"%PDF")
    assert "It opens with the full reference" in shown.words()
    assert chooser.offered == [f"{shown.case.public} process map.pdf"]  # type: ignore[attr-defined]
    shown.press("Print map…")
    shown.rest()
    assert shown.printer.printed == [f"{shown.case.public}: Serious case review"]
    assert shown.page.status.text() == "The map is being printed"


def test_a_case_that_is_only_read_offers_no_recording(shown: Shown) -> None:
    shown.case.handle.read_only = True
    try:
        shown.controller.go(Spot(PROCESS))
        shown.rest()
        assert "only to be read now" in shown.words()
        buttons = [x.text() for x in shown.page.findChildren(QPushButton) if x.isEnabled()]
        assert not {"Record…", "Correct…", "Print map…"} & set(buttons)
        assert "Show as a map" in buttons
    finally:
        shown.case.handle.read_only = False
