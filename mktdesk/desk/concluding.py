"""Ending a case's item: further information wanted, the recommendation read back, signed, and told.

2016 guidance 1.2 and App 1 section 2: R200, R201, R378, R387. The signature is the ordinary one of
the part: every notice and clock that follows starts by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mktdesk.book import RowChange
from mktdesk.calendar import spoken_date
from mktdesk.casework.composition import same_person
from mktdesk.casework.deciding import Seat, SeatState, made_at, row_of, row_values
from mktdesk.casework.meetingrecords import AgendaItem, ItemState, State
from mktdesk.casework.records import SignOff
from mktdesk.casework.sittingblocks import Block, Weight, first_stop
from mktdesk.casework.status import standing as signature
from mktdesk.desk import filling, signing, sitting
from mktdesk.desk.casefile import ORDER, OpenCase, stored
from mktdesk.desk.drafts import Target
from mktdesk.desk.itemsheet import Sheet, part_in, relisting, rule_in, sheet
from mktdesk.desk.reading import read_date
from mktdesk.desk.sittingbook import (
    MeetingBook,
    attendee_of,
    attendees_of,
    facts_of,
    item_of,
    under_way,
)
from mktdesk.errors import StepRefused
from mktdesk.forms.scopes import field_of
from mktdesk.forms.types import FieldKind
from mktdesk.forms.values import DateAnswer, Value, is_blank, to_json
from mktdesk.forms.words import words
from mktdesk.toolkits.process_schema import Sitting


@dataclass(frozen=True, slots=True)
class Reading:
    """A part read back whole before the chair signs it. review: every answer in words, in order.

    blocks: what the form and the meeting want first. signer: who would sign, as far as it is known.
    """

    review: signing.Review
    sheet: Sheet
    blocks: tuple[Block, ...]
    signer: signing.Signature

    def can_sign(self, despite: str = "") -> bool:
        """Nothing stops it; what may go on for a reason has one."""
        return self.review.can_sign and first_stop(self.blocks, despite) is None


def want_more(
    meeting: MeetingBook, case: OpenCase, item_id: str, wanted: str, relist: DateAnswer
) -> None:
    """Further information is wanted before a decision; the case comes back on that day (R378).

    Raises StepRefused where the form has no place for it, without words, or for a day that is not
    certain or not after the meeting's.
    """
    under_way(meeting)
    item = item_of(meeting, item_id)
    rule, part = rule_in(case, item), part_in(case, item)
    option = relisting(case, part.id)
    if option is None or rule.further is None or rule.relist is None:
        raise StepRefused(
            "This form has no place for further information.", "Leave the item as not taken."
        )
    if not wanted.strip():
        raise StepRefused("What is wanted is missing.", "Say what, and from whom.")
    day = sitting_day(relist)
    if day <= facts_of(meeting).day:
        raise StepRefused(
            "The case comes back after this meeting.", "Give the day of a later meeting."
        )
    field = field_of(case.form, case.form.record, option[0])
    decided: Value = (option[1],) if field.kind is FieldKind.OPTIONS else option[1]
    record = case.form.record
    filling.set_answers(
        case,
        {
            Target(record, "", option[0]): decided,
            Target(record, "", rule.further): wanted.strip(),
            Target(record, "", rule.relist): relist,
        },
    )


def sitting_day(relist: DateAnswer) -> str:
    """The one certain day (ISO). Raises StepRefused for any other."""
    if not relist.earliest or relist.earliest != relist.latest or relist.doubt:
        raise StepRefused(
            "That is not one certain day.", "Give day, month and year, such as 3 March 2027."
        )
    return relist.earliest


def level(meeting: MeetingBook, case: OpenCase, item_id: str) -> None:
    """What the meeting knows and the form asks for is put into it: the day, who presented the case,
    the core members there, those who stepped out, and members whose view is not asked for.

    An answer that a person gave is never replaced, but for who is there, which may have changed.
    """
    item = item_of(meeting, item_id)
    rule, part = rule_in(case, item), part_in(case, item)
    if case.read_only or signature(case.signoffs(), part.id) is not None:
        return
    values = dict(_known(meeting, case, item, rule))
    if values:
        record = case.form.record
        filling.set_answers(case, {Target(record, "", x): y for x, y in values.items()})
    changes = tuple(_rows(meeting, case, item, rule))
    if changes:
        case.write("edit", changes)


def _known(
    meeting: MeetingBook, case: OpenCase, item: AgendaItem, rule: Sitting
) -> Iterator[tuple[str, Value]]:
    answers = case.answers()
    if rule.met_on is not None and is_blank(answers.get(rule.met_on)):
        day = date.fromisoformat(facts_of(meeting).day)
        yield rule.met_on, read_date(f"{day:%d/%m/%Y}")
    blank = rule.presented_by is not None and is_blank(answers.get(rule.presented_by))
    if rule.presented_by is not None and blank and item.presenter:
        yield rule.presented_by, item.presenter
    if rule.core_field is not None:
        core = sheet(meeting, case, item.id).there.core
        there = tuple(one.option for one in core if one.names and one.option)
        if (answers.get(rule.core_field) or ()) != there:
            yield rule.core_field, there


def _rows(
    meeting: MeetingBook, case: OpenCase, item: AgendaItem, rule: Sitting
) -> Iterator[RowChange]:
    """Rows of those who stepped out, and where no own view is asked for of all who took part."""
    spec = rule.seats
    if spec is None:
        return
    found = sheet(meeting, case, item.id)
    rows, everybody = case.answers().table(spec.record), attendees_of(meeting)
    order = float(len(rows))
    for seat in found.seats.seats:
        if not _kept_without_view(seat, found):
            continue
        values = dict(row_values(case.form, rule, seat.attendee, seat.state, ()))
        if spec.reason is not None and seat.interest:
            values[spec.reason] = seat.interest
        row = row_of(rows, seat.attendee, spec.name, everybody)
        if row is None:
            fields = {key: raw for key, raw in stored(values).items() if raw is not None}
            yield RowChange(spec.record, seat.attendee.id, {**fields, ORDER: order})
            order += 1
        elif seat.state is SeatState.STEPPED_OUT:
            changed = {x: to_json(y) for x, y in values.items() if y != row.get(x)}
            if changed:
                yield RowChange(spec.record, row.id, changed)


def _kept_without_view(seat: Seat, found: Sheet) -> bool:
    if seat.state is SeatState.STEPPED_OUT:
        return bool(seat.interest)
    return not found.seats.asked and seat.state is SeatState.TO_DECIDE


# reading back and signing


def read_back(meeting: MeetingBook, case: OpenCase, item_id: str) -> Reading:
    """The whole part in words, in order, with all that stands in the way of signing it."""
    level(meeting, case, item_id)
    found = sheet(meeting, case, item_id)
    review = signing.review(case, found.part.id)
    seats = found.rule.seats
    record = seats.record if seats is not None else ""
    own = tuple(
        Block(Weight.STOP, f"{one.message}.", "Put it right in the part.", "", one.rule)
        for one in review.problems
        # What a member's row wants is said of the member.
        if one.level == "error" and (one.record != record or not one.field_id)
    )
    before = tuple(
        Block(Weight.STOP, f"{title} is not signed.", "It comes first: have it signed.")
        for title in review.waits_for
    )
    return Reading(review, found, (*before, *own, *found.blocks), _signer(found, review))


def _signer(found: Sheet, review: signing.Review) -> signing.Signature:
    chair, asked = found.there.chair, review.suggested
    if chair is None:
        return asked
    return signing.Signature(
        asked.name or chair.name, chair.title, asked.organisation or chair.agency, asked.date
    )


def sign_item(
    meeting: MeetingBook,
    case: OpenCase,
    item_id: str,
    reading: Reading,
    signature_given: signing.Signature,
    *,
    strokes: str = "",
    despite: str = "",
) -> SignOff:
    """The chair signs what was read back; the item ends with its outcome in the meeting's book.

    strokes: as SignatureMark has them, nothing for a typed one. despite: why it goes on without a
    quorum or somebody of the core. Raises StepRefused, AnswersRefused.
    """
    under_way(meeting)
    stop = first_stop(reading.blocks, despite)
    if stop is not None:
        raise StepRefused(stop.what, stop.do)
    _refuse_stepped_out(reading, signature_given)
    signed = signing.sign(case, reading.review, signature_given, strokes=strokes)
    conclude(meeting, case, item_id, despite=despite)
    return signed


def _refuse_stepped_out(reading: Reading, given: signing.Signature) -> None:
    for one in reading.sheet.there.out:
        if same_person(one.name, given.name):
            raise StepRefused(
                f"{one.name} has stepped out of this item.", "Whoever leads the item signs it."
            )


def conclude(
    meeting: MeetingBook, case: OpenCase, item_id: str, *, despite: str = ""
) -> AgendaItem:
    """Write the outcome of an item whose part is signed; once, however often it is called.

    It is called by `sign_item`, and when a meeting opens again after the power went between both.
    """
    item = item_of(meeting, item_id)
    part = part_in(case, item)
    if signature(case.signoffs(), part.id) is None:
        raise StepRefused(f"{part.title} is not signed.", "Sign it first.")
    if item.state in {ItemState.DONE.value, ItemState.RELISTED.value}:
        return item
    found = sheet(meeting, case, item_id)
    relist = relist_day(case, found.rule) if found.comes_back else ""
    outcome = outcome_words(case, found, relist)
    sitting.finish(meeting, item_id, outcome, relist=relist, despite=despite)
    return item_of(meeting, item_id)


def catch_up(meeting: MeetingBook, case: OpenCase, item_id: str) -> bool:
    """After the power went between the chair's signature and the item's outcome: write it; whether
    it was missing. A part that was signed before this meeting began is left to be decided.
    """
    item = item_of(meeting, item_id)
    facts = facts_of(meeting)
    signed = signature(case.signoffs(), part_in(case, item).id)
    waits = item.state in {ItemState.NOW.value, ItemState.WAITING.value}
    if meeting.read_only or not waits or signed is None or not facts.started_at:
        return False
    if signed.signed_at < facts.started_at:
        return False
    conclude(meeting, case, item_id)
    return True


def bring_in(meeting: MeetingBook, case: OpenCase, item_id: str) -> bool:
    """A case comes to the table: an outcome that a power cut left out is written; one that was
    signed at an earlier meeting to come back is opened to be decided anew; what members thought at
    an earlier meeting that did not conclude stays in the history. Whether anything was done.
    """
    if catch_up(meeting, case, item_id):
        return True
    held = facts_of(meeting).state == State.HELD.value
    item = item_of(meeting, item_id)
    waits = item.state == ItemState.NOW.value
    if not held or not waits or meeting.read_only or case.read_only:
        return False
    found = sheet(meeting, case, item_id)
    if found.comes_back:
        take_again(meeting, case, item_id)
        return True
    seats = found.rule.seats
    if seats is None or found.signed is not None:
        return False
    before = [
        RowChange(seats.record, row.id, delete=True)
        for row in case.book.rows(seats.record)
        if made_at(row.id) not in {"", meeting.public}
    ]
    if before:
        case.write("edit", before, reason=_again(meeting))
    return bool(before)


def _again(meeting: MeetingBook) -> str:
    return f"Considered again on {spoken_date(date.fromisoformat(facts_of(meeting).day))}"


def outcome_words(case: OpenCase, found: Sheet, relist: str) -> str:
    """How the item came out, naming nobody: the decision, and how the members stood."""
    answers = case.answers()
    said = f"{found.part.title}: signed"
    if found.rule.decision is not None:
        field = field_of(case.form, case.form.record, found.rule.decision)
        said = words(field, answers.get(field.id)) or said
    parts = [said]
    if found.seats.seats and any(x.state is SeatState.DECIDED for x in found.seats.seats):
        parts.append(found.tally.words)
    if relist:
        parts.append(f"It comes back on {spoken_date(date.fromisoformat(relist))}")
    return ". ".join(part.rstrip(".") for part in parts) + "."


def relist_day(case: OpenCase, rule: Sitting) -> str:
    """The day (ISO) on which the case comes back; the first of it if it is not certain."""
    value = case.answers().get(rule.relist) if rule.relist is not None else None
    return value.earliest if isinstance(value, DateAnswer) else ""


def take_again(meeting: MeetingBook, case: OpenCase, item_id: str) -> None:
    """A case that came back is decided anew: the part is opened, what was said then stays readable
    in its signed version, and the members' rows and the wish for more are taken out.

    Raises StepRefused where it was not signed to come back.
    """
    under_way(meeting)
    found = sheet(meeting, case, item_id)
    if not found.comes_back:
        raise StepRefused("This part was not signed to come back.", "Read it, or open it anew.")
    why = _again(meeting)
    signing.reopen(case, found.part.id, why)
    option = relisting(case, found.part.id)
    single = [found.rule.further, found.rule.relist, found.rule.met_on]
    single += [option[0]] if option else []
    fields = {name: None for name in single if name is not None}
    changes = [RowChange(case.form.record, case.form.id, fields)]
    if found.rule.seats is not None:
        record = found.rule.seats.record
        changes += [RowChange(record, row.id, delete=True) for row in case.book.rows(record)]
    case.write("edit", changes, reason=why)


def step_back_in(meeting: MeetingBook, case: OpenCase, item_id: str, attendee_id: str) -> None:
    """After a withdrawn interest: the member's row no longer says that they stepped out."""
    rule = rule_in(case, item_of(meeting, item_id))
    if rule.seats is None or case.read_only:
        return
    member = attendee_of(meeting, attendee_id)
    rows = case.answers().table(rule.seats.record)
    row = row_of(rows, member, rule.seats.name, attendees_of(meeting))
    said = rule.seats.taking_part or rule.seats.view
    if row is not None and said and row.get(said) == rule.seats.stepped_out:
        case.write("remove", (RowChange(rule.seats.record, row.id, delete=True),))
