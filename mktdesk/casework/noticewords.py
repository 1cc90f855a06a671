"""What is said of a notice: when it is due, what was done, what does not agree (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mktdesk.calendar import Due, Holidays, Unit, counted, left, spoken_date
from mktdesk.casework.noticerows import Given
from mktdesk.casework.situation import Happened, Situation, unsettled
from mktdesk.toolkits.process_schema import Process, When


def due_words(day: Due | None, today: date, holidays: Holidays) -> str:
    """By when: "At once", "By Tue 30 Dec 2025: 3 working days left (5 days)", "Late by 2 days: it
    was due Tue 30 Dec 2025".
    """
    if day is None:
        return "At once"
    words = left(day.day, today, holidays)
    if day.day < today:
        return f"{words[:1].upper()}{words[1:]}: it was due {spoken_date(day.day)}"
    return f"By {spoken_date(day.day)}: {words}"


def given_words(done: Given) -> str:
    """What was done: "Told on Fri 19 Dec 2025 by Dana Whitlock, letter. Confirmed on …"."""
    if not done.settled:
        return "What was recorded has been erased"
    if not done.told:
        return f"Not applicable: {done.why}"
    who = f" by {done.by}" if done.by else ""
    how = f", {done.channel[:1].lower()}{done.channel[1:]}" if done.channel else ""
    words = f"Told on {_spoken(done.day)}{who}{how}"
    if not done.confirmed:
        return words
    by = f" by {done.confirmed_by}" if done.confirmed_by else ""
    return f"{words}. Confirmed on {_spoken(done.confirmed)}{by}"


def depends_words(process: Process, when: When | None, now: Situation) -> str:
    """What is not known yet and settles whether it is needed."""
    facts = {one.id: one.question for one in process.fact}
    outcomes = {one.id: one.label for one in process.outcome}
    asked = [
        facts[one.fact] if one.fact is not None else f"“{outcomes[one.outcome or '']}”"
        for one in unsettled(when, now)
    ]
    return f"It depends on: {'; '.join(dict.fromkeys(asked))}"


def doubts(
    on: str, since: Happened | None, day: Due | None, done: Given | None, *, needed: bool
) -> tuple[str, ...]:
    """What does not agree. on: what the notice tells of; needed: it is called for as things are."""
    return tuple(_doubts(on, since, day, done, needed=needed))


def _doubts(
    on: str, since: Happened | None, day: Due | None, done: Given | None, *, needed: bool
) -> Iterator[str]:
    if done is None or not done.told:
        if since is not None and since.doubt and needed and done is None:
            yield f"The day is counted from “{on}”: {since.doubt}."
        return
    told = date.fromisoformat(done.day)
    if not needed:
        yield "They were told; as the case stands now, nobody has to be."
    if since is None:
        yield f"They were told before it happened: “{on}” has no date yet."
    elif told < since.day:
        yield f"They were told before it happened: “{on}” was on {spoken_date(since.day)}."
    if day is not None and told > day.day:
        yield f"They were told {counted((told - day.day).days, Unit.CALENDAR_DAY)} late."


def _spoken(iso: str) -> str:
    return spoken_date(date.fromisoformat(iso))
