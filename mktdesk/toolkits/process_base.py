"""What every table of a process is made of: names, a question to the case, a span of time."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mktdesk.toolkits.schema import Identifier, Table

UnitName = Literal["working_day", "calendar_day", "week", "month", "hour"]
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
