"""Who is told, asked and appointed in a process, what comes round, and how a case is closed."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mktdesk.toolkits.process_base import Ids, Span, When
from mktdesk.toolkits.schema import Identifier, Table, Words

Seen = Literal["", "plan", "bulletin", "notices", "recommendations", "disagreements", "returns"]


class Recipient(Table, frozen=True):
    """Somebody who is told.

    many: one notice for each, named on the case (every agency asked). fields: the form's answers
    that say who it is, name first (the referrer). of: the role whose holder, or with "people" the
    body whose members, the office's directory names; without, the role of the recipient's own id.
    """

    id: Identifier
    label: Words
    fields: Ids = ()
    many: Literal["", "agencies", "named_officers", "family", "people"] = ""
    of: Identifier | None = None
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
    """A person who is appointed to a case, what they declare, and whom they may not also be.

    distinct_unless: a discipline whose people may be both (R37: the health representative).
    """

    id: Identifier
    label: Words
    pathways: Ids = ()
    declaration: tuple[Declaration, ...] = ()
    distinct_from: Ids = ()
    distinct_unless: str = ""
    step: Identifier | None = None
    rule: str = ""


class Composition(Table, frozen=True):
    """Who must sit on a panel: how many at least, which disciplines or roles, who not.

    of: the appointments that make it up. needs: disciplines or kinds of organisation that must be
    among them. standing: appointments that are on every such panel by their office (R141).
    """

    id: Identifier
    label: Words
    of: Ids = ()
    pathways: Ids = ()
    minimum: int = 0
    needs: tuple[Words, ...] = ()
    standing: Ids = ()
    barred: tuple[Words, ...] = ()
    note: str = ""
    rule: str = ""


class Series(Table, frozen=True):
    """What comes round: a body's meetings, a report, a bulletin, the guidance's own review.

    notice: what reaches a meeting later than this before it begins waits for the next (R197).
    note: what the guidance leaves open.
    """

    id: Identifier
    label: Words
    kind: Literal["meeting", "report", "bulletin", "review"]
    owner: Identifier
    every: Span
    notice: Span | None = None
    note: str = ""
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


class Seats(Table, frozen=True):
    """Where a decision part keeps who took part and what each of them thought (R201, R385).

    record: the rows. name, title, agency, view, reason: their fields; no view: it is only kept who
    took part; a title that is the agency's field stands after the agency in it. taking_part: the
    field that says whether a member decided, where it is not the view's own options. decided,
    abstained, stepped_out: the option of `taking_part` (or of `view`) for each; "" where there is
    none.
    """

    record: Identifier
    name: Identifier
    agency: Identifier
    view: Identifier | None = None
    title: Identifier | None = None
    reason: Identifier | None = None
    taking_part: Identifier | None = None
    decided: str = ""
    abstained: str = ""
    stepped_out: str = ""


class Core(Table, frozen=True):
    """Somebody without whom a body cannot well decide: a discipline, and its option in the form."""

    discipline: Words
    option: str = ""


class Sitting(Table, frozen=True):
    """What a body does with a case at its meeting: the step it takes and what is recorded.

    step: its part is filled and signed there. met_on: the day of the meeting in it. decision: the
    answer that says how it came out. presented_by: who presented the case (R28). brief: answers
    that tell the case in short, of its own record or of its repeated pages. further, relist:
    what is wanted before it comes back, and when (R378). core: who is to be there; core_field:
    where the form says who of them was. minimum: how many members the body has at least, 0 where
    nobody says so. minutes: the usual time for one case.
    """

    id: Identifier
    step: Identifier
    met_on: Identifier | None = None
    decision: Identifier | None = None
    presented_by: Identifier | None = None
    seats: Seats | None = None
    brief: Ids = ()
    further: Identifier | None = None
    relist: Identifier | None = None
    core: tuple[Core, ...] = ()
    core_field: Identifier | None = None
    minimum: int = 0
    minutes: int = 20
    rule: str = ""
