"""Scenes of where a case is: its steps, its map, and the dialogs that record a step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.casework.clockmoves import Moved
from mktdesk.casework.records import Happening, SignOff
from mktdesk.casework.route import Route, RouteStep
from mktdesk.casework.routemap import map_of
from mktdesk.casework.situation import Happened
from mktdesk.casework.status import part_status
from mktdesk.casework.stepping import Given
from mktdesk.desk.reading import read_date
from mktdesk.errors import StepRefused
from mktdesk.forms.answers import Answers, Row
from mktdesk.toolkits import form_of_case, load
from ui.dialogs.step import Asked, StepDialog
from ui.pages.process import ProcessPage, ProcessShown
from ui.pages.processmap import ProcessMapPage
from ui.scenes_case import inside_case
from ui.scenes_route import NOW, route_of
from ui.spots import PROCESS, Spot
from ui.tour import Scene, Stage

_PUBLIC = "SCR-2026-014"
_HELD = "A disagreement about the threshold is open (Local Case Review Panel)."
_BY = "recorded by Dana Whitlock"
_DECIDED = ("section1", "section2", "section3")


def _signed(*parts: str) -> tuple[SignOff, ...]:
    return tuple(
        SignOff(part, part=part, name="Ruth Tolland", date="24 February 2026") for part in parts
    )


def _route(
    *parts: str,
    happened: Mapping[str, Happened] | None = None,
    held: Mapping[str, tuple[str, ...]] | None = None,
) -> Route:
    form = form_of_case(load("mkscb-2016"), "referral", "scr")
    answers = Answers(rows={"subject": (Row("a", {"name": "Mara Voss"}),)})
    statuses = tuple(part_status(form, answers, _signed(*parts), one) for one in form.parts)
    decided = {"scr": True, "further": False} if "section3" in parts else {}
    known = {one.id for one in load("mkscb-2016").process.outcome}
    outcomes = {name: decided.get(name, False) for name in known} if decided else {}
    kept = {"asked": Happening("asked", points="whole_family", note="The GP answers on Thursday.")}
    return route_of(form, statuses, happened or {}, outcomes, kept, held)


def _shown(route: Route, refused: str = "") -> ProcessShown:
    form = form_of_case(load("mkscb-2016"), "referral", "scr")
    parts = {part.id: part.called for part in form.parts}
    return ProcessShown(route, parts, refused)


_DAYS = {
    "asked": Happened(date(2026, 2, 12), _BY),
    "listed": Happened(date(2026, 2, 13), _BY),
    "papers": Happened(date(2026, 2, 20), _BY, "14:30"),
    "family_letter": Happened(date(2026, 3, 2), _BY),
}


def _page(route: Route, _stage: Stage, *, refused: str = "") -> QWidget:
    return inside_case(Spot(PROCESS), ProcessPage(_shown(route, refused)), route)


def _told(_stage: Stage) -> QWidget:
    route = _route(*_DECIDED, happened=_DAYS)
    page = ProcessPage(_shown(route))
    window = inside_case(Spot(PROCESS), page, route)
    moved = "Letter to the family: was due Tue 10 Mar 2026, is now due Wed 11 Mar 2026."
    page.told(
        "Corrected: Family telephoned",
        ("Out of order: “Letter to the family”, which follows it, was on Mon 2 Mar 2026.",),
        (Moved("letter", "Letter", date(2026, 3, 10), date(2026, 3, 11), moved),),
    )
    return window


def _map(route: Route, _stage: Stage) -> QWidget:
    nodes, edges = map_of(route, load("mkscb-2016").process)
    here = route.in_hand[0].step.id
    page = ProcessMapPage(f"{_PUBLIC}: Serious case review", nodes, edges, here=here)
    return inside_case(Spot(PROCESS), page, route)


def _step() -> RouteStep:
    return next(one for one in _route("section1").steps if one.step.id == "asked")


def _asked(known: Given | None = None, warning: str = "") -> Asked:
    one = _step()
    about = " · ".join(part for part in (one.who, one.step.guidance) if part)
    return Asked(
        one.step.label, about, one.step.help, warning, one.step.point, one.seen_to, one.note, known
    )


def _record(_stage: Stage) -> QDialog:
    return StepDialog(_asked(), NOW.date(), read_date)


def _early(_stage: Stage) -> QDialog:
    dialog = StepDialog(_asked(warning="Waits for: Sub-group recommends"), NOW.date(), read_date)
    dialog.failed(
        StepRefused(
            "That is before the referral was received, on Wed 11 Feb 2026.",
            "Check the day. If the day of receipt is wrong, put that right first.",
        )
    )
    return dialog


def _correct(_stage: Stage) -> QDialog:
    known = Given(date(2026, 2, 12), "14:30", "By telephone, then by letter.", ("whole_family",))
    return StepDialog(_asked(known), NOW.date(), read_date)


PROCESS_SCENES: tuple[Scene, ...] = (
    Scene("process-begun", ProcessPage, partial(_page, _route())),
    Scene("process-decided", ProcessPage, partial(_page, _route(*_DECIDED, happened=_DAYS))),
    Scene(
        "process-held",
        ProcessPage,
        partial(_page, _route("section1", held={"asked": (_HELD,), "listed": (_HELD,)})),
    ),
    Scene(
        "process-read-only",
        ProcessPage,
        partial(
            _page,
            _route(*_DECIDED, happened=_DAYS),
            refused="The case is only to be read now: nothing can be recorded.",
        ),
    ),
    Scene("process-told", ProcessPage, _told),
    Scene("process-map", ProcessMapPage, partial(_map, _route(*_DECIDED, happened=_DAYS))),
    Scene("process-record", StepDialog, _record),
    Scene("process-early", StepDialog, _early),
    Scene("process-correct", StepDialog, _correct),
)
