from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mktdesk.calendar import Period, Unit, due, england_and_wales
from mktdesk.casework.noticegroups import Act, Group, acts_of, group_of, in_order, in_short
from mktdesk.casework.noticerows import BY_OTHER, CONFIRMED, ISSUED, NOT_APPLICABLE, Given
from mktdesk.casework.notices import OPEN, NoticeStanding, NoticeState
from mktdesk.toolkits.process_schema import Notice, Recipient

WAITING = [
    NoticeState.NOT_YET,
    NoticeState.MAY_APPLY,
    NoticeState.NOBODY,
    NoticeState.TO_DO,
    NoticeState.LATE,
    NoticeState.TO_CONFIRM,
    NoticeState.NOT_APPLICABLE,
]
STATES = {
    ISSUED: NoticeState.ISSUED,
    CONFIRMED: NoticeState.CONFIRMED,
    BY_OTHER: NoticeState.BY_OTHER,
    NOT_APPLICABLE: NoticeState.NOT_APPLICABLE,
}
MARKS = st.sampled_from(sorted(STATES)).map(
    lambda state: Given("k", state=state, day="2026-03-02", why="Not here")
)


@st.composite
def standings(draw: st.DrawFn) -> NoticeStanding:
    many = draw(st.sampled_from(["", "agencies"]))
    mark = draw(st.none() | MARKS)
    state = STATES[mark.state] if mark else draw(st.sampled_from(WAITING))
    delegated = "The police" if draw(st.booleans()) else ""
    day = draw(st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    until = due(day, Period(1, Unit.CALENDAR_DAY), england_and_wales()) if day else None
    notice = Notice("n", "N", "e", ("r",), "office", done_by=delegated)
    return NoticeStanding(
        "k", "N", notice, Recipient("r", "R", many=many), "R",  # type: ignore[arg-type]
        "" if state is NoticeState.NOBODY else "Police", state, "", due=until, given=mark,
    )  # fmt: skip


@given(standings())
def test_each_stands_in_one_group_and_something_can_be_done_about_it(one: NoticeStanding) -> None:
    group, acts = group_of(one), acts_of(one)
    assert (group is Group.DONE) == one.told
    assert (group in {Group.TO_DO, Group.TO_CONFIRM}) == (one.state in OPEN)
    assert acts or one.state is NoticeState.NOT_APPLICABLE
    tells = {Act.LETTER, Act.TOLD, Act.OTHER}
    if one.told:
        assert not acts & (tells | {Act.NOT_APPLICABLE})
        assert Act.WITHDRAW in acts
    if one.delegated and not one.told:
        assert not acts & {Act.LETTER, Act.TOLD}  # it is not for the office to tell them
    if one.state is NoticeState.NOBODY and one.recipient and one.recipient.many:
        assert acts == {Act.NAME, Act.NOT_APPLICABLE}


@given(st.lists(standings(), max_size=8))
def test_what_is_late_comes_first_whoever_tells_it_and_none_is_lost(
    found: list[NoticeStanding],
) -> None:
    ordered = in_order(found)
    assert sorted(map(id, ordered)) == sorted(map(id, found))
    late = [one.state is NoticeState.LATE for one in ordered]
    assert late == sorted(late, reverse=True)
    days = [one.due.day for one in ordered[: sum(late)] if one.due is not None]
    assert days == sorted(days)
    groups = [list(Group).index(group_of(one)) for one in ordered[sum(late) :]]
    assert groups == sorted(groups)


def _one(state: NoticeState, mark: Given | None = None) -> NoticeStanding:
    notice = Notice("n", "N", "e", ("r",), "office")
    return NoticeStanding("k", "N", notice, None, "R", "", state, "", given=mark)


def test_the_notices_in_a_few_words() -> None:
    told = _one(NoticeState.ISSUED, Given("k", state=ISSUED, day="2026-03-02"))
    assert in_short([]) == "Nobody to tell yet"
    assert in_short([_one(NoticeState.NOT_YET)]) == "Nobody to tell yet"
    assert in_short([told]) == "Nobody left to tell"
    late = _one(NoticeState.LATE)
    assert in_short([told, late, _one(NoticeState.TO_DO)]) == "2 to tell, 1 late"
