"""Who decides on what a meeting recommended, and what starts by itself when they have signed.

Section 3 of the 2016 form (R203, R204, R388 to R391); the Chair's decision of 2010 (R33) and of
Medway (R84). The decision is an ordinary part of the case: at the table, or any day later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mktdesk.casework.clockmoves import Moved
from mktdesk.casework.clocks import ClockStanding
from mktdesk.casework.meetingrecords import AgendaItem
from mktdesk.casework.notices import NoticeStanding, open_notices
from mktdesk.casework.records import SignOff
from mktdesk.casework.status import standing as signature
from mktdesk.desk import signing
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.notices import notices
from mktdesk.desk.stepping import clocks_now, moved_since
from mktdesk.forms.types import Part
from mktdesk.toolkits.process_schema import Step


@dataclass(frozen=True, slots=True)
class Decision:
    """A part that one person decides on the strength of what a meeting signed.

    who: in words. signed: the signature that stands under it, or None. beside: parts that the same
    person fills with it and that nobody signs, such as what another board's Chair thinks (R204).
    """

    step: str
    label: str
    who: str
    part: Part
    signed: SignOff | None
    beside: tuple[Part, ...] = ()


def decisions_after(case: OpenCase, item: AgendaItem) -> tuple[Decision, ...]:
    """Who decides next on what the item's step recommends; nobody where the body itself decided."""
    bodies = {one.id for one in case.toolkit.bodies}
    parts = {part.id: part for part in case.form.parts}
    signed = case.signoffs()
    following = [
        step
        for step in case.toolkit.process.step
        if item.step in step.after
        and step.who not in bodies
        and (not step.pathways or case.pathway.id in step.pathways)
    ]
    return tuple(
        Decision(
            step.id,
            step.label,
            case.toolkit.name_of(step.who),
            parts[step.part],
            signature(signed, step.part),
            tuple(_beside(case, step, following)),
        )
        for step in following
        if step.part in parts
    )


def _beside(case: OpenCase, decision: Step, following: list[Step]) -> Iterator[Part]:
    fields = {one.field for one in following if one.who == decision.who and one.field}
    for part in case.form.parts:
        asked = {field.id for page in part.pages for field in page.fields}
        if part.signoff is None and not part.own and fields & asked:
            yield part


def sign_decision(
    case: OpenCase, read: signing.Review, given: signing.Signature, *, strokes: str = ""
) -> Followed:
    """Sign a decision at the table as it was read back; what starts by itself with it.

    strokes: as `SignatureMark` has them. Raises as `signing.sign`.
    """
    stood = stands(case)
    signing.sign(case, read, given, strokes=strokes)
    return followed(case, stood)


# what starts by itself


@dataclass(frozen=True, slots=True)
class Stood:
    """How clocks and notices stood before a signature."""

    clocks: tuple[ClockStanding, ...]
    notices: tuple[NoticeStanding, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """What a signature set going. moved: clocks that began, moved or were met. to_tell: notices
    that are now to be given and were not before.
    """

    moved: tuple[Moved, ...]
    to_tell: tuple[NoticeStanding, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """In words, a line each."""
        told = tuple(f"{one.label}: {one.name}" for one in self.to_tell)
        return (*(one.words for one in self.moved), *told)


def stands(case: OpenCase) -> Stood:
    """To be kept before a signature, for `followed`."""
    return Stood(clocks_now(case), notices(case))


def followed(case: OpenCase, before: Stood) -> Followed:
    """What has started since."""
    called_before = {one.key for one in before.notices if one.since is not None}
    now = (one for one in open_notices(notices(case)) if one.since is not None)
    new = tuple(one for one in now if one.key not in called_before)
    return Followed(moved_since(case, before.clocks), new)
