"""A meeting as it stands, in the words of meeting mode's page and of the projector's window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mktdesk.casework.deciding import Seat, SeatState
from mktdesk.casework.meetingrecords import AgendaItem, ItemState
from mktdesk.casework.sitting import Room, seconds_spent, time_words
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.itemsheet import Sheet
from mktdesk.desk.showing import CRITERIA, DECISIONS, FACTS, OPTIONS, OUTCOME, shown_of
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.flow import is_required
from mktdesk.forms.scopes import field_of
from ui.controllers.roomjobs import RoomState
from ui.pages.room import RoomShown
from ui.pages.roomafter import AfterShown, NextDecision
from ui.projector import Shown
from ui.roomkeys import Choice, Place
from ui.roomtable import ItemShown

_BRIEF = 48  # characters of an answer at the table
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
Left = Callable[[], tuple[str, bool]]


def room_shown(state: RoomState, left: Left, *, showing: bool) -> RoomShown:
    """The page. left: the item's time in words, and whether it is over. showing: the projector's
    window is open.
    """
    table, item = state.table, state.item
    number = table.items.index(item) + 1 if item in table.items else 0
    facts = table.facts
    when = " ".join(part for part in (facts.body_words, facts.public) if part)
    there = state.sheet.there if state.sheet is not None else table.there
    return RoomShown(
        meeting=when,
        title=_title(state),
        number=number,
        count=len(table.items),
        item=_item(state),
        quorum=_quorum(there),
        kept=there.quorum.kept and not there.core_missing,
        left=left,
        is_case=item is not None and bool(item.public),
        showing=showing,
        state=_state(item, state.sheet),
        item_id=item.id if item is not None else "",
        paused=table.paused,
        read_only=table.read_only,
    )


def time_left(state: RoomState) -> tuple[str, bool]:
    """The time that the item has left, in words, and whether it is over."""
    item = state.item
    if item is None:
        return "", False
    spent = seconds_spent(item, state.meeting.session.clock.now())
    return time_words(item, spent), bool(item.minutes) and spent >= item.minutes * 60


def facts_shown(state: RoomState) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The case of the item in full, by heading."""
    brief = state.sheet.brief if state.sheet is not None else ()
    return (
        ("Facts in brief", tuple(f"{one.asked}: {one.answer}" for one in brief)),
        ("Criteria", state.brief.limbs),
        ("Missing", state.brief.missing),
    )


def after_shown(state: RoomState, started: Sequence[str] = ()) -> AfterShown:
    """What follows from the item's signed part. started: by itself, with the last signature."""
    found = state.sheet
    assert found is not None
    return AfterShown(
        found.part.title,
        found.item.outcome,
        tuple(
            NextDecision(
                one.who,
                one.label,
                one.part.id,
                one.part.title,
                f"signed by {one.signed.name}" if one.signed is not None else "",
                tuple((part.id, part.title) for part in one.beside),
            )
            for one in state.after
        ),
        started,
    )


def projected(state: RoomState, marking: str) -> Shown | None:
    """What the room sees of the item on the table; None for nothing."""
    item = state.item
    if item is None or state.table.paused:
        return None
    wanted = shown_of(item)
    number = state.table.items.index(item) + 1
    title = f"Item {number}: {item.public or item.title}"
    blocks = tuple(
        (heading, lines) for name, heading, lines in _blocks(state) if name in wanted and lines
    )
    return Shown(title, marking, blocks) if wanted else None


def _blocks(state: RoomState) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    found = state.sheet
    if found is None:
        return
    yield FACTS, "Facts in brief", tuple(f"{one.asked}: {one.answer}" for one in found.brief)
    yield CRITERIA, "Criteria", state.brief.limbs
    choices = choices_of(found, state.case)
    yield OPTIONS, "Options", tuple(f"{one.letter}   {one.label}" for one in choices)
    yield DECISIONS, "Decisions", tuple(_said(one) for one in found.seats.seats)
    yield OUTCOME, "How it came out", (found.item.outcome,) if found.item.outcome else ()


def _said(seat: Seat) -> str:
    words = seat.words if seat.state is SeatState.DECIDED else str(seat.state)
    return f"{seat.attendee.name}: {words}"


def _title(state: RoomState) -> str:
    item = state.item
    if item is None:
        return "No items"
    return state.brief.title or item.public or item.title


def _state(item: AgendaItem | None, found: Sheet | None) -> str:
    if item is None:
        return ""
    if item.state in {ItemState.DONE.value, ItemState.RELISTED.value}:
        return item.outcome
    return f"Signed by {found.signed.name}" if found is not None and found.signed else ""


def _quorum(there: Room) -> str:
    missing = "".join(f". {one.words}" for one in there.core_missing)
    return f"{there.quorum.words}{missing}."


def _item(state: RoomState) -> ItemShown:
    found = state.sheet
    if found is None:
        return ItemShown(read_only=_why_not(state))
    said = found.said or (
        f"{found.part.title} is signed. F8: what follows." if found.signed else ""
    )
    return ItemShown(
        facts=tuple((one.asked, short(one.answer)) for one in found.brief),
        limbs=state.brief.limbs,
        missing=state.brief.missing,
        places=tuple(_place(one) for one in found.seats.seats),
        abouts=tuple(
            (one.attendee.id, one.attendee.agency or one.attendee.title)
            for one in found.seats.seats
        ),
        choices=choices_of(found, state.case),
        many=found.seats.many,
        key=f"{found.item.id} {found.signed.id if found.signed is not None else ''}",
        summary=_summary(found),
        read_only=said,
    )


def short(words: str) -> str:
    """What is told at length, cut at a word; the whole is a key away."""
    said = " ".join(words.split())
    if len(said) <= _BRIEF:
        return said
    return f"{said[:_BRIEF].rsplit(' ', 1)[0]}…"


def _why_not(state: RoomState) -> str:
    if state.trouble is not None:
        return f"{state.trouble.what} {state.trouble.do}"
    if state.item is None:
        return "The agenda is empty. Leave the meeting and put something on it."
    return ""


def _summary(found: Sheet) -> str:
    against = ", ".join(one.attendee.name for one in found.dissent)
    words = found.tally.words if found.seats.seats else ""
    return f"{words}. Differs from the recommendation: {against}" if against else words


def _place(seat: Seat) -> Place:
    away = seat.state in {SeatState.STEPPED_OUT, SeatState.AWAY}
    return Place(
        seat.attendee.id,
        seat.attendee.name,
        seat.options,
        seat.reason,
        abstained=seat.state is SeatState.ABSTAINED,
        out=str(seat.state) if away else "",
    )


def choices_of(found: Sheet, case: OpenCase | None) -> tuple[Choice, ...]:
    """The options of a member's own decision with their letters: the form's, or a, b, c."""
    options = found.seats.options
    own = [one.letter.lower() for one in options]
    letters = own if all(own) and len(set(own)) == len(own) else list(_LETTERS)
    wanted = _reasons(found, case) if case is not None else frozenset()
    return tuple(
        Choice(letter, one.key, one.label, frozenset(one.excludes), reason=one.key in wanted)
        for letter, one in zip(letters, options, strict=False)
    )


def _reasons(found: Sheet, case: OpenCase) -> frozenset[str]:
    """The options for which the form wants a reason."""
    spec = found.rule.seats
    if spec is None or spec.reason is None or spec.view is None:
        return frozenset()
    reason = field_of(case.form, spec.record, spec.reason)
    side = {spec.taking_part: spec.decided} if spec.taking_part else {}
    empty = Answers()
    return frozenset(
        one.key
        for one in found.seats.options
        if any(
            is_required(case.form, empty, Row("new", {**side, spec.view: value}), reason)
            for value in (one.key, (one.key,))
        )
    )
