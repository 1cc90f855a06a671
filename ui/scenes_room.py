"""Scenes of meeting mode and the projector's window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.casework.meetingrecords import ActionPoint, AgendaItem, Attendee
from mktdesk.casework.sittingblocks import Block as SitBlock
from mktdesk.casework.sittingblocks import Weight
from mktdesk.desk.showing import SHOWABLE
from mktdesk.desk.signing import Block, Line, Review, Signature
from mktdesk.forms.flow import Place as PagePlace
from ui import capture
from ui.dialogs.agenda import CasesDialog, ItemDialog, ReadyCase
from ui.dialogs.room import ActionDialog, InterestDialog, PersonDialog, WithdrawDialog
from ui.dialogs.roomends import MoreDialog, OutcomeDialog, SureDialog
from ui.pages.actionpoints import ActionPointsScreen
from ui.pages.meeting import AgendaLine, MeetingPage, MeetingShown
from ui.pages.room import RoomPage, RoomShown
from ui.pages.roomafter import AfterShown, NextDecision, RoomAfterPage
from ui.pages.roomfacts import RoomFactsPage
from ui.pages.roomnote import NotePage
from ui.pages.roompeople import PeoplePage
from ui.pages.roomshow import RoomShowPage
from ui.pages.roomsign import RoomSignPage
from ui.places import MEETINGS, PLACES
from ui.projector import Projector, Shown
from ui.roomkeys import Choice, Place
from ui.roomtable import ItemShown
from ui.tour import Scene, Stage
from ui.window import Window

_CHOICES = (
    Choice("a", "a", "Meets the threshold for a Serious Case Review", frozenset("bhi")),
    Choice("b", "b", "Does not meet the threshold for a Serious Case Review", frozenset("ah")),
    Choice("c", "c", "Significant Incident Learning Process (SILP)"),
    Choice("d", "d", "Multi-agency review"),
    Choice("e", "e", "Single-agency review"),
    Choice("f", "f", "Multi-agency audit"),
    Choice("g", "g", "Single-agency audit"),
    Choice("h", "h", "Further information is needed before a decision", frozenset("ab")),
    Choice("i", "i", "No further action", frozenset("a")),
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
    places[3] = Place("m4", "Helen Marsh", out="Stepped out")
    return ItemShown(
        facts=(
            ("Age", "4 years"),
            ("Incident", "Thu 7 May 2026, died"),
            ("Referred by", "Named nurse, hospital trust"),
            ("Agencies", "7 returned, 1 late by 3 days"),
        ),
        limbs=(
            "Is abuse or neglect known or suspected? Yes",
            "Has the child died? Yes",
            "Is there cause for concern about how agencies worked together? Not answered",
        ),
        missing=("Return of Probation", "Chronology of the school"),
        places=tuple(places),
        abouts=tuple((key, agency) for key, _, agency in _MEMBERS),
        choices=_CHOICES,
        many=True,
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
        item_id="2",
    )
    page = RoomPage(shown)
    window.show_screen(page)
    return window


def _people(_stage: Stage) -> QWidget:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_place(MEETINGS)
    people = [
        Attendee(
            key,
            name=name,
            agency=agency,
            capacity="member" if order else "chair",
            presence="apologies" if order == 5 else "present",  # noqa: PLR2004 - one of them
            order=order,
        )
        for order, (key, name, agency) in enumerate(_MEMBERS)
    ]
    words = "7 of 8 members present; the office's quorum is 4"
    window.show_screen(PeoplePage(people, words))
    return window


def _note(_stage: Stage) -> QWidget:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_place(MEETINGS)
    window.show_screen(NotePage("1", "SCR-2026-014", "The panel asked when housing first knew."))
    return window


def _show(_stage: Stage) -> QWidget:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_place(MEETINGS)
    window.show_screen(
        RoomShowPage("SCR-2026-014", SHOWABLE, frozenset({"facts", "options"}), capture.CANNOT)
    )
    return window


def _meeting(stage_of: str, _stage: Stage) -> QWidget:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_place(MEETINGS)
    held, over = stage_of == "held", stage_of == "over"
    lines = (
        AgendaLine(1, AgendaItem("1", what="minutes", title="Minutes of 1 Dec 2026", minutes=5)),
        AgendaLine(
            2,
            AgendaItem(
                "2",
                title="Sub-group recommends",
                public="SCR-2026-014",
                presenter="Named nurse, hospital trust",
                minutes=20,
                state="done" if over else "now" if held else "waiting",
                outcome="a) Meets the threshold. Unanimous, 8: a." if over else "",
            ),
        ),
        AgendaLine(
            3,
            AgendaItem(
                "3",
                title="Sub-group recommends",
                public="SCR-2026-017",
                presenter="Probation",
                minutes=20,
                state="relisted" if over else "waiting",
                outcome="h) Further information. It comes back on Tue 23 Feb 2027." if over else "",
            ),
            () if over else ("Probation: additional information, late by 3 days",),
        ),
    )
    shown = MeetingShown(
        "MTG-2027-001",
        "Serious Case Review Sub-Group, Tue 12 Jan 2027, 14:00",
        "Room 3, Civic Offices",
        {"planned": "Planned", "held": "Being held", "over": "Held; minutes to be approved"}[
            stage_of
        ],
        {"planned": "planned", "held": "held", "over": "ended"}[stage_of],
        lines if stage_of != "empty" else (),
        "8 people, 7 here, 1 sent apologies: " + ", ".join(name for _, name, _ in _MEMBERS),
        conflicts=2 if over else 0,
    )
    window.show_screen(MeetingPage(shown))
    return window


def _cases(_stage: Stage) -> QDialog:
    return CasesDialog(
        (
            ReadyCase("SCR-2026-014", "s", "Sub-group recommends. Due Fri 15 Jan 2027"),
            ReadyCase("SCR-2026-017", "s", "Sub-group recommends. First: records", ready=False),
        )
    )


def _item_dialog(_stage: Stage) -> QDialog:
    return ItemDialog(AgendaItem("2", title="Sub-group recommends", public="SCR-2026-014"))


def _sign(*blocks: SitBlock) -> Callable[[Stage], QWidget]:
    def made(_stage: Stage) -> QWidget:
        window = Window(PLACES)
        window.set_marking("RESTRICTED")
        window.set_place(MEETINGS)
        lines = (Line("The sub-group agreed that this case", "a) Meets the threshold"),)
        signer = Signature("Dr Amara Osei", "Designated doctor", "Integrated Care Board", "")
        review = Review(
            "section2",
            "Section 2: Sub-group",
            "SCR Sub-Group Chair",
            (Block(PagePlace("section2", "decision"), "2 The sub-group's decision", lines),),
            (),
            (),
            signer,
            "",
        )
        window.show_screen(RoomSignPage(review, blocks, signer))
        return window

    return made


_STOP = SitBlock(Weight.STOP, "Helen Marsh has not decided.", "Record the decision.")
_QUORUM = SitBlock(
    Weight.REASON,
    "There is no quorum: 3 of 8 members present; the office's quorum is 4.",
    "Wait, put the item off, or say why it goes on; the minutes will say so.",
)


def _action(_stage: Stage) -> QDialog:
    return ActionDialog("SCR-2026-014")


def _interest(_stage: Stage) -> QDialog:
    return InterestDialog("Helen Marsh")


def _actions(_stage: Stage) -> QWidget:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_place(MEETINGS)
    actions = (
        ActionPoint("1", text="Ask housing when it first knew", owner="Sanjay Patel"),
        ActionPoint(
            "2",
            text="Send the school's chronology to every member",
            owner="Helen Marsh",
            due="2027-01-29",
            done="2027-01-20",
        ),
    )
    window.show_screen(ActionPointsScreen("MTG-2027-001", actions))
    return window


def _person(_stage: Stage) -> QDialog:
    return PersonDialog()


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


def _after(_stage: Stage) -> QWidget:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_place(MEETINGS)
    peer = (("peer", "Peer challenge"),)
    chair = NextDecision(
        "Independent Chair",
        "Independent Chair decides",
        "section3",
        "Section 3: Independent Chair",
        beside=peer,
    )
    outcome = "a) Meets the threshold. Split 6 to 1: 6 for a, 1 for b + d; 1 stepped out."
    started = (
        "The Independent Chair's decision is due Fri 29 Jan 2027",
        "Tell the referrer: Liz Pemberton",
    )
    shown = AfterShown("Section 2: Sub-group", outcome, (chair,), started)
    window.show_screen(RoomAfterPage(shown))
    return window


def _facts(_stage: Stage) -> QWidget:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_place(MEETINGS)
    shown = _item()
    facts = tuple(f"{what}: {said}" for what, said in shown.facts)
    groups = (("Facts in brief", facts), ("Criteria", shown.limbs), ("Missing", shown.missing))
    window.show_screen(RoomFactsPage("SCR-2026-014   K.V.", groups))
    return window


def _more(_stage: Stage) -> QDialog:
    return MoreDialog("SCR-2026-014")


def _outcome(_stage: Stage) -> QDialog:
    return OutcomeDialog("The risk register")


def _sure(_stage: Stage) -> QDialog:
    lines = (
        "SCR-2026-017 is still being taken; it is left as not taken.",
        "2 action points without a name. Say who is to do each.",
    )
    return SureDialog("End the meeting", lines, "End the meeting")


def _withdraw(_stage: Stage) -> QDialog:
    return WithdrawDialog("Helen Marsh", "Was the child's teacher.")


ROOM_SCENES: tuple[Scene, ...] = (
    Scene("room-deciding", RoomPage, partial(_room, kept=True)),
    Scene("room-no-quorum", RoomPage, partial(_room, kept=False)),
    Scene("room-projector", Projector, _projector),
    Scene("room-people", PeoplePage, _people),
    Scene("room-note", NotePage, _note),
    Scene("room-show", RoomShowPage, _show),
    Scene("room-sign", RoomSignPage, _sign(_QUORUM)),
    Scene("room-sign-not-yet", RoomSignPage, _sign(_STOP)),
    Scene("room-after", RoomAfterPage, _after),
    Scene("room-facts", RoomFactsPage, _facts),
    Scene("room-more", MoreDialog, _more),
    Scene("room-outcome", OutcomeDialog, _outcome),
    Scene("room-end", SureDialog, _sure),
    Scene("room-withdraw", WithdrawDialog, _withdraw),
    Scene("room-action", ActionDialog, _action),
    Scene("room-interest", InterestDialog, _interest),
    Scene("room-person", PersonDialog, _person),
    Scene("meeting-actions", ActionPointsScreen, _actions),
    Scene("meeting-planned", MeetingPage, partial(_meeting, "planned")),
    Scene("meeting-held", MeetingPage, partial(_meeting, "held")),
    Scene("meeting-over", MeetingPage, partial(_meeting, "over")),
    Scene("meeting-cases", CasesDialog, _cases),
    Scene("meeting-item", ItemDialog, _item_dialog),
)
