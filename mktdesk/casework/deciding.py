"""Each member's own decision on a case: who still has to decide, the tally, the dissent (pure).

2016 guidance 1.2: each member's decision is clearly recorded (R201). The tally never decides: the
chair records the recommendation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mktdesk.casework.composition import same_person
from mktdesk.casework.meetingrecords import Attendee, Interest
from mktdesk.casework.sitting import counted
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.flow import is_required
from mktdesk.forms.scopes import field_of
from mktdesk.forms.types import Field, FieldKind, Form, Option
from mktdesk.forms.values import Value, is_blank
from mktdesk.forms.words import words
from mktdesk.toolkits.process_schema import Sitting


class SeatState(StrEnum):
    """How somebody takes part in an item; the words alone say it."""

    TO_DECIDE = "To decide"
    DECIDED = "Decided"
    ABSTAINED = "Abstained"
    STEPPED_OUT = "Stepped out"
    AWAY = "Not there"


@dataclass(frozen=True, slots=True)
class Seat:
    """One member in one item. options: keys of their own decision. words: it in words. short: its
    letters or its first words. reason_wanted: the form asks for one and it is not there. row: id
    of the member's row in the case, "" while there is none.
    """

    attendee: Attendee
    state: SeatState
    options: tuple[str, ...] = ()
    words: str = ""
    short: str = ""
    reason: str = ""
    reason_wanted: bool = False
    row: str = ""
    interest: str = ""


@dataclass(frozen=True, slots=True)
class Seats:
    """Everybody who decides, in one item. asked: this form wants each member's decision (R201).

    others: names in the case's rows who are none of them. options: what can be chosen. can_abstain:
    the form has a place for it.
    """

    seats: tuple[Seat, ...]
    others: tuple[str, ...]
    options: tuple[Option, ...]
    asked: bool
    can_abstain: bool
    many: bool  # a decision can be several options

    def of(self, attendee: str) -> Seat | None:
        """The seat of an attendee; None for one who does not decide."""
        return next((one for one in self.seats if one.attendee.id == attendee), None)

    @property
    def to_decide(self) -> tuple[Seat, ...]:
        """Those in the room without a decision."""
        return tuple(one for one in self.seats if one.state is SeatState.TO_DECIDE)

    @property
    def without_reason(self) -> tuple[Seat, ...]:
        """Those whose reason the form asks for and has not got."""
        return tuple(one for one in self.seats if one.reason_wanted)


def row_of(
    rows: Sequence[Row], attendee: Attendee, name_field: str, attendees: Iterable[Attendee]
) -> Row | None:
    """A member's row in the case: the one made for them here, or one typed that bears their name.

    attendees: everybody on the list; a row that was made for one of them is no namesake's.
    """
    for row in rows:
        if row.id == attendee.id:
            return row
    made = {one.id for one in attendees}
    for row in rows:
        name = row.get(name_field)
        typed = row.id not in made and not made_at(row.id)
        if typed and isinstance(name, str) and same_person(name, attendee.name):
            return row
    return None


def member_id(meeting: str, own: str) -> str:
    """The id of somebody on a meeting's list, which their rows in cases bear: it says at which
    meeting they decided. meeting: its public reference.
    """
    return f"{meeting}.{own}"


def made_at(row_id: str) -> str:
    """The public reference of the meeting at which a member's row was made; "" for a typed one."""
    return row_id.partition(".")[0] if "." in row_id else ""


def seats(
    form: Form,
    sitting: Sitting,
    answers: Answers,
    attendees: Iterable[Attendee],
    interests: Iterable[Interest],
    item: str,
) -> Seats:
    """How every member takes part in an item, by the rows of its case."""
    spec = sitting.seats
    if spec is None:
        return Seats((), (), (), asked=False, can_abstain=False, many=False)
    rows = answers.table(spec.record)
    everybody = tuple(attendees)
    members = sorted((one for one in everybody if one.decides), key=lambda one: one.order)
    out = {one.attendee: one.what for one in interests if one.item == item and one.stepped_out}
    found: list[Seat] = []
    taken: set[str] = set()
    reader = _Reader(form, sitting, answers)
    for member in members:
        row = row_of([x for x in rows if x.id not in taken], member, spec.name, everybody)
        if row is not None:
            taken.add(row.id)
        found.append(reader.seat(member, row, out.get(member.id)))
    names = (_text(row, spec.name) for row in rows if row.id not in taken)
    view = reader.view
    return Seats(
        tuple(found),
        tuple(name or "Somebody without a name" for name in names),
        tuple(x for x in view.options if x.key not in _sides(sitting)) if view else (),
        asked=reader.asked,
        can_abstain=bool(spec.abstained) or (view is not None and not reader.asked),
        many=view is not None and view.kind is FieldKind.OPTIONS,
    )


def when_signed(found: Seats) -> Seats:
    """Whoever has not decided on what is signed was away, even if they are back: nothing is signed
    before all in the room have decided (R201).
    """
    if not found.asked:
        return found
    away = (
        replace(one, state=SeatState.AWAY) if one.state is SeatState.TO_DECIDE else one
        for one in found.seats
    )
    return replace(found, seats=tuple(away))


def _sides(sitting: Sitting) -> set[str]:
    """Options of the view that are no decision but say how somebody took part."""
    spec = sitting.seats
    if spec is None or spec.taking_part is not None:
        return set()
    return {spec.abstained, spec.stepped_out, spec.decided} - {""}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads rows of members; a sitting with seats."""

    form: Form
    sitting: Sitting
    answers: Answers

    @property
    def view(self) -> Field | None:
        spec = self.sitting.seats
        assert spec is not None
        return field_of(self.form, spec.record, spec.view) if spec.view else None

    @property
    def asked(self) -> bool:
        """Whether the form wants each member's own decision."""
        spec = self.sitting.seats
        assert spec is not None
        wanted = (spec.taking_part, spec.view)
        return any(field_of(self.form, spec.record, name).required for name in wanted if name)

    def seat(self, member: Attendee, row: Row | None, interest: str | None) -> Seat:
        spec = self.sitting.seats
        assert spec is not None
        chosen = _keys(row.get(spec.view)) if row is not None and spec.view else ()
        side = _text(row, spec.taking_part) if row is not None and spec.taking_part else ""
        own = tuple(key for key in chosen if key not in _sides(self.sitting))
        state = self._state(member, row, {side, *chosen} - {""}, own)
        if interest is not None:
            state = SeatState.STEPPED_OUT
        if state is not SeatState.DECIDED:
            own = ()
        reason = _text(row, spec.reason) if row is not None and spec.reason else ""
        return Seat(
            member,
            state,
            own,
            self._words(own),
            self._short(own),
            reason,
            self._reason_wanted(row, reason),
            row.id if row is not None else "",
            interest or "",
        )

    def _state(
        self, member: Attendee, row: Row | None, said: set[str], own: tuple[str, ...]
    ) -> SeatState:
        spec = self.sitting.seats
        assert spec is not None
        if spec.stepped_out and spec.stepped_out in said:
            return SeatState.STEPPED_OUT
        if spec.abstained and spec.abstained in said:
            return SeatState.ABSTAINED
        if own:
            return SeatState.DECIDED
        if row is not None and not self.asked and spec.view is not None:
            # The guidance asks for no view of their own: who gave none is kept without one.
            return SeatState.ABSTAINED
        return SeatState.TO_DECIDE if member.there else SeatState.AWAY

    def _reason_wanted(self, row: Row | None, reason: str) -> bool:
        spec = self.sitting.seats
        if row is None or spec is None or spec.reason is None or reason.strip():
            return False
        return is_required(
            self.form, self.answers, row, field_of(self.form, spec.record, spec.reason)
        )

    def _words(self, own: tuple[str, ...]) -> str:
        return words(self.view, _value(self.view, own)) if self.view is not None and own else ""

    def _short(self, own: tuple[str, ...]) -> str:
        known = {x.key: x for x in self.view.options} if self.view is not None else {}
        return " + ".join(known[key].letter or known[key].label for key in own if key in known)


# tally


@dataclass(frozen=True, slots=True)
class Tally:
    """How the members decided. groups: each decision in short with who made it, most first.

    words: in one sentence. It decides nothing.
    """

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    words: str

    @property
    def split(self) -> bool:
        """Not all decided the same."""
        return len(self.groups) > 1


def tally(found: Seats) -> Tally:
    """Who decided what, and how many abstained, stepped out or are still to decide."""
    groups: dict[str, list[str]] = {}
    for one in found.seats:
        if one.state is SeatState.DECIDED:
            groups.setdefault(one.short, []).append(one.attendee.name)
    order = sorted(groups.items(), key=lambda x: -len(x[1]))
    parts = [_group_words(order)]
    states = [one.state for one in found.seats]
    for state, said in (
        (SeatState.ABSTAINED, "abstained" if found.asked else "gave no view"),
        (SeatState.STEPPED_OUT, "stepped out"),
        (SeatState.TO_DECIDE, "still to decide"),
    ):
        if state in states and (state is not SeatState.TO_DECIDE or found.asked):
            parts.append(f"{states.count(state)} {said}")
    sentence = "; ".join(part for part in parts if part)
    return Tally(tuple((key, tuple(names)) for key, names in order), sentence)


def _group_words(order: Sequence[tuple[str, list[str]]]) -> str:
    if not order:
        return "Nobody has decided yet"
    if len(order) == 1:
        short, names = order[0]
        return f"Unanimous, {len(names)}: {short}" if len(names) > 1 else f"1: {short}"
    counts = " to ".join(str(len(names)) for _, names in order)
    return f"Split {counts}: " + ", ".join(f"{len(names)} for {short}" for short, names in order)


def dissent(found: Seats, sitting: Sitting, form: Form, answers: Answers) -> tuple[Seat, ...]:
    """Members whose own decision is not what the panel recommends; nobody until it is recorded.

    Where members agree or not instead of choosing (2023 process), whoever does not agree.
    """
    decided = [one for one in found.seats if one.state is SeatState.DECIDED]
    keys = {option.key for option in found.options}
    chosen = set(_keys(answers.get(sitting.decision))) if sitting.decision else set()
    asked = _options_of(form, sitting)
    if asked and keys <= asked:
        return tuple(one for one in decided if chosen and set(one.options) != chosen)
    first = found.options[0].key if found.options else ""
    return tuple(one for one in decided if one.options != (first,))


def _options_of(form: Form, sitting: Sitting) -> set[str]:
    if sitting.decision is None:
        return set()
    return {option.key for option in field_of(form, form.record, sitting.decision).options}


# what is written


def toggled(field: Field, before: Sequence[str], key: str) -> tuple[str, ...]:
    """A set of options with one more pressed: added, or taken out; what it excludes goes.

    A question with one answer has that one.
    """
    known = {option.key: option for option in field.options}
    if field.kind is not FieldKind.OPTIONS:
        return (key,)
    if key in before:
        return tuple(one for one in before if one != key)
    kept = {one for one in before if one not in known[key].excludes} | {key}
    return tuple(option.key for option in field.options if option.key in kept)


def row_values(
    form: Form, sitting: Sitting, member: Attendee, state: SeatState, keys: Sequence[str]
) -> Mapping[str, Value]:
    """What a member's row holds of who they are and how they took part; the reason is beside."""
    spec = sitting.seats
    assert spec is not None
    view = field_of(form, spec.record, spec.view) if spec.view else None
    together = spec.title == spec.agency
    said = ", ".join(x for x in (member.agency, member.title) if x) if together else member.agency
    found: dict[str, Value] = {spec.name: _name(member), spec.agency: said}
    if spec.title is not None and not together:
        found[spec.title] = member.title
    side = {
        SeatState.DECIDED: spec.decided,
        SeatState.ABSTAINED: spec.abstained,
        SeatState.STEPPED_OUT: spec.stepped_out,
    }.get(state, "")
    if spec.taking_part is not None:
        found[spec.taking_part] = side or None
    if view is not None:
        own = tuple(keys) if state is SeatState.DECIDED else ()
        if not own and spec.taking_part is None and side:
            own = (side,)
        found[view.id] = _value(view, own)
    return found


def _name(member: Attendee) -> str:
    return f"{member.name} (for {member.for_whom})" if member.for_whom else member.name


def _value(field: Field | None, keys: Sequence[str]) -> Value:
    if not keys:
        return None
    many = field is not None and field.kind is FieldKind.OPTIONS
    return tuple(keys) if many else keys[0]


def _keys(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) and not is_blank(value) else ()


def _text(row: Row, field: str | None) -> str:
    value = row.get(field) if field else None
    return value.strip() if isinstance(value, str) else ""


def names(found: Iterable[Seat]) -> str:
    """Who they are: "A. Shah and B. Osei"."""
    said = [one.attendee.name for one in found]
    return " and ".join(said) if len(said) < 3 else f"{', '.join(said[:-1])} and {said[-1]}"  # noqa: PLR2004


def to_decide_words(found: Seats) -> str:
    """How many in the room have still to decide; nothing when all have."""
    left = len(found.to_decide)
    return f"{counted(left, 'member')} still to decide" if left else ""
