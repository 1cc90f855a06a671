"""What a person decided about a clock of a case, as rows of its book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mktdesk.casework.records import Stored


@dataclass(frozen=True, slots=True)
class ClockChoice(Stored):
    """From what a clock runs, and in which unit, where it is left open; id: the clock's.

    start: an event's or step's id, nothing for the guidance's first (C3). unit: nothing for the
    toolkit's own (C2).
    """

    KIND: ClassVar[str] = "clock"

    start: str = ""
    start_why: str = ""
    unit: str = ""
    unit_why: str = ""
    by: str = ""
    recorded_at: str = ""  # UTC stamp


@dataclass(frozen=True, slots=True)
class Extension(Stored):
    """More time for a clock (C5). was, day, on: ISO dates: the due day before, the new one, and
    when it was agreed. agreed_by: the role's id; person: who it was. consent, consulted: ids of
    those who agreed and who were asked, with commas.
    """

    KIND: ClassVar[str] = "extension"

    clock: str = ""
    was: str = ""
    day: str = ""
    on: str = ""
    agreed_by: str = ""
    person: str = ""
    consent: str = ""
    consulted: str = ""
    why: str = ""
    by: str = ""
    recorded_at: str = ""  # UTC stamp


@dataclass(frozen=True, slots=True)
class Pause(Stored):
    """A clock stood still. since, until: ISO dates; on `until` it counts again, nothing while it
    stands still. process: what runs beside the case and holds it up, in words.
    """

    KIND: ClassVar[str] = "pause"

    clock: str = ""
    since: str = ""
    until: str = ""
    process: str = ""
    why: str = ""
    ended_why: str = ""
    by: str = ""
    recorded_at: str = ""  # UTC stamp
