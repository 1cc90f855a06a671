"""A body of the office: its members with their dates, and its terms of reference.

2010 process, step 7: R34; 2016 guidance 2.6: R285 to R288; 2018 page: R4, R7; 2023 process: R140;
bodies change over time: C25, C28.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from mktdesk.book import Change, RowChange, attachment_name
from mktdesk.calendar import stamp, today
from mktdesk.casework.bodies import (
    ADVISER,
    DEPUTY,
    Lack,
    Member,
    Terms,
    attendees,
    in_force,
    lacks,
    members_on,
)
from mktdesk.casework.meetingrecords import Attendee
from mktdesk.desk import directory
from mktdesk.desk.bodyrows import (
    BODY,
    MEMBER,
    OF,
    body_members,
    memberships,
    papers_of,
    quorum_of,
    taken_up,
)
from mktdesk.desk.casefile import new_id, put
from mktdesk.desk.directory import Directory, Entry
from mktdesk.desk.directorynames import agency_names
from mktdesk.desk.papers import media_type
from mktdesk.desk.saving import save
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import toolkit_lines, toolkit_of
from mktdesk.errors import AnswersRefused, DocumentRefused
from mktdesk.forms.types import Field
from mktdesk.forms.values import DateAnswer, Json, Value
from mktdesk.forms.words import words

LARGEST_PAPER = 20_000_000  # bytes: the register goes into every backup whole
_USUAL = ("health", "police", "local authority", "education", "probation", "legal", "lay member")


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member as the body's page shows them. capacity, dates: in words. entry: to be changed."""

    member: Member
    entry: Entry
    capacity: str
    dates: str

    @property
    def discipline_words(self) -> str:
        """Agency and discipline: "Northshire Police, police"."""
        return ", ".join(filter(None, (self.member.agency, self.member.discipline)))


@dataclass(frozen=True, slots=True)
class BodyShown:
    """A body on a day. members: those who belong to it then; others: who did before or will.

    lacks: what the guidance wants of them. holds: the terms of reference in force then. fields: of
    a member, asked: of the body itself. agencies, disciplines: offered while one is entered.
    """

    body: Entry
    guidance: str
    on: date
    today: date
    members: tuple[MemberLine, ...]
    others: tuple[MemberLine, ...]
    lacks: tuple[Lack, ...]
    papers: tuple[Terms, ...]
    holds: Terms | None
    fields: tuple[Field, ...]
    asked: tuple[Field, ...]
    agencies: tuple[str, ...]
    disciplines: tuple[str, ...]
    read_only: bool


def body_shown(session: Session, row: str, on: date | None = None) -> BodyShown:
    """A body as it stands on a day, or today. Raises AnswersRefused where it is gone."""
    now = today(session.clock)
    day = on or now
    found = directory.directory(session)
    body = next((one for one in found.entries if (one.kind, one.row) == (BODY, row)), None)
    if body is None:
        raise AnswersRefused("This body has been removed.", "Go back to the directory.")
    fields = {field.id: field for field in found.fields(MEMBER)}
    everybody = memberships(session).get(row, ())
    there = members_on(everybody, day)
    others = sorted((one for one in everybody if one not in there), key=lambda x: x.since)
    lines = {one.id: _line(session, found, one, fields) for one in everybody}
    papers = papers_of(session.vault.register, row)
    in_guidance = next(x for x in found.fields(BODY) if x.id == "body")
    return BodyShown(
        body,
        words(in_guidance, body.values.get("body")),
        day,
        now,
        tuple(lines[one.id] for one in there),
        tuple(lines[one.id] for one in others),
        _lacks(session, body, there),
        papers,
        in_force(papers, day),
        tuple(field for name, field in fields.items() if name != OF),
        found.fields(BODY),
        agency_names(session),
        _disciplines(session),
        session.vault.read_only,
    )


def _line(
    session: Session, found: Directory, one: Member, fields: Mapping[str, Field]
) -> MemberLine:
    entry = directory.entry(session, found.form, MEMBER, one.id) or Entry(
        MEMBER, one.id, {"name": one.name, "capacity": one.capacity}
    )
    said = words(fields["capacity"], one.capacity)
    if one.capacity == DEPUTY and one.for_whom:
        said = f"Deputy for {one.for_whom}"
    elif not one.votes and one.capacity != ADVISER:
        said += ", without a vote"
    dates = [
        f"{word} {when}"
        for word, name in (("from", "from"), ("until", "until"))
        if (when := words(fields[name], entry.values.get(name)))
    ]
    return MemberLine(one, entry, said, " ".join(dates))


def _lacks(session: Session, body: Entry, there: tuple[Member, ...]) -> tuple[Lack, ...]:
    toolkit_id, _, own = str(body.values.get("body") or "").partition("/")
    if not own:
        return ()
    return lacks(toolkit_of(session, toolkit_id).process, own, there)


def _disciplines(session: Session) -> tuple[str, ...]:
    """What is usual, and whoever a guidance wants at a body's meetings."""
    core = (
        one.discipline
        for line in toolkit_lines(session)
        for sitting in line.toolkit.process.sitting
        for one in sitting.core
    )
    return tuple(dict.fromkeys((*_USUAL, *core)))


# changing


def keep_member(session: Session, body: str, entry: Entry, values: Mapping[str, Value]) -> None:
    """Add a member to a body (an entry with no row), or change one. Raises as `directory.keep`;
    AnswersRefused for a deputy of nobody.
    """
    session.refuse_if_read_only()
    if values.get("capacity") == DEPUTY and not str(values.get("for_whom") or "").strip():
        raise AnswersRefused("A deputy comes in somebody's place.", "Say for which member.")
    register = session.vault.register
    with register.exclusively():
        _take_up(session, body)
        before = Entry(MEMBER, entry.row, {**entry.values, OF: body} if entry.row else {})
        directory.keep(session, before, {**values, OF: body})


def remove_member(session: Session, body: str, entry: Entry) -> None:
    """Take a member out who should never have been in; who leaves gets a last day instead."""
    session.refuse_if_read_only()
    with session.vault.register.exclusively():
        _take_up(session, body)
        directory.remove(session, entry)


def _take_up(session: Session, body: str) -> None:
    register = session.vault.register
    if register.row(BODY, body) is None:
        raise AnswersRefused("This body has been removed.", "Go back to the directory.")
    rows = taken_up(register, body)
    if rows:
        register.write(Change(session.actor, "directory", rows))


# papers


def attach_terms(
    session: Session, body: str, name: str, data: bytes, version: str, day: DateAnswer
) -> Terms:
    """Keep a body's terms of reference or governing document in the register (R7, R140).

    version: as it says so itself. day: from which it holds. Raises AnswersRefused without both,
    DocumentRefused for an empty or a very large file, VaultUnwritable.
    """
    session.refuse_if_read_only()
    if not version.strip() or not day.earliest or day.earliest != day.latest or day.doubt:
        raise AnswersRefused(
            "Its version and the day from which it holds are needed.",
            "Give what stands on the document, such as “version 3” and 1 April 2026.",
        )
    if not data:
        raise DocumentRefused(f"{name} is empty.", "Choose the file again.")
    if len(data) > LARGEST_PAPER:
        raise DocumentRefused(
            f"{name} is larger than {LARGEST_PAPER // 1_000_000} MB.",
            "Save it smaller, or write down where it is kept.",
        )
    register = session.vault.register
    made = Terms(
        new_id(),
        name=name,
        title=Path(name).stem,
        media_type=media_type(name, data),
        sha256=attachment_name(data),
        size=len(data),
        added_at=stamp(session.clock.now()),
        added_by=session.actor,
        body=body,
        version=version.strip(),
        day=day.earliest,
    )
    with register.exclusively():
        if register.row(BODY, body) is None:
            raise AnswersRefused("This body has been removed.", "Go back to the directory.")
        register.write(Change(session.actor, "directory", (put(made),)), attachments=[data])
    return made


def terms_content(session: Session, paper: Terms) -> bytes:
    """The document's bytes, in memory only. Raises CaseError when it is not here, VaultDamaged."""
    return session.vault.register.attachment(paper.sha256)


def save_terms(session: Session, paper: Terms, out: Path) -> None:
    """Save it outside the vault, in clear: the person's own act, journaled."""
    session.refuse_if_read_only()
    note: dict[str, Json] = {"document": paper.id, "sha256": paper.sha256}
    change = Change(session.actor, "export", (), "Copy of a body's terms of reference", note)
    save(out, terms_content(session, paper), partial(session.vault.register.write, change))


def remove_terms(session: Session, paper: Terms) -> None:
    """Take a document off the list; the history keeps that it was there."""
    session.refuse_if_read_only()
    row = RowChange(Terms.KIND, paper.id, delete=True)
    session.vault.register.write(Change(session.actor, "directory", (row,)))


# what others ask


def that_meet(session: Session) -> tuple[tuple[str, str], ...]:
    """Every body of every toolkit: "toolkit/body", and what it is called with its guidance."""
    field = next(x for x in directory.directory(session).fields(BODY) if x.id == "body")
    return tuple((one.key, one.label) for one in field.options if "/" in one.key)


def expected_at(session: Session, body: str, on: date) -> tuple[tuple[Attendee, ...], int]:
    """Who is expected at a body's meeting on a day, and its quorum. body: "toolkit/body"."""
    there = attendees(body_members(session, on).get(body, ()))
    # Ids of this meeting alone: a member's row in a case bears the id that they have here.
    return tuple(replace(one, id=new_id()) for one in there), quorum_of(session, body, on)
