"""The agencies' page with its controller and dialogs, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from mktdesk.casework.requests import RequestState
from mktdesk.desk import filling, requests
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from ui.controllers.agencies import AgenciesController
from ui.dialogs.requests import AskDialog, MarkDialog
from ui.pages.agencies import AgenciesPage
from ui.spots import DOCUMENTS, PAGE, Spot
from ui.window import Window
from ui.worker import Worker

D = TypeVar("D", bound=QDialog)


class Heard(QObject):
    def __init__(self, into: list[object]) -> None:
        super().__init__()
        self._into = into

    def hear(self, what: object) -> None:
        self._into.append(what)


@dataclass
class Shown:
    page: AgenciesPage
    case: OpenCase
    rest: Callable[[], None]
    chooser: object
    wanted: list[object] = field(default_factory=list)

    def words(self, inside: QWidget | None = None) -> str:
        shown = inside or self.page
        return "\n".join(x.text() for x in shown.findChildren(QLabel) if x.isVisibleTo(shown))

    def press(self, name: str, inside: QWidget | None = None) -> None:
        buttons = (inside or self.page).findChildren(QPushButton)
        found = [b for b in buttons if name == b.text() and b.isVisible()]
        assert len(found) == 1, [b.text() for b in buttons]
        assert found[0].isEnabled()
        found[0].click()

    def dialog(self, kind: type[D]) -> D:
        (dialog,) = [x for x in self.page.findChildren(kind) if x.isVisible()]
        return dialog

    def mark(self, name: str, text: str) -> MarkDialog:
        self.press(name)
        dialog = self.dialog(MarkDialog)
        dialog._day.set_value(read_date(text))
        return dialog

    def record(self, dialog: MarkDialog) -> None:
        self.press("Record it", dialog)
        self.rest()


@pytest.fixture
def shown(
    worker: Worker, case: OpenCase, window: Window, rest: Callable[[], None], chooser: object
) -> Shown:
    for name in ("Police", "Brookhollow School"):
        filling.add_row(case, "agency", {"agency": name})
    controller = AgenciesController(worker, chooser, window)  # type: ignore[arg-type]
    controller.show_screen.connect(window.show_screen)
    controller.begin(case)
    rest()
    page = window.screen_shown
    assert isinstance(page, AgenciesPage)
    made = Shown(page, case, rest, chooser)
    heard = Heard(made.wanted)
    heard.setParent(window)
    controller.spot_wanted.connect(heard.hear)
    controller.target_wanted.connect(heard.hear)
    return made


def raise_two(shown: Shown) -> None:
    shown.press("Ask agencies…")
    dialog = shown.dialog(AskDialog)
    dialog._things["information"].put(True)
    dialog._asked.set_value(read_date("6 November 2026"))
    shown.press("Raise the requests", dialog)
    shown.rest()


def test_the_referrals_agencies_are_asked_in_one_go(shown: Shown) -> None:
    assert "No agency was asked for anything yet" in shown.words()
    shown.press("Ask agencies…")
    dialog = shown.dialog(AskDialog)
    assert list(dialog._agencies) == ["Police", "Brookhollow School"]
    shown.press("Raise the requests", dialog)
    assert "Choose what is asked for." in shown.words(dialog)
    dialog._agencies["Police"].put(False)
    dialog._others.setPlainText("Women’s Aid\n\n")
    assert not dialog._known.isVisibleTo(dialog)  # the directory has none
    dialog._things["information"].put(True)
    shown.press("Raise the requests", dialog)
    shown.rest()
    made = [one.agency for one in requests.board(shown.case).requests]
    assert made == ["Brookhollow School", "Women’s Aid"]
    assert "2 requests" in shown.words()
    assert "Records not known to be secured: Brookhollow School, Women’s Aid." in shown.words()


def test_what_became_of_a_request_is_told_by_its_buttons(shown: Shown) -> None:
    raise_two(shown)
    dialog = shown.mark("Received…", "9 November 2026")
    dialog._line.put("DI Cole")
    shown.record(dialog)
    assert "Signed off in the agency by DI Cole." in shown.words()
    dialog = shown.mark("Secured…", "9 November 2026")
    shown.press("Record it", dialog)
    assert dialog._choice.problem
    dialog._how.put("original")
    shown.record(dialog)
    shown.page.go_to_request(requests.board(shown.case).requests[1].row)
    dialog = shown.mark("Chased…", "12 November 2026")
    dialog._text.setPlainText("Rang the head")
    shown.record(dialog)
    assert "Chased once, last: Thu 12 Nov 2026: Rang the head" in shown.words()
    shown.record(shown.mark("Nil return…", "13 November 2026"))
    states = [one.state for one in requests.board(shown.case).requests]
    assert states == [RequestState.RECEIVED, RequestState.NIL]
    assert "Records not known to be secured: Brookhollow School." in shown.words()


def test_a_day_that_cannot_be_is_refused_in_the_dialog(shown: Shown) -> None:
    raise_two(shown)
    dialog = shown.mark("Received…", "5 December 2026")
    shown.record(dialog)
    assert "still to come" in shown.words(dialog)
    shown.press("It was today", dialog)
    shown.record(dialog)
    assert requests.board(shown.case).requests[0].state is RequestState.RECEIVED


def test_files_are_kept_with_the_agency(shown: Shown, tmp_path: Path) -> None:
    raise_two(shown)
    paper = tmp_path / "return.pdf"
    paper.write_bytes(b"%PDF-1.7 a return")
    shown.chooser.read = (paper,)  # type: ignore[attr-defined]
    shown.press("Attach files…")
    shown.rest()
    assert "Files: Police: return.pdf" in shown.words()
    shown.press("Show the documents")
    assert shown.wanted == [Spot(DOCUMENTS)]
    paper.unlink()
    shown.press("Attach files…")
    shown.rest()
    assert "cannot be read" in shown.words()


def test_the_list_is_saved_and_the_rows_lead_to_their_details(shown: Shown, tmp_path: Path) -> None:
    raise_two(shown)
    shown.chooser.save = tmp_path / "list.xlsx"  # type: ignore[attr-defined]
    shown.press("Save as workbook…")
    shown.rest()
    assert (tmp_path / "list.xlsx").exists()
    assert "Saved as list.xlsx." in shown.words()
    shown.press("Edit details")
    row = requests.board(shown.case).requests[0].row
    shown.press("Edit appointed people")
    assert shown.wanted == [
        Target("request", row, "agency"),
        Spot(PAGE, "working", "own_appointed"),
    ]


def test_what_the_appointed_people_have_not_declared_is_listed(shown: Shown) -> None:
    assert "Nobody is appointed to this case yet." in shown.words()
    filling.add_row(shown.case, "appointed", {"role": "panel_chair", "name": "Dr Imani Whitcombe"})
    shown.page.show_all(requests.board(shown.case))
    assert "Independent Chair of the Panel, Dr Imani Whitcombe: not checked yet" in shown.words()
