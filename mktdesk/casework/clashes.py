"""Conflicts that only a case knows of: a section signed on one side and changed on the other, a
section signed twice, and facts that exclude one another, answered by people who had not seen
each other (pure).

A book finds two answers to one question by itself; these concern different rows and fields that
together cannot stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from mktdesk.casework.facts import facts_of
from mktdesk.casework.records import SignOff
from mktdesk.casework.situation import Truth
from mktdesk.casework.status import digest_agrees
from mktdesk.forms.answers import Answers
from mktdesk.forms.types import Form, Part
from mktdesk.toolkits.caseform import fact_field
from mktdesk.toolkits.process_schema import Process


class Touch(Protocol):
    """An entry that changed a row, and whether its writer had another one."""

    @property
    def at(self) -> str:
        """When (UTC)."""

    @property
    def actor(self) -> str:
        """Who wrote it."""

    @property
    def kind(self) -> str:
        """The kind of row."""

    @property
    def row(self) -> str:
        """Its id."""

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it set."""

    def saw(self, other: object) -> bool:
        """Its writer had the other one."""


class ClashKind(StrEnum):
    """What cannot both stand."""

    SIGNED_CHANGED = "signed and changed"
    SIGNED_TWICE = "signed twice"
    EXCLUDING = "exclude one another"


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a clash: who, when (UTC), what they did, in words; row: a signature's, or a
    fact's field.
    """

    actor: str
    at: str
    words: str
    row: str


@dataclass(frozen=True, slots=True)
class Clash:
    """part: the section, or nothing. words: what it is about."""

    kind: ClashKind
    part: str
    words: str
    parties: tuple[Party, ...]


def clashes(
    form: Form, process: Process, answers: Answers, signoffs: Iterable[SignOff],
    touches: Sequence[Touch],
) -> tuple[Clash, ...]:  # fmt: skip
    """Every open clash, in the order of the form. touches: of the case's rows, in order."""
    stands = [one for one in signoffs if one.stands]
    found: list[Clash] = []
    for part in form.parts:
        mine = [one for one in stands if one.part == part.id]
        found.extend(_twice(part, mine))
        for one in mine:
            if not digest_agrees(form, answers, one):
                found.extend(_changed(part, form, one, touches))
    found.extend(_excluding(form, process, answers, touches))
    return tuple(found)


def _twice(part: Part, signed: Sequence[SignOff]) -> Iterator[Clash]:
    """Two signatures stand under one section: each was given without knowing of the other."""
    if len(signed) > 1:
        parties = tuple(
            Party(one.name, one.signed_at, f"signed it, {one.date}", one.id) for one in signed
        )
        yield Clash(ClashKind.SIGNED_TWICE, part.id, part.title, parties)


def _changed(part: Part, form: Form, signed: SignOff, touches: Sequence[Touch]) -> Iterator[Clash]:
    """What stands is not what was signed, and somebody wrote who had not seen the signature."""
    signing = next((t for t in touches if (t.kind, t.row) == (SignOff.KIND, signed.id)), None)
    if signing is None:
        return
    scope = fields_of(part, form)
    late = [
        touch
        for touch in touches
        if touch.kind in scope
        and (not touch.names or set(touch.names) & scope[touch.kind])
        and not touch.saw(signing)
        and not signing.saw(touch)
    ]
    if late:
        last = late[-1]
        count = "1 change" if len(late) == 1 else f"{len(late)} changes"
        parties = (
            Party(signed.name, signed.signed_at, f"signed it, {signed.date}", signed.id),
            Party(last.actor, last.at, f"changed it ({count})", ""),
        )
        yield Clash(ClashKind.SIGNED_CHANGED, part.id, part.title, parties)


def fields_of(part: Part, form: Form) -> Mapping[str, frozenset[str]]:
    """The fields of a section, by the kind of row that holds them."""
    found: dict[str, set[str]] = {}
    for page in part.pages:
        home = page.repeat.record if page.repeat else form.record
        found.setdefault(home, set()).update(field.id for field in page.fields)
        for table in page.tables:
            found.setdefault(table.record, set()).update(field.id for field in table.fields)
    return {kind: frozenset(names) for kind, names in found.items()}


def _excluding(
    form: Form, process: Process, answers: Answers, touches: Sequence[Touch]
) -> Iterator[Clash]:
    """Two facts that cannot both be so are both answered yes, each unseen by the other."""
    truths = facts_of(form, process, answers).truths
    told: set[frozenset[str]] = set()
    facts = {fact.id: fact for fact in process.fact}
    for fact in process.fact:
        for other in fact.excludes:
            pair = frozenset((fact.id, other))
            both = truths.get(fact.id) is Truth.YES is truths.get(other)
            if not both or pair in told:
                continue
            told.add(pair)
            mine, theirs = (_last(form, touches, fact_field(one)) for one in (fact.id, other))
            if mine is None or theirs is None or mine.saw(theirs) or theirs.saw(mine):
                continue
            parties = tuple(
                Party(t.actor, t.at, f"“{facts[one].question}”: Yes", fact_field(one))
                for t, one in ((mine, fact.id), (theirs, other))
            )
            yield Clash(ClashKind.EXCLUDING, "", "Two answers that exclude one another", parties)


def _last(form: Form, touches: Sequence[Touch], field: str) -> Touch | None:
    """The last that answered a question of the form's own record."""
    found = [t for t in touches if t.kind == form.record and field in t.names]
    return found[-1] if found else None
