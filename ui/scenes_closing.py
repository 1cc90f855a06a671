"""Scenes of the end of a case: disagreements, plan and learning, closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.casework import disagreements, parallel, plan
from mktdesk.casework.closing import Line, LineState, Marked, closing_lines
from mktdesk.casework.naming import Found
from mktdesk.casework.planrows import plan_rows, plans
from mktdesk.casework.progress import steps_of
from mktdesk.casework.route import Route
from mktdesk.casework.routing import who_does
from mktdesk.casework.situation import Happened, Situation
from mktdesk.desk.beside import BesideShown, Disputed
from mktdesk.desk.closing import ClosingShown, Closure
from mktdesk.desk.planning import PlanShown, labels
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.toolkits import form_of_case, load
from ui.controllers.closing import CLOSE, EXCEPT
from ui.dialogs.closing import WordDialog
from ui.dialogs.plan import WhichPlanDialog
from ui.pages.beside import BesidePage
from ui.pages.closing import ClosingPage
from ui.pages.plan import PlanPage
from ui.scenes_case import inside_case
from ui.spots import BESIDE, CLOSING, PLAN, Spot
from ui.tour import Scene, Stage

_CLERK = "Dana Whitlock"
_SEEN = {
    "plan": "An action of recommendation 3 has no lead or no date.",
    "bulletin": "No learning bulletin is written and dated.",
    "recommendations": "",
    "disagreements": "",
    "returns": "2 requests to agencies without an answer or a nil return.",
    "notices": "",
}
_COURT = Marked(
    excepted=True,
    by="Ruth Tolland, Chair of the board",
    day="2026-11-20",
    reason="The court forbids publication until the trial in March has ended.",
)
_CLOSURE = Closure("closure", day="2026-12-04", by=_CLERK, note="Agreed by the Board on 2 December")


def _lines(marks: Mapping[str, Marked]) -> tuple[Line, ...]:
    process = load("mkscb-2016").process
    done = {
        one.id: Happened(date(2026, 11, 3))
        for one in process.step
        if one.id in {"recall", "panel_review", "plans", "spread"}
    }
    now = Situation("scr", events=done, outcomes={"scr": True, "publish": True})
    return closing_lines(process, now, _SEEN, marks)


def _met(line: Line) -> Line:
    return Line(line.line, LineState.MET, "Done", seen=True)


def _page(shown: ClosingShown, _stage: Stage) -> QWidget:
    return inside_case(Spot(CLOSING), ClosingPage(shown), Route())


_CAUTION = (
    "Coroner's inquiry or inquest: not ended, next date Tue 16 Feb 2027. Consider the timing with "
    "it before anything is published."
)


def _open() -> ClosingShown:
    return ClosingShown(_lines({"published": _COURT}), None, _CLERK, cautions=(_CAUTION,))


def _ready() -> ClosingShown:
    lines = tuple(
        _met(line) if line.state is LineState.OPEN else line
        for line in _lines({"published": _COURT})
    )
    return ClosingShown(lines, None, _CLERK)


def _closed() -> ClosingShown:
    return ClosingShown(_ready().lines, _CLOSURE, _CLERK)


def _asked(_stage: Stage) -> QDialog:
    return WordDialog(replace(EXCEPT, told="The summary is published"), _CLERK)


def _close(_stage: Stage) -> QDialog:
    return WordDialog(CLOSE, _CLERK)


def _day(iso: str) -> DateAnswer:
    return DateAnswer(iso, iso, iso, "day")


_RECOMMENDED: tuple[dict[str, Value], ...] = (
    {
        "number": "1",
        "text": "Each agency names one person who hears of every child with a plan and an unborn "
        "brother or sister.",
        "owner": "Multi-agency",
        "adopted": "whole",
    },
    {
        "number": "2",
        "text": "Health visitors record who lives in the home and tell the GP.",
        "owner": "Northshire NHS Trust",
        "adopted": "whole",
    },
    {
        "number": "3",
        "text": "The school keeps its register on one system.",
        "owner": "Brookhollow School",
        "adopted": "agency",
        "not_adopted_why": "It concerns one school",
    },
)
_DONE: tuple[dict[str, Value], ...] = (
    {
        "number": "1",
        "action": "Names and telephone numbers are given to the office",
        "lead": "Alma Reyes, Northshire Council",
        "host": "Delivery Group",
        "due": _day("2026-06-30"),
        "progress_now": "done",
        "evidence": "List of 30 June",
    },
    {
        "number": "1",
        "action": "A meeting each month goes through the list",
        "lead": "Hal Dryden, Northshire Police",
        "host": "Delivery Group",
        "due": _day("2027-01-31"),
        "progress_now": "amber",
    },
    {
        "number": "2",
        "action": "The record asks for everybody in the home, and is audited after three months",
        "lead": "Joan Abara, named nurse",
        "due": _day("2026-10-30"),
        "progress_now": "red",
    },
    {"number": "4", "action": "Tell the school nurses", "due": _day("2027-03-01")},
)
_SPREAD: tuple[dict[str, Value], ...] = (
    {
        "title": "Seven minutes on who lives in the home",
        "channel": "bulletin",
        "on": _day("2026-11-10"),
        "content": "What happened, what was learned, what to do",
        "recipients": "All agencies\nThe training manager",
    },
)
_EARLY: tuple[dict[str, Value], ...] = (
    {
        "text": "The hospital now asks for the social worker's name on arrival",
        "on": _day("2026-04-02"),
        "told": "Emergency department",
    },
)


def _rows(rows: tuple[dict[str, Value], ...]) -> tuple[Row, ...]:
    return tuple(Row(f"r{number}", values) for number, values in enumerate(rows))


_NAMED = Found("A surname", "…in that winter the Wrońska family moved house, and…")


def _plan_of(answers: Answers) -> PlanShown:
    form = form_of_case(load("mkscb-2016"), "referral", "scr")
    return PlanShown(
        plan.groups(answers, date(2026, 11, 21)),
        plan.plan_problems(answers),
        plan.agreed(answers, "plan"),
        plan.not_agreed(answers, "plan"),
        plan.learning(answers),
        plan.has_bulletin(answers),
        owners=plans(plan_rows(answers, {})),
        states=labels(form, plan.ACTION, "progress_now"),
        channels=labels(form, plan.BULLETIN, "channel"),
        cautions=(_CAUTION,),
        named={row.id: (_NAMED,) for row in answers.table(plan.BULLETIN)},
    )


def _planned() -> Answers:
    agreed: dict[str, Value] = {"agency": "Panel", "on": _day("2026-05-01"), "what": ("plan",)}
    return Answers(
        rows={
            plan.RECOMMENDATION: _rows(_RECOMMENDED),
            plan.ACTION: _rows(_DONE),
            plan.BULLETIN: _rows(_SPREAD),
            plan.EARLY: _rows(_EARLY),
            plan.AGREED: _rows((agreed,)),
            plan.ASKED: _rows(
                ({"agency": "Northshire Police"}, {"agency": "Northshire NHS Trust"})
            ),
        }
    )


def _which(_stage: Stage) -> QDialog:
    return WhichPlanDialog(("Multi-agency", "Delivery Group", "Northshire NHS Trust"))


def _plan(answers: Answers, _stage: Stage) -> QWidget:
    return inside_case(Spot(PLAN), PlanPage(_plan_of(answers)), Route())


# disagreements and other processes

_ABOVE: dict[str, Value] = {
    "about": "Whether the adult's needs for care were known before she died",
    "level": "above",
    "threshold": YesNo("yes"),
    "raised": _day("2026-10-12"),
}
_FIRST: dict[str, Value] = {
    **_ABOVE,
    "level": "lcrp",
    "decided": _day("2026-10-05"),
    "decision": "The panel was divided, and says so.",
    "raised": _day("2026-09-21"),
}
_OLD: dict[str, Value] = {
    "about": "Which agency writes the chronology of the hostel",
    "level": "lcrp",
    "raised": _day("2026-09-01"),
    "decided": _day("2026-09-08"),
    "decision": "The housing service writes it.",
}
_INQUEST: dict[str, Value] = {
    "process": "coroner",
    "state": "open",
    "contact_name": "Coroner's officer, Northshire",
    "next_date": _day("2027-02-16"),
    "holds": ("publication", "interviews"),
}
_ENDED: dict[str, Value] = {"process": "psirf", "state": "ended"}


def _beside_of(answers: Answers) -> BesideShown:
    guidance = load("mk-together-2023")
    form = form_of_case(guidance, "sar_referral", "sar")
    names = {step.id: step.label for step in steps_of(guidance.process, "sar")}
    held = disagreements.held_steps(guidance.process, "sar", answers)
    return BesideShown(
        tuple(
            Disputed(one, who_does(guidance, one.decider), "")
            for one in disagreements.disagreements(guidance.process, "sar", answers)
        ),
        {names[key]: why for key, why in held.items() if key in names},
        parallel.beside(answers),
        labels(form, parallel.RECORD, "process"),
        labels(form, parallel.RECORD, "state"),
        labels(form, parallel.RECORD, "holds"),
    )


def _beside(answers: Answers, _stage: Stage) -> QWidget:
    return inside_case(Spot(BESIDE), BesidePage(_beside_of(answers)), Route())


_RECORDED = Answers(
    rows={
        disagreements.RECORD: _rows((_FIRST, _ABOVE, _OLD)),
        parallel.RECORD: _rows((_INQUEST, _ENDED)),
    }
)

CLOSING_SCENES: tuple[Scene, ...] = (
    Scene("beside", BesidePage, partial(_beside, _RECORDED)),
    Scene("beside-none", BesidePage, partial(_beside, Answers())),
    Scene("plan", PlanPage, partial(_plan, _planned())),
    Scene("plan-which", WhichPlanDialog, _which),
    Scene("plan-empty", PlanPage, partial(_plan, Answers())),
    Scene("closing-open", ClosingPage, partial(_page, _open())),
    Scene("closing-ready", ClosingPage, partial(_page, _ready())),
    Scene("closing-closed", ClosingPage, partial(_page, _closed())),
    Scene("closing-none", ClosingPage, partial(_page, ClosingShown((), None, _CLERK))),
    Scene("closing-except", WordDialog, _asked),
    Scene("closing-close", WordDialog, _close),
)
