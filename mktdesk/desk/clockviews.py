"""The clocks of a case as plain words: what its page shows, with no book behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mktdesk.calendar import Period, Unit, spoken_date, today
from mktdesk.casework.clockrows import Extension, Pause
from mktdesk.casework.clocks import ClockStanding, ClockState, Started
from mktdesk.casework.clockwords import in_full
from mktdesk.casework.reckoning import Sum
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.clocks import clocks, kept
from mktdesk.desk.closing import closure
from mktdesk.forms.scopes import field_of
from mktdesk.forms.words import words
from mktdesk.toolkits import Toolkit
from mktdesk.toolkits.process_schema import Event, Step

_OVER = frozenset({ClockState.MET, ClockState.MET_LATE, ClockState.NOT_NEEDED})


class Named(NamedTuple):
    """A choice: its id and what it is called."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class MoreTime:
    """Who may extend a clock, whose agreement it needs, who is asked, and who is told after."""

    by: Named
    consent: tuple[Named, ...]
    consult: tuple[Named, ...]
    told: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock on the page.

    due: the day in words, nothing while none is known. left: days left, or how it came out.
    since: from what it counts. sums: the arithmetic; the last of each is emboldened. others: the
    days that another counting would give. former: the days it was due before, and why not now.
    pauses: when it stood still. more_time: None where nobody may extend it. starts, units: what
    can be chosen, none where there is no choice; start and unit are the present ones.
    """

    id: str
    label: str
    state: ClockState
    due: str
    day: date | None
    left: str
    owner: str
    ends: str
    since: str
    guidance: str
    sums: tuple[Sum, ...]
    notes: tuple[str, ...]
    doubts: tuple[str, ...]
    others: tuple[str, ...]
    former: tuple[str, ...]
    pauses: tuple[str, ...]
    open: bool
    stands_still: bool
    more_time: MoreTime | None
    starts: tuple[Named, ...]
    units: tuple[Named, ...]
    start: str
    unit: str

    @property
    def over(self) -> bool:
        """Met, or not needed."""
        return self.state in _OVER


@dataclass(frozen=True, slots=True)
class ClocksShown:
    """What the page shows, and what its dialogs need. parallel: processes beside the case.

    closed: "Closed Tue 3 Mar 2026", or nothing; its clocks stand as they did then.
    """

    clocks: tuple[ClockView, ...]
    parallel: tuple[str, ...]
    today: date
    read_only: bool
    closed: str = ""


def clocks_shown(case: OpenCase) -> ClocksShown:
    """Every clock of the case as it stands now."""
    chosen = kept(case).choices
    views = (
        _view(case.toolkit, one, chosen[one.clock.id].start if one.clock.id in chosen else "")
        for one in clocks(case)
    )
    now, closed = today(case.session.clock), closure(case)
    words = closed.words if closed is not None else ""
    return ClocksShown(tuple(views), tuple(_parallel(case)), now, case.read_only, words)


def _view(toolkit: Toolkit, one: ClockStanding, chosen: str) -> ClockView:
    clock = one.clock
    choosing = len(clock.starts) > 1
    return ClockView(
        clock.id,
        clock.label,
        one.state,
        due=one.day_words,
        day=one.day,
        left=one.left,
        owner=toolkit.name_of(clock.owner),
        ends=one.ends,
        since=_since(one),
        guidance=_guidance(toolkit, one),
        sums=one.sums,
        notes=one.notes,
        doubts=one.doubts,
        others=tuple(f"{x.words}: due {spoken_date(x.day)}." for x in one.alternatives),
        former=tuple(_former(toolkit, x) for x in one.extensions),
        pauses=tuple(_pause(x) for x in one.pauses),
        open=one.open,
        stands_still=one.stands_still,
        more_time=_more_time(toolkit, one),
        starts=tuple(_named(toolkit, clock.starts)) if choosing else (),
        units=tuple(Named(x, in_full(Period(clock.within.number, Unit(x)))) for x in clock.units),
        start=chosen if chosen in clock.starts else clock.starts[0],
        unit=one.unit,
    )


def _since(one: ClockStanding) -> str:
    start = one.start
    if start is None:
        return f"Counts from: {one.waits}."
    happened = start.happened
    said = f"Counted from {start.label}, {_day(start)}"
    known = f" ({happened.words})" if happened.words else ""
    why = f" Chosen because: {start.why}" if start.why else ""
    if one.unit_why:
        why += f" Counted so because: {one.unit_why}"
    return f"{said}{known}.{why}"


def _day(start: Started) -> str:
    day = spoken_date(start.happened.day)
    return f"{day}, {start.happened.time}" if start.happened.time else day


def _guidance(toolkit: Toolkit, one: ClockStanding) -> str:
    """Where the guidance says so: as the step has it that meets the clock."""
    found = (step.guidance for step in toolkit.process.step if step.id == one.clock.ends)
    return next(found, "")


def _former(toolkit: Toolkit, one: Extension) -> str:
    was = spoken_date(date.fromisoformat(one.was)) if one.was else "not known"
    by = toolkit.name_of(one.agreed_by)
    who = f"{by} ({one.person})" if one.person else by
    now, on = (spoken_date(date.fromisoformat(day)) for day in (one.day, one.on))
    said = [
        f"Was due {was}. Extended to {now} by {who} on {on}.",
        _listed("Agreed to by", toolkit, one.consent),
        _listed("Discussed with", toolkit, one.consulted),
        f"Reason: {one.why}",
    ]
    return " ".join(part for part in said if part)


def _listed(what: str, toolkit: Toolkit, ids: str) -> str:
    names = ", ".join(toolkit.name_of(one) for one in ids.split(",") if one)
    return f"{what}: {names}." if names else ""


def _pause(one: Pause) -> str:
    since = spoken_date(date.fromisoformat(one.since))
    if one.until:
        said = f"Stood still from {since}; counted again from "
        said += f"{spoken_date(date.fromisoformat(one.until))}."
    else:
        said = f"Stands still since {since}."
    beside = f" Beside it: {one.process}." if one.process else ""
    ended = f" Went on because: {one.ended_why}" if one.ended_why else ""
    return f"{said}{beside} Reason: {one.why}{ended}"


def _more_time(toolkit: Toolkit, one: ClockStanding) -> MoreTime | None:
    rule = one.clock.extension
    if rule is None:
        return None
    return MoreTime(
        Named(rule.by, toolkit.name_of(rule.by)),
        tuple(Named(x, toolkit.name_of(x)) for x in rule.consent),
        tuple(Named(x, toolkit.name_of(x)) for x in rule.consult),
        tuple(toolkit.name_of(x) for x in rule.notify),
        rule.note,
    )


def _named(toolkit: Toolkit, starts: Collection[str]) -> Iterator[Named]:
    things: tuple[Event | Step, ...] = (*toolkit.process.event, *toolkit.process.step)
    labels = {thing.id: thing.label for thing in things}
    return (Named(one, labels.get(one, one)) for one in starts)


def _parallel(case: OpenCase) -> Iterator[str]:
    """The processes that the working record has beside this case, each once."""
    field = field_of(case.form, "parallel", "process")
    rows = case.answers().table("parallel")
    return iter(dict.fromkeys(said for row in rows if (said := words(field, row.get(field.id)))))
