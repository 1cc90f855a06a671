"""What a toolkit says of the process, in the shape of its file: pathways, steps, clocks, notices.

These tables are read as they are used: nothing in them changes after reading, and everything they
name (a step, a role, a fact) is proved to be there by `mktdesk.toolkits.prove_process`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mktdesk.toolkits.process_base import Ids, Span, UnitName, When
from mktdesk.toolkits.process_people import (
    Appointment,
    Closing,
    Composition,
    Contribution,
    Handover,
    Level,
    Notice,
    Recipient,
    Refusal,
    Series,
    Sitting,
    StandardText,
)
from mktdesk.toolkits.schema import ConditionDef, Identifier, Table, Words

Strength = Literal["must", "consider", "notify"]

__all__ = [
    "Age", "Appointment", "Clock", "Closing", "Composition", "Contribution", "Criterion",
    "Event", "Extension", "Fact", "Handover", "Level", "Notice", "Outcome", "Pathway", "Point",
    "Process", "Recipient", "Refusal", "Series", "Sitting", "Source", "Span", "StandardText",
    "Step", "UnitName", "When",
]  # fmt: skip


class Pathway(Table, frozen=True):
    """One way of working, from referral to close: a kind of review.

    forms: further forms of the toolkit whose parts a case on it has, beside the form that it
    began with. start: a case can begin on it. prefix: of its reference numbers ("": the
    toolkit's). not_published: why nothing of it may be published, or "".
    """

    id: Identifier
    label: Words
    short: Words
    aliases: tuple[Words, ...] = ()
    owner: Identifier | None = None
    intake_form: Identifier | None = None
    forms: Ids = ()
    prefix: str = ""
    start: bool = True
    statutory: bool = False
    converts_to: Ids = ()
    publishes: tuple[Words, ...] = ()
    not_published: str = ""
    purpose: str = ""
    note: str = ""
    rule: str = ""


class Source(Table, frozen=True):
    """Who may refer, and what should have been done before; a warning, never a refusal (C7).

    pathways: what they refer for (none named: anything). ground: the fact on which they refer.
    note: said of it, asking nothing.
    """

    id: Identifier
    label: Words
    before: str = ""
    note: str = ""
    pathways: Ids = ()
    ground: Identifier | None = None
    rule: str = ""


class Age(Table, frozen=True):
    """An age in whole years, between two dates of the intake form's first subject or of the form.

    The fact is yes where at_least <= age <= at_most (each where given).
    """

    born: Identifier
    on: Identifier
    at_least: int | None = None
    at_most: int | None = None


class Fact(Table, frozen=True):
    """One limb: a question that is answered yes, no or not known, with a reason.

    age: worked out from two dates instead of asked; an answer given by a person goes first.
    dated: a date of the form that says that it happened ("no" beside it is a contradiction), of
    the kind `variant` where the date says of what it is. excludes: facts that cannot be yes too.
    """

    id: Identifier
    question: Words
    help: str = ""
    age: Age | None = None
    dated: Identifier | None = None
    variant: str = ""
    excludes: Ids = ()
    rule: str = ""


class Criterion(Table, frozen=True):
    """A threshold: where `meets` comes out yes, the pathway is proposed.

    strength: what the guidance then says. local: a local policy, beyond the law (C14).
    factors: facts that are noted and weighed, and not computed with. unless: other criteria; this
    one is not met where one of them is.
    """

    id: Identifier
    label: Words
    pathway: Identifier
    strength: Strength
    meets: When
    basis: str = ""
    local: bool = False
    factors: Ids = ()
    unless: Ids = ()
    definition: str = ""
    note: str = ""
    rule: str = ""


class Event(Table, frozen=True):
    """Something that happens on a day, from which clocks run, and which is no step.

    field: the date is an answer of the form of this id. Without: a person records the day.
    """

    id: Identifier
    label: Words
    field: Identifier | None = None
    help: str = ""
    pathways: Ids = ()
    rule: str = ""


class Point(Table, frozen=True):
    """One thing to see to within a step: ticked, with a note."""

    id: Identifier
    text: Words
    rule: str = ""


class Step(Table, frozen=True):
    """One step of the process. It is done when its part is signed, its field is dated, or a
    person records it; its id is then an event too.

    who: the role or body that does it. after: the steps before it, which must be done or not
    needed. advisory: its order is only advice. optional: the case can close without it.
    pathways: where it stands (none named: everywhere). when: it is needed only then.
    guidance: where the guidance says so ("Working Together 2010, 8.16"). beside: what an open
    criminal, coroner's or other process may hold up here: a person is warned before it (R334).
    """

    id: Identifier
    label: Words
    who: Identifier
    after: Ids = ()
    pathways: Ids = ()
    when: When | None = None
    part: Identifier | None = None
    field: Identifier | None = None
    point: tuple[Point, ...] = ()
    advisory: bool = False
    optional: bool = False
    beside: Literal["", "finish", "publication", "interviews"] = ""
    help: str = ""
    guidance: str = ""
    rule: str = ""


class Outcome(Table, frozen=True):
    """How a decision came out, once the part that holds it is signed.

    when: over the form's answers. pathway: the way that follows (the case is then converted).
    closes: nothing follows but telling people. relists: the decision
    comes back, so its step is not done yet.
    """

    id: Identifier
    label: Words
    part: Identifier
    when: ConditionDef
    pathway: Identifier | None = None
    closes: bool = False
    relists: bool = False
    rule: str = ""


class Extension(Table, frozen=True):
    """Who may give a clock more time, who must agree, who is asked, and who is told (C5)."""

    by: Identifier
    consent: Ids = ()
    consult: Ids = ()
    notify: Ids = ()
    note: str = ""
    rule: str = ""


class Clock(Table, frozen=True):
    """A deadline: within so long of a start, until an end.

    starts: the events or steps it can run from, the first unless the case chooses another (C3).
    units: the units it can be counted in where the guidance does not say which (C2); the first
    of them is `within`'s own. ends: the event or step that meets it.
    """

    id: Identifier
    label: Words
    starts: Annotated[Ids, msgspec.Meta(min_length=1)]
    ends: Identifier
    within: Span
    owner: Identifier
    units: tuple[UnitName, ...] = ()
    extension: Extension | None = None
    pathways: Ids = ()
    when: When | None = None
    note: str = ""
    rule: str = ""


class Process(Table, frozen=True):
    """Everything of a toolkit that moves a case; the process.toml beside toolkit.toml."""

    schema: Literal[1] = 1
    pathway: tuple[Pathway, ...] = ()
    source: tuple[Source, ...] = ()
    fact: tuple[Fact, ...] = ()
    criterion: tuple[Criterion, ...] = ()
    event: tuple[Event, ...] = ()
    step: tuple[Step, ...] = ()
    outcome: tuple[Outcome, ...] = ()
    clock: tuple[Clock, ...] = ()
    recipient: tuple[Recipient, ...] = ()
    notice: tuple[Notice, ...] = ()
    refusal: tuple[Refusal, ...] = ()
    contribution: tuple[Contribution, ...] = ()
    appointment: tuple[Appointment, ...] = ()
    composition: tuple[Composition, ...] = ()
    series: tuple[Series, ...] = ()
    sitting: tuple[Sitting, ...] = ()
    level: tuple[Level, ...] = ()
    disagreement_holds: Handover | None = None
    closing: tuple[Closing, ...] = ()
    text: tuple[StandardText, ...] = ()
