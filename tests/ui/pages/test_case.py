"""A case on the screen, with the vault behind it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.book import Change, RowChange
from mktdesk.desk import cases, filling
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target, save_draft
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.desk.signing import Signature, review, sign
from mktdesk.errors import DeskError
from mktdesk.forms.check import LONGEST_ANSWER
from mktdesk.forms.flow import Place
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.office import KdfCost, Machine
from ui.controllers.case import CaseController
from ui.dialogs.reason import ReasonDialog
from ui.pages.case import CasePage
from ui.pages.check import CheckPage
from ui.pages.form_page import FormPage
from ui.pages.signed import SignedPage
from ui.readback import ReadText
from ui.spots import CHECK, DOCUMENTS, SIGNED, Spot
from ui.tasklist import TaskList
from ui.window import Window
from ui.worker import Worker
from ui.wraplink import WrapLink

LIZ = Signature("Liz Pemberton", "Named nurse", "Ouseford General Hospital", "10 February 2026")


def day(iso: str) -> DateAnswer:
    return DateAnswer(iso, iso, iso, "day")


def single(field: str) -> Target:
    return Target("referral", "", field)


SECTION_1: dict[str, Value] = {
    "referred": "Mara Voss",
    "referrer_name": "Peter Lindqvist",
    "referrer_agency": "Social Care",
    "lead_name": "Joan Abara",
    "date_of_referral": day("2026-11-03"),
    "circumstances": "Lives with her mother.",
    "incident": "Found alone.",
    "why_referring": "Several agencies knew.",
    "date_received": day("2026-11-04"),
}
SECTION_2: dict[str, Value] = {
    "senior_manager": "Alma Reyes",
    "options": ("a",),
    "recommended": "recommended",
    "recommendation_reasons": "Both limbs.",
    "decision_and_reason": "Agreed.",
    "legal_advice": YesNo("no"),
    "meeting_date": day("2026-11-20"),
}


class Screen(QObject):
    """A case in the window, as the composition root puts it there."""

    def __init__(
        self, worker: Worker, session: Session, window: Window, rest: Callable[[], None]
    ) -> None:
        super().__init__()
        self.controller = CaseController(worker, session)
        self.controller.show_screen.connect(self._show)
        self.controller.failed.connect(self._failed)
        self.controller.inside_wanted.connect(self._inside)
        self.window, self.rest = window, rest
        self.failures: list[DeskError] = []
        self.inside: list[str] = []

    def _show(self, page: CasePage) -> None:
        self.window.show_screen(page)

    def _failed(self, error: DeskError) -> None:
        self.failures.append(error)

    def _inside(self, kind: str, _case: OpenCase) -> None:
        self.inside.append(kind)

    def open(self, public: str) -> None:
        self.controller.open(public)
        self.rest()

    def close(self) -> None:
        self.window.flush()
        self.controller.close()
        self.rest()

    def go(self, spot: Spot) -> None:
        self.controller.go(spot)
        self.rest()

    @property
    def frame(self) -> CasePage:
        found = self.window.screen_shown
        assert isinstance(found, CasePage)
        return found

    @property
    def form(self) -> FormPage:
        assert isinstance(self.frame.inner, FormPage)
        return self.frame.inner

    def button(self, text: str) -> QPushButton:
        for made in self.frame.findChildren(QPushButton):
            if made.isVisible() and made.text() == text:
                return made
        raise AssertionError(text)

    def press(self, text: str) -> None:
        made = self.button(text)
        made.setFocus()
        QTest.keyClick(made, Qt.Key.Key_Space)
        self.rest()

    def type(self, text: str, *, leave: bool = True) -> None:
        box = focus()
        QTest.keyClicks(box, text)
        if leave:
            QTest.keyClick(box, Qt.Key.Key_Tab)
            self.rest()

    def keys(self, keys: str) -> None:
        QTest.keySequence(focus(), QKeySequence(keys))
        self.rest()

    def wait_for_focus(self) -> None:
        """A dialog has closed: the system gives the window back its keyboard."""
        self.window.activateWindow()
        for _ in range(100):
            if QApplication.focusWidget() is not None:
                return
            QTest.qWait(10)

    def task(self, title: str) -> str:
        tasks = self.frame.findChild(TaskList)
        assert tasks is not None
        for row in range(tasks.count()):
            name, _, words = tasks.item(row).text().partition("\n")
            if name.startswith(title):
                return words
        raise AssertionError(title)

    @property
    def words(self) -> str:
        seen = [w.text() for w in self.frame.findChildren(QLabel) if w.isVisible()]
        seen += [w.toPlainText() for w in self.frame.findChildren(ReadText) if w.isVisible()]
        return "\n".join(seen)


@pytest.fixture
def screen(
    worker: Worker, session: Session, window: Window, rest: Callable[[], None]
) -> Iterator[Screen]:
    made = Screen(worker, session, window, rest)
    yield made
    made.close()


@pytest.fixture
def public(session: Session) -> str:
    case = cases.start_referral(session)
    cases.close_case(case)
    return case.public


def focus() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def fill(session: Session, public: str, *, section_2: bool = False) -> None:
    case = cases.open_case(session, public)
    child = case.answers().table("subject")[0].id
    filling.set_answers(case, {single(k): v for k, v in SECTION_1.items()})
    filling.set_answers(
        case,
        {
            Target("subject", child, "name"): "Mara Voss",
            Target("subject", child, "date_of_birth"): day("2021-11-02"),
        },
    )
    if section_2:
        sign(case, review(case, "section1"), LIZ)
        filling.set_answers(case, {single(k): v for k, v in SECTION_2.items()})
    cases.close_case(case)


def answers(session: Session, public: str) -> dict[str, Value]:
    case = cases.open_case(session, public)
    try:
        return dict(case.answers().single)
    finally:
        cases.close_case(case)


def test_a_new_case_opens_on_its_first_question_and_says_what_comes_next(
    screen: Screen, public: str
) -> None:
    screen.open(public)
    assert screen.frame.title == public
    assert "Next: Section 1: Referral. Not started." in screen.words
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert focus().accessibleName() == "Child or family being referred"
    assert screen.task("Who is referring") == "4 to complete"


def test_a_case_opened_first_time_stands_at_the_first_page_to_complete(
    screen: Screen, session: Session, public: str
) -> None:
    fill(session, public, section_2=True)  # all but the members
    screen.open(public)
    assert screen.form.place == Place("section2", "members")
    button = focus()
    assert isinstance(button, QPushButton)
    assert button.text() == "Add a member"


def test_the_last_page_of_what_nobody_signs_offers_no_check(screen: Screen, public: str) -> None:
    screen.open(public)
    screen.go(Spot.at(Place("working", "own_plan")))
    assert [b.text() for b in screen.form.findChildren(QPushButton) if "Next: " in b.text()]
    screen.go(Spot.at(Place("working", "own_learning")))
    shown = [b.text() for b in screen.form.findChildren(QPushButton) if b.isVisible()]
    assert "Back" in shown
    assert "Check answers" not in shown


def test_a_case_ready_to_sign_opens_where_it_is_signed(
    screen: Screen, session: Session, public: str
) -> None:
    fill(session, public)
    screen.open(public)
    assert isinstance(screen.frame.inner, CheckPage)
    assert screen.frame.inner.part == "section1"


def test_an_answer_is_saved_when_its_question_is_left(
    screen: Screen, session: Session, public: str
) -> None:
    screen.open(public)
    screen.type("Mara Voss")
    assert screen.form.status.text().startswith("Saved ")
    assert screen.task("Who is referring") == "3 to complete"
    screen.close()
    assert answers(session, public)["referred"] == "Mara Voss"


def test_what_is_being_typed_is_there_after_a_crash(
    screen: Screen, session: Session, public: str, qtbot: QtBot
) -> None:
    screen.open(public)
    screen.type("Mara Vo", leave=False)
    qtbot.waitUntil(lambda: screen.form.status.text().startswith("Saved"))
    screen.controller.close()  # no flush: the page never handed it over
    screen.rest()
    assert answers(session, public)["referred"] == "Mara Vo"


def test_what_was_deleted_again_does_not_come_back(
    screen: Screen, session: Session, public: str, qtbot: QtBot
) -> None:
    screen.open(public)
    screen.type("GHOST WORDS", leave=False)
    qtbot.waitUntil(lambda: screen.form.status.text().startswith("Saved"))
    QTest.keyClick(focus(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(focus(), Qt.Key.Key_Backspace)
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    screen.close()
    assert "referred" not in answers(session, public)


def test_what_changed_since_it_was_read_is_not_signed(
    screen: Screen, session: Session, public: str
) -> None:
    fill(session, public)
    screen.open(public)
    screen.go(Spot(CHECK, "section1"))
    assert screen.controller._open is not None
    filling.set_answer(screen.controller._open.case, single("incident"), "Unread words.")
    screen.press("Sign section 1")
    assert "changed since" in screen.words
    assert not screen.controller._open.case.signoffs()


def test_the_case_is_resumed_where_it_was_left(screen: Screen, public: str) -> None:
    screen.open(public)
    screen.press("Next: 1.1 Child's details")
    screen.press("Next: 1.2 Family details")
    screen.close()
    screen.open(public)
    assert screen.form.title == "1.2 Family details"


def test_check_and_sign_is_resumed_too(screen: Screen, public: str) -> None:
    screen.open(public)
    screen.go(Spot(CHECK, "section1"))
    screen.close()
    screen.open(public)
    assert isinstance(screen.frame.inner, CheckPage)


def test_undo_goes_to_what_it_takes_back_and_redo_does_it_again(
    screen: Screen, public: str
) -> None:
    screen.open(public)
    screen.type("Mara Voss")
    screen.press("Next: 1.1 Child's details")
    screen.keys("Ctrl+Z")
    assert screen.form.title == "Who is referring, and whom"
    box = focus()
    assert isinstance(box, QLineEdit)
    assert box.text() == ""
    assert screen.form.status.text() == "Taken back: Child or family being referred"
    screen.keys("Ctrl+Y")
    assert box.text() == "Mara Voss"
    screen.keys("Ctrl+Z")
    screen.keys("Ctrl+Shift+Z")
    assert box.text() == "Mara Voss"


def test_ctrl_z_in_a_text_first_undoes_what_is_being_typed(screen: Screen, public: str) -> None:
    screen.open(public)
    screen.type("Mara Voss")
    screen.form.view.focus_field(single("referrer_name"))
    screen.type("Pete", leave=False)
    box = focus()
    assert isinstance(box, QLineEdit)
    screen.keys("Ctrl+Z")
    assert box.text() == ""
    assert screen.task("Who is referring") == "3 to complete"  # the answer before it stands


def test_the_undo_button_takes_back_what_was_just_typed(screen: Screen, public: str) -> None:
    screen.open(public)
    screen.type("Mara Voss", leave=False)
    undo = screen.button("Undo")
    assert not undo.isEnabled()
    screen.keys("Tab")
    assert undo.isEnabled()
    screen.press("Undo")
    assert screen.task("Who is referring") == "4 to complete"
    assert not undo.isEnabled()


def test_undo_that_finds_nothing_says_so(screen: Screen, session: Session, public: str) -> None:
    case = cases.open_case(session, public)
    save_draft(case, Target("family_member", "gone", "name"), "Ivo")
    session.vault.close_case(case.handle)  # it goes into a note when the case is opened next
    screen.open(public)
    screen.press("Undo")
    assert screen.form.status.text() == "Nothing to take back here"
    assert not screen.button("Undo").isEnabled()
    screen.press("Redo")
    assert screen.form.status.text() == "Nothing to do again here"
    assert not screen.button("Redo").isEnabled()


def test_a_second_child_is_a_page_of_its_own_and_can_go_again(screen: Screen, public: str) -> None:
    screen.open(public)
    screen.press("Next: 1.1 Child's details")
    assert "Child 1 of 1" in screen.words
    screen.press("Add another child")
    assert "Child 2 of 2" in screen.words
    screen.type("Jakub Wronski")
    assert screen.form.title == "1.1 Child's details: Jakub Wronski"
    assert screen.frame.title == f"{public}   JW"
    screen.press("Remove this child")
    assert "Child 1 of 1" in screen.words
    screen.press("Undo")
    assert screen.form.title == "1.1 Child's details: Jakub Wronski"


def test_the_task_list_is_gone_through_by_keyboard(screen: Screen, public: str) -> None:
    screen.open(public)
    tasks = screen.frame.list
    tasks.setFocus()
    QTest.keyClick(tasks, Qt.Key.Key_Down)
    QTest.keyClick(tasks, Qt.Key.Key_Return)
    screen.rest()
    assert screen.form.title == "1.1 Child's details: child 1"
    tasks.setFocus()
    QTest.keyClick(tasks, Qt.Key.Key_End)
    QTest.keyClick(tasks, Qt.Key.Key_Return)
    assert screen.inside == ["access"]


def test_checking_lists_what_is_missing_and_leads_there_across_pages(
    screen: Screen, public: str
) -> None:
    screen.open(public)
    screen.press("Show what is missing")
    page = screen.frame.inner
    assert isinstance(page, CheckPage)
    assert page.summary.count == 10
    assert "There are 10 problems" in screen.words
    last = focus()
    for _ in range(9):
        QTest.keyClick(last, Qt.Key.Key_Tab)
        last = focus()
    QTest.keyClick(last, Qt.Key.Key_Space)
    screen.rest()
    assert screen.form.title == "Office use"
    assert focus().accessibleName() == "Date the office received it: Day"
    assert "Problem: Fill in: Date the office received it" in screen.words
    screen.type("4", leave=False)
    for part in ("11", "2026"):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        screen.type(part, leave=False)
    screen.press("Back")
    assert screen.form.summary.count == 9


def test_a_complete_section_is_read_back_and_signed(
    screen: Screen, session: Session, public: str
) -> None:
    fill(session, public)
    screen.open(public)
    screen.go(Spot("page", "section1", "referrer"))
    assert "Next: Section 1: Referral. Ready to sign." in screen.words
    screen.press("Check and sign")
    assert "Several agencies knew." in screen.words
    screen.press("Sign section 1")
    assert isinstance(screen.frame.inner, SignedPage)
    assert "Signed by Peter Lindqvist, Referrer, on 2026-11-03" in screen.words
    assert screen.task("Section 1") == "Signed by Peter Lindqvist, 2026-11-03"
    assert screen.frame.inner.status.text() == "Section 1: Referral is signed"


def test_a_signature_needs_a_name(screen: Screen, session: Session, public: str) -> None:
    fill(session, public)
    screen.open(public)
    name = next(
        box
        for box in screen.frame.findChildren(QLineEdit)
        if box.accessibleName() == "Name of the person who signs"
    )
    name.setFocus()
    name.selectAll()
    QTest.keyClick(name, Qt.Key.Key_Delete)
    screen.press("Sign section 1")
    page = screen.frame.inner
    assert isinstance(page, CheckPage)
    assert page.summary.count == 1
    QTest.keyClick(focus(), Qt.Key.Key_Space)
    assert QApplication.focusWidget() is name


def test_a_later_section_says_what_it_waits_for(screen: Screen, public: str) -> None:
    screen.open(public)
    screen.go(Spot(CHECK, "section2"))
    assert "Section 1: Referral must be signed first." in screen.words
    assert not any(b.text().startswith("Sign") for b in screen.frame.findChildren(QPushButton))


def test_a_signed_section_changes_only_for_a_reason_and_stays_readable(
    screen: Screen, session: Session, public: str, window: Window
) -> None:
    fill(session, public, section_2=True)
    screen.open(public)
    screen.go(Spot(SIGNED, "section1"))
    screen.press("Change this section…")
    dialog = window.findChild(ReasonDialog)
    assert dialog is not None
    verb = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Change section 1")
    QTest.keyClick(verb, Qt.Key.Key_Space)
    assert dialog.isVisible()  # no reason, no change
    box = dialog.findChild(QPlainTextEdit)
    assert box is not None
    QTest.keyClicks(box, "The name was misspelt.")
    QTest.keyClick(verb, Qt.Key.Key_Space)
    screen.rest()
    assert screen.form.title == "Who is referring, and whom"
    assert screen.task("Section 1") == "Changed since it was signed: sign again"
    screen.form.view.focus_field(single("referred"))
    screen.wait_for_focus()
    screen.keys("Ctrl+A")
    screen.type("Mara Vosz")
    screen.go(Spot(SIGNED, "section1"))
    assert "Superseded: The name was misspelt." in screen.words
    assert "Mara Voss" in screen.words
    assert "Mara Vosz" not in screen.words
    assert not any(
        b.isVisible() and b.text() == "Change this section…"
        for b in screen.frame.findChildren(QPushButton)
    )


def test_a_page_of_a_signed_section_is_read_not_edited(
    screen: Screen, session: Session, public: str
) -> None:
    fill(session, public, section_2=True)
    screen.open(public)
    screen.go(Spot("page", "section1", "referrer"))
    assert focus().accessibleName().startswith("Child or family being referred: Mara Voss")
    assert not screen.form.view.findChildren(QLineEdit) or not any(
        box.isVisible() for box in screen.form.view.findChildren(QLineEdit)
    )
    assert "Signed by Liz Pemberton" in screen.words


@pytest.mark.rule("R201")
@pytest.mark.rule("C20")
def test_a_members_own_decision_is_given_by_letters_under_the_exclusions(
    screen: Screen, session: Session, public: str
) -> None:
    fill(session, public, section_2=True)
    screen.open(public)
    screen.go(Spot("page", "section2", "members"))
    screen.press("Add a member")
    for text in ("Hal Dryden", "Superintendent", "Northshire Police"):
        screen.type(text)
    row = focus()
    QTest.keyClick(row, Qt.Key.Key_Space)  # decided
    screen.rest()
    screen.keys("Tab")
    screen.keys("A")
    screen.keys("C")
    screen.keys("B")
    case = cases_answers(session, public, screen)
    (member,) = case
    assert member["participation"] == "decided"
    assert member["decision"] == ("b", "c")  # a went out: it cannot stand beside b
    assert "a was cleared: it cannot stand beside b." in screen.words
    assert screen.task("2 Members") == "1 to complete"  # the reason
    screen.press("Show what is missing")
    links = screen.frame.findChildren(WrapLink)
    (link,) = [link for link in links if link.words.startswith("Fill in: Reason (2 Members")]
    QTest.keyClick(link, Qt.Key.Key_Space)
    screen.rest()
    assert focus().accessibleName() == "Reason"


def cases_answers(session: Session, public: str, screen: Screen) -> list[dict[str, Value]]:
    now = screen.controller._open
    assert now is not None
    return [dict(row.values) for row in now.view.answers.table("panel_member")]


def test_an_answer_that_cannot_be_saved_stays_and_holds_the_person_back_once(
    screen: Screen, session: Session, public: str, window: Window
) -> None:
    screen.open(public)
    screen.go(Spot("page", "section1", "synopsis"))
    QApplication.clipboard().setText("x" * (LONGEST_ANSWER + 1))
    screen.keys("Ctrl+V")
    screen.keys("Tab")
    assert "Not saved. That is more than an answer can hold." in screen.words
    assert screen.controller.unsaved
    screen.press("Back")
    screen.press("Next: 1.4 Brief synopsis of case")
    assert not window.may_leave()
    assert "1 answer is not saved." in screen.words
    screen.form.view.focus_field(single("circumstances"))
    screen.keys("Ctrl+A")
    screen.type("Lives with her mother.")
    assert "not saved" not in screen.words
    leaves = window.may_leave()
    assert leaves
    screen.close()
    assert answers(session, public)["circumstances"] == "Lives with her mother."


def test_a_vault_that_vanishes_loses_nothing_typed(
    screen: Screen, session: Session, public: str, tmp_path: Path, window: Window
) -> None:
    screen.open(public)
    folder = tmp_path / "vault" / "cases" / public
    away = folder.rename(tmp_path / "away")
    screen.type("Mara Voss")
    assert "Not saved." in screen.words
    assert not window.may_leave()
    away.rename(folder)
    screen.form.view.focus_field(single("referrer_name"))
    screen.type("Peter Lindqvist")
    assert "ot saved" not in screen.words
    screen.close()
    kept = answers(session, public)
    assert (kept["referred"], kept["referrer_name"]) == ("Mara Voss", "Peter Lindqvist")


def test_a_signed_page_offers_to_be_changed(
    screen: Screen, session: Session, public: str, window: Window
) -> None:
    fill(session, public, section_2=True)
    screen.open(public)
    screen.go(Spot("page", "section1", "referrer"))
    screen.press("Change this section…")
    dialog = window.findChild(ReasonDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "Change Section 1: Referral"
    dialog.reject()


def test_answers_that_cannot_be_saved_can_be_given_up(
    screen: Screen, public: str, window: Window
) -> None:
    screen.open(public)
    screen.go(Spot("page", "section1", "synopsis"))
    QApplication.clipboard().setText("x" * (LONGEST_ANSWER + 1))
    screen.keys("Ctrl+V")
    screen.keys("Tab")
    assert [window.may_leave(), window.may_leave()] == [False, True]
    screen.close()
    assert screen.failures == []


def test_a_case_that_somebody_else_holds_is_only_read(
    screen: Screen, session: Session, public: str, tmp_path: Path
) -> None:
    machine = Machine("laptop 7", tmp_path / "other", NoSecrets(), session.clock)
    desk = Desk(machine, KdfCost.floor())
    folder = tmp_path / "vault"
    (staff,) = desk.look(folder).staff
    elsewhere = desk.unlock(folder, staff.slot_id, "six-larches-by-the-canal")
    other = cases.open_case(elsewhere, public)
    screen.open(public)
    assert "Only to be read: Dana Whitlock, laptop 7 has this case open." in screen.words
    assert not any(box.isVisible() for box in screen.form.view.findChildren(QLineEdit))
    screen.close()
    cases.close_case(other)
    elsewhere.close()


def test_documents_and_pack_are_asked_for_and_shown_beside(
    screen: Screen, public: str, worker: Worker
) -> None:
    screen.open(public)
    screen.go(Spot(DOCUMENTS))
    assert screen.inside == ["documents"]
    page = CheckStandIn("Documents")
    screen.controller.show_inside(page)
    assert screen.frame.inner is page


class CheckStandIn(SignedPage):
    """Any screen will do."""

    def __init__(self, title: str) -> None:
        super().__init__(title, ())


def test_a_case_that_is_not_there_is_said(screen: Screen) -> None:
    screen.open("SCR-2026-999")
    assert len(screen.failures) == 1


def test_a_case_of_two_thousand_entries_opens_without_freezing(
    screen: Screen, session: Session, public: str, qtbot: QtBot
) -> None:
    case = cases.open_case(session, public)
    for version in range(5):
        fields = {"event": f"Version {version}"}
        rows = [RowChange("key_event", f"e{n}", {**fields, "order": n}) for n in range(400)]
        case.book.write(Change("Dana Whitlock", "edit", rows))
    cases.close_case(case)
    gaps = Gaps()
    screen.open(public)
    screen.go(Spot("page", "section1", "key_events"))
    assert screen.form.title == "1.4 Key events"
    screen.go(Spot(CHECK, "section1"))
    assert isinstance(screen.frame.inner, CheckPage)
    page = screen.frame.inner
    assert isinstance(page, CheckPage)
    assert page.summary.count == 410
    assert "385 more: go to the next" in [link.words for link in page.findChildren(WrapLink)]
    assert gaps.longest < 1  # seconds; measured 0.3 on two busy cores


class Gaps(QObject):
    """How long the screen's thread reckoned without coming round, whatever else the machine did."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now
