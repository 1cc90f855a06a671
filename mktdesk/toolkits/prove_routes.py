"""What shows only when each pathway is gone along: steps nobody can reach, clocks that never run.

Slower than `prove_process`, which every reading of a toolkit does: this is for whoever writes one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mktdesk.errors import ToolkitRefused
from mktdesk.forms.conditions import Includes, Is, parts_of
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import FieldKind, Form
from mktdesk.toolkits.build import condition_of
from mktdesk.toolkits.caseform import case_form
from mktdesk.toolkits.process_schema import Clock, Event, Notice, Pathway, Process, Step, When
from mktdesk.toolkits.prove import keys_of
from mktdesk.toolkits.schema import FormDef
from mktdesk.toolkits.types import Toolkit

_FILE = "process.toml"


@dataclass(frozen=True, slots=True)
class RouteProof:
    """Goes along every pathway of a toolkit whose names are proved already."""

    toolkit: Toolkit
    working: FormDef

    @property
    def _process(self) -> Process:
        return self.toolkit.process

    def mistakes(self) -> Iterator[ToolkitRefused]:
        """Every mistake, each with file, key and reason."""
        yield from self._dates()
        yield from self._unused()
        for pathway in self._process.pathway:
            yield from self._forms(pathway)
            yield from self._along(pathway)
        yield from self._outcomes()
        yield from self._strays()

    def _refuse(self, key: str, reason: str, file: str = _FILE) -> ToolkitRefused:
        return ToolkitRefused(file, key, reason)

    # the toolkit as a whole

    def _dates(self) -> Iterator[ToolkitRefused]:
        t = self.toolkit
        for name, day in (("effective_to", t.effective_to), ("review_by", t.review_by)):
            if day is not None and day < t.effective_from:
                yield self._refuse(name, "it is before `effective_from`", "toolkit.toml")
        dates = {field for form in t.forms.values() for field in _dates_of(form)}
        things: tuple[Event | Step, ...] = (*self._process.event, *self._process.step)
        for thing in things:
            if thing.field is not None and thing.field not in dates:
                yield self._refuse(thing.id, f"{thing.field!r} is no date of a form")

    def _unused(self) -> Iterator[ToolkitRefused]:
        p = self._process
        used = {self.toolkit.intake_form}
        used |= {name for one in p.pathway for name in (*one.forms, one.intake_form) if name}
        used |= {one.form for one in p.contribution if one.form}
        for name in self.toolkit.forms:
            if name not in used:
                yield self._refuse("forms", f"no pathway uses the form {name!r}", "toolkit.toml")

    def _outcomes(self) -> Iterator[ToolkitRefused]:
        forms = self.toolkit.forms.values()
        asked = {x.id: x for form in forms for x in scopes_of(form)[form.record]}
        for one in self._process.outcome:
            key = f"outcome {one.id}"
            for simple in parts_of(condition_of(one.when, key)):
                field = asked.get(simple.field)
                if field is None:
                    yield self._refuse(key, f"no form asks {simple.field!r}")
                elif isinstance(simple, Is | Includes) and simple.value not in keys_of(field):
                    yield self._refuse(key, f"{simple.value!r} is no answer to {field.id}")
            if not any(one.part in self._parts(pathway) for pathway in self._process.pathway):
                yield self._refuse(f"outcome {one.id}", f"no pathway has the part {one.part!r}")

    def _strays(self) -> Iterator[ToolkitRefused]:
        """Steps that stand on pathways, none of which can reach them."""
        p = self._process
        for step in p.step:
            ways = [one for one in p.pathway if not step.pathways or one.id in step.pathways]
            if not any(_can(step.when, self._known(way)) for way in ways):
                yield self._refuse(f"step {step.id}", "no case can ever come to it: see `when`")

    # one pathway

    def _intakes(self, pathway: Pathway) -> set[str]:
        """The forms a case on this pathway can have begun with: its own, or another's."""
        own = pathway.intake_form or self.toolkit.intake_form
        return {own, *(x.intake_form or self.toolkit.intake_form for x in self._from(pathway))}

    def _from(self, pathway: Pathway) -> list[Pathway]:
        p = self._process
        by_outcome = any(one.pathway == pathway.id for one in p.outcome)
        return [x for x in p.pathway if pathway.id in x.converts_to or (by_outcome and x.start)]

    def _parts(self, pathway: Pathway) -> set[str]:
        names = {*self._intakes(pathway), *pathway.forms}
        for before in self._from(pathway):
            names |= set(before.forms)
        return {part.id for name in names for part in self.toolkit.forms[name].parts}

    def _forms(self, pathway: Pathway) -> Iterator[ToolkitRefused]:
        forms = self.toolkit.forms
        for name in sorted(self._intakes(pathway)):
            further = [forms[x] for x in dict.fromkeys(pathway.forms) if x != name]
            try:
                case_form(forms[name], further, self._process, self.working)
            except ToolkitRefused as mistake:
                yield mistake

    def _known(self, pathway: Pathway) -> _Known:
        p, parts = self._process, self._parts(pathway)
        return _Known(
            pathway.id,
            frozenset(one.id for one in p.outcome if one.part in parts),
            frozenset(_on(p.event, pathway.id)) | frozenset(_on(p.step, pathway.id)),
        )

    def _along(self, pathway: Pathway) -> Iterator[ToolkitRefused]:
        p, known, parts = self._process, self._known(pathway), self._parts(pathway)
        where = f"on the pathway {pathway.id!r}"
        for step in p.step:
            if _stands(step, pathway) and step.part is not None and step.part not in parts:
                yield self._refuse(f"step {step.id}", f"{where} there is no part {step.part!r}")
        for clock in p.clock:
            if not _stands(clock, pathway) or not _can(clock.when, known):
                continue
            if not known.events & set(clock.starts):
                yield self._refuse(f"clock {clock.id}", f"{where} it never starts")
            elif clock.ends not in known.events:
                yield self._refuse(f"clock {clock.id}", f"{where} nothing ends it")
        for notice in p.notice:
            called = _stands(notice, pathway) and _can(notice.when, known)
            if called and notice.on not in known.events:
                yield self._refuse(f"notice {notice.id}", f"{where} {notice.on!r} never happens")


@dataclass(frozen=True, slots=True)
class _Known:
    """What can come about on a pathway."""

    pathway: str
    outcomes: frozenset[str]
    events: frozenset[str]


def _stands(thing: Step | Clock | Notice, pathway: Pathway) -> bool:
    return not thing.pathways or pathway.id in thing.pathways


def _on(things: object, pathway: str) -> Iterator[str]:
    assert isinstance(things, tuple)
    for thing in things:
        if not thing.pathways or pathway in thing.pathways:
            yield thing.id


def _dates_of(form: Form) -> set[str]:
    every = (field for fields in scopes_of(form).values() for field in fields)
    return {field.id for field in every if field.kind is FieldKind.DATE}


def _can(when: When | None, known: _Known, *, be: bool = True) -> bool:
    """Whether the question can come out yes (or, with be=False, no) in some case."""
    if when is None:
        return be
    if when.pathway is not None:
        return (when.pathway == known.pathway) is be
    if when.outcome is not None:
        return when.outcome in known.outcomes or not be
    if when.event is not None:
        return when.event in known.events or not be
    if when.not_ is not None:
        return _can(when.not_, known, be=not be)
    if when.all_ is not None:
        each = (_can(one, known, be=be) for one in when.all_)
        return all(each) if be else any(each)
    if when.any_ is not None:
        each = (_can(one, known, be=be) for one in when.any_)
        return any(each) if be else all(each)
    return True
