"""A case's book seen as the process sees it: what happened, how decisions came out, which limbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType

from mktdesk.casework.ages import age_is
from mktdesk.casework.progress import StepStanding, step_standings
from mktdesk.casework.records import Happening, SignOff
from mktdesk.casework.situation import Happened, Situation, Truth
from mktdesk.casework.status import standing as signature
from mktdesk.desk.casefile import OpenCase
from mktdesk.forms.answers import Answers
from mktdesk.forms.conditions import holds
from mktdesk.forms.flow import scope
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form, Part
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.toolkits.build import condition_of
from mktdesk.toolkits.caseform import fact_field
from mktdesk.toolkits.process_schema import Age, Event, Process, Step


def situation(case: OpenCase) -> Situation:
    """What is known of the case now."""
    answers, signed = case.answers(), case.signoffs()
    process = case.toolkit.process
    return Situation(
        pathway=case.pathway.id,
        facts=MappingProxyType(_facts(case.form, process, answers)),
        events=MappingProxyType(dict(_events(case, process, answers, signed))),
        outcomes=MappingProxyType(_outcomes(case.form, process, answers, signed)),
        reasons=MappingProxyType(_reasons(process, answers)),
    )


def steps(case: OpenCase) -> tuple[StepStanding, ...]:
    """Where each step of the case's pathway stands."""
    return step_standings(case.toolkit.process, situation(case))


# facts


def _facts(form: Form, process: Process, answers: Answers) -> dict[str, Truth]:
    found: dict[str, Truth] = {}
    for fact in process.fact:
        if fact.age is not None:
            found[fact.id] = _age(form, answers, fact.age)
        elif isinstance(said := answers.get(fact_field(fact.id)), YesNo):
            found[fact.id] = Truth(said.answer)
    return found


def _reasons(process: Process, answers: Answers) -> dict[str, str]:
    said = {fact.id: answers.get(fact_field(fact.id)) for fact in process.fact}
    return {key: value.detail for key, value in said.items() if isinstance(value, YesNo)}


def _age(form: Form, answers: Answers, age: Age) -> Truth:
    """Of the people the case is about, yes if one of them is of that age."""
    each = {
        age_is(born, on, age.at_least, age.at_most)
        for born, on in _pairs(form, answers, age.born, age.on)
    }
    if Truth.YES in each:
        return Truth.YES
    return Truth.NO if each == {Truth.NO} else Truth.NOT_KNOWN


def _pairs(form: Form, answers: Answers, born: str, on: str) -> Iterator[tuple[Value, Value]]:
    for record, fields in scopes_of(form).items():
        if born not in {field.id for field in fields}:
            continue
        if record == form.record:
            yield answers.get(born), answers.get(on)
        for row in answers.table(record):
            # The day may be the person's own, or one for the whole case.
            yield row.get(born), row.get(on) or answers.get(on)


# events


def _events(
    case: OpenCase, process: Process, answers: Answers, signed: tuple[SignOff, ...]
) -> Iterator[tuple[str, Happened]]:
    recorded = {r.id: Happening.of(r.id, r.fields) for r in case.book.rows(Happening.KIND)}
    parts = {part.id: part for part in case.form.parts}
    things: tuple[Event | Step, ...] = (*process.event, *process.step)
    for thing in things:
        happened = _recorded(recorded.get(thing.id))
        if thing.field is not None:
            happened = happened or _dated(case.form, answers, thing.field)
        if isinstance(thing, Step) and thing.part in parts:
            happened = _signed(parts[thing.part], answers, signed)
        if happened is not None:
            yield thing.id, happened


def _recorded(record: Happening | None) -> Happened | None:
    if record is None or not record.day:
        return None
    return Happened(date.fromisoformat(record.day), f"recorded by {record.by}", record.time)


def _dated(form: Form, answers: Answers, field_id: str) -> Happened | None:
    for record, fields in scopes_of(form).items():
        if field_id in {field.id for field in fields}:
            rows: list[Mapping[str, Value]] = [row.values for row in answers.table(record)]
            values = answers.single if record == form.record else next(iter(rows), {})
            return _of_date(values.get(field_id))
    return None


def _of_date(value: Value) -> Happened | None:
    if not isinstance(value, DateAnswer) or not value.earliest:
        return None
    exact = value.earliest == value.latest
    doubt = "" if exact and not value.doubt else f"the form says “{value.text}”"
    return Happened(date.fromisoformat(value.earliest), "as the form has it", value.time, doubt)


def _signed(part: Part, answers: Answers, signed: tuple[SignOff, ...]) -> Happened | None:
    mark = signature(signed, part.id)
    if mark is None or part.signoff is None:
        return None
    dated = _of_date(answers.get(part.signoff.date_from)) if part.signoff.date_from else None
    words = f"signed by {mark.name}"
    if dated is not None:
        return Happened(dated.day, words, dated.time, dated.doubt)
    return Happened(datetime.fromisoformat(mark.signed_at).astimezone().date(), words)


# decisions


def _outcomes(
    form: Form, process: Process, answers: Answers, signed: tuple[SignOff, ...]
) -> dict[str, bool]:
    seen = scope(form, answers, None)
    parts = {part.id for part in form.parts}
    # A decision that this case has no part for does not come out so; an unsigned one is not known.
    none = {one.id: False for one in process.outcome if one.part not in parts}
    return none | {
        one.id: holds(condition_of(one.when, f"outcome {one.id}"), seen)
        for one in process.outcome
        if one.part in parts and signature(signed, one.part) is not None
    }
