"""Scenes of meeting mode and the projector's window."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ui.pages.room import RoomPage, RoomShown
from ui.pages.roomtable import ItemShown
from ui.places import MEETINGS, PLACES
from ui.projector import Projector, Shown
from ui.roomkeys import Choice, Place
from ui.tour import Scene, Stage
from ui.window import Window

_CHOICES = (
    Choice("a", "Meets the threshold for a Serious Case Review", frozenset("bhi")),
    Choice("b", "Does not meet the threshold for a Serious Case Review", frozenset("ah")),
    Choice("c", "Significant Incident Learning Process (SILP)"),
    Choice("d", "Multi-agency review"),
    Choice("e", "Single-agency review"),
    Choice("f", "Multi-agency audit"),
    Choice("g", "Single-agency audit"),
    Choice("h", "Further information is needed before a decision", frozenset("ab")),
    Choice("i", "No further action", frozenset("a")),
)
_MEMBERS = (
    ("m1", "Dr Amara Osei", "Integrated Care Board"),
    ("m2", "Det Supt Lewis Grant", "Thames Valley Police"),
    ("m3", "Priya Nair", "Children's Social Care"),
    ("m4", "Helen Marsh", "Education"),
    ("m5", "Tom Adeyemi", "Hospital Trust"),
    ("m6", "Ruth Calder", "Probation"),
    ("m7", "Sanjay Patel", "Housing"),
    ("m8", "Marion Field", "Lay member"),
)
_WHY = "Limbs (a) and (b)(i) are met"


def _item() -> ItemShown:
    places = [Place(key, name) for key, name, _ in _MEMBERS]
    places[0] = Place("m1", "Dr Amara Osei", ("a",), _WHY)
    places[1] = Place("m2", "Det Supt Lewis Grant", ("a",), _WHY)
    places[2] = Place("m3", "Priya Nair", ("b", "d"), "Harm is not shown to come from neglect")
    places[3] = Place("m4", "Helen Marsh", out=True)
    return ItemShown(
        facts=(
            ("Age", "4 years"),
            ("Incident", "Thu 7 May 2026, died"),
            ("Referred by", "Named nurse, hospital trust"),
            ("Agencies", "7 returned, 1 late by 3 days"),
        ),
        limbs=(
            ("Abuse or neglect is known or suspected", "Yes"),
            ("The child has died", "Yes"),
            ("Cause for concern about how agencies worked together", "Not known"),
        ),
        missing=("Return of Probation", "Chronology of the school"),
        places=tuple(places),
        abouts=tuple((key, agency) for key, _, agency in _MEMBERS),
        choices=_CHOICES,
        many=True,
        reasons=True,
        summary="2 a, 1 b with d. 4 have still to decide; 1 stepped out.",
    )


def _room(_stage: Stage, *, kept: bool) -> QWidget:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_place(MEETINGS)
    shown = RoomShown(
        "Serious Case Review Sub-Group, Tue 12 Jan 2027, 14:00",
        "SCR-2026-014   K.V.",
        2,
        5,
        _item(),
        quorum="8 of 9 members are here; health, police and the local authority are."
        if kept
        else "3 of 9 members are here: the office's quorum is 4. Nothing can be decided.",
        kept=kept,
        left=lambda: ("12 minutes left of 20", False) if kept else ("3 minutes over", True),
    )
    page = RoomPage(shown)
    window.show_screen(page)
    return window


def _projector(_stage: Stage) -> QWidget:
    made = Projector()
    made.resize(960, 600)
    made.show_words(
        Shown(
            "Item 2: SCR-2026-014",
            "RESTRICTED",
            (
                ("Facts in brief", ("Age: 4 years", "Incident: Thu 7 May 2026, died")),
                ("Criteria", ("Yes: abuse or neglect is known or suspected", "Yes: has died")),
            ),
        )
    )
    return made


ROOM_SCENES: tuple[Scene, ...] = (
    Scene("room-deciding", RoomPage, partial(_room, kept=True)),
    Scene("room-no-quorum", RoomPage, partial(_room, kept=False)),
    Scene("room-projector", Projector, _projector),
)
