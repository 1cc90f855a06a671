"""Scenes of a body of the directory: its members and its terms of reference."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.casework.bodies import (
    ADVISER,
    CHAIR,
    DEPUTY,
    DEPUTY_CHAIR,
    MEMBER,
    Lack,
    Member,
    Terms,
)
from mktdesk.desk.bodies import BodyShown, MemberLine
from mktdesk.desk.bodyrows import BODY
from mktdesk.desk.bodyrows import MEMBER as ROW
from mktdesk.desk.directory import Directory, Entry
from mktdesk.desk.reading import read_date
from mktdesk.forms.values import Value
from mktdesk.toolkits import load
from mktdesk.toolkits.directoryform import directory_form
from ui.dialogs.bodies import DropDialog, MemberDialog, TermsDialog
from ui.pages.directorybody import BodyPage
from ui.scenes_case import shell
from ui.tour import Scene, Stage

_TODAY = date(2026, 3, 9)
_LABELS = {CHAIR: "Chair", DEPUTY_CHAIR: "Deputy chair", MEMBER: "Member", ADVISER: "Adviser"}
_PEOPLE = (
    Member("m1", "Dr Imani Whitcombe", "Independent Chair", "", "", CHAIR),
    Member("m2", "Amara Cole", "DI", "Northshire Police", "police", DEPUTY_CHAIR),
    Member("m3", "Priya Raman", "Designated doctor", "Northshire NHS Trust", "health"),
    Member("m4", "Jonah Abara", "Head of service", "Ouseford Council", "local authority"),
    Member("m5", "Grace Lindqvist", "Solicitor", "Ouseford Council", "legal", ADVISER, votes=False),
    Member("m6", "Owen Pryce", "DS", "Northshire Police", "police", DEPUTY, "Amara Cole"),
)
_GONE = (Member("m0", "Liz Pemberton", "Independent Chair", capacity=CHAIR),)
_PAPERS = (
    Terms(
        "t2", name="Terms 2026.pdf", title="Terms of reference", media_type="application/pdf",
        version="version 3", day="2026-01-01", added_by="Dana Whitlock",
    ),
    Terms(
        "t1", name="Terms 2023.pdf", title="Terms of reference", media_type="application/pdf",
        version="version 2", day="2023-04-01", added_by="Dana Whitlock",
    ),
)  # fmt: skip


def _line(one: Member, dates: str) -> MemberLine:
    said = _LABELS.get(one.capacity, f"Deputy for {one.for_whom}")
    values: dict[str, Value] = {"name": one.name, "title": one.title, "agency": one.agency}
    values |= {"capacity": one.capacity, "discipline": one.discipline, "for_whom": one.for_whom}
    return MemberLine(one, Entry(ROW, one.id, values), said, dates)


def _shown(*, full: bool) -> BodyShown:
    form = directory_form([load(name) for name in ("mkscb-2016", "mksb-2018")])
    found = Directory(form, (), read_only=False)
    values: dict[str, Value] = {"name": "SCR Sub-Group", "body": "mkscb-2016/scrsg", "quorum": "4"}
    lacks = (Lack("The guidance wants 6 members at least; 4 decide.", "R288"),)
    return BodyShown(
        body=Entry(BODY, "b1", values),
        guidance="Serious Case Review Sub-Group (2016 toolkit)",
        on=_TODAY,
        today=_TODAY,
        members=tuple(_line(one, "from 1 September 2025") for one in _PEOPLE) if full else (),
        others=tuple(_line(one, "until 31 August 2025") for one in _GONE) if full else (),
        lacks=lacks if full else (),
        papers=_PAPERS if full else (),
        holds=_PAPERS[0] if full else None,
        fields=tuple(field for field in found.fields(ROW) if field.id != "of"),
        asked=found.fields(BODY),
        agencies=("Northshire Police", "Ouseford Council"),
        disciplines=("health", "police", "local authority"),
        read_only=False,
    )


def _page(_stage: Stage, *, full: bool) -> QWidget:
    window = shell(BodyPage(_shown(full=full)))
    window.set_place("directory")
    return window


def _member(row: int, _stage: Stage) -> QDialog:
    shown = _shown(full=True)
    entry = shown.members[row].entry if row else Entry(ROW, "", {})
    return MemberDialog(entry, shown, read_date)


def _terms(_stage: Stage) -> QDialog:
    return TermsDialog("Terms of reference 2026.pdf", read_date)


def _drop(_stage: Stage) -> QDialog:
    return DropDialog("Terms of reference, version 2")


BODY_SCENES: tuple[Scene, ...] = (
    Scene("body-empty", BodyPage, partial(_page, full=False)),
    Scene("body", BodyPage, partial(_page, full=True)),
    Scene("body-member-add", MemberDialog, partial(_member, 0)),
    Scene("body-member-deputy", MemberDialog, partial(_member, 5)),
    Scene("body-terms", TermsDialog, _terms),
    Scene("body-terms-drop", DropDialog, _drop),
)
