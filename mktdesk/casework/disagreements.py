"""Disagreements: who decides them, which are open, and what waits meanwhile (pure).

Each level is a row of its own, so that what was decided at one stays when it goes up
(2023 process: R147, R148). Rows that are about the same thing are one disagreement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer, YesNo, is_blank, precedes
from mktdesk.toolkits.process_schema import Level, Process

RECORD = "disagreement"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One disagreement as it stands. row: that of its highest level so far.

    level: None where the row's level is not one of the toolkit's. decider: role or body id, or "".
    directed: a direction with who, day and words lets the case go on. doubts: what does not agree.
    """

    row: str
    about: str
    level: Level | None
    decider: str
    open: bool
    threshold: bool
    directed: bool
    next_level: Level | None
    doubts: tuple[str, ...] = ()


def disagreements(process: Process, pathway: str, answers: Answers) -> tuple[Disagreement, ...]:
    """Every disagreement of a case, in the order in which they were first recorded."""
    together: dict[str, list[Row]] = {}
    for row in answers.table(RECORD):
        together.setdefault(_about(row).casefold(), []).append(row)
    return tuple(_standing(process, pathway, rows) for rows in together.values())


def _standing(process: Process, pathway: str, rows: list[Row]) -> Disagreement:
    levels = {level.id: n for n, level in enumerate(process.level)}
    ordered = sorted(rows, key=lambda row: levels.get(_text(row, "level"), -1))
    last = ordered[-1]
    place = levels.get(_text(last, "level"))
    level = None if place is None else process.level[place]
    above = process.level[place + 1 :] if place is not None else ()
    return Disagreement(
        row=last.id,
        about=_about(last),
        level=level,
        decider="" if level is None else decider_of(level, pathway),
        open=not _decided(last),
        threshold=any(_is_yes(row, "threshold") for row in rows),
        directed=any(_directed(row) for row in rows),
        next_level=above[0] if above else None,
        doubts=tuple(_doubts(process, ordered, levels)),
    )


def decider_of(level: Level, pathway: str) -> str:
    """Who decides at a level for a case on this pathway (R148: by type of review)."""
    own = {one.pathway: one.who for one in level.deciders}
    return own.get(pathway, level.decider)


def _doubts(process: Process, rows: list[Row], levels: Mapping[str, int]) -> Iterator[str]:
    there = {levels[key] for row in rows if (key := _text(row, "level")) in levels}
    for place in sorted(there):
        if place and place - 1 not in there:
            yield (
                f"It is at “{process.level[place].label}”, and nothing is recorded of "
                f"“{process.level[place - 1].label}” before it."
            )
    for row in rows:
        raised, decided = row.get("raised"), row.get("decided")
        if precedes(decided, raised) and isinstance(decided, DateAnswer):
            yield f"It was decided on {decided.text}, before it was raised."


def held_steps(process: Process, pathway: str, answers: Answers) -> dict[str, str]:
    """The steps that wait, each with why and what lets it go on (R107)."""
    holds = process.disagreement_holds
    if holds is None:
        return {}
    waiting = [
        one
        for one in disagreements(process, pathway, answers)
        if one.open and one.threshold and not one.directed
    ]
    if not waiting:
        return {}
    label = waiting[0].level.label if waiting[0].level else "no level yet"
    why = f"A disagreement about the threshold is open ({label})."
    return dict.fromkeys(holds.steps, f"{why} {holds.unless}".strip())


def _about(row: Row) -> str:
    return " ".join(_text(row, "about").split())


def _text(row: Row, field: str) -> str:
    value = row.get(field)
    return value if isinstance(value, str) else ""


def _is_yes(row: Row, field: str) -> bool:
    value = row.get(field)
    return isinstance(value, YesNo) and value.answer == "yes"


def _decided(row: Row) -> bool:
    """A day and words: a decision without either is not one yet."""
    return not is_blank(row.get("decided")) and not is_blank(row.get("decision"))


def _directed(row: Row) -> bool:
    wanted = ("direction_by", "direction_on", "direction")
    return all(not is_blank(row.get(field)) for field in wanted)
