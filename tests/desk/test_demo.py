"""The demonstration: fictional cases under every toolkit, at every stage of the work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mktdesk.casework.clocks import ClockState
from mktdesk.casework.disagreements import disagreements
from mktdesk.casework.progress import StepState
from mktdesk.casework.requests import RequestState
from mktdesk.casework.status import standing
from mktdesk.desk import (
    cases,
    closing,
    demo,
    demostory,
    earlier,
    meetingbooks,
    minutes,
    notices,
    requests,
    sitting,
)
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.clocks import clocks, kept
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.desk.standing import situation, steps
from mktdesk.desk.work import Silent
from mktdesk.office import KdfCost, Machine
from mktdesk.toolkits import load, supplied

QUICK = 20.0  # seconds of reckoning for all the stories
WAITING = {StepState.NOW, StepState.WAITING, StepState.UNDECIDED}


class Ticking:
    """A clock that moves a second each time it is read, from 2 January: stories cross a year."""

    def __init__(self) -> None:
        self._now = datetime(2027, 1, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@dataclass
class Told:
    session: Session
    seconds: float
    cases: list[OpenCase]

    def of(self, seen: Callable[[OpenCase], bool]) -> list[str]:
        """The toolkits of the cases of which something is so."""
        return [case.toolkit.id for case in self.cases if seen(case)]


def first_start(folder: Path) -> Session:
    machine = replace(
        Machine.this_one(), secrets=NoSecrets(), state=folder / "state", clock=Ticking()
    )
    desk = Desk(machine, KdfCost.floor())
    session, _ = desk.first_start(folder / "vault", "Test office", "Dana", "six-larches-by-a-canal")
    return session


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    session = first_start(tmp_path_factory.mktemp("demo"))
    begun = time.process_time()
    demostory.tell_stories(session, Silent())
    seconds = time.process_time() - begun
    with ExitStack() as ends:
        ends.callback(session.close)
        made = [cases.open_case(session, line.public) for line in cases.list_cases(session)]
        for case in made:
            ends.callback(cases.close_case, case)
        yield Told(session, seconds, made)


def test_every_toolkit_has_a_case_and_it_is_quick(told: Told) -> None:
    assert {case.toolkit.id for case in told.cases} == set(supplied())
    assert len(told.cases) == len(demostory.stories().story)
    assert told.seconds < QUICK


def test_one_is_freshly_referred_and_unsigned(told: Told) -> None:
    assert told.of(lambda case: case.signoffs() == ()) == ["mk-together-2023"]


def test_one_waits_for_agencies_that_are_late(told: Told) -> None:
    def late(case: OpenCase) -> bool:
        states = [one.state for one in requests.standings(case)]
        return states.count(RequestState.LATE) > 1 and RequestState.RECEIVED in states

    assert told.of(late) == ["mksb-2018"]


def test_one_has_the_panels_recommendation_and_no_decision(told: Told) -> None:
    def recommended(case: OpenCase) -> bool:
        signed = standing(case.signoffs(), "recommendation") is not None
        return signed and standing(case.signoffs(), "decision") is None

    assert told.of(recommended) == ["mkscb-2010"]


def test_one_is_decided_and_people_are_still_to_be_told(told: Told) -> None:
    def to_tell(case: OpenCase) -> bool:
        return "decision" in situation(case).events and len(notices.open_notices(case)) > 5

    assert told.of(to_tell) == ["mkscb-2016"]


def test_one_is_in_review_with_a_clock_that_was_given_more_time(told: Told) -> None:
    def extended(case: OpenCase) -> bool:
        running = {x.clock.id for x in clocks(case) if x.state is ClockState.RUNNING}
        return bool(running & {one.clock for one in kept(case).extensions})

    assert told.of(extended) == ["mkscb-2016"]


def test_one_has_a_disagreement_open(told: Told) -> None:
    def open_one(case: OpenCase) -> bool:
        found = disagreements(case.toolkit.process, case.pathway.id, case.answers())
        return any(one.open for one in found)

    assert told.of(open_one) == ["mk-together-2023"]


def test_one_has_every_step_done_and_lines_of_the_checklist_open(told: Told) -> None:
    def closing_now(case: OpenCase) -> bool:
        done = not any(one.state in WAITING for one in steps(case))
        return done and any(x.state.value == "open" for x in closing.checklist(case))

    assert told.of(closing_now) == ["medway-2007"]


def test_one_is_closed(told: Told) -> None:
    assert told.of(lambda case: closing.closure(case) is not None) == ["mksb-2018"]


def test_no_story_reaches_into_the_days_to_come(told: Told) -> None:
    today = told.session.clock.now().date()
    last = [on.day for case in told.cases for on in situation(case).events.values()]
    assert last
    assert max(last) <= today


def test_the_words_that_fill_what_a_story_leaves_out_are_of_questions_that_are_asked() -> None:
    asked = {
        field.id
        for one in demostory.stories().story
        for form in load(one.toolkit).forms.values()
        for _, page in form.pages()
        for fields in (page.fields, *(table.fields for table in page.tables))
        for field in fields
    }
    assert set(demostory.stories().words) <= asked


def test_the_same_day_gives_the_same_cases(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ids of rows and the seals differ from one time to the next, and nothing else."""
    some = demostory.stories()
    few = type(some)(some.story[:3], some.words)
    monkeypatch.setattr(demostory, "stories", lambda: few)
    session = first_start(tmp_path)
    try:
        demostory.tell_stories(session, Silent())
        assert set(_lines(session)) <= set(_lines(told.session))
        assert len(_lines(session)) == len(few.story)
    finally:
        session.close()


def _lines(session: Session) -> list[tuple[str, ...]]:
    found = cases.list_cases(session)
    return [(x.public, x.names, x.review_type, x.toolkit, x.stage, x.started) for x in found]


def test_a_meeting_was_held_and_the_next_one_has_cases_and_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "tell_stories", lambda *_: None)  # they bring the third case
    machine = replace(
        Machine.this_one(), secrets=NoSecrets(), state=tmp_path / "state", clock=Ticking()
    )
    made = demo.make_demo(Desk(machine, KdfCost.floor()), tmp_path / "vault", Silent())
    coming, held = meetingbooks.list_meetings(made.session)
    assert (coming.state, held.state) == ("Planned", "Held; minutes to be approved")
    assert held.day_words == "Tue 6 Oct 2026, 14:00"
    meeting = meetingbooks.look_into_meeting(made.session, coming.public)
    table = sitting.look(meeting)
    assert len(table.attendees) == 8
    assert [one.what for one in table.items] == ["minutes", "case", "case", "business"]
    assert table.facts.quorum == 3
    left = earlier.open_actions(made.session, table.facts)
    assert [one.action.owner for one in left] == ["Gwen Sorrell", "Dana Whitlock"]
    meetingbooks.close_meeting(meeting)
    meeting = meetingbooks.look_into_meeting(made.session, held.public)
    done = sitting.look(meeting).items[-1]
    assert "Unanimous, 2: a; 1 abstained; 1 stepped out" in done.outcome
    text = "\n".join(one.text for one in minutes.drafted(meeting))
    assert "read out" in text
    assert "no case with this reference" not in text
    meetingbooks.close_meeting(meeting)
    made.session.close()
