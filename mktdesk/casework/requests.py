"""What each agency was asked for: due, received, secured, chased, late (pure).

A request is a row of the working record. Where no due day is typed, the contribution's time in
the toolkit gives one, and it is shown as worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mktdesk.calendar import Due, Holidays, Period, Unit, counted, due, left, spoken_date
from mktdesk.casework.situation import Situation
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer, YesNo, is_blank, precedes
from mktdesk.toolkits.process_schema import Contribution, Process

RECORD = "request"
_SECURED = frozenset({"original", "copy", "none"})
_RECORDS = {
    "asked": "Not confirmed",
    "original": "Secured",
    "copy": "Copy taken, original secured",
    "none": "Holds none",
}


class RequestState(StrEnum):
    """Where a request stands; the words alone say it."""

    NOT_ASKED = "Not asked yet"
    ASKED = "Asked"
    DUE_TODAY = "Due today"
    LATE = "Late"
    INCOMPLETE = "Incomplete"
    RECEIVED = "Received"
    NIL = "Nil return"


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """One request. due: the day it is due (ISO), or "". worked_out: how, where nobody typed it.

    late: days past it, of a return that came late too; 0 when none. words: where it stands.
    secured: the agency's records are safe (or it holds none). chased: how many times, the last
    as it was noted. assured: who signed the return off in the agency (R245). records: whether
    they are secured, in words.
    """

    row: str
    agency: str
    contribution: str
    state: RequestState
    words: str
    due: str
    worked_out: Due | None
    late: int
    secured: bool
    chased: int
    doubts: tuple[str, ...]
    last_chased: str = ""
    assured: str = ""
    contribution_id: str = ""
    records: str = "Not known"

    @property
    def returned(self) -> bool:
        """The agency has answered in full, if only to say that it knows nothing."""
        return self.state in {RequestState.RECEIVED, RequestState.NIL}

    @property
    def due_words(self) -> str:
        """The day it is due: "Thu 26 Nov 2026 (worked out)"; nothing when there is none."""
        if not self.due:
            return ""
        said = spoken_date(date.fromisoformat(self.due))
        return f"{said} (worked out)" if self.worked_out else said

    @property
    def chased_words(self) -> str:
        """In words, such as "Chased twice, last: Thu 5 Mar 2026: by telephone"."""
        if not self.chased:
            return ""
        times = {1: "once", 2: "twice"}.get(self.chased, f"{self.chased} times")
        return f"Chased {times}, last: {self.last_chased}"


@dataclass(frozen=True, slots=True)
class Lateness:
    """One agency's requests counted (R249). worst: days of the latest one, 0 when none was late."""

    agency: str
    asked: int
    answered: int
    out: int
    late: int
    worst: int
    chased: int


def request_standings(
    process: Process, now: Situation, answers: Answers, today: date, holidays: Holidays
) -> tuple[RequestStanding, ...]:
    """Every request of the case, in the order in which they stand in the working record."""
    asked_for = {one.id: one for one in process.contribution}
    rows = answers.table(RECORD)
    worked = {row.id: _worked_out(row, asked_for, now, holidays) for row in rows}
    days = {row.id: _due_day(row, worked[row.id]) for row in rows}
    return tuple(
        _standing(row, rows, days, worked[row.id], asked_for, today, holidays) for row in rows
    )


def missing_returns(standings: tuple[RequestStanding, ...]) -> tuple[RequestStanding, ...]:
    """What a decision would be made without (2016 guidance 1.2: R199)."""
    return tuple(one for one in standings if not one.returned)


def lateness(standings: tuple[RequestStanding, ...]) -> tuple[Lateness, ...]:
    """Each agency's requests that were asked or answered, in the order they stand (R249)."""
    agencies: dict[str, list[RequestStanding]] = {}
    for one in standings:
        if one.state is not RequestState.NOT_ASKED:
            agencies.setdefault(one.agency.casefold(), []).append(one)
    return tuple(
        Lateness(
            agency=own[0].agency,
            asked=len(own),
            answered=sum(one.returned for one in own),
            out=sum(not one.returned for one in own),
            late=sum(one.late > 0 for one in own),
            worst=max(one.late for one in own),
            chased=sum(one.chased for one in own),
        )
        for own in agencies.values()
    )


def glance(answers: Answers) -> str:
    """All requests in a few words: "2 of 5 answered"."""
    rows = answers.table(RECORD)
    if not rows:
        return "None asked yet"
    answered = sum(_is_yes(row, "nil_return") or not is_blank(row.get("received")) for row in rows)
    return f"{answered} of {len(rows)} answered"


def not_secured(standings: tuple[RequestStanding, ...]) -> tuple[str, ...]:
    """The agencies whose records are not known to be secured (R35, R195)."""
    safe = {one.agency.casefold() for one in standings if one.secured}
    names = dict.fromkeys(one.agency for one in standings)
    return tuple(name for name in names if name.casefold() not in safe)


def _standing(
    row: Row,
    rows: tuple[Row, ...],
    days: Mapping[str, str],
    worked: Due | None,
    asked_for: Mapping[str, Contribution],
    today: date,
    holidays: Holidays,
) -> RequestStanding:
    until = days[row.id]
    state, words, late = _state(row, until, today, holidays)
    wanted = asked_for.get(_text(row, "contribution"))
    chased = [line.strip() for line in _text(row, "chased").splitlines() if line.strip()]
    return RequestStanding(
        row=row.id,
        agency=_text(row, "agency").strip(),
        contribution=wanted.label if wanted else "Other",
        state=state,
        words=words,
        due=until,
        worked_out=worked if is_blank(row.get("due")) else None,
        late=late,
        secured=_text(row, "secured") in _SECURED,
        chased=len(chased),
        doubts=tuple(_doubts(row, rows, days, asked_for)),
        last_chased=chased[-1] if chased else "",
        assured=_text(row, "assured_by").strip(),
        contribution_id=_text(row, "contribution"),
        records=_RECORDS.get(_text(row, "secured"), "Not known"),
    )


def _state(row: Row, until: str, today: date, holidays: Holidays) -> tuple[RequestState, str, int]:
    received = row.get("received")
    if _is_yes(row, "nil_return"):
        return RequestState.NIL, "Nil return: nothing is known", _late(until, received, today)
    if isinstance(received, DateAnswer) and received.text.strip():
        late = _late(until, received, today)
        words = f"Received {_said(received)}"
        words = f"{words}, late by {_days(late)}" if late else words
        if out := _text(row, "left_out").strip():
            return RequestState.INCOMPLETE, f"{words}. Incomplete: {' '.join(out.split())}", late
        return RequestState.RECEIVED, words, late
    if is_blank(row.get("asked")):
        return RequestState.NOT_ASKED, "Not asked yet", 0
    if not until:
        return RequestState.ASKED, "Asked; no day is set", 0
    day = date.fromisoformat(until)
    words = left(day, today, holidays)
    if day < today:
        return RequestState.LATE, words[:1].upper() + words[1:], (today - day).days
    state = RequestState.DUE_TODAY if day == today else RequestState.ASKED
    return state, words[:1].upper() + words[1:], 0


def _late(until: str, received: object, today: date) -> int:
    if not until:
        return 0
    came = received.earliest if isinstance(received, DateAnswer) else ""
    if not came:
        return 0
    return max(0, (min(date.fromisoformat(came), today) - date.fromisoformat(until)).days)


def _worked_out(
    row: Row, asked_for: Mapping[str, Contribution], now: Situation, holidays: Holidays
) -> Due | None:
    wanted = asked_for.get(_text(row, "contribution"))
    if wanted is None or wanted.within is None:
        return None
    if wanted.after is not None:
        happened = now.events.get(wanted.after)
        start = happened.day if happened else None
    else:
        asked = row.get("asked")
        known = asked.earliest if isinstance(asked, DateAnswer) else ""
        start = date.fromisoformat(known) if known else None
    if start is None:
        return None
    return due(start, Period(wanted.within.number, Unit(wanted.within.unit)), holidays)


def _due_day(row: Row, worked: Due | None) -> str:
    typed = row.get("due")
    if isinstance(typed, DateAnswer) and typed.text.strip():
        return typed.latest
    return worked.day.isoformat() if worked else ""


def _doubts(
    row: Row,
    rows: tuple[Row, ...],
    days: Mapping[str, str],
    asked_for: Mapping[str, Contribution],
) -> Iterator[str]:
    if precedes(row.get("received"), row.get("asked")):
        yield "It was received before it was asked for."
    if _is_yes(row, "nil_return") and _text(row, "secured") in {"original", "copy"}:
        yield "It is a nil return, and records were secured."
    if precedes(row.get("letter_received"), row.get("secured_on")):  # R401
        yield "Records were secured later than the day on which the letter arrived."
    wanted = asked_for.get(_text(row, "contribution"))
    if wanted is None or wanted.before is None:
        return
    agency = _text(row, "agency").strip().casefold()
    for other in rows:
        same = _text(other, "agency").strip().casefold() == agency
        if not same or _text(other, "contribution") != wanted.before:
            continue
        if days[other.id] and days[row.id] > days[other.id]:  # R248
            own, its = (spoken_date(date.fromisoformat(days[x.id])) for x in (row, other))
            yield f"{wanted.label} is due {own}, after {asked_for[wanted.before].label}: {its}."


def _said(day: DateAnswer) -> str:
    """A certain day as the program says it, else as it was written."""
    if day.earliest and day.earliest == day.latest:
        return spoken_date(date.fromisoformat(day.earliest))
    return day.text


def _days(count: int) -> str:
    return counted(count, Unit.CALENDAR_DAY)


def _is_yes(row: Row, field: str) -> bool:
    value = row.get(field)
    return isinstance(value, YesNo) and value.answer == "yes"


def _text(row: Row, field: str) -> str:
    value = row.get(field)
    return value if isinstance(value, str) else ""
