"""Recording that a step or event happened, correcting its day, withdrawing it; what moves by it.

A step that a signature or an answer of the form says already is never recorded by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mktdesk.book import Change, RowChange
from mktdesk.casework.clockmoves import Moved, moved
from mktdesk.casework.clocks import ClockStanding
from mktdesk.casework.records import Happening
from mktdesk.casework.situation import Situation
from mktdesk.casework.stepping import (
    Given,
    Thing,
    follows,
    refuse,
    refuse_by_hand,
    refuse_held,
    thing_of,
    worth_a_look,
)
from mktdesk.desk.beside import step_cautions
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.cases import refresh_summary
from mktdesk.desk.clocks import clocks
from mktdesk.desk.closing import refuse_if_closed
from mktdesk.desk.drafts import Target
from mktdesk.desk.standing import situation
from mktdesk.desk.whereabouts import holds
from mktdesk.errors import InUseElsewhere, StepRefused
from mktdesk.forms.values import DateAnswer, Json


@dataclass(frozen=True, slots=True)
class Stepped:
    """What recording did. warnings: what is worth a second look. moved: each clock that began,
    moved or ended with it.
    """

    label: str
    warnings: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()


def given_of(answer: DateAnswer, note: str = "", points: Sequence[str] = ()) -> Given:
    """What was typed of a step. Raises StepRefused unless the day is one certain day."""
    if not answer.earliest or answer.earliest != answer.latest or answer.doubt:
        look = f" {answer.doubt[0].upper()}{answer.doubt[1:]}." if answer.doubt else ""
        raise StepRefused(
            f"A step needs one certain day.{look}",
            "Give day, month and year, such as 3 March 2026.",
        )
    day = date.fromisoformat(answer.earliest)
    return Given(day, answer.time, note.strip(), tuple(points))


def happening(case: OpenCase, thing_id: str) -> Happening | None:
    """What was recorded by hand of a step or event; no day yet where only points were ticked."""
    row = case.book.row(Happening.KIND, thing_id)
    return Happening.of(row.id, row.fields) if row is not None else None


def record(case: OpenCase, thing_id: str, given: Given) -> Stepped:
    """A step or event has happened.

    Raises StepRefused for a step that an open disagreement holds (R107), one of another pathway,
    one that a signature or an answer says, a day in the future or before the referral, and one
    that is recorded already.
    """
    _refuse_if_read_only(case)
    thing, now = _thing(case, thing_id)
    refuse_held(thing, holds(case).get(thing.id, ()))
    _refuse_given(case, now, thing, given)
    before = happening(case, thing_id)
    if before is not None and before.day:
        raise StepRefused(
            f"“{thing.label}” is recorded already.", "Correct what was recorded, with a reason."
        )
    return _keep(case, thing, now, given, "add" if before is None else "edit")


def keep_points(case: OpenCase, step_id: str, points: Sequence[str], note: str = "") -> Stepped:
    """Of a step that is not done yet: what has been seen to so far, and a note.

    Raises StepRefused as `record` does, and for a step that is done.
    """
    _refuse_if_read_only(case)
    thing, now = _thing(case, step_id)
    refuse_by_hand(case.form, thing)
    before = happening(case, step_id)
    if before is not None and before.day:
        raise StepRefused(f"“{thing.label}” is done.", "Correct what was recorded, with a reason.")
    fields: dict[str, Json] = {"points": ",".join(points), "note": note.strip()}
    row = RowChange(Happening.KIND, thing.id, _changed(before, fields))
    if not row.fields:
        return Stepped(thing.label)
    return _write(case, thing, now, row, "add" if before is None else "edit")


def correct(case: OpenCase, thing_id: str, given: Given, reason: str) -> Stepped:
    """What was recorded was wrong: day, time, note and points as they are to stand.

    Raises StepRefused without a reason, for what is not recorded, and as `record` does.
    """
    thing, now = _recorded(case, thing_id, reason)
    _refuse_given(case, now, thing, given)
    return _keep(case, thing, now, given, "edit", reason)


def withdraw(case: OpenCase, thing_id: str, reason: str) -> Stepped:
    """It did not happen after all. Raises StepRefused without a reason or a record of it."""
    thing, now = _recorded(case, thing_id, reason)
    warnings = follows(case.toolkit.process, now, thing)
    row = RowChange(Happening.KIND, thing.id, delete=True)
    return _write(case, thing, now, row, "remove", reason, warnings)


# clocks that rest on a day


def clocks_now(case: OpenCase) -> tuple[ClockStanding, ...]:
    """The clocks of the case as they stand: to be compared later."""
    return clocks(case)


def moved_since(case: OpenCase, before: tuple[ClockStanding, ...]) -> tuple[Moved, ...]:
    """What has moved since `clocks_now` said so."""
    return moved(before, clocks_now(case))


def gives_a_day(case: OpenCase, targets: Iterable[Target]) -> bool:
    """Whether one of these answers is the day of an event or step, on which clocks may rest."""
    process = case.toolkit.process
    things: tuple[Thing, ...] = (*process.event, *process.step)
    fields = {thing.field for thing in things}
    dates = {part.signoff.date_from for part in case.form.parts if part.signoff}
    return any(target.field in fields | dates for target in targets)


# how it is kept


def _thing(case: OpenCase, thing_id: str) -> tuple[Thing, Situation]:
    now = situation(case)
    return thing_of(case.toolkit.process, now.pathway, thing_id), now


def _recorded(case: OpenCase, thing_id: str, reason: str) -> tuple[Thing, Situation]:
    _refuse_if_read_only(case)
    thing, now = _thing(case, thing_id)
    if not reason.strip():
        raise StepRefused(
            "What was recorded changes only for a stated reason.", "Say why; it is recorded."
        )
    found = happening(case, thing_id)
    if found is None or not found.day:
        raise StepRefused(f"“{thing.label}” is not recorded.", "Record it first.")
    return thing, now


def _refuse_given(case: OpenCase, now: Situation, thing: Thing, given: Given) -> None:
    refuse(case.form, now, thing, given, case.session.clock.now().astimezone())


def _keep(
    case: OpenCase, thing: Thing, now: Situation, given: Given, verb: str, reason: str = ""
) -> Stepped:
    before = happening(case, thing.id)
    fields: dict[str, Json] = {
        "day": given.day.isoformat(),
        "time": given.time,
        "note": given.note,
        "points": ",".join(given.points),
    }
    changed = _changed(before, fields)
    if not changed:
        return Stepped(thing.label)
    warnings = worth_a_look(case.toolkit.process, now, thing, given)
    warnings += step_cautions(case).get(thing.id, ())
    row = RowChange(Happening.KIND, thing.id, changed)
    return _write(case, thing, now, row, verb, reason, warnings)


def _changed(before: Happening | None, fields: Mapping[str, Json]) -> dict[str, Json]:
    """Only what differs: the history then says no more than what was done."""
    old = before.to_fields() if before is not None else {}
    return {key: value for key, value in fields.items() if value != old.get(key, "")}


def _write(
    case: OpenCase,
    thing: Thing,
    now: Situation,
    row: RowChange,
    verb: str,
    reason: str = "",
    warnings: tuple[str, ...] = (),
) -> Stepped:
    if not row.delete:
        who = {"by": case.session.actor, "recorded_at": case.now()}
        row = RowChange(row.kind, row.row, {**row.fields, **who})
    change = Change(case.session.actor, verb, (row,), reason.strip())
    before = clocks(case, now)
    case.book.write(change)
    refresh_summary(case)
    return Stepped(thing.label, warnings, moved_since(case, before))


def _refuse_if_read_only(case: OpenCase) -> None:
    if case.read_only:
        raise InUseElsewhere(
            f"This case is open elsewhere: {case.handle.held_by}.",
            "Ask them to close it, then open it again.",
        )
    refuse_if_closed(case)
