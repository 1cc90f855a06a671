"""Who is behind the toolkit's recipients in a case: the agencies asked, their officers, family."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from mktdesk.casework.notices import People, Somebody
from mktdesk.casework.requests import RECORD
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form
from mktdesk.forms.words import words

_FAMILY, _KIN = "family_member", frozenset({"name", "relationship"})


def people(form: Form, answers: Answers) -> People:
    """Everybody whom the case's own records name."""
    return People(
        MappingProxyType(
            {
                "agencies": tuple(_agencies(answers)),
                "named_officers": tuple(_officers(answers)),
                "family": tuple(_family(form, answers)),
            }
        ),
        MappingProxyType(dict(_said(form, answers))),
    )


def _agencies(answers: Answers) -> Iterator[Somebody]:
    for name, rows in _by_agency(answers).items():
        yield Somebody(name, name, "", _contact(rows))


def _officers(answers: Answers) -> Iterator[Somebody]:
    """One for each agency, by whatever name its officer is known."""
    for agency, rows in _by_agency(answers).items():
        officer = next((said for row in rows if (said := _text(row, "named_officer"))), "")
        name = f"{officer}, {agency}" if officer else agency
        lines = (agency, *_contact(rows)) if officer else _contact(rows)
        yield Somebody(agency, name, officer, lines)


def _by_agency(answers: Answers) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    spelt: dict[str, str] = {}
    for row in answers.table(RECORD):
        name = " ".join(_text(row, "agency").split())
        if name:
            found.setdefault(spelt.setdefault(name.casefold(), name), []).append(row)
    return found


def _contact(rows: list[Row]) -> tuple[str, ...]:
    said = next((said for row in rows if (said := _text(row, "contact"))), "")
    return tuple(line.strip() for line in said.splitlines() if line.strip())


def _family(form: Form, answers: Answers) -> Iterator[Somebody]:
    known = {field.id: field for field in scopes_of(form).get(_FAMILY, ())}
    for row in answers.table(_FAMILY):
        said = {key: words(known[key], row.get(key)).strip() for key in _KIN & known.keys()}
        if name := said.get("name"):
            kin = said.get("relationship", "")
            yield Somebody(row.id, f"{name} ({kin.lower()})" if kin else name, name)


def _said(form: Form, answers: Answers) -> Iterator[tuple[str, str]]:
    for field in scopes_of(form)[form.record]:
        if said := words(field, answers.get(field.id)).strip():
            yield field.id, said


def _text(row: Row, field: str) -> str:
    value = row.get(field)
    return value.strip() if isinstance(value, str) else ""
