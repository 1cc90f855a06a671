"""The office's directory in the register: people, the roles they hold, agencies, bodies.

Only what a person changed is written, and nothing that somebody else changed meanwhile is
overwritten: two people at two desks lose nothing of each other's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from mktdesk.book import Change, Record, RowChange
from mktdesk.calendar import today
from mktdesk.casework.bodies import members_on
from mktdesk.desk.bodyrows import BODY, LISTED, MEMBER, belongings, memberships, taken_up
from mktdesk.desk.casefile import answers_at, new_id, stored
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import toolkit_lines
from mktdesk.errors import AnswersRefused
from mktdesk.forms.answers import Row
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Field, Form
from mktdesk.forms.values import DateAnswer, Json, Value, is_blank, precedes
from mktdesk.forms.words import words
from mktdesk.toolkits.directoryform import directory_form

PERSON, HOLDER, AGENCY = "person", "holder", "agency"
KINDS = {PERSON: "People", HOLDER: "Roles held", AGENCY: "Agencies", BODY: "Bodies"}
ONE = {PERSON: "Person", HOLDER: "Role held", AGENCY: "Agency", BODY: "Body", MEMBER: "Member"}
_WHAT = {
    PERSON: ("title", "organisation"),
    HOLDER: ("role", "from", "until"),
    AGENCY: ("agency_kind", "named_officer", "safeguarding_lead"),
    BODY: ("body", "governance"),
}
_CONTACT = {PERSON: ("telephone", "email"), AGENCY: ("contact",), BODY: ("kept_where",)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory. row: its id, "" for one that is not kept yet. ended: a role that
    is held no more, or a body that is no more. what, contact: in words.
    """

    kind: str
    row: str
    values: Mapping[str, Value]
    what: str = ""
    contact: str = ""
    ended: bool = False

    @property
    def name(self) -> str:
        """Whose or what it is."""
        return _text(self.values, "name")


@dataclass(frozen=True, slots=True)
class Directory:
    """All of it, by kind and name. form: its shape, from which the editors are made."""

    form: Form
    entries: tuple[Entry, ...]
    read_only: bool

    def fields(self, kind: str) -> tuple[Field, ...]:
        """What is asked of an entry of this kind."""
        return tuple(scopes_of(self.form)[kind])


def directory(session: Session) -> Directory:
    """The directory as it stands."""
    form = shape(session)
    day = today(session.clock)
    counts = {key: len(members_on(of, day)) for key, of in memberships(session).items()}
    found: list[Entry] = []
    for kind in KINDS:
        fields = {field.id: field for field in scopes_of(form)[kind]}
        own = [_entry(kind, row, fields, day) for row in _rows(session, form, kind)]
        if kind == BODY:
            own = [_counted(one, counts.get(one.row, 0)) for one in own]
        found.extend(sorted(own, key=lambda one: (one.ended, one.name.casefold())))
    return Directory(form, tuple(found), session.vault.read_only)


def shape(session: Session) -> Form:
    """The directory as a form, with the roles and bodies of every toolkit."""
    return directory_form([line.toolkit for line in toolkit_lines(session)])


def keep(session: Session, entry: Entry, values: Mapping[str, Value]) -> None:
    """Add an entry (one with no row), or change what differs from `entry.values`.

    A body's members who stood in a list of names get rows of their own with it. Raises
    AnswersRefused: something needed is missing, a role ends before it begins, somebody else
    changed the same thing meanwhile or removed the entry; VaultUnwritable.
    """
    session.refuse_if_read_only()
    _refuse(scopes_of(shape(session))[entry.kind], values)
    given = stored(values)
    names = given.pop(LISTED, None) if entry.kind == BODY else None
    before = stored(entry.values)
    changed = {key: raw for key, raw in given.items() if raw != before.get(key)}
    if not changed and not names:
        return
    register = session.vault.register
    with register.exclusively():
        if entry.row:
            _refuse_changed(register.row(entry.kind, entry.row), before, changed)
        else:
            changed = {key: raw for key, raw in changed.items() if raw is not None}
        row = entry.row or new_id()
        rows = [RowChange(entry.kind, row, changed)]
        if entry.kind == BODY:
            rows += taken_up(register, row, names)
        register.write(Change(session.actor, "directory", rows))


def remove(session: Session, entry: Entry) -> None:
    """Take an entry out, a body with all that is kept of it; the history keeps what it said.

    Raises AnswersRefused if it is gone.
    """
    session.refuse_if_read_only()
    register = session.vault.register
    with register.exclusively():
        if register.row(entry.kind, entry.row) is None:
            raise AnswersRefused("It has been removed already.", "Nothing was changed.")
        rows = [RowChange(entry.kind, entry.row, delete=True)]
        if entry.kind == BODY:
            rows += belongings(register, entry.row)
        register.write(Change(session.actor, "directory", rows))


# what others ask of it


def agency(session: Session, name: str) -> Entry | None:
    """The agency of that name, whatever the case of its letters; None when it is not there."""
    wanted = " ".join(name.split()).casefold()
    for row in _rows(session, shape(session), AGENCY):
        if " ".join(_text(row.values, "name").split()).casefold() == wanted:
            return Entry(AGENCY, row.id, row.values)
    return None


def entry(session: Session, form: Form, kind: str, row: str) -> Entry | None:
    """One entry by its row; None when it is not there."""
    record = session.vault.register.row(kind, row)
    if record is None:
        return None
    (found,) = answers_at(form, {kind: [record]}).table(kind)
    return Entry(kind, row, found.values)


# how it is kept


def _rows(session: Session, form: Form, kind: str) -> tuple[Row, ...]:
    return answers_at(form, {kind: session.vault.register.rows(kind)}).table(kind)


def _entry(kind: str, row: Row, fields: Mapping[str, Field], day: date) -> Entry:
    def said(names: tuple[str, ...]) -> str:
        found = (words(fields[name], row.get(name)) for name in names)
        return ", ".join(" ".join(part.split()) for part in found if part)

    what = said(_WHAT[kind])
    timed = kind in (HOLDER, BODY)
    ended = timed and not holds_on(row.values, day) and not is_blank(row.get("until"))
    if kind == HOLDER:
        since, until = (words(fields[name], row.get(name)) for name in ("from", "until"))
        when = " ".join(
            part for part in (since and f"from {since}", until and f"until {until}") if part
        )
        what = ", ".join(part for part in (said(("role",)), when) if part)
    return Entry(kind, row.id, row.values, what, said(_CONTACT.get(kind, ())), ended)


def _counted(one: Entry, members: int) -> Entry:
    said = "1 member" if members == 1 else f"{members} members"
    return replace(one, what=", ".join(filter(None, (one.what, said if members else ""))))


def _refuse(fields: tuple[Field, ...], values: Mapping[str, Value]) -> None:
    for field in fields:
        if field.required and is_blank(values.get(field.id)):
            raise AnswersRefused(f"“{field.name}” is missing.", "Answer it, then keep it.")
    if precedes(values.get("until"), values.get("from")):
        raise AnswersRefused("It ends before it begins.", "Look at the two days again.")


def _refuse_changed(
    there: Record | None, before: Mapping[str, Json], changed: Mapping[str, Json]
) -> None:
    if there is None:
        raise AnswersRefused(
            "Somebody has removed it meanwhile.", "Add it again if it is still needed."
        )
    for key, raw in changed.items():
        now = there.fields.get(key)
        if now != before.get(key) and now != raw:
            raise AnswersRefused(
                "Somebody else has changed the same thing meanwhile.",
                "Cancel, look at what stands there now, and change it again.",
            )


def holds_on(values: Mapping[str, Value], on: date) -> bool:
    """Whether a role of these days is held on a day."""
    since, until = values.get("from"), values.get("until")
    day = on.isoformat()
    begun = not isinstance(since, DateAnswer) or not since.earliest or since.earliest <= day
    over = isinstance(until, DateAnswer) and bool(until.latest) and until.latest < day
    return begun and not over


def _text(values: Mapping[str, Value], field: str) -> str:
    value = values.get(field)
    return value if isinstance(value, str) else ""
