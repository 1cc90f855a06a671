"""The page of disagreements and other processes with its controller, on a real vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton

from mktdesk.casework import disagreements, parallel
from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.filling import add_row
from mktdesk.desk.overview import overview
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.forms.values import YesNo
from ui.controllers.beside import BesideController
from ui.pages.beside import BesidePage
from ui.spots import PAGE, Spot
from ui.window import Window
from ui.worker import Worker


class Heard(QObject):
    """What signals said, in order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.words: list[object] = []

    def hear(self, what: object) -> None:
        self.words.append(what)


@pytest.fixture
def case(session: Session) -> Iterator[OpenCase]:
    made = cases.start_referral(session, "mk-together-2023", "sar")
    yield made
    cases.close_case(made)


def page_of(
    case: OpenCase, worker: Worker, window: Window, rest: Callable[[], None]
) -> tuple[BesidePage, Heard]:
    controller = BesideController(worker, window)
    heard = Heard(window)
    controller.show_screen.connect(window.show_screen)
    controller.spot_wanted.connect(heard.hear)
    controller.target_wanted.connect(heard.hear)
    controller.begin(case)
    rest()
    page = window.screen_shown
    assert isinstance(page, BesidePage)
    return page, heard


def words_of(page: BesidePage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]


def press(page: BesidePage, name: str) -> None:
    (found,) = [
        one for one in page.findChildren(QPushButton) if name in (one.text(), one.accessibleName())
    ]
    found.click()


def test_none_leads_to_where_they_are_written(
    case: OpenCase, worker: Worker, window: Window, rest: Callable[[], None]
) -> None:
    page, heard = page_of(case, worker, window, rest)
    assert words_of(page).count("None is recorded.") == 2
    press(page, "Write a disagreement")
    press(page, "Write another process")
    assert heard.words == [
        Spot(PAGE, "working", "own_disagreements"),
        Spot(PAGE, "working", "own_parallel"),
    ]
    assert overview(case).beside == "None open"


def test_an_open_disagreement_says_who_decides_where_it_goes_next_and_what_waits(
    case: OpenCase, worker: Worker, window: Window, rest: Callable[[], None]
) -> None:
    row = add_row(
        case,
        disagreements.RECORD,
        {
            "about": "Needs for care",
            "level": "lcrp",
            "raised": read_date("12 October 2026"),
            "threshold": YesNo("yes"),
        },
    ).row
    page, heard = page_of(case, worker, window, rest)
    words = words_of(page)
    assert "Open · who decides: Local Case Review Panel: adults" in words
    assert "If it is not settled there, it goes up to: Safeguarding Adults Board" in words
    assert "–  Case handed to the Review Group" in words
    assert not any("Desktop exercise" in one for one in words)  # of another pathway
    press(page, "Go to it: Needs for care")
    assert heard.words == [Target(disagreements.RECORD, row, "")]
    assert overview(case).beside == "1 disagreement open"


def test_a_process_says_what_it_holds_up_until_it_has_ended(
    case: OpenCase, worker: Worker, window: Window, rest: Callable[[], None]
) -> None:
    add_row(
        case,
        parallel.RECORD,
        {"process": "coroner", "state": "possible", "holds": ("publication",)},
    )
    add_row(case, parallel.RECORD, {"process": "psirf", "state": "ended"})
    page, _ = page_of(case, worker, window, rest)
    words = words_of(page)
    assert "Possible, not begun" in words
    assert "Holds up: Publication" in words
    assert words.count("Settle with them when anything may be published.") == 1
    assert "Ended" in words
    assert any("can be paused on “Clocks”" in one for one in words)
    assert overview(case).beside == "1 process under way"
