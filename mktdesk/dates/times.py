"""Times of day as people write them beside a date: 1842 hrs, 19.31 hours, 4.55pm, 13:55-14:40.

Text comes in tidied: lower case, single spaces, plain
hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONE = (
    r"(?P<h{0}>\d{{1,2}})(?:(?P<c{0}>[:.])?(?P<m{0}>\d\d)(?::(?P<s{0}>\d\d))?)?"
    r" ?(?P<u{0}>a\.?m\.?|p\.?m\.?|h(?:ou)?rs?\.?|h|noon|midnight)?"
)
_ABOUT = r"(?P<about{0}>(?:approx(?:imately|\.)?|about|around|circa|c\.?) ?)?"
_CLOCK = re.compile(
    _ABOUT.format(1) + _ONE.format(1) + r"(?: ?(?:-|to|until) ?" + _ONE.format(2) + r")?"
    r"(?P<late> ?(?:approx\.?|approximately))?"
)
_VAGUE = re.compile(
    r"(?:(?:early|mid|late|in the|during the|that|same) ?-?)?(?:early |late )?"
    r"(?:morning|afternoon|evening|night|lunchtime|a\.?m\.?|p\.?m\.?)"
    r"|(?:at )?(?:noon|midday|midnight)|overnight"
    r"|(?:time )?(?:not (?:known|recorded)|unknown|n/?k)|time (?:not given|unclear)|-"
)
_BETWEEN = re.compile(r"[ ,]*(?: - | at | @ |, ?| )(?:at )?")


@dataclass(frozen=True, slots=True)
class Clock:
    """time is "HH:MM" or "" (a part of the day, or unknown); doubt as in `Reading`."""

    time: str
    doubt: str = ""


def peel_time(text: str) -> Iterator[tuple[str, Clock]]:
    """Each way to take a time off the end, or the beginning, of a date: (the rest, time)."""
    for gap in reversed(list(_BETWEEN.finditer(text))):
        clock = read_time(text[gap.end() :])
        if clock is not None:
            yield text[: gap.start()], clock
    for gap in re.finditer(r",? on |, | - | ", text):
        clock = read_time(text[: gap.start()].removeprefix("at "))
        if clock is not None:
            yield text[gap.end() :], clock


def read_time(text: str) -> Clock | None:
    """A time of day and nothing else, or None."""
    text = text.strip()
    if _VAGUE.fullmatch(text):
        return Clock({"noon": "12:00", "midday": "12:00"}.get(text.removeprefix("at "), ""))
    found = _CLOCK.fullmatch(text)
    if not found:
        return None
    unit = (found["u1"] or found["u2"] or "").replace(".", "")
    minutes, colon = found["m1"], found["c1"]
    if minutes is None and unit not in {"am", "pm", "noon", "midnight"}:
        return None
    hour, minute = int(found["h1"]), int(minutes or 0)
    doubts = ["The time is approximate."] if found["about1"] or found["late"] else []
    if unit in {"am", "pm"} and 1 <= hour <= 12:  # noqa: PLR2004 - a clock's face
        hour = hour % 12 + (12 if unit == "pm" else 0)
    elif not unit and colon == "." and len(found["h1"]) == 1 and hour:
        doubts.append("The time could be before or after noon.")
        hour += 12 if hour < 7 else 0  # noqa: PLR2004 - a guess at working hours, marked so
    if hour > 23 or minute > 59:  # noqa: PLR2004 - a clock's face
        return Clock("", "There is no such time.")
    return Clock(f"{hour:02}:{minute:02}", " ".join(doubts))
