"""Who must be told what, by whom and by when: each notice to each recipient (pure).

What the toolkit forbids on a pathway is not called for on it (see `mktdesk.casework.refusals`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from mktdesk.calendar import Due, Holidays, Period, Unit, due
from mktdesk.casework.noticerows import BY_OTHER, CONFIRMED, ISSUED, NOT_APPLICABLE, Given
from mktdesk.casework.noticewords import depends_words, doubts, due_words, given_words
from mktdesk.casework.refusals import refusal_of
from mktdesk.casework.situation import Happened, Situation, Truth, truth
from mktdesk.toolkits.process_schema import Event, Notice, Process, Recipient, Step


class NoticeState(StrEnum):
    """Where a notice stands; the words say it."""

    NOT_YET = "Not yet"
    MAY_APPLY = "May be needed"
    NOBODY = "Nobody named yet"
    TO_DO = "To do"
    LATE = "Late"
    TO_CONFIRM = "To be confirmed"
    ISSUED = "Told"
    CONFIRMED = "Confirmed"
    BY_OTHER = "Told by somebody else"
    NOT_APPLICABLE = "Not applicable"


_MARK = 8  # bytes
OPEN = frozenset({NoticeState.TO_DO, NoticeState.LATE, NoticeState.TO_CONFIRM, NoticeState.NOBODY})
_SETTLED = {
    ISSUED: NoticeState.ISSUED,
    CONFIRMED: NoticeState.CONFIRMED,
    BY_OTHER: NoticeState.BY_OTHER,
    NOT_APPLICABLE: NoticeState.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of many recipients. key: what tells them apart while their name changes (an officer's
    agency). person: the name of a human being among it. lines: how a letter reaches them, the
    name or person left out. by_hand: named for this notice.
    """

    key: str
    name: str
    person: str = ""
    lines: tuple[str, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """Who is behind the toolkit's recipients in this case.

    many: for each kind of `Recipient.many`, and for "people" by the body whose members they are;
    a plain name is its own key. fields: the form's answers in words. held: who holds a role now.
    """

    many: Mapping[str, tuple[Somebody | str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    held: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class NoticeStanding:
    """One notice to one recipient. notice: None for one of the office's own.

    to: the recipient's label; name: who that is here, or "", among: what tells them apart from
    others, person: the human being among it, by_hand: named here alone; lines: how a letter
    reaches them. since: what calls for it.
    due: None is "at once", or not yet. words: where it stands, with the day. doubts: what does
    not agree. further: they are told of more than the first time.
    """

    key: str
    label: str
    notice: Notice | None
    recipient: Recipient | None
    to: str
    name: str
    state: NoticeState
    words: str
    among: str = ""
    person: str = ""
    by_hand: bool = False
    lines: tuple[str, ...] = ()
    since: Happened | None = None
    due: Due | None = None
    given: Given | None = None
    doubts: tuple[str, ...] = ()
    further: bool = False

    @property
    def open(self) -> bool:
        """Somebody still has to see to it; an optional one keeps nothing open."""
        return self.state in OPEN and not (self.notice is not None and self.notice.optional)

    @property
    def told(self) -> bool:
        """They were told, by whomever."""
        return self.given is not None and self.given.told

    @property
    def delegated(self) -> bool:
        """Somebody outside the office tells them, and confirms it (R40, R41)."""
        return self.notice is not None and bool(self.notice.done_by)

    @property
    def channel(self) -> str:
        """How it goes, where the toolkit says so."""
        own = self.notice.channel if self.notice is not None else ""
        return own or (self.recipient.channel if self.recipient is not None else "")


def notices_of(process: Process, pathway: str) -> tuple[Notice, ...]:
    """The notices of a pathway, in the toolkit's order."""
    return tuple(x for x in process.notice if not x.pathways or pathway in x.pathways)


def notice_key(notice: str, recipient: str, name: str = "", number: int = 1) -> str:
    """The id of the row that keeps what was done.

    One of many is told apart by the words of the name alone; the name itself is not in the id,
    which stays when what was recorded is erased. number: 2 and more for what they are told later.
    """
    plain = " ".join(name.casefold().split()).encode("utf-8", "replace")
    mark = hashlib.blake2b(plain, digest_size=_MARK).hexdigest() if plain else ""
    nth = f"#{number}" if number > 1 else ""
    return ":".join(part for part in (notice, f"{recipient}{nth}", mark) if part)


def needs_name(recipient: Recipient) -> bool:
    """Nobody can be told before somebody is named; a body can be told as one."""
    return bool(recipient.many) and not recipient.of


def notice_standings(
    process: Process,
    now: Situation,
    people: People,
    given: Mapping[str, Given],
    today: date,
    holidays: Holidays,
) -> tuple[NoticeStanding, ...]:
    """Every notice of the case's pathway to every recipient, then what was told beside them.

    What was told before the case took another way, or to somebody who is no longer named on it,
    stays.
    """
    recipients = {one.id: one for one in process.recipient}
    teller = _Teller(process, now, people, given, today, holidays)
    found: list[NoticeStanding] = []
    for notice in notices_of(process, now.pathway):
        for name in notice.to:
            if refusal_of(process, now.pathway, name) is None:
                found.extend(teller.of(notice, recipients[name]))
    known = {one.key for one in found}
    left = [one for one in given.values() if one.id not in known and one.settled]
    notices = {one.id: one for one in process.notice}
    return (
        *found,
        *(
            teller.left_over(one, notices.get(one.notice), recipients.get(one.recipient))
            for one in left
        ),
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    process: Process
    now: Situation
    people: People
    given: Mapping[str, Given]
    today: date
    holidays: Holidays

    def of(self, notice: Notice, recipient: Recipient) -> Iterator[NoticeStanding]:
        """To each of those behind a recipient, each followed by what they were told later."""
        for who in self._each(notice, recipient):
            yield self._one(notice, recipient, who)
            number = 2
            while more := self.given.get(notice_key(notice.id, recipient.id, who.key, number)):
                yield self._told(more, notice, recipient, who, further=True)
                number += 1

    def left_over(
        self, done: Given, notice: Notice | None, recipient: Recipient | None
    ) -> NoticeStanding:
        """What no notice of the pathway answers to now."""
        return self._told(done, notice, recipient, Somebody(done.among, done.name), further=False)

    def _each(self, notice: Notice, recipient: Recipient) -> Iterable[Somebody]:
        """Those named on the case, and those named, or told, by hand."""
        if not recipient.many:
            lines = [said for f in recipient.fields if (said := self.people.fields.get(f))]
            held = self.people.held.get(recipient.of or recipient.id, "")
            name = lines[0] if lines else held
            return (Somebody("", name, name, tuple(lines[1:])),)
        many = self.people.many
        behind = many.get(recipient.of or "") or many.get(recipient.many, ())
        if as_one := self._told_as_one(notice, recipient):
            behind = ()
        known = [Somebody(one, one) if isinstance(one, str) else one for one in behind]
        named = {notice_key(notice.id, recipient.id, one.key): one for one in known}
        for one in self.given.values():
            theirs = notice_key(notice.id, recipient.id, one.among)
            if one.among and theirs == one.id:
                named.setdefault(theirs, Somebody(one.among, one.name, one.name, by_hand=True))
        body = (Somebody("", ""),) if as_one or not named else ()
        return (*body, *named.values())

    def _told_as_one(self, notice: Notice, recipient: Recipient) -> bool:
        """A body was told before the directory named its members."""
        given = self.given.get(notice_key(notice.id, recipient.id))
        return given is not None and given.settled

    def _one(self, notice: Notice, recipient: Recipient, who: Somebody) -> NoticeStanding:
        key = notice_key(notice.id, recipient.id, who.key)
        since, done = self.now.events.get(notice.on), self.given.get(key)
        day, needed = self._due(notice, since), truth(notice.when, self.now)
        if done is not None and done.settled:
            state, words = _SETTLED[done.state], given_words(done)
        else:
            state, words = self._waiting(notice, needed, since, day)
            if state in OPEN and needs_name(recipient) and not who.name:
                state = NoticeState.NOBODY
        return NoticeStanding(
            key=key,
            label=notice.label,
            notice=notice,
            recipient=recipient,
            to=recipient.label,
            name=who.name,
            state=state,
            words=words,
            among=who.key,
            person=who.person,
            by_hand=who.by_hand,
            lines=who.lines,
            since=since,
            due=day,
            given=done,
            doubts=doubts(self._on(notice), since, day, done, needed=needed is not Truth.NO),
        )

    def _due(self, notice: Notice, since: Happened | None) -> Due | None:
        if since is None or notice.within is None:
            return None
        period = Period(notice.within.number, Unit(notice.within.unit))
        return due(since.day, period, self.holidays)

    def _waiting(
        self, notice: Notice, needed: Truth, since: Happened | None, day: Due | None
    ) -> tuple[NoticeState, str]:
        if needed is Truth.NO:
            return NoticeState.NOT_APPLICABLE, "Not needed as the case stands"
        if since is None:
            return NoticeState.NOT_YET, f"After: {self._on(notice)}"
        if needed is Truth.NOT_KNOWN:
            return NoticeState.MAY_APPLY, depends_words(self.process, notice.when, self.now)
        words = due_words(day, self.today, self.holidays)
        if notice.done_by:
            words = f"{words}. Not by the office: {notice.done_by}"
        if day is not None and day.day < self.today:
            return NoticeState.LATE, words
        return (NoticeState.TO_CONFIRM if notice.done_by else NoticeState.TO_DO), words

    def _on(self, notice: Notice) -> str:
        things: tuple[Event | Step, ...] = (*self.process.event, *self.process.step)
        return next(thing.label for thing in things if thing.id == notice.on)

    def _told(
        self,
        done: Given,
        notice: Notice | None,
        recipient: Recipient | None,
        who: Somebody,
        *,
        further: bool,
    ) -> NoticeStanding:
        label = ": ".join(x for x in (notice.label if notice else "", done.label) if x)
        return NoticeStanding(
            key=done.id,
            label=label,
            notice=notice,
            recipient=recipient,
            to=recipient.label if recipient else done.recipient,
            name=who.name,
            state=_SETTLED.get(done.state, NoticeState.ISSUED),
            words=given_words(done),
            among=who.key,
            person=who.person,
            by_hand=who.by_hand,
            lines=who.lines,
            given=done,
            further=further,
        )


def open_notices(standings: Iterable[NoticeStanding]) -> tuple[NoticeStanding, ...]:
    """Those that somebody still has to see to."""
    return tuple(one for one in standings if one.open)
