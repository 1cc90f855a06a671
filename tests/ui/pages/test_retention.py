"""The retention page with its controller, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from mktdesk.desk import cases, retention
from mktdesk.desk.session import Session
from mktdesk.office import KdfCost, unlock
from ui.controllers.retention import RetentionController
from ui.dialogs.dispose import DisposeDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.retention import RetentionPage
from ui.window import Window
from ui.worker import Worker

PASSPHRASE = "six-larches-by-the-canal"


@pytest.fixture
def public(session: Session) -> str:
    case = cases.start_referral(session)
    cases.close_case(case)
    return case.public


@pytest.fixture
def page(
    worker: Worker, session: Session, public: str, window: Window, rest: Callable[[], None]
) -> RetentionPage:
    controller = RetentionController(worker, session, window)
    controller.show_screen.connect(window.show_screen)
    controller.begin()
    rest()
    screen = window.screen_shown
    assert isinstance(screen, RetentionPage)
    return screen


def press(inside: QWidget, words: str) -> None:
    found = [b for b in inside.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    assert len(found) == 1, [b.text() for b in inside.findChildren(QPushButton)]
    assert found[0].isEnabled()
    found[0].click()


def give_reason(page: RetentionPage, verb: str, words: str) -> None:
    dialog = page.findChildren(ReasonDialog)[-1]
    dialog._box.setPlainText(words)
    press(dialog, verb)


def set_period(page: RetentionPage, years: str, why: str) -> None:
    page._years.put(years)
    page._since.put("started")
    page._why.put(why)
    press(page, "Set this period")


def test_a_period_needs_whole_years_and_a_reason(
    page: RetentionPage, session: Session, rest: Callable[[], None]
) -> None:
    set_period(page, "ten", "")
    assert page._years.problem
    assert page._why.problem
    set_period(page, "10", "the board's policy")
    rest()
    rest()
    assert retention.rules(session)[0].rule.years == 10
    assert "10 years" in page._rules.text()
    (line,) = page._shown.cases
    assert line.due == "2036-11-21"


def test_a_due_case_goes_after_two_approvals_and_its_reference_typed(
    page: RetentionPage, session: Session, public: str, rest: Callable[[], None]
) -> None:
    set_period(page, "1", "the board's policy")
    rest()
    session.clock._now += timedelta(days=400)  # type: ignore[attr-defined]
    staff = session.vault.add_staff("Bo Bell", PASSPHRASE, kdf=KdfCost.floor())
    set_period(page, "1", "once more")
    rest()
    rest()
    page._table.selectRow(0)
    assert not page._dispose.isEnabled()
    press(page, "Approve disposal…")
    give_reason(page, "Approve disposal", "a year is over")
    rest()
    rest()
    page._table.selectRow(0)
    assert not page._approve.isEnabled()
    machine = session.vault.shelf.machine
    other = unlock(session.vault.folder, staff.id, PASSPHRASE, machine=machine)
    retention.approve(Session(other, session.clock), public, "I agree")
    other.lock()
    page.rule_asked.emit("office", 1, "started", "read again")
    rest()
    rest()
    page._table.selectRow(0)
    press(page, "Dispose of it…")
    (dialog,) = page.findChildren(DisposeDialog)
    dialog._typed.put("SCR-1999-001")
    press(dialog, "Destroy it")
    assert dialog._typed.problem
    assert len(session.vault.cases()) == 1
    dialog._typed.put(public.lower())
    press(dialog, "Destroy it")
    rest()
    rest()
    assert session.vault.cases() == []
    assert page._shown.disposed[0].public == public
    assert page._gone.isVisible()


def test_a_hold_is_put_on_and_ended(
    page: RetentionPage, session: Session, public: str, rest: Callable[[], None]
) -> None:
    page._table.selectRow(0)
    press(page, "Put on hold…")
    give_reason(page, "Put on hold", "an inquiry")
    rest()
    rest()
    assert retention.line_of(session, public).held == "an inquiry"
    page._table.selectRow(0)
    press(page, "End the hold…")
    give_reason(page, "End the hold", "it is over")
    rest()
    rest()
    assert retention.line_of(session, public).held == ""
