"""Working out where a case is: what is done, what is now, who decides, what is missing (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from mktdesk.calendar import spoken_date
from mktdesk.casework.clocks import ClockStanding, ClockState
from mktdesk.casework.progress import StepStanding, StepState, step_standings
from mktdesk.casework.records import Happening
from mktdesk.casework.route import TO_DO, Mark, Next, Route, RouteEvent, RouteStep, Way
from mktdesk.casework.situation import Happened, Situation, unsettled
from mktdesk.casework.status import PartStatus, State
from mktdesk.casework.stepping import Thing, field_of_thing, part_of_step
from mktdesk.forms.types import Form, Part
from mktdesk.toolkits import Toolkit
from mktdesk.toolkits.process_schema import Event, Process, Step

ALL_DONE = "Every step is done"
_NO_HOLDS: Mapping[str, Sequence[str]] = MappingProxyType({})
_OPEN = frozenset({Mark.NOW, Mark.OPEN})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a route is read from. statuses: of the parts. kept: what was recorded by hand.

    intake: ids of the parts of the form that the case began with. holds: by step id, what holds
    it up (an open disagreement). cautions: by step id, what to think of before it is done.
    """

    toolkit: Toolkit
    form: Form
    now: Situation
    statuses: tuple[PartStatus, ...]
    intake: frozenset[str]
    clocks: tuple[ClockStanding, ...] = ()
    kept: Mapping[str, Happening] = field(default_factory=lambda: MappingProxyType({}))
    holds: Mapping[str, Sequence[str]] = field(default_factory=lambda: _NO_HOLDS)
    cautions: Mapping[str, Sequence[str]] = field(default_factory=lambda: _NO_HOLDS)

    @property
    def process(self) -> Process:
        """The toolkit's process."""
        return self.toolkit.process


def route(seen: Seen) -> Route:
    """The case's way: each step of its pathway, and each event."""
    standings = step_standings(seen.process, seen.now)
    passed = overtaken(seen.process, seen.now)
    ready = {one.step.id for one in standings if _ready(one)} - passed
    steps = tuple(_step(seen, one, _mark(one, ready, passed)) for one in standings)
    events = tuple(
        _event(seen, event)
        for event in seen.process.event
        if not event.pathways or seen.now.pathway in event.pathways
    )
    return Route(steps, events, _stage(seen, steps), _next(seen, steps))


def who_does(toolkit: Toolkit, who: str) -> str:
    """What a role or body is called."""
    labels = {one.id: one.label for one in toolkit.roles}
    labels |= {one.id: one.label for one in toolkit.bodies}
    return labels.get(who, who)


def way_of(form: Form, thing: Thing) -> Way:
    """How it comes to be done in a case with this form."""
    part = part_of_step(form, thing)
    if part is not None:
        return Way(part=part.id)
    found = field_of_thing(form, thing)
    return Way() if found is None else Way(record=found[0], field=found[1].id)


def overtaken(process: Process, now: Situation) -> frozenset[str]:
    """The steps that are not done although one that must come after them is."""
    steps = {step.id: step for step in process.step}
    found: set[str] = set()
    waiting = [step for step in steps.values() if step.id in now.events and not step.advisory]
    while waiting:
        for name in waiting.pop().after:
            if name not in found:
                found.add(name)
                if not steps[name].advisory:
                    waiting.append(steps[name])
    return frozenset(found - set(now.events))


# one step


def _ready(one: StepStanding) -> bool:
    undecided = one.state is StepState.UNDECIDED and not one.waits_for
    return one.state is StepState.NOW or undecided


def _mark(one: StepStanding, ready: set[str], passed: frozenset[str]) -> Mark:
    if one.state is StepState.DONE:
        return Mark.DONE
    if one.state is StepState.NOT_NEEDED:
        return Mark.NOT_NEEDED
    if one.step.id in passed and one.state is not StepState.UNDECIDED:
        return Mark.OPEN
    if one.state is StepState.NOW:
        return Mark.NOW
    if one.state is StepState.UNDECIDED:
        return Mark.LATER if one.waits_for else Mark.NEXT
    return Mark.NEXT if ready.issuperset(one.waits_for) else Mark.LATER


def _step(seen: Seen, one: StepStanding, mark: Mark) -> RouteStep:
    step = one.step
    kept = seen.kept.get(step.id)
    way = way_of(seen.form, step)
    held = tuple(seen.holds.get(step.id, ())) if mark is not Mark.DONE else ()
    ticked = tuple(key for key in kept.points.split(",") if key) if kept else ()
    clocks = [x for x in seen.clocks if x.clock.ends == step.id and x.open]
    return RouteStep(
        step,
        mark,
        who_does(seen.toolkit, step.who),
        _words(seen, one),
        way,
        on=one.on,
        missing=tuple(_missing(seen, one, way, ticked)) if mark in _OPEN else (),
        due=tuple(f"{x.clock.label}: due {x.day_words}, {x.left}" for x in clocks),
        late=any(x.state is ClockState.LATE for x in clocks),
        looks=(*_looks(one), *(seen.cautions.get(step.id, ()) if mark is not Mark.DONE else ())),
        seen_to=ticked,
        note=kept.note if kept else "",
        held=held,
    )


def _words(seen: Seen, one: StepStanding) -> str:
    match one.state:
        case StepState.DONE:
            assert one.on is not None
            return happened_words(one.on)
        case StepState.NOT_NEEDED:
            return "Not needed in this case"
        case StepState.WAITING:
            return f"Waits for: {'; '.join(one.after)}"
        case StepState.UNDECIDED:
            return f"Depends on: {'; '.join(_questions(seen, one.step))}"
    if one.after:
        return f"Best after: {'; '.join(one.after)}"
    return "Can be done without" if one.step.optional else TO_DO


def happened_words(on: Happened) -> str:
    """When, and how that is known: "Tue 3 Mar 2026, 14:30, recorded by Dana Whitlock"."""
    return ", ".join(part for part in (spoken_date(on.day), on.time, on.words) if part)


def _questions(seen: Seen, step: Step) -> Iterator[str]:
    """What is not known yet, as people ask it."""
    facts = {fact.id: fact.question for fact in seen.process.fact}
    parts = {part.id: part.title for part in seen.form.parts}
    outcomes = {one.id: parts.get(one.part, one.label) for one in seen.process.outcome}
    asked = (
        facts[one.fact] if one.fact is not None else outcomes.get(one.outcome or "", "")
        for one in unsettled(step.when, seen.now)
    )
    return iter(dict.fromkeys(words for words in asked if words))


def _looks(one: StepStanding) -> Iterator[str]:
    if one.on is not None and one.on.doubt:
        yield f"Check the day: {one.on.doubt}"
    if one.early:
        yield (
            f"Out of order: {'; '.join(one.after)} not done yet"
            if one.after
            else "Out of order: a step before it was on a later day"
        )


def _missing(seen: Seen, one: StepStanding, way: Way, ticked: tuple[str, ...]) -> Iterator[str]:
    if way.part:
        status = next(x for x in seen.statuses if x.part == way.part)
        yield _part_words(status, seen.form.part(way.part))
    elif way.field:
        found = field_of_thing(seen.form, one.step)
        assert found is not None
        yield f"Its day is asked in “{found[1].name}”"
    yield from (point.text for point in one.step.point if point.id not in ticked)


def _part_words(status: PartStatus, part: Part) -> str:
    """What is left of a part: "3 things to complete in section 2"."""
    lead = _called(part)
    name = f"{lead[0].lower()}{lead[1:]}"
    words = f"{status.words[0].lower()}{status.words[1:]}"
    match status.state:
        case State.UNDER_WAY if words[0].isdecimal():
            return f"{words} in {name}"
        case State.SIGNED:
            return f"{lead} is signed, and the decision comes back: change it to decide again"
        case State.READY | State.NOT_STARTED | State.UNDER_WAY:
            return f"{lead} is {words}"
    return f"{lead}: {words}"


def _called(part: Part) -> str:
    return part.called[:1].upper() + part.called[1:]


# events


def _event(seen: Seen, event: Event) -> RouteEvent:
    on, kept = seen.now.events.get(event.id), seen.kept.get(event.id)
    doubt = (f"Check the day: {on.doubt}",) if on is not None and on.doubt else ()
    words = happened_words(on) if on is not None else "No day yet"
    note = kept.note if kept else ""
    return RouteEvent(event, words, way_of(seen.form, event), on, doubt, note)


# the whole


def _open_part(seen: Seen, steps: Iterable[RouteStep]) -> PartStatus | None:
    """The first part of the referral itself that is still to be signed, if the case needs it."""
    spared = {one.way.part for one in steps if one.mark is Mark.NOT_NEEDED}
    again = {one.way.part for one in steps if one.mark is Mark.NOW}
    for status in seen.statuses:
        if status.part in again and status.state is State.SIGNED:
            return None  # it was decided only that it comes back: the step says so
        if status.part in seen.intake - spared and status.state not in {State.SIGNED, State.KEPT}:
            return status
    return None


def _stage(seen: Seen, steps: tuple[RouteStep, ...]) -> str:
    part = _open_part(seen, steps)
    if part is not None:
        name = _called(seen.form.part(part.part))
        return f"{name}: {part.words[0].lower()}{part.words[1:]}"
    now = _in_hand(steps)
    if now:
        return f"{now[0].step.label}{_and_more(now)}"
    ahead = next((one for one in steps if one.mark is Mark.NEXT), None)
    return f"{ahead.step.label}: not decided" if ahead is not None else ALL_DONE


def _in_hand(steps: tuple[RouteStep, ...]) -> tuple[RouteStep, ...]:
    """What can be done now; what was left open only once nothing else is to be done."""
    left = (one for one in steps if one.mark is Mark.OPEN and not one.step.optional)
    return Route(steps).in_hand or tuple(left)


def _next(seen: Seen, steps: tuple[RouteStep, ...]) -> Next:
    part = _open_part(seen, steps)
    if part is not None:
        return Next(f"{part.title}. {part.words}.", part=part.part)
    now = _in_hand(steps)
    first = next(iter(now), None) or next((x for x in steps if x.mark is Mark.NEXT), None)
    if first is None:
        return Next()
    said = [f"{first.step.label}{_and_more(now)}"]
    if first.held:
        said.append(f"Held: {' '.join(first.held)}")
    elif first.mark is Mark.NEXT:
        said.append(first.words)
    elif first.way.part:
        said.append(first.missing[0])
    else:
        said.append(first.who)
    return Next(" ".join(f"{words.rstrip('.')}." for words in said), first.way.part, first.step.id)


def _and_more(now: Sequence[RouteStep]) -> str:
    return f", and {len(now) - 1} more" if len(now) > 1 else ""
