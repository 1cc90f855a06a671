"""What comes round in the office itself and is no case's: a guidance's own review, a report, a
bulletin. Each is marked as looked at or done; the next one is counted from there.

2023 process: R99 (the document is reviewed every year); 2018 page: R5, R18 (report card, bulletin).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from mktdesk.book import Change, RowChange
from mktdesk.calendar import Period, Unit, due, stamp, today
from mktdesk.casework.records import Stored
from mktdesk.desk import meetings
from mktdesk.desk.officedays import holidays
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused
from mktdesk.forms.values import DateAnswer

REVIEW, SERIES = "review-", "series-"
LOOKED_AT, DONE = "Looked at", "Done"
_YEAR = Period(12, Unit.MONTH)
_PAST = "@"  # before the day of one that is past: it stands beside the next one


@dataclass(frozen=True, slots=True)
class Round(Stored):
    """The last time something was marked. id: REVIEW and a toolkit, or SERIES and a series' key.

    due: the day it was due; day: when it was looked at or done; both ISO.
    """

    KIND: ClassVar[str] = "office-round"

    label: str = ""
    toolkit: str = ""
    due: str = ""
    day: str = ""
    by: str = ""
    note: str = ""
    recorded_at: str = ""  # UTC stamp

    def covers(self, day: date) -> bool:
        """Whether what was due that day was seen to, then or with a later one."""
        return bool(self.due) and day.isoformat() <= self.due


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked. key: the line's id on the list of what is due. label, toolkit: its words.

    due: the day it was due. by: who looked or did it. note: anything else, or nothing.
    """

    key: str
    label: str
    toolkit: str
    due: date
    day: DateAnswer
    by: str
    note: str = ""


def rounds(session: Session) -> dict[str, Round]:
    """What was marked last of each, by its id."""
    found = session.vault.register.rows(Round.KIND)
    return {row.id: Round.of(row.id, row.fields) for row in found}


def past_key(series: str, day: date) -> str:
    """The line's id of a series' day that is past."""
    return f"{SERIES}{series}{_PAST}{day.isoformat()}"


def next_review(review_by: date, seen: Round | None, session: Session) -> date:
    """By when a guidance is looked at next: a year from the last look, or its own day (R99)."""
    if seen is None or not seen.day or not seen.covers(review_by):
        return review_by
    return due(date.fromisoformat(seen.day), _YEAR, holidays(session)).day


def mark(session: Session, made: Mark) -> date | None:
    """Keep that it was looked at or done; when the next one is due, None if no day is known.

    Raises AnswersRefused: no certain day, a day to come, nobody named, marked already.
    """
    session.refuse_if_read_only()
    row = made.key.partition(_PAST)[0]
    day, now = _certain(made.day), today(session.clock)
    if day > now:
        raise AnswersRefused("That day is still to come.", "Give the day on which it was done.")
    if not made.by.strip():
        raise AnswersRefused("It is not said who did it.", "Name them.")
    register = session.vault.register
    with register.exclusively():
        before = rounds(session).get(row)
        if before is not None and before.covers(made.due):
            raise AnswersRefused(
                "This has been marked already.", "Close this and look at the list again."
            )
        kept = Round(
            row,
            label=made.label,
            toolkit=made.toolkit,
            due=made.due.isoformat(),
            day=day.isoformat(),
            by=made.by.strip(),
            note=made.note.strip(),
            recorded_at=stamp(session.clock.now()),
        )
        change = RowChange(Round.KIND, row, kept.to_fields())
        register.write(Change(session.actor, "round", (change,)))
    if row.startswith(REVIEW):
        return next_review(made.due, kept, session)
    since = max(now, made.due + timedelta(days=1))
    coming = meetings.coming(session, row.removeprefix(SERIES), since)
    return coming[0].day if coming else None


def _certain(day: DateAnswer) -> date:
    if not day.earliest or day.earliest != day.latest or day.doubt:
        raise AnswersRefused("This needs one certain day.", "Give day, month and year.")
    return date.fromisoformat(day.earliest)
