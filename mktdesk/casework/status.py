"""Where each part of a case stands, in words (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mktdesk.casework.records import SignOff
from mktdesk.forms.answers import Answers
from mktdesk.forms.check import progress
from mktdesk.forms.digest import part_digest
from mktdesk.forms.types import Form, Part


class State(StrEnum):
    """What colour the words may have; the words alone say everything."""

    WAITING = "waiting"
    NOT_STARTED = "not started"
    UNDER_WAY = "under way"
    READY = "ready"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    KEPT = "kept"  # never signed: the office's own record


@dataclass(frozen=True, slots=True)
class PartStatus:
    """One line of the task list. signoff is the signature that stands, if one does."""

    part: str
    title: str
    state: State
    words: str
    signoff: SignOff | None = None


def standing(signoffs: Iterable[SignOff], part_id: str) -> SignOff | None:
    """The signature that stands under a part."""
    return next((s for s in signoffs if s.part == part_id and s.stands), None)


def part_status(
    form: Form, answers: Answers, signoffs: tuple[SignOff, ...], part: Part
) -> PartStatus:
    """Where a part stands."""
    state, words = _state(form, answers, signoffs, part)
    return PartStatus(part.id, part.title, state, words, standing(signoffs, part.id))


def _state(
    form: Form, answers: Answers, signoffs: tuple[SignOff, ...], part: Part
) -> tuple[State, str]:
    if part.signoff is None:
        started = progress(form, answers, part.id).started
        return (State.KEPT, "Begun" if started else "Nothing yet")
    signed = standing(signoffs, part.id)
    if signed:
        return State.SIGNED, f"Signed by {signed.name}, {signed.date}"
    so_far = progress(form, answers, part.id)
    if any(s.part == part.id for s in signoffs):
        return State.SUPERSEDED, "Changed since it was signed: sign again"
    before = waits_for(form, signoffs, part)
    if before and not so_far.started:
        return State.WAITING, f"After {before[0].called}"
    if not so_far.started:
        return State.NOT_STARTED, "Not started"
    if so_far.errors:
        things = "1 thing" if so_far.errors == 1 else f"{so_far.errors} things"
        return State.UNDER_WAY, f"{things} to complete"
    if before:
        return State.UNDER_WAY, f"Complete: sign {before[0].called} first"
    return State.READY, "Ready to sign"


def waits_for(form: Form, signoffs: tuple[SignOff, ...], part: Part) -> tuple[Part, ...]:
    """The parts that must be signed before this one can be."""
    return tuple(form.part(p) for p in part.after if standing(signoffs, p) is None)


def follows(form: Form, signoffs: tuple[SignOff, ...], part: Part) -> tuple[Part, ...]:
    """The signed parts that rest on this one: reopening it supersedes theirs too."""
    found: list[Part] = []
    for other in form.parts:
        rests = part.id in other.after or any(p.id in other.after for p in found)
        if rests and standing(signoffs, other.id) is not None:
            found.append(other)
    return tuple(found)


def digest_agrees(form: Form, answers: Answers, signoff: SignOff) -> bool:
    """Whether what stands now is still exactly what was signed."""
    return part_digest(form, answers, signoff.part) == signoff.digest
