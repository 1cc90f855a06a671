"""Who belongs to a body on a day, its papers, and what its membership lacks (pure).

Bodies differ between partnerships and change over time (2018 page: R4, R7; 2023 process: R140;
C25).
A panel is of agency managers (2010 process, step 7: R34) or of experts, six at least, of different
disciplines, who do not stand for their agencies (2016 guidance 2.6: R285 to R288; C28).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mktdesk.casework.meetingrecords import Attendee
from mktdesk.casework.records import Document
from mktdesk.toolkits.process_schema import Process, Sitting

CHAIR, DEPUTY_CHAIR, MEMBER, ADVISER, DEPUTY = (
    "chair", "deputy_chair", "member", "adviser", "deputy",
)  # fmt: skip
CAPACITIES = (CHAIR, DEPUTY_CHAIR, MEMBER, ADVISER, DEPUTY)
_SEATS = {CHAIR: "chair", DEPUTY_CHAIR: "deputy chair", MEMBER: "member", ADVISER: "adviser"}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to a body. id: of their row, or nothing for a name in an old list.

    discipline: in small letters, such as "local authority". capacity: CHAIR, DEPUTY_CHAIR, MEMBER,
    ADVISER, or DEPUTY for `for_whom`. since, until: ISO, the earliest and the latest day that the
    dates as written allow; nothing where none is given.
    """

    id: str
    name: str
    title: str = ""
    agency: str = ""
    discipline: str = ""
    capacity: str = MEMBER
    for_whom: str = ""
    votes: bool = True
    since: str = ""
    until: str = ""

    def on(self, day: date) -> bool:
        """Belongs to the body on a day."""
        iso = day.isoformat()
        return (not self.since or self.since <= iso) and (not self.until or iso <= self.until)


@dataclass(frozen=True, slots=True)
class Terms(Document):
    """A body's terms of reference or governing document; its bytes lie in the register.

    title: what it is called. version: as it says so itself. day: ISO, from when it holds.
    """

    KIND: ClassVar[str] = "terms"

    body: str = ""
    version: str = ""
    day: str = ""


def members_on(members: Iterable[Member], day: date) -> tuple[Member, ...]:
    """The membership as it stood on a day: the chair first, deputies last, else by name."""
    there = (one for one in members if one.on(day))
    return tuple(sorted(there, key=lambda x: (CAPACITIES.index(x.capacity), x.name.casefold())))


def in_force(papers: Iterable[Terms], day: date) -> Terms | None:
    """The document that held on a day: the last that had begun by then; None before the first."""
    begun = (one for one in papers if one.day <= day.isoformat())
    return max(begun, key=lambda one: (one.day, one.added_at), default=None)


def attendees(members: Sequence[Member]) -> tuple[Attendee, ...]:
    """Who is expected at a meeting of these members. Deputies come only in somebody's place."""
    called = [one for one in members if one.capacity != DEPUTY]
    return tuple(
        Attendee(
            f"member-{number}",
            name=one.name,
            title=one.title,
            agency=one.agency,
            capacity=_seat(one),
            discipline=one.discipline,
            order=number,
        )
        for number, one in enumerate(called)
    )


def _seat(one: Member) -> str:
    """A member without a vote sits as an adviser does: nobody waits for their decision."""
    if one.capacity == MEMBER and not one.votes:
        return _SEATS[ADVISER]
    return _SEATS[one.capacity]


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a body's membership lacks. rule: whose words it follows, or nothing."""

    words: str
    rule: str = ""


def lacks(process: Process, body: str, members: Sequence[Member]) -> tuple[Lack, ...]:
    """What the guidance wants of a body's members and these have not. body: its id."""
    deciding = [
        one for one in members if one.votes and one.capacity in (CHAIR, DEPUTY_CHAIR, MEMBER)
    ]
    return (*_seats(members), *_wanted(_sittings(process, body), deciding))


def _seats(members: Sequence[Member]) -> Iterator[Lack]:
    chairs = [one.name for one in members if one.capacity == CHAIR]
    if members and not chairs:
        yield Lack("Nobody is in the chair.")
    if len(chairs) > 1:
        yield Lack(f"There is more than one chair: {', '.join(chairs)}.")
    names = {one.name.casefold() for one in members if one.capacity != DEPUTY}
    for one in members:
        if one.capacity == DEPUTY and one.for_whom and one.for_whom.casefold() not in names:
            yield Lack(f"{one.name} is a deputy for {one.for_whom}, who is no member.")


def _sittings(process: Process, body: str) -> Iterator[Sitting]:
    own = {one.id for one in process.step if one.who == body}
    return (one for one in process.sitting if one.step in own)


def _wanted(found: Iterable[Sitting], deciding: Sequence[Member]) -> Iterator[Lack]:
    """Each thing once: several steps of one body want the same."""
    seen: set[Lack] = set()
    said = [f"{one.discipline}\n{one.title}\n{one.agency}".casefold() for one in deciding]
    for one in found:
        lacking = []
        if one.minimum > len(deciding):
            number = f"The guidance wants {one.minimum} members at least; {len(deciding)} decide."
            lacking.append(Lack(number, one.rule))
        core = [each.discipline for each in one.core]
        missing = [name for name in core if not any(name.casefold() in about for about in said)]
        if missing:
            lacking.append(
                Lack(f"The guidance wants somebody for: {', '.join(missing)}.", one.rule)
            )
        for lack in lacking:
            if lack not in seen:
                seen.add(lack)
                yield lack
