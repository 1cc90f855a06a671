"""Recommendations, actions and learning: what is agreed, due, late, or lacks something (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer, Value, is_blank

RECOMMENDATION, ACTION, AGREED, BULLETIN = "recommendation", "action", "plan_agreed", "bulletin"
EARLY, ASKED = "early_learning", "request"
_AND = re.compile(r"\band\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation. monitored: the whole panel adopted it, or nobody has said that it did
    not (R296 to R298: what stays with an agency is outside the board's monitoring, C11).
    """

    row: str
    number: str
    text: str
    owner: str
    monitored: bool
    actions: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One action of the plan. due: ISO day or ""; late: days past it and not done, or 0.

    state: a key of the working record's own options ("red", "amber", "green", "done") or "".
    """

    row: str
    number: str
    action: str
    lead: str
    host: str
    due: str
    state: str
    done: bool
    late: int
    monitored: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A recommendation with its actions, or (None) the actions that belong to none."""

    recommendation: Recommendation | None
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Learning:
    """One entry on learning. record: BULLETIN or EARLY. channel: an option's key, or "". day: ISO,
    or "".
    """

    record: str
    row: str
    title: str
    channel: str
    day: str
    told: str


def groups(answers: Answers, today: date) -> tuple[Group, ...]:
    """The plan as it is read: what is latest first, then in the order of the recommendations."""
    left = list(actions(answers, today))
    made: list[Group] = []
    for one in recommendations(answers):
        own = tuple(
            action for action in left if plain_number(action.number) == plain_number(one.number)
        )
        left = [action for action in left if action not in own]
        made.append(Group(one, own))
    made.sort(key=lambda group: -max((action.late for action in group.actions), default=0))
    return (*made, *([Group(None, tuple(left))] if left else []))


def learning(answers: Answers) -> tuple[Learning, ...]:
    """How learning was spread, then what was acted on while the review went on (R97, R238)."""
    spread = (
        Learning(
            BULLETIN,
            row.id,
            _text(row, "title"),
            _text(row, "channel"),
            _day(row),
            _text(row, "recipients"),
        )
        for row in answers.table(BULLETIN)
    )
    early = (
        Learning(EARLY, row.id, _text(row, "text"), "", _day(row), _text(row, "told"))
        for row in answers.table(EARLY)
    )
    return (*spread, *early)


def recommendations(answers: Answers) -> tuple[Recommendation, ...]:
    """The recommendations in their order."""
    numbers = [_number(row) for row in answers.table(ACTION)]
    return tuple(
        Recommendation(
            row=row.id,
            number=_text(row, "number"),
            text=_text(row, "text"),
            owner=_text(row, "owner"),
            monitored=row.get("adopted") != "agency",
            actions=numbers.count(_number(row)),
            remarks=tuple(_of_recommendation(row, numbers.count(_number(row)))),
        )
        for row in answers.table(RECOMMENDATION)
    )


def _of_recommendation(row: Row, actions: int) -> Iterator[str]:
    if _AND.search(_text(row, "text")):
        yield "It says “and”: two recommendations may be clearer than one."  # R430
    if not actions:
        yield "No action carries it out yet."
    if row.get("adopted") == "agency" and is_blank(row.get("not_adopted_why")):
        yield "Say why it is not adopted."


def actions(answers: Answers, today: date) -> tuple[Action, ...]:
    """The actions, the late ones first, then by the day they are due."""
    with_agency = {
        _number(row) for row in answers.table(RECOMMENDATION) if row.get("adopted") == "agency"
    }
    known = {_number(row) for row in answers.table(RECOMMENDATION)}
    found = [_action(row, today, with_agency, known) for row in answers.table(ACTION)]
    return tuple(sorted(found, key=lambda one: (-one.late, one.done, one.due or "9999")))


def _action(row: Row, today: date, with_agency: set[str], known: set[str]) -> Action:
    value, state = row.get("due"), _text(row, "progress_now")
    last = value.latest if isinstance(value, DateAnswer) else ""
    done = state == "done" or not is_blank(row.get("done"))
    late = 0 if done or not last else max(0, (today - date.fromisoformat(last)).days)
    return Action(
        row=row.id,
        number=_text(row, "number"),
        action=_text(row, "action"),
        lead=_text(row, "lead"),
        host=_text(row, "host"),
        due=last,
        state=state,
        done=done,
        late=late,
        monitored=_number(row) not in with_agency,
        remarks=tuple(_of_action(row, known, done=done)),
    )


def _of_action(row: Row, known: set[str], *, done: bool) -> Iterator[str]:
    if _number(row) not in known:
        yield "No recommendation has this number."
    if is_blank(row.get("lead")):
        yield "Nobody leads it."
    if is_blank(row.get("due")):
        yield "It has no day by which it is due."
    if done and is_blank(row.get("evidence")):
        yield "It is marked as done, and no evidence is given."  # R301


def plan_problems(answers: Answers) -> tuple[str, ...]:
    """What keeps the plan from being complete, in words (R320); none when it is."""
    found: list[str] = []
    wanted = [one for one in recommendations(answers) if one.monitored]
    without = [one.number or "without a number" for one in wanted if not one.actions]
    if not wanted:
        found.append("No recommendation is recorded.")
    if without:
        found.append(f"No action for recommendation {_listed(without)}.")
    bare = [
        one.number or "without a number"
        for one in actions(answers, date.min)
        if one.monitored and (not one.lead.strip() or not one.due)
    ]
    if bare:
        found.append(f"An action of recommendation {_listed(bare)} has no lead or no date.")
    if not agreed(answers, "plan"):
        found.append("Nobody has agreed the plan yet.")
    return tuple(found)


def agreed(answers: Answers, what: str) -> tuple[str, ...]:
    """Which agencies or bodies agreed the plan ("plan") or the summary ("summary") (R48, R49)."""
    return tuple(
        _text(row, "agency")
        for row in answers.table(AGREED)
        if not is_blank(row.get("on")) and _has(row.get("what"), what)
    )


def not_agreed(answers: Answers, what: str) -> tuple[str, ...]:
    """The agencies asked for something in the case that have not agreed this (R48, R49)."""
    there = {name.strip().casefold() for name in agreed(answers, what)}
    asked: dict[str, str] = {}
    for row in answers.table(ASKED):
        name = _text(row, "agency").strip()
        asked.setdefault(name.casefold(), name)
    return tuple(name for plain, name in asked.items() if plain and plain not in there)


def has_bulletin(answers: Answers) -> bool:
    """Whether a learning bulletin is written and dated (R161)."""
    return any(
        row.get("channel") == "bulletin"
        and not is_blank(row.get("on"))
        and not is_blank(row.get("content"))
        for row in answers.table(BULLETIN)
    )


def open_actions(answers: Answers) -> int:
    """How many monitored actions are not done."""
    return sum(1 for one in actions(answers, date.min) if one.monitored and not one.done)


def _has(value: Value, option: str) -> bool:
    return isinstance(value, tuple) and option in value


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _number(row: Row) -> str:
    return plain_number(_text(row, "number"))


def plain_number(number: str) -> str:
    """A recommendation's number as it is compared: "1." is 1."""
    return number.strip().rstrip(".").casefold()


def _day(row: Row) -> str:
    value = row.get("on")
    return value.earliest if isinstance(value, DateAnswer) else ""


def _text(row: Row, field: str) -> str:
    value = row.get(field)
    return value if isinstance(value, str) else ""
