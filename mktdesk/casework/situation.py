"""What is known of a case at one moment, and what the toolkit's questions come out as (pure).

Three answers, never two: what nobody has said yet is "not known", and stays so through every
"and", "or" and "not" that does not settle it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from mktdesk.toolkits.process_schema import When


class Truth(StrEnum):
    """Whether something holds, as far as it is known."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Happened:
    """An event or a step that is done. day: the first day it can have been; words: how the date
    is known ("recorded by R. Osei", "signed", "as the form has it"); doubt: why to look, or "".
    time: "HH:MM", local, where it matters and is known.
    """

    day: date
    words: str = ""
    time: str = ""
    doubt: str = ""


_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Situation:
    """pathway: its id. facts: by fact id (an unanswered one is absent). events: what happened, by
    event or step id. outcomes: whether a decision came out so; absent until its part is signed.
    reasons: what a person wrote beside a fact. grounds: what the form's dates add to one.
    """

    pathway: str
    facts: Mapping[str, Truth] = field(default_factory=lambda: MappingProxyType({}))
    events: Mapping[str, Happened] = field(default_factory=lambda: MappingProxyType({}))
    outcomes: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    reasons: Mapping[str, str] = field(default_factory=lambda: _NONE)
    grounds: Mapping[str, str] = field(default_factory=lambda: _NONE)


def truth(when: When | None, now: Situation) -> Truth:
    """How a question of the toolkit comes out; none at all is yes.

    A fact answered "not known" settles nothing, unless the question is whether it is not known.
    An event that has not happened is no; a decision that is not signed yet is not known.
    """
    if when is None:
        return Truth.YES
    if when.fact is not None:
        return _fact(now.facts.get(when.fact), when.is_)
    if when.outcome is not None:
        held = now.outcomes.get(when.outcome)
        return Truth.NOT_KNOWN if held is None else _of(held)
    if when.event is not None:
        return _of(when.event in now.events)
    if when.pathway is not None:
        return _of(when.pathway == now.pathway)
    if when.not_ is not None:
        return _OPPOSITE[truth(when.not_, now)]
    if when.all_ is not None:
        return _all(truth(one, now) for one in when.all_)
    # "Any of" is "not all of not".
    return _OPPOSITE[_all(_OPPOSITE[truth(one, now)] for one in when.any_ or ())]


def unsettled(when: When | None, now: Situation) -> tuple[When, ...]:
    """The simple questions inside that keep it from being yes or no; none where it is either."""
    if when is None or truth(when, now) is not Truth.NOT_KNOWN:
        return ()
    inside = (*(when.all_ or ()), *(when.any_ or ()), *((when.not_,) if when.not_ else ()))
    if not inside:
        return (when,)
    return tuple(dict.fromkeys(simple for one in inside for simple in unsettled(one, now)))


def _of(held: bool) -> Truth:
    return Truth.YES if held else Truth.NO


def _fact(known: Truth | None, wanted: str | None) -> Truth:
    if wanted == Truth.NOT_KNOWN:
        return _of(known in {None, Truth.NOT_KNOWN})
    if known in {None, Truth.NOT_KNOWN}:
        return Truth.NOT_KNOWN
    return _of(known == wanted)


def _all(answers: Iterator[Truth]) -> Truth:
    found = set(answers)
    if Truth.NO in found:
        return Truth.NO
    return Truth.NOT_KNOWN if Truth.NOT_KNOWN in found else Truth.YES


_OPPOSITE = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.NOT_KNOWN: Truth.NOT_KNOWN}
