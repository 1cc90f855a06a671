"""Who is in the room: quorum, core, stepping out of an item, and the time that it has (pure).

No guidance sets a quorum: one is the office's own, and is called so (Medway guide: R83). Six is how
many members a serious case review's panel has, whoever comes (2016 guidance 2.6: R288).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mktdesk.casework.meetingrecords import (
    AgendaItem,
    Attendee,
    Interest,
    Movement,
    Presence,
)
from mktdesk.toolkits.process_schema import Process, Sitting, Step

CAME, LEFT, STEPPED_OUT, CAME_BACK = "came", "left", "stepped out", "came back"
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Quorum:
    """present: members in the room who may decide. of: members of the body. wanted: how many must
    be there as the office has it, 0 where it has said nothing.
    """

    present: int
    of: int
    wanted: int = 0

    @property
    def kept(self) -> bool:
        """Enough are there, or nobody says how many that is."""
        return self.present >= self.wanted

    @property
    def words(self) -> str:
        """In words, such as "5 of 8 members present; the office's quorum is 4"."""
        there = f"{self.present} of {counted(self.of, 'member')} present"
        if not self.wanted:
            return f"{there}; nobody has set a quorum"
        short = self.wanted - self.present
        missing = f": {counted(short, 'member')} too few" if short > 0 else ""
        return f"{there}; the office's quorum is {self.wanted}{missing}"


@dataclass(frozen=True, slots=True)
class CoreMember:
    """One discipline without which the body cannot well decide, and who is there for it."""

    discipline: str
    option: str
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """Who is there, or that nobody is."""
        said = self.discipline[:1].upper() + self.discipline[1:]
        return f"{said}: {', '.join(self.names) or 'nobody is there'}"


@dataclass(frozen=True, slots=True)
class Room:
    """The room at one moment, for the whole meeting or for one item.

    there: everybody in it, in the order of the list. out: those who stepped out of this item.
    deciders: those in it who have a decision of their own on it. chair: whoever leads it. least:
    how many members the guidance wants the body to have, 0 where it does not say.
    """

    there: tuple[Attendee, ...]
    out: tuple[Attendee, ...]
    deciders: tuple[Attendee, ...]
    quorum: Quorum
    core: tuple[CoreMember, ...]
    chair: Attendee | None
    least: int = 0

    @property
    def too_small(self) -> str:
        """That the body has fewer members than its guidance wants, in words; nothing if not."""
        if self.quorum.of >= self.least:
            return ""
        return f"{counted(self.quorum.of, 'member')} of at least {self.least} belong to it"

    @property
    def core_missing(self) -> tuple[CoreMember, ...]:
        """The disciplines for which nobody is there."""
        return tuple(one for one in self.core if not one.names)


def room(
    attendees: Iterable[Attendee],
    interests: Iterable[Interest] = (),
    sitting: Sitting | None = None,
    *,
    item: str = "",
    quorum: int = 0,
) -> Room:
    """The room as it is now, as far as one item goes where `item` is named.

    quorum: the office's own number, 0 where it has none. sitting: what the toolkit says of the
    step that the item takes: its core and its least number.
    """
    everybody = sorted(attendees, key=lambda one: one.order)
    away = {one.attendee for one in interests if one.item == item and one.stepped_out and item}
    there = tuple(one for one in everybody if one.there and one.id not in away)
    deciders = tuple(one for one in there if one.decides)
    return Room(
        there=there,
        out=tuple(one for one in everybody if one.there and one.id in away),
        deciders=deciders,
        quorum=Quorum(len(deciders), members_of(everybody), quorum),
        core=tuple(_core(there, sitting)),
        chair=_chair(there),
        least=sitting.minimum if sitting is not None else 0,
    )


def members_of(attendees: Iterable[Attendee]) -> int:
    """How many members the body has; a deputy sits in a member's place and is not one more."""
    return sum(one.decides and not one.for_whom for one in attendees)


def _core(there: Sequence[Attendee], sitting: Sitting | None) -> Iterable[CoreMember]:
    for one in sitting.core if sitting is not None else ():
        wanted = one.discipline.casefold()
        names = tuple(
            person.name
            for person in there
            if person.decides
            and wanted in f"{person.discipline}\n{person.title}\n{person.agency}".casefold()
        )
        yield CoreMember(one.discipline, one.option, names)


def _chair(there: Sequence[Attendee]) -> Attendee | None:
    for capacity in ("chair", "deputy chair"):
        for one in there:
            if one.capacity == capacity:
                return one
    return None


def present_at(movements: Iterable[Movement], at: str, *, item: str = "") -> frozenset[str]:
    """Ids of those who were in the room at a moment (UTC stamp), that moment included.

    item: whoever had stepped out of it is not among them.
    """
    there: set[str] = set()
    out: set[str] = set()
    for one in sorted(movements, key=lambda x: x.at):
        if one.at > at:
            break
        if one.what == CAME:
            there.add(one.attendee)
        elif one.what == LEFT:
            there.discard(one.attendee)
        elif one.item == item and one.what == STEPPED_OUT:
            out.add(one.attendee)
        elif one.item == item:
            out.discard(one.attendee)
    return frozenset(there - out)


def presence_after(before: str, what: str) -> str:
    """What somebody's presence is after a movement."""
    if what == CAME:
        return Presence.PRESENT.value
    if what == LEFT:
        return Presence.LEFT.value
    return before  # who steps out of an item stays at the meeting


# time


def seconds_spent(item: AgendaItem, now: datetime) -> int:
    """Seconds an item has taken so far. now: aware. Its clock stands while nothing started it."""
    if not item.started_at:
        return item.spent
    since = (now - datetime.fromisoformat(item.started_at)).total_seconds()
    return item.spent + max(0, int(since))


def time_words(item: AgendaItem, spent: int) -> str:
    """The time an item has left: "12 minutes left", "over by 3 minutes"; spent: seconds."""
    if not item.minutes:
        return f"{counted(spent // _MINUTE, 'minute')} so far" if spent else ""
    left = item.minutes * _MINUTE - spent
    if left <= -_MINUTE:
        return f"over by {counted(-left // _MINUTE, 'minute')}"
    if left <= 0:
        return "the time is up"
    # The last minute is still a minute: "0 minutes left" would be read as none.
    return f"{counted(-(-left // _MINUTE), 'minute')} left"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 member", "8 members"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# what a toolkit says


def sitting_of(process: Process, bodies: Iterable[str], step_id: str) -> Sitting | None:
    """What a meeting does at a step; None for one that is no body's, or has no part to fill.

    bodies: ids of the toolkit's. A toolkit from before sittings says nothing of it: its part is
    then filled and signed at the meeting, and no more is known.
    """
    said = next((one for one in process.sitting if one.step == step_id), None)
    if said is not None:
        return said
    step = next((one for one in process.step if one.id == step_id), None)
    if step is None or step.part is None or step.who not in set(bodies):
        return None
    return Sitting(id=step.id, step=step.id)


def steps_at_meetings(process: Process, bodies: Iterable[str]) -> tuple[Step, ...]:
    """The steps that a body takes by filling and signing a part, in the toolkit's order."""
    there = set(bodies)
    return tuple(one for one in process.step if one.part is not None and one.who in there)
