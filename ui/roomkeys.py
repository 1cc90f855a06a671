"""What a key means while a panel decides: no widget, so that its flow is tested without a screen.

A digit chooses a member, a letter an option of the member's own decision; Enter goes to the next
who has still to decide, "=" gives the decision given last, "-" abstains. Nothing else is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SAME, ABSTAIN, CLEAR, NEXT, REASON = "=", "-", "Backspace", "Enter", "/"
UP, DOWN = "Up", "Down"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a member's decision. excludes: options that cannot stand beside it."""

    option: str
    label: str
    excludes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """A member at the table. open: may decide in this item. given: the options decided on.

    abstained: says that they have no decision; out: not in the room for this item.
    """

    member: str
    name: str
    given: tuple[str, ...] = ()
    reason: str = ""
    abstained: bool = False
    out: bool = False

    @property
    def done(self) -> bool:
        """Nothing is left to be asked of them."""
        return self.out or self.abstained or bool(self.given)


@dataclass(frozen=True, slots=True)
class Decide:
    """Keep this decision of a member; with no options it is taken back."""

    member: str
    options: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Abstain:
    """Keep that a member abstained."""

    member: str


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
    one option can be given; reasons: a decision needs a reason.
    """

    places: tuple[Place, ...]
    choices: tuple[Choice, ...]
    many: bool = False
    reasons: bool = False
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
    if key == REASON:
        return room, AskReason(place.member)
    if key == ABSTAIN:
        return _kept(room, replace(place, given=(), abstained=True)), Abstain(place.member)
    if key == CLEAR:
        gone = Decide(place.member, (), "")
        return _kept(room, replace(place, given=(), reason="", abstained=False)), gone
    if key == SAME and room.last is not None:
        same = replace(room.last, member=place.member)
        after = _kept(room, replace(place, given=same.options, reason=same.reason, abstained=False))
        return _forward(after), same
    number = LETTERS.find(key.lower()) if len(key) == 1 else -1
    if not 0 <= number < len(room.choices):
        return room, None
    options = _with(room, place.given, room.choices[number])
    reason = place.reason or (room.last.reason if room.last else "")
    given = Decide(place.member, options, reason if options else "")
    after = _kept(room, replace(place, given=options, reason=given.reason, abstained=False))
    return (replace(after, last=given) if options else after), given


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
    if room.reasons and place is not None and place.given and not place.reason:
        return room, AskReason(place.member)
    after = _forward(room)
    left = any(not one.done for one in room.places)
    return after, None if left else AllDecided()


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
