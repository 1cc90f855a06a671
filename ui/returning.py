"""Where somebody was when the desk locked, told to the program that starts in its place.

Nothing secret: the id of a way in, which vault.json shows to everybody, the public part of a
reference, and ids of places and pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from ui.places import PLACES

_LONGEST = 1000  # characters; ours are under 200
_WORDS = 3
NEW_REFERRAL = ("new-referral",)  # the spot of the page on which a case is started

IN_MEETING = ("room",)  # meeting mode, at the item that is being taken


@dataclass(frozen=True, slots=True)
class Return:
    """who: the id of their way in. place: of the rail. public: the open case, the meeting, or
    nothing.

    spot: its kind, part, page and row as `ui.spots` has them, NEW_REFERRAL, IN_MEETING, or nothing.
    """

    who: str
    place: str
    public: str = ""
    spot: tuple[str, ...] = ()

    def as_argument(self) -> str:
        """For the command line; `read_return` reads it."""
        return json.dumps([self.who, self.place, self.public, *self.spot])


def read_return(argument: str) -> Return | None:
    """The return in an argument; None for anything that we would not write."""
    try:
        read = json.loads(argument) if len(argument) <= _LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, list) or not all(isinstance(word, str) for word in read):
        return None
    if len(read) < _WORDS or read[1] not in {place.id for place in PLACES}:
        return None
    who, place, public, *spot = read
    return Return(who, place, public, tuple(spot))
