"""What the register keeps of each case's open clocks and notices, so that none is opened for it.

One row a case: what is due on which day and whose it is, and beside it what the day follows from,
so that it can be counted again when the office's closed days change; which steps a meeting can take
in it, and which meeting it waits for. Nothing of a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache

import msgspec

from mktdesk.book import Change, RowChange
from mktdesk.calendar import Holidays, Period, Unit, today
from mktdesk.casework.clocks import ClockStanding, ClockState
from mktdesk.casework.notices import NoticeStanding, open_notices
from mktdesk.casework.reckoning import Agreed, Basis, Stop, reckon
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.casemeeting import COMES, comes_of
from mktdesk.desk.clocks import clocks
from mktdesk.desk.closing import closure
from mktdesk.desk.notices import notices
from mktdesk.desk.session import Session
from mktdesk.desk.sits import SITS, Sits, sits_of
from mktdesk.desk.work import Progress
from mktdesk.errors import Cancelled
from mktdesk.forms.values import Json
from mktdesk.office import DUE
from mktdesk.toolkits import Toolkit

MAY, PAUSED, AT_ONCE = "may", "paused", "at_once"
NOTICE = "notice:"
_COUNTING = 0.5  # of the work on a changed closed day; the rest is writing
_AT_ONCE = 100  # cases written between two looks at the Cancel button


class OpenClock(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A clock to be met, or with an id that begins with NOTICE people who are to be told.

    day: ISO, nothing while it stands still. time: "HH:MM" for hours only, local. owner: in words.
    state: MAY (apply), PAUSED, AT_ONCE (since that day), or nothing.
    """

    clock: str
    label: str
    day: str
    time: str = ""
    owner: str = ""
    state: str = ""


class _Counted(msgspec.Struct, frozen=True, array_like=True):
    """What a due day follows from, as `reckoning.Basis`; days are ISO."""

    start: str
    number: int
    unit: str
    time: str = ""
    stops: tuple[tuple[str, str], ...] = ()
    agreed: tuple[tuple[str, str], ...] = ()


class CaseDue(msgspec.Struct, frozen=True):
    """The open clocks of one case. public: its reference. toolkit: its short title."""

    public: str
    toolkit: str = ""
    clocks: tuple[OpenClock, ...] = ()


class CaseSits(CaseDue, frozen=True):
    """The same with the steps that a meeting can take; None in a row from before they were kept."""

    sits: tuple[Sits, ...] | None = None


class _Whole(CaseDue, frozen=True):
    counted: tuple[_Counted, ...] = ()


def fields_of(
    public: str,
    toolkit: Toolkit,
    standings: Iterable[ClockStanding],
    told: Iterable[NoticeStanding] = (),
) -> dict[str, Json]:
    """The row of a case with these clocks and notices."""
    open_ = [one for one in standings if one.open]
    clocks = [_open_clock(one, toolkit) for one in open_]
    counted = [_counted(one.basis) for one in open_ if one.basis is not None]
    for clock, basis in _to_tell(told, toolkit):
        clocks.append(clock)
        counted.append(basis)
    return {
        "public": public,
        "toolkit": toolkit.short_title,
        "clocks": _plain(clocks),
        "counted": _plain(counted),
    }


def keep(case: OpenCase) -> None:
    """The row of a case as it stands, for the next time the register is brought level."""
    case.session.vault.update_summary(case.handle.case_id, {}, _row_of(case))


def open_now(case: OpenCase) -> tuple[OpenClock, ...]:
    """What is due in a case as it stands."""
    return msgspec.convert(_row_of(case), CaseDue).clocks


def _row_of(case: OpenCase) -> dict[str, Json]:
    """Nothing is due any more in a case that is closed."""
    closed = closure(case) is not None
    standings = () if closed else clocks(case)
    told = () if closed else open_notices(notices(case))
    row = fields_of(case.public, case.toolkit, standings, told)
    return row | {SITS: sits_of(case, standings), COMES: comes_of(case)}


def known(case: OpenCase) -> bool:
    """Whether the register has the row of a case, whole; it has none of one from before."""
    row = case.session.vault.register.row(DUE, case.handle.case_id)
    return row is not None and SITS in row.fields


def count_again(session: Session, holidays: Holidays, progress: Progress) -> int:
    """Bring every kept due day level with the closed days; how many moved.

    Inside the caller's transaction, which takes everything back when this is stopped: raises
    Cancelled.
    """
    rows, moved, now = [], 0, today(session.clock)

    @cache  # many clocks follow from the same days
    def reckoned(counted: _Counted) -> str:
        return reckon(_basis(counted), holidays, now).day.isoformat()

    kept_rows = session.vault.register.rows(DUE)
    for number, record in enumerate(kept_rows):
        _go_on(progress, number / len(kept_rows) * _COUNTING, "Counting the due days again")
        kept = msgspec.convert(dict(record.fields), _Whole)
        clocks = [
            _again(clock, counted, reckoned)
            for clock, counted in zip(kept.clocks, kept.counted, strict=True)
        ]
        changed = sum(old != new for old, new in zip(kept.clocks, clocks, strict=True))
        if changed:
            moved += changed
            rows.append(RowChange(DUE, record.id, {"clocks": _plain(clocks)}))
    for begin in range(0, len(rows), _AT_ONCE):
        share = _COUNTING + begin / len(rows) * (1 - _COUNTING)
        _go_on(progress, share, "Writing the due days that moved")
        session.vault.register.write(
            Change(session.actor, "anchor", rows[begin : begin + _AT_ONCE])
        )
    return moved


def _go_on(progress: Progress, fraction: float, words: str) -> None:
    if progress.cancelled():
        raise Cancelled
    progress.report(fraction, words)


def _open_clock(one: ClockStanding, toolkit: Toolkit) -> OpenClock:
    assert one.day is not None
    state = {ClockState.MAY_APPLY: MAY, ClockState.PAUSED: PAUSED}.get(one.state, "")
    still = one.stands_still
    return OpenClock(
        one.clock.id,
        one.clock.label,
        "" if still else one.day.isoformat(),
        "" if still or one.moment is None else f"{one.moment:%H:%M}",
        toolkit.name_of(one.clock.owner),
        PAUSED if still else state,
    )


def _to_tell(
    told: Iterable[NoticeStanding], toolkit: Toolkit
) -> Iterator[tuple[OpenClock, _Counted]]:
    """One line for each notice that has a day, whoever is told; one for all that are at once."""
    dated: dict[str, list[NoticeStanding]] = {}
    at_once: list[NoticeStanding] = []
    for one in told:
        if one.notice is not None and one.due is not None:
            dated.setdefault(one.notice.id, []).append(one)
        elif one.since is not None:
            at_once.append(one)
    for name, each in dated.items():
        first = each[0]
        assert first.notice is not None
        assert first.due is not None
        owner, day = toolkit.name_of(first.notice.by), first.due
        label = f"{first.label}: {len(each)} to tell"
        clock = OpenClock(f"{NOTICE}{name}", label, day.day.isoformat(), "", owner)
        yield clock, _Counted(day.start.isoformat(), day.period.number, day.period.unit)
    if at_once:
        day_ = min(one.since.day for one in at_once if one.since is not None).isoformat()
        owners = {toolkit.name_of(one.notice.by) for one in at_once if one.notice is not None}
        label = f"Notices to give at once: {len(at_once)} to tell"
        owner = owners.pop() if len(owners) == 1 else ""
        yield (
            OpenClock(NOTICE, label, day_, "", owner, AT_ONCE),
            _Counted(day_, 0, Unit.CALENDAR_DAY),
        )


def _counted(basis: Basis) -> _Counted:
    return _Counted(
        basis.start.isoformat(),
        basis.period.number,
        basis.period.unit,
        basis.time,
        tuple((s.since.isoformat(), s.until.isoformat() if s.until else "") for s in basis.stops),
        tuple((a.on.isoformat(), a.day.isoformat()) for a in basis.agreed),
    )


def _again(clock: OpenClock, counted: _Counted, reckoned: Callable[[_Counted], str]) -> OpenClock:
    if not clock.day or counted.unit != Unit.WORKING_DAY:
        return clock
    return msgspec.structs.replace(clock, day=reckoned(counted))


def _basis(kept: _Counted) -> Basis:
    day = date.fromisoformat
    return Basis(
        day(kept.start),
        Period(kept.number, Unit(kept.unit)),
        kept.time,
        tuple(Stop(day(since), day(until) if until else None) for since, until in kept.stops),
        tuple(Agreed(day(on), day(new)) for on, new in kept.agreed),
    )


def _plain(things: list[OpenClock] | list[_Counted]) -> Json:
    made: Json = msgspec.json.decode(msgspec.json.encode(things))  # as the book reads it back
    return made
