"""Conditions that a form declares (`when`, `required_when`, checks), and their truth.

They are data, so a toolkit can be read, printed and proved without running code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from mktdesk.forms.values import DateAnswer, Value, YesNo, is_blank


@dataclass(frozen=True, slots=True)
class Is:
    """The field's answer is this key (a choice, or yes / no / not_known, a date's variant)."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Includes:
    """The field's set of options holds this key."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The field is answered (or, with `no`, blank)."""

    field: str
    yes: bool = True


@dataclass(frozen=True, slots=True)
class All:
    """Every one holds."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one holds."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not hold."""

    of: Condition


Condition: TypeAlias = Is | Includes | Answered | All | Any | Not


def holds(condition: Condition | None, values: Mapping[str, Value]) -> bool:
    """Whether a condition holds over the answers by field id; no condition always holds."""
    match condition:
        case None:
            return True
        case Is(field, wanted):
            return _key(values.get(field)) == wanted
        case Includes(field, wanted):
            value = values.get(field)
            return isinstance(value, tuple) and wanted in value
        case Answered(field, yes):
            return is_blank(values.get(field)) is not yes
        case All(of):
            return all(holds(part, values) for part in of)
        case Any(of):
            return any(holds(part, values) for part in of)
        case Not(of):
            return not holds(of, values)


def _key(value: Value) -> str:
    match value:
        case str():
            return value
        case YesNo(answer):
            return answer
        case DateAnswer():
            return value.variant
    return ""


def parts_of(condition: Condition | None) -> tuple[Is | Includes | Answered, ...]:
    """The simple conditions inside a condition."""
    match condition:
        case None:
            return ()
        case Is() | Includes() | Answered():
            return (condition,)
        case All(of) | Any(of):
            return tuple(simple for part in of for simple in parts_of(part))
        case Not(of):
            return parts_of(of)
