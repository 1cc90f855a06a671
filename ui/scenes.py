"""The list of scenes: first the window's own parts, then every page and dialog.

A builder of a page adds its scenes here, empty and filled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.types import Form, Page
from mktdesk.forms.values import DateAnswer, NotKnown, YesNo
from mktdesk.toolkits import load
from ui.formview import FormView
from ui.labels import button
from ui.listpane import ListPane
from ui.notices import SummaryLine
from ui.page import Screen
from ui.places import PLACES
from ui.scenes_about import ABOUT_SCENES
from ui.scenes_agencies import AGENCIES_SCENES
from ui.scenes_bodies import BODY_SCENES
from ui.scenes_case import CASE_SCENES
from ui.scenes_changes import CHANGES_SCENES
from ui.scenes_closing import CLOSING_SCENES
from ui.scenes_days import DAYS_SCENES
from ui.scenes_drawing import DRAWING_SCENES
from ui.scenes_due import DUE_SCENES
from ui.scenes_entry import ENTRY_SCENES
from ui.scenes_history import HISTORY_SCENES
from ui.scenes_list import LIST_SCENES
from ui.scenes_minutes import MINUTES_SCENES
from ui.scenes_notices import NOTICES_SCENES
from ui.scenes_office import OFFICE_SCENES
from ui.scenes_papers import PAPERS_SCENES
from ui.scenes_process import PROCESS_SCENES
from ui.scenes_restore import RESTORE_SCENES
from ui.scenes_room import ROOM_SCENES
from ui.scenes_safety import SAFETY_SCENES
from ui.scenes_staff import STAFF_SCENES
from ui.scenes_threshold import THRESHOLD_SCENES
from ui.scenes_toolkits import TOOLKIT_SCENES
from ui.scenes_travel import TRAVEL_SCENES
from ui.tables import Column, ListTable
from ui.tour import Scene, Stage
from ui.window import Window
from ui.worker import Ticket

_DAY = DateAnswer("9 February 2026", "2026-02-09", "2026-02-09", "day")

FILLED = Answers(
    single={
        "referred": "Tarek and Mina Hossain",
        "referrer_name": "Joanne Pell",
        "referrer_agency": "Brookhollow School, designated safeguarding lead",
        "referrer_contact": NotKnown(),
        "office_discussion": YesNo("yes", "Sarah Lunn, Wed 4 Feb 2026"),
        "date_of_referral": _DAY,
        "options": ("b", "c", "d"),
        "recommended": "not_recommended",
        "decision_and_reason": "The sub-group heard from five agencies. " * 12,
    },
    rows={
        "subject": (
            Row(
                "s1",
                {
                    "name": "Tarek Hossain (তারেক হোসেন)",
                    "date_of_birth": DateAnswer("3/4/2019", "2019-04-03", "2019-04-03", "day"),
                    "home_address": "12 Fictional Way\nMilton Keynes",
                    "ethnic_origin": NotKnown(),
                    "child_protection_plan": YesNo("yes", "2024, neglect, eight months"),
                    "criminal_investigation": YesNo("no"),
                    "incident_date": DateAnswer(
                        "Saturday 7 February 2026",
                        "2026-02-07",
                        "2026-02-07",
                        "day",
                        variant="serious_incident",
                    ),
                },
            ),
        ),
        "family_member": (
            Row(
                "f1",
                {
                    "name": "Mara Voss",
                    "relationship": "Mother",
                    "date_of_birth": DateAnswer(
                        "1989 (day not known)", "1989-01-01", "1989-12-31", "year"
                    ),
                },
            ),
            Row(
                "f2",
                {"name": "ليلى حسن", "relationship": "Grandmother", "legal_status": NotKnown()},
            ),
            Row("f3", {"name": "Daniel Voss"}),
        ),
    },
)


def _form() -> Form:
    return load("mkscb-2016").forms["referral"]


class FormScreen(Screen):
    """A declared page by itself, as the case's page will show it."""

    def __init__(self, form: Form, page: Page, answers: Answers, row: str = "") -> None:
        super().__init__(f"{page.number} {page.title}".strip())
        self.view = FormView(form, page, read_date, row=row)
        self.body.addWidget(self.view)
        self.add_foot(button("Back"), None, button("Save and go on", "primary"))
        self.view.set_answers(answers)

    def go_to(self, target: object) -> None:
        """To the question."""
        if isinstance(target, Target):
            self.view.focus_field(target)


def _shell(screen: Screen) -> Window:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office("MK Together")
    window.set_reference("SCR-2026-014")
    window.set_place("cases")
    window.show_screen(screen)
    return window


def _page(page_id: str, answers: Answers, _stage: Stage) -> QWidget:
    page = _form().page(page_id)
    return _shell(FormScreen(_form(), page, answers, "s1" if page.repeat else ""))


def _problems(_stage: Stage) -> QWidget:
    screen = FormScreen(_form(), _form().page("subject"), FILLED, "s1")
    birth = Target("subject", "s1", "date_of_birth")
    coroner = Target("subject", "s1", "coroner")
    told = {
        birth: "The date of birth is later than the incident",
        coroner: "Answer: Coroner's inquiry",
    }
    screen.view.set_problems(told)
    screen.show_problems([SummaryLine(words, target) for target, words in told.items()])
    screen.status.say("Saved 14:02")
    return _shell(screen)


def _read_only(_stage: Stage) -> QWidget:
    screen = FormScreen(_form(), _form().page("subject"), FILLED, "s1")
    screen.notice.show_words("note", "Signed by the referrer on Mon 9 Feb 2026.", "It can be read.")
    screen.view.set_read_only(True)
    return _shell(screen)


def _open_row(_stage: Stage) -> QWidget:
    screen = FormScreen(_form(), _form().page("family"), FILLED)
    window = _shell(screen)
    screen.view.focus_field(Target("family_member", "f1", "relationship"))
    return window


@dataclass(frozen=True, slots=True)
class _Line:
    reference: str
    child: str
    stage: str
    due: str


_LINES = tuple(
    _Line(f"SCR-2026-{n:03d}", child, stage, due)
    for n, child, stage, due in (
        (12, "M. V., 4", "Section 2: Sub-group", "due in 3 working days"),
        (13, "T. H. and M. H.", "Section 1: Referral", "2 working days late"),
        (14, "D. K., 16", "Case pack", "–"),
    )
)
_COLUMNS = (
    Column[_Line]("Reference", lambda line: line.reference, 14, keep=True),
    Column[_Line]("Child", lambda line: line.child, 20),
    Column[_Line]("Stage", lambda line: line.stage, 22),
    Column[_Line]("Next", lambda line: line.due, 20, keep=True),
)


def _list(lines: tuple[_Line, ...], _stage: Stage) -> QWidget:
    screen = Screen("Cases", scrolls=False)
    table: ListTable[_Line] = ListTable("Cases", _COLUMNS, lambda line: line.reference)
    pane: ListPane[_Line] = ListPane(
        table, "Cases will be listed here, with what is due next.", "Start a referral"
    )
    pane.set_rows(lines, f"{len(lines)} cases")
    screen.body.addWidget(pane, 1)
    return _shell(screen)


def _long_work(_stage: Stage) -> QWidget:
    window = _shell(FormScreen(_form(), _form().page("referrer"), FILLED))
    ticket = Ticket(window)
    window.follow(ticket, "Making the case pack")
    ticket.progressed.emit(0.4, "page 48 of 120")
    return window


_PARTS: tuple[Scene, ...] = (
    *(
        Scene(f"part-{page}-{name}", FormScreen, partial(_page, page, answers))
        for page in ("referrer", "subject", "family", "decision", "members")
        for name, answers in (
            ("empty", Answers(rows={"subject": (Row("s1"),)})),
            ("filled", FILLED),
        )
    ),
    Scene("part-problems", FormScreen, _problems),
    Scene("part-signed", FormScreen, _read_only),
    Scene("part-row-open", FormScreen, _open_row),
    Scene("part-long-work", FormScreen, _long_work),
    Scene("part-list-filled", Screen, partial(_list, _LINES)),
    Scene("part-list-empty", Screen, partial(_list, ())),
)

SCENES: tuple[Scene, ...] = (
    *_PARTS,
    *DRAWING_SCENES,
    *DUE_SCENES,
    *DAYS_SCENES,
    *ROOM_SCENES,
    *LIST_SCENES,
    *NOTICES_SCENES,
    *CASE_SCENES,
    *ENTRY_SCENES,
    *PROCESS_SCENES,
    *ABOUT_SCENES,
    *AGENCIES_SCENES,
    *OFFICE_SCENES,
    *BODY_SCENES,
    *PAPERS_SCENES,
    *MINUTES_SCENES,
    *HISTORY_SCENES,
    *TRAVEL_SCENES,
    *SAFETY_SCENES,
    *RESTORE_SCENES,
    *STAFF_SCENES,
    *CLOSING_SCENES,
    *TOOLKIT_SCENES,
    *THRESHOLD_SCENES,
    *CHANGES_SCENES,
)
