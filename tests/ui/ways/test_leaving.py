"""The window is closed in the middle of typing: nothing of what was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mktdesk.desk import cases, filling
from mktdesk.desk.drafts import Target
from mktdesk.desk.session import Session
from ui.app import App
from ui.fields.boxes import LineBox
from ui.pages.case import CasePage
from ui.pages.cases import CasesPage
from ui.pages.form_page import FormPage
from ui.spots import PAGE, Spot

Rest = Callable[[App], None]
PASSPHRASE = "six larches by the canal"


def test_what_is_being_typed_is_there_when_the_case_is_opened_again(
    session: Session, program, vault: Path, unlock: Callable[[], App], rest: Rest, qtbot
) -> None:
    case = cases.start_referral(session)
    public = case.public
    row = filling.add_row(case, "family_member", {"name": "Ewa"}).row
    cases.close_case(case)
    session.close()
    app = unlock()
    shown = app.window.screen_shown
    assert isinstance(shown, CasesPage)
    shown.opened.emit(public)
    rest(app)
    frame = app.window.screen_shown
    assert isinstance(frame, CasePage)
    frame.spot_wanted.emit(Spot(PAGE, "section1", "family"))
    rest(app)
    page = frame.inner
    assert isinstance(page, FormPage)
    assert page.view.focus_field(Target("family_member", row, "name"))
    box = QApplication.focusWidget()
    assert isinstance(box, LineBox)
    QTest.keyClick(box, Qt.Key.Key_End)
    QTest.keyClicks(box, " Wro")
    app.window.close()  # at once: not even a draft is kept yet
    qtbot.waitUntil(lambda: bool(program.ended), timeout=20_000)
    again = program.desk.unlock(vault, session.vault.staff.id, PASSPHRASE)
    opened = cases.open_case(again, public)
    assert [one.get("name") for one in opened.answers().table("family_member")] == ["Ewa Wro"]
    cases.close_case(opened)
    again.close()
