"""Disagreements of an open case, and the processes beside it, as their page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mktdesk.casework import parallel
from mktdesk.casework.disagreements import Disagreement, decider_of, disagreements, held_steps
from mktdesk.casework.parallel import RECORD, Beside, beside
from mktdesk.casework.progress import steps_of
from mktdesk.casework.routing import who_does
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.planning import labels
from mktdesk.forms.answers import Answers


@dataclass(frozen=True, slots=True)
class Disputed:
    """One disagreement. decider: who decides it now. above: who would decide it next, in words,
    or nothing.
    """

    standing: Disagreement
    decider: str
    above: str


@dataclass(frozen=True, slots=True)
class BesideShown:
    """held: the steps that wait for a disagreement, with why. kinds, states, holds: labels by
    key.
    """

    disputed: tuple[Disputed, ...] = ()
    held: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    processes: tuple[Beside, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    states: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    holds: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def shown(case: OpenCase) -> BesideShown:
    """What is disagreed about, those not settled first, and what goes on beside the case."""
    answers, process = case.answers(), case.toolkit.process
    steps = {step.id: step.label for step in steps_of(process, case.pathway.id)}
    held = held_steps(process, case.pathway.id, answers)
    found = disagreements(process, case.pathway.id, answers)
    return BesideShown(
        disputed=tuple(_disputed(case, one) for one in sorted(found, key=lambda x: not x.open)),
        held=MappingProxyType({steps[key]: why for key, why in held.items() if key in steps}),
        processes=beside(answers),
        kinds=labels(case.form, RECORD, "process"),
        states=labels(case.form, RECORD, "state"),
        holds=labels(case.form, RECORD, "holds"),
    )


def cautions(case: OpenCase, what: str) -> tuple[str, ...]:
    """What to think of before this is done: see `mktdesk.casework.parallel`."""
    called = labels(case.form, RECORD, "process")
    return parallel.cautions(case.answers(), what, called)


def step_cautions(case: OpenCase) -> dict[str, tuple[str, ...]]:
    """The same by step id, for those that the toolkit says it of."""
    wanted = [one for one in steps_of(case.toolkit.process, case.pathway.id) if one.beside]
    return {one.id: found for one in wanted if (found := cautions(case, one.beside))}


def part_cautions(case: OpenCase, part_id: str) -> tuple[str, ...]:
    """The same for the steps that this part's signature is."""
    steps = steps_of(case.toolkit.process, case.pathway.id)
    found = (cautions(case, one.beside) for one in steps if one.beside and one.part == part_id)
    return tuple(dict.fromkeys(words for said in found for words in said))


def state_words(case: OpenCase, answers: Answers) -> str:
    """Both in a few words: what is open of either."""
    found = disagreements(case.toolkit.process, case.pathway.id, answers)
    waiting = sum(1 for one in found if one.open)
    going = sum(1 for one in beside(answers) if not one.ended)
    said = []
    if waiting:
        said.append("1 disagreement open" if waiting == 1 else f"{waiting} disagreements open")
    if going:
        said.append("1 process under way" if going == 1 else f"{going} processes under way")
    return ", ".join(said) or "None open"


def _disputed(case: OpenCase, one: Disagreement) -> Disputed:
    decider = who_does(case.toolkit, one.decider) if one.decider else ""
    above = ""
    if one.open and one.next_level is not None:
        above = who_does(case.toolkit, decider_of(one.next_level, case.pathway.id))
    return Disputed(one, decider, above)
