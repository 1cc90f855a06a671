"""The action plan and the learning of an open case, as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mktdesk.calendar import today
from mktdesk.casework import parallel, plan
from mktdesk.casework.naming import Found, known_of, named_in
from mktdesk.casework.plan import Group, Learning
from mktdesk.casework.planrows import plan_rows, plans
from mktdesk.casework.subject import subject_names
from mktdesk.desk.casefile import OpenCase
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.scopes import field_of
from mktdesk.forms.types import Form


@dataclass(frozen=True, slots=True)
class PlanShown:
    """problems: what keeps the plan from being complete. agreed, waiting: who agreed it, and
    which agencies of the case have not. owners: whose plans it makes. refused: why no file can
    be saved, or nothing. cautions: what goes on beside the case and is to be
    thought of before a bulletin is published. states, channels: labels by key.
    named: what in a bulletin may say who is meant, by its row.
    """

    groups: tuple[Group, ...] = ()
    problems: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    learning: tuple[Learning, ...] = ()
    bulletin: bool = False
    owners: tuple[str, ...] = ()
    refused: str = ""
    states: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    channels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    cautions: tuple[str, ...] = ()
    named: Mapping[str, tuple[Found, ...]] = field(default_factory=lambda: MappingProxyType({}))


def shown(case: OpenCase) -> PlanShown:
    """The plan as it stands today."""
    answers = case.answers()
    states = labels(case.form, plan.ACTION, "progress_now")
    return PlanShown(
        groups=plan.groups(answers, today(case.session.clock)),
        problems=plan.plan_problems(answers),
        agreed=tuple(dict.fromkeys(plan.agreed(answers, "plan"))),
        waiting=plan.not_agreed(answers, "plan"),
        learning=plan.learning(answers),
        bulletin=plan.has_bulletin(answers),
        owners=plans(plan_rows(answers, states)),
        refused="The case is only to be read now: nothing can be saved." if case.read_only else "",
        states=states,
        channels=labels(case.form, plan.BULLETIN, "channel"),
        named=MappingProxyType(_named(case, answers)),
        cautions=parallel.cautions(
            answers, parallel.PUBLICATION, labels(case.form, parallel.RECORD, "process")
        ),
    )


def _named(case: OpenCase, answers: Answers) -> dict[str, tuple[Found, ...]]:
    known = known_of(case.form, answers, subject_names(case.form, answers))
    rows = answers.table(plan.BULLETIN)
    return {row.id: found for row in rows if (found := named_in(_written(row), known))}


def _written(row: Row) -> str:
    said = (row.get(name) for name in ("title", "content"))
    return "\n".join(words for words in said if isinstance(words, str))


def state_words(case: OpenCase, answers: Answers) -> str:
    """The plan in a few words: how many actions are late, or how many are done."""
    actions = plan.actions(answers, today(case.session.clock))
    late = sum(1 for one in actions if one.late)
    done = sum(1 for one in actions if one.done)
    if late:
        return _count(late, "action", " late")
    if actions:
        return f"{_count(len(actions), 'action')}, {done} done"
    made = len(plan.recommendations(answers))
    return _count(made, "recommendation") if made else "Nothing yet"


def labels(form: Form, record: str, name: str) -> dict[str, str]:
    """What a field's options are called, by key."""
    return {option.key: option.label for option in field_of(form, record, name).options}


def _count(count: int, noun: str, after: str = "") -> str:
    return f"1 {noun}{after}" if count == 1 else f"{count} {noun}s{after}"
