"""Who did what, when, to which field: the journal of a case or of the office, in words.

A history is plain data, read once; finding in it and writing it out need no book.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mktdesk.book import Book, Entry, EntryId
from mktdesk.calendar import spoken_date
from mktdesk.casework.bodies import Terms
from mktdesk.casework.links import FamilyLead, Link
from mktdesk.casework.meetingrecords import (
    ActionPoint,
    AgendaItem,
    Attendee,
    Interest,
    ItemNote,
    Movement,
)
from mktdesk.casework.noticerows import Given
from mktdesk.casework.records import Carried, Conversion, Happening, Override, Referrer
from mktdesk.desk.bodyrows import BODY, MEMBER, memberships
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.converting import forms_before
from mktdesk.desk.directory import shape
from mktdesk.desk.history_words import GONE, Glossary, kind_of, note_words
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.session import Session
from mktdesk.forms.values import Json

_ALL = 1 << 40  # entries: a history is read whole
_PUT_BACK = timedelta(minutes=1)  # less is a computer keeping its clock right
_PUT_FORWARD = timedelta(days=366)
_UNITS = (
    (timedelta(days=365), "year"),
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)
_NEARLY = 0.95
_KEPT = "kept"
# What a person can have erased beside answers: kinds of rows, and "" for events without a row.
_ERASABLE = frozenset(
    {"document", "pack", Happening.KIND, Given.KIND, ""}
    | {Override.KIND, Referrer.KIND, Conversion.KIND, Carried.KIND, Link.KIND, FamilyLead.KIND}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one entry of the journal, in words; an event without a field is one line.

    id: (chain, number) of the entry. number: of the line within it. at: UTC stamp. group: a
    key of `history_words.GROUPS`. more: what the action noted, and for an erased entry who
    erased it, when and why. clock: words where the computer's clock had jumped before this.
    can_erase: the entry holds something that may be erased. files: attached files it brought.
    """

    id: EntryId
    number: int
    at: str
    who: str
    did: str
    group: str
    where: str = ""
    field: str = ""
    old: str = ""
    new: str = ""
    why: str = ""
    more: str = ""
    clock: str = ""
    erased: bool = False
    can_erase: bool = False
    files: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to find. Empty means any. group: a key of GROUPS. first, last: days, inclusive,
    where the office is. book_keeping: what the program writes for itself is shown too.
    """

    who: str = ""
    group: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""
    book_keeping: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """All lines, newest first."""

    lines: tuple[Line, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who did something, in the order of the alphabet."""
        return tuple(sorted({line.who for line in self.lines}, key=str.casefold))

    def find(self, wanted: Wanted) -> tuple[Line, ...]:
        """The lines that are as wanted, newest first."""
        words = wanted.text.casefold().split()
        kept = wanted.book_keeping or wanted.group == _KEPT
        return tuple(
            line
            for line in self.lines
            if (kept or line.group != _KEPT or line.clock)
            and wanted.who in ("", line.who)
            and wanted.group in ("", line.group)
            and _within(line.at, wanted)
            and all(word in _text(line) for word in words)
        )


def case_history(case: OpenCase) -> History:
    """The history of an open case."""
    glossary = Glossary(case.form, case.toolkit.process, forms_before(case))
    return _history(
        case.book,
        glossary,
        _ERASABLE,
    )


def meeting_history(meeting: OpenMeeting) -> History:
    """The history of an open meeting. Nothing in it can be erased by hand."""
    return _history(meeting.book, Glossary(places=rows_called(meeting)), frozenset())


def rows_called(meeting: OpenMeeting) -> dict[tuple[str, str], str]:
    """What the rows of a meeting's book are called: by the person, or by the agenda's item."""
    people = {one.id: one.name for one in meeting.attendees()}
    items = {one.id: one.title or one.public for one in meeting.items()}
    found = {(Attendee.KIND, key): name for key, name in people.items()}
    found |= {(AgendaItem.KIND, key): title for key, title in items.items()}
    for kind in (Movement.KIND, Interest.KIND, ItemNote.KIND, ActionPoint.KIND):
        for row in meeting.book.rows(kind):
            about = (
                people.get(str(row.fields.get("attendee")), ""),
                items.get(str(row.fields.get("item")), ""),
            )
            found[kind, row.id] = ", ".join(filter(None, about))
    return found


def office_history(session: Session) -> History:
    """The history of the office's register. Nothing in it can be erased by hand."""
    glossary = Glossary(shape(session), places=_in_bodies(session))
    return _history(session.vault.register, glossary, frozenset())


def _in_bodies(session: Session) -> dict[tuple[str, str], str]:
    """Members and papers of the office's bodies by the body that they are of."""
    register = session.vault.register
    bodies = {row.id: str(row.fields.get("name", "")) for row in register.rows(BODY)}
    found = {
        (MEMBER, one.id): ", ".join(filter(None, (one.name, bodies.get(body, ""))))
        for body, members in memberships(session).items()
        for one in members
    }
    for row in register.rows(Terms.KIND):
        found[Terms.KIND, row.id] = bodies.get(str(row.fields.get("body")), "")
    return found


def _history(book: Book, glossary: Glossary, erasable: frozenset[str]) -> History:
    entries = book.history(limit=_ALL)
    erasures = dict(_erasures(entries))
    jumps = _jumps(entries)
    lines: list[Line] = []
    for entry in entries:
        kind = kind_of(entry, book.kind)
        more = note_words(entry.note)
        if entry.verb == "erase":
            more = _erased_count(entry)
        if entry.erased:
            more = erasures.get(entry.id, "")
        about = Line(
            id=entry.id,
            number=0,
            at=entry.at,
            who=entry.actor,
            did=kind.did,
            group=kind.group,
            where=glossary.place(entry.kind, entry.row) or glossary.row(entry.kind),
            why=entry.reason,
            more=more,
            clock=jumps.get(entry.id, ""),
            erased=entry.erased,
            can_erase=_can_erase(entry, glossary, erasable),
            files=len(entry.attachments),
        )
        lines.extend(_lines(entry, about, glossary))
    return History(tuple(lines))


def _lines(entry: Entry, about: Line, glossary: Glossary) -> Iterator[Line]:
    """The lines of one entry: one for each field that says something."""
    old = entry.before or {}
    if entry.deleted:
        said = (
            (glossary.named(entry.kind, name), old[name]) for name in glossary.said(entry.kind, old)
        )
        parts = (f"{named.name}: {words}" for named, raw in said if (words := named.say(raw)))
        in_table = glossary.is_answer(entry.kind)
        did = f"{about.did} a row" if in_table else about.did
        yield replace(about, did=did, old="; ".join(parts))
        return
    names = [n for n in glossary.shown(entry) if entry.fields[n] is not None or n in old]
    if not names:
        yield _placed(entry, about)
    for number, name in enumerate(names):
        named = glossary.named(entry.kind, name)
        yield replace(
            about,
            number=number,
            where=glossary.place(entry.kind, entry.row) or named.where,
            field=named.name,
            old=named.say(old.get(name)),
            new=named.say(entry.fields[name]),
        )


def _placed(entry: Entry, about: Line) -> Line:
    """An entry with no field of its own to show: an event, a new empty row, a row that moved."""
    if "order" not in entry.fields or not entry.before:
        return about
    old, new = (_place(fields.get("order")) for fields in (entry.before, entry.fields))
    return replace(about, field="Place in the table", old=old, new=new)


def _place(raw: Json) -> str:
    return f"{raw + 1:g}" if isinstance(raw, int | float) else GONE


def _can_erase(entry: Entry, glossary: Glossary, erasable: frozenset[str]) -> bool:
    if entry.erased or entry.verb in {"erase", "begin", "start"}:
        return False
    if not entry.kind:
        return "" in erasable and bool(entry.reason or entry.note)
    return (entry.kind in erasable or glossary.is_answer(entry.kind)) and bool(erasable)


def _erasures(entries: Iterable[Entry]) -> Iterator[tuple[EntryId, str]]:
    """Each erased entry with who erased it, when and why."""
    for entry in entries:
        gone = entry.note.get("erased")
        if entry.verb != "erase" or not isinstance(gone, list):
            continue
        words = f"Erased by {entry.actor}, {_day(entry.at)}: {entry.reason}"
        for place in gone:
            match place:
                case [str(chain), int(seq)]:
                    yield EntryId(chain, seq), words


def _erased_count(entry: Entry) -> str:
    gone = entry.note.get("erased")
    count = len(gone) if isinstance(gone, list) else 0
    return "1 entry" if count == 1 else f"{count} entries"


def _jumps(entries: Sequence[Entry]) -> dict[EntryId, str]:
    """Where one computer's clock went back, or far forward, from one entry to its next.

    The order of the history does not come from clocks, so it stays right.
    """
    found: dict[EntryId, str] = {}
    last: dict[str, datetime] = {}
    for entry in reversed(entries):
        moment = datetime.fromisoformat(entry.at)
        before = last.get(entry.id.chain)
        last[entry.id.chain] = moment
        if before is None:
            continue
        if moment < before - _PUT_BACK:
            found[entry.id] = f"The computer's clock was put back by {_span(before - moment)}."
        elif moment > before + _PUT_FORWARD:
            gone = _span(moment - before)
            found[entry.id] = f"The computer's clock went forward by {gone} since the last entry."
    return found


def _span(time: timedelta) -> str:
    for unit, noun in _UNITS:
        if time >= unit * _NEARLY:
            count = max(1, round(time / unit))
            return f"about 1 {noun}" if count == 1 else f"about {count} {noun}s"
    return "about a minute"


def local_day(at: str) -> date:
    """The day of a stored stamp where the office is."""
    return datetime.fromisoformat(at).astimezone().date()


def _day(at: str) -> str:
    return spoken_date(local_day(at))


def _within(at: str, wanted: Wanted) -> bool:
    if wanted.first is None and wanted.last is None:
        return True
    day = local_day(at)
    return (wanted.first or day) <= day <= (wanted.last or day)


def _text(line: Line) -> str:
    said = [line.who, line.did, line.where, line.field, line.old, line.new, line.why, line.more]
    return "\n".join(said).casefold()
