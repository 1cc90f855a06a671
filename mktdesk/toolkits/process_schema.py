"""What a toolkit says of the process, in the shape of its file: pathways, steps, clocks, notices.

These tables are read as they are used: nothing in them changes after reading, and everything they
name (a step, a role, a fact) is proved to be there by `mktdesk.toolkits.prove_process`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mktdesk.toolkits.schema import ConditionDef, Identifier, Table, Words

UnitName = Literal["working_day", "calendar_day", "week", "month", "hour"]
Strength = Literal["must", "consider", "notify"]
Seen = Literal["", "plan", "bulletin", "notices", "recommendations", "disagreements", "returns"]
Ids = tuple[Identifier, ...]


class When(Table, frozen=True):
    """A question that the case itself answers: yes, no, or not known yet.

    Exactly one of: `fact` with `is_` (yes, no or not_known), `outcome` (a decision came out so),
    `event` (it has happened: an event or a step), `pathway` (the case is on it), `all_`, `any_`,
    `not_`.
    """

    fact: Identifier | None = None
    is_: Literal["yes", "no", "not_known"] | None = msgspec.field(default=None, name="is")
    outcome: Identifier | None = None
    event: Identifier | None = None
    pathway: Identifier | None = None
    all_: tuple[When, ...] | None = msgspec.field(default=None, name="all")
    any_: tuple[When, ...] | None = msgspec.field(default=None, name="any")
    not_: When | None = msgspec.field(default=None, name="not")


class Span(Table, frozen=True):
    """So many units of time."""

    number: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    unit: UnitName


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
    """Who may refer, and what should have been done before; a warning, never a refusal (C7)."""

    id: Identifier
    label: Words
    before: str = ""
    pathways: Ids = ()
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
    """

    id: Identifier
    question: Words
    help: str = ""
    age: Age | None = None
    rule: str = ""


class Criterion(Table, frozen=True):
    """A threshold: where `meets` comes out yes, the pathway is proposed.

    strength: what the guidance then says. local: a local policy, beyond the law (C14).
    factors: facts that are noted and weighed, and not computed with.
    """

    id: Identifier
    label: Words
    pathway: Identifier
    strength: Strength
    meets: When
    basis: str = ""
    local: bool = False
    factors: Ids = ()
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
    guidance: where the guidance says so ("Working Together 2010, 8.16").
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
    help: str = ""
    guidance: str = ""
    rule: str = ""


class Outcome(Table, frozen=True):
    """How a decision came out, once the part that holds it is signed.

    when: over the form's answers. pathway: the way that follows (the case is then converted).
    closes: nothing follows but telling people. relists: the decision comes back.
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


class Recipient(Table, frozen=True):
    """Somebody who is told.

    many: one notice for each, named on the case (every agency asked). fields: the form's answers
    that say who it is, name first (the referrer).
    """

    id: Identifier
    label: Words
    fields: Ids = ()
    many: Literal["", "agencies", "named_officers", "family", "people"] = ""
    channel: str = ""
    note: str = ""


class Notice(Table, frozen=True):
    """Who must be told what, by whom, by when.

    on: the event or step that calls for it. by: the role that sends it. done_by: somebody
    outside who tells them, and confirms it to the office (R40). within: no span is "at once".
    letter: the letter it comes with, or none. repeats: they are kept informed of more (R85).
    """

    id: Identifier
    label: Words
    on: Identifier
    to: Annotated[Ids, msgspec.Meta(min_length=1)]
    by: Identifier
    within: Span | None = None
    done_by: str = ""
    channel: str = ""
    says: str = ""
    letter: Identifier | None = None
    pathways: Ids = ()
    when: When | None = None
    optional: bool = False
    repeats: bool = False
    rule: str = ""


class Refusal(Table, frozen=True):
    """What must not be done on these pathways: told to these recipients, or published (C13)."""

    id: Identifier
    pathways: Annotated[Ids, msgspec.Meta(min_length=1)]
    why: Words
    to: Ids = ()
    publishing: bool = False
    rule: str = ""


class Contribution(Table, frozen=True):
    """What agencies are asked for.

    after: the step or event whose day the time runs from. before: another contribution that it is
    due before (a chronology before the report, R248). form: the form that is sent to be filled.
    """

    id: Identifier
    label: Words
    pathways: Ids = ()
    after: Identifier | None = None
    before: Identifier | None = None
    within: Span | None = None
    letter: Identifier | None = None
    form: Identifier | None = None
    rule: str = ""


class Declaration(Table, frozen=True):
    """One thing that is checked of somebody who is appointed."""

    id: Identifier
    text: Words
    rule: str = ""


class Appointment(Table, frozen=True):
    """A person who is appointed to a case, what they declare, and whom they may not also be."""

    id: Identifier
    label: Words
    pathways: Ids = ()
    declaration: tuple[Declaration, ...] = ()
    distinct_from: Ids = ()
    step: Identifier | None = None
    rule: str = ""


class Composition(Table, frozen=True):
    """Who must sit on a panel: how many at least, which disciplines or roles, who not."""

    id: Identifier
    label: Words
    pathways: Ids = ()
    minimum: int = 0
    needs: tuple[Words, ...] = ()
    barred: tuple[Words, ...] = ()
    note: str = ""
    rule: str = ""


class Series(Table, frozen=True):
    """What comes round: a body's meetings, a report, a bulletin, the guidance's own review.

    notice: what reaches a meeting later than this before it begins waits for the next (R197).
    """

    id: Identifier
    label: Words
    kind: Literal["meeting", "report", "bulletin", "review"]
    owner: Identifier
    every: Span
    notice: Span | None = None
    rule: str = ""


class Decider(Table, frozen=True):
    """Who decides on one pathway."""

    pathway: Identifier
    who: Identifier


class Level(Table, frozen=True):
    """One level of a disagreement: who decides, and on which pathways somebody else."""

    id: Identifier
    label: Words
    decider: Identifier
    deciders: tuple[Decider, ...] = ()
    rule: str = ""


class Closing(Table, frozen=True):
    """One line of the closing checklist.

    step: met when the step is done. of: what else the program can see by itself. None of both:
    a person says so. exception: the case may close without it, for a reason and a name.
    """

    id: Identifier
    text: Words
    pathways: Ids = ()
    when: When | None = None
    step: Identifier | None = None
    of: Seen = ""
    exception: bool = True
    rule: str = ""


class StandardText(Table, frozen=True):
    """Words of our own that letters and papers of this toolkit use."""

    id: Identifier
    text: Words
    rule: str = ""


class Handover(Table, frozen=True):
    """Steps that wait while a disagreement about the threshold is open (R107)."""

    steps: Ids
    unless: str = ""
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
    level: tuple[Level, ...] = ()
    disagreement_holds: Handover | None = None
    closing: tuple[Closing, ...] = ()
    text: tuple[StandardText, ...] = ()
