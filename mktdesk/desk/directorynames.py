"""Whom the office's directory names behind a toolkit's roles and bodies, and how to reach agencies.

Read from the register's rows alone: it is asked for whenever a case is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mktdesk.casework.bodies import DEPUTY
from mktdesk.desk.bodyrows import body_members
from mktdesk.desk.casefile import readable_value
from mktdesk.desk.directory import AGENCY, HOLDER, PERSON, holds_on
from mktdesk.desk.session import Session
from mktdesk.forms.types import Field, FieldKind
from mktdesk.forms.values import DateAnswer, Value

_AGENCY_FIELDS = frozenset({"agency", "owner", "host", "organisation"})


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """An agency of the directory. contact: lines."""

    officer: str
    contact: str


@dataclass(frozen=True, slots=True)
class DirectoryNames:
    """holders: the one who holds a role now, by its id. members: of a body, by its id. agencies:
    by their names in small letters.
    """

    holders: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    agencies: Mapping[str, KnownAgency]


def directory_names(session: Session, toolkit_id: str, on: date) -> DirectoryNames:
    """What the directory says of one toolkit's roles and bodies on a day."""
    before = f"{toolkit_id}/"
    since: dict[str, tuple[str, str]] = {}
    for values in _rows(session, HOLDER):
        role = _text(values, "role")
        if not role.startswith(before) or not holds_on(values, on):
            continue
        begun = values.get("from")
        day = begun.earliest if isinstance(begun, DateAnswer) else ""
        since[role] = max(since.get(role, ("", "")), (day, _text(values, "name")))
    members = {
        body.removeprefix(before): tuple(one.name for one in standing if one.capacity != DEPUTY)
        for body, standing in body_members(session, on).items()
        if body.startswith(before)
    }
    agencies = {
        " ".join(_text(values, "name").split()).casefold(): KnownAgency(
            _text(values, "named_officer"), _text(values, "contact")
        )
        for values in _rows(session, AGENCY)
    }
    held = {role.removeprefix(before): name for role, (_, name) in since.items() if name}
    return DirectoryNames(held, members, agencies)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a role now; title and organisation as the directory has them, or nothing."""

    name: str
    title: str = ""
    organisation: str = ""


def holders_of(session: Session, toolkit_id: str, role: str, on: date) -> tuple[Holder, ...]:
    """Who holds a role of a toolkit on a day, the one who began last first (C25)."""
    wanted = f"{toolkit_id}/{role}"
    found: dict[str, str] = {}
    for values in _rows(session, HOLDER):
        name = _text(values, "name")
        if _text(values, "role") == wanted and name and holds_on(values, on):
            begun = values.get("from")
            day = begun.earliest if isinstance(begun, DateAnswer) else ""
            found[name] = max(found.get(name, ""), day)
    people = {_text(values, "name"): values for values in _rows(session, PERSON)}
    return tuple(
        Holder(
            name,
            _text(people.get(name, {}), "title"),
            _text(people.get(name, {}), "organisation"),
        )
        for name in sorted(found, key=lambda name: found[name], reverse=True)
    )


def agency_names(session: Session) -> tuple[str, ...]:
    """The directory's agencies, by name."""
    found = {" ".join(_text(values, "name").split()) for values in _rows(session, AGENCY)}
    return tuple(sorted(found - {""}, key=str.casefold))


def names_agency(field: Field) -> bool:
    """Whether a question is answered with an agency's name."""
    ours = field.id in _AGENCY_FIELDS or field.id.endswith("_agency")
    return ours and field.kind is FieldKind.TEXT


def _rows(session: Session, kind: str) -> list[Mapping[str, Value]]:
    return [
        {key: readable_value(raw) for key, raw in row.fields.items()}
        for row in session.vault.register.rows(kind)
    ]


def _text(values: Mapping[str, Value], field: str) -> str:
    value = values.get(field)
    return value.strip() if isinstance(value, str) else ""
