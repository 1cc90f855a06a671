"""For scenes: where a fictional case of the 2016 guidance is in its process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType

from mktdesk.calendar import england_and_wales
from mktdesk.casework.clocks import Kept, clock_standings
from mktdesk.casework.records import Happening
from mktdesk.casework.route import Route
from mktdesk.casework.routing import Seen, route
from mktdesk.casework.situation import Happened, Situation
from mktdesk.casework.status import PartStatus
from mktdesk.forms.types import Form
from mktdesk.toolkits import load

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
_SIGNED_ON = date(2026, 2, 24)
_RECEIVED = Happened(date(2026, 2, 11), "as the form has it")
_NOTHING: Mapping[str, Happened] = MappingProxyType({})


def route_of(
    form: Form,
    parts: tuple[PartStatus, ...],
    happened: Mapping[str, Happened] = _NOTHING,
    outcomes: Mapping[str, bool] | None = None,
    kept: Mapping[str, Happening] | None = None,
    held: Mapping[str, tuple[str, ...]] | None = None,
) -> Route:
    """The case's way: what is signed, as its parts say, and what else has happened."""
    toolkit = load("mkscb-2016")
    signed = {part.part: part.signoff for part in parts if part.signoff is not None}
    events = {"received": _RECEIVED} if signed else {}
    for step in toolkit.process.step:
        mark = signed.get(step.part or "")
        if mark is not None:
            events[step.id] = Happened(_SIGNED_ON, f"signed by {mark.name}")
    now = Situation("scr", events={**events, **happened}, outcomes=outcomes or {})
    running = clock_standings(toolkit.process, now, Kept(), england_and_wales(), NOW)
    intake = frozenset(part.id for part in toolkit.intake.parts)
    return route(Seen(toolkit, form, now, parts, intake, running, kept or {}, held or {}))
