"""The page of links and changes with its controller, on a real vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from mktdesk.desk import cases, converting, filling, linking, signing
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import copy_supplied, put_in_force
from mktdesk.forms.values import Value
from ui.controllers.casejobs import Opened
from ui.controllers.changes import ChangesController
from ui.dialogs.convert import ConvertDialog
from ui.dialogs.links import LeadDialog, LinkDialog, SplitDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.changes import ChangesPage
from ui.window import Window
from ui.worker import Worker

TOGETHER = "mk-together-2023"


class Heard(QObject):
    def __init__(self, into: list[object]) -> None:
        super().__init__()
        self._into = into

    def hear(self, what: object, _more: object = None) -> None:
        self._into.append(what)


@dataclass
class Desk:
    case: OpenCase
    session: Session
    window: Window
    rest: Callable[[], None]
    controller: ChangesController
    turned: list[object] = field(default_factory=list)
    opened: list[object] = field(default_factory=list)

    @property
    def page(self) -> ChangesPage:
        page = self.window.screen_shown
        assert isinstance(page, ChangesPage)
        return page

    def words(self, inside: QWidget | None = None) -> str:
        within = inside or self.page
        labels = within.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(within))

    def press(self, words: str, inside: QWidget | None = None) -> None:
        buttons = (inside or self.page).findChildren(QPushButton)
        found = [b for b in buttons if words in (b.text(), b.accessibleName()) and b.isVisible()]
        assert len(found) == 1, [b.text() for b in buttons if b.isVisible()]
        assert found[0].isEnabled()
        found[0].click()
        self.rest()

    def dialog(self, kind: type[QDialog]) -> QDialog:
        (found,) = (d for d in self.page.findChildren(kind) if d.isVisible())
        return found

    def taken_over(self) -> OpenCase:
        """The case on its new way, as the frame of the case would show it."""
        (opened,) = self.turned
        assert isinstance(opened, Opened)
        self.case = opened.case
        self.controller.begin(opened.case)
        self.rest()
        return opened.case


@pytest.fixture
def desk(
    worker: Worker, session: Session, window: Window, rest: Callable[[], None]
) -> Iterator[Desk]:
    case = cases.start_referral(session, TOGETHER, "sar")
    controller = ChangesController(worker, window)
    controller.show_screen.connect(window.show_screen)
    made = Desk(case, session, window, rest, controller)
    for signal, into in ((controller.turned, made.turned), (controller.open_wanted, made.opened)):
        heard = Heard(into)
        heard.setParent(window)
        signal.connect(heard.hear)
    controller.begin(case)
    rest()
    yield made
    cases.close_case(case)


@pytest.fixture
def other(session: Session) -> str:
    made = cases.start_referral(session, TOGETHER, "single_agency")
    cases.close_case(made)
    return made.public


def test_a_case_is_converted_after_a_look_at_what_it_does(desk: Desk) -> None:
    assert "Now: Safeguarding adult review (SAR) (2023 toolkit, edition 2023)." in desk.words()
    desk.press("Convert to Single-agency…")
    dialog = desk.dialog(ConvertDialog)
    assert isinstance(dialog, ConvertDialog)
    assert "Steps that are no longer needed" in desk.words(dialog)
    desk.press("Convert the case", dialog)
    assert dialog._why.problem
    assert not desk.turned
    dialog._text.setPlainText("The board asked for it")
    desk.press("Convert the case", dialog)
    case = desk.taken_over()
    assert case.pathway.id == "single_agency"
    assert "Now: Single-agency learning" in desk.words()
    assert "Why: The board asked for it" in desk.words()
    (listed,) = (x for x in cases.list_cases(desk.session) if x.public == case.public)
    assert listed.review_type == "Single-agency learning"


def test_a_decision_that_names_another_way_is_proposed(desk: Desk) -> None:
    decided: dict[str, Value] = {
        "rra_immediate": "None",
        "rra_good_practice": "None",
        "rra_decision": "cle",
        "rra_reasons": "No serious abuse; something to learn.",
        "rra_agreed": "panel",
        "rra_date": read_date("20/11/2026"),
    }
    filling.set_answers(desk.case, {Target("referral", "", k): v for k, v in decided.items()})
    member: dict[str, Value] = {"name": "R. Osei", "agency": "Health", "view": "agrees"}
    filling.add_row(desk.case, "rra_member", member)
    read = signing.review(desk.case, "rapid_review_adults")
    signing.sign(desk.case, read, signing.Signature("R. Osei", "Chair", "Health", "20/11/2026"))
    desk.controller.begin(desk.case)
    desk.rest()
    assert "The case is not on that way yet." in desk.words()
    desk.press("Convert to CLE…")
    desk.press("Convert the case", desk.dialog(ConvertDialog))  # the decision is the reason
    case = desk.taken_over()
    assert case.pathway.id == "cle"
    assert "The case is not on that way yet." not in desk.words()
    assert "Why: It was decided: " in desk.words()


def test_a_case_moves_to_other_guidance_and_another_way_there_is_looked_at(desk: Desk) -> None:
    assert "There is none that replaces it." in desk.words()
    own = copy_supplied(desk.session, TOGETHER, "own-2023", "Our own guidance")
    put_in_force(desk.session, own, date(2026, 11, 1), "Agreed by the Board")
    desk.controller.begin(desk.case)
    desk.rest()
    (toolkit,) = converting.editions(desk.case)
    desk.press(f"Move to: {toolkit.short_title}, edition {toolkit.edition}…")
    dialog = desk.dialog(ConvertDialog)
    assert isinstance(dialog, ConvertDialog)
    assert dialog._chosen == "sar"
    assert "Steps that come" not in desk.words(dialog)
    dialog._way.setCurrentIndex(dialog._way.findData("dhr"))
    dialog._picked()
    desk.rest()
    assert "Steps that come" in desk.words(dialog)
    dialog._text.setPlainText("Our own guidance from now on")
    desk.press("Move the case", dialog)
    case = desk.taken_over()
    assert (case.facts.toolkit, case.pathway.id) == ("own-2023", "dhr")


def test_cases_are_linked_opened_and_parted(desk: Desk, other: str) -> None:
    desk.press("Link to another case…")
    dialog = desk.dialog(LinkDialog)
    assert isinstance(dialog, LinkDialog)
    desk.press("Link the cases", dialog)
    assert dialog._other.problem
    dialog._other.put("SAR-2031-001")
    dialog._radios.put("statutory")
    desk.press("Link the cases", dialog)
    assert "There is no case SAR-2031-001." in desk.words(dialog)
    dialog._other.put(other)
    desk.press("Link the cases", dialog)
    assert f"Statutory review beside the single-agency review: {other}" in desk.words()
    desk.press(f"Open {other}")
    assert desk.opened == [other]
    desk.press(f"Take away: {other}")
    asked = desk.dialog(ReasonDialog)
    assert isinstance(asked, ReasonDialog)
    asked._box.setPlainText("The wrong case")
    desk.press("Take the link away", asked)
    assert "No case is linked to this one." in desk.words()
    assert linking.links(desk.case) == ()


def test_one_lead_over_linked_cases_is_named_and_moves_for_a_reason(desk: Desk, other: str) -> None:
    linking.link(desk.case, other, "statutory")
    desk.controller.begin(desk.case)
    desk.rest()
    desk.press("Name the family-contact lead…")
    dialog = desk.dialog(LeadDialog)
    assert isinstance(dialog, LeadDialog)
    desk.press("Name the lead", dialog)
    assert dialog._name.problem
    dialog._name.put("Ada Lunn")
    desk.press("Name the lead", dialog)
    assert f"Ada Lunn ({desk.case.public}) has it, over all linked cases." in desk.words()
    desk.press("Name the family-contact lead…")
    again = desk.dialog(LeadDialog)
    assert isinstance(again, LeadDialog)
    again._name.put("Ben Reyes")
    again._box.setCurrentIndex(again._box.findData(other))
    desk.press("Name the lead", again)
    assert again._why.problem
    again._text.setPlainText("Knows the family")
    desk.press("Name the lead", again)
    assert f"Ben Reyes ({other}) has it, over all linked cases." in desk.words()


def test_two_leads_are_asked_about_before_cases_are_linked(desk: Desk, other: str) -> None:
    linking.set_family_lead(desk.case, "Ada Lunn")
    theirs = cases.open_case(desk.session, other)
    linking.set_family_lead(theirs, "Ben Reyes")
    cases.close_case(theirs)
    desk.press("Link to another case…")
    dialog = desk.dialog(LinkDialog)
    assert isinstance(dialog, LinkDialog)
    dialog._other.put(other)
    dialog._radios.put("statutory")
    desk.press("Link the cases", dialog)
    assert "Both cases have a family-contact lead." in desk.words(dialog)
    dialog._leads.put(other)
    desk.press("Link the cases", dialog)
    assert f"Ben Reyes ({other}) has it" in desk.words()


def test_a_case_about_several_is_split(desk: Desk) -> None:
    assert "Several people" not in desk.words()
    record = next(page.repeat.record for _, page in desk.case.form.pages() if page.repeat)
    while len(desk.case.book.rows(record)) < 2:
        filling.add_row(desk.case, record)
    for row, name in zip(desk.case.book.rows(record), ("Maja Reed", "Jon Reed"), strict=True):
        filling.set_answer(desk.case, Target(record, row.id, "name"), name)
    desk.controller.begin(desk.case)
    desk.rest()
    assert "This case is about MR, JR." in desk.words()
    desk.press("Split the case…")
    dialog = desk.dialog(SplitDialog)
    assert isinstance(dialog, SplitDialog)
    desk.press("Split the case", dialog)
    assert dialog._who.problem
    assert dialog._why.problem
    next(iter(dialog._ticks.values())).put(True)
    dialog._text.setPlainText("Another incident")
    desk.press("Split the case", dialog)
    (link,) = linking.links(desk.case)
    assert link.relation == "split_into"
    assert f"Split into: {link.other}" in desk.words()


def test_a_link_that_could_not_be_written_is_tried_again(desk: Desk, other: str) -> None:
    held = cases.open_case(desk.session, other)
    linking.link(desk.case, other, "statutory")
    desk.controller.begin(desk.case)
    desk.rest()
    assert "The other case does not show it" in desk.words()
    cases.close_case(held)
    desk.press("Show it there too")
    assert "The other case does not show it" not in desk.words()
    assert linking.links(desk.case)[0].two_way
