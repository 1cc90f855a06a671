"""Notices as a desk works through them: in which group each stands, and what can be done (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from mktdesk.casework.notices import NoticeStanding, NoticeState, needs_name


class Group(StrEnum):
    """The groups, in the order in which they are worked through."""

    TO_DO = "To do"
    TO_CONFIRM = "Waiting to be confirmed"
    LATER = "Later"
    DONE = "Done"
    NONE = "Not applicable"


OPEN_GROUPS = frozenset({Group.TO_DO, Group.TO_CONFIRM})  # somebody still has to see to them


class Act(StrEnum):
    """What can be done about a notice."""

    LETTER = "letter"
    TOLD = "told"
    CONFIRMED = "confirmed"
    OTHER = "other"
    NOT_APPLICABLE = "not_applicable"
    NAME = "name"
    AGAIN = "again"
    SHOW = "show"
    WITHDRAW = "withdraw"


_LATER = frozenset({NoticeState.NOT_YET, NoticeState.MAY_APPLY})
_TELL = frozenset({Act.LETTER, Act.TOLD, Act.OTHER})


def group_of(one: NoticeStanding) -> Group:
    """Where a notice stands among the others."""
    if one.told:
        return Group.DONE
    if one.state is NoticeState.NOT_APPLICABLE:
        return Group.NONE
    if one.state in _LATER:
        return Group.LATER
    return Group.TO_CONFIRM if one.delegated else Group.TO_DO


def acts_of(one: NoticeStanding) -> frozenset[Act]:
    """What can be done about it now."""
    given = one.given
    if one.told and given is not None:
        acts = {Act.WITHDRAW}
        if not given.confirmed:
            acts.add(Act.CONFIRMED)
        if one.notice is not None and not one.further:
            acts.add(Act.AGAIN)
        return frozenset(acts | ({Act.SHOW} if given.letter_id else set()))
    if given is not None and given.settled:
        return frozenset({Act.WITHDRAW})
    many = one.recipient is not None and bool(one.recipient.many)
    acts = {Act.NAME} if many else set()
    if one.state is not NoticeState.NOT_APPLICABLE:
        acts.add(Act.NOT_APPLICABLE)
    if one.by_hand:
        acts.add(Act.WITHDRAW)
    if one.recipient is not None and needs_name(one.recipient) and not one.name:
        return frozenset(acts)
    return frozenset(acts | ({Act.CONFIRMED, Act.OTHER} if one.delegated else _TELL))


def in_order(standings: Iterable[NoticeStanding]) -> tuple[NoticeStanding, ...]:
    """As they are worked through: what is late, whoever tells them, by day; then by group, what is
    due first, then as the toolkit has them. What is at once stands before what has its day.
    """
    groups = {group: at for at, group in enumerate(Group)}

    def place(one: NoticeStanding) -> tuple[bool, int, date]:
        day = one.due.day if one.due is not None else date.min
        late = one.state is NoticeState.LATE
        return not late, 0 if late else groups[group_of(one)], day

    return tuple(sorted(standings, key=place))


def in_short(standings: Iterable[NoticeStanding]) -> str:
    """The notices in a few words: "3 to tell, 1 of them late; 2 to be confirmed"."""
    found = list(standings)
    groups = Counter(group_of(one) for one in found)
    late = sum(one.state is NoticeState.LATE for one in found)
    said = []
    if tell := groups[Group.TO_DO]:
        said.append(f"{tell} to tell")
    if confirm := groups[Group.TO_CONFIRM]:
        said.append(f"{confirm} to be confirmed")
    if late:
        said.append(f"{late} late")
    if said:
        return ", ".join(said)
    if groups[Group.DONE]:
        return "Nobody left to tell"
    return "Nobody to tell yet"
