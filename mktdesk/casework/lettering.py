"""A letter's words for one recipient: what stands in this situation; what is missing (pure).

What was typed or comes from the case is put in as it is: a brace in it is a brace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from mktdesk.casework.situation import Situation, Truth
from mktdesk.errors import LetterIncomplete
from mktdesk.toolkits.letter_schema import FIELDS, NOT, Ask, Letter, Paragraph
from mktdesk.toolkits.letters import MERGE
from mktdesk.toolkits.process_schema import Outcome, Process

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Kind(StrEnum):
    """What a block of a letter is."""

    TEXT = "text"
    HEADING = "heading"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or list. words: its paragraphs, or the items of the list."""

    kind: Kind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the case and the office give to a letter.

    fields: by the ids of `FIELDS`, blank ones left out or empty. items: the lists among them.
    terms: those of `TERMS` that hold. statements: the toolkit's own texts by id.
    """

    fields: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    items: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    terms: frozenset[str] = frozenset()
    statements: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter's own words. subject: the line above them."""

    subject: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole letter, ready to be set: furniture, addresses, words, who signs.

    office, to: lines. signed: the name, or nothing; role: whose letter it is. enclosed: what goes
    with it. marking, reference and footer stand on every page.
    """

    written: Written
    greeting: str
    office: tuple[str, ...]
    to: tuple[str, ...]
    made_on: date
    reference: str
    marking: str
    signed: str = ""
    role: str = ""
    enclosed: tuple[str, ...] = ()
    footer: str = ""


def written_date(day: date) -> str:
    """A day as letters write it: "10 November 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def asks_of(letter: Letter, terms: frozenset[str]) -> tuple[Ask, ...]:
    """What whoever issues the letter is asked in this situation."""
    return tuple(ask for ask in letter.ask if holds(ask.when, terms))


def compose(letter: Letter, known: Known, asked: Mapping[str, str]) -> Written:
    """The letter's words. asked: what was typed, by the ids of its questions.

    Raises LetterIncomplete, which names everything that is missing.
    """
    asks = {ask.id: ask for ask in asks_of(letter, known.terms)}
    standing = [one for one in letter.paragraph if holds(one.when, known.terms)]
    said = {name: words.strip() for name, words in asked.items() if name in asks}
    values = {**known.fields, **said}
    if missing := tuple(_missing(letter, standing, asks, values, known)):
        raise LetterIncomplete(missing)
    blocks = [block for one in standing for block in _blocks(one, known, values)]
    return Written(_merged(letter.subject, values), tuple(blocks))


def holds(when: Iterable[str], terms: frozenset[str]) -> bool:
    """Whether every term holds; "not died" holds where "died" does not."""
    return all((term.removeprefix(NOT) in terms) != term.startswith(NOT) for term in when)


# what decides which words stand


def decided(process: Process, now: Situation, on: str) -> tuple[Outcome, ...]:
    """How the decision came out that a notice tells of; every decision that is signed, where what
    it tells of is none itself.
    """
    held = [one for one in process.outcome if now.outcomes.get(one.id)]
    part = next((step.part for step in process.step if step.id == on), None)
    of_step = [one for one in held if one.part == part]
    return tuple(of_step or held)


def terms_of(process: Process, now: Situation, on: str, variants: Iterable[str]) -> frozenset[str]:
    """The terms that the case itself settles. variants: of what its dates say they are."""
    said = set(variants)
    for fact in process.fact:
        if fact.variant and now.facts.get(fact.id) is Truth.YES:
            said.add(fact.variant)
    found = {"died"} if "death" in said else {"harmed"} if "serious_incident" in said else set()
    outcomes = decided(process, now, on)
    follows = {one.pathway for one in outcomes if one.pathway}
    if follows:
        law = any(way.statutory for way in process.pathway if way.id in follows)
        found |= {"review", "statutory" if law else "other_review"}
    elif any(not one.relists for one in outcomes):
        found.add("no_review")
    return frozenset(found)


# merging


def _blocks(one: Paragraph, known: Known, values: Mapping[str, str]) -> Iterator[Block]:
    kind = Kind.TEXT
    words: tuple[str, ...] = ()
    if one.items:
        kind, words = Kind.ITEMS, known.items[one.items]
    elif one.statement:
        text = next((known.statements[x] for x in one.statement if x in known.statements), "")
        words = _paragraphs(text)
    elif all(values.get(name) for name in MERGE.findall(one.text)):
        words = _paragraphs(_merged(one.text, values))
    if words and one.heading:
        yield Block(Kind.HEADING, (_merged(one.heading, values),))
    if words:
        yield Block(kind, words)


def _missing(
    letter: Letter,
    standing: Iterable[Paragraph],
    asks: Mapping[str, Ask],
    values: Mapping[str, str],
    known: Known,
) -> Iterator[str]:
    names = [*MERGE.findall(letter.subject)]
    for one in standing:
        names += MERGE.findall(one.text + one.heading)
        if one.items and not known.items.get(one.items):
            yield FIELDS[one.items]
    for name in dict.fromkeys(names):
        if values.get(name):
            continue
        if name in FIELDS:
            yield FIELDS[name]
        elif name in asks and asks[name].required:
            yield f"“{asks[name].question}”"


def _merged(text: str, values: Mapping[str, str]) -> str:
    return MERGE.sub(lambda found: values[found[1]], text)


def _paragraphs(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return tuple(part for part in parts if part)
