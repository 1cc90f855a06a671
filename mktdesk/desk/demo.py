"""A vault of fictional cases, to learn on and to show. Every name and place is invented."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from mktdesk import resources
from mktdesk.book import Change, RowChange
from mktdesk.casework.records import OFFICE_ROW, Happening, OfficeSettings
from mktdesk.desk.casefile import ORDER, OpenCase, new_id, put, stored
from mktdesk.desk.cases import close_case, register_old_case, start_referral
from mktdesk.desk.demomeetings import hold_meetings
from mktdesk.desk.demostory import tell_stories
from mktdesk.desk.intake import accept, read_referral
from mktdesk.desk.packs import PackChoice, PackMade, file_name, make_pack
from mktdesk.desk.reading import read_answer
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.signing import Signature, review, sign
from mktdesk.desk.work import Progress
from mktdesk.forms.scopes import field_of
from mktdesk.forms.values import Json, Value

OFFICE = "Northshire Safeguarding Children Partnership (fictional)"
STAFF = "Dana Whitlock"
PASSPHRASE = "fictional-larch-kettle-harbour"  # noqa: S105 - printed, and opens invented cases only
REFERRAL = "child-referral.docx"


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the demonstration file."""


class _Signed(_Table, frozen=True):
    part: str
    name: str
    title: str
    organisation: str
    date: str


class _Happened(_Table, frozen=True):
    """A step or event that the office recorded; with no day, what of it was seen to so far.

    points: all of them, unless some are named.
    """

    step: str
    day: str
    time: str = ""
    note: str = ""
    points: list[str] | None = None


class _Case(_Table, frozen=True):
    """One case: answers as a person would write them, what happened, and who signed what."""

    single: dict[str, str | list[str]]
    rows: dict[str, list[dict[str, str | list[str]]]]
    old_reference: str = ""
    happened: list[_Happened] = []
    signed: list[_Signed] = []


class _Demo(_Table, frozen=True):
    case: list[_Case]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """An open demonstration vault and how to open it again."""

    session: Session
    passphrase: str
    recovery_code: str


def make_demo(desk: Desk, folder: Path, progress: Progress) -> Demonstration:
    """Make the demonstration vault: the Word referral taken in, and cases at every stage."""
    progress.report(0.0, "Making the vault")
    session, code = desk.first_start(folder, OFFICE, STAFF, PASSPHRASE)
    fields: dict[str, Json] = {
        "address": "Civic Offices, Ouseford NX1 1AA",
        "email": "reviews@northshire-partnership.example",
        "telephone": "01632 960000",
    }
    row = RowChange(OfficeSettings.KIND, OFFICE_ROW, fields)
    session.vault.register.write(Change(session.actor, "settings", (row,)))
    close_case(take_in_referral(session))
    demo = msgspec.convert(tomllib.loads(_read("cases.toml").decode()), _Demo)
    for number, one in enumerate(demo.case, 1):
        progress.report(number / len(demo.case), f"Case {number} of {len(demo.case)}")
        close_case(_make_case(session, one))
    tell_stories(session, progress)
    progress.report(1.0, "Meetings")
    hold_meetings(session)
    return Demonstration(session, PASSPHRASE, code)


def take_in_referral(session: Session) -> OpenCase:
    """Take in the fictional child referral from its Word form."""
    return accept(session, read_referral(_read(REFERRAL), REFERRAL))


def show_work(desk: Desk, folder: Path, progress: Progress) -> tuple[PackMade, str]:
    """The main job from end to end without a window; the pack, and the full reference."""
    session, _ = desk.first_start(folder / "vault", OFFICE, STAFF, PASSPHRASE)
    try:
        case = take_in_referral(session)
        try:
            choice = PackChoice(parts=tuple(part.id for part in case.intake.parts))
            made = make_pack(case, choice, folder / file_name(case, choice), progress)
            return made, case.handle.reference.full
        finally:
            close_case(case)
    finally:
        session.close()


def _make_case(session: Session, one: _Case) -> OpenCase:
    toolkit = "mkscb-2016"
    if one.old_reference:
        case = register_old_case(session, toolkit, one.old_reference)
    else:
        case = start_referral(session, toolkit)
    changes = [
        RowChange(case.form.record, case.form.id, _fields(case, case.form.record, one.single))
    ]
    for record, rows in one.rows.items():
        waiting = [row.id for row in case.book.rows(record)]
        for number, values in enumerate(rows):
            row = waiting[number] if number < len(waiting) else new_id()
            fields = {**_fields(case, record, values), ORDER: float(number)}
            changes.append(RowChange(record, row, fields))
    # As rows, without a look at the clock: the days of the story may lie ahead of it.
    changes.extend(put(_happening(case, session.actor, one)) for one in one.happened)
    case.write("take in", changes, reason="Fictional case")
    for signed in one.signed:
        signature = Signature(signed.name, signed.title, signed.organisation, signed.date)
        sign(case, review(case, signed.part), signature)
    return case


def _happening(case: OpenCase, who: str, one: _Happened) -> Happening:
    steps = {step.id: step for step in case.toolkit.process.step}
    known = [point.id for point in steps[one.step].point] if one.step in steps else []
    ticked = known if one.points is None else one.points
    return Happening(
        one.step, one.day, one.time, one.note, ",".join(ticked), by=who, recorded_at=case.now()
    )


def _fields(case: OpenCase, record: str, given: Mapping[str, str | list[str]]) -> dict[str, Json]:
    values: dict[str, Value] = {}
    for name, text in given.items():
        field = field_of(case.form, record, name)
        values[name] = tuple(text) if isinstance(text, list) else read_answer(field, text)
    return stored(values)


def _read(name: str) -> bytes:
    return (resources.folder("demo") / name).read_bytes()
