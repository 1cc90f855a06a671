"""Scenes of drawings: a process map with a case's position, and one that cannot flow."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from mktdesk.drawings import Box, Drawing, Group, Line, Rect, Size, Text
from mktdesk.processmap import Edge, Node, layout
from ui.drawingview import DrawingView
from ui.page import Screen
from ui.places import PLACES
from ui.tour import Scene, Stage
from ui.window import Window

STEPS = (
    Node("discussed", "Discussed before it is sent", "Business Manager", "done", "Tue 27 Oct 2026"),
    Node("referral", "Referral received", "Any professional", "done", "Mon 2 Nov 2026"),
    Node("number", "Reference number and receipt", "Administrator", "done", "Mon 2 Nov 2026"),
    Node("asked", "Agencies asked for information", "Business Manager", "done", "8 of 8 in"),
    Node("secured", "Records secured", "Named officers", "late", "2 working days late"),
    Node(
        "chronology", "First chronology", "Administrator", "now",
        "due in 3 working days (Thu 26 Nov 2026)",
    ),
    Node("pack", "Case pack sent", "Administrator", "next", "48 hours before the meeting"),
    Node("meets", "Sub-group meets; each member gives a view", "SCR Sub-group"),
    Node("recommends", "Recommendation", "Chair of the Sub-group"),
    Node("decides", "Independent Chair decides", "Independent Chair", note="within one month"),
    Node("notices", "Decision told to Ofsted, DfE and the National Panel", "Business Manager"),
    Node("scope", "Scoping and terms of reference", "SCR Sub-group", lane="Serious case review"),
    Node("reports", "Agency reports", "Report authors", lane="Serious case review"),
    Node("overview", "Overview report", "Reviewer", lane="Serious case review"),
    Node("event", "Learning event", "Lead reviewers", lane="SILP"),
    Node("recall", "Recall day and report", "Lead reviewers", lane="SILP"),
    Node("audit", "Multi-agency case audit", "Audit group", "not_needed", lane="Audit"),
    Node("none", "No review: reasons to the referrer", "Business Manager", "not_needed"),
    Node("plan", "Action plan agreed", "SCR Sub-group"),
    Node("closed", "Closed", "Business Manager"),
)  # fmt: skip
EDGES = (
    Edge("discussed", "referral"),
    Edge("referral", "number"),
    Edge("number", "asked"),
    Edge("number", "secured"),
    Edge("asked", "chronology"),
    Edge("secured", "chronology"),
    Edge("chronology", "pack"),
    Edge("pack", "meets"),
    Edge("meets", "recommends"),
    Edge("recommends", "decides"),
    Edge("decides", "notices"),
    Edge("decides", "scope", "criteria met"),
    Edge("decides", "event", "SILP"),
    Edge("decides", "audit", "audit"),
    Edge("decides", "none", "none"),
    Edge("scope", "reports"),
    Edge("reports", "overview"),
    Edge("overview", "plan"),
    Edge("event", "recall"),
    Edge("recall", "plan"),
    Edge("audit", "plan"),
    Edge("plan", "closed"),
    Edge("none", "closed"),
    Edge("notices", "closed"),
)


class DrawingScreen(Screen):
    """A drawing by itself, as the case's page will show it."""

    def __init__(self, title: str) -> None:
        super().__init__(title, scrolls=False)
        self.view = DrawingView("Enter opens the step.")
        self.body.addWidget(self.view, 1)

    def focus_first(self) -> None:
        """Where the case is."""
        self.view.focus_current()


def _shell(screen: Screen) -> Window:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office("MK Together")
    window.set_reference("SCR-2026-014")
    window.show_screen(screen)
    return window


def _map(at: str, _stage: Stage) -> QWidget:
    screen = DrawingScreen("Process map")
    screen.view.show_flowing(partial(layout, STEPS, EDGES))
    screen.view.go_to(at)
    return _shell(screen)


def _wide(_stage: Stage) -> QWidget:
    """A family laid out by hand: three generations, too wide for the page."""
    items = tuple(_person(n, 20 + 190.0 * (n % 6), 20 + 120.0 * (n // 6)) for n in range(18))
    lines = tuple(Line(100 + 190.0 * n, 65, 100 + 190.0 * n, 140) for n in range(6))
    screen = DrawingScreen("Family")
    words = "\n".join(item.alternative for item in items)
    screen.view.show_drawing(Drawing(1150, 310, (*lines, *items), "Family", words))
    return _shell(screen)


def _person(number: int, x: float, y: float) -> Group:
    name = f"Relative {number + 1}"
    frame = Rect(x, y, 160, 46)
    words = Text(x, y + 15, 160, (name,), Size.LARGE, align="centre")
    return Group(f"p{number}", (frame, words), f"{name}.", Box(x, y, 160, 46))


DRAWING_SCENES: tuple[Scene, ...] = (
    Scene("drawing-map", DrawingScreen, partial(_map, "chronology")),
    Scene("drawing-map-end", DrawingScreen, partial(_map, "closed")),
    Scene("drawing-wide", DrawingScreen, _wide),
)
