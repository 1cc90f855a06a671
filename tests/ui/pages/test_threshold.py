"""The page of thresholds with its controller, on a real vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mktdesk.casework.criteria import Result
from mktdesk.desk import cases, threshold
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.filling import set_answer
from mktdesk.desk.session import Session
from mktdesk.forms.values import YesNo
from ui.controllers.threshold import ThresholdController
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.threshold import ReferrerDialog, ResultDialog
from ui.pages.threshold import ThresholdPage
from ui.spots import PAGE, Spot
from ui.window import Window
from ui.worker import Worker


@dataclass
class Shown:
    page: ThresholdPage
    case: OpenCase
    rest: Callable[[], None]
    wanted: list[object] = field(default_factory=list)

    def words(self) -> str:
        labels = self.page.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(self.page))

    def press(self, name: str, inside: QWidget | None = None) -> None:
        buttons = (inside or self.page).findChildren(QPushButton)
        found = [b for b in buttons if name in (b.text(), b.accessibleName()) and b.isVisible()]
        assert len(found) == 1, [b.accessibleName() or b.text() for b in buttons]
        assert found[0].isEnabled()
        found[0].click()


class Heard(QObject):
    def __init__(self, into: list[object]) -> None:
        super().__init__()
        self._into = into

    def hear(self, what: object) -> None:
        self._into.append(what)


@pytest.fixture
def adult(session: Session) -> Iterator[OpenCase]:
    opened = cases.start_referral(session, "mk-together-2023", "sar")
    target = Target(opened.form.record, "", "fact_rough_sleeping")
    set_answer(opened, target, YesNo("yes", "Known to the outreach team"))
    yield opened
    cases.close_case(opened)


@pytest.fixture
def shown(worker: Worker, adult: OpenCase, window: Window, rest: Callable[[], None]) -> Shown:
    controller = ThresholdController(worker, window)
    controller.show_screen.connect(window.show_screen)
    controller.begin(adult)
    rest()
    page = window.screen_shown
    assert isinstance(page, ThresholdPage)
    made = Shown(page, adult, rest)
    heard = Heard(made.wanted)
    heard.setParent(window)
    controller.spot_wanted.connect(heard.hear)
    controller.target_wanted.connect(heard.hear)
    return made


def test_each_result_stands_with_what_decides_it(shown: Shown) -> None:
    words = shown.words()
    assert "Safeguarding adult review (SAR): this case" in words
    assert "Proposed. The guidance says that it must be held." in words
    assert "sleeping rough in the area? Yes. Known to the outreach team" in words
    assert "Local policy: beyond the law" in words
    assert "The guidance gives no threshold for it: people choose it." in words
    shown.press("Answer the questions")
    assert shown.wanted == [Spot(PAGE, "threshold", "limbs_sar")]


def test_a_result_is_set_by_hand_with_a_reason_and_taken_back(shown: Shown) -> None:
    name = "Set the result by hand: Death of a person known to be sleeping rough"
    shown.press(name)
    (dialog,) = shown.page.findChildren(ResultDialog)
    shown.press("Set the result", dialog)
    assert dialog._result.problem
    assert dialog._why.problem
    dialog._results.put("not met")
    dialog._text.setPlainText("Had lived in the hostel")
    shown.press("Set the result", dialog)
    shown.rest()
    set_now = threshold.overrides(shown.case)["sar_rough_sleeping"]
    assert (set_now.result, set_now.reason) == (Result.NOT_MET, "Had lived in the hostel")
    assert "Not met, set by Dana Whitlock: Had lived in the hostel." in shown.words()
    assert "Worked out from the answers: met." in shown.words()
    shown.press("Let the answers count again: Death of a person known to be sleeping rough")
    (asked,) = shown.page.findChildren(ReasonDialog)
    asked._box.setPlainText("On the wrong case")
    shown.press("Let the answers count", asked)
    shown.rest()
    assert threshold.overrides(shown.case)["sar_rough_sleeping"].result == ""
    assert "set by Dana Whitlock" not in shown.words()


def test_who_refers_is_asked_and_what_to_look_at_is_shown(shown: Shown) -> None:
    assert "Nobody has said yet who refers." in shown.words()
    shown.press("Say who refers…")
    (dialog,) = shown.page.findChildren(ReferrerDialog)
    dialog.asked._who.setCurrentIndex(dialog.asked._who.findData("partner_adult"))
    dialog.asked._picked()
    assert "line manager" in dialog.asked._before._help.text()
    dialog.asked._done.put("no")
    dialog.asked._note.put("Ward manager")
    shown.press("Keep who refers", dialog)
    shown.rest()
    kept = threshold.referrer(shown.case)
    assert kept is not None
    assert (kept.source, kept.before, kept.note) == ("partner_adult", "no", "Ward manager")
    assert "What comes before a referral was not done" in shown.words()
    assert "The referral is kept." in shown.words()


def test_a_problem_leads_to_its_question(
    worker: Worker, window: Window, session: Session, rest: Callable[[], None]
) -> None:
    case = cases.start_referral(session, "mk-together-2023", "sar")
    for fact in ("adult_alive", "rough_sleeping"):
        set_answer(case, Target(case.form.record, "", f"fact_{fact}"), YesNo("yes", "Told so"))
    controller = ThresholdController(worker, window)
    controller.show_screen.connect(window.show_screen)
    wanted: list[object] = []
    heard = Heard(wanted)
    controller.target_wanted.connect(heard.hear)
    controller.begin(case)
    rest()
    page = window.screen_shown
    assert isinstance(page, ThresholdPage)
    assert page.summary.count == 1
    page.summary._links[0][0].click()  # type: ignore[attr-defined]
    assert wanted == [Target(case.form.record, "", "fact_adult_alive")]
    cases.close_case(case)
