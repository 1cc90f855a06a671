"""The action plan in the columns of the guidance's form, apart for each owner (pure).

2016 guidance, Appendix 6: recommendation, action, lead, timescale, outcome, progress, evidence
(R433), in a plan of each agency and one of several agencies (R434).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mktdesk.casework.plan import ACTION, RECOMMENDATION, plain_number
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer

COLUMNS = (
    "No.",
    "Recommendation",
    "Action",
    "Lead",
    "Timescale",
    "Outcome",
    "Progress",
    "Evidence",
)
MULTI_AGENCY = "Multi-agency"
_MULTI = frozenset({"", "multiagency", "multi-agency", "multi agency"})


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a plan. plan: whose it is. cells: in the order of COLUMNS."""

    plan: str
    cells: tuple[str, ...]


def plan_rows(answers: Answers, states: Mapping[str, str]) -> tuple[PlanRow, ...]:
    """Every action with its recommendation, and each recommendation that has none yet.

    states: where an action stands, by option key. In the order of the recommendations.
    """
    left = list(answers.table(ACTION))
    made: list[PlanRow] = []
    for one in answers.table(RECOMMENDATION):
        number = plain_number(_text(one, "number"))
        own = [row for row in left if plain_number(_text(row, "number")) == number]
        left = [row for row in left if row not in own]
        made += [_row(one, action, states) for action in own] or [_row(one, None, states)]
    return (*made, *(_row(None, action, states) for action in left))


def plans(rows: Iterable[PlanRow]) -> tuple[str, ...]:
    """Whose plans there are, that of several agencies first."""
    found = dict.fromkeys(row.plan for row in rows)
    return tuple(sorted(found, key=lambda name: (name != MULTI_AGENCY, name.casefold())))


def _row(one: Row | None, action: Row | None, states: Mapping[str, str]) -> PlanRow:
    host = _text(action, "host") or _text(one, "owner")
    owner = MULTI_AGENCY if host.casefold() in _MULTI else host
    state = states.get(_text(action, "progress_now"), "")
    progress = "\n".join(part for part in (state, _text(action, "progress")) if part)
    return PlanRow(
        owner,
        (
            _text(one, "number") or _text(action, "number"),
            _text(one, "text"),
            _text(action, "action"),
            _text(action, "lead"),
            _when(action),
            _text(action, "outcome"),
            progress,
            _text(action, "evidence"),
        ),
    )


def _text(row: Row | None, field: str) -> str:
    value = row.get(field) if row is not None else None
    return value.strip() if isinstance(value, str) else ""


def _when(row: Row | None) -> str:
    due = row.get("due") if row is not None else None
    return due.text if isinstance(due, DateAnswer) else ""
