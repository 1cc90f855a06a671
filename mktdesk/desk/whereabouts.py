"""Where an open case is: its way through the process, read from its book."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from mktdesk.casework.disagreements import held_steps
from mktdesk.casework.progress import steps_of
from mktdesk.casework.records import Happening
from mktdesk.casework.route import Next, Route
from mktdesk.casework.routing import Seen, route
from mktdesk.casework.status import PartStatus, part_status
from mktdesk.casework.stepping import refuse_held
from mktdesk.desk.beside import step_cautions
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.clocks import clocks
from mktdesk.desk.closing import closure
from mktdesk.desk.standing import situation


def whereabouts(case: OpenCase, statuses: tuple[PartStatus, ...] | None = None) -> Route:
    """The case's way as it stands.

    statuses: of the form's parts, where they are known already.
    """
    now = situation(case)
    if statuses is None:
        answers, signed = case.answers(), case.signoffs()
        statuses = tuple(part_status(case.form, answers, signed, x) for x in case.form.parts)
    kept = {row.id: Happening.of(row.id, row.fields) for row in case.book.rows(Happening.KIND)}
    found = route(
        Seen(
            toolkit=case.toolkit,
            form=case.form,
            now=now,
            statuses=statuses,
            intake=frozenset(part.id for part in case.intake.parts),
            clocks=clocks(case, now),
            kept=MappingProxyType(kept),
            holds=MappingProxyType(holds(case)),
            cautions=MappingProxyType(step_cautions(case)),
        )
    )
    closed = closure(case)
    return replace(found, stage=closed.words, next=Next()) if closed is not None else found


def holds(case: OpenCase) -> dict[str, tuple[str, ...]]:
    """What holds steps up, in words, by step id: an open disagreement (R107)."""
    if case.toolkit.process.disagreement_holds is None:
        return {}
    held = held_steps(case.toolkit.process, case.pathway.id, case.answers())
    return {step: (why,) for step, why in held.items()}


def refuse_held_part(case: OpenCase, part_id: str) -> None:
    """Raise StepRefused where the step that this part's signature is, is held up."""
    held = holds(case)
    for step in steps_of(case.toolkit.process, case.pathway.id):
        if step.part == part_id:
            refuse_held(step, held.get(step.id, ()))
