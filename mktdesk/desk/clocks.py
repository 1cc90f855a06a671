"""The clocks of an open case: where they stand, and what a person decides about them.

Choosing a start or a unit, pausing and extending are rows of the case's book, so that history
and undo are those of everything else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from typing import TypeVar

from mktdesk.book import Record, RowChange
from mktdesk.calendar import LONDON, spoken_date, today
from mktdesk.casework.clockmoves import Moved, moved
from mktdesk.casework.clockrows import ClockChoice, Extension, Pause
from mktdesk.casework.clocks import ClockStanding, ClockState, Kept, clock_standings
from mktdesk.casework.records import Stored
from mktdesk.casework.situation import Situation
from mktdesk.desk.casefile import OpenCase, new_id, put
from mktdesk.desk.closing import closure, refuse_if_closed
from mktdesk.desk.officedays import holidays
from mktdesk.desk.standing import situation
from mktdesk.errors import ClockRefused, InUseElsewhere
from mktdesk.forms.values import Json
from mktdesk.toolkits.process_schema import Clock
from mktdesk.toolkits.process_schema import Extension as Rule

_S = TypeVar("_S", bound=Stored)
_GONE = "(erased)"
_DONE = {ClockState.MET, ClockState.MET_LATE, ClockState.NOT_NEEDED}


@dataclass(frozen=True, slots=True)
class Asked:
    """More time for a clock. agreed_by: the id of the role or body; person: who it was. consent:
    ids of those who agreed; consulted: of those who were asked. on: when it was agreed.
    """

    day: date
    on: date
    agreed_by: str
    why: str
    person: str = ""
    consent: frozenset[str] = field(default_factory=frozenset)
    consulted: frozenset[str] = field(default_factory=frozenset)


def clocks(case: OpenCase, known: Situation | None = None) -> tuple[ClockStanding, ...]:
    """Where every clock of the case's pathway stands now; of a closed case, as it was then.

    known: its situation, if at hand.
    """
    session, now = case.session, known or situation(case)
    closed = closure(case)
    moment = _end_of(closed.day) if closed is not None else session.clock.now()
    return clock_standings(case.toolkit.process, now, kept(case), holidays(session), moment)


def _end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.max, LONDON)


def clock(case: OpenCase, clock_id: str) -> ClockStanding:
    """One clock of the case. Raises ClockRefused where its pathway has none of that id."""
    for standing in clocks(case):
        if standing.clock.id == clock_id:
            return standing
    raise ClockRefused("This case has no such clock.", "Its pathway may have been changed.")


def kept(case: OpenCase) -> Kept:
    """What was decided about the case's clocks. What was erased no longer counts."""
    choices = (_of(ClockChoice, row) for row in case.book.rows(ClockChoice.KIND))
    extensions = [_of(Extension, row) for row in case.book.rows(Extension.KIND)]
    pauses = [_of(Pause, row) for row in case.book.rows(Pause.KIND)]
    return Kept(
        MappingProxyType({one.id: one for one in choices}),
        tuple(x for x in extensions if _is_day(x.on) and _is_day(x.day)),
        tuple(x for x in pauses if _is_day(x.since) and (not x.until or _is_day(x.until))),
    )


def words(standings: Collection[ClockStanding]) -> str:
    """Where the clocks stand at a glance: "1 late, 2 running"; what is over is not counted."""
    counts = {
        state.lower(): sum(one.state is state for one in standings)
        for state in (
            ClockState.LATE,
            ClockState.DUE_TODAY,
            ClockState.RUNNING,
            ClockState.PAUSED,
        )
    }
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    if said or not standings:
        return said or "None on this pathway"
    over = all(one.state in _DONE for one in standings)
    return "All met" if over else "None running"


# deciding


def extend(case: OpenCase, clock_id: str, asked: Asked) -> tuple[Moved, ...]:
    """Give a clock more time, as far as the guidance lets somebody (C5); what moved.

    Raises ClockRefused: nobody may, somebody else may, whose agreement or view is missing and
    names them, no reason, a day that is not later.
    """
    before = _running(case, clock_id)
    rule = before.clock.extension
    if rule is None:
        raise ClockRefused(
            f"The guidance names nobody who may extend this clock: {before.clock.label}.",
            "If it cannot be met, record why it was late.",
        )
    _refuse_silence(asked.why)
    _refuse_unasked(case, rule, asked)
    assert before.day is not None
    if asked.day <= before.day:
        raise ClockRefused(
            f"It is due on {spoken_date(before.day)} already.", "Give a later day than that one."
        )
    if asked.on > today(case.session.clock):
        raise ClockRefused("It cannot have been agreed in the future.", "Give the day it was.")
    row = Extension(
        new_id(),
        clock=clock_id,
        was=before.day.isoformat(),
        day=asked.day.isoformat(),
        on=asked.on.isoformat(),
        agreed_by=asked.agreed_by,
        person=asked.person.strip(),
        consent=",".join(name for name in rule.consent if name in asked.consent),
        consulted=",".join(name for name in rule.consult if name in asked.consulted),
        why=asked.why.strip(),
        by=case.session.actor,
        recorded_at=case.now(),
    )
    return _write(case, "add", put(row), asked.why)


def choose_start(case: OpenCase, clock_id: str, start: str, why: str) -> tuple[Moved, ...]:
    """Count a clock from another of the days that the guidance's words allow (C3); what moved."""
    it = _open_to_choice(case, clock_id)
    if start not in it.starts:
        raise ClockRefused("This clock cannot run from that.", "Choose one that is offered.")
    chosen = kept(case).choices.get(clock_id)
    if start == ((chosen.start if chosen else "") or it.starts[0]):
        raise ClockRefused("It is counted from that already.", "Nothing was changed.")
    return _choose(case, clock_id, {"start": start, "start_why": why.strip()}, why)


def choose_unit(case: OpenCase, clock_id: str, unit: str, why: str) -> tuple[Moved, ...]:
    """Count a clock in other days, where the guidance does not say which (C2); what moved."""
    it = _open_to_choice(case, clock_id)
    if unit not in it.units:
        raise ClockRefused(
            "The guidance says in which days this clock is counted.", "Nothing was changed."
        )
    chosen = kept(case).choices.get(clock_id)
    if unit == ((chosen.unit if chosen else "") or it.within.unit):
        raise ClockRefused("It is counted in those days already.", "Nothing was changed.")
    return _choose(case, clock_id, {"unit": unit, "unit_why": why.strip()}, why)


def pause(case: OpenCase, clock_id: str, since: date, process: str, why: str) -> tuple[Moved, ...]:
    """A clock stands still from a day. process: what runs beside the case, in words; what moved.

    Raises ClockRefused: it does not run, stands still already, or did not run then.
    """
    before = _running(case, clock_id)
    _refuse_silence(why)
    if before.stands_still:
        raise ClockRefused("This clock stands still already.", "Let it go on first.")
    assert before.start is not None
    if since < before.start.happened.day:
        raise ClockRefused(
            f"It began to run only on {spoken_date(before.start.happened.day)}.",
            "Give that day or a later one.",
        )
    if since > today(case.session.clock):
        raise ClockRefused("It cannot be paused from a day to come.", "Pause it on that day.")
    if before.day is not None and since > before.day:
        raise ClockRefused(
            f"It ran out on {spoken_date(before.day)}: a pause after that changes nothing.",
            "Give an earlier day, or extend it where that is allowed.",
        )
    row = Pause(
        new_id(),
        clock=clock_id,
        since=since.isoformat(),
        process=process.strip(),
        why=why.strip(),
        by=case.session.actor,
        recorded_at=case.now(),
    )
    return _write(case, "add", put(row), why)


def resume(case: OpenCase, clock_id: str, until: date, why: str) -> tuple[Moved, ...]:
    """A clock counts again from a day on; what moved. Raises ClockRefused."""
    _refuse_at_rest(case)
    _refuse_silence(why)
    open_ = next((x for x in kept(case).pauses if x.clock == clock_id and not x.until), None)
    if open_ is None:
        raise ClockRefused("This clock does not stand still.", "Nothing was changed.")
    if until < date.fromisoformat(open_.since):
        raise ClockRefused(
            f"It stands still since {spoken_date(date.fromisoformat(open_.since))}.",
            "Give that day or a later one.",
        )
    if until > today(case.session.clock):
        raise ClockRefused("It cannot go on from a day to come.", "Let it go on on that day.")
    fields: dict[str, Json] = {"until": until.isoformat(), "ended_why": why.strip()}
    return _write(case, "edit", RowChange(Pause.KIND, open_.id, fields), why)


# what the decisions have in common


def _write(case: OpenCase, verb: str, row: RowChange, why: str) -> tuple[Moved, ...]:
    before = clocks(case)
    case.write(verb, (row,), reason=why.strip())
    return moved(before, clocks(case))


def _choose(
    case: OpenCase, clock_id: str, chosen: Mapping[str, Json], why: str
) -> tuple[Moved, ...]:
    _refuse_silence(why)
    there = case.book.row(ClockChoice.KIND, clock_id) is not None
    fields = {**chosen, "by": case.session.actor, "recorded_at": case.now()}
    row = RowChange(ClockChoice.KIND, clock_id, fields)
    return _write(case, "edit" if there else "add", row, why)


def _open_to_choice(case: OpenCase, clock_id: str) -> Clock:
    _refuse_at_rest(case)
    return clock(case, clock_id).clock


def _running(case: OpenCase, clock_id: str) -> ClockStanding:
    _refuse_at_rest(case)
    found = clock(case, clock_id)
    if not found.open:
        state = found.state.lower()
        raise ClockRefused(f"This clock is not running: {state}.", "Nothing was changed.")
    return found


def _refuse_unasked(case: OpenCase, rule: Rule, asked: Asked) -> None:
    """Who may, who must agree, who must be asked; each refusal names them."""
    name = case.toolkit.name_of
    if asked.agreed_by != rule.by:
        raise ClockRefused(f"Only {name(rule.by)} may extend this clock.", "Ask there.")
    missing = [name(one) for one in rule.consent if one not in asked.consent]
    if missing:
        raise ClockRefused(
            f"More time needs the agreement of {_listed(missing)}.",
            "Record it here once it is given.",
        )
    unasked = [name(one) for one in rule.consult if one not in asked.consulted]
    if unasked:
        raise ClockRefused(
            f"More time is first discussed with {_listed(unasked)}.", "Record it here once it was."
        )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _refuse_silence(why: str) -> None:
    if not why.strip():
        raise ClockRefused("This needs a reason.", "Say why; it is recorded.")


def _refuse_at_rest(case: OpenCase) -> None:
    """A case that cannot be written to, or is closed."""
    if case.read_only:
        raise InUseElsewhere(
            f"This case is open elsewhere: {case.handle.held_by}.",
            "Ask them to close it, then open it again.",
        )
    refuse_if_closed(case)


def _of(kind: type[_S], row: Record) -> _S:
    """A row as its record; a field whose value was erased says so."""
    fields = {
        name: value if isinstance(value, str) else _GONE for name, value in row.fields.items()
    }
    return kind.of(row.id, fields)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
