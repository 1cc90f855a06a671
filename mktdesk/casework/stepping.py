"""What may be recorded of a case's process, and what of it is worth a second look (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeAlias

from mktdesk.calendar import spoken_date
from mktdesk.casework.progress import Graph, StepState, steps_of
from mktdesk.casework.situation import Happened, Situation
from mktdesk.errors import StepRefused
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Field, Form, Part
from mktdesk.toolkits.process_schema import Event, Process, Step

RECEIVED = "received"  # the event that a referral begins with, where the toolkit has one
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")

Thing: TypeAlias = Event | Step


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of a step or event: the day, the time ("HH:MM", local) where it matters,
    a note, and the ids of the points that were seen to.
    """

    day: date
    time: str = ""
    note: str = ""
    points: tuple[str, ...] = ()


def things_of(process: Process, pathway: str) -> tuple[Thing, ...]:
    """The events and steps of a pathway."""
    events = tuple(x for x in process.event if not x.pathways or pathway in x.pathways)
    return (*events, *steps_of(process, pathway))


def thing_of(process: Process, pathway: str, thing_id: str) -> Thing:
    """The event or step of that id. Raises StepRefused where the pathway has none."""
    for thing in things_of(process, pathway):
        if thing.id == thing_id:
            return thing
    everywhere: tuple[Thing, ...] = (*process.event, *process.step)
    label = next((x.label for x in everywhere if x.id == thing_id), thing_id)
    raise StepRefused(
        f"“{label}” is not a step of this kind of review.",
        "Record one that the case's own steps name.",
    )


def part_of_step(form: Form, thing: Thing) -> Part | None:
    """The part of the case's form whose signature is this step."""
    wanted = thing.part if isinstance(thing, Step) else None
    return next((part for part in form.parts if part.id == wanted), None)


def field_of_thing(form: Form, thing: Thing) -> tuple[str, Field] | None:
    """The record and the question of the case's form that give the day of a step or event."""
    for record, fields in scopes_of(form).items():
        for field in fields:
            if field.id == thing.field:
                return record, field
    return None


def refuse(form: Form, now: Situation, thing: Thing, given: Given, moment: datetime) -> None:
    """Raise StepRefused where it cannot have happened so, or is not recorded by hand.

    moment: the present, local. A step that has others before it cannot be on a day before the
    referral was received.
    """
    refuse_by_hand(form, thing)
    if given.time and not _TIME.fullmatch(given.time):
        raise StepRefused(f"“{given.time}” is not a time.", "Write it as 14:30, or leave it out.")
    known = {point.id for point in thing.point} if isinstance(thing, Step) else set()
    if set(given.points) - known:
        raise StepRefused(f"“{thing.label}” has no such point.", "Tick what stands under the step.")
    if (given.day, given.time) > (moment.date(), f"{moment:%H:%M}"):
        raise StepRefused("That is in the future.", "Give the day and time at which it happened.")
    received = now.events.get(RECEIVED)
    ordered = isinstance(thing, Step) and bool(thing.after) and not thing.advisory
    if ordered and received is not None and given.day < received.day:
        raise StepRefused(
            f"That is before the referral was received, on {spoken_date(received.day)}.",
            "Check the day. If the day of receipt is wrong, put that right first.",
        )


def refuse_by_hand(form: Form, thing: Thing) -> None:
    """Raise StepRefused where a signature or an answer of the form says it already."""
    part, field = part_of_step(form, thing), field_of_thing(form, thing)
    if part is not None:
        raise StepRefused(
            f"“{thing.label}” is done when {part.title} is signed.",
            f"Complete {part.title}, check it and sign it.",
        )
    if field is not None:
        raise StepRefused(
            f"The day of “{thing.label}” is an answer of the form: “{field[1].name}”.",
            "Give or change it there.",
        )


def refuse_held(thing: Thing, holds: Sequence[str]) -> None:
    """Raise StepRefused where something open holds the step; holds: what, in words."""
    if holds:
        raise StepRefused(f"“{thing.label}” is held. {' '.join(holds)}", "Settle that first.")


def worth_a_look(process: Process, now: Situation, thing: Thing, given: Given) -> tuple[str, ...]:
    """What is out of order or left open if it is recorded so; it can be recorded all the same."""
    return tuple(_looks(process, now, thing, given))


def follows(process: Process, now: Situation, thing: Thing) -> tuple[str, ...]:
    """What is done already that comes after a step, when that step is withdrawn."""
    graph = Graph(process, now)
    found = [
        one.label
        for one in steps_of(process, now.pathway)
        if one.id in now.events and thing.id in {before.id for before in graph.before(one)}
    ]
    return (f"Done already, and after it: {_quoted(found)}.",) if found else ()


def _looks(process: Process, now: Situation, thing: Thing, given: Given) -> Iterator[str]:
    if not isinstance(thing, Step):
        return
    graph = Graph(process, now)
    needed = graph.standing(thing).state
    if needed is StepState.NOT_NEEDED:
        yield "As the case stands, this step is not needed."
    elif needed is StepState.UNDECIDED:
        yield "It is not known yet whether this step is needed."
    received = now.events.get(RECEIVED)
    if thing.advisory and thing.after and received is not None and given.day < received.day:
        yield f"That is before the referral was received, on {spoken_date(received.day)}."
    then = with_event(now, thing.id, Happened(given.day, time=given.time))
    graph = Graph(process, then)
    stands = graph.standing(thing)
    if stands.early and stands.after:
        yield f"Out of order: {_quoted(stands.after)} should come first."
    if not thing.advisory:
        later = (one for one in graph.before(thing) if not one.optional and one.id != thing.id)
        yield from _out_of_order(later, then, given.day, before=True)
    follow = (
        one
        for one in steps_of(process, now.pathway)
        if not one.advisory and not thing.optional and thing.id in {x.id for x in graph.before(one)}
    )
    yield from _out_of_order(follow, then, given.day, before=False)
    if left := [point.text for point in thing.point if point.id not in given.points]:
        yield f"Not ticked: {'; '.join(left)}."


def _out_of_order(
    steps: Iterator[Step], now: Situation, day: date, *, before: bool
) -> Iterator[str]:
    for one in steps:
        other = now.events.get(one.id)
        if other is None:
            continue
        if before and other.day > day:
            yield f"Out of order: “{one.label}” was later, on {spoken_date(other.day)}."
        elif not before and other.day < day:
            words = f"“{one.label}”, which follows it, was on {spoken_date(other.day)}"
            yield f"Out of order: {words}."


def with_event(now: Situation, thing_id: str, happened: Happened | None) -> Situation:
    """The situation as it would be: with this event, or without it."""
    events = {key: value for key, value in now.events.items() if key != thing_id}
    if happened is not None:
        events[thing_id] = happened
    return replace(now, events=MappingProxyType(events))


def _quoted(labels: Sequence[str]) -> str:
    return ", ".join(f"“{label}”" for label in labels)
