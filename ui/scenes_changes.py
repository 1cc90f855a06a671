"""Scenes of links and changes."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.casework.changing import Homeless, StepChange
from mktdesk.casework.links import FamilyLead, Link
from mktdesk.casework.records import Conversion
from mktdesk.desk.changes import Changes
from mktdesk.desk.converting import Preview, Way
from mktdesk.desk.linking import Linked
from mktdesk.desk.splitting import Subject
from mktdesk.errors import TwoLeads
from mktdesk.toolkits import load
from ui.dialogs.convert import ConvertDialog
from ui.dialogs.links import LeadDialog, LinkDialog, SplitDialog
from ui.pages.changes import ChangesPage
from ui.scenes_case import shell
from ui.tour import Scene, Stage

_PUBLIC = "SAR-2026-004"
_CLERK = "Dana Whitlock"
_LEAD = FamilyLead("lead", name="Ada Lunn", organisation="Northshire ICB", case=_PUBLIC)
_SUBJECTS = (Subject("p1", "MW"), Subject("p2", "JW"), Subject("p3", "person 3"))


def _ways(*, decided: bool) -> tuple[Way, ...]:
    toolkit = load("mk-together-2023")
    ground = "The guidance provides for it after: Safeguarding adult review (SAR)"
    told = "It was decided: A collaborative learning exercise"
    return (
        Way(toolkit.pathway("cle"), told if decided else ground, decided),
        Way(toolkit.pathway("lcspr"), ground),
        Way(toolkit.pathway("dhr"), ground),
        Way(toolkit.pathway("single_agency")),
    )


def _changes(*, begun: bool) -> Changes:
    toolkit = load("mk-together-2023")
    one = Link("l1", other="SAL-2026-002", relation="statutory", note="The trust's own review")
    links = (
        Linked(one, "Single-agency learning", "Agency's own review"),
        Linked(Link("l2", other="LCSPR-2026-009", two_way=True), "", ""),
    )
    came = Conversion(
        "c1",
        what="pathway",
        from_words="Collaborative learning exercise (CLE) (2023 toolkit, edition 2023)",
        to_words="Safeguarding adult review (SAR) (2023 toolkit, edition 2023)",
        reason="The panel found serious abuse",
        by=_CLERK,
        recorded_at="2026-03-02T09:00:00.000Z",
    )
    left = Homeless("1.3 Learning", "What could have gone better", "Three agencies had noted it")
    return Changes(
        public=_PUBLIC,
        toolkit=toolkit,
        pathway=toolkit.pathway("sar"),
        ways=_ways(decided=begun),
        editions=(load("mkscb-2016"),) if begun else (),
        links=links if begun else (),
        lead=_LEAD if begun else None,
        subjects=_SUBJECTS if begun else _SUBJECTS[:1],
        history=(came,) if begun else (),
        left=(left,) if begun else (),
    )


def _page(_stage: Stage, *, begun: bool) -> QWidget:
    return shell(ChangesPage(_changes(begun=begun)), _PUBLIC)


def _preview() -> Preview:
    return Preview(
        to="Collaborative learning exercise (CLE)",
        ground="It was decided: A collaborative learning exercise",
        steps=StepChange(
            kept=("Referral completed and signed", "Rapid review started"),
            still=(),
            new=("Desktop exercise by the Review Group", "Referrer told"),
            gone=("Independent reviewer commissioned", "Terms of reference agreed"),
            put_by=(),
        ),
        clocks=("Panel's decision: no longer runs, it was due Tue 30 Dec 2025.",),
        parts=("Collaborative learning exercise",),
        parts_gone=(),
        left=(Homeless("1.2 Consent", "Did the adult agree to the referral", "Yes"),),
    )


def _convert(_stage: Stage) -> QDialog:
    return ConvertDialog(
        "Convert the case: Collaborative learning exercise (CLE)",
        "Convert the case",
        _preview(),
        chosen="cle",
    )


def _move(_stage: Stage) -> QDialog:
    toolkit = load("mk-together-2023")
    ways = toolkit.process.pathway
    return ConvertDialog(
        "Move the case: 2023 toolkit", "Move the case", _preview(), ways, ways[0].id
    )


def _link(_stage: Stage) -> QDialog:
    return LinkDialog(_PUBLIC)


def _two_leads(_stage: Stage) -> QDialog:
    dialog = LinkDialog(_PUBLIC)
    dialog.failed(TwoLeads("SAL-2026-002", _LEAD.words, "Ben Reyes, The Trust (SAL-2026-002)"))
    return dialog


def _lead(_stage: Stage) -> QDialog:
    return LeadDialog((_PUBLIC, "SAL-2026-002"), _LEAD)


def _split(_stage: Stage) -> QDialog:
    return SplitDialog(_SUBJECTS, load("mk-together-2023").process.pathway, "sar")


CHANGES_SCENES: tuple[Scene, ...] = (
    Scene("changes-none", ChangesPage, partial(_page, begun=False)),
    Scene("changes", ChangesPage, partial(_page, begun=True)),
    Scene("convert", ConvertDialog, _convert),
    Scene("convert-edition", ConvertDialog, _move),
    Scene("link", LinkDialog, _link),
    Scene("link-two-leads", LinkDialog, _two_leads),
    Scene("family-lead", LeadDialog, _lead),
    Scene("split", SplitDialog, _split),
)
