"""The five ways of the 2023 document, and how its decisions come out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from mktdesk.calendar import england_and_wales
from mktdesk.casework.clockrows import ClockChoice, Extension
from mktdesk.casework.clocks import ClockStanding, Kept, clock_standings
from mktdesk.casework.situation import Happened, Situation
from mktdesk.forms.values import Value
from tests.guidance.situations import Guidance

WAYS = {
    name: Guidance("mk-together-2023", name)
    for name in ("lcspr", "sar", "dhr", "cle", "single_agency")
}
LCSPR, SAR, DHR, CLE, OWN = WAYS.values()
RAPID = {"lcspr": "rapid_review_children", "sar": "rapid_review_adults", "dhr": "rapid_review_dhr"}
DECISION = {"lcspr": "rrc_decision", "sar": "rra_decision", "dhr": "rrd_decision"}


def decided(way: Guidance, **parts: Mapping[str, Value]) -> dict[str, bool]:
    """How decisions came out: by the part that was signed, its answers.

    What the way has no part for did not come out so, as in a case.
    """
    here = {part.id for part in way.form.parts}
    found = {x.id: False for x in way.toolkit.process.outcome if x.part not in here}
    for part, answers in parts.items():
        found |= way.outcomes(part, **answers)
    return found


def panel(way: str, choice: str) -> dict[str, bool]:
    """What a rapid review decided; a child's threshold was met before it."""
    met: Mapping[str, Mapping[str, Value]] = {"sin_threshold": {"sin_decision": "met"}}
    first = met if way == "lcspr" else {}
    return decided(WAYS[way], **first, **{RAPID[way]: {DECISION[way]: choice}})


def clock(
    way: Guidance,
    name: str,
    events: Mapping[str, str],
    outcomes: Mapping[str, bool] | None = None,
    choice: ClockChoice | None = None,
    extension: Extension | None = None,
) -> ClockStanding:
    """One clock on 21 November 2026. events: ISO days by event or step id."""
    now = Situation(
        way.pathway.id,
        events={key: Happened(date.fromisoformat(day)) for key, day in events.items()},
        outcomes=dict(outcomes or {}),
    )
    kept = Kept({name: choice} if choice else {}, (extension,) if extension else ())
    found = clock_standings(
        way.toolkit.process, now, kept, england_and_wales(), datetime(2026, 11, 21, 9, tzinfo=UTC)
    )
    return next(one for one in found if one.clock.id == name)
