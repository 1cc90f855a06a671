"""Who can open a case, with its controller, on a real vault; and using an invitation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from mktdesk.desk import casekeys, cases, staffkeys
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session
from mktdesk.errors import CaseError, ReferenceNeeded
from ui.clipboard import SecretClipboard
from ui.controllers.access import AccessController, TypedReference
from ui.dialogs.keys import KeyDialog
from ui.pages.access import AccessPage
from ui.pages.join import JoinPage
from ui.window import Window
from ui.worker import Worker

Rest = Callable[[], None]


@pytest.fixture
def opened(session: Session) -> OpenCase:
    """An open case that the test may close."""
    return cases.start_referral(session)


@pytest.fixture
def access(
    worker: Worker, opened: OpenCase, window: Window, chooser, rest: Rest
) -> AccessController:
    made = AccessController(worker, chooser, SecretClipboard(window), lambda *_: True)
    made.show_screen.connect(window.show_screen)
    made.begin(opened)
    rest()
    return made


def page_of(window: Window) -> AccessPage:
    page = window.screen_shown
    assert isinstance(page, AccessPage)
    return page


def press(inside: QWidget, words: str) -> None:
    found = [b for b in inside.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    assert len(found) == 1, [b.text() for b in inside.findChildren(QPushButton)]
    QTest.keyClick(found[0], Qt.Key.Key_Space)


def test_a_case_is_restricted_and_opened_to_all_again(
    access: AccessController, session: Session, opened: OpenCase, window: Window, rest: Rest
) -> None:
    staffkeys.add_colleague(session, "Ruth Tolland", "eleven-quiet-otters-swim")
    access.begin(opened)
    rest()
    page, mine = page_of(window), session.vault.staff.id
    press(page, "Restrict the case")
    assert page.summary.count == 2
    page.choose(mine)
    page._reason.put("a relative works here")
    told: list[bool] = []
    access.changed.connect(lambda: told.append(True))
    press(page, "Restrict the case")
    rest()
    assert page._stands.text() == "Restricted to Dana Whitlock."
    assert told == [True]
    assert cases.list_cases(session)[0].restricted
    page._reason.put("no longer needed")
    press(page, "Lift the restriction")
    rest()
    assert page._stands.text().startswith("Everybody")
    assert not cases.list_cases(session)[0].restricted
    cases.close_case(opened)


def test_nobody_shuts_themselves_out(
    access: AccessController, session: Session, opened: OpenCase, window: Window, rest: Rest
) -> None:
    staffkeys.add_colleague(session, "Ruth Tolland", "eleven-quiet-otters-swim")
    ruth = next(p.slot_id for p in staffkeys.people(session) if p.name == "Ruth Tolland")
    access.begin(opened)
    rest()
    page = page_of(window)
    page.choose(ruth)
    page._reason.put("a relative works here")
    press(page, "Restrict the case")
    rest()
    assert "not among those you named" in page.notice._what.text()
    assert page._reason.text == "a relative works here"
    cases.close_case(opened)


def test_a_new_seal_counts_when_the_person_has_it(
    access: AccessController,
    session: Session,
    opened: OpenCase,
    window: Window,
    rest: Rest,
    chooser,
    tmp_path: Path,
) -> None:
    old = opened.handle.reference
    page = page_of(window)
    press(page, "Show a new full reference")
    assert page.slip is not None
    fresh = page.slip.reference
    press(page, "Copy full reference")
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == fresh.full
    chooser.save = tmp_path / "slip.pdf"
    press(page, "Save slip…")
    rest()
    with pikepdf.open(chooser.save) as pdf:
        assert len(pdf.pages) >= 1
    press(page, "Leave the old one")
    assert opened.handle.reference == old
    press(page, "Show a new full reference")
    fresh = page.slip.reference
    press(page, "I have it: let it count")
    assert page.summary.count == 1
    page._why_seal.put("the slip was lost")
    press(page, "I have it: let it count")
    rest()
    assert opened.handle.reference == fresh
    assert "Packs that were already sent" in page.notice._what.text()
    cases.close_case(opened)
    assert cases.show_reference(session, fresh.public, "to see").full == fresh.full


def test_a_restricted_case_asks_for_its_reference(
    session: Session, opened: OpenCase, window: Window
) -> None:
    reference = opened.handle.reference
    casekeys.restrict(opened, [session.vault.staff.id], "private")
    cases.close_case(opened)
    with pytest.raises(ReferenceNeeded):
        cases.open_case(session, reference.public)
    asking, given = TypedReference(window), list[str]()
    asking.given.connect(given.append)
    asking.ask(reference.public)
    (dialog,) = window.findChildren(KeyDialog)
    wrong = f"{reference.public}-{'0' * 16}"
    dialog.fill(wrong)
    press(dialog, "Open the case")
    with pytest.raises(CaseError) as refused:
        casekeys.open_restricted(session, given[0])
    asking.refused(refused.value)
    assert dialog._notice.isVisible()
    dialog.fill(reference.full)
    press(dialog, "Open the case")
    again = casekeys.open_restricted(session, given[1])
    asking.taken()
    assert not dialog.isVisible()
    cases.close_case(again)


def test_using_an_invitation_asks_for_all_of_it(qtbot) -> None:
    page = JoinPage("/srv/vault")
    qtbot.addWidget(page)
    page.show()
    asked: list[tuple[str, str]] = []
    page.join_asked.connect(lambda code, passphrase: asked.append((code, passphrase)))
    press(page, "Open the vault")
    assert page.summary.count == 2
    page.fill("7K3MP", "larch kettle", "larch")
    press(page, "Open the vault")
    assert page.summary.count == 1
    page.fill("7K3MP", "larch kettle", "larch kettle")
    press(page, "Open the vault")
    assert asked == [("7K3MP", "larch kettle")]
    page.set_busy(True)
    assert not page._join.isEnabled()
