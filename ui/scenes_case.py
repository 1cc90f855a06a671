"""Scenes of a case with its pages, signatures, and reference numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.casework.records import SignOff
from mktdesk.casework.route import Route
from mktdesk.casework.status import part_status, waits_for
from mktdesk.casework.subject import initials, subject_names
from mktdesk.desk.directorynames import Holder
from mktdesk.desk.drafts import Target
from mktdesk.desk.overview import Overview, page_statuses
from mktdesk.desk.reading import read_answer, read_date
from mktdesk.desk.signing import Review, Signature, read_back
from mktdesk.errors import ReferenceRefused
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.check import problems
from mktdesk.forms.digest import part_digest
from mktdesk.forms.flow import Place as FormPlace
from mktdesk.forms.scopes import field_of
from mktdesk.forms.types import Form
from mktdesk.forms.values import Value
from mktdesk.reference import Reference, check_symbol
from mktdesk.toolkits import Toolkit, form_of_case, load
from ui.dialogs.new_referral import NewReferralDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.reference import ReferenceDialog
from ui.page import Screen
from ui.pages.case import CasePage
from ui.pages.check import CheckPage
from ui.pages.form_page import FormPage
from ui.pages.signed import SignedPage
from ui.places import PLACES
from ui.scenes_route import route_of
from ui.spots import CHECK, SIGNED, Spot
from ui.tour import Scene, Stage
from ui.window import Window

_PUBLIC = "SCR-2026-014"
_CLERK = "Dana Whitlock"

_SINGLE = {
    "referred": "Jakub and Maja Wroński",
    "referrer_name": "Liz Pemberton",
    "referrer_agency": "Ouseford General Hospital, named nurse",
    "referrer_contact": "Ward 4, Ouseford NX1 3TT\n01632 960144",
    "lead_name": "Joan Abara",
    "office_discussion": "Yes: Dana Whitlock, 9 February 2026",
    "date_of_referral": "10 February 2026",
    "circumstances": "Jakub is seven, Maja is two. They live with their mother and her partner. "
    "The family is known to four agencies.",
    "incident": "On 7 February 2026 Maja was brought to hospital with a fracture that the "
    "account given did not explain.",
    "why_referring": "Three agencies had noted concern in the six months before and none knew "
    "of the others'.",
    "date_received": "11 February 2026",
    "source": "An agency",
}
_SECTION_2 = {
    "senior_manager": "Alma Reyes, Head of Safeguarding",
    "options": "a",
    "recommended": "Recommended",
    "recommendation_reasons": "Serious harm, and cause for concern about how agencies worked "
    "together.",
    "decision_and_reason": "The sub-group agreed that the threshold is met.",
    "legal_advice": "No",
    "meeting_date": "24 February 2026",
}
_SUBJECTS = (
    {
        "name": "Maja Wrońska",
        "date_of_birth": "14/03/2023",
        "home_address": "22 Larch Close, Ouseford NX2 7QD",
        "ethnic_origin": "White Polish",
        "social_care": "Yes: Hanna Brook, social worker",
        "incident_date": "Serious incident, Saturday 7 February 2026",
    },
    {"name": "Jakub (“Kuba”) Wroński", "date_of_birth": "2019 (day not known)"},
)
_MEMBERS = (
    {
        "name": "Hal Dryden",
        "job_title": "Superintendent",
        "agency": "Northshire Police",
        "participation": "Decided",
        "decision": "a",
        "reason": "Both limbs of the criteria are met.",
    },
    {
        "name": "Ruth Tolland",
        "job_title": "Head of Service",
        "agency": "Northshire Council",
        "participation": "Decided",
        "decision": "b; d",
        "reason": "The harm is serious, but agencies had shared what they knew.",
    },
    {
        "name": "Dr Priya Anand",
        "job_title": "Designated doctor",
        "agency": "Northshire ICB",
        "participation": "Stepped out",
        "reason": "Treated the child.",
    },
)
_SIGNED = SignOff(
    "k1",
    part="section1",
    name="Liz Pemberton",
    role="Referrer",
    title="Named nurse",
    organisation="Ouseford General Hospital",
    date="10 February 2026",
    digest="7f3a09c1b2d4" * 5,
    signed_at="2026-02-11T10:20:00.000Z",
)
_BEFORE = replace(
    _SIGNED,
    id="k0",
    digest="19c0ffee22aa" * 5,
    superseded_at="2026-02-11T10:15:00.000Z",
    superseded_why="The second child's name was misspelt.",
)


def _toolkit() -> Toolkit:
    return load("mkscb-2016")


def _form() -> Form:
    return _toolkit().intake


def _values(record: str, given: Mapping[str, str]) -> dict[str, Value]:
    return {key: read_answer(field_of(_form(), record, key), text) for key, text in given.items()}


def _rows(record: str, given: tuple[Mapping[str, str], ...]) -> tuple[Row, ...]:
    return tuple(
        Row(f"{record}{n}", MappingProxyType(_values(record, values)))
        for n, values in enumerate(given, 1)
    )


def _fresh() -> Answers:
    return Answers(rows={"subject": (Row("subject1"),)})


def _answers(*, section_2: bool = False) -> Answers:
    single = _values("referral", {**_SINGLE, **(_SECTION_2 if section_2 else {})})
    rows = {"subject": _rows("subject", _SUBJECTS)}
    if section_2:
        rows["panel_member"] = _rows("panel_member", _MEMBERS)
    return Answers(single, rows)


def _view(
    answers: Answers, *signoffs: SignOff, held_by: str = "", whole: Form | None = None
) -> Overview:
    form = whole or _form()
    parts = tuple(part_status(form, answers, signoffs, part) for part in form.parts)
    found = problems(form, answers)
    return Overview(
        public=_PUBLIC,
        subject=", ".join(initials(name) for name in subject_names(form, answers)),
        toolkit=_toolkit().short_title,
        review_type=_toolkit().review_type.label,
        form=form,
        answers=answers,
        parts=parts,
        pages=page_statuses(form, answers, found, {p.part for p in parts if p.signoff}),
        problems=found,
        signoffs=signoffs,
        documents=1 if answers.single else 0,
        packs=0,
        can_undo=bool(answers.single) and not held_by,
        can_redo=False,
        read_only=bool(held_by),
        beside="None open",
        plan="5 actions, 2 done",
        closing="9 lines open",
        held_by=held_by,
        alarms=(),
        saved_at="14:02",
        saved_on="Wed 11 Feb 2026",
        route=route_of(form, parts),
    )


def shell(screen: Screen, reference: str = "") -> Window:
    """The window with a page in it; reference: of the open case."""
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office("Northshire Safeguarding Children Partnership (fictional)")
    window.set_reference(reference)
    window.set_place("cases")
    window.show_screen(screen)
    return window


def _case(view: Overview, here: Spot, inner: Screen) -> Window:
    frame = CasePage(view)
    frame.show_state(view)
    frame.show_overview(view, here)
    frame.show_inner(inner)
    return shell(frame, view.public)


def inside_case(here: Spot, inner: Screen, way: Route) -> Window:
    """A page beside the task list of a case that has come so far."""
    form = form_of_case(_toolkit(), "referral", "scr")
    view = _view(_answers(section_2=True), _SIGNED, whole=form)
    return _case(replace(view, route=way), here, inner)


# a case


def _form_page(view: Overview, page_id: str, row: str = "", *, checked: bool = False) -> Window:
    part = next(part.id for part, page in view.form.pages() if page.id == page_id)
    place = FormPlace(part, page_id, row)
    page = FormPage(view.form, place, read_date)
    page.show_overview(view)
    if checked:
        page.show_checked([p for p in view.problems if p.place.part == part])
    window = _case(view, Spot.at(place), page)
    page.status.setText(f"Saved {view.saved_at}")
    return window


def _new(_stage: Stage) -> QWidget:
    return _form_page(_view(_fresh()), "referrer")


def _second_child(_stage: Stage) -> QWidget:
    return _form_page(_view(_answers()), "subject", "subject2")


def _missing(_stage: Stage) -> QWidget:
    return _form_page(_view(_fresh()), "subject", "subject1", checked=True)


def _members(_stage: Stage) -> QWidget:
    return _form_page(_view(_answers(section_2=True), _SIGNED), "members")


def _a_member(_stage: Stage) -> QWidget:
    window = _form_page(_view(_answers(section_2=True), _SIGNED), "members")
    page = window.findChild(FormPage)
    assert page is not None
    page.go_to(Target("panel_member", "panel_member2", "decision"))
    return window


def _read_signed(_stage: Stage) -> QWidget:
    return _form_page(_view(_answers(section_2=True), _SIGNED), "subject", "subject1")


def _held(_stage: Stage) -> QWidget:
    return _form_page(_view(_answers(), held_by="Sarah Lunn, office laptop 7"), "referrer")


def _check(answers: Answers, part_id: str, *signoffs: SignOff) -> Window:
    view = _view(answers, *signoffs)
    part = view.form.part(part_id)
    assert part.signoff is not None
    review = Review(
        part=part.id,
        title=part.title,
        role=part.signoff.role,
        blocks=read_back(view.form, answers, part.id),
        problems=problems(view.form, answers, part.id),
        waits_for=tuple(p.title for p in waits_for(view.form, signoffs, part)),
        suggested=Signature("Liz Pemberton", "", "Ouseford General Hospital", "10 February 2026"),
        digest=part_digest(view.form, answers, part.id),
        holders=(Holder("Dr Imani Whitcombe"), Holder("Marian Oyelaran")),
    )
    return _case(view, Spot(CHECK, part.id), CheckPage(view.form, review, read_date))


def _check_missing(_stage: Stage) -> QWidget:
    return _check(_fresh(), "section1")


def _check_ready(_stage: Stage) -> QWidget:
    return _check(_answers(), "section1")


def _check_waits(_stage: Stage) -> QWidget:
    return _check(_answers(section_2=True), "section2")


def _signed(signoffs: tuple[SignOff, ...], _stage: Stage) -> QWidget:
    view = _view(_answers(), *signoffs)
    page = SignedPage(view.form.part("section1").title, signoffs)
    blocks = read_back(view.form, view.answers, "section1")
    page.show_version(page.first, blocks, agrees=True)
    return _case(view, Spot(SIGNED, "section1"), page)


# dialogs


def _reference() -> Reference:
    symbols = "7K3MPQ8ZT4M0XR2"
    return Reference(_PUBLIC, symbols + check_symbol(symbols))


def _started(_stage: Stage) -> QDialog:
    dialog = NewReferralDialog()
    panel = dialog.show_reference(_reference())
    panel.say("Copied. The clipboard is cleared after 60 seconds.")
    return dialog


def _old_case(_stage: Stage) -> QDialog:
    dialog = NewReferralDialog((_toolkit(),))
    dialog.failed(ReferenceRefused(f"{_PUBLIC} is in use.", "Look for it in the list of cases."))
    return dialog


def _why(_stage: Stage) -> QDialog:
    return ReferenceDialog(_PUBLIC)


def _shown_again(_stage: Stage) -> QDialog:
    dialog = ReferenceDialog(_PUBLIC)
    dialog.show_reference(_reference())
    return dialog


def _reason(_stage: Stage) -> QDialog:
    return ReasonDialog(
        "Change Section 1: Referral",
        "The signature is marked as superseded, with your reason. What was signed stays "
        "readable, and the section must be signed again.",
        "Change section 1",
    )


CASE_SCENES: tuple[Scene, ...] = (
    Scene("case-new", CasePage, _new),
    Scene("case-second-child", FormPage, _second_child),
    Scene("case-missing", FormPage, _missing),
    Scene("case-members", FormPage, _members),
    Scene("case-a-member", FormPage, _a_member),
    Scene("case-signed-page", FormPage, _read_signed),
    Scene("case-held", CasePage, _held),
    Scene("check-missing", CheckPage, _check_missing),
    Scene("check-ready", CheckPage, _check_ready),
    Scene("check-waits", CheckPage, _check_waits),
    Scene("signed", SignedPage, partial(_signed, (_SIGNED,))),
    Scene("signed-again", SignedPage, partial(_signed, (_BEFORE, _SIGNED))),
    Scene("new-referral-started", NewReferralDialog, _started),
    Scene("old-case-refused", NewReferralDialog, _old_case),
    Scene("reference-why", ReferenceDialog, _why),
    Scene("reference-shown", ReferenceDialog, _shown_again),
    Scene("reason", ReasonDialog, _reason),
)
