"""A case's book seen as the process sees it: what happened, how decisions came out, which limbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType

from mktdesk.calendar import today
from mktdesk.casework.contradictions import contradictions
from mktdesk.casework.facts import facts_of
from mktdesk.casework.progress import StepStanding, step_standings
from mktdesk.casework.records import Carried, Happening, SignOff
from mktdesk.casework.situation import Happened, Situation
from mktdesk.casework.status import standing as signature
from mktdesk.desk.casefile import OpenCase
from mktdesk.forms.answers import Answers
from mktdesk.forms.check import Problem, problems
from mktdesk.forms.conditions import holds
from mktdesk.forms.flow import places, scope
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form, Part
from mktdesk.forms.values import DateAnswer, Value
from mktdesk.toolkits.build import condition_of
from mktdesk.toolkits.process_schema import Event, Process, Step


def situation(case: OpenCase) -> Situation:
    """What is known of the case now."""
    answers, signed = case.answers(), case.signoffs()
    process = case.toolkit.process
    facts = facts_of(case.form, process, answers)
    outcomes = _outcomes(case.form, process, answers, signed)
    back = _coming_back(process, outcomes)
    return Situation(
        pathway=case.pathway.id,
        facts=facts.truths,
        events=MappingProxyType(
            {key: on for key, on in _events(case, process, answers, signed) if key not in back}
        ),
        outcomes=MappingProxyType(outcomes),
        reasons=facts.reasons,
        grounds=facts.grounds,
    )


def steps(case: OpenCase) -> tuple[StepStanding, ...]:
    """Where each step of the case's pathway stands."""
    return step_standings(case.toolkit.process, situation(case))


def problems_of(case: OpenCase, answers: Answers, part_id: str = "") -> tuple[Problem, ...]:
    """Every problem of a part, or of the whole case: of its form, and facts that cannot all be so.

    In the order of the pages.
    """
    day = today(case.session.clock)
    beside = contradictions(case.form, case.toolkit.process, answers, day)
    found = [*problems(case.form, answers, part_id)]
    found += [one for one in beside if part_id in ("", one.place.part)]
    order = {place: number for number, place in enumerate(places(case.form, answers))}
    return tuple(sorted(found, key=lambda one: order.get(one.place, -1)))


# events


def _events(
    case: OpenCase, process: Process, answers: Answers, signed: tuple[SignOff, ...]
) -> Iterator[tuple[str, Happened]]:
    recorded = {r.id: Happening.of(r.id, r.fields) for r in case.book.rows(Happening.KIND)}
    carried = {r.id: Carried.of(r.id, r.fields) for r in case.book.rows(Carried.KIND)}
    parts = {part.id: part for part in case.form.parts}
    things: tuple[Event | Step, ...] = (*process.event, *process.step)
    for thing in things:
        happened = _recorded(recorded.get(thing.id))
        if thing.field is not None:
            happened = happened or _dated(case.form, answers, thing.field)
        if isinstance(thing, Step) and thing.part in parts:
            happened = _signed(parts[thing.part], answers, signed)
        happened = happened or _carried(carried.get(thing.id))
        if happened is not None:
            yield thing.id, happened


def _carried(record: Carried | None) -> Happened | None:
    if record is None or not record.day:
        return None
    return Happened(date.fromisoformat(record.day), record.words, record.time)


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


def _coming_back(process: Process, outcomes: Mapping[str, bool]) -> set[str]:
    """Steps whose decision was signed, but only to come back: they are not done (R378)."""
    parts = {one.part for one in process.outcome if one.relists and outcomes.get(one.id)}
    return {step.id for step in process.step if step.part in parts}


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
