"""Days on which the office is closed: weekends, and the bank holidays of England and Wales.

A working day is any day but a Saturday, a Sunday, Christmas Day, Good Friday and the other bank
holidays (the wording of SI 2006/1738). The table is data, `resources/holidays/`, and an office
can add to it or take days out of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import msgspec

from mktdesk import resources
from mktdesk.errors import HolidaysRefused

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SATURDAY = 5
_DAY = timedelta(days=1)
_SUPPLIED = "england-and-wales.toml"


@dataclass(frozen=True, slots=True)
class Holidays:
    """Holidays by day, and how far the table can be relied on.

    `days` holds what the office does not work besides weekends, each with its name. The table
    holds every holiday of the years `first_year` to `last_year`; those after `announced_to`
    follow from the rule and may still change.
    """

    area: str
    days: Mapping[date, str] = field(hash=False)  # a mapping has no hash; the table has one
    first_year: int
    last_year: int
    announced_to: int

    def is_working(self, day: date) -> bool:
        """Whether the office works on that day."""
        return day.weekday() < _SATURDAY and day not in self.days

    def name(self, day: date) -> str:
        """The holiday's name ("Good Friday"); empty on any other day, weekends included."""
        return self.days.get(day, "")

    def why_closed(self, day: date) -> str:
        """The holiday's name, "Saturday" or "Sunday"; empty on a working day."""
        name = self.days.get(day, "")
        return name or (_WEEKDAYS[day.weekday()] if day.weekday() >= _SATURDAY else "")

    def next_working(self, day: date) -> date:
        """That day if the office works on it, otherwise the first one after it that it does."""
        while not self.is_working(day):
            day += _DAY
        return day

    def last_working(self, day: date) -> date:
        """That day if the office works on it, otherwise the last one before it that it does."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def working_days(self, after: date, to: date) -> int:
        """How many working days lie after one day, up to and with another; 0 if it is earlier."""
        span = max(0, (to - after).days)
        return sum(self.is_working(after + timedelta(days=n)) for n in range(1, span + 1))

    def with_days(
        self,
        added: Mapping[date, str] = MappingProxyType({}),
        removed: Collection[date] = (),
        *,
        announced_to: int | None = None,
    ) -> Holidays:
        """The table with the office's own days: some added, by name, and some taken out.

        A day in both is closed. `announced_to`: the last year whose list the office has checked
        against what was announced.
        """
        days = {day: name for day, name in self.days.items() if day not in removed} | dict(added)
        return replace(
            self,
            days=MappingProxyType(days),
            announced_to=self.announced_to if announced_to is None else announced_to,
        )


@cache
def england_and_wales() -> Holidays:
    """The table that came with the program. Raises HolidaysRefused where it cannot be read."""
    return read_holidays((resources.folder("holidays") / _SUPPLIED).read_bytes(), _SUPPLIED)


def read_holidays(content: bytes, file: str) -> Holidays:
    """A table from its TOML; `file` is named in the refusal. Raises HolidaysRefused."""
    try:
        table = msgspec.convert(tomllib.loads(content.decode()), _Table, str_keys=True)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise HolidaysRefused(file, str(error)) from None
    if not table.first_year <= table.announced_to <= table.last_year:
        raise HolidaysRefused(file, "first_year, announced_to and last_year are out of order")
    for day in table.days:
        if not table.first_year <= day.year <= table.last_year:
            raise HolidaysRefused(file, f"{day.isoformat()} lies outside the table's years")
    return Holidays(
        table.area,
        MappingProxyType(dict(table.days)),
        table.first_year,
        table.last_year,
        table.announced_to,
    )


class _Table(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    area: str
    first_year: int
    last_year: int
    announced_to: int
    days: dict[date, str]
