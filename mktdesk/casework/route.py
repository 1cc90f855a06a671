"""Where a case is, as its page, its head and the list of cases show it: plain data.

`mktdesk.casework.routing` works it out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from mktdesk.casework.situation import Happened
from mktdesk.toolkits.process_schema import Event, Step

TO_DO = "To do now"


class Mark(StrEnum):
    """The group that a step stands in on the page."""

    DONE = "done"
    NOW = "now"
    OPEN = "left open"  # not recorded, although a step that comes after it is done
    NEXT = "next"
    LATER = "later"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True)
class Way:
    """How a step or event comes to be done: its part is signed, its question answered, or (with
    neither) a person records it.
    """

    part: str = ""
    record: str = ""
    field: str = ""

    @property
    def by_hand(self) -> bool:
        """A person records it."""
        return not self.part and not self.field


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step. who: the label of who does it. words: where it stands, in a line.

    missing: what is left of a step that can be done now. due: its deadlines, late: whether one
    is over. looks: what a person should look at. seen_to: ids of the points ticked so far. note:
    what was written when it was recorded. held: what holds it up.
    """

    step: Step
    mark: Mark
    who: str
    words: str
    way: Way
    on: Happened | None = None
    missing: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    late: bool = False
    looks: tuple[str, ...] = ()
    seen_to: tuple[str, ...] = ()
    note: str = ""
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteEvent:
    """One event that is no step: on which day it happened, if it has."""

    event: Event
    words: str
    way: Way
    on: Happened | None = None
    looks: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done first: in words, and the part or the step that it is about."""

    words: str = ""
    part: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A case's way through its process. stage: the case in a few words, for lists."""

    steps: tuple[RouteStep, ...] = ()
    events: tuple[RouteEvent, ...] = ()
    stage: str = ""
    next: Next = field(default_factory=Next)

    def marked(self, mark: Mark) -> tuple[RouteStep, ...]:
        """The steps of one group, in the toolkit's order."""
        return tuple(one for one in self.steps if one.mark is mark)

    @property
    def in_hand(self) -> tuple[RouteStep, ...]:
        """What can be done now: what must be, in its turn, stands before what may be."""
        return tuple(sorted(self.marked(Mark.NOW), key=_must_wait))

    @property
    def progress(self) -> str:
        """How far it is: "3 of 12 steps done"."""
        needed = [one for one in self.steps if one.mark is not Mark.NOT_NEEDED]
        done = sum(one.mark is Mark.DONE for one in needed)
        return f"{done} of {len(needed)} steps done"


def _must_wait(one: RouteStep) -> tuple[bool, bool]:
    return one.step.optional, one.step.advisory
