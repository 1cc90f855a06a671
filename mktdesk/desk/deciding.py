"""A case on the table: what each member decides, recorded in the case's own book in one change.

2016 guidance 1.2: R199 to R206. Nothing is read again but the rows it needs: a key is one write.
What is shown of it is in `mktdesk.desk.itemsheet`, reading back and signing in
`mktdesk.desk.concluding`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mktdesk.book import RowChange
from mktdesk.casework.deciding import Seat, Seats, SeatState, row_of, row_values, seats, toggled
from mktdesk.casework.meetingrecords import Attendee
from mktdesk.casework.status import standing as signature
from mktdesk.desk.casefile import ORDER, OpenCase, answers_at, stored
from mktdesk.desk.closing import refuse_if_closed
from mktdesk.desk.itemsheet import keys_of, part_in, rule_in
from mktdesk.desk.sittingbook import (
    MeetingBook,
    attendee_of,
    attendees_of,
    interests_of,
    item_of,
    under_way,
)
from mktdesk.errors import AnswersRefused, StepRefused
from mktdesk.forms.answers import Row
from mktdesk.forms.scopes import field_of
from mktdesk.forms.types import FieldKind
from mktdesk.forms.values import Value, to_json
from mktdesk.toolkits.process_people import Seats as SeatFields
from mktdesk.toolkits.process_schema import Sitting


def decide(
    meeting: MeetingBook,
    case: OpenCase,
    item_id: str,
    attendee_id: str,
    keys: Sequence[str],
    reason: str | None = None,
) -> Seat:
    """A member's own decision, by the keys of its options; reason None leaves theirs as it is.

    Raises StepRefused: not in the room, stepped out, no member; AnswersRefused: signed, closed, no
    such option, options that exclude one another; InUseElsewhere.
    """
    return _Desk(meeting, case, item_id).decide(attendee_id, keys, reason)


def press(meeting: MeetingBook, case: OpenCase, item_id: str, attendee_id: str, key: str) -> Seat:
    """One key of one member: where several options can stand together it is added or taken out,
    and what it excludes goes; else it is their decision. Raises as `decide`.
    """
    return _Desk(meeting, case, item_id).press(attendee_id, key)


def abstain(
    meeting: MeetingBook, case: OpenCase, item_id: str, attendee_id: str, reason: str | None = None
) -> Seat:
    """A member takes part and does not decide. Raises as `decide`, and where the form has no place
    for it.
    """
    return _Desk(meeting, case, item_id).abstain(attendee_id, reason)


def give_reason(
    meeting: MeetingBook, case: OpenCase, item_id: str, attendee_ids: Sequence[str], reason: str
) -> tuple[Seat, ...]:
    """The reason of one member, or the same one for several. Raises as `decide`."""
    return _Desk(meeting, case, item_id).give_reason(attendee_ids, reason)


def same_for_the_rest(
    meeting: MeetingBook, case: OpenCase, item_id: str, keys: Sequence[str], reason: str = ""
) -> tuple[Seat, ...]:
    """Everybody in the room without a decision decides so, as one action. Raises as `decide`."""
    return _Desk(meeting, case, item_id).same_for_the_rest(keys, reason)


def clear(meeting: MeetingBook, case: OpenCase, item_id: str, attendee_id: str) -> None:
    """Take back what was recorded of a member in this item; undo brings it back."""
    _Desk(meeting, case, item_id).clear(attendee_id)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Records in the case of one item; it reads only the members' rows."""

    meeting: MeetingBook
    case: OpenCase
    item_id: str

    # what is recorded

    def decide(self, attendee_id: str, keys: Sequence[str], reason: str | None) -> Seat:
        spec, rule = self._may_record()
        member = self._member(attendee_id)
        self._refuse_keys(spec, keys)
        row = row_values(self.case.form, rule, member, SeatState.DECIDED, keys)
        return self._write(spec, rule, ((member, row, reason),))[0]

    def press(self, attendee_id: str, key: str) -> Seat:
        spec, _ = self._may_record()
        if spec.view is None:
            raise StepRefused(*_NO_VIEW)
        row = self._row(spec, attendee_of(self.meeting, attendee_id))
        before = keys_of(row.get(spec.view)) if row is not None else ()
        view = field_of(self.case.form, spec.record, spec.view)
        self._refuse_keys(spec, (key,))
        keys = toggled(view, before, key)
        if not keys:
            self.clear(attendee_id)
            return self._seat(attendee_id)
        return self.decide(attendee_id, keys, None)

    def abstain(self, attendee_id: str, reason: str | None) -> Seat:
        spec, rule = self._may_record()
        member = self._member(attendee_id)
        known = self._seats(rule)
        if not known.can_abstain:
            raise StepRefused(
                "This form has no place for an abstention.",
                "Record the decision, or that they stepped out.",
            )
        row = row_values(self.case.form, rule, member, SeatState.ABSTAINED, ())
        return self._write(spec, rule, ((member, row, reason),))[0]

    def give_reason(self, attendee_ids: Sequence[str], reason: str) -> tuple[Seat, ...]:
        spec, rule = self._may_record()
        if spec.reason is None:
            raise StepRefused("This form asks for no reasons.", "Write it as a note.")
        rows, changes = self._rows(spec), []
        everybody = attendees_of(self.meeting)
        for attendee_id in attendee_ids:
            member = attendee_of(self.meeting, attendee_id)
            row = row_of(rows, member, spec.name, everybody)
            if row is None:
                raise StepRefused(f"{member.name} has not decided.", "Record the decision first.")
            changes.append(RowChange(spec.record, row.id, {spec.reason: reason.strip()}))
        self.case.write("edit", changes)
        found = self._seats(rule)
        return tuple(one for x in attendee_ids if (one := found.of(x)) is not None)

    def same_for_the_rest(self, keys: Sequence[str], reason: str) -> tuple[Seat, ...]:
        spec, rule = self._may_record()
        self._refuse_keys(spec, keys)
        left = [one.attendee for one in self._seats(rule).to_decide]
        if not left:
            raise StepRefused("Everybody has decided.", "Nothing was changed.")
        rows = [
            (one, row_values(self.case.form, rule, one, SeatState.DECIDED, keys), reason or None)
            for one in left
        ]
        return self._write(spec, rule, rows)

    def clear(self, attendee_id: str) -> None:
        spec, _ = self._may_record()
        row = self._row(spec, attendee_of(self.meeting, attendee_id))
        if row is not None:
            self.case.write("remove", (RowChange(spec.record, row.id, delete=True),))

    # whether it may be

    def _may_record(self) -> tuple[SeatFields, Sitting]:
        under_way(self.meeting)
        self.case.refuse_change()
        refuse_if_closed(self.case)
        item = item_of(self.meeting, self.item_id)
        rule, part = rule_in(self.case, item), part_in(self.case, item)
        if rule.seats is None:
            raise StepRefused(*_NO_VIEW)
        signed = signature(self.case.signoffs(), part.id)
        if signed is not None:
            raise AnswersRefused(
                f"{part.title} is signed by {signed.role}.",
                "Open it again for a stated reason; the signed version is kept.",
            )
        return rule.seats, rule

    def _member(self, attendee_id: str) -> Attendee:
        one = attendee_of(self.meeting, attendee_id)
        if not one.decides:
            raise StepRefused(
                f"{one.name} is here as {one.capacity} and does not decide.",
                "Change it in the attendance if that is wrong.",
            )
        if not one.there:
            raise StepRefused(f"{one.name} is not in the room.", "Mark them as present first.")
        for interest in interests_of(self.meeting):
            if (interest.attendee, interest.item) == (one.id, self.item_id):
                if not interest.stepped_out:
                    continue
                raise StepRefused(
                    f"{one.name} has stepped out of this item.",
                    "Withdraw the interest if they take part after all.",
                )
        return one

    def _refuse_keys(self, spec: SeatFields, keys: Sequence[str]) -> None:
        if spec.view is None or not keys:
            raise StepRefused(*_NO_VIEW)
        view = field_of(self.case.form, spec.record, spec.view)
        known = {option.key: option for option in view.options}
        sides = {spec.abstained, spec.stepped_out} - {""} if not spec.taking_part else set()
        for key in keys:
            if key not in known or key in sides:
                raise AnswersRefused(f"There is no option {key}.", "Choose one that is shown.")
            both = [other for other in keys if other in known[key].excludes]
            if both:
                said = f"{known[key].name} and {known[both[0]].name}"
                raise AnswersRefused(f"{said} exclude one another.", "Choose one of them.")
        if len(keys) > 1 and view.kind is not FieldKind.OPTIONS:
            raise AnswersRefused("One decision has one option here.", "Choose one.")

    # how it is kept

    def _rows(self, spec: SeatFields) -> tuple[Row, ...]:
        kept = {spec.record: self.case.book.rows(spec.record)}
        return answers_at(self.case.form, kept).table(spec.record)

    def _row(self, spec: SeatFields, member: Attendee) -> Row | None:
        return row_of(self._rows(spec), member, spec.name, attendees_of(self.meeting))

    def _write(
        self,
        spec: SeatFields,
        rule: Sitting,
        found: Sequence[tuple[Attendee, Mapping[str, Value], str | None]],
    ) -> tuple[Seat, ...]:
        rows, everybody = self._rows(spec), attendees_of(self.meeting)
        order = self._next_order(spec)
        changes: list[RowChange] = []
        for member, values, reason in found:
            row = row_of(rows, member, spec.name, everybody)
            said = dict(values)
            if reason is not None and spec.reason is not None:
                said[spec.reason] = reason.strip()
            if row is None:
                fields = {key: raw for key, raw in stored(said).items() if raw is not None}
                changes.append(RowChange(spec.record, member.id, {**fields, ORDER: order}))
                order += 1
                continue
            changed = {x: to_json(y) for x, y in said.items() if y != row.get(x)}
            if changed:
                changes.append(RowChange(spec.record, row.id, changed))
        if changes:
            new = any(ORDER in one.fields for one in changes)
            self.case.write("add" if new else "edit", changes)
        known = self._seats(rule)
        return tuple(one for member, _, _ in found if (one := known.of(member.id)) is not None)

    def _next_order(self, spec: SeatFields) -> float:
        places = (row.fields.get(ORDER) for row in self.case.book.rows(spec.record))
        return max((float(x) for x in places if isinstance(x, int | float)), default=-1.0) + 1

    def _seats(self, rule: Sitting) -> Seats:
        assert rule.seats is not None
        kept = {rule.seats.record: self.case.book.rows(rule.seats.record)}
        answers = answers_at(self.case.form, kept)
        attendees, interests = attendees_of(self.meeting), interests_of(self.meeting)
        return seats(self.case.form, rule, answers, attendees, interests, self.item_id)

    def _seat(self, attendee_id: str) -> Seat:
        _, rule = self._may_record()
        found = self._seats(rule).of(attendee_id)
        assert found is not None
        return found


_NO_VIEW = (
    "This part keeps no decision of each member.",
    "Fill the part itself; the chair signs it.",
)
