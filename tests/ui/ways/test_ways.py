"""Ways in and ways round of the whole program: invitations, backups, restricted cases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mktdesk.desk import backup, casekeys, cases, filling, staffkeys
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.desk.work import Silent
from mktdesk.errors import VaultUnwritable
from mktdesk.reference import Reference
from ui.app import App
from ui.dialogs.clocks import PauseDialog
from ui.dialogs.keys import KeyDialog
from ui.pages.access import AccessPage
from ui.pages.case import CasePage
from ui.pages.cases import CasesPage
from ui.pages.clocks import ClocksPage
from ui.pages.due import DuePage
from ui.pages.join import JoinPage
from ui.pages.restore import RestorePage
from ui.pages.safety import SafetyPage
from ui.pages.start import StartPage
from ui.pages.unlock import UnlockPage
from ui.spots import ACCESS, Spot

PASSPHRASE = "six larches by the canal"
Rest = Callable[[App], None]


def press(inside: QWidget, words: str) -> None:
    found = [b for b in inside.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    assert len(found) == 1, [b.text() for b in inside.findChildren(QPushButton)]
    QTest.keyClick(found[0], Qt.Key.Key_Space)


def words(inside: QWidget) -> str:
    return "\n".join(w.text() for w in inside.findChildren(QLabel) if w.isVisible())


def refusal(dialog: KeyDialog) -> str:
    return f"{dialog._notice._what.text()} {dialog._notice._do.text()}"


# restricted cases


@pytest.fixture
def restricted(session: Session) -> Reference:
    case = cases.start_referral(session)
    reference = case.handle.reference
    casekeys.restrict(case, [session.vault.staff.id], "a relative works here")
    cases.close_case(case)
    return reference


def test_a_restricted_case_opens_with_its_full_reference_alone(
    session: Session, restricted: Reference, unlock: Callable[[], App], rest: Rest
) -> None:
    other = cases.start_referral(session)
    elsewhere = other.handle.reference.full
    cases.close_case(other)
    session.close()
    app = unlock()
    page = app.window.screen_shown
    assert isinstance(page, CasesPage)
    model = page.table.list_model
    subjects = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert subjects == ["Restricted", "–"]
    page.opened.emit(restricted.public)
    rest(app)
    (dialog,) = app.window.findChildren(KeyDialog)
    wrong = restricted.full[:-1] + ("0" if restricted.full[-1] != "0" else "1")
    for typed, said in ((wrong, "check symbol"), (elsewhere, "another case")):
        dialog.fill(typed)
        press(dialog, "Open the case")
        rest(app)
        assert said in refusal(dialog)
        assert app.window.screen_shown is page
    dialog.fill(restricted.full.lower())
    press(dialog, "Open the case")
    rest(app)
    assert isinstance(app.window.screen_shown, CasePage)
    assert not app.window.findChildren(KeyDialog)
    assert app.window.windowTitle().startswith(restricted.public)


def test_who_can_open_a_case_is_seen_and_changed_inside_it(
    session: Session, unlock: Callable[[], App], rest: Rest
) -> None:
    case = cases.start_referral(session)
    public, mine = case.public, session.vault.staff.id
    cases.close_case(case)
    session.close()
    app = unlock()
    shown = app.window.screen_shown
    assert isinstance(shown, CasesPage)
    shown.opened.emit(public)
    rest(app)
    frame = app.window.screen_shown
    assert isinstance(frame, CasePage)
    assert frame.list.item(frame.list.count() - 1).text().startswith("Who can open it")
    frame.spot_wanted.emit(Spot(ACCESS))
    rest(app)
    page = frame.inner
    assert isinstance(page, AccessPage)
    page.choose(mine)
    page._reason.put("a relative works here")
    press(page, "Restrict the case")
    rest(app)
    assert page._stands.text() == "Restricted to Dana Whitlock."
    assert app._entry is not None
    assert cases.list_cases(app._entry.session)[0].restricted


@pytest.mark.parametrize("shut", [False, True])
def test_a_case_gets_another_key_on_its_own_page(
    session: Session, vault: Path, unlock: Callable[[], App], rest: Rest, shut: bool
) -> None:
    case = cases.start_referral(session)
    reference = case.handle.reference
    if shut:
        casekeys.restrict(case, [session.vault.staff.id], "a relative works here")
    cases.close_case(case)
    session.close()
    app = unlock()
    assert app.unlocked is not None
    app.unlocked._case.open(reference.public, Spot(ACCESS))
    rest(app)
    if shut:
        app.unlocked._case.open_typed(reference.full)
        rest(app)
    frame = app.window.screen_shown
    assert isinstance(frame, CasePage)
    assert isinstance(frame.inner, AccessPage)
    keys = vault / "cases" / reference.public / "case.json"
    for reason in ("", "a laptop was lost"):
        before = keys.read_bytes()
        press(frame.inner, "Change the case's key…")
        (dialog,) = (d for d in app.window.findChildren(KeyDialog) if d.isVisible())
        dialog.fill(reason)
        press(dialog, "Change the key")
        assert dialog.isVisible() is not bool(reason)
        dialog.accept()
    rest(app)
    rest(app)
    again = app.window.screen_shown
    assert isinstance(again, CasePage)
    assert again is not frame
    assert isinstance(again.inner, AccessPage)
    assert again.inner.notice._what.text() == f"{reference.public} has a new key."
    assert keys.read_bytes() != before
    opened = app.unlocked._case._open
    assert opened is not None
    assert not opened.case.read_only
    assert "change-key" in {entry.verb for entry in opened.case.book.history()}


def test_a_case_whose_key_cannot_be_changed_is_there_again(
    session: Session, unlock: Callable[[], App], rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cases.start_referral(session)
    public = case.public
    cases.close_case(case)
    session.close()
    app = unlock()
    assert app.unlocked is not None
    app.unlocked._case.open(public, Spot(ACCESS))
    rest(app)
    frame = app.window.screen_shown
    assert isinstance(frame, CasePage)

    def full(*_: object) -> None:
        raise VaultUnwritable("The disk is full.", "Free some space.")

    monkeypatch.setattr(casekeys, "change_key", full)
    press(frame.inner or frame, "Change the case's key…")
    (dialog,) = app.window.findChildren(KeyDialog)
    dialog.fill("a laptop was lost")
    press(dialog, "Change the key")
    rest(app)
    rest(app)
    again = app.window.screen_shown
    assert isinstance(again, CasePage)
    assert again is not frame
    assert again.inner is not None
    assert again.inner.notice._what.text() == "Problem: The disk is full."


# what is due


def test_from_what_is_due_to_the_clock_and_back(
    session: Session, unlock: Callable[[], App], rest: Rest
) -> None:
    case = cases.start_referral(session)
    day = session.clock.now().date()
    received = f"{day:%d/%m/%Y}"
    filling.set_answer(case, Target("referral", "", "date_received"), read_date(received))
    public = case.public
    cases.close_case(case)
    session.close()
    app = unlock()
    app._go("due")
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, DuePage)
    model = page.table.list_model
    # Whoever must be told at once stands first, and leads to the notices.
    clock = next(n for n in range(model.rowCount()) if not model.at(n).of_notices)
    assert model.at(clock).public == public
    page.table.setCurrentIndex(model.index(clock, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    rest(app)
    frame = app.window.screen_shown
    assert isinstance(frame, CasePage)
    assert isinstance(frame.inner, ClocksPage)
    assert frame.list.currentItem().text().startswith("Clocks\n")
    words = frame.list.currentItem().text()
    assert "running" in words
    first = frame.inner.findChildren(QPushButton)[0]
    assert first.text() == "Pause…"
    first.click()
    (dialog,) = frame.inner.findChildren(PauseDialog)
    dialog._box.setPlainText("The coroner asked us to wait")
    press(dialog, "Pause the clock")
    rest(app)
    rest(app)
    assert "1 paused" in frame.list.currentItem().text()
    frame.undo_wanted.emit()
    rest(app)
    assert frame.list.currentItem().text() == words
    assert isinstance(frame.inner, ClocksPage)
    frame.redo_wanted.emit()
    rest(app)
    app._go("due")
    rest(app)
    again = app.window.screen_shown
    assert isinstance(again, DuePage)
    last = again.table.list_model.at(again.table.list_model.rowCount() - 1)
    assert (last.public, last.left) == (public, "stands still")


# an invitation


def test_an_invitation_is_used_from_the_page_that_unlocks(
    program, session: Session, vault: Path, rest: Rest
) -> None:
    code = staffkeys.invite(session, "Ruth Tolland").code
    session.close()
    app: App = program.start(vault=vault)
    rest(app)
    assert app.window.screen_shown is not None
    press(app.window.screen_shown, "I have an invitation")
    page = app.window.screen_shown
    assert isinstance(page, JoinPage)
    press(page, "Back")
    rest(app)
    again = app.window.screen_shown
    assert isinstance(again, UnlockPage)
    assert again.title == "Unlock Test office"
    press(again, "I have an invitation")
    page = app.window.screen_shown
    assert isinstance(page, JoinPage)
    page.fill(code, "testoffice1", "testoffice1")
    page.check()
    rest(app)
    assert "easy to guess" in page.notice._what.text()
    assert page._join.isEnabled()
    page.fill(code, "eleven quiet otters swim", "eleven quiet otters swim")
    page.check()
    rest(app)
    assert isinstance(app.window.screen_shown, DuePage)
    assert app._entry is not None
    assert app._entry.session.actor == "Ruth Tolland"


# from a backup


def test_a_vault_is_put_back_from_the_first_page(
    program, session: Session, vault: Path, rest: Rest, tmp_path: Path
) -> None:
    case = cases.start_referral(session)
    cases.close_case(case)
    backup.back_up(session, tmp_path / "stick", Silent())
    session.close()
    vault.rename(tmp_path / "lost")
    app: App = program.start()
    rest(app)
    start = app.window.screen_shown
    assert isinstance(start, StartPage)
    start._folder.put(str(vault))
    press(start, "Put a vault back from a backup")
    page = app.window.screen_shown
    assert isinstance(page, RestorePage)
    assert page._vault.text == str(vault)
    page._from.put(str(tmp_path / "stick"))
    page._look.click()
    rest(app)
    page._secret.put(PASSPHRASE)
    page._why.put("the laptop fell into the canal")
    page._go.click()
    rest(app)
    if page is app.window.screen_shown:  # this computer remembers the newer vault
        page._override.click()
        rest(app)
    shown = app.window.screen_shown
    assert isinstance(shown, DuePage)
    assert "as it was on" in shown.notice._what.text()
    assert "has to be done again" in shown.notice._do.text()
    assert app._entry is not None
    assert len(cases.list_cases(app._entry.session)) == 1
    assert app._entrance._folder == vault  # named again should nothing of it be shown


def test_the_page_that_unlocks_leads_to_putting_its_vault_back_and_from_there_to_the_first(
    program, session: Session, vault: Path, rest: Rest
) -> None:
    session.close()
    app: App = program.start(vault=vault)
    rest(app)
    assert app.window.screen_shown is not None
    press(app.window.screen_shown, "Put a vault back from a backup")
    page = app.window.screen_shown
    assert isinstance(page, RestorePage)
    assert page._vault.text == str(vault)
    press(page, "Back to the first page")
    assert isinstance(app.window.screen_shown, StartPage)


# the last backup


def test_the_list_of_cases_says_how_old_the_last_backup_is(
    session: Session, unlock: Callable[[], App], rest: Rest, tmp_path: Path
) -> None:
    cases.close_case(cases.start_referral(session))
    session.close()
    app = unlock()
    page = app.window.screen_shown
    assert isinstance(page, CasesPage)
    assert "Last backup" not in words(page)
    press(page, "Make a backup")
    rest(app)
    safety = app.window.screen_shown
    assert isinstance(safety, SafetyPage)
    safety.backup_asked.emit(tmp_path / "stick")
    app._go("cases")  # before it is made
    rest(app)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, CasesPage)
    assert "Last backup: today" in words(page)
    assert "Warning" not in words(page)
