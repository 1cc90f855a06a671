"""Diary entries as a calendar file (RFC 5545): days that are due, and nothing of a person.

Written by hand because it is small: an event a day, no alarms, no attendees. Opened again with
the same `uid`, an entry takes the place of the one that a diary has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LONGEST = 75  # octets of a line; what is longer goes on after a line break and a space
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """uid: the same for the same thing, always. moment: aware, where the time of day matters.

    unsure: whether it applies is not known yet.
    """

    uid: str
    summary: str
    day: date
    moment: datetime | None = None
    unsure: bool = False


def diary_file(entries: Iterable[DiaryEntry], made: datetime) -> bytes:
    """A calendar file of these entries; made: the moment, aware."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//mktdesk//mktdesk//EN",
        "CALSCALE:GREGORIAN",
        *(line for entry in entries for line in _event(entry, made)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(entry: DiaryEntry, made: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{_utc(made)}"
    if entry.moment is not None:
        yield f"DTSTART:{_utc(entry.moment)}"
    else:
        yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(entry.summary)}"
    yield "CLASS:CONFIDENTIAL"
    yield f"STATUS:{'TENTATIVE' if entry.unsure else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"  # a deadline keeps nobody from a meeting
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return words.translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """The line with its end; never broken inside a letter."""
    pieces: list[bytes] = [b""]
    for letter in line:
        octets = letter.encode()
        if len(pieces[-1]) + len(octets) > _LONGEST:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"
