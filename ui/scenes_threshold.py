"""Scenes of a case's thresholds, and of starting a case."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.calendar import SystemClock, today
from mktdesk.casework.contradictions import contradictions
from mktdesk.casework.criteria import Assessment, propose
from mktdesk.casework.facts import facts_of
from mktdesk.casework.records import Override
from mktdesk.casework.situation import Situation
from mktdesk.casework.sources import referrer_warnings, sources_for
from mktdesk.desk.reading import read_date
from mktdesk.desk.starting import Offer
from mktdesk.desk.threshold import Thresholds, referrer_row
from mktdesk.desk.unstarted import Unstarted
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.toolkits import Toolkit, form_of_case, load
from ui.dialogs.threshold import ReferrerDialog, ResultDialog
from ui.pages.new_case import NewCasePage
from ui.pages.threshold import ThresholdPage
from ui.scenes_case import shell
from ui.tour import Scene, Stage

_DIED = DateAnswer("7 February 2026", "2026-02-07", "2026-02-07", "day", variant="death")
_KNOWN: dict[str, Value] = {
    "fact_adult_needs": YesNo("yes", "Assessed under the Care Act in May 2025"),
    "fact_adult_concern": YesNo("not_known", "Three agencies are still to answer"),
    "fact_adult_death": YesNo("yes", "The post-mortem speaks of neglect"),
    "fact_rough_sleeping": YesNo("yes", "Known to the outreach team since 2024"),
    "fact_child_died": YesNo("no"),
}


def toolkit() -> Toolkit:
    """The guidance of the scenes."""
    return load("mk-together-2023")


def _thresholds(known: dict[str, Value], *, set_by_hand: bool) -> Thresholds:
    guidance = toolkit()
    form = form_of_case(guidance, "sar_referral", "sar")
    record = next(page.repeat.record for _, page in form.pages() if page.repeat)
    rows = {record: (Row("p1", {"incident_date": _DIED}),)} if known else {}
    answers = Answers(single=known, rows=rows)
    facts = facts_of(form, guidance.process, answers)
    now = Situation("sar", facts.truths, reasons=facts.reasons, grounds=facts.grounds)
    aside = Override(
        "sar_rough_sleeping",
        result="not met",
        reason="Had lived in the hostel for a year when she died",
        by="Dana Whitlock",
    )
    who = referrer_row("partner_adult", "no", "Ward manager, by telephone") if known else None
    return Thresholds(
        process=guidance.process,
        pathway=guidance.pathway("sar"),
        proposals=propose(guidance.process, now, {aside.id: aside} if set_by_hand else {}),
        problems=contradictions(form, guidance.process, answers, today(SystemClock())),
        referrer=who,
        warnings=referrer_warnings(guidance.process, "sar", who, facts.truths),
        read_only=False,
    )


def _page(known: dict[str, Value], _stage: Stage, *, set_by_hand: bool = False) -> QWidget:
    return shell(ThresholdPage(_thresholds(known, set_by_hand=set_by_hand)), "SAR-2026-004")


def _found(criterion: str) -> Assessment:
    shown = _thresholds(_KNOWN, set_by_hand=False)
    return next(one for one in shown.assessments if one.criterion.id == criterion)


def _result(_stage: Stage) -> QDialog:
    return ResultDialog(_found("sar_rough_sleeping"))


def _referrer(_stage: Stage) -> QDialog:
    offered = sources_for(toolkit().process, "sar")
    return ReferrerDialog(offered, referrer_row("partner_adult", "no", "Ward manager"))


_OFFERS = (
    Offer(load("mk-together-2023"), in_force=True),
    Offer(load("mkscb-2016"), in_force=True),
    Offer(load("mkscb-2010"), in_force=False),
)


def _new_case(known: dict[str, Value], step: int, reason: str, _stage: Stage) -> QWidget:
    page = NewCasePage(_OFFERS, today(SystemClock()), read_date)
    window = shell(page)
    for name, value in known.items():
        page.known.put(name, value)
    for _ in range(step):
        page.forward()
    if reason:
        page.choice.choose("single_agency")
        page.choice.complete()
    return window


def _finding(_stage: Stage) -> QWidget:
    page = NewCasePage(_OFFERS, today(SystemClock()), read_date)
    page.guidance.look_for("review")
    return shell(page)


def _again(_stage: Stage) -> QWidget:
    page = NewCasePage(_OFFERS, today(SystemClock()), read_date)
    window = shell(page)
    who = referrer_row("partner_adult", "yes", "By telephone")
    page.restore(Unstarted(_OFFERS[0].toolkit.id, Answers(_BEGUN), who, "", "", 1))
    return window


_BEGUN: dict[str, Value] = {**_KNOWN, "fact_child_died": YesNo("no"), "incident_date": _DIED}

THRESHOLD_SCENES: tuple[Scene, ...] = (
    Scene("thresholds-empty", ThresholdPage, partial(_page, {})),
    Scene("thresholds", ThresholdPage, partial(_page, _KNOWN)),
    Scene("thresholds-by-hand", ThresholdPage, partial(_page, _KNOWN, set_by_hand=True)),
    Scene("new-case", NewCasePage, partial(_new_case, {}, 0, "")),
    Scene("new-case-find", NewCasePage, _finding),
    Scene("new-case-known", NewCasePage, partial(_new_case, _BEGUN, 1, "")),
    Scene("new-case-again", NewCasePage, _again),
    Scene("new-case-nothing", NewCasePage, partial(_new_case, {}, 2, "")),
    Scene("new-case-choice", NewCasePage, partial(_new_case, _BEGUN, 2, "")),
    Scene("new-case-why", NewCasePage, partial(_new_case, _BEGUN, 2, "why")),
    Scene("threshold-result", ResultDialog, _result),
    Scene("threshold-referrer", ReferrerDialog, _referrer),
)
