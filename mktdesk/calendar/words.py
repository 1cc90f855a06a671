"""The counting of a clock in words, short enough to read and whole enough to check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from mktdesk.calendar.holidays import Holidays
from mktdesk.calendar.now import MONTHS, WEEKDAYS, spoken_date
from mktdesk.calendar.periods import Period, Unit, counted, months_after

_LISTED = 7  # so many days, or weeks, are listed one by one
_BY_WEEK = 25  # so many working days are shown week by week, more only between holidays
_MARKED = 60  # so many days are marked every week
_WEEKEND = ("Saturday", "Sunday")
_SOON = 10  # days; so near, the working days that are left are counted too


def counting(
    start: date, period: Period, steps: Sequence[date], skipped: Sequence[tuple[date, str]]
) -> str:
    """The arithmetic up to its last day, which is left for the caller to write (or embolden)."""
    if period.unit is Unit.MONTH:
        return _months(start, period)
    head = f"{spoken_date(start)} + {period.words}: "
    if len(steps) <= _LISTED:
        return head + "".join(f"{_before(a, b)}, " for a, b in pairwise(steps))
    if period.unit is Unit.WORKING_DAY:
        return head + _working_days(steps, skipped)
    return head + _marked(steps, period.unit)


def left(due_day: date, today: date, holidays: Holidays) -> str:
    """How long there is: "due today", "3 working days left (5 days)", "late by 2 days".

    Up to ten days ahead the working days are counted, today not among them.
    """
    days = (due_day - today).days
    if days < 0:
        return f"late by {counted(-days, Unit.CALENDAR_DAY)}"
    if days <= 1:
        return "due tomorrow" if days else "due today"
    in_words = counted(days, Unit.CALENDAR_DAY)
    if days > _SOON:
        return f"{in_words} left"
    working = holidays.working_days(today, due_day)
    if not working:
        return f"no working day left ({in_words})"
    if working == days:
        return f"{counted(working, Unit.WORKING_DAY)} left"
    return f"{counted(working, Unit.WORKING_DAY)} left ({in_words})"


def spoken_time(moment: datetime) -> str:
    """A moment as the office's clock shows it: "Sun 29 Mar 2026, 19:00".

    In the hour that comes twice the zone is named: "Sun 25 Oct 2026, 01:30 GMT".
    """
    twice = moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
    zone = f" {moment.tzname()}" if twice else ""
    return f"{spoken_date(moment.date())}, {moment:%H:%M}{zone}"


def _months(start: date, period: Period) -> str:
    head = f"{_plain(start)} {start.year} + {period.words}: "
    end = months_after(start, period.number)
    if end.day == start.day:
        return head
    return f"{head}there is no {start.day} {MONTHS[end.month - 1]} {end.year}, so "


def _marked(steps: Sequence[date], unit: Unit) -> str:
    """The first, the last, and days if they are not too many every seventh."""
    every = unit is Unit.CALENDAR_DAY and len(steps) <= _MARKED
    numbers = [1, *(range(7, len(steps), 7) if every else ()), len(steps)]
    noun = "day" if unit is Unit.CALENDAR_DAY else unit.value
    marks = []
    for number, after in pairwise(numbers):
        day, following = steps[number - 1], steps[after - 1]
        words = _short(day) if day.year == following.year else spoken_date(day)
        marks.append(f"{noun} {number} is {words}")
    return f"{', '.join(marks)}, {noun} {len(steps)} is "


@dataclass(slots=True)
class _Run:
    """Working days counted one after another; `count` with those before them."""

    first: date
    last: date
    count: int


def _working_days(steps: Sequence[date], skipped: Sequence[tuple[date, str]]) -> str:
    """Runs of working days with the count so far, and each holiday between them by name."""
    by_week = len(steps) <= _BY_WEEK
    items: list[_Run | list[str]] = []
    named = {day: why for day, why in skipped if why not in _WEEKEND}
    for day in sorted((*steps, *named)):
        last = items[-1] if items else None
        if day in named:
            words = f"{_short(day)} ({named[day]})"
            if isinstance(last, list):
                last.append(words)
            else:
                items.append([words])
        elif isinstance(last, _Run) and not (by_week and (day - last.last).days > 1):
            last.last, last.count = day, last.count + 1
        else:
            before = next((run.count for run in reversed(items) if isinstance(run, _Run)), 0)
            items.append(_Run(day, day, before + 1))
    parts = [_run_words(item, steps[-1]) for item in items]
    return ("" if by_week else "without weekends, ") + ", ".join(parts)


def _run_words(item: _Run | list[str], end: date) -> str:
    """One stretch; the one that ends the count stops before its last day."""
    if isinstance(item, list):
        return f"not {' or '.join(item)}"
    first = "" if item.first == item.last else f"{_before(item.first, item.last)} to "
    return first if item.last == end else f"{first}{_short(item.last)} ({item.count})"


def _before(day: date, following: date) -> str:
    """A day with as much of its date as the one that follows does not already say."""
    if day.year != following.year:
        return spoken_date(day)
    if day.month != following.month:
        return _short(day)
    return f"{WEEKDAYS[day.weekday()]} {day.day}"


def _short(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {_plain(day)}"


def _plain(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
