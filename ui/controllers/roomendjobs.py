"""How an item and the meeting end, in the worker thread: read back, signed, put off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktdesk.casework.meetingrecords import ItemState
from mktdesk.casework.sittingblocks import Block, Weight, item_name
from mktdesk.desk import afterwards, concluding, filling, meetingbooks, signing, sitting
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.concluding import Reading
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.signing import Review, Signature
from mktdesk.desk.sitting import Table, look
from mktdesk.errors import StepRefused
from mktdesk.forms.values import DateAnswer
from ui.controllers.roomjobs import RoomState, stands

if TYPE_CHECKING:
    from ui.worker import Progress


@dataclass(frozen=True, slots=True)
class Signing:
    """What a person who signs at the table is shown. reading: None for a later decision's part."""

    review: Review
    blocks: tuple[Block, ...]
    signer: Signature
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """What came of a signature. lines: what started by itself, in words."""

    state: RoomState
    title: str
    lines: tuple[str, ...]


# an item


def read_back(before: RoomState, _: Progress) -> Signing:
    """The item's whole part in words, with what stands in the way of signing it."""
    case, item = _case(before), before.item
    assert item is not None
    reading = concluding.read_back(before.meeting, case, item.id)
    blocks = (*reading.blocks, *_cautions(reading.review))
    return Signing(reading.review, blocks, reading.signer, reading)


def read_decision(before: RoomState, part: str, _: Progress) -> Signing:
    """The part of who decides on it after the meeting, read back in full."""
    review = signing.review(_case(before), part)
    stops = tuple(
        Block(Weight.STOP, f"{one.message}.", "Put it right in the part.", "", one.rule)
        for one in review.problems
        if one.level == "error"
    )
    waits = tuple(
        Block(Weight.STOP, f"{title} is not signed.", "It comes first: have it signed.")
        for title in review.waits_for
    )
    return Signing(review, (*waits, *stops, *_cautions(review)), review.suggested)


def _cautions(review: Review) -> tuple[Block, ...]:
    return tuple(Block(Weight.LOOK, one, "") for one in review.cautions)


def sign(
    before: RoomState, read: Signing, given: tuple[Signature, str, str], _: Progress
) -> Signed:
    """given: the signature, what was drawn, and why it goes on without a quorum."""
    signature, strokes, despite = given
    case, title = _case(before), read.review.title
    if read.reading is None:
        followed = afterwards.sign_decision(case, read.review, signature, strokes=strokes)
        return Signed(stands(before), title, followed.lines)
    item = read.reading.sheet.item.id
    stood = afterwards.stands(case)
    concluding.sign_item(
        before.meeting, case, item, read.reading, signature, strokes=strokes, despite=despite
    )
    meetingbooks.settle(before.meeting)
    return Signed(stands(before), title, afterwards.followed(case, stood).lines)


# for `roomjobs.act`


def want_more(
    item: str, wanted: str, relist: DateAnswer, meeting: OpenMeeting, case: OpenCase | None
) -> None:
    """Further information is wanted; it comes back on that day."""
    if case is None:
        raise StepRefused("This item is no case.", "Say its outcome instead.")
    concluding.want_more(meeting, case, item, wanted, relist)


def outcome(item: str, words: str, meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """How an item came out that is no case."""
    sitting.finish(meeting, item, words)
    meetingbooks.settle(meeting)


def pause(meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """A break."""
    sitting.pause(meeting)


def go_on(meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """After a break."""
    sitting.begin(meeting)


def end(meeting: OpenMeeting, _case: OpenCase | None) -> None:
    """The meeting is over; the item that is being taken is left as not taken."""
    sitting.leave_item(meeting)
    sitting.end(meeting)
    meetingbooks.settle(meeting)


def undo(meeting: OpenMeeting, case: OpenCase | None) -> None:
    """Take back what was recorded last since the meeting began, in the case or in the meeting.

    Raises StepRefused where there is nothing, CaseError where it was changed since.
    """
    begun = look(meeting).facts.started_at
    actor = meeting.session.actor
    own = meeting.book.undoes(actor)
    theirs = case.book.undoes(actor) if case is not None and not case.read_only else ""
    if max(own, theirs) <= begun or not begun:
        raise StepRefused(
            "There is nothing to take back since the meeting began.",
            "What is signed is changed by opening it again for a reason.",
        )
    if case is not None and theirs > own:
        filling.undo(case)
    else:
        meeting.book.undo(actor)


# in words


def left_by_end(table: Table) -> tuple[str, ...]:
    """What is left open when the meeting ends now, a line each."""
    now = table.item
    taken: tuple[str, ...] = ()
    if now is not None and now.state == ItemState.NOW.value:  # one that is done is looked at again
        taken = (f"{item_name(now)} is still being taken; it is left as not taken.",)
    rest = (one for one in table.blocks if one.weight is not Weight.STOP)
    return (*taken, *(f"{one.what} {one.do}" for one in rest))


def _case(state: RoomState) -> OpenCase:
    assert state.case is not None
    return state.case
