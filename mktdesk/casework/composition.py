"""Who is appointed, what they have declared, whom they may not also be, and who is wanting (pure).

2010 process 8.16: R56 to R58; 2016 guidance 1.5 and 2.6: R241, R286, R288; 2023 process: R103.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import is_blank
from mktdesk.toolkits.process_schema import Appointment, Composition, Process

RECORD = "appointed"
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame"})
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to see to. row: the appointment's, or "" for the panel as a whole.

    rule: whose words they are, in the toolkit.
    """

    row: str
    words: str
    rule: str = ""


def remarks(process: Process, pathway: str, answers: Answers) -> tuple[Remark, ...]:
    """What is missing or does not agree among the appointed people of a case."""
    rows = tuple(row for row in answers.table(RECORD) if is_blank(row.get("until")))
    known = {one.id: one for one in process.appointment}
    found = [
        remark
        for row in rows
        if (one := known.get(_text(row, "role"))) is not None
        for remark in (*_declared(row, one), *_distinct(row, one, rows, known))
    ]
    for panel in process.composition:
        if not panel.pathways or pathway in panel.pathways:
            found.extend(_composed(panel, rows, known))
    return tuple(found)


def standing(process: Process, pathway: str, answers: Answers) -> tuple[Appointment, ...]:
    """Who is on the case's panel by their office and is not appointed to it yet (R141)."""
    there = {_text(row, "role") for row in answers.table(RECORD) if is_blank(row.get("until"))}
    wanted = {
        name
        for panel in process.composition
        if not panel.pathways or pathway in panel.pathways
        for name in panel.standing
    }
    return tuple(x for x in process.appointment if x.id in wanted - there)


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, whatever the titles, spaces and case of letters."""
    return bool(_plain(one)) and _plain(one) == _plain(other)


def _plain(name: str) -> tuple[str, ...]:
    words = (word.casefold() for word in _WORD.findall(name))
    return tuple(word for word in words if word not in _TITLES)


def _declared(row: Row, appointment: Appointment) -> Iterator[Remark]:
    said = row.get("declared")
    ticked = said if isinstance(said, tuple) else ()
    for one in appointment.declaration:
        if one.id not in ticked:
            name = _text(row, "name") or "Nobody named yet"
            words = f"{appointment.label}, {name}: not checked yet: {one.text}"
            yield Remark(row.id, words, one.rule)


def _distinct(
    row: Row, appointment: Appointment, rows: tuple[Row, ...], known: dict[str, Appointment]
) -> Iterator[Remark]:
    name = _text(row, "name")
    for other in rows:
        if other is row or not same_person(name, _text(other, "name")):
            continue
        if appointment.distinct_unless and _is_of(appointment.distinct_unless, (row, other)):
            continue
        barred = known.get(_text(other, "role"))
        if barred is not None and barred.id in appointment.distinct_from:
            words = f"{name} is both {appointment.label} and {barred.label}."
            yield Remark(row.id, words, appointment.rule)


def _composed(
    one: Composition, rows: tuple[Row, ...], known: Mapping[str, Appointment]
) -> Iterator[Remark]:
    members = [row for row in rows if _text(row, "role") in one.of]
    if not members:
        return  # nobody is appointed yet: there is no panel to look at
    for row in members:
        if is_blank(row.get("name")):
            words = f"{one.label}: nobody is named yet as {known[_text(row, 'role')].label}."
            yield Remark(row.id, words, one.rule)
    named = sum(1 for row in members if not is_blank(row.get("name")))
    if named < one.minimum:
        words = f"{one.label}: {named} of at least {one.minimum} are appointed."
        yield Remark("", words, one.rule)
    # The appointment itself may say it: a co-ordinator who is appointed as such.
    labels = " ".join(known[_text(row, "role")].label for row in members).casefold()
    for wanted in one.needs:
        if not _is_of(wanted, members) and wanted.casefold() not in labels:
            yield Remark("", f"{one.label}: nobody is there for {wanted}.", one.rule)


def _is_of(discipline: str, rows: Iterable[Row]) -> bool:
    said = " ".join(_text(row, name) for row in rows for name in ("discipline", "organisation"))
    return discipline.casefold() in said.casefold()


def _text(row: Row, field: str) -> str:
    value = row.get(field)
    return value if isinstance(value, str) else ""
