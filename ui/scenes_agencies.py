"""Scenes of a case's agencies."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.calendar import england_and_wales
from mktdesk.casework.composition import remarks
from mktdesk.casework.records import Document
from mktdesk.casework.requests import request_standings
from mktdesk.casework.situation import Happened, Situation
from mktdesk.desk.casemeeting import CaseMeeting
from mktdesk.desk.reading import read_date
from mktdesk.desk.requests import Board, Involved
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.toolkits import load
from ui.controllers.agencies import MARKS
from ui.dialogs.requests import AskDialog, MarkDialog
from ui.pages.agencies import RECEIVED, SECURED, AgenciesPage
from ui.scenes_case import shell
from ui.tour import Scene, Stage

_PUBLIC = "SCR-2026-014"
_TODAY = date(2026, 3, 9)


def _day(iso: str) -> DateAnswer:
    return DateAnswer(iso, iso, iso, "day")


def _request(row: str, agency: str, contribution: str = "information", **more: Value) -> Row:
    return Row(row, {"agency": agency, "contribution": contribution, **more})


_ASKED, _DUE = _day("2026-02-12"), _day("2026-02-26")
_REQUESTS = (
    _request("r1", "Health visiting, Northshire Community NHS Trust", asked=_ASKED, due=_DUE,
             chased="Mon 2 Mar 2026: letter\nFri 6 Mar 2026: rang the named nurse"),
    _request("r2", "Northshire Police", asked=_ASKED, due=_DUE, received=_day("2026-03-02"),
             assured_by="DI Amara Cole", secured="original"),
    _request("r3", "Brookhollow School", asked=_ASKED, due=_DUE, received=_day("2026-02-24"),
             left_out="Nothing on the grandmother", secured="copy"),
    _request("r4", "Probation", asked=_ASKED, due=_DUE, nil_return=YesNo("yes"),
             received=_day("2026-02-20"), secured="none"),
    _request("r5", "Northshire Police", "chronology", asked=_day("2026-03-03"),
             due=_day("2026-04-20"), secured="asked"),
    _request("r6", "Northshire Police", "report", due=_day("2026-04-10")),
)  # fmt: skip
_PEOPLE = (
    Row("p1", {"role": "panel_chair", "name": "Dr Imani Whitcombe"}),
    Row("p2", {"role": "panel_member", "name": "Priya Raman", "discipline": "Police"}),
)


def _board(*, full: bool) -> Board:
    toolkit = load("mkscb-2016")
    rows = {"request": _REQUESTS, "appointed": _PEOPLE} if full else {}
    answers = Answers(rows=rows)
    now = Situation("scr", events={"received": Happened(date(2026, 2, 11))})
    process = toolkit.process
    paper = Document("d1", name="return.pdf", title="Northshire Police: return.pdf", request="r2")
    known = ("Northshire Police", "Brookhollow School", "Probation")
    asked = frozenset({"information"}) if full else frozenset[str]()
    return Board(
        requests=request_standings(process, now, answers, _TODAY, england_and_wales()),
        involved=(*(Involved(name, asked=asked) for name in known), Involved("Women’s Aid")),
        contributions=tuple(x for x in process.contribution if "scr" in x.pathways),
        files={"r2": (paper,)},
        remarks=remarks(process, "scr", answers),
        appointed=len(rows.get("appointed", ())),
        today=_TODAY,
        read_only=False,
        meeting=CaseMeeting(
            "Tue 7 Apr 2026, 14:00. The next meeting, Fri 13 Feb 2026, 10:00, is 47 hours away, "
            "less than 48 hours, so it is the one after: Tue 7 Apr 2026, 14:00.",
            ask_extra=full,
        ),
        known=("Adult social care", "Fire and rescue"),
    )


def _page(_stage: Stage, *, full: bool, row: str = "r1") -> QWidget:
    page = AgenciesPage(_board(full=full))
    page.go_to_request(row)
    return shell(page, _PUBLIC)


def _ask(_stage: Stage) -> QDialog:
    return AskDialog(_board(full=True), read_date)


def _mark(what: str, _stage: Stage) -> QDialog:
    return MarkDialog("Northshire Police: Chronology", MARKS[what], _TODAY, read_date)


AGENCIES_SCENES: tuple[Scene, ...] = (
    Scene("agencies-empty", AgenciesPage, partial(_page, full=False)),
    Scene("agencies", AgenciesPage, partial(_page, full=True)),
    Scene("agencies-files", AgenciesPage, partial(_page, full=True, row="r2")),
    Scene("agencies-doubt", AgenciesPage, partial(_page, full=True, row="r5")),
    Scene("agencies-ask", AskDialog, _ask),
    Scene("agencies-received", MarkDialog, partial(_mark, RECEIVED)),
    Scene("agencies-secured", MarkDialog, partial(_mark, SECURED)),
)
