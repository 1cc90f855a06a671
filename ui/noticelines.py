"""A notice as the page of notices shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from mktdesk.calendar import spoken_date
from mktdesk.casework.noticegroups import Act, Group, acts_of, group_of
from mktdesk.casework.notices import NoticeStanding, NoticeState
from mktdesk.desk.notices import told_to
from mktdesk.toolkits import Toolkit
from ui.pages.notices import NoticeLine

_STATED = frozenset({NoticeState.NOBODY, NoticeState.MAY_APPLY})


def lines_of(toolkit: Toolkit, standings: Sequence[NoticeStanding]) -> tuple[NoticeLine, ...]:
    """The lines of the table, with what stands beneath each."""
    to_tell = Counter(
        one.notice.id for one in standings if one.notice is not None and Act.TOLD in acts_of(one)
        and group_of(one) is Group.TO_DO
    )  # fmt: skip
    return tuple(
        _line(toolkit, one, to_tell[one.notice.id] - 1 if one.notice is not None else 0)
        for one in standings
    )


def _line(toolkit: Toolkit, one: NoticeStanding, others: int) -> NoticeLine:
    words = f"{one.state}. {one.words}" if one.state in _STATED else one.words
    if one.notice is not None and one.notice.optional and not one.told:
        words = f"{words} (optional)"
    return NoticeLine(
        key=one.key,
        group=group_of(one),
        label=one.label,
        to=one.name if _among(one) else told_to(one),
        kind=one.to,
        words=words,
        by=toolkit.name_of(one.notice.by) if one.notice is not None else "",
        details=tuple(_details(one)),
        acts=acts_of(one),
        others=max(0, others) if group_of(one) is Group.TO_DO else 0,
        late=one.state is NoticeState.LATE,
    )


def _among(one: NoticeStanding) -> bool:
    """Whether it is one of many, who are best told apart by their names alone."""
    return bool(one.name) and one.recipient is not None and bool(one.recipient.many)


def _details(one: NoticeStanding) -> Iterator[tuple[str, str]]:
    about = [f"{one.words}."] if one.told else []
    if _among(one):
        about.append(f"To: {one.to}.")
    if one.lines:
        about.append(f"Reached at: {'; '.join(one.lines)}.")
    if one.since is not None:
        how = f" ({one.since.words})" if one.since.words else ""
        about.append(f"Called for on {spoken_date(one.since.day)}{how}.")
    if one.due is not None:
        about.append(f"{one.due.arithmetic}.")
    if one.notice is not None and one.notice.says:
        yield f"What to say: {one.notice.says}", ""
    if about:
        yield " ".join(about), "muted"
    if one.doubts:
        yield " ".join(one.doubts), "warning"
