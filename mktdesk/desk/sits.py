"""Which steps a meeting can take in a case, as the register keeps them: no case is opened to look.

It names a step and the clock that the step ends, and nothing of a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from mktdesk.casework.clocks import ClockStanding
from mktdesk.casework.readiness import ready_steps
from mktdesk.casework.sitting import sitting_of
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.closing import closure
from mktdesk.desk.standing import situation
from mktdesk.forms.values import DateAnswer, Json
from mktdesk.toolkits.process_schema import Step

SITS = "sits"  # the field of a case's row of kind DUE


class Sits(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A step that a body can take at a meeting. body: "toolkit/body". clock: id of the one that it
    ends. relist: ISO day on which it comes back, or nothing. left: what the office has still to do.
    """

    body: str
    step: str
    label: str
    clock: str = ""
    relist: str = ""
    left: tuple[str, ...] = ()


def sits_of(case: OpenCase, standings: Iterable[ClockStanding]) -> Json:
    """The steps of a case that a meeting can take; none of one that is closed."""
    if closure(case) is not None:
        return []
    made: Json = msgspec.json.decode(msgspec.json.encode(list(_sits(case, tuple(standings)))))
    return made


def _sits(case: OpenCase, standings: tuple[ClockStanding, ...]) -> Iterator[Sits]:
    bodies = [body.id for body in case.toolkit.bodies]
    for one in ready_steps(case.toolkit.process, situation(case), bodies):
        ends = (x.clock.id for x in standings if x.open and x.clock.ends == one.step.id)
        yield Sits(
            f"{case.toolkit.id}/{one.step.who}",
            one.step.id,
            one.step.label,
            next(ends, ""),
            _relist(case, one.step),
            one.left,
        )


def _relist(case: OpenCase, step: Step) -> str:
    """The day that was given for it when more was wanted, in a part that was signed so."""
    rule = sitting_of(case.toolkit.process, (), step.id)
    if rule is None or rule.relist is None:
        return ""
    if not any(one.part == step.part and one.stands for one in case.signoffs()):
        return ""
    day = case.answers().get(rule.relist)
    return day.earliest if isinstance(day, DateAnswer) else ""
