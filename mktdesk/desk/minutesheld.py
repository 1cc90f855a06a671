"""What a meeting's minutes are drafted from: its own book, and the book of each case it took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from mktdesk.calendar import LONDON, spoken_date
from mktdesk.casework.deciding import Seat, SeatState, dissent, seats, tally, when_signed
from mktdesk.casework.meetingrecords import (
    ActionPoint,
    AgendaItem,
    Attendee,
    ItemState,
    MeetingFacts,
    MinutesApproved,
    Movement,
    Presence,
)
from mktdesk.casework.minuting import Action, Decision, Held, Person, TakenItem
from mktdesk.casework.sitting import CAME, LEFT, counted, members_of, present_at
from mktdesk.casework.status import standing as signature
from mktdesk.casework.subject import subject_names
from mktdesk.desk import cases, threshold
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.itemsheet import brief, part_in, rule_in
from mktdesk.desk.meetingbooks import close_meeting, list_meetings, look_into_meeting
from mktdesk.desk.meetings import coming
from mktdesk.desk.panelitems import item_title
from mktdesk.desk.signing import read_back
from mktdesk.desk.sittingbook import (
    MeetingBook,
    actions_of,
    attendees_of,
    facts_of,
    interests_of,
    items_of,
    movements_of,
    notes_of,
)
from mktdesk.errors import DeskError
from mktdesk.forms.answers import Answers
from mktdesk.forms.types import Part
from mktdesk.toolkits.process_schema import Sitting

_BEFORE = 6  # earlier meetings of the body whose action points are looked at
_STATES = {
    ItemState.WAITING.value: "It was not taken.",
    ItemState.NOT_TAKEN.value: "It was not taken.",
    ItemState.NOW.value: "It is being taken.",
    ItemState.RELISTED.value: "It comes back to a later meeting.",
    ItemState.DONE.value: "",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A meeting in words. names: whom each item's case is about, by the item's id."""

    held: Held
    names: dict[str, tuple[str, ...]]


def recorded(meeting: MeetingBook) -> Recorded:
    """Everything the minutes are drafted from; each case is looked into, whoever has it open.

    A case that is restricted, or not in this vault, is said to be so in its item.
    """
    facts, items = facts_of(meeting), items_of(meeting)
    numbers = {item.id: number for number, item in enumerate(items, start=1)}
    names: dict[str, tuple[str, ...]] = {}
    taken = tuple(_item(meeting, item, numbers[item.id], names) for item in items)
    before, earlier = _earlier(meeting, facts)
    people = {one.id: one.name for one in attendees_of(meeting)}
    held = Held(
        people=tuple(_person(meeting, facts, one) for one in attendees_of(meeting)),
        quorum=tuple(_quorum(meeting, facts)),
        interests=tuple(
            (
                numbers.get(one.item, 0),
                people.get(one.attendee, ""),
                one.what,
                "Stepped out" if one.stepped_out else "Took part",
            )
            for one in interests_of(meeting)
        ),
        before=before,
        earlier=earlier,
        items=taken,
        actions=tuple(_action(one, numbers) for one in actions_of(meeting)),
        closed=f"The meeting ended at {_clock(facts.ended_at)}." if facts.ended_at else "",
        following=_following(meeting, facts),
        circulation=tuple(
            ", ".join(part for part in (one.name, one.title, one.agency) if part)
            for one in attendees_of(meeting)
            if one.decides or one.capacity == "adviser"
        ),
    )
    return Recorded(held, names)


# who was there


def _person(meeting: MeetingBook, facts: MeetingFacts, one: Attendee) -> Person:
    own = [each for each in movements_of(meeting) if each.attendee == one.id]
    away = one.presence in {Presence.APOLOGIES.value, Presence.ABSENT.value}
    why = "apologies" if one.presence == Presence.APOLOGIES.value else ""
    return Person(
        name=one.name,
        role=one.title,
        agency=one.agency,
        capacity=one.capacity,
        for_whom=one.for_whom,
        there="" if away else _times(own, facts.ended_at),
        why=why,
    )


def _times(own: Sequence[Movement], ended: str) -> str:
    """When somebody was there: "14:00 to 14:40 and 15:00 to 16:05"."""
    spans: list[str] = []
    since = ""
    for one in own:
        if one.what == CAME and not since:
            since = one.at
        elif one.what == LEFT and since:
            spans.append(f"{_clock(since)} to {_clock(one.at)}")
            since = ""
    if since:
        spans.append(f"{_clock(since)} to {_clock(ended)}" if ended else f"from {_clock(since)}")
    return " and ".join(spans)


def _quorum(meeting: MeetingBook, facts: MeetingFacts) -> Iterator[str]:
    """How many who decide were there, and from when to when there were too few."""
    everybody = attendees_of(meeting)
    deciding = {one.id for one in everybody if one.decides}
    moves = movements_of(meeting)
    moments = sorted({one.at for one in moves if one.what in {CAME, LEFT}})
    if not moments:
        return
    start, end = facts.started_at or moments[0], facts.ended_at or moments[-1]
    since = sorted({max(start, at) for at in moments if at < end} | {start})
    there = [len(present_at(moves, at) & deciding) for at in since]
    of, most = counted(members_of(everybody), "member"), max(there)
    if not facts.quorum:
        yield f"Nobody has set a quorum. At most {most} of {of} were there."
        return
    yield f"The quorum is {facts.quorum} of {of}; at most {most} were there."
    short = [
        f"from {_clock(at)} to {_clock(until)} ({present} there)"
        for at, until, present in zip(since, [*since[1:], end], there, strict=True)
        if present < facts.quorum and _clock(at) != _clock(until)
    ]
    if short:
        yield f"There was none {'; '.join(short)}."


# each item


def _item(
    meeting: MeetingBook, item: AgendaItem, number: int, names: dict[str, tuple[str, ...]]
) -> TakenItem:
    state = " ".join(part for part in (_STATES.get(item.state, ""), _stop(item.outcome)) if part)
    if item.despite:
        state = f"{state} It was taken all the same because: {_stop(item.despite)}"
    note = notes_of(meeting).get(item.id, "")
    if not item.public:
        return TakenItem(
            item.id, number, item_title(item), state, item.presenter, note=note,
        )  # fmt: skip
    try:
        case = cases.look_into(meeting.session, item.public)
    except DeskError as error:
        return TakenItem(
            item.id, number, item.public, state, item.presenter, note=note,
            away=f"What the case's own record says is not here: {error.what}",
        )  # fmt: skip
    try:
        names[item.id] = subject_names(case.form, case.answers())
        return _of_case(meeting, case, item, TakenItem(
            item.id, number, item_title(item, case), state, item.presenter, note=note,
        ))  # fmt: skip
    finally:
        cases.close_case(case)


def _of_case(meeting: MeetingBook, case: OpenCase, item: AgendaItem, taken: TakenItem) -> TakenItem:
    try:
        rule, part = rule_in(case, item), part_in(case, item)
    except DeskError as error:
        return replace(taken, away=f"{error.what}")
    answers = case.answers()
    found = seats(case.form, rule, answers, attendees_of(meeting), interests_of(meeting), item.id)
    if signature(case.signoffs(), part.id) is not None:
        found = when_signed(found)
    against = [one.attendee.name for one in dissent(found, rule, case.form, answers)]
    outcome = tuple(_outcome(case, part, rule, answers))
    if found.seats:
        outcome = (("How the members decided", tally(found).words), *outcome)
    if against:
        outcome = (*outcome, ("Dissent", ", ".join(against)))
    return replace(
        taken,
        brief=tuple((line.asked, line.answer) for line in brief(case.form, rule, answers)),
        criteria=tuple(
            (one.criterion.label, one.words)
            for one in threshold.assessments(case)
            if one.criterion.pathway == case.pathway.id
        ),
        out=tuple(
            (one.attendee.name, one.interest)
            for one in found.seats
            if one.state is SeatState.STEPPED_OUT
        ),
        decisions=tuple(_decision(one) for one in found.seats) if found.asked else (),
        outcome=outcome,
        relist=_day(item.relist),
    )


def _decision(one: Seat) -> Decision:
    words = one.words if one.state is SeatState.DECIDED else one.state.value
    return Decision(one.attendee.name, one.attendee.agency, words, one.reason)


def _outcome(
    case: OpenCase, part: Part, rule: Sitting, answers: Answers
) -> Iterator[tuple[str, str]]:
    """What the part says in its own words; the members' rows are told as decisions."""
    nouns = {
        table.noun
        for page in part.pages
        for table in page.tables
        if rule.seats is not None and table.record == rule.seats.record
    }
    for block in read_back(case.form, answers, part.id):
        if any(block.row.startswith(f"{noun} ") for noun in nouns):
            continue
        for line in block.lines:
            if line.answer.strip() and line.answer not in {"None", "Not answered"}:
                yield (f"{block.row}: {line.asked}" if block.row else line.asked), line.answer


# before and after


def _earlier(
    meeting: MeetingBook, facts: MeetingFacts
) -> tuple[tuple[str, ...], tuple[Action, ...]]:
    """Earlier meetings of the body: whose minutes were approved here, what is still to do."""
    approved: list[str] = []
    actions: list[Action] = []
    session, found = meeting.session, 0
    for line in list_meetings(session):
        if found == _BEFORE:
            break
        if (line.day, line.time) >= (facts.day, facts.time) or line.public == meeting.public:
            continue
        try:
            other = look_into_meeting(session, line.public)
        except DeskError:
            continue  # restricted, or not in this vault
        try:
            if facts_of(other).body != facts.body:
                continue
            found += 1
            approved += _approved_here(other.approved(), other.public, meeting.public)
            actions += [_action(one, {}) for one in actions_of(other) if _open(one, facts)]
        finally:
            close_meeting(other)
    return tuple(approved), tuple(actions)


def _approved_here(given: MinutesApproved | None, public: str, here: str) -> Iterator[str]:
    if given is not None and given.meeting == here:
        said = f": {given.corrections}" if given.corrections else " as they stood"
        yield _stop(f"The minutes of {public} were approved{said}")


def _open(action: ActionPoint, facts: MeetingFacts) -> bool:
    """Not done, or done by this meeting's day and so reported to it."""
    return not action.done or action.done >= facts.day


def _action(one: ActionPoint, numbers: dict[str, int]) -> Action:
    done = f"done {_day(one.done)}" if one.done else ""
    return Action(one.text, one.owner, _day(one.due), done, numbers.get(one.item, 0))


def _following(meeting: MeetingBook, facts: MeetingFacts) -> str:
    if not facts.series or not facts.day:
        return ""
    day = date.fromisoformat(facts.day)
    for one in coming(meeting.session, facts.series, day):
        if one.day > day:
            return f"The next meeting is on {one.day_words}."
    return ""


# words


def _day(iso: str) -> str:
    return spoken_date(date.fromisoformat(iso)) if iso else ""


def _clock(stamp: str) -> str:
    """The local time of a UTC stamp: "14:05"."""
    return f"{datetime.fromisoformat(stamp).astimezone(LONDON):%H:%M}"


def _stop(words: str) -> str:
    plain = words.strip()
    return plain if not plain or plain.endswith((".", "!", "?")) else f"{plain}."
