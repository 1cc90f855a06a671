"""Who is behind the toolkit's recipients in a case: the agencies asked, their officers, family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from mktdesk.casework.notices import People, Somebody
from mktdesk.casework.requests import RECORD
from mktdesk.desk.directorynames import DirectoryNames, KnownAgency
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form
from mktdesk.forms.words import words

_FAMILY, _KIN = "family_member", frozenset({"name", "relationship"})


def people(form: Form, answers: Answers, known: DirectoryNames | None = None) -> People:
    """Everybody whom the case's own records name, and the office's directory behind them."""
    agencies = known.agencies if known else {}
    found = {
        "agencies": tuple(_agencies(answers, agencies)),
        "named_officers": tuple(_officers(answers, agencies)),
        "family": tuple(_family(form, answers)),
    }
    members = known.members if known else {}
    bodies = {body: tuple(Somebody(x, x, x) for x in names) for body, names in members.items()}
    return People(
        MappingProxyType(bodies | found),
        MappingProxyType(dict(_said(form, answers))),
        MappingProxyType(dict(known.holders if known else {})),
    )


_Agencies = Mapping[str, KnownAgency]


def _agencies(answers: Answers, known: _Agencies) -> Iterator[Somebody]:
    for name, rows in _by_agency(answers).items():
        yield Somebody(name, name, "", _contact(name, rows, known))


def _officers(answers: Answers, known: _Agencies) -> Iterator[Somebody]:
    """One for each agency, by whatever name its officer is known."""
    for agency, rows in _by_agency(answers).items():
        kept = known.get(agency.casefold())
        own = next((said for row in rows if (said := _text(row, "named_officer"))), "")
        officer = own or (kept.officer if kept else "")
        name = f"{officer}, {agency}" if officer else agency
        lines = _contact(agency, rows, known)
        yield Somebody(agency, name, officer, (agency, *lines) if officer else lines)


def _by_agency(answers: Answers) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    spelt: dict[str, str] = {}
    for row in answers.table(RECORD):
        name = " ".join(_text(row, "agency").split())
        if name:
            found.setdefault(spelt.setdefault(name.casefold(), name), []).append(row)
    return found


def _contact(agency: str, rows: list[Row], known: _Agencies) -> tuple[str, ...]:
    kept = known.get(agency.casefold())
    own = next((said for row in rows if (said := _text(row, "contact"))), "")
    said = own or (kept.contact if kept else "")
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
