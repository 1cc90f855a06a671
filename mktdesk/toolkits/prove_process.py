"""What no single table of a process can show: every name points somewhere, and every step is met.

Each mistake is refused by file, key and reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from mktdesk.errors import ToolkitRefused
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import FieldKind
from mktdesk.toolkits.letters import letters
from mktdesk.toolkits.process_schema import Process, Step, When
from mktdesk.toolkits.prove_sittings import sitting_mistakes

if TYPE_CHECKING:
    from mktdesk.toolkits.types import Toolkit

_FILE = "process.toml"
_REQUEST = "request"  # the working record's row of what an agency is asked for
Mistakes: TypeAlias = Iterator[ToolkitRefused]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


class _Somewhere(_Named, Protocol):
    @property
    def pathways(self) -> tuple[str, ...]: ...


class _Sometimes(_Named, Protocol):
    @property
    def when(self) -> When | None: ...


@dataclass(frozen=True, slots=True)
class ProcessProof:
    """Goes over the process of one toolkit."""

    toolkit: Toolkit

    @property
    def _process(self) -> Process:
        return self.toolkit.process

    def prove(self) -> None:
        """Nothing, or ToolkitRefused with file, key and reason of the first mistake."""
        for mistake in self.mistakes():
            raise mistake

    def mistakes(self) -> Mistakes:
        """Every mistake, each with file, key and reason."""
        yield from self._unique()
        yield from self._pathways()
        yield from self._facts()
        yield from self._steps()
        yield from self._tests()
        yield from self._clocks()
        yield from self._people()
        yield from sitting_mistakes(self.toolkit)

    def _refuse(self, key: str, reason: str) -> ToolkitRefused:
        return ToolkitRefused(_FILE, key, reason)

    def _need(
        self, key: str, what: str, names: Iterable[str | None], known: Iterable[str]
    ) -> Mistakes:
        there = set(known)
        for name in names:
            if name is not None and name not in there:
                yield self._refuse(key, f"there is no {what} {name!r}")

    # what there is

    def _who(self) -> set[str]:
        return {x.id for x in self.toolkit.roles} | {x.id for x in self.toolkit.bodies}

    def _happenings(self) -> set[str]:
        return {x.id for x in self._process.event} | {x.id for x in self._process.step}

    def _parts(self) -> set[str]:
        return {part.id for form in self.toolkit.forms.values() for part in form.parts}

    # the proofs

    def _unique(self) -> Mistakes:
        p = self._process
        kinds: dict[str, tuple[_Named, ...]] = {
            "pathway": p.pathway, "source": p.source, "fact": p.fact, "criterion": p.criterion,
            "event or step": (*p.event, *p.step), "outcome": p.outcome, "clock": p.clock,
            "recipient": p.recipient, "notice": p.notice, "refusal": p.refusal,
            "contribution": p.contribution, "appointment": p.appointment,
            "composition": p.composition, "series": p.series, "level": p.level,
            "closing": p.closing, "text": p.text, "sitting": p.sitting,
        }  # fmt: skip
        for what, things in kinds.items():
            seen: set[str] = set()
            for thing in things:
                if thing.id in seen:
                    yield self._refuse(f"{what} {thing.id}", "the id is used twice")
                seen.add(thing.id)

    def _pathways(self) -> Mistakes:
        p = self._process
        known = {x.id for x in p.pathway}
        for one in p.pathway:
            key = f"pathway {one.id}"
            yield from self._need(key, "form", (*one.forms, one.intake_form), self.toolkit.forms)
            yield from self._need(key, "body or role", (one.owner,), self._who())
            yield from self._need(key, "pathway", one.converts_to, known)
        everywhere: tuple[_Somewhere, ...] = (
            *p.source, *p.event, *p.step, *p.clock, *p.notice, *p.refusal, *p.contribution,
            *p.appointment, *p.composition, *p.closing,
        )  # fmt: skip
        for thing in everywhere:
            yield from self._need(thing.id, "pathway", thing.pathways, known)
        for criterion in p.criterion:
            key = f"criterion {criterion.id}"
            yield from self._need(key, "pathway", (criterion.pathway,), known)
            yield from self._need(key, "fact", criterion.factors, (x.id for x in p.fact))
            others = {x.id for x in p.criterion} - {criterion.id}
            yield from self._need(key, "other criterion", criterion.unless, others)
        for outcome in p.outcome:
            key = f"outcome {outcome.id}"
            yield from self._need(key, "pathway", (outcome.pathway,), known)
            yield from self._need(key, "part", (outcome.part,), self._parts())

    def _facts(self) -> Mistakes:
        facts = {x.id for x in self._process.fact}
        for source in self._process.source:
            yield from self._need(f"source {source.id}", "fact", (source.ground,), facts)
        dates = [
            field
            for form in self.toolkit.forms.values()
            for fields in scopes_of(form).values()
            for field in fields
            if field.kind is FieldKind.DATE
        ]
        for fact in self._process.fact:
            key = f"fact {fact.id}"
            ages = (fact.age.born, fact.age.on) if fact.age else ()
            yield from self._need(key, "date", (*ages, fact.dated), (x.id for x in dates))
            yield from self._need(key, "fact", fact.excludes, facts - {fact.id})
            if fact.variant:
                kinds = {x.key for date in dates if date.id == fact.dated for x in date.options}
                yield from self._need(key, "kind of date", (fact.variant,), kinds)

    def _steps(self) -> Mistakes:
        steps = {x.id: x for x in self._process.step}
        for step in steps.values():
            key = f"step {step.id}"
            yield from self._need(key, "body or role", (step.who,), self._who())
            yield from self._need(key, "step", step.after, steps)
            yield from self._need(key, "part", (step.part,), self._parts())
        yield from self._cycles(steps)

    def _cycles(self, steps: dict[str, Step]) -> Mistakes:
        done: set[str] = set()

        def visit(step_id: str, path: tuple[str, ...]) -> Mistakes:
            if step_id in path:
                yield self._refuse(f"step {step_id}", f"it waits for itself: {' -> '.join(path)}")
            elif step_id not in done:
                for before in steps[step_id].after:
                    if before in steps:
                        yield from visit(before, (*path, step_id))
                done.add(step_id)

        for step_id in steps:
            yield from visit(step_id, ())

    def _tests(self) -> Mistakes:
        p = self._process
        facts, outcomes = {x.id for x in p.fact}, {x.id for x in p.outcome}
        ways, happenings = {x.id for x in p.pathway}, self._happenings()
        for key, test in self._every_test():
            for one in simple_tests(test):
                said = (one.fact, one.outcome, one.event, one.pathway)
                if sum(x is not None for x in said) != 1 or (one.fact is None) != (one.is_ is None):
                    yield self._refuse(key, "a test says exactly one thing")
                yield from self._need(key, "fact", (one.fact,), facts)
                yield from self._need(key, "outcome", (one.outcome,), outcomes)
                yield from self._need(key, "event or step", (one.event,), happenings)
                yield from self._need(key, "pathway", (one.pathway,), ways)

    def _every_test(self) -> Iterator[tuple[str, When]]:
        p = self._process
        for criterion in p.criterion:
            yield f"criterion {criterion.id}", criterion.meets
        sometimes: tuple[_Sometimes, ...] = (*p.step, *p.clock, *p.notice, *p.closing)
        for thing in sometimes:
            if thing.when is not None:
                yield thing.id, thing.when

    def _clocks(self) -> Mistakes:
        for clock in self._process.clock:
            key = f"clock {clock.id}"
            yield from self._need(
                key, "event or step", (*clock.starts, clock.ends), self._happenings()
            )
            yield from self._need(key, "body or role", (clock.owner,), self._who())
            if clock.units and clock.units[0] != clock.within.unit:
                yield self._refuse(key, "the first of `units` is the unit of `within`")
            if ext := clock.extension:
                told = {*self._who(), *(x.id for x in self._process.recipient)}
                names = (ext.by, *ext.consent, *ext.consult, *ext.notify)
                yield from self._need(key, "role, body or recipient", names, told)

    def _people(self) -> Mistakes:
        p = self._process
        recipients = {x.id for x in p.recipient}
        for told in p.recipient:
            yield from self._need(f"recipient {told.id}", "body or role", (told.of,), self._who())
        for notice in p.notice:
            key = f"notice {notice.id}"
            yield from self._need(key, "event or step", (notice.on,), self._happenings())
            yield from self._need(key, "recipient", notice.to, recipients)
            yield from self._need(key, "body or role", (notice.by,), self._who())
            yield from self._need(key, "letter", (notice.letter,), letters())
        for refusal in p.refusal:
            yield from self._need(f"refusal {refusal.id}", "recipient", refusal.to, recipients)
        steps, known = {x.id for x in p.step}, {x.id for x in p.pathway}
        for asked in p.contribution:
            key = f"contribution {asked.id}"
            yield from self._need(key, "event or step", (asked.after,), self._happenings())
            yield from self._need(
                key, "contribution", (asked.before,), (x.id for x in p.contribution)
            )
            yield from self._need(key, "form", (asked.form,), self.toolkit.forms)
            yield from self._need(key, "letter", (asked.letter,), letters())
            yield from self._prefills(asked.form)
        appointed = {x.id for x in p.appointment}
        for one in p.appointment:
            key = f"appointment {one.id}"
            yield from self._need(
                key, "appointment", one.distinct_from, (x.id for x in p.appointment)
            )
            yield from self._need(key, "step", (one.step,), steps)
        for panel in p.composition:
            key = f"composition {panel.id}"
            yield from self._need(key, "appointment", panel.of, appointed)
            yield from self._need(key, "appointment of the panel", panel.standing, panel.of)
        for series in p.series:
            yield from self._need(
                f"series {series.id}", "body or role", (series.owner,), self._who()
            )
        for level in p.level:
            key = f"level {level.id}"
            yield from self._need(key, "pathway", (x.pathway for x in level.deciders), known)
            who = (level.decider, *(x.who for x in level.deciders))
            yield from self._need(key, "body or role", who, self._who())
        for line in p.closing:
            yield from self._need(f"closing {line.id}", "step", (line.step,), steps)

    def _prefills(self, form_id: str | None) -> Mistakes:
        """A form that is sent out is filled from what a case of this toolkit can hold."""
        form = self.toolkit.forms.get(form_id or "")
        known: dict[str, set[str]] = {_REQUEST: {"agency"}}
        for other in self.toolkit.forms.values():
            for record, fields in scopes_of(other).items():
                known.setdefault(record, set()).update(field.id for field in fields)
        for one in form.prefill if form else ():
            key = f"form {form_id}, prefill {one.record}"
            yield from self._need(key, "record", (one.source,), known)
            names = (*(name for _, name in one.fields), *((one.by,) if one.by else ()))
            yield from self._need(key, "field", names, known.get(one.source, names))


def simple_tests(test: When) -> Iterator[When]:
    """The simple tests inside a test."""
    inside = (*(test.all_ or ()), *(test.any_ or ()), *((test.not_,) if test.not_ else ()))
    if inside or test.all_ is not None or test.any_ is not None:
        for one in inside:
            yield from simple_tests(one)
    else:
        yield test
