"""The closing checklist as a gate: each line met, open, excepted by a named person, or not needed.

Pure: what the program sees by itself (the plan, notices…) is handed in, in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mktdesk.calendar import spoken_date
from mktdesk.casework.situation import Situation, Truth, truth
from mktdesk.toolkits.process_schema import Closing, Process

STEP = "step"


class LineState(StrEnum):
    """Where a line of the checklist stands."""

    MET = "met"
    OPEN = "open"
    EXCEPTED = "excepted"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True)
class Marked:
    """What a person said of a line. excepted: the case may close without it, for this reason."""

    excepted: bool
    by: str
    day: str  # ISO
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line in this case. words: why it is met, or what is missing; seen: worked out, not
    marked by hand. lacks: what is missing of what is worked out: STEP, or one of `Closing.of`.
    marked: a person's word stands beside it, which can be taken back.
    """

    line: Closing
    state: LineState
    words: str
    seen: bool
    lacks: tuple[str, ...] = ()
    marked: bool = False


def closing_lines(
    process: Process,
    now: Situation,
    seen: Mapping[str, str],
    marks: Mapping[str, Marked],
) -> tuple[Line, ...]:
    """The checklist of the case's pathway.

    seen: for each thing that `Closing.of` can name, what is missing in words, or "" when nothing
    is. marks: by line id.
    """
    return tuple(
        _line(one, process, now, seen, marks.get(one.id))
        for one in process.closing
        if not one.pathways or now.pathway in one.pathways
    )


def _line(
    one: Closing, process: Process, now: Situation, seen: Mapping[str, str], mark: Marked | None
) -> Line:
    by_itself = bool(one.step or one.of)
    if truth(one.when, now) is Truth.NO:
        return Line(one, LineState.NOT_NEEDED, "Not needed here", by_itself)
    missing = _missing(one, process, now, seen)
    if by_itself and not missing:
        return Line(one, LineState.MET, "Done", seen=True)
    lacks = tuple(missing)
    if mark is not None and mark.excepted and one.exception:
        words = f"Excepted by {_who(mark)}: {mark.reason}"
        return Line(one, LineState.EXCEPTED, words, by_itself, lacks, marked=True)
    if mark is not None and not mark.excepted and not by_itself:
        return Line(one, LineState.MET, f"Marked by {_who(mark)}", seen=False, marked=True)
    words = " ".join(missing.values()) or "To be confirmed"
    return Line(one, LineState.OPEN, words, by_itself, lacks)


def _who(mark: Marked) -> str:
    return f"{mark.by} on {spoken_date(date.fromisoformat(mark.day))}"


def _missing(
    one: Closing, process: Process, now: Situation, seen: Mapping[str, str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    if one.step and one.step not in now.events:
        label = next(step.label for step in process.step if step.id == one.step)
        found[STEP] = f"Not done yet: {label}."
    if one.of and seen[one.of]:
        found[one.of] = seen[one.of]
    return found


def still_open(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines that keep the case from being closed."""
    return tuple(line for line in lines if line.state is LineState.OPEN)
