"""Processes beside a review: what is under way, and what it holds up here (pure; R104, R323)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mktdesk.calendar import spoken_date
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer, is_blank, precedes

RECORD = "parallel"
FINISH, PUBLICATION, INTERVIEWS = "finish", "publication", "interviews"
_LAW = frozenset({"criminal", "coroner"})
_WHY = {
    (PUBLICATION, True): "It is recorded as holding up publication.",
    (PUBLICATION, False): "Consider the timing with it before anything is published.",
    (FINISH, True): "It is recorded as holding up the end of the review.",
    (INTERVIEWS, True): "It is recorded as holding up meetings with practitioners or family.",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """One process beside this one. process, state: an option's key. next_day: ISO, or "".

    holds: what it holds up here, only while it is not ended.
    """

    row: str
    process: str
    state: str
    ended: bool
    contact: str
    next_day: str
    holds: frozenset[str]
    doubts: tuple[str, ...] = ()


def beside(answers: Answers) -> tuple[Beside, ...]:
    """The processes recorded of a case, those under way first."""
    found = (_of(row) for row in answers.table(RECORD))
    return tuple(sorted(found, key=lambda one: one.ended))


def open_of(answers: Answers, kinds: Iterable[str]) -> bool:
    """Whether a process of one of these kinds is recorded and not ended (R251)."""
    wanted = set(kinds)
    return any(one.process in wanted and not one.ended for one in beside(answers))


def holding(answers: Answers, what: str) -> tuple[Beside, ...]:
    """The open processes that hold this up: FINISH, PUBLICATION or INTERVIEWS."""
    return tuple(one for one in beside(answers) if what in one.holds)


def cautions(answers: Answers, what: str, called: Mapping[str, str]) -> tuple[str, ...]:
    """What to think of before this is done: what holds it up by the office's own word, and before
    a publication every criminal or coroner's process that is not over (R334).

    called: labels of the kinds of process by key.
    """
    return tuple(
        f"{called.get(one.process, one.process)}: not ended{_next(one)}. {_WHY[what, held]}"
        for one in beside(answers)
        if not one.ended
        and ((held := what in one.holds) or (what == PUBLICATION and one.process in _LAW))
    )


def _next(one: Beside) -> str:
    return f", next date {spoken_date(date.fromisoformat(one.next_day))}" if one.next_day else ""


def _of(row: Row) -> Beside:
    ended = row.get("state") == "ended" or not is_blank(row.get("ended"))
    held = row.get("holds")
    name, next_date = row.get("contact_name"), row.get("next_date")
    process, now = row.get("process"), row.get("state")
    state = now if isinstance(now, str) else ""
    return Beside(
        row=row.id,
        process=process if isinstance(process, str) else "",
        state="ended" if ended else state,
        ended=ended,
        contact=name if isinstance(name, str) else "",
        next_day=next_date.earliest if isinstance(next_date, DateAnswer) else "",
        holds=frozenset(held) if isinstance(held, tuple) and not ended else frozenset(),
        doubts=tuple(_doubts(row, ended=ended)),
    )


def _doubts(row: Row, *, ended: bool) -> Iterable[str]:
    begun, over = row.get("begun"), row.get("ended")
    if precedes(over, begun) and isinstance(over, DateAnswer):
        yield f"It ended on {over.text}, before it began."
    if ended and row.get("state") not in {"ended", None}:
        yield "It has a day of ending, and is not marked as ended."
