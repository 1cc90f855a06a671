"""Where each clock of a case stands: what it runs from, until when, and the counting (pure).

Rules C1-C5: the length, the unit and the start are the toolkit's data; where the guidance leaves
one open the case may choose, and what was not chosen is shown beside what was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from mktdesk.calendar import Due, Holidays, Period, Unit, spoken_date, spoken_time
from mktdesk.casework.clockrows import ClockChoice, Extension, Pause
from mktdesk.casework.clockwords import in_full, left_until, met_words, unit_note
from mktdesk.casework.reckoning import Agreed, Basis, Reckoned, Stop, Sum, later, moment_of, reckon
from mktdesk.casework.situation import Happened, Situation, Truth, truth
from mktdesk.toolkits.process_schema import Clock, Event, Process, Step


class ClockState(StrEnum):
    """Where a clock stands; the words alone say it."""

    NOT_STARTED = "Not started"
    MAY_APPLY = "May apply"  # it depends on what is not known yet
    NOT_NEEDED = "Not needed"
    RUNNING = "Running"
    DUE_TODAY = "Due today"
    LATE = "Late"
    PAUSED = "Paused"
    MET = "Met"
    MET_LATE = "Met late"


OPEN = frozenset(
    {
        ClockState.MAY_APPLY,
        ClockState.RUNNING,
        ClockState.DUE_TODAY,
        ClockState.LATE,
        ClockState.PAUSED,
    }
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What people decided about the case's clocks. choices: by clock id."""

    choices: Mapping[str, ClockChoice] = field(default_factory=lambda: MappingProxyType({}))
    extensions: tuple[Extension, ...] = ()  # as they were recorded
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Started:
    """From what a clock runs. why: a person's reason for choosing it, or nothing."""

    id: str
    label: str
    happened: Happened
    why: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another due day that the guidance's words allow, where it differs: from what, or in which
    days, it would be counted.
    """

    words: str
    day: date


@dataclass(frozen=True, slots=True)
class ClockStanding:
    """One clock in one case.

    start: None until it has happened. due: the guidance's own counting; day, moment: when it is
    due after pauses and extensions (moment for hours only). sums: the arithmetic in steps, the
    last one's day to be emboldened. ended: what met it. left: days left, or how it came out, in
    words; while it stands still day and left are as if it went on today. waits: what it will run
    from. unit: what it is counted in; unit_why: a person's reason. doubts: what a person should
    look at. basis: what it follows from, for who counts it again.
    """

    clock: Clock
    state: ClockState
    ends: str
    waits: str = ""
    start: Started | None = None
    ended: Happened | None = None
    due: Due | None = None
    day: date | None = None
    moment: datetime | None = None
    sums: tuple[Sum, ...] = ()
    left: str = ""
    unit: Unit = Unit.CALENDAR_DAY
    unit_why: str = ""
    extensions: tuple[Extension, ...] = ()
    pauses: tuple[Pause, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    basis: Basis | None = None

    @property
    def open(self) -> bool:
        """Something is, or may be, still to be done by a day that is known."""
        return self.state in OPEN and self.day is not None

    @property
    def stands_still(self) -> bool:
        """A pause of it has not ended."""
        return self.open and any(not pause.until for pause in self.pauses)

    @property
    def day_words(self) -> str:
        """When it is due: "Tue 30 Dec 2025", "Sun 29 Mar 2026, 19:00"; nothing if not known."""
        if self.moment is not None:
            return spoken_time(self.moment)
        return spoken_date(self.day) if self.day is not None else ""


def clocks_of(process: Process, pathway: str) -> tuple[Clock, ...]:
    """The clocks of a pathway, in the toolkit's order."""
    return tuple(x for x in process.clock if not x.pathways or pathway in x.pathways)


def clock_standings(
    process: Process, now: Situation, kept: Kept, holidays: Holidays, moment: datetime
) -> tuple[ClockStanding, ...]:
    """Every clock of the case's pathway. moment: the present, aware."""
    teller = _Teller(process, now, kept, holidays, moment)
    return tuple(teller.standing(clock) for clock in clocks_of(process, now.pathway))


@dataclass(frozen=True, slots=True)
class _Teller:
    process: Process
    now: Situation
    kept: Kept
    holidays: Holidays
    moment: datetime

    @property
    def _today(self) -> date:
        return self.moment.astimezone().date()

    def standing(self, clock: Clock) -> ClockStanding:
        choice = self.kept.choices.get(clock.id) or ClockChoice(clock.id)
        unit = self._unit(clock, choice)
        bare = ClockStanding(
            clock,
            ClockState.NOT_STARTED,
            ends=self._label(clock.ends),
            waits=" or ".join(self._label(name) for name in self._order(clock, choice)),
            unit=unit,
            unit_why=choice.unit_why if choice.unit else "",
            extensions=tuple(x for x in self.kept.extensions if x.clock == clock.id),
            pauses=tuple(x for x in self.kept.pauses if x.clock == clock.id),
            notes=tuple(note for note in (unit_note(clock, unit), clock.note) if note),
        )
        needed = self._needed(clock)
        if needed is Truth.NO:
            return replace(bare, state=ClockState.NOT_NEEDED)
        start, ended = self._start(clock, choice), self.now.events.get(clock.ends)
        if start is None:
            return self._without_start(bare, ended, needed)
        return self._counted(bare, start, ended, needed, choice)

    # what it depends on

    def _needed(self, clock: Clock) -> Truth:
        """Not where the toolkit says so, nor where the step that would meet it is not needed.

        A clock that runs as long as nothing else is decided runs now; one that runs only once
        something is decided may apply.
        """
        ends = next((step.when for step in self.process.step if step.id == clock.ends), None)
        undecided = {outcome.id: False for outcome in self.process.outcome}
        as_it_is = replace(self.now, outcomes={**undecided, **self.now.outcomes})
        known = {truth(clock.when, self.now), truth(ends, self.now)}
        if Truth.NO in known:
            return Truth.NO
        stands = {truth(clock.when, as_it_is), truth(ends, as_it_is)}
        return Truth.YES if stands == {Truth.YES} else Truth.NOT_KNOWN

    def _unit(self, clock: Clock, choice: ClockChoice) -> Unit:
        allowed = choice.unit in clock.units
        return Unit(choice.unit if allowed else clock.within.unit)

    def _order(self, clock: Clock, choice: ClockChoice) -> tuple[str, ...]:
        """The starts it can run from: the chosen one alone, or the guidance's in their order."""
        return (choice.start,) if choice.start in clock.starts else clock.starts

    def _start(self, clock: Clock, choice: ClockChoice) -> Started | None:
        chosen = choice.start in clock.starts
        for name in self._order(clock, choice):
            happened = self.now.events.get(name)
            if happened is not None:
                why = choice.start_why if chosen else ""
                return Started(name, self._label(name), happened, why)
        return None

    def _label(self, name: str) -> str:
        things: tuple[Event | Step, ...] = (*self.process.event, *self.process.step)
        return next((thing.label for thing in things if thing.id == name), name)

    # how it stands

    def _without_start(
        self, bare: ClockStanding, ended: Happened | None, needed: Truth
    ) -> ClockStanding:
        if ended is not None:
            words = f"{bare.ends}: {spoken_date(ended.day)}"
            doubt = f"Whether this was in time is not known: no day is recorded for {bare.waits}."
            return replace(bare, state=ClockState.MET, ended=ended, left=words, doubts=(doubt,))
        unknown = needed is Truth.NOT_KNOWN
        return replace(bare, state=ClockState.MAY_APPLY if unknown else bare.state)

    def _counted(
        self,
        bare: ClockStanding,
        start: Started,
        ended: Happened | None,
        needed: Truth,
        choice: ClockChoice,
    ) -> ClockStanding:
        basis = self._basis(bare, start.happened, bare.unit, ended)
        found = reckon(basis, self.holidays, self._today)
        counted = replace(
            bare,
            start=start,
            ended=ended,
            due=found.due,
            day=found.day,
            moment=found.moment,
            sums=found.sums,
            basis=basis,
            alternatives=self._alternatives(bare, start, found, ended),
            notes=(*bare.notes, *self._start_notes(bare.clock, start, choice), *found.notes),
            doubts=tuple(self._doubts(bare, start, ended, found)),
        )
        if ended is not None:
            late = self._after(ended, found)
            state = ClockState.MET_LATE if late else ClockState.MET
            return replace(counted, state=state, left=met_words(ended, found.day, found.moment))
        return self._still_open(counted, needed)

    def _still_open(self, counted: ClockStanding, needed: Truth) -> ClockStanding:
        assert counted.day is not None
        left = left_until(counted.day, counted.moment, self.moment, self.holidays)
        if needed is Truth.NOT_KNOWN:
            return replace(counted, state=ClockState.MAY_APPLY, left=f"if it applies: {left}")
        if any(not pause.until for pause in counted.pauses):
            return replace(counted, state=ClockState.PAUSED, left=left)
        return replace(counted, state=self._running(counted.day, counted.moment), left=left)

    def _running(self, day: date, moment: datetime | None) -> ClockState:
        late = later(self.moment, moment) if moment is not None else self._today > day
        if late:
            return ClockState.LATE
        return ClockState.DUE_TODAY if day == self._today else ClockState.RUNNING

    def _after(self, ended: Happened, found: Reckoned) -> bool:
        """Late; where hours count and the end's time is not known, its day is what counts."""
        at = moment_of(ended.day, ended.time) if found.moment is not None else None
        if at is not None and found.moment is not None:
            return later(at, found.moment)
        return ended.day > found.day

    def _basis(
        self, bare: ClockStanding, start: Happened, unit: Unit, ended: Happened | None
    ) -> Basis:
        """What was agreed and paused; a pause that nobody ended ends with the clock."""
        close = ended.day if ended is not None else None
        stops = tuple(_stop(pause, close) for pause in bare.pauses)
        agreed = tuple(
            Agreed(date.fromisoformat(x.on), date.fromisoformat(x.day)) for x in bare.extensions
        )
        period = Period(bare.clock.within.number, unit)
        return Basis(start.day, period, start.time, stops, agreed)

    # what else is said

    def _alternatives(
        self, bare: ClockStanding, start: Started, found: Reckoned, ended: Happened | None
    ) -> tuple[Alternative, ...]:
        """The other starts that have happened (C3), and the other units (C2), where they differ."""
        others: list[Alternative] = []
        for name in bare.clock.starts:
            happened = self.now.events.get(name)
            if name == start.id or happened is None:
                continue
            words = f"Counted from {self._label(name)}, {spoken_date(happened.day)}"
            day = self._day(self._basis(bare, happened, bare.unit, ended))
            others.append(Alternative(words, day))
        for unit in bare.clock.units:
            if unit != bare.unit:
                period = Period(bare.clock.within.number, Unit(unit))
                day = self._day(self._basis(bare, start.happened, Unit(unit), ended))
                others.append(Alternative(f"Counted as {in_full(period)}", day))
        return tuple(one for one in others if one.day != found.day)

    def _day(self, basis: Basis) -> date:
        return reckon(basis, self.holidays, self._today).day

    def _start_notes(self, clock: Clock, start: Started, choice: ClockChoice) -> tuple[str, ...]:
        first = self._order(clock, choice)[0]
        if start.id == first:
            return ()
        return (f"Counted from {start.label}, because {self._label(first)} has no day yet.",)

    def _doubts(
        self, bare: ClockStanding, start: Started, ended: Happened | None, found: Reckoned
    ) -> list[str]:
        doubts = []
        if start.happened.doubt:
            first = spoken_date(start.happened.day)
            doubts.append(
                f"{start.label}: {start.happened.doubt}. Counted from the first day it can have "
                f"been, {first}."
            )
        if start.happened.day > self._today:
            doubts.append(f"{start.label} lies in the future: {spoken_date(start.happened.day)}.")
        if ended is not None and ended.day < start.happened.day:
            doubts.append(
                f"{bare.ends}, {spoken_date(ended.day)}, is earlier than {start.label}, "
                f"{spoken_date(start.happened.day)}: one of the two days is wrong."
            )
        if bare.extensions and found.day < found.due.day:
            doubts.append(
                "The day that was agreed is now earlier than the guidance's own, "
                f"{spoken_date(found.due.day)}: the start was changed after it."
            )
        return doubts


def _stop(pause: Pause, close: date | None) -> Stop:
    until = date.fromisoformat(pause.until) if pause.until else close
    since = date.fromisoformat(pause.since)
    return Stop(since, until if until is None else max(since, until))
