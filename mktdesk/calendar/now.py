"""Time, injectable: the one place that asks the system what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Where `now` comes from; tests bring their own."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


def today(clock: Clock) -> date:
    """Today where the office is: the computer's local date."""
    return clock.now().astimezone().date()


def stamp(moment: datetime) -> str:
    """An aware moment as it is stored: ISO, UTC, milliseconds ("2026-11-21T19:56:35.120Z")."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def spoken_date(day: date) -> str:
    """A date as the screen and documents show it: "Tue 30 Dec 2025"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


# English names whatever the computer's locale.
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
