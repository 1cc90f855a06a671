"""What moved when a day was corrected, a choice made, a clock paused or extended (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mktdesk.casework.clocks import ClockStanding, ClockState

_TOLD = {ClockState.MET, ClockState.MET_LATE, ClockState.LATE, ClockState.NOT_NEEDED}


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock whose due day or outcome is another now. words: a sentence that names both.

    before, after: the due days, None where the clock did not or does not run.
    """

    clock: str
    label: str
    before: date | None
    after: date | None
    words: str


def moved(before: tuple[ClockStanding, ...], after: tuple[ClockStanding, ...]) -> tuple[Moved, ...]:
    """What is no longer as it was, in the toolkit's order; days that only pass move nothing."""
    old = {one.clock.id: one for one in before}
    now = {one.clock.id: one for one in after}
    found = (_moved(old.get(name), now.get(name)) for name in {**now, **old})
    return tuple(line for line in found if line is not None)


def _moved(old: ClockStanding | None, new: ClockStanding | None) -> Moved | None:
    known = new or old
    assert known is not None
    words = _words(old, new)
    if not words:
        return None
    return Moved(
        known.clock.id,
        known.clock.label,
        old.day if old is not None else None,
        new.day if new is not None else None,
        f"{known.clock.label}: {words}.",
    )


def _words(old: ClockStanding | None, new: ClockStanding | None) -> str:
    was = old.day_words if old is not None else ""
    now = new.day_words if new is not None else ""
    paused, was_paused = _still(new), _still(old)
    if paused and not was_paused and was:
        return f"stands still now, it was due {was}"
    if was_paused and now and not paused and not _told(new):
        return f"goes on, due {now}"
    if was and not now:
        return f"no longer runs, it was due {was}"
    told = _told(old) != _told(new)
    outcome = f" ({new.left or new.state.lower()})" if told and new is not None else ""
    if now and not was:
        return f"runs now, due {now}{outcome}"
    if was != now:
        return f"was due {was}, is now due {now}{outcome}"
    if told and old is not None and new is not None:
        return f"was {old.state.lower()}, is now {new.state.lower()}"
    return ""


def _still(one: ClockStanding | None) -> bool:
    return one is not None and one.state is ClockState.PAUSED


def _told(one: ClockStanding | None) -> ClockState | None:
    """The outcome that is worth a word, where there is one."""
    return one.state if one is not None and one.state in _TOLD else None
