"""A case on the table as meeting mode shows it: its members' decisions, what is open."""

from __future__ import annotations

from dataclasses import dataclass

from mktdesk.casework.deciding import Seat, Seats, Tally, dissent, seats, tally, when_signed
from mktdesk.casework.meetingrecords import AgendaItem
from mktdesk.casework.records import SignOff
from mktdesk.casework.sitting import Room, room, sitting_of
from mktdesk.casework.sittingblocks import Block, item_blocks
from mktdesk.casework.status import standing as signature
from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.signing import Line
from mktdesk.desk.sittingbook import MeetingBook, attendees_of, facts_of, interests_of, item_of
from mktdesk.errors import StepRefused
from mktdesk.forms.answers import Answers
from mktdesk.forms.types import Form, Part
from mktdesk.forms.values import Value
from mktdesk.forms.words import words
from mktdesk.reference import Reference
from mktdesk.toolkits.process_schema import Sitting


@dataclass(frozen=True, slots=True)
class Sheet:
    """What meeting mode shows of an item's case. brief: the case in short. part: what is filled.

    signed: the signature that stands under the part. comes_back: it was signed to come back, and
    `take_again` opens it. said: why nothing can be recorded, or "".
    """

    item: AgendaItem
    public: str
    pathway: str
    step: str
    part: Part
    rule: Sitting
    there: Room
    seats: Seats
    tally: Tally
    dissent: tuple[Seat, ...]
    blocks: tuple[Block, ...]
    brief: tuple[Line, ...]
    signed: SignOff | None = None
    comes_back: bool = False
    said: str = ""


def open_item(meeting: MeetingBook, item_id: str, *, typed: Reference | None = None) -> OpenCase:
    """Open the case of an item; close it with `cases.close_case`.

    Raises StepRefused for an item without a case, ReferenceNeeded for a restricted one whose full
    reference was not typed, and as `cases.open_case`. One that somebody else has is only to read.
    """
    item = item_of(meeting, item_id)
    if not item.public:
        raise StepRefused("This item is no case.", "Take it without one.")
    return cases.open_case(meeting.session, item.public, typed=typed)


def rule_in(case: OpenCase, item: AgendaItem) -> Sitting:
    """What the case's toolkit says of the step that the item takes. Raises StepRefused."""
    found = sitting_of(case.toolkit.process, (x.id for x in case.toolkit.bodies), item.step)
    if found is None:
        raise StepRefused(
            "The case is under a guidance that has no such step at a meeting.",
            "Take the item off the agenda and list the case again.",
        )
    return found


def part_in(case: OpenCase, item: AgendaItem) -> Part:
    """The part of the case's form that the item fills. Raises StepRefused."""
    step = next((one for one in case.toolkit.process.step if one.id == item.step), None)
    for part in case.form.parts:
        if step is not None and part.id == step.part:
            return part
    raise StepRefused(
        "The case has gone another way: it has no such part any more.",
        "Take the item off the agenda and list the case again.",
    )


def sheet(meeting: MeetingBook, case: OpenCase, item_id: str) -> Sheet:
    """The item and its case as they stand."""
    item = item_of(meeting, item_id)
    rule, part = rule_in(case, item), part_in(case, item)
    answers = case.answers()
    attendees, interests = attendees_of(meeting), interests_of(meeting)
    there = room(attendees, interests, rule, item=item.id, quorum=facts_of(meeting).quorum)
    found = seats(case.form, rule, answers, attendees, interests, item.id)
    signed = signature(case.signoffs(), part.id)
    if signed is not None:
        found = when_signed(found)
    step = next(one for one in case.toolkit.process.step if one.id == item.step)
    return Sheet(
        item=item,
        public=case.public,
        pathway=case.pathway.label,
        step=step.label,
        part=part,
        rule=rule,
        there=there,
        seats=found,
        tally=tally(found),
        dissent=dissent(found, rule, case.form, answers),
        blocks=item_blocks(there, found) if signed is None else (),
        brief=brief(case.form, rule, answers),
        signed=signed,
        comes_back=signed is not None and comes_back(case, part, answers),
        said=_said(meeting, case),
    )


def brief(form: Form, rule: Sitting, answers: Answers) -> tuple[Line, ...]:
    """The case in short: its own answers, and those of each child or adult it is about."""
    found: list[Line] = []
    for _, page in form.pages():
        for field in page.fields:
            if field.id not in rule.brief:
                continue
            rows = answers.table(page.repeat.record) if page.repeat else ()
            values = [row.get(field.id) for row in rows] if page.repeat else [answers.get(field.id)]
            found += [Line(field.name, said) for x in values if (said := words(field, x).strip())]
    order = {name: number for number, name in enumerate(rule.brief)}
    names = {field.name: field.id for _, page in form.pages() for field in page.fields}
    return tuple(sorted(found, key=lambda one: order.get(names.get(one.asked, ""), 0)))


def comes_back(case: OpenCase, part: Part, answers: Answers) -> bool:
    """Whether the part was signed only to be considered again (R378)."""
    key = relisting(case, part.id)
    return key is not None and key[1] in keys_of(answers.get(key[0]))


def relisting(case: OpenCase, part_id: str) -> tuple[str, str] | None:
    """The answer and its option that say that the case comes back; None where the form has none."""
    for one in case.toolkit.process.outcome:
        option = one.when.is_ or one.when.includes
        if one.part == part_id and one.relists and one.when.field and option:
            return one.when.field, option
    return None


def keys_of(value: Value) -> tuple[str, ...]:
    """The options of an answer."""
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) and value else ()


# how it is said


def _said(meeting: MeetingBook, case: OpenCase) -> str:
    if meeting.read_only:
        return "This meeting is open for reading only."
    if case.read_only:
        who = case.handle.held_by
        return (
            f"{who} has this case open: it can only be read here."
            if who
            else ("This case can only be read here.")
        )
    return ""
