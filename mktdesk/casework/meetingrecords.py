"""What a meeting's book holds: the kinds of row and their types.

A meeting's book says who met, when and how. What a panel says of a case stays in that case's own
book; the meeting names the case by its public reference alone (design: meetings are books).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from mktdesk.calendar import spoken_date
from mktdesk.casework.records import Stored

MEETING_ROW = "meeting"  # the one row of kind "meeting-facts" in a meeting's book


def moment_words(day: str, at: str) -> str:
    """A day (ISO) and its time in words; nothing for no day."""
    said = spoken_date(date.fromisoformat(day)) if day else ""
    return f"{said}, {at}" if said and at else said


class State(Enum):
    """How far a meeting has come."""

    PLANNED = "planned"
    HELD = "held"  # it is going on, or was left without being ended
    ENDED = "ended"
    APPROVED = "approved"  # its minutes were approved at a later meeting


class Presence(Enum):
    """Whether somebody who belongs to the meeting is there."""

    EXPECTED = "expected"
    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"
    LEFT = "left"  # came, and went before the end


class ItemState(Enum):
    """How far an item of the agenda has come."""

    WAITING = "waiting"
    NOW = "now"
    DONE = "done"
    RELISTED = "relisted"  # further information is wanted; it comes back
    NOT_TAKEN = "not taken"


@dataclass(frozen=True, slots=True)
class MeetingFacts(Stored):
    """What a meeting is: whose, when and where.

    body: "toolkit/body". series: "toolkit/series", or nothing. own_day: the series' own day (ISO)
    that it stands for, nothing for an extra one. planned: what ties it to its day in the calendar,
    wherever that is moved, or nothing. quorum: how many must be there, 0 where nobody says so.
    item: id of the item that is being taken. paused_at: since when it is paused, or nothing.
    """

    KIND: ClassVar[str] = "meeting-facts"

    public: str = ""
    body: str = ""
    body_words: str = ""
    toolkit: str = ""
    edition: str = ""
    series: str = ""
    own_day: str = ""
    day: str = ""  # ISO date
    time: str = ""  # "HH:MM", local
    place: str = ""
    state: str = State.PLANNED.value
    quorum: int = 0
    started_at: str = ""  # UTC stamp
    ended_at: str = ""  # UTC stamp
    item: str = ""
    made_at: str = ""  # UTC stamp
    made_by: str = ""
    paused_at: str = ""  # UTC stamp
    planned: str = ""

    @property
    def day_words(self) -> str:
        """In words, such as "Tue 12 Jan 2027, 14:00"."""
        return moment_words(self.day, self.time)


@dataclass(frozen=True, slots=True)
class Attendee(Stored):
    """Somebody who belongs to the meeting, or came to it, and whether they are there.

    capacity: "chair", "deputy chair", "member", "adviser" or "guest"; only the first three
    decide. discipline: "health", "police", "local authority" or another, for the core (R83).
    for_whom: the member whom they stand in for. key: one letter or digit for the keyboard.
    """

    KIND: ClassVar[str] = "attendee"

    name: str = ""
    title: str = ""
    agency: str = ""
    capacity: str = "member"
    discipline: str = ""
    for_whom: str = ""
    presence: str = Presence.EXPECTED.value
    order: int = 0

    @property
    def decides(self) -> bool:
        """Has a decision of their own on each case (R201)."""
        return self.capacity in {"chair", "deputy chair", "member"}

    @property
    def there(self) -> bool:
        """In the room now."""
        return self.presence == Presence.PRESENT.value


@dataclass(frozen=True, slots=True)
class Movement(Stored):
    """Somebody came, left, stepped out for an item, or came back; never changed.

    what: "came", "left", "stepped out", "came back". item: the item that was being taken.
    """

    KIND: ClassVar[str] = "movement"

    attendee: str = ""
    what: str = ""
    item: str = ""
    at: str = ""  # UTC stamp
    by: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem(Stored):
    """One item of the agenda.

    what: "case", "minutes", "business". public: the case's public reference. step: id of the
    step of its process that the meeting takes. minutes: planned; spent: seconds so far. shown:
    ids of what the room may see on the projector, with commas. relist: ISO date it comes back.
    despite: why it was ended without a quorum or without somebody of the core. earlier: public
    reference of the meeting whose minutes it approves.
    """

    KIND: ClassVar[str] = "agenda-item"

    what: str = "case"
    title: str = ""
    public: str = ""
    step: str = ""
    presenter: str = ""
    minutes: int = 0
    order: int = 0
    state: str = ItemState.WAITING.value
    started_at: str = ""  # UTC stamp
    spent: int = 0
    shown: str = ""
    outcome: str = ""  # in words, without a name
    relist: str = ""
    despite: str = ""
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Interest(Stored):
    """An interest that somebody declared in an item; stepped_out: they take no part in it."""

    KIND: ClassVar[str] = "interest"

    attendee: str = ""
    item: str = ""
    what: str = ""
    stepped_out: bool = True
    at: str = ""  # UTC stamp


@dataclass(frozen=True, slots=True)
class ActionPoint(Stored):
    """Something that somebody is to do, as it arose (R302)."""

    KIND: ClassVar[str] = "action-point"

    item: str = ""
    text: str = ""
    owner: str = ""
    due: str = ""  # ISO date
    done: str = ""  # ISO date
    order: int = 0


@dataclass(frozen=True, slots=True)
class ItemNote(Stored):
    """What the minute taker wrote of an item; never shown to the room."""

    KIND: ClassVar[str] = "item-note"

    item: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class MinuteText(Stored):
    """One section of the minutes as edited; the row's id is the section's.

    drafted: the words that the program proposed when it was edited. title: the section's, kept
    once the minutes are approved.
    """

    KIND: ClassVar[str] = "minute-text"

    text: str = ""
    drafted: str = ""
    by: str = ""
    at: str = ""  # UTC stamp
    title: str = ""


@dataclass(frozen=True, slots=True)
class MinutesChoice(Stored):
    """How the office wants a meeting's minutes drafted; one row, "minutes".

    reasons: each member's reason is told. names: whom a case is about is named, not in initials.
    """

    KIND: ClassVar[str] = "minutes-choice"

    reasons: bool = True
    names: bool = False


@dataclass(frozen=True, slots=True)
class MinutesApproved(Stored):
    """The minutes were approved: at which later meeting, with what corrections.

    by: who signed for it, role: as what.
    """

    KIND: ClassVar[str] = "minutes-approved"

    meeting: str = ""  # public reference of the meeting that approved them, or nothing
    day: str = ""  # ISO date
    corrections: str = ""
    by: str = ""
    digest: str = ""  # SHA-256 of the text that was approved
    role: str = ""
    at: str = ""  # UTC stamp


@dataclass(frozen=True, slots=True)
class Circulated(Stored):
    """A paper of the meeting that went to somebody. what: "agenda", "pack", "minutes".

    left_out: the items whose papers this copy does not have, by public reference, with commas.
    """

    KIND: ClassVar[str] = "circulated"

    what: str = ""
    to: str = ""
    copy: str = ""
    sha256: str = ""
    at: str = ""  # UTC stamp
    by: str = ""
    file_name: str = ""
    pages: int = 0
    left_out: str = ""
    password_is: str = ""  # what it opens with, in words: never the password


@dataclass(frozen=True, slots=True)
class SignatureMark(Stored):
    """How somebody signed at the table: typed, or drawn.

    It lies in the book of what was signed. signoff: id of the sign-off it belongs to. strokes:
    drawn lines as JSON text, [[[x, y], ...], ...], in thousandths of the box's width; nothing for
    a typed one. digest: of what was signed.
    """

    KIND: ClassVar[str] = "signature-mark"

    signoff: str = ""
    name: str = ""
    role: str = ""
    strokes: str = ""
    digest: str = ""
    at: str = ""  # UTC stamp
    by: str = ""
