"""In the whole program: a case is started from what is known, goes another way, and is linked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QWidget

from mktdesk.casework.criteria import Result
from mktdesk.desk import casekeys, cases, converting, threshold
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session
from mktdesk.forms.values import YesNo
from mktdesk.toolkits import load
from ui.app import App
from ui.dialogs.convert import ConvertDialog
from ui.dialogs.keys import KeyDialog
from ui.dialogs.new_referral import NewReferralDialog
from ui.formview import FormView
from ui.page import Screen
from ui.pages.case import CasePage
from ui.pages.cases import CasesPage
from ui.pages.changes import ChangesPage
from ui.pages.form_page import FormPage
from ui.pages.new_case import NewCasePage
from ui.pages.threshold import ThresholdPage
from ui.spots import CHANGES, THRESHOLD, Spot

TOGETHER = "mk-together-2023"
Rest = Callable[[App], None]


def press(inside: QWidget, words: str) -> None:
    buttons = inside.findChildren(QPushButton)
    found = [b for b in buttons if words in (b.text(), b.accessibleName()) and b.isVisible()]
    assert len(found) == 1, [b.text() for b in buttons if b.isVisible()]
    assert found[0].isEnabled()
    found[0].click()


def words(inside: QWidget) -> str:
    return "\n".join(w.text() for w in inside.findChildren(QLabel) if w.isVisible())


def inner(app: App) -> Screen:
    shown = app.window.screen_shown
    assert isinstance(shown, CasePage)
    assert shown.inner is not None
    return shown.inner


def tasks(app: App) -> str:
    shown = app.window.screen_shown
    assert shown is not None
    (listed,) = shown.findChildren(QListWidget)
    return "\n".join(listed.item(row).text() for row in range(listed.count()))


def case_of(app: App) -> OpenCase:
    """The case that the program has open."""
    assert app.unlocked is not None
    now = app.unlocked._case._open
    assert now is not None
    return now.case


def go(app: App, spot: Spot) -> None:
    assert app.unlocked is not None
    app.unlocked._case.go(spot)


@pytest.fixture
def started(session: Session, unlock: Callable[[], App], rest: Rest) -> App:
    """The program with a case open that was started from one known limb."""
    session.close()
    app = unlock()
    press(app.window, "New referral…")
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, NewCasePage)
    press(page, "Next: what is known")
    (view,) = (v for v in page.known.findChildren(FormView) if v.page.id == "limbs_sar")
    said = YesNo("yes", "Known to outreach")
    view.field_changed.emit("incident", "", "fact_rough_sleeping", said)
    press(page, "Next: what follows")
    press(page, "Start: Adult review (SAR)")
    rest(app)
    assert isinstance(app.window.screen_shown, CasesPage)
    (dialog,) = (d for d in app.window.findChildren(NewReferralDialog) if d.isVisible())
    press(dialog, "Open the referral")
    rest(app)
    return app


def test_a_case_begins_as_was_proposed_and_its_thresholds_say_why(started: App, rest: Rest) -> None:
    case = case_of(started)
    assert case.pathway.id == "sar"
    go(started, Spot(THRESHOLD, "threshold"))
    rest(started)
    shown = inner(started)
    assert isinstance(shown, ThresholdPage)
    assert "Proposed. The guidance says that it must be held." in words(shown)
    (found,) = (x for x in threshold.assessments(case) if x.criterion.id == "sar_rough_sleeping")
    assert found.result is Result.MET
    press(shown, "Answer the questions")
    rest(started)
    questions = inner(started)
    assert isinstance(questions, FormPage)
    assert (questions.place.part, questions.place.page) == ("threshold", "limbs_sar")


def test_a_case_goes_another_way_and_is_worked_on_there(started: App, rest: Rest) -> None:
    go(started, Spot(CHANGES))
    rest(started)
    before = started.window.screen_shown
    (review,) = (x.title for x in load(TOGETHER).forms["rapid_review_adults"].parts)
    assert review in tasks(started)
    press(inner(started), "Convert to CLE…")
    rest(started)
    (asked,) = inner(started).findChildren(ConvertDialog)
    asked._text.setPlainText("The panel sees a near miss")
    press(asked, "Convert the case")
    rest(started)
    assert started.window.screen_shown is not before
    assert isinstance(inner(started), ChangesPage)
    case = case_of(started)
    assert case.pathway.id == "cle"
    assert converting.conversions(case)[-1].reason == "The panel sees a near miss"
    listed = tasks(started)
    assert all(part.title in listed for part in load(TOGETHER).forms["cle_review"].parts)
    assert review not in listed
    started._go("cases")
    rest(started)
    page = started.window.screen_shown
    assert isinstance(page, CasesPage)
    assert page._lines[0].review_type == case.pathway.label


def test_a_restricted_case_goes_another_way_without_its_reference_being_typed_again(
    session: Session, unlock: Callable[[], App], rest: Rest
) -> None:
    made = cases.start_referral(session, TOGETHER, "sar")
    reference = made.handle.reference
    casekeys.restrict(made, [session.vault.staff.id], "a relative works here")
    cases.close_case(made)
    session.close()
    app = unlock()
    assert app.unlocked is not None
    app.unlocked._case.open(reference.public)
    rest(app)
    (dialog,) = (d for d in app.window.findChildren(KeyDialog) if d.isVisible())
    dialog.fill(reference.full)
    press(dialog, "Open the case")
    rest(app)
    go(app, Spot(CHANGES))
    rest(app)
    press(inner(app), "Convert to CLE…")
    rest(app)
    (asked,) = inner(app).findChildren(ConvertDialog)
    press(asked, "Convert the case")  # the guidance provides for it
    rest(app)
    assert case_of(app).pathway.id == "cle"
    assert not any(d.isVisible() for d in app.window.findChildren(KeyDialog))
