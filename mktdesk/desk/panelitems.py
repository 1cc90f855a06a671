"""What a panel pack is made of: the agenda in words, and each case's referral and returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType

from mktdesk.calendar import spoken_date
from mktdesk.casework.meetingrecords import AgendaItem, Attendee, MeetingFacts
from mktdesk.casework.records import Document
from mktdesk.casework.status import State
from mktdesk.desk import agenda as agendas
from mktdesk.desk import casekeys, cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.papers import content
from mktdesk.desk.requests import standings
from mktdesk.desk.session import Session
from mktdesk.desk.signatures import signed_marks
from mktdesk.desk.sittingbook import MeetingBook, attendees_of, facts_of, items_of
from mktdesk.documents.agenda import Agenda, AgendaLine
from mktdesk.documents.panelpack import AbsentPaper, FilePaper, FormPaper, PackItem, Paper
from mktdesk.errors import DeskError, ReferenceNeeded

_NOT_BEGUN = {State.NOT_STARTED, State.WAITING, State.KEPT}
NOT_CHOSEN = "Its papers were not chosen for this pack."
RESTRICTED = (
    "This case is restricted to named staff. Its papers are not in this pack, unless whoever "
    "makes it types the case's full reference."
)
READ_ONLY = "is open elsewhere, so that what leaves it could not be recorded."


@dataclass(slots=True)
class OpenCases:
    """The cases whose papers go into a pack, open while it is made.

    said: by public reference, why a case's papers cannot go in.
    """

    found: dict[str, OpenCase] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    own: list[OpenCase] = field(default_factory=list)


_NONE: Mapping[str, OpenCase] = MappingProxyType({})
_UNTYPED: Mapping[str, str] = MappingProxyType({})


@contextmanager
def opened(
    meeting: MeetingBook,
    chosen: Iterable[str],
    typed: Mapping[str, str] = _UNTYPED,
    here: Mapping[str, OpenCase] = _NONE,
) -> Iterator[OpenCases]:
    """Open the cases of the agenda, and close those that were not open before.

    chosen: ids of the items whose papers leave; the others' cases are only looked into, for what
    the agenda says of them. typed: full references of restricted cases that are to go in, by
    public part. here: cases that are open in this window already. A case that cannot be opened is
    said, and no more.
    """
    there, wanted = OpenCases(dict(here)), set(chosen)
    leaving = {one.public for one in items_of(meeting) if one.id in wanted}
    try:
        for public in dict.fromkeys(one.public for one in items_of(meeting) if one.public):
            if public in there.found:
                continue
            try:
                case = _open(meeting.session, public, typed.get(public, ""), public in leaving)
            except ReferenceNeeded:
                there.said[public] = RESTRICTED
            except DeskError as error:
                there.said[public] = f"{error.what} {error.do}"
            else:
                there.own.append(case)
                there.found[public] = case
        for public, case in there.found.items():
            if case.read_only:
                there.said[public] = f"{public} {READ_ONLY}"
        yield there
    finally:
        for case in there.own:
            cases.close_case(case)


def _open(session: Session, public: str, typed: str, leaves: bool) -> OpenCase:
    if not leaves:
        return cases.look_into(session, public)
    return casekeys.open_restricted(session, typed) if typed else cases.open_case(session, public)


def pack_items(
    meeting: MeetingBook, there: OpenCases, chosen: Iterable[str]
) -> tuple[PackItem, ...]:
    """Every item of the agenda; those chosen (by id) with their papers."""
    facts, wanted = facts_of(meeting), set(chosen)
    found: list[PackItem] = []
    items = items_of(meeting)
    for number, (item, starts) in enumerate(zip(items, starting(facts, items), strict=True), 1):
        case = there.found.get(item.public)
        papers: tuple[Paper, ...] = ()
        if item.public and item.id not in wanted:
            papers = (AbsentPaper("Papers of this case", NOT_CHOSEN),)
        elif item.public in there.said:
            papers = (AbsentPaper("Papers of this case", there.said[item.public]),)
        elif case is not None:
            papers = tuple(_papers(case))
        found.append(PackItem(_line(facts, number, item, starts, case), papers))
    return tuple(found)


def starting(facts: MeetingFacts, items: Sequence[AgendaItem]) -> tuple[str, ...]:
    """When each item begins if all before it keep to their minutes: "14:20"; "" where unknown."""
    if not facts.time:
        return ("",) * len(items)
    at = datetime.fromisoformat(f"{facts.day or '2000-01-01'}T{facts.time}")
    found = []
    for item in items:
        found.append(f"{at:%H:%M}")
        at += timedelta(minutes=item.minutes)
    return tuple(found)


def agenda_of(meeting: MeetingBook) -> Agenda:
    """The meeting as its papers name it; the items come with the pack."""
    facts = facts_of(meeting)
    return Agenda(
        body=facts.body_words or facts.body.partition("/")[2],
        reference=meeting.public,
        when=when_words(facts),
        place=facts.place,
        expected=tuple((one.name, as_words(one)) for one in attendees_of(meeting) if one.name),
        quorum=f"At least {facts.quorum} members" if facts.quorum else "",
    )


def when_words(facts: MeetingFacts) -> str:
    """Day and time: "Tue 12 Jan 2027, 14:00"."""
    if not facts.day:
        return ""
    said = spoken_date(datetime.fromisoformat(facts.day).date())
    return f"{said}, {facts.time}" if facts.time else said


def as_words(one: Attendee) -> str:
    """What somebody is at the meeting: "Chair, Designated Doctor, ICB"."""
    capacity = one.capacity[:1].upper() + one.capacity[1:]
    for_whom = f"for {one.for_whom}" if one.for_whom else ""
    return ", ".join(part for part in (capacity, one.title, one.agency, for_whom) if part)


def item_title(item: AgendaItem, case: OpenCase | None = None) -> str:
    """What a paper calls an item: a case by its public reference and its way of working."""
    if not item.public:
        return item.title or "Business"
    return f"{item.public}, {case.pathway.label}" if case is not None else item.public


def _line(
    facts: MeetingFacts, number: int, item: AgendaItem, starts: str, case: OpenCase | None
) -> AgendaLine:
    lacking: tuple[str, ...] = ()
    # A case that has gone another way since has no such step any more.
    if case is not None and any(one.id == item.step for one in case.toolkit.process.step):
        lacking = tuple(one.what for one in agendas.missing(case, facts, item.step))
    return AgendaLine(
        number=number,
        title=item_title(item, case),
        starts=starts,
        presenter=item.presenter,
        minutes=item.minutes,
        decide=item.title if item.public else "",
        missing=lacking,
    )


def _papers(case: OpenCase) -> Iterator[Paper]:
    """The parts that were begun, then what agencies returned, each as it came."""
    answers, marks = case.answers(), signed_marks(case)
    for number, (part, status) in enumerate(
        zip(case.form.parts, cases.statuses(case), strict=True)
    ):
        if not part.own and (number == 0 or status.state not in _NOT_BEGUN):
            yield FormPaper(part.title, case.form, answers, part.id, marks)
    asked = {one.row: one for one in standings(case)}
    for document in case.documents():
        if document.request in asked:
            one = asked[document.request]
            yield _returned(case, document, f"{one.agency}: {document.title}")


def _returned(case: OpenCase, document: Document, title: str) -> FilePaper:
    return FilePaper(
        title=title,
        name=document.name,
        media_type=document.media_type,
        kept=f"It is kept with {case.public}, under Documents, as \u201c{document.name}\u201d.",
        read=partial(content, case, document),
    )
