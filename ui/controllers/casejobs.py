"""What the case's controller has done in the worker thread: each a function of an open case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktdesk.casework.clockmoves import Moved
from mktdesk.casework.records import SignOff
from mktdesk.desk import casekeys, cases, drafts, filling, signing, stepping
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.filling import Outcome
from mktdesk.desk.overview import Overview, overview
from mktdesk.desk.session import Session
from mktdesk.desk.signing import Block, Review, Signature
from mktdesk.errors import AnswersRefused, DeskError, ReferenceNeeded, ReferenceRefused
from mktdesk.forms.flow import Place
from mktdesk.forms.values import Value
from mktdesk.reference import Reference, parse_full

if TYPE_CHECKING:
    from ui.worker import Progress


@dataclass(frozen=True, slots=True)
class Opened:
    """A case was opened; place is where the person was when they left it."""

    case: OpenCase
    view: Overview
    place: Place | None


@dataclass(frozen=True, slots=True)
class Done:
    """An action is done, and how the case stands now. outcome is None when nothing changed.

    moved: the deadlines that moved with it.
    """

    case: OpenCase
    view: Overview
    outcome: Outcome | None = None
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """Answers were saved; those that could not be, with why; the deadlines that moved."""

    case: OpenCase
    view: Overview
    saved: Mapping[Target, Value]
    refused: Mapping[Target, DeskError]
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """What a signature was put to, and whether its digest is that of those answers."""

    signoff: SignOff
    blocks: tuple[Block, ...]
    agrees: bool


def open_case(session: Session, public: str, _: Progress) -> Opened:
    """Open it; what was being typed when it last closed has become answers."""
    return _opened(cases.open_case(session, public))


def open_restricted(session: Session, public: str, typed: str, _: Progress) -> Opened:
    """Open a restricted case with its full reference as typed."""
    if parse_full(typed).public != public:
        raise ReferenceRefused(
            "That is the full reference of another case.", f"Type the one of {public}."
        )
    return _opened(casekeys.open_restricted(session, typed))


def change_key(
    session: Session, reference: Reference, reason: str, progress: Progress
) -> tuple[Opened, DeskError | None]:
    """Give a case that was just closed another key; the case open again, and why it has none."""
    refused: DeskError | None = None
    try:
        casekeys.change_key(session, reference, reason)
    except DeskError as error:
        refused = error
    try:
        return open_case(session, reference.public, progress), refused
    except ReferenceNeeded:
        return open_restricted(session, reference.public, reference.full, progress), refused


def _opened(case: OpenCase) -> Opened:
    return Opened(case, overview(case), drafts.kept_place(case))


def look(case: OpenCase, _: Progress) -> Done:
    """As it stands."""
    return Done(case, overview(case))


def save(case: OpenCase, values: Mapping[Target, Value], _: Progress) -> Saved:
    """Each by itself: one that is refused does not hold the others back."""
    refused: dict[Target, DeskError] = {}
    dated = stepping.gives_a_day(case, values)
    before = stepping.clocks_now(case) if dated else ()
    for target, value in values.items():
        try:
            filling.set_answer(case, target, value)
        except DeskError as error:
            refused[target] = error
    saved = {target: value for target, value in values.items() if target not in refused}
    moved = stepping.moved_since(case, before) if dated else ()
    return Saved(case, overview(case), saved, refused, moved)


def keep_draft(case: OpenCase, target: Target, value: Value, _: Progress) -> str:
    """Keep what is being typed; the local time of it."""
    drafts.save_draft(case, target, value)
    return f"{case.session.clock.now().astimezone():%H:%M}"


def act(case: OpenCase, action: Callable[[OpenCase], Outcome | None], _: Progress) -> Done:
    """One of the desk's actions on rows, undo or redo."""
    before = stepping.clocks_now(case)
    outcome = action(case)
    return Done(case, overview(case), outcome, stepping.moved_since(case, before))


def add_row(record: str, case: OpenCase) -> Outcome | None:
    """For `act`: a row at the end of a table, or one more repeated page."""
    return filling.add_row(case, record)


def remove_row(record: str, row: str, case: OpenCase) -> Outcome | None:
    """For `act`: a row goes."""
    return filling.remove_row(case, record, row)


def move_row(record: str, row: str, place: int, case: OpenCase) -> Outcome | None:
    """For `act`: a row goes to a place, from 0."""
    return filling.move_row(case, record, row, place)


def keep_place(case: OpenCase, place: Place, _: Progress) -> None:
    """Remember where the person is."""
    if not case.read_only:
        drafts.keep_place(case, place)


def settle(case: OpenCase, _: Progress) -> None:
    """Bring the register level, and renew the lease."""
    cases.settle(case)


def review(case: OpenCase, part: str, _: Progress) -> Review:
    """Read a part back before it is signed."""
    return signing.review(case, part)


def sign(case: OpenCase, read: Review, signature: Signature, _: Progress) -> Done:
    """Put the name to what was read."""
    before = stepping.clocks_now(case)
    signing.sign(case, read, signature)
    return Done(case, overview(case), moved=stepping.moved_since(case, before))


def reopen(case: OpenCase, part: str, why: str, _: Progress) -> Done:
    """Open a signed part for change."""
    before = stepping.clocks_now(case)
    signing.reopen(case, part, why)
    return Done(case, overview(case), moved=stepping.moved_since(case, before))


def version(case: OpenCase, signoff: SignOff, _: Progress) -> Version:
    """Read back what was signed then."""
    return Version(signoff, *signing.read_version(case, signoff))


def close(case: OpenCase, unsaved: Mapping[Target, Value], _: Progress) -> None:
    """Close the case; answers that could not be saved are tried once more."""
    refused: DeskError | None = None
    for target, value in unsaved.items():
        try:
            filling.set_answer(case, target, value)
        except DeskError as error:
            refused = error
    cases.close_case(case)
    if refused is not None:
        raise AnswersRefused(
            f"An answer in {case.public} was not saved. {refused.what}", refused.do
        )
