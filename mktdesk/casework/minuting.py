"""Minutes drafted from what was recorded: who was there when, what each decided, what follows.

2016 guidance 1.2 and the project plan: detailed minutes with action points (R302), each member's
own decision (R201), the recommendation and why. Pure: what happened comes in as words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mktdesk.casework.minutewords import heading, items, said, shortened, spoken, table
from mktdesk.casework.subject import initials

_NOT_ALONE = {"april", "may", "june", "august"}  # names that are months too
# Parts of names that minutes have as words too ("they will", "van"): with a capital letter only.
_ALSO_WORDS = """\
bin bell best black bond brown case chance church day den der early faith fair field ford frank
free good grace grant gray green grey hand hill holly hope house joy judge king law little long
love low major mark mercy mill moon north page park power price rich ring river rock rose say
sharp short smart son south stone street strong summer van von walker ward way west white wild
will wise wood words young
"""
_SHORTEST = 3  # letters of a name's part that is looked for by itself


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who belongs to the meeting. there: "14:00 to 15:10", or nothing.

    why: "apologies" or "did not come" for whoever was not there.
    """

    name: str
    role: str = ""
    agency: str = ""
    capacity: str = "member"
    for_whom: str = ""
    there: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One member's own decision. words: or that they abstained, stepped out, were not there."""

    name: str
    agency: str
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something to be done. item: the number of the item it arose in, 0 for none."""

    text: str
    owner: str = ""
    due: str = ""  # in words
    done: str = ""  # in words
    item: int = 0


@dataclass(frozen=True, slots=True)
class TakenItem:
    """One item as it was taken. id: the row's. state: how far it came, in words.

    brief, criteria, outcome: (what it is, words). out: who stepped out and why. further: what is
    wanted before it comes back, and when. note: what the minute taker wrote.
    """

    id: str
    number: int
    title: str
    state: str = ""
    presenter: str = ""
    brief: tuple[tuple[str, str], ...] = ()
    criteria: tuple[tuple[str, str], ...] = ()
    out: tuple[tuple[str, str], ...] = ()
    decisions: tuple[Decision, ...] = ()
    outcome: tuple[tuple[str, str], ...] = ()
    further: str = ""
    relist: str = ""
    note: str = ""
    away: str = ""  # why nothing of its case can be said here


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting as it was recorded, in words. quorum: lines. earlier: action points from before.

    before: whose minutes were approved here, a line each. closed: when it ended, in words.
    """

    people: tuple[Person, ...] = ()
    quorum: tuple[str, ...] = ()
    interests: tuple[tuple[int, str, str, str], ...] = ()  # item, name, what, what they did
    before: tuple[str, ...] = ()
    earlier: tuple[Action, ...] = ()
    items: tuple[TakenItem, ...] = ()
    actions: tuple[Action, ...] = ()
    closed: str = ""
    following: str = ""
    circulation: tuple[str, ...] = ()


SECTIONS = {  # by id, beside one for each item of the agenda
    "attendance": "Who was there",
    "quorum": "Quorum",
    "interests": "Interests declared",
    "before": "Earlier minutes and action points",
    "actions": "Action points",
    "close": "Close",
    "circulation": "Circulation",
}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A section as the program proposes it."""

    id: str
    title: str
    text: str


def draft(held: Held, *, reasons: bool = True) -> tuple[Drafted, ...]:
    """Every section of the minutes, in order. reasons: each member's reason is told too."""
    found = [
        ("attendance", SECTIONS["attendance"], _attendance(held)),
        ("quorum", SECTIONS["quorum"], iter(held.quorum)),
        ("interests", SECTIONS["interests"], _interests(held)),
        ("before", SECTIONS["before"], _before(held)),
    ]
    for one in held.items:
        name = f"Item {one.number}: {said(one.title)}"
        found.append((f"item-{one.id}", name, _item(held, one, reasons)))
    found += [
        ("actions", SECTIONS["actions"], _actions(held.actions)),
        ("close", SECTIONS["close"], iter(line for line in (held.closed, held.following) if line)),
        ("circulation", SECTIONS["circulation"], items(held.circulation)),
    ]
    return tuple(Drafted(key, name, "\n".join(lines)) for key, name, lines in found)


def _attendance(held: Held) -> Iterator[str]:
    came = [one for one in held.people if one.there]
    rows = [(_named(one), one.role, one.agency, one.capacity, one.there) for one in came]
    yield from table(("Name", "Role", "Agency", "As", "There"), rows)
    if not rows:
        yield "Nobody is recorded as having been there."
    away = [one for one in held.people if not one.there]
    if away:
        yield heading("Not there")
        yield from items(f"{_who(one)}: {one.why or 'did not come'}" for one in away)


def _named(one: Person) -> str:
    return f"{one.name}, for {one.for_whom}" if one.for_whom else one.name


def _who(one: Person) -> str:
    return ", ".join(part for part in (one.name, one.role, one.agency) if part)


def _interests(held: Held) -> Iterator[str]:
    if not held.interests:
        yield "None was declared."
    rows = [(str(number), name, what, did) for number, name, what, did in held.interests]
    yield from table(("Item", "Who", "Interest", "What they did"), rows)


def _before(held: Held) -> Iterator[str]:
    yield from held.before or ("No earlier minutes were approved.",)
    rows = [(one.text, one.owner, one.due, one.done or "open") for one in held.earlier]
    if rows:
        yield heading("Action points of earlier meetings")
        yield from table(("Action", "Who", "By", "Done"), rows)


def _item(held: Held, one: TakenItem, reasons: bool) -> Iterator[str]:
    opening = [f"Presented by {said(one.presenter)}." if one.presenter else "", one.state]
    yield " ".join(part for part in opening if part) or "Taken."
    if one.away:
        yield one.away
    for name, pairs in (("Facts in brief", one.brief), ("Criteria", one.criteria)):
        if pairs:
            yield heading(name)
            yield from items(f"{label}: {shortened(words)}" for label, words in pairs)
    if one.out:
        yield heading("Stepped out")
        yield from items(f"{name}: {why}" if why else name for name, why in one.out)
    yield from _decisions(one, reasons)
    yield from _outcome(one)
    if one.note:
        yield heading("Discussion")
        yield from spoken(one.note)
    actions = [action for action in held.actions if action.item == one.number]
    if actions:
        yield heading("Action points of this item")
        yield from items(_told(action) for action in actions)


def _outcome(one: TakenItem) -> Iterator[str]:
    if one.outcome:
        yield heading("Recommendation")
    for label, words in one.outcome:
        first, *rest = list(spoken(words)) or [""]
        yield f"{said(label)}: {first}".strip()
        yield from rest
    if one.further or one.relist:
        yield heading("Further information")
        yield from spoken(one.further)
        if one.relist:
            yield f"It comes back on {one.relist}."


def _decisions(one: TakenItem, reasons: bool) -> Iterator[str]:
    if not one.decisions:
        return
    yield heading("Each member's own decision")
    with_reasons = reasons and any(each.reason for each in one.decisions)
    heads = ("Member", "Agency", "Decision", "Why")[: 4 if with_reasons else 3]
    rows = ((each.name, each.agency, each.words, each.reason) for each in one.decisions)
    yield from table(heads, (row[: len(heads)] for row in rows))


def _told(action: Action) -> str:
    by = ", ".join(
        part for part in (action.owner, f"by {action.due}" if action.due else "") if part
    )
    return f"{action.text} ({by})" if by else action.text


def _actions(actions: Sequence[Action]) -> Iterator[str]:
    if not actions:
        yield "None."
    rows = [
        (str(number), one.text, one.owner or "nobody named", one.due, str(one.item or ""))
        for number, one in enumerate(actions, start=1)
    ]
    yield from table(("No", "Action", "Who", "By", "Item"), rows)


def without_items(text: str, numbers: Iterable[int]) -> str:
    """A section's text without the rows of a table that end in one of these items' numbers."""
    ends = {str(number) for number in numbers}
    kept = (
        line
        for line in text.split("\n")
        if "|" not in line or line.strip().strip("|").rpartition("|")[2].strip() not in ends
    )
    return "\n".join(kept)


# names, and what was approved


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with the subjects' names as initials: whole names, and their parts by themselves.

    A part that is a month's name stays, or dates would be lost; one that is a word too goes where
    it has a capital letter.
    """
    wanted: list[tuple[str, str]] = []
    for name in names:
        if short := initials(name):
            wanted.insert(0, (r"\s+".join(re.escape(part) for part in name.split()), short))
            wanted += [
                (_by_itself(part), short)
                for part in re.findall(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*", name)
                if len(part) >= _SHORTEST and part.casefold() not in _NOT_ALONE
            ]
    for pattern, short in wanted:
        text = re.sub(rf"(?<!\w)(?i:{pattern})(?!\w)", short, text)
    return text


def _by_itself(part: str) -> str:
    if part.casefold() not in _ALSO_WORDS.split():
        return re.escape(part)
    return f"(?-i:{re.escape(part.upper())}|{re.escape(part.capitalize())})"


def digest_of(sections: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of the minutes' words: (title, text) each, in order."""
    whole = hashlib.sha256()
    for title, text in sections:
        for part in (title, text):
            data = part.encode("utf-8", "surrogatepass")
            whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()
