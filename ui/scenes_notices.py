"""Scenes of who is to be told: the notices, the dialogs that mark one, and the letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from types import MappingProxyType

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.calendar import england_and_wales
from mktdesk.casework.lettering import asks_of
from mktdesk.casework.noticegroups import Act, Group, in_order
from mktdesk.casework.noticerows import BY_OTHER, CONFIRMED, ISSUED, NOT_APPLICABLE, Given
from mktdesk.casework.notices import People, Somebody, notice_key, notice_standings
from mktdesk.casework.refusals import refusals_on
from mktdesk.casework.route import Route
from mktdesk.casework.situation import Happened, Situation, Truth
from mktdesk.desk.letters import Draft, Filled
from mktdesk.desk.reading import read_date
from mktdesk.errors import LetterIncomplete, NoticeRefused
from mktdesk.toolkits import load
from mktdesk.toolkits.letters import letters
from ui.dialogs.notice import NoticeDialog
from ui.noticeasks import asked, other_asked
from ui.noticelines import lines_of
from ui.page import Screen
from ui.pages.letter import LetterPage
from ui.pages.notices import NoticeLine, NoticesPage, NoticesShown, View
from ui.scenes_case import inside_case
from ui.spots import NOTICES, Spot
from ui.tour import Scene, Stage

_PUBLIC, _ACTOR = "SCR-2026-014", "Dana Whitlock"
_TODAY, _RECEIVED, _DECIDED = date(2026, 3, 5), date(2026, 2, 11), date(2026, 2, 24)
_POLICY = "the full reference, as the slip shows it"
_REASON = (
    "Both limbs of the criteria are met. Three agencies had noted concern in the six months before "
    "and none knew of the others\u2019."
)
_PEOPLE = People(
    MappingProxyType(
        {
            "agencies": (
                Somebody("Northshire Police", "Northshire Police", "", ("Station Road, Ouseford",)),
                Somebody("Ouseford General Hospital", "Ouseford General Hospital"),
            ),
            "named_officers": (
                Somebody(
                    "Northshire Police", "DI Rowan Teale, Northshire Police", "DI Rowan Teale"
                ),
                Somebody("Ouseford General Hospital", "Ouseford General Hospital"),
            ),
            "family": (Somebody("f1", "Ewa Wro\u0144ska (mother)", "Ewa Wro\u0144ska"),),
        }
    ),
    MappingProxyType(
        {
            "referrer_name": "Liz Pemberton",
            "referrer_agency": "Ouseford General Hospital, named nurse",
            "referrer_contact": "Ward 4, Ouseford NX1 3TT",
        }
    ),
)


def _mark(notice: str, recipient: str, among: str = "", **fields: str) -> Given:
    key = notice_key(notice, recipient, among)
    return Given(key, notice, recipient=recipient, among=among, name=among, **fields)


_MARKS = (
    *(
        _mark("receipt", to, state=ISSUED, day="2026-02-12", by=_ACTOR, channel="Email")
        for to in ("chair", "sub_group_chair")
    ),
    _mark(
        "receipt", "business_manager", state=BY_OTHER, day="2026-02-12", by="Robin Osei",
        confirmed="2026-02-13", confirmed_by="Robin Osei",
    ),
    _mark(
        "outcome_referrer", "referrer", state=CONFIRMED, day="2026-02-23", by=_ACTOR,
        channel="Letter", confirmed="2026-02-26", confirmed_by="Liz Pemberton", letter_id="d1",
    ),
    _mark("national", "dfe", state=NOT_APPLICABLE, why="Its panel is told directly"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Case:
    """A decided case under some guidance, and what was done about its notices."""

    toolkit: str
    pathway: str
    marks: tuple[Given, ...] = ()

    def shown(self) -> NoticesShown:
        toolkit = load(self.toolkit)
        process = toolkit.process
        now = Situation(
            self.pathway,
            {"died": Truth.NOT_KNOWN},
            {
                "received": Happened(_RECEIVED, "as the form has it"),
                "decision": Happened(_DECIDED, "signed by Marian Oyelaran"),
            },
            {one.id: one.id == self.pathway for one in process.outcome},
        )
        given = {one.id: one for one in self.marks}
        found = notice_standings(process, now, _PEOPLE, given, _TODAY, england_and_wales())
        forbidden = tuple(one.why for one in refusals_on(process, self.pathway))
        return NoticesShown(lines_of(toolkit, in_order(found)), forbidden)


_LATE = _Case("mkscb-2016", "scr", _MARKS)
_DELEGATED = _Case("mkscb-2010", "scr")
_FORBIDDEN = _Case("medway-2007", "llr")


def _inside(screen: Screen) -> QWidget:
    return inside_case(Spot(NOTICES), screen, Route())


def _page(case: _Case, view: View | None, _stage: Stage) -> QWidget:
    return _inside(NoticesPage(case.shown(), view))


def _nothing(_stage: Stage) -> QWidget:
    return _inside(NoticesPage(NoticesShown(())))


def _told(_stage: Stage) -> QWidget:
    page = NoticesPage(_LATE.shown(), Group.DONE)
    window = _inside(page)
    page.issued(
        [f"{_PUBLIC} information request.pdf", f"{_PUBLIC} additional information form.docx"],
        _POLICY,
        "7f3a09c1b2d4e5f6" * 4,
    )
    return window


def _line(act: Act, group: Group | None = None) -> NoticeLine:
    lines = _LATE.shown().lines
    return next(one for one in lines if act in one.acts and group in {None, one.group})


def _dialog(act: Act, _stage: Stage) -> QDialog:
    wanted = asked(act, _line(act), _ACTOR)
    if act is Act.NAME:
        wanted = replace(wanted, offered=("Northshire Police", "Women’s Aid"))
    return NoticeDialog(wanted, _TODAY, read_date)


def _refused(_stage: Stage) -> QDialog:
    dialog = NoticeDialog(other_asked(_ACTOR), _TODAY, read_date)
    (why,) = {
        one.why for one in refusals_on(load("medway-2007").process, "llr") if "ofsted" in one.to
    }
    dialog.failed(NoticeRefused(why, "Ofsted"))
    return dialog


# letters


def _draft(name: str, terms: frozenset[str]) -> Draft:
    letter = letters()[name]
    encloses = ("Additional information form",) if letter.encloses else ()
    begun = {"reason": _REASON} if name == "outcome" else {}
    return Draft(
        "outcome_referrer:referrer",
        letter.title,
        "Referrer (Liz Pemberton)" if name == "outcome" else "Northshire Police",
        asks_of(letter, terms),
        Filled(begun, "Marian Oyelaran" if name == "outcome" else ""),
        encloses,
        others=0 if name == "outcome" else 6,
    )


_REVIEW = frozenset({"review", "statutory", "referrer", "harmed"})


def _letter(name: str, _stage: Stage) -> QWidget:
    return _inside(LetterPage(_draft(name, _REVIEW), _POLICY))


def _incomplete(_stage: Stage) -> QWidget:
    page = LetterPage(_draft("outcome", _REVIEW), _POLICY, Filled({"reason": ""}))
    window = _inside(page)
    page.refused(LetterIncomplete(("the office\u2019s email address (Settings)",)))
    page.check()
    return window


NOTICES_SCENES: tuple[Scene, ...] = (
    Scene("notices-to-do", NoticesPage, partial(_page, _LATE, None)),
    Scene("notices-later", NoticesPage, partial(_page, _LATE, Group.LATER)),
    Scene("notices-done", NoticesPage, _told),
    Scene("notices-delegated", NoticesPage, partial(_page, _DELEGATED, None)),
    Scene("notices-forbidden", NoticesPage, partial(_page, _FORBIDDEN, None)),
    Scene("notices-empty", NoticesPage, _nothing),
    Scene("notices-told", NoticeDialog, partial(_dialog, Act.TOLD)),
    Scene("notices-name", NoticeDialog, partial(_dialog, Act.NAME)),
    Scene("notices-refused", NoticeDialog, _refused),
    Scene("letter-outcome", LetterPage, partial(_letter, "outcome")),
    Scene("letter-request", LetterPage, partial(_letter, "information_request")),
    Scene("letter-incomplete", LetterPage, _incomplete),
)
