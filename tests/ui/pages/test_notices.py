"""The notices of a case, their dialogs and letters, on a real vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.casework.noticegroups import Group
from mktdesk.casework.notices import NoticeState
from mktdesk.desk import cases, filling, notices, settings
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.forms.values import DateAnswer
from ui.controllers.case import CaseController
from ui.dialogs.notice import NoticeDialog
from ui.dialogs.reason import ReasonDialog
from ui.fields.boxes import TextBox
from ui.insides import Insides
from ui.page import Screen
from ui.pages.agencies import AgenciesPage
from ui.pages.case import CasePage
from ui.pages.letter import LetterPage
from ui.pages.notices import _VIEWS, NoticeLine, NoticesPage, NoticesShown, Wide
from ui.pages.viewer import ViewerScreen
from ui.spots import AGENCIES, NOTICES, PROCESS, Spot
from ui.window import Window
from ui.worker import Worker

RECEIPT = "A referral has been received"


@dataclass
class Shown:
    controller: CaseController
    window: Window
    case: OpenCase
    rest: Callable[[], None]
    chooser: object

    @property
    def inner(self) -> Screen:
        frame = self.window.screen_shown
        assert isinstance(frame, CasePage)
        assert frame.inner is not None
        return frame.inner

    @property
    def page(self) -> NoticesPage:
        assert isinstance(self.inner, NoticesPage)
        return self.inner

    def show(self, group: Group) -> None:
        page = self.page
        page._pick.setCurrentIndex(_VIEWS.index(group))
        page._pick.activated.emit(page._pick.currentIndex())

    def choose(self, label: str, to: str) -> None:
        (line,) = [x for x in self.page._shown.lines if (x.label, x.to) == (label, to)]
        self.show(line.group)
        self.page.select(line.key)

    def states(self, label: str) -> dict[str, NoticeState]:
        return {one.to: one.state for one in notices.notices(self.case) if one.label == label}

    def words(self, inside: QWidget | None = None) -> str:
        shown = inside or self.inner
        return "\n".join(x.text() for x in shown.findChildren(QLabel) if x.isVisibleTo(shown))

    def press(self, name: str, inside: QWidget | None = None) -> None:
        buttons = (inside or self.inner).findChildren(QPushButton)
        found = [x for x in buttons if x.text() == name and x.isVisible()]
        assert len(found) == 1, [x.text() for x in buttons if x.isVisible()]
        assert found[0].isEnabled(), name
        found[0].click()
        self.rest()

    def asking(self) -> NoticeDialog:
        (dialog,) = [x for x in self.page.findChildren(NoticeDialog) if x.isVisible()]
        return dialog

    def answer(self, day: str, verb: str, **lines: str) -> None:
        dialog = self.asking()
        if day:
            dialog._day.set_value(read_date(day))
        for key, text in lines.items():
            dialog._lines[key].put(text)
        self.press(verb, dialog)
        self.rest()

    def because(self, words: str, verb: str) -> None:
        (dialog,) = [x for x in self.page.findChildren(ReasonDialog) if x.isVisible()]
        dialog._box.setPlainText(words)
        self.press(verb, dialog)
        self.rest()


@pytest.fixture
def shown(
    worker: Worker,
    session: Session,
    window: Window,
    chooser: object,
    rest: Callable[[], None],
) -> Iterator[Shown]:
    chosen = settings.settings(session)
    settings.change_settings(session, replace(chosen, email="office@northshire.example"))
    case = cases.start_referral(session, "mkscb-2016")
    received = Target("referral", "", "date_received")
    filling.set_answer(case, received, read_date("4 November 2026"))
    row = filling.add_row(case, "request", {"agency": "Police", "contribution": "information"})
    assert row.row
    cases.close_case(case)
    controller = CaseController(worker, session, window)
    insides = Insides(worker, chooser, _no_printer, window)  # type: ignore[arg-type]
    controller.show_screen.connect(window.show_screen)
    controller.inside_wanted.connect(insides.begin)
    insides.show_screen.connect(controller.show_inside)
    insides.changed.connect(controller.refresh)
    controller.open(case.public, Spot(NOTICES))
    rest()
    rest()
    opened = controller._open
    assert opened is not None
    yield Shown(controller, window, opened.case, rest, chooser)
    window.flush()


def _no_printer(_data: bytes, _title: str, _parent: QWidget | None) -> bool:
    raise AssertionError


def _line(key: str, group: Group, *, late: bool = False) -> NoticeLine:
    return NoticeLine(key, group, "N", "To", "", "", "", (), frozenset(), late=late)


def test_the_list_opens_on_all_that_is_open_and_says_what_is_late(qtbot: QtBot) -> None:
    lines = (
        _line("a", Group.TO_CONFIRM, late=True),
        _line("b", Group.TO_DO),
        _line("c", Group.TO_DO),
        _line("d", Group.DONE),
    )
    page = NoticesPage(NoticesShown(lines))
    qtbot.addWidget(page)
    assert page.view is Wide.OPEN
    shown = [page._table.list_model.at(n).key for n in range(page._table.list_model.rowCount())]
    assert shown == ["a", "b", "c"]
    words = [label.text() for label in page.findChildren(QLabel)]
    assert "3 notices: 1 late, 2 to tell, 1 to be confirmed" in words
    done = NoticesPage(NoticesShown(lines[3:]))
    qtbot.addWidget(done)
    assert done.view is Group.DONE


def test_the_list_begins_with_what_is_open_and_says_how_much(shown: Shown) -> None:
    page = shown.page
    assert page.view is Wide.OPEN
    told = {(line.label, line.to) for line in page._shown.lines if line.group is Group.TO_DO}
    assert (RECEIPT, "Independent Chair") in told
    assert ("Request for additional information", "Police") in told
    assert page._pick.currentText() == f"Still open: {len(told)}"
    frame = shown.window.screen_shown
    assert isinstance(frame, CasePage)
    tasks = [frame.list.item(n).text() for n in range(frame.list.count())]
    assert f"Notices\n{len(told)} to tell" in tasks


def test_told_confirmed_and_withdrawn(shown: Shown) -> None:
    shown.choose(RECEIPT, "Independent Chair")
    assert "What to say: That a referral has come in" in shown.words()
    shown.press("Told…")
    shown.answer("5 November 2026", "Mark as told", how="Email")
    assert shown.states(RECEIPT)["Independent Chair"] is NoticeState.ISSUED
    assert "Told: Independent Chair" in shown.words()
    shown.choose(RECEIPT, "Independent Chair")
    assert shown.page.view is Group.DONE
    shown.press("Confirmed…")
    shown.answer("6 November 2026", "Mark as confirmed", by="Her secretary")
    assert shown.states(RECEIPT)["Independent Chair"] is NoticeState.CONFIRMED
    shown.press("Withdraw…")
    shown.because("It was another case", "Withdraw it")
    assert shown.states(RECEIPT)["Independent Chair"] is NoticeState.TO_DO
    assert shown.page.view is Group.DONE
    assert "Nobody has been told yet." in shown.words()


def test_a_day_to_come_is_refused_and_what_was_typed_stays(shown: Shown) -> None:
    shown.choose(RECEIPT, "Business Manager")
    shown.press("Told…")
    dialog = shown.asking()
    shown.press("Mark as told", dialog)
    assert "Give the day." in shown.words(dialog)
    shown.answer("5 November 2027", "Mark as told", how="Email")
    assert "That day is still to come" in shown.words(dialog)
    assert dialog._lines["how"].text == "Email"
    dialog.reject()
    assert shown.states(RECEIPT)["Business Manager"] is NoticeState.TO_DO


def test_somebody_else_or_nobody_has_to(shown: Shown) -> None:
    shown.choose(RECEIPT, "Business Manager")
    shown.press("Somebody else did it…")
    shown.answer(
        "5 November 2026", "Mark as told by somebody else", by="The Chair", source="Sam Field"
    )
    assert shown.states(RECEIPT)["Business Manager"] is NoticeState.BY_OTHER
    shown.choose(RECEIPT, "SCR Sub-Group Chair")
    shown.press("Not applicable…")
    shown.because("The same person as the Chair", "Mark as not applicable")
    assert shown.states(RECEIPT)["SCR Sub-Group Chair"] is NoticeState.NOT_APPLICABLE


def test_undo_brings_the_page_level(shown: Shown) -> None:
    shown.choose(RECEIPT, "Independent Chair")
    shown.press("Told…")
    shown.answer("5 November 2026", "Mark as told")
    shown.controller._undo()
    shown.rest()
    shown.rest()
    assert shown.states(RECEIPT)["Independent Chair"] is NoticeState.TO_DO
    assert "Taken back" in shown.words()
    shown.controller.go(Spot(PROCESS))
    shown.controller._redo()
    shown.rest()
    shown.rest()
    assert isinstance(shown.inner, NoticesPage)


def test_further_people_further_news_and_somebody_else(shown: Shown) -> None:
    shown.choose("Request for additional information", "Police")
    shown.press("Name somebody…")
    dialog = shown.asking()
    dialog._box.setPlainText("Scouts\nBrookhollow School")
    shown.press("Add them", dialog)
    shown.rest()
    assert {x.to for x in shown.page._shown.lines if x.label.startswith("Request for")} == {
        "Police", "Scouts", "Brookhollow School",
    }  # fmt: skip
    shown.choose(RECEIPT, "Independent Chair")
    shown.press("Told…")
    shown.answer("5 November 2026", "Mark as told")
    shown.choose(RECEIPT, "Independent Chair")
    shown.press("Tell them more…")
    shown.asking()._box.setPlainText("A second child")
    shown.answer("9 November 2026", "Add it")
    shown.press("Tell somebody else…")
    shown.asking()._box.setPlainText("That nothing is to be said yet")
    shown.answer("9 November 2026", "Add it", to="Press office")
    done = {(x.label, x.to) for x in shown.page._shown.lines if x.group is Group.DONE}
    assert (f"{RECEIPT}: A second child", "Independent Chair") in done
    assert ("That nothing is to be said yet", "Press office") in done


def test_a_letter_is_written_looked_at_and_issued(
    shown: Shown, tmp_path: Path, rest: Callable[[], None]
) -> None:
    shown.choose("Request for additional information", "Police")
    QTest.keyClick(shown.page._table, Qt.Key.Key_Return)
    rest()
    letter = shown.inner
    assert isinstance(letter, LetterPage)
    box = letter._questions["more"].box
    assert isinstance(box, TextBox)
    box.setPlainText("School records too.")
    shown.press("Look at the letter")
    rest()
    assert isinstance(shown.inner, ViewerScreen)
    shown.press("Back")
    letter = shown.inner
    assert isinstance(letter, LetterPage)
    assert letter.filled.asked["more"] == "School records too."
    shown.press("Look at the letter")
    rest()
    out = tmp_path / "letter.pdf"
    shown.chooser.save = out  # type: ignore[attr-defined]
    shown.press("Issue as PDF…")
    for _ in range(4):
        rest()
    assert shown.chooser.offered == [  # type: ignore[attr-defined]
        "SCR-2026-001 information request.pdf"
    ]
    with pikepdf.open(out, password=shown.case.handle.reference.full) as pdf:
        assert len(pdf.pages) >= 1
    form = tmp_path / "SCR-2026-001 additional information form.docx"
    assert form.exists()
    words = shown.words()
    assert "Saved as letter.pdf and SCR-2026-001 additional information form.docx" in words
    assert shown.states("Request for additional information") == {
        "Each agency asked for information": NoticeState.ISSUED
    }
    shown.choose("Request for additional information", "Police")
    shown.press("Show the letter")
    rest()
    assert isinstance(shown.inner, ViewerScreen)
    shown.press("Back")
    rest()
    assert shown.page.view is Group.DONE


def test_a_letter_that_lacks_something_says_what(shown: Shown) -> None:
    shown.choose("Records to be secured", "Police")
    before = settings.settings(shown.case.session)
    settings.change_settings(shown.case.session, replace(before, email=""))
    shown.press("Letter…")
    shown.press("Look at the letter")
    shown.rest()
    assert isinstance(shown.inner, LetterPage)
    assert "Missing: the office's email address (Settings)." in shown.words()
    assert shown.inner._preview.isEnabled()


def test_a_weak_password_is_refused_before_anything_is_shown(shown: Shown) -> None:
    shown.choose(RECEIPT, "Independent Chair")
    shown.press("Letter…")
    letter = shown.inner
    assert isinstance(letter, LetterPage)
    letter._opens.put("short")
    shown.press("Look at the letter")
    shown.rest()
    assert shown.inner is letter
    assert "too short" in shown.words()
    shown.press("Back")
    shown.rest()
    assert isinstance(shown.inner, NoticesPage)


def test_what_is_only_read_is_not_marked(shown: Shown) -> None:
    shown.case.handle.read_only = True
    try:
        shown.controller.go(Spot(NOTICES))
        shown.rest()
        assert "only to be read" in shown.words()
        visible = [x for x in shown.page.findChildren(QPushButton) if x.isVisible()]
        assert not any(x.isEnabled() for x in visible)
        QTest.keyClick(shown.page._table, Qt.Key.Key_Return)
        QApplication.processEvents()
        assert isinstance(shown.inner, NoticesPage)
    finally:
        shown.case.handle.read_only = False


def test_everybody_of_a_notice_is_told_at_once_or_by_one_letter(
    shown: Shown, tmp_path: Path
) -> None:
    shown.choose(RECEIPT, "Independent Chair")
    shown.press("Told…")
    shown.asking()._tick.put(True)
    shown.answer("5 November 2026", "Mark as told")
    assert set(shown.states(RECEIPT).values()) == {NoticeState.ISSUED}
    label = "Request for additional information"
    shown.choose(label, "Police")
    shown.press("Name somebody…")
    dialog = shown.asking()
    dialog._box.setPlainText("Scouts\nBrookhollow School")
    shown.press("Add them", dialog)
    shown.choose(label, "Scouts")
    shown.press("Letter…")
    letter = shown.inner
    assert isinstance(letter, LetterPage)
    letter._everybody.put(True)
    shown.press("Look at the letter")
    assert "Missing: what the agency is asked for" in shown.words()  # of one who is not asked
    shown.press("Back")
    shown.choose("Records to be secured", "Police")
    shown.press("Letter…")
    assert "still to be told" not in shown.words()


def test_an_agency_is_asked_by_letter_from_the_list_of_agencies(
    shown: Shown, tmp_path: Path
) -> None:
    shown.controller.go(Spot(AGENCIES))
    shown.rest()
    agencies = shown.inner
    assert isinstance(agencies, AgenciesPage)
    shown.press("Letter…")
    shown.press("Back")
    shown.rest()
    assert isinstance(shown.inner, AgenciesPage)
    shown.press("Letter…")
    shown.press("Look at the letter")
    shown.rest()
    shown.chooser.save = tmp_path / "ask.docx"  # type: ignore[attr-defined]
    shown.press("Issue as Word…")
    for _ in range(4):
        shown.rest()
    assert (tmp_path / "ask.docx").exists()
    assert isinstance(shown.inner, AgenciesPage)
    assert "Saved as ask.docx and SCR-2026-001 additional information form.docx" in shown.words()
    (row,) = shown.case.answers().table("request")
    asked = row.get("asked")
    assert isinstance(asked, DateAnswer)
    assert asked.earliest == "2026-11-21"
