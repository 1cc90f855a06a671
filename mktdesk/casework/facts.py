"""What the answers of a form say of the limbs: each fact as yes, no or not known (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from mktdesk.calendar import spoken_date
from mktdesk.casework.ages import age_is, years_between
from mktdesk.casework.situation import Truth
from mktdesk.forms.answers import Answers
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.toolkits.caseform import fact_field
from mktdesk.toolkits.process_schema import Age, Fact, Process

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Facts:
    """truths: by fact id; an unanswered one is absent. reasons: what a person wrote beside it.

    grounds: what the form's dates add, in words: "on Sat 7 Feb 2026", "15 years on …".
    """

    truths: Mapping[str, Truth] = field(default_factory=lambda: MappingProxyType({}))
    reasons: Mapping[str, str] = field(default_factory=lambda: _NONE)
    grounds: Mapping[str, str] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of the form with where it stands; row is "" for a single answer."""

    record: str
    row: str
    value: DateAnswer


def facts_of(form: Form, process: Process, answers: Answers) -> Facts:
    """Every fact of a process as these answers have it."""
    truths: dict[str, Truth] = {}
    reasons: dict[str, str] = {}
    grounds: dict[str, str] = {}
    for fact in process.fact:
        said = answers.get(fact_field(fact.id))
        if isinstance(said, YesNo):
            truths[fact.id], reasons[fact.id] = Truth(said.answer), said.detail.strip()
        elif fact.age is not None:
            truths[fact.id] = _age(form, answers, fact.age)
        if words := _grounds(form, answers, fact):
            grounds[fact.id] = words
    return Facts(MappingProxyType(truths), MappingProxyType(reasons), MappingProxyType(grounds))


def dates_of(form: Form, answers: Answers, field_id: str) -> Iterator[Dated]:
    """Every date that answers a question, whichever record asks it."""
    for record, fields in scopes_of(form).items():
        if field_id not in {one.id for one in fields}:
            continue
        if record == form.record and isinstance(value := answers.get(field_id), DateAnswer):
            yield Dated(record, "", value)
        for row in answers.table(record) if record != form.record else ():
            if isinstance(value := row.get(field_id), DateAnswer):
                yield Dated(record, row.id, value)


def happened_on(form: Form, answers: Answers, fact: Fact) -> Iterator[Dated]:
    """The dates that say that a fact happened: those of the kind it names, where it names one."""
    for one in dates_of(form, answers, fact.dated) if fact.dated else ():
        if one.value.text.strip() and fact.variant in ("", one.value.variant):
            yield one


def _grounds(form: Form, answers: Answers, fact: Fact) -> str:
    if fact.age is not None:
        pairs = _pairs(form, answers, fact.age)
        return next((words for born, on in pairs if (words := _age_words(born, on))), "")
    return next((f"on {_spoken(one.value)}" for one in happened_on(form, answers, fact)), "")


def _spoken(value: DateAnswer) -> str:
    if value.earliest and value.earliest == value.latest:
        return spoken_date(date.fromisoformat(value.earliest))
    return value.text


def _age_words(born: Value, on: Value) -> str:
    if not (isinstance(born, DateAnswer) and isinstance(on, DateAnswer)):
        return ""
    if not (born.earliest and born.latest and on.earliest and on.latest):
        return ""
    first, last = date.fromisoformat(born.earliest), date.fromisoformat(born.latest)
    least = years_between(last, date.fromisoformat(on.earliest))
    most = years_between(first, date.fromisoformat(on.latest))
    if least < 0:
        return ""
    years = "1 year" if least == most == 1 else f"{least} years"
    if least != most:
        years = f"{least} to {most} years"
    return f"{years} on {_spoken(on)}, born {_spoken(born)}"


def _age(form: Form, answers: Answers, age: Age) -> Truth:
    """Of the people the case is about, yes if one of them is of that age."""
    each = {age_is(born, on, age.at_least, age.at_most) for born, on in _pairs(form, answers, age)}
    if Truth.YES in each:
        return Truth.YES
    return Truth.NO if each == {Truth.NO} else Truth.NOT_KNOWN


def _pairs(form: Form, answers: Answers, age: Age) -> Iterator[tuple[Value, Value]]:
    for record, fields in scopes_of(form).items():
        if age.born not in {field.id for field in fields}:
            continue
        if record == form.record:
            yield answers.get(age.born), answers.get(age.on)
        for row in answers.table(record) if record != form.record else ():
            # The day may be the person's own, or one for the whole case.
            yield row.get(age.born), row.get(age.on) or answers.get(age.on)
