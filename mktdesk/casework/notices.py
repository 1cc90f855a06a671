"""Who must be told what, by whom and by when: each notice to each recipient (pure).

What the toolkit forbids on a pathway is refused with its reason (C13: R78, R79).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from mktdesk.calendar import Due, Holidays, Period, Unit, due, left, spoken_date
from mktdesk.casework.records import Stored
from mktdesk.casework.situation import Happened, Situation, Truth, truth
from mktdesk.toolkits.process_schema import Notice, Process, Recipient, Refusal

ISSUED, CONFIRMED, BY_OTHER, NOT_APPLICABLE = "issued", "confirmed", "by_other", "not_applicable"


@dataclass(frozen=True, slots=True)
class Given(Stored):
    """What was done about one notice to one recipient; the row's id is its `key`.

    notice: the toolkit's id, or nothing for one of the office's own, which `label` names.
    state: one of the words above. document: id of the letter's row among the case's documents.
    """

    KIND: ClassVar[str] = "notice"

    notice: str = ""
    label: str = ""
    recipient: str = ""
    name: str = ""
    state: str = ""
    day: str = ""  # ISO
    by: str = ""
    channel: str = ""
    why: str = ""
    document: str = ""
    recorded_at: str = ""  # UTC stamp


class NoticeState(StrEnum):
    """Where a notice stands; the words say it."""

    NOT_YET = "Not yet"
    MAY_APPLY = "May be needed"
    TO_DO = "To do"
    LATE = "Late"
    TO_CONFIRM = "To be confirmed"
    ISSUED = "Told"
    CONFIRMED = "Receipt confirmed"
    BY_OTHER = "Told by somebody else"
    NOT_APPLICABLE = "Not applicable"


OPEN = frozenset({NoticeState.TO_DO, NoticeState.LATE, NoticeState.TO_CONFIRM})
SETTLED = frozenset(
    {
        NoticeState.ISSUED,
        NoticeState.CONFIRMED,
        NoticeState.BY_OTHER,
        NoticeState.NOT_APPLICABLE,
    }
)


@dataclass(frozen=True, slots=True)
class People:
    """Who is behind the toolkit's recipients in this case.

    many: the names for each kind of `Recipient.many`. fields: the form's answers in words.
    """

    many: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class NoticeStanding:
    """One notice to one recipient. notice: None for one of the office's own.

    to: the recipient's label; name: who that is here, or "". since: what calls for it. due: None
    is "at once", or not yet. words: where it stands with the day. doubts: what does not agree.
    """

    key: str
    label: str
    notice: Notice | None
    recipient: Recipient | None
    to: str
    name: str
    state: NoticeState
    words: str
    since: Happened | None = None
    due: Due | None = None
    given: Given | None = None
    doubts: tuple[str, ...] = ()


def notices_of(process: Process, pathway: str) -> tuple[Notice, ...]:
    """The notices of a pathway, in the toolkit's order."""
    return tuple(x for x in process.notice if not x.pathways or pathway in x.pathways)


def refusal_of(
    process: Process, pathway: str, recipient: str, *, publishing: bool = False
) -> Refusal | None:
    """What forbids telling this recipient, or publishing, on this pathway; None when nothing."""
    for one in process.refusal:
        if pathway not in one.pathways:
            continue
        if (publishing and one.publishing) or (not publishing and recipient in one.to):
            return one
    return None


def notice_key(notice: str, recipient: str, name: str = "") -> str:
    """The id of the row that keeps what was done; a name is told apart by its words alone."""
    plain = " ".join(name.casefold().split())
    return ":".join(part for part in (notice, recipient, plain) if part)


def notice_standings(
    process: Process,
    now: Situation,
    people: People,
    given: Mapping[str, Given],
    today: date,
    holidays: Holidays,
) -> tuple[NoticeStanding, ...]:
    """Every notice of the case's pathway to every recipient, and then the office's own."""
    recipients = {one.id: one for one in process.recipient}
    teller = _Teller(now, people, given, today, holidays)
    found: list[NoticeStanding] = []
    for notice in notices_of(process, now.pathway):
        for name in notice.to:
            if refusal_of(process, now.pathway, name) is None:
                found.extend(teller.of(notice, recipients[name]))
    known = {one.key for one in found}
    return (*found, *(_own(one) for one in given.values() if one.id not in known))


@dataclass(frozen=True, slots=True)
class _Teller:
    now: Situation
    people: People
    given: Mapping[str, Given]
    today: date
    holidays: Holidays

    def of(self, notice: Notice, recipient: Recipient) -> Iterator[NoticeStanding]:
        if not recipient.many:
            name = next((v for f in recipient.fields if (v := self.people.fields.get(f))), "")
            yield self._one(notice, recipient, name, notice_key(notice.id, recipient.id))
            return
        for name in dict.fromkeys(self.people.many.get(recipient.many, ())):
            yield self._one(notice, recipient, name, notice_key(notice.id, recipient.id, name))

    def _one(self, notice: Notice, recipient: Recipient, name: str, key: str) -> NoticeStanding:
        since = self.now.events.get(notice.on)
        done = self.given.get(key)
        day = self._due(notice, since)
        state, words = self._state(notice, since, day, done)
        return NoticeStanding(
            key=key,
            label=notice.label,
            notice=notice,
            recipient=recipient,
            to=recipient.label,
            name=name,
            state=state,
            words=words,
            since=since,
            due=day,
            given=done,
            doubts=tuple(_doubts(since, day, done)),
        )

    def _due(self, notice: Notice, since: Happened | None) -> Due | None:
        if since is None or notice.within is None:
            return None
        period = Period(notice.within.number, Unit(notice.within.unit))
        return due(since.day, period, self.holidays)

    def _state(
        self, notice: Notice, since: Happened | None, day: Due | None, done: Given | None
    ) -> tuple[NoticeState, str]:
        if done is not None and done.state:
            return _given_words(done)
        needed = truth(notice.when, self.now)
        if needed is Truth.NO:
            return NoticeState.NOT_APPLICABLE, "Not needed as the case stands"
        if since is None:
            return NoticeState.NOT_YET, "When it has happened"
        if needed is Truth.NOT_KNOWN:
            return NoticeState.MAY_APPLY, "It depends on what is not known yet"
        when = "At once" if day is None else _by(day.day, self.today, self.holidays)
        if day is not None and day.day < self.today:
            return NoticeState.LATE, when
        if notice.done_by:
            return NoticeState.TO_CONFIRM, f"{notice.done_by} tells them. {when}"
        return NoticeState.TO_DO, when


def _by(day: date, today: date, holidays: Holidays) -> str:
    return f"By {spoken_date(day)}: {left(day, today, holidays)}"


def _given_words(done: Given) -> tuple[NoticeState, str]:
    day = spoken_date(date.fromisoformat(done.day)) if done.day else ""
    states = {
        ISSUED: (NoticeState.ISSUED, f"Told on {day}"),
        CONFIRMED: (NoticeState.CONFIRMED, f"Confirmed on {day}"),
        BY_OTHER: (NoticeState.BY_OTHER, f"Told on {day} by {done.by}"),
        NOT_APPLICABLE: (NoticeState.NOT_APPLICABLE, f"Not applicable: {done.why}"),
    }
    return states[done.state]


def _doubts(since: Happened | None, day: Due | None, done: Given | None) -> Iterable[str]:
    told = done is not None and done.state in {ISSUED, CONFIRMED, BY_OTHER}
    if done is None or not told or not done.day:
        return
    on = date.fromisoformat(done.day)
    if since is None:
        yield "They were told, and what it tells of has not happened."
    elif on < since.day:
        yield f"They were told before it happened, on {spoken_date(since.day)}."
    if day is not None and on > day.day:
        days = (on - day.day).days
        yield f"It was late by {days} day{'s' if days != 1 else ''}."


def _own(done: Given) -> NoticeStanding:
    state, words = _given_words(done)
    to = done.recipient or done.name
    return NoticeStanding(done.id, done.label, None, None, to, done.name, state, words, given=done)


def open_notices(standings: Iterable[NoticeStanding]) -> tuple[NoticeStanding, ...]:
    """Those that somebody still has to see to; an optional one keeps nothing open."""
    return tuple(
        one
        for one in standings
        if one.state in OPEN and (one.notice is None or not one.notice.optional)
    )
