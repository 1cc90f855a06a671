"""Day, month, year and time boxes <-> the text of a date answer (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from mktdesk.calendar import spoken_date
from mktdesk.forms.values import DateAnswer

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FIGURES = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_WRITTEN = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? +)?([A-Za-z]{3,9})(?: +(\d{4}))?")
_YEAR = re.compile(r"\d{4}")
_TIME = re.compile(r"^(.*\d|.*[a-z]),? +(\d{1,2}[:.]\d{2}|\d{4})$", re.IGNORECASE)
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class DateParts:
    """What stands in the boxes, as typed."""

    day: str = ""
    month: str = ""
    year: str = ""
    time: str = ""


def joined(parts: DateParts) -> str:
    """The text of the boxes: "2 November 1998", "November 1998", "1998, 14:30" or ""."""
    day, month, year = parts.day.strip(), parts.month.strip(), parts.year.strip()
    if month.isdecimal() and 1 <= int(month) <= _LAST_MONTH:
        month = MONTHS[int(month) - 1]
    if day.isdecimal():
        day = str(int(day))
    written = " ".join(part for part in (day, month, year) if part)
    return " ".join(part for part in (written, parts.time.strip()) if part)


def split(text: str, *, with_time: bool) -> DateParts | None:
    """The boxes for a text that says no more than they can, else None."""
    text = text.strip()
    time = ""
    if with_time and (clock := _TIME.match(text)):
        text, time = clock[1].rstrip(), clock[2]
    if figures := _FIGURES.fullmatch(text):
        return DateParts(figures[1], figures[2], figures[3], time)
    if _YEAR.fullmatch(text):
        return DateParts(year=text, time=time)
    if (written := _WRITTEN.fullmatch(text)) and (month := _month_number(written[2])):
        return DateParts(written[1] or "", str(month), written[3] or "", time)
    return None


def parts_of(answer: DateAnswer, *, with_time: bool) -> DateParts | None:
    """The boxes for an answer: as written where the text is plain, else the day that it means.

    None when the boxes cannot say it ("1989 (day not known)", "between Easter and June").
    """
    if parts := split(answer.text, with_time=with_time):
        return parts
    if answer.precision == "day" and answer.earliest == answer.latest and answer.earliest:
        day = date.fromisoformat(answer.earliest)
        time = answer.time if with_time else ""
        return DateParts(str(day.day), str(day.month), str(day.year), time)
    return None


def says_more(answer: DateAnswer, *, with_time: bool) -> bool:
    """Whether the text as written says more than the boxes ("Same day 19.31 hours")."""
    return bool(answer.text.strip()) and split(answer.text, with_time=with_time) is None


def reading(answer: DateAnswer) -> str:
    """How the text was understood: "Mon 2 Nov 1998, 14:30", "some time in 1989"."""
    if not answer.earliest or not answer.latest:
        return ""
    earliest, latest = date.fromisoformat(answer.earliest), date.fromisoformat(answer.latest)
    match answer.precision:
        case "day":
            return ", ".join(part for part in (spoken_date(earliest), answer.time) if part)
        case "month":
            return f"some time in {MONTHS[earliest.month - 1]} {earliest.year}"
        case "year":
            return f"some time in {earliest.year}"
    return f"between {spoken_date(earliest)} and {spoken_date(latest)}"


def _month_number(word: str) -> int:
    for number, name in enumerate(MONTHS, start=1):
        if word.lower() in {name.lower(), name[:3].lower(), name[:4].lower()}:
            return number
    return 0
