"""A meeting's agenda: its items in order, with minutes and presenter, and what each case lacks.

Which cases are ready for a body is in `mktdesk.desk.ready`. Rules: R28, R45, R193, R197 to R199.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mktdesk.book import RowChange, Written
from mktdesk.calendar import spoken_date
from mktdesk.casework.meetingrecords import AgendaItem, ItemState, MeetingFacts
from mktdesk.casework.progress import Graph, StepState
from mktdesk.casework.requests import missing_returns
from mktdesk.casework.sitting import steps_at_meetings
from mktdesk.casework.status import waits_for
from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase, new_id, put_new
from mktdesk.desk.casemeeting import case_meeting
from mktdesk.desk.itemsheet import part_in, rule_in
from mktdesk.desk.ready import listed
from mktdesk.desk.requests import standings
from mktdesk.desk.sittingbook import MeetingBook, facts_of, item_of, items_of, not_ended
from mktdesk.desk.standing import situation, steps
from mktdesk.desk.whereabouts import holds
from mktdesk.errors import ReferenceNeeded, StepRefused

CASE, MINUTES, BUSINESS = "case", "minutes", "business"
_REFERRER = "referrer_name"  # of every toolkit's referral
_USUAL = 5  # minutes of an item that is no case


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a case lacks before a meeting. why: what follows from it."""

    what: str
    why: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A case to be put on an agenda. step: the step to be taken, "" for what is to do now."""

    public: str
    step: str = ""
    minutes: int = 0


def add_cases(meeting: MeetingBook, wanted: Sequence[Wanted]) -> tuple[str, ...]:
    """Put cases on the agenda, after those before them, as one action; the items' ids.

    Each is opened once for its presenter and step, unless it is restricted: then the step must be
    named. Raises StepRefused for one that is there already or has nothing for a meeting.
    """
    not_ended(meeting)
    there = {(one.public, one.step) for one in items_of(meeting)}
    order = _next_order(meeting)
    made: list[AgendaItem] = []
    for one in wanted:
        item = _case_item(meeting, one)
        if (item.public, item.step) in there:
            raise StepRefused(f"{item.public} is on this agenda already.", "Nothing was changed.")
        there.add((item.public, item.step))
        made.append(replace(item, order=order + len(made)))
    meeting.write("add", [put_new(item) for item in made])
    return tuple(item.id for item in made)


def _case_item(meeting: MeetingBook, wanted: Wanted) -> AgendaItem:
    session = meeting.session
    try:
        case = cases.look_into(session, wanted.public)
    except ReferenceNeeded:
        if not wanted.step:
            raise
        return AgendaItem(
            new_id(),
            what=CASE,
            public=wanted.public,
            step=wanted.step,
            minutes=wanted.minutes or 20,
        )
    try:
        step = wanted.step or step_for(case, facts_of(meeting).body)
        item = AgendaItem(new_id(), what=CASE, public=case.public, step=step)
        rule = rule_in(case, item)
        part_in(case, item)
        label = next(one.label for one in case.toolkit.process.step if one.id == step)
        return replace(
            item,
            title=label,
            presenter=presenter(case),
            minutes=wanted.minutes or rule.minutes,
        )
    finally:
        cases.close_case(case)


def step_for(case: OpenCase, body: str) -> str:
    """The step that a body takes in a case next: what is to do now, then what comes soon.

    body: "toolkit/body". One of another body, where the case has none for this one. Raises
    StepRefused where no meeting has anything to do in it.
    """
    own = body.partition("/")[2]
    here = {one.id for one in steps_at_meetings(case.toolkit.process, _bodies(case))}
    order = {StepState.NOW: 0, StepState.WAITING: 1, StepState.UNDECIDED: 2}
    found = [
        (one.step.who != own, order[one.state], number, one.step.id)
        for number, one in enumerate(steps(case))
        if one.step.id in here and one.state in order
    ]
    if not found:
        raise StepRefused(
            f"No meeting has anything to decide in {case.public} as it stands.",
            "Look at its way: which step comes next.",
        )
    return min(found)[3]


def presenter(case: OpenCase) -> str:
    """Who presents a case: whoever referred it, until somebody is named."""
    name = case.answers().get(_REFERRER)
    return name.strip() if isinstance(name, str) else ""


def _bodies(case: OpenCase) -> tuple[str, ...]:
    return tuple(one.id for one in case.toolkit.bodies)


def add_item(
    meeting: MeetingBook, title: str, minutes: int = _USUAL, *, what: str = BUSINESS
) -> str:
    """Something else for the agenda; its id. Raises StepRefused without words."""
    not_ended(meeting)
    if not title.strip():
        raise StepRefused("An item needs words.", "Say what it is about.")
    made = AgendaItem(
        new_id(), what=what, title=title.strip(), minutes=minutes, order=_next_order(meeting)
    )
    meeting.write("add", (put_new(made),))
    return made.id


def change_item(
    meeting: MeetingBook,
    item_id: str,
    *,
    title: str | None = None,
    minutes: int | None = None,
    presenter_name: str | None = None,
) -> Written | None:
    """Other words, another time or presenter for an item; None where it stands so already."""
    not_ended(meeting)
    item = item_of(meeting, item_id)
    if minutes is not None and minutes < 0:
        raise StepRefused("That is no length of time.", "Give whole minutes.")
    made = replace(
        item,
        title=item.title if title is None else title.strip(),
        minutes=item.minutes if minutes is None else minutes,
        presenter=item.presenter if presenter_name is None else presenter_name.strip(),
    )
    before, after = item.to_fields(), made.to_fields()
    changed = {key: raw for key, raw in after.items() if raw != before[key]}
    if not changed:
        return None
    return meeting.write("edit", (RowChange(AgendaItem.KIND, item.id, changed),))


def move_item(meeting: MeetingBook, item_id: str, place: int) -> Written | None:
    """Move an item to a place, from 0; None where it stands there already, or cannot."""
    not_ended(meeting)
    items = list(items_of(meeting))
    index = next((n for n, one in enumerate(items) if one.id == item_id), -1)
    if index in {-1, place} or not 0 <= place < len(items):
        return None
    items.insert(place, items.pop(index))
    return meeting.write(
        "edit",
        [
            RowChange(AgendaItem.KIND, one.id, {"order": number})
            for number, one in enumerate(items)
            if one.order != number
        ],
    )


def remove_item(meeting: MeetingBook, item_id: str) -> Written:
    """Take an item off the agenda. Raises StepRefused for one that was taken."""
    not_ended(meeting)
    item = item_of(meeting, item_id)
    if item.state not in {ItemState.WAITING.value, ItemState.NOT_TAKEN.value}:
        raise StepRefused("That item was taken.", "Leave it as it came out.")
    return meeting.write("remove", (RowChange(AgendaItem.KIND, item.id, delete=True),))


def minutes_in_all(meeting: MeetingBook) -> int:
    """How long the agenda is, in minutes."""
    return sum(one.minutes for one in items_of(meeting))


def _next_order(meeting: MeetingBook) -> int:
    return max((one.order for one in items_of(meeting)), default=-1) + 1


# what a case lacks


def missing(case: OpenCase, facts: MeetingFacts, step_id: str) -> tuple[Missing, ...]:
    """What a case lacks before it can be decided at a meeting: said, never a refusal (R199)."""
    return tuple(_missing(case, facts, step_id))


def _missing(case: OpenCase, facts: MeetingFacts, step_id: str) -> Iterator[Missing]:
    out = missing_returns(standings(case))
    for one in out:
        yield Missing(f"{one.agency}: {one.contribution.lower()}", one.words, "R199")
    step = next(x for x in case.toolkit.process.step if x.id == step_id)
    part = next((x for x in case.form.parts if x.id == step.part), None)
    unsigned = waits_for(case.form, case.signoffs(), part) if part is not None else ()
    for before in unsigned:
        yield Missing(f"{before.title} is not signed", "It comes first.")
    titles = {x.id for x in unsigned}
    graph = Graph(case.toolkit.process, situation(case))
    names = graph.standing(step).waits_for
    for other in case.toolkit.process.step:
        if other.id in names and other.part not in titles:
            yield Missing(f"“{other.label}” is not done", "It comes first.")
    for why in holds(case).get(step_id, ()):
        yield Missing("A disagreement is open", why, "R107")
    yield from _too_late(case, facts)
    for said in listed(case.session, facts.public).get(case.public, ()):
        yield Missing(f"Also on the agenda of {said}", "One of the two takes it.")


def _too_late(case: OpenCase, facts: MeetingFacts) -> Iterator[Missing]:
    """What came less than the notice before this meeting is for a later one (R197)."""
    found = case_meeting(case)
    if found is None or not facts.series or not facts.day:
        return
    if found.moment is not None and found.moment.date() > date.fromisoformat(facts.day):
        yield Missing(
            f"Members bring their information to the meeting of {spoken_date(found.moment.date())}",
            found.words,
            "R197",
        )
    if found.ask_extra and found.extra is None:
        yield Missing("Whether an extra meeting is held", found.extra_words, "R198")
