"""Scenes of a meeting's papers and its minutes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.casework.meetingrecords import Circulated, MinutesApproved, MinutesChoice
from mktdesk.desk.minutes import MinutesView, SectionView
from mktdesk.desk.panelchoice import Offer, OfferedItem, OfferedReader
from mktdesk.desk.panelpack import CopyMade, PapersMade
from mktdesk.errors import AnswersRefused
from ui.dialogs.minutes import ApproveDialog, CirculateDialog
from ui.page import Screen
from ui.pages.meetingpapers import MeetingPapersScreen, PapersState
from ui.pages.minutes import MinutesScreen
from ui.places import MEETINGS, PLACES
from ui.tour import Scene, Stage
from ui.window import Window

_PUBLIC = "MTG-2026-003"
_ITEMS = (
    OfferedItem("a", 1, "SCR-2026-014, Serious Case Review", "SCR-2026-014"),
    OfferedItem("b", 2, "SCR-2026-017, Multi-Agency Review", "SCR-2026-017"),
    OfferedItem("c", 3, "SCR-2026-019", "SCR-2026-019", restricted=True),
    OfferedItem("d", 4, "Any other business", ""),
)
_SENT = tuple(
    Circulated(
        f"c{number}",
        what="pack",
        to=name,
        copy=str(number),
        sha256=f"{number}f3a09c1" * 8,
        at="2026-11-16T11:20:00.000Z",
        file_name=f"MTG-2026-003 panel pack copy {number}.pdf",
        pages=212 - number,
        password_is="the meeting's full reference",  # noqa: S106 - words about one
    )
    for number, name in enumerate(("Amara Osei", "Lewis Grant", "Priya Nair"), start=1)
)
_READERS = (
    OfferedReader("1", "Amara Osei", "Chair, Designated nurse, Integrated Care Board", ()),
    OfferedReader(
        "2", "Lewis Grant", "Member, Detective superintendent, Northshire Police", ("b",)
    ),
    OfferedReader("3", "তারেক হোসেন", "Member, Head of service, Ouseford Council", ()),
    OfferedReader("4", "Helen Marsh", "Member, Head teacher", (), ("2026-11-16T11:20:00.000Z",)),
)
_OFFER = Offer(_ITEMS, _READERS, 4)
_DECISIONS = (
    "Presented by Liz Pemberton. The panel recommends a review.\n"
    "# Each member's own decision\n"
    "Member | Agency | Decision | Why\n"
    "Amara Osei | Integrated Care Board | a) Meets the threshold | Limbs (a) and (b) are met.\n"
    "Lewis Grant | Northshire Police | b) Does not meet it | The harm came from no neglect."
)
_SECTIONS = (
    SectionView("attendance", "Who was there", "Name | Role", "Name | Role"),
    SectionView("interests", "Interests declared", "None was declared.", "None was declared."),
    SectionView(
        "item-a",
        "Item 1: SCR-2026-014, Serious Case Review",
        f"{_DECISIONS}\nThe panel spoke of the school's part at length.",
        f"{_DECISIONS}\n# Discussion\nThe Coroner's date is not known yet.",
        edited=True,
        changed=True,
        by="Dana Whitlock",
        at="2026-11-21T14:02:00.000Z",
    ),
    SectionView("actions", "Action points", "None.", "None.", typing="Ask the police for"),
    SectionView(
        "close", "Close", "At 16:05.", "", edited=True, by="Dana Whitlock",
        at="2026-11-21T14:08:00.000Z",
    ),
)  # fmt: skip
_VIEW = MinutesView(
    public=_PUBLIC,
    body="SCR Sub-Group",
    when="Tue 17 Nov 2026, 14:00",
    sections=_SECTIONS,
    choice=MinutesChoice("minutes"),
    approved=None,
    digest="7f3a09c1" * 8,
    sent=(),
    ended=True,
    read_only=False,
)
_APPROVED = replace(
    _VIEW,
    sections=tuple(replace(one, changed=False) for one in _SECTIONS),
    approved=MinutesApproved(
        "m", meeting="MTG-2026-004", day="2026-12-15", by="Amara Osei", digest=_VIEW.digest
    ),
    sent=_SENT,
)


def _shell(screen: Screen) -> Window:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office("MK Together")
    window.set_place(MEETINGS)
    window.show_screen(screen)
    return window


def _papers(state: PapersState, _stage: Stage) -> QWidget:
    return _shell(MeetingPapersScreen(state))


def _papers_made(failed: bool, _stage: Stage) -> QWidget:
    screen = MeetingPapersScreen(PapersState(_PUBLIC, _OFFER, _SENT, read_only=False))
    window = _shell(screen)
    copies = tuple(
        CopyMade(Path(one.file_name), one.copy, one.to, one.sha256, one.pages, one.password_is)
        for one in _SENT
    )
    why = "school.docx is of a kind that cannot be printed. It is kept with SCR-2026-014."
    absent = ((1, "Ouseford School: chronology", why),)
    if failed:
        full = "MTG-2026-003 panel pack copy 4.pdf could not be saved. See that there is room."
        screen.show_made(PapersMade(copies, absent, full, ("Helen Marsh", "Tom Adeyemi")))
    else:
        screen.show_made(PapersMade(copies, absent))
    return window


def _papers_problems(_stage: Stage) -> QWidget:
    offer = Offer(_ITEMS, (), 1)
    screen = MeetingPapersScreen(PapersState(_PUBLIC, offer, (), read_only=False))
    window = _shell(screen)
    window.show()
    screen.make()
    return window


def _minutes(view: MinutesView, section: str, _stage: Stage) -> QWidget:
    screen = MinutesScreen(view)
    window = _shell(screen)
    screen.open_section(section)
    return window


def _approve(_stage: Stage) -> QDialog:
    return ApproveDialog("Amara Osei")


def _approve_refused(_stage: Stage) -> QDialog:
    dialog = ApproveDialog("Amara Osei")
    dialog.failed(AnswersRefused("Minutes are approved after their meeting.", "Give that day."))
    dialog.pressed()
    return dialog


def _circulate(_stage: Stage) -> QDialog:
    return CirculateDialog([(one.name, one.role, "") for one in _READERS])


_NOTHING = PapersState(_PUBLIC, Offer((), (), 1), (), read_only=False)

MINUTES_SCENES: tuple[Scene, ...] = (
    Scene("papers-empty", MeetingPapersScreen, partial(_papers, _NOTHING)),
    Scene(
        "papers-filled",
        MeetingPapersScreen,
        partial(_papers, PapersState(_PUBLIC, _OFFER, _SENT, read_only=False)),
    ),
    Scene("papers-made", MeetingPapersScreen, partial(_papers_made, False)),
    Scene("papers-full-disk", MeetingPapersScreen, partial(_papers_made, True)),
    Scene("papers-problems", MeetingPapersScreen, _papers_problems),
    Scene("minutes-drafted", MinutesScreen, partial(_minutes, _VIEW, "attendance")),
    Scene("minutes-changed", MinutesScreen, partial(_minutes, _VIEW, "item-a")),
    Scene("minutes-own", MinutesScreen, partial(_minutes, _VIEW, "close")),
    Scene("minutes-approved", MinutesScreen, partial(_minutes, _APPROVED, "item-a")),
    Scene("minutes-approve", ApproveDialog, _approve),
    Scene("minutes-approve-refused", ApproveDialog, _approve_refused),
    Scene("minutes-circulate", CirculateDialog, _circulate),
)
