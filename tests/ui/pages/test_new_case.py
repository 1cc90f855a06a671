"""Starting a case on its page, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton

from mktdesk.casework.records import Conversion
from mktdesk.desk import cases, threshold, unstarted
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from mktdesk.forms.values import DateAnswer, YesNo
from mktdesk.reference import Reference
from ui.controllers.new_case import NewCaseController
from ui.formview import FormView
from ui.pages.new_case import NewCasePage
from ui.window import Window
from ui.worker import Worker

DIED = DateAnswer("7/2/2026", "2026-02-07", "2026-02-07", "day", variant="death")


class Heard(QObject):
    def __init__(self, into: list[object]) -> None:
        super().__init__()
        self._into = into

    def hear(self, what: object = None) -> None:
        self._into.append(what)


@dataclass
class Desk:
    page: NewCasePage
    controller: NewCaseController
    window: Window
    session: Session
    rest: Callable[[], None]
    started: list[object] = field(default_factory=list)
    left: list[object] = field(default_factory=list)

    def press(self, words: str) -> None:
        buttons = self.page.findChildren(QPushButton)
        found = [b for b in buttons if words in (b.text(), b.accessibleName()) and b.isVisible()]
        assert len(found) == 1, [b.text() for b in buttons if b.isVisible()]
        assert found[0].isEnabled()
        found[0].click()

    def answer(self, name: str, answer: str, reason: str = "") -> None:
        """As the editors say it when the person has answered."""
        for view in self.page.known.findChildren(FormView):
            if f"fact_{name}" in {one.id for one in view.page.fields}:
                value = YesNo(answer, reason)  # type: ignore[arg-type]
                view.field_changed.emit("incident", "", f"fact_{name}", value)
                return
        raise AssertionError(name)

    def words(self) -> str:
        labels = self.page.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(self.page))

    def case(self) -> OpenCase:
        """The case that was started."""
        self.rest()
        (reference,) = self.started
        assert isinstance(reference, Reference)
        return cases.open_case(self.session, reference.public)


@pytest.fixture
def desk(worker: Worker, session: Session, window: Window, rest: Callable[[], None]) -> Desk:
    controller = NewCaseController(worker, session, window)
    controller.show_screen.connect(window.show_screen)
    controller.begin()
    rest()
    page = window.screen_shown
    assert isinstance(page, NewCasePage)
    made = Desk(page, controller, window, session, rest)
    for signal, into in ((controller.started, made.started), (controller.left, made.left)):
        heard = Heard(into)
        heard.setParent(window)
        signal.connect(heard.hear)
    return made


def test_the_newest_guidance_stands_chosen_and_its_questions_are_asked(desk: Desk) -> None:
    assert desk.page.guidance.offer.toolkit.id == "mk-together-2023"
    assert "2010 process, edition 2010, until Mon 29 Feb 2016" not in [
        desk.page.guidance._box.itemText(n) for n in range(desk.page.guidance._box.count())
    ]
    desk.press("Next: what is known")
    assert desk.page.title == "New referral: what is known"
    assert "0 of 2 answered" in desk.words()
    assert "Safeguarding adult review (SAR)" in desk.words()


def test_what_is_known_proposes_and_the_case_begins_with_it(desk: Desk) -> None:
    desk.press("Next: what is known")
    for fact in ("child_abuse", "child_died", "in_area"):
        desk.answer(fact, "yes", f"Why {fact}")
    desk.page.known.put("incident_date", DIED)
    assert "3 of 12 answered" in desk.words()
    desk.press("Next: what follows")
    assert "Proposed: Local child safeguarding practice review (LCSPR)" in desk.words()
    assert "Has the child died? Yes, on Sat 7 Feb 2026. Why child_died" in desk.words()
    assert desk.page.choice.pathway == "lcspr"
    assert desk.page.choice._why.isHidden()
    desk.press("Start: LCSPR")
    case = desk.case()
    assert case.pathway.id == "lcspr"
    assert case.answers().get("fact_child_died") == YesNo("yes", "Why child_died")
    cases.close_case(case)


def test_another_way_asks_why_and_keeps_it(desk: Desk) -> None:
    desk.press("Next: what is known")
    desk.answer("rough_sleeping", "yes", "Known to outreach")
    desk.press("Next: what follows")
    desk.page.choice.choose("single_agency")
    desk.press("Start: Single-agency")
    assert desk.page.choice._why.problem
    assert not desk.started
    desk.page.choice._text.setPlainText("The trust's own review comes first")
    desk.press("Start: Single-agency")
    case = desk.case()
    (row,) = case.book.rows(Conversion.KIND)
    assert row.fields["reason"] == "The trust's own review comes first"
    assert row.fields["proposed"] == "Safeguarding adult review (SAR)"
    cases.close_case(case)


def test_with_too_little_known_a_way_is_chosen_without_a_reason(desk: Desk) -> None:
    desk.press("Next: what is known")
    desk.press("Next: what follows")
    assert "Nothing is proposed yet: too little is known." in desk.words()
    desk.press("Start the case")
    assert desk.page.choice._choose is not None
    assert desk.page.choice._choose.problem
    desk.page.choice.choose("cle")
    desk.press("Start: CLE")
    case = desk.case()
    assert case.pathway.id == "cle"
    cases.close_case(case)


def test_the_form_can_be_started_at_once(desk: Desk) -> None:
    desk.page.guidance.choose(
        next(x for x in desk.page.guidance._offers if x.toolkit.id == "mkscb-2016")
    )
    desk.press("Start with the form now: SCR")
    case = desk.case()
    assert (case.facts.toolkit, case.pathway.id) == ("mkscb-2016", "scr")
    assert case.answers().single == {}
    cases.close_case(case)


def test_a_way_is_found_by_another_name_and_stands_chosen(desk: Desk) -> None:
    desk.page.guidance.look_for("part 8")
    found = [link.words for link, _ in desk.page.guidance._links]
    assert found[0] == "Serious case review (2016 toolkit)"
    desk.press("Choose Serious case review (2010 process)")
    assert desk.page.guidance.offer.toolkit.id == "mkscb-2010"
    desk.press("Next: what is known")
    desk.press("Next: what follows")
    assert desk.page.choice.pathway == "scr"


def test_who_refers_is_warned_of_and_kept_with_the_case(desk: Desk) -> None:
    asked = desk.page.guidance._referrer
    assert asked is not None
    assert desk.page.guidance.referrer is None
    asked._who.setCurrentIndex(asked._who.findData("partner_adult"))
    asked._picked()
    asked._done.put("no")
    desk.press("Next: what is known")
    desk.press("Next: what follows")
    desk.page.choice.choose("sar")
    assert "What comes before a referral was not done" in desk.words()
    desk.press("Start: Adult review (SAR)")
    case = desk.case()
    kept = threshold.referrer(case)
    assert kept is not None
    assert (kept.source, kept.before) == ("partner_adult", "no")
    cases.close_case(case)


def test_facts_that_cannot_be_so_lead_back_to_their_question(desk: Desk) -> None:
    desk.press("Next: what is known")
    desk.page.known.put("incident_date", DIED)
    desk.answer("child_died", "no", "So the police said")
    desk.press("Next: what follows")
    assert desk.page.summary.count == 1
    desk.page.go_to(Target("incident", "", "fact_child_died"))
    assert desk.page.title == "New referral: what is known"
    fold = next(f for p, _, f in desk.page.known._views if p.id == "limbs_lcspr")
    assert fold.is_open


def again(desk: Desk) -> NewCasePage:
    """The page as it comes back, such as after unlocking."""
    desk.controller.begin()
    desk.rest()
    page = desk.window.screen_shown
    assert isinstance(page, NewCasePage)
    assert page is not desk.page
    desk.page = page
    return page


def test_what_is_answered_is_kept_until_the_case_is_started(desk: Desk) -> None:
    desk.page.guidance.choose(
        next(x for x in desk.page.guidance._offers if x.toolkit.id == "mksb-2018")
    )
    asked = desk.page.guidance._referrer
    if asked is not None:
        asked._who.setCurrentIndex(1)
        asked._picked()
        asked._note.put("By telephone")
    who = desk.page.guidance.referrer
    desk.press("Next: what is known")
    desk.answer("died", "yes", "Told by the hospital")
    desk.press("Next: what follows")
    desk.page.choice.choose("single_review")
    desk.page.choice._text.setPlainText("The trust asked")
    desk.page.flush()  # as locking does
    desk.rest()
    page = again(desk)
    assert page.title == "New referral: what follows"
    assert "What you answered before is here again." in desk.words()
    assert page.guidance.offer.toolkit.id == "mksb-2018"
    assert page.guidance.referrer == who
    assert page.known.answers.get("fact_died") == YesNo("yes", "Told by the hospital")
    assert (page.choice.pathway, page.choice.typed) == ("single_review", "The trust asked")
    desk.press("Start: Single-agency review")
    case = desk.case()
    assert case.answers().get("fact_died") == YesNo("yes", "Told by the hospital")
    cases.close_case(case)
    desk.page.flush()
    desk.rest()
    assert unstarted.kept(desk.session) is None
    assert again(desk).unstarted.blank


def test_what_is_answered_is_discarded_only_when_asked_twice(desk: Desk) -> None:
    desk.press("Next: what is known")
    desk.answer("child_died", "no")
    assert desk.page.may_leave()
    desk.rest()
    assert unstarted.kept(desk.session) is not None
    desk.press("Discard")
    assert "drops what you answered here for good" in desk.words()
    assert not desk.left
    desk.press("Discard")
    desk.rest()
    assert desk.left
    assert unstarted.kept(desk.session) is None
    assert cases.list_cases(desk.session) == ()
    again(desk)
    desk.press("Cancel")
    assert len(desk.left) == len(["discarded", "cancelled"])


def test_another_colleagues_draft_is_not_theirs(desk: Desk) -> None:
    desk.answer("child_died", "no")
    desk.page.flush()
    desk.rest()
    scope = desk.session.vault.register.drafts("new-referral")
    assert list(scope) == [desk.session.vault.staff.id]


def test_that_too_little_is_known_is_said_once(desk: Desk) -> None:
    desk.press("Next: what is known")
    desk.answer("rough_sleeping", "yes", "Known to outreach")
    desk.press("Next: what follows")
    assert desk.words().count("Not known yet") == 1
    assert "some questions are not answered: LCSPR, " in desk.words()


def test_a_refusal_keeps_everything_on_the_page(desk: Desk) -> None:
    desk.press("Next: what is known")
    desk.answer("child_died", "yes", "Told by the hospital")
    desk.press("Next: what follows")
    desk.page.choice.choose("cle")
    desk.page._start.setEnabled(False)
    desk.page.failed(DeskError("The disk is full.", "Make room."))
    assert desk.page._start.isEnabled()
    assert "The disk is full." in desk.words()
    assert desk.page.known.answers.get("fact_child_died") == YesNo("yes", "Told by the hospital")
