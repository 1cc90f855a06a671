"""Days that come again: six-weekly panels, monthly groups, quarterly bulletins, yearly reviews."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import count

from mktdesk.calendar.periods import Unit, months_after

_FIFTH = 5


class Same(StrEnum):
    """What the days of a series by months have in common with its first day."""

    DATE = "date"  # the 15th; the month's last day where it has no such date
    WEEKDAY = "weekday"  # the second Tuesday; a fifth one counts as the last
    LAST_WEEKDAY = "last_weekday"  # the last Tuesday


def every(number: int, unit: Unit, start: date, same: Same = Same.DATE) -> Iterator[date]:
    """The days of a series in order, from `start` itself to the end of the calendar.

    A quarter is three months and a year twelve. `same` matters for months only. A day may be one
    on which the office is closed. With LAST_WEEKDAY, a `start` that is not the last of its
    weekday in the month is moved to it. Raises ValueError for working days, hours, and a number
    below 1.
    """
    if number < 1 or unit in (Unit.WORKING_DAY, Unit.HOUR):
        raise ValueError("a series comes every 1 or more days, weeks or months")
    return _days(number, unit, start, same)


def _days(number: int, unit: Unit, start: date, same: Same) -> Iterator[date]:
    try:
        for times in count():
            yield _day(number * times, unit, start, same)
    except (OverflowError, ValueError):  # past the year 9999
        return


def _day(number: int, unit: Unit, start: date, same: Same) -> date:
    if unit is not Unit.MONTH:
        return start + timedelta(days=number * (7 if unit is Unit.WEEK else 1))
    if same is Same.DATE:
        return months_after(start, number)
    month = months_after(start.replace(day=1), number)
    first = 1 + (start.weekday() - month.weekday()) % 7
    nth = _FIFTH if same is Same.LAST_WEEKDAY else (start.day - 1) // 7 + 1
    day = first + 7 * (nth - 1)
    return month.replace(day=day if day <= monthrange(month.year, month.month)[1] else day - 7)
