"""Where an open case is: its way through the process, read from its book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from mktdesk.casework.records import Happening
from mktdesk.casework.route import Route
from mktdesk.casework.routing import Seen, route
from mktdesk.casework.status import PartStatus, part_status
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.clocks import clocks
from mktdesk.desk.standing import situation


def whereabouts(
    case: OpenCase,
    statuses: tuple[PartStatus, ...] | None = None,
    *,
    holds: Mapping[str, Sequence[str]] | None = None,
) -> Route:
    """The case's way as it stands.

    statuses: of the form's parts, where they are known already. holds: by step id, what holds it
    up, in words.
    """
    now = situation(case)
    if statuses is None:
        answers, signed = case.answers(), case.signoffs()
        statuses = tuple(part_status(case.form, answers, signed, x) for x in case.form.parts)
    kept = {row.id: Happening.of(row.id, row.fields) for row in case.book.rows(Happening.KIND)}
    return route(
        Seen(
            toolkit=case.toolkit,
            form=case.form,
            now=now,
            statuses=statuses,
            intake=frozenset(part.id for part in case.intake.parts),
            clocks=clocks(case, now),
            kept=MappingProxyType(kept),
            holds=MappingProxyType(dict(holds or {})),
        )
    )
