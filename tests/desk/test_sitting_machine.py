"""Whatever people do at a meeting, in any order: what its book says of the room stays one story."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from mktdesk.casework.deciding import SeatState
from mktdesk.casework.meetingrecords import ItemState, Presence, State
from mktdesk.casework.sitting import present_at
from mktdesk.desk import agenda, attendance, cases, concluding, deciding, meetingbooks, sitting
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.itemsheet import sheet
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from tests.desk.sharing import office_in
from tests.desk.sittings import meeting_of, ready_for_the_panel

MEMBERS = st.integers(0, 7)
ITEMS = st.integers(0, 2)
_MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory, where there is one: nothing secret


class Meeting(RuleBasedStateMachine):
    """One case and two other items; eight members."""

    session: Session
    case: OpenCase

    def __init__(self) -> None:
        super().__init__()
        self.meeting: OpenMeeting = meeting_of(self.session)
        (self.case_item,) = agenda.add_cases(
            self.meeting, (agenda.Wanted(self.case.public, "recommendation"),)
        )
        others = [agenda.add_item(self.meeting, words) for words in ("The report", "The audit")]
        self.items = [self.case_item, *others]
        self.people = [one.id for one in sitting.look(self.meeting).attendees]
        self.told: dict[str, tuple[str, ...]] = {}

    def teardown(self) -> None:
        meetingbooks.close_meeting(self.meeting)

    # what people do; what cannot be is refused in words and changes nothing

    @rule()
    def begin(self) -> None:
        self._try(lambda: sitting.begin(self.meeting))

    @rule()
    def pause(self) -> None:
        self._try(lambda: sitting.pause(self.meeting))

    @rule()
    def everybody(self) -> None:
        self._try(lambda: attendance.everybody_came(self.meeting))

    @rule(who=MEMBERS, how=st.sampled_from(Presence))
    def mark(self, who: int, how: Presence) -> None:
        self._try(lambda: attendance.mark(self.meeting, self.people[who], how))

    @rule(item=ITEMS)
    def take(self, item: int) -> None:
        which = self.items[item]
        if self._try(lambda: sitting.take(self.meeting, which)) and which == self.case_item:
            concluding.bring_in(self.meeting, self.case, which)

    @rule()
    def put_down(self) -> None:
        self._try(lambda: sitting.leave_item(self.meeting))

    @rule(item=ITEMS)
    def finish(self, item: int) -> None:
        self._try(lambda: sitting.finish(self.meeting, self.items[item], "Noted."))

    @rule(item=ITEMS, who=MEMBERS)
    def declare(self, item: int, who: int) -> None:
        which, member = self.items[item], self.people[who]
        if self._try(lambda: attendance.declare(self.meeting, which, member, "A relation")) and (
            which == self.case_item
        ):
            self.told.pop(member, None)

    @rule(item=ITEMS, who=MEMBERS)
    def withdraw(self, item: int, who: int) -> None:
        which, member = self.items[item], self.people[who]
        if self._try(lambda: attendance.withdraw_interest(self.meeting, which, member)) and (
            which == self.case_item
        ):
            concluding.step_back_in(self.meeting, self.case, which, member)
            self._try(lambda: deciding.clear(self.meeting, self.case, which, member))

    @rule(who=MEMBERS, key=st.sampled_from("abcdh"))
    def decide(self, who: int, key: str) -> None:
        member = self.people[who]
        if self._try(
            lambda: deciding.decide(self.meeting, self.case, self.case_item, member, (key,), "So")
        ):
            self.told[member] = (key,)

    @rule()
    def end(self) -> None:
        self._try(lambda: sitting.end(self.meeting))

    @rule()
    def go_back_in(self) -> None:
        self._try(lambda: sitting.go_back_in(self.meeting, "Ended by mistake"))

    # what must hold

    @invariant()
    def at_most_one_item_is_taken(self) -> None:
        table = sitting.look(self.meeting)
        now = [one.id for one in table.items if one.state == ItemState.NOW.value]
        assert now in ([], [table.facts.item])
        running = [one.id for one in table.items if one.started_at]
        assert running in ([], [table.facts.item])
        if table.facts.state == State.ENDED.value:
            assert running == now == []
            assert ItemState.WAITING.value not in {one.state for one in table.items}

    @invariant()
    def the_movements_say_who_is_there(self) -> None:
        table = sitting.look(self.meeting)
        end = "9999"
        assert present_at(table.movements, end) == {one.id for one in table.attendees if one.there}
        if table.item is not None:
            inside = {one.id for one in table.there.there}
            assert present_at(table.movements, end, item=table.item.id) == inside

    @invariant()
    def every_decision_that_was_recorded_stands(self) -> None:
        found = sheet(self.meeting, self.case, self.case_item).seats
        decided = {x.attendee.id: x.options for x in found.seats if x.state is SeatState.DECIDED}
        assert decided == self.told  # nothing of the meetings before this one either

    def _try(self, act: object) -> bool:
        assert callable(act)
        try:
            act()
        except DeskError:
            return False
        return True


@pytest.fixture
def machine() -> Iterator[type[Meeting]]:
    with ExitStack() as ends:
        where = _MEMORY if _MEMORY.is_dir() else None
        folder = ends.enter_context(tempfile.TemporaryDirectory(dir=where))
        session = ends.enter_context(office_in(Path(folder)))
        case = cases.start_referral(session)
        ends.callback(cases.close_case, case)
        ready_for_the_panel(case)
        yield type("OneMeeting", (Meeting,), {"session": session, "case": case})


def test_a_meeting_stays_one_story(machine: type[Meeting]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
