"""What a key means while a panel decides: no widget, so that its flow is tested without a screen.

A digit chooses a member, a letter an option of the member's own decision; Enter goes to the next
who has still to decide, "=" gives the decision given last and "-" abstains, both going on to the
next. Nothing else is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

SAME, ABSTAIN, CLEAR, NEXT, REASON = "=", "-", "Backspace", "Enter", "/"
UP, DOWN = "Up", "Down"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a member's decision. letter: the key for it. excludes: options that cannot
    stand beside it. reason: whoever chooses it says why.
    """

    letter: str
    option: str
    label: str
    excludes: frozenset[str] = frozenset()
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A member at the table. given: the options decided on. abstained: they have no decision.

    out: why they take no part in this item ("Stepped out"), or nothing.
    """

    member: str
    name: str
    given: tuple[str, ...] = ()
    reason: str = ""
    abstained: bool = False
    out: str = ""

    @property
    def done(self) -> bool:
        """Nothing is left to be asked of them."""
        return bool(self.out or self.abstained or self.given)


@dataclass(frozen=True, slots=True)
class Decide:
    """Keep this decision of a member; with no options it is taken back."""

    member: str
    options: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Abstain:
    """Keep that a member abstained, and why if they say so."""

    member: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AskReason:
    """The reason of this member is to be typed."""

    member: str


@dataclass(frozen=True, slots=True)
class AllDecided:
    """Nobody is left who has to decide."""


Command = Decide | Abstain | AskReason | AllDecided


@dataclass(frozen=True, slots=True)
class Room:
    """The table as the keyboard sees it. at: the chosen member's number from 0; many: more than
    one option can be given; last: the decision that "=" gives again.
    """

    places: tuple[Place, ...]
    choices: tuple[Choice, ...]
    many: bool = False
    at: int = 0
    last: Decide | None = None

    @property
    def place(self) -> Place | None:
        """The chosen member; None where nobody is at the table."""
        return self.places[self.at] if self.at < len(self.places) else None


def press(room: Room, key: str) -> tuple[Room, Command | None]:
    """What stands after a key, and what is to be kept or asked; keys of no meaning do nothing.

    key: one character, or one of the names above. Digits go from 1; 0 is the tenth.
    """
    if not room.places:
        return room, None
    if key in {UP, DOWN}:
        step = -1 if key == UP else 1
        return replace(room, at=min(max(room.at + step, 0), len(room.places) - 1)), None
    if len(key) == 1 and key in "0123456789":
        number = (int(key) or 10) - 1
        return (replace(room, at=number) if number < len(room.places) else room), None
    if key == NEXT:
        return _on(room)
    place = room.place
    if place is None or place.out:
        return room, None
    return _for(room, place, key)


def shown(room: Room, places: Sequence[Place]) -> Room:
    """The same table after something was kept; who was chosen stays chosen where they are."""
    chosen = room.place.member if room.place else ""
    at = next((n for n, one in enumerate(places) if one.member == chosen), 0)
    return replace(room, places=tuple(places), at=at)


def _for(room: Room, place: Place, key: str) -> tuple[Room, Command | None]:
    if key == REASON:  # it is kept with a decision
        return room, AskReason(place.member) if place.done else None
    if key == ABSTAIN:
        after = _kept(room, replace(place, given=(), abstained=True))
        return _forward(after), Abstain(place.member)  # or "=" would take it back
    if key == CLEAR:
        gone = Decide(place.member, (), "")
        return _kept(room, replace(place, given=(), reason="", abstained=False)), gone
    if key == SAME and room.last is not None:
        same = replace(room.last, member=place.member)
        after = _kept(room, replace(place, given=same.options, reason=same.reason, abstained=False))
        return _forward(after), same
    choice = next((one for one in room.choices if one.letter == key.lower()), None)
    if choice is None:
        return room, None
    options = _with(room, place.given, choice)
    given = Decide(place.member, options, _reason(room, place, options) if options else "")
    after = _kept(room, replace(place, given=options, reason=given.reason, abstained=False))
    return (replace(after, last=given) if options else after), given


def _reason(room: Room, place: Place, options: tuple[str, ...]) -> str:
    """Their own; or the reason given last, for the same decision and no other."""
    last = room.last
    if last is not None and last.options == options:
        return place.reason or last.reason
    return "" if last is not None and place.reason == last.reason else place.reason


def _with(room: Room, given: tuple[str, ...], choice: Choice) -> tuple[str, ...]:
    """The decision with this option put in, or taken out if it was there."""
    if choice.option in given:
        return tuple(one for one in given if one != choice.option)
    if not room.many:
        return (choice.option,)
    against = {one.option for one in room.choices if choice.option in one.excludes}
    kept = {*given} - choice.excludes - against | {choice.option}
    return tuple(one.option for one in room.choices if one.option in kept)


def _on(room: Room) -> tuple[Room, Command | None]:
    place = room.place
    if place is not None and not place.reason and _wants_reason(room, place):
        return room, AskReason(place.member)
    after = _forward(room)
    left = any(not one.done for one in room.places)
    return after, None if left else AllDecided()


def _wants_reason(room: Room, place: Place) -> bool:
    return any(one.reason and one.option in place.given for one in room.choices)


def _forward(room: Room) -> Room:
    """The next member who has still to decide, from here round the table."""
    count = len(room.places)
    for step in range(1, count + 1):
        number = (room.at + step) % count
        if not room.places[number].done:
            return replace(room, at=number)
    return room


def _kept(room: Room, place: Place) -> Room:
    places = tuple(place if one.member == place.member else one for one in room.places)
    return replace(room, places=places)
