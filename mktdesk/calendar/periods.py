"""Lengths of time as the guidance gives them, and the calendar's months."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS_IN_A_YEAR = 12
LONGEST = 9_999  # of any unit; a slip of the keyboard must not count for minutes
_SMALL = (
    "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


class Unit(StrEnum):
    """What is counted (rule C1: the unit of a clock is the toolkit's data)."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    WEEK = "week"
    MONTH = "month"
    HOUR = "hour"


_NOUNS = {
    Unit.WORKING_DAY: "working day",
    Unit.CALENDAR_DAY: "day",
    Unit.WEEK: "week",
    Unit.MONTH: "month",
    Unit.HOUR: "hour",
}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: a number, 1 to 9,999, of one unit. Raises ValueError otherwise."""

    number: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.number <= LONGEST:
            raise ValueError(f"a period is 1 to {LONGEST:,} of its unit")

    @property
    def words(self) -> str:
        """As prose says it: "5 working days", "one month", "six weeks", "48 hours"."""
        return counted(self.number, self.unit)


def counted(number: int, unit: Unit) -> str:
    """A number of a unit in words: one is a word, and weeks and months up to twelve are."""
    noun = _NOUNS[unit] if number == 1 else f"{_NOUNS[unit]}s"
    spelt = number == 1 or (unit in (Unit.WEEK, Unit.MONTH) and 1 <= number <= len(_SMALL))
    return f"{_SMALL[number - 1] if spelt else f'{number:,}'} {noun}"


def months_after(day: date, months: int) -> date:
    """The corresponding date that many months later: the month's last day where it has none."""
    year, month = divmod(day.year * MONTHS_IN_A_YEAR + day.month - 1 + months, MONTHS_IN_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
