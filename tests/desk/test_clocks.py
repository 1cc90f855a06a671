"""Clocks of a real case: what is decided about them is kept, refused, moved and taken back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from mktdesk.casework.clocks import ClockStanding, ClockState
from mktdesk.casework.records import Happening
from mktdesk.desk import cases, clocks, due, filling, history, setdays
from mktdesk.desk.casefile import OpenCase, put
from mktdesk.desk.clocks import Asked
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.errors import ClockRefused, InUseElsewhere
from mktdesk.office import KdfCost, Machine
from mktdesk.toolkits.process_schema import Clock, Event, Extension, Span
from tests.offices import office_of

TODAY = date(2026, 11, 21)  # a Saturday


class Ticking:
    """A clock that moves a second each time it is read."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


CLOCKS = (
    Clock(
        id="rapid",
        label="Rapid review",
        starts=("received", "notified"),
        ends="decision",
        within=Span(number=15, unit="calendar_day"),
        units=("calendar_day", "working_day"),
        owner="scrsg",
        extension=Extension(by="scrsg", consent=("independent_chair",), consult=("administrator",)),
    ),
    Clock(
        id="collated",
        label="Information collated",
        starts=("notified",),
        ends="decision",
        within=Span(number=10, unit="working_day"),
        owner="scrsg",
    ),
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """One office for all these tests; each has a case of its own."""
    folder = tmp_path_factory.mktemp("clocks")
    machine = Machine("test computer", folder / "state", NoSecrets(), Ticking())
    desk = Desk(machine, KdfCost.floor())
    opened, _ = office_of(desk, folder / "vault", "six-larches-by-the-canal")
    yield opened
    opened.close()


@pytest.fixture
def case(session: Session) -> Iterator[OpenCase]:
    """A case under the 2016 toolkit with two clocks of ours, received on Mon 16 Nov 2026."""
    opened = cases.start_referral(session)
    process = msgspec.structs.replace(
        opened.toolkit.process,
        clock=CLOCKS,
        event=(*opened.toolkit.process.event, Event(id="notified", label="Notified")),
    )
    toolkit = dataclasses.replace(opened.toolkit, process=process)
    made = dataclasses.replace(opened, toolkit=toolkit)
    receive(made, "16/11/2026")
    yield made
    cases.close_case(opened)


def receive(case: OpenCase, text: str) -> None:
    filling.set_answer(case, Target("referral", "", "date_received"), read_date(text))


def notify(case: OpenCase, day: str) -> None:
    row = Happening("notified", day=day, by="R. Osei", recorded_at=case.now())
    case.write("add", (put(row),))


def rapid(case: OpenCase) -> ClockStanding:
    return clocks.clock(case, "rapid")


def asked(day: date, **given: object) -> Asked:
    usual: dict[str, object] = {
        "on": TODAY,
        "agreed_by": "scrsg",
        "why": "The hospital's records came late",
        "person": "Alma Reyes",
        "consent": frozenset({"independent_chair"}),
        "consulted": frozenset({"administrator"}),
    }
    return Asked(day, **{**usual, **given})  # type: ignore[arg-type]


def test_a_date_of_the_form_starts_the_clock(case: OpenCase) -> None:
    found = rapid(case)
    assert (found.state, found.day) == (ClockState.RUNNING, date(2026, 12, 1))
    assert found.start is not None
    assert found.start.happened.words == "as the form has it"
    assert found.sums[-1].last == "Tue 1 Dec 2026"
    assert clocks.words(clocks.clocks(case)) == "1 running"


def test_a_corrected_start_moves_everything_derived(case: OpenCase) -> None:
    before = rapid(case)
    receive(case, "2/11/2026")
    after = rapid(case)
    assert (after.state, after.day) == (ClockState.LATE, date(2026, 11, 17))
    assert after.day == before.day - timedelta(days=14)  # type: ignore[operator]
    receive(case, "November 2026")
    assert "the form says “November 2026”" in rapid(case).doubts[0]


# extending


@pytest.mark.rule("C5")
def test_an_extension_is_kept_with_the_day_that_it_replaced(case: OpenCase) -> None:
    (line,) = clocks.extend(case, "rapid", asked(date(2026, 12, 18)))
    assert line.words == "Rapid review: was due Tue 1 Dec 2026, is now due Fri 18 Dec 2026."
    found = rapid(case)
    assert found.day == date(2026, 12, 18)
    (kept,) = found.extensions
    assert (kept.was, kept.agreed_by, kept.person) == ("2026-12-01", "scrsg", "Alma Reyes")
    assert (kept.consent, kept.consulted) == ("independent_chair", "administrator")
    assert kept.why == "The hospital's records came late"
    assert kept.recorded_at
    assert clocks.clock(case, "collated").extensions == ()


@pytest.mark.rule("C5")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"agreed_by": "administrator"}, "Only "),
        ({"consent": frozenset()}, "agreement of "),
        ({"consulted": frozenset()}, "discussed with "),
        ({"why": " "}, "reason"),
        ({"day": date(2026, 12, 1)}, "due on Tue 1 Dec 2026 already"),
        ({"on": TODAY + timedelta(days=1)}, "future"),
    ],
)
def test_what_the_guidance_does_not_allow_is_refused(
    case: OpenCase, change: dict[str, object], said: str
) -> None:
    wish = dataclasses.replace(asked(date(2026, 12, 18)), **change)  # type: ignore[arg-type]
    with pytest.raises(ClockRefused, match=said):
        clocks.extend(case, "rapid", wish)
    assert rapid(case).day == date(2026, 12, 1)


def test_a_refusal_names_who_may_and_who_must_agree(case: OpenCase) -> None:
    name = case.toolkit.name_of
    with pytest.raises(ClockRefused, match=name("scrsg")):
        clocks.extend(case, "rapid", asked(date(2026, 12, 18), agreed_by="independent_chair"))
    with pytest.raises(ClockRefused, match=name("independent_chair")):
        clocks.extend(case, "rapid", asked(date(2026, 12, 18), consent=frozenset()))
    assert name("independent_chair") != "independent_chair"
    assert name("nobody_known") == "nobody_known"


def test_a_clock_that_nobody_may_extend_or_that_does_not_run_is_refused(case: OpenCase) -> None:
    with pytest.raises(ClockRefused, match="not running: not started"):
        clocks.extend(case, "collated", asked(date(2026, 12, 18)))
    notify(case, "2026-11-18")
    with pytest.raises(ClockRefused, match="names nobody"):
        clocks.extend(case, "collated", asked(date(2026, 12, 18)))
    with pytest.raises(ClockRefused, match="no such clock"):
        clocks.extend(case, "gone", asked(date(2026, 12, 18)))


def test_a_second_extension_keeps_both_old_days(case: OpenCase) -> None:
    clocks.extend(case, "rapid", asked(date(2026, 12, 18)))
    clocks.extend(case, "rapid", asked(date(2027, 1, 8)))
    assert [one.was for one in rapid(case).extensions] == ["2026-12-01", "2026-12-18"]
    assert rapid(case).day == date(2027, 1, 8)


def test_undo_and_redo_of_an_extension(case: OpenCase) -> None:
    clocks.extend(case, "rapid", asked(date(2026, 12, 18)))
    filling.undo(case)
    assert (rapid(case).day, rapid(case).extensions) == (date(2026, 12, 1), ())
    filling.redo(case)
    assert rapid(case).day == date(2026, 12, 18)


# choosing


@pytest.mark.rule("C3")
def test_choosing_a_start_needs_a_reason_and_moves_the_day(case: OpenCase) -> None:
    notify(case, "2026-11-18")
    with pytest.raises(ClockRefused, match="reason"):
        clocks.choose_start(case, "rapid", "notified", "")
    (line,) = clocks.choose_start(case, "rapid", "notified", "National practice")
    assert line.after == date(2026, 12, 3)
    found = rapid(case)
    assert found.start is not None
    assert (found.start.id, found.start.why) == ("notified", "National practice")
    with pytest.raises(ClockRefused, match="already"):
        clocks.choose_start(case, "rapid", "notified", "Again")
    with pytest.raises(ClockRefused, match="cannot run from that"):
        clocks.choose_start(case, "rapid", "decision", "No")
    clocks.choose_start(case, "rapid", "received", "As the guidance has it")
    assert rapid(case).day == date(2026, 12, 1)
    filling.undo(case)
    assert rapid(case).day == date(2026, 12, 3)


@pytest.mark.rule("C2")
def test_choosing_the_days_is_journaled_and_moves_the_day(case: OpenCase) -> None:
    (line,) = clocks.choose_unit(case, "rapid", "working_day", "As for children")
    assert line.after == date(2026, 12, 7)
    assert rapid(case).unit_why == "As for children"
    entry = case.book.history(kind="clock", limit=1)[0]
    assert (entry.actor, entry.reason) == ("Dana Whitlock", "As for children")
    assert entry.fields["unit"] == "working_day"
    with pytest.raises(ClockRefused, match="already"):
        clocks.choose_unit(case, "rapid", "working_day", "Again")
    with pytest.raises(ClockRefused, match="says in which days"):
        clocks.choose_unit(case, "collated", "calendar_day", "No")
    filling.undo(case)
    assert rapid(case).day == date(2026, 12, 1)


# pausing


def test_a_pause_lengthens_the_due_day_and_shows_how(case: OpenCase) -> None:
    since = date(2026, 11, 18)
    (line,) = clocks.pause(case, "rapid", since, "Police investigation", "They asked us to wait")
    assert line.words == "Rapid review: stands still now, it was due Tue 1 Dec 2026."
    assert rapid(case).state is ClockState.PAUSED
    assert clocks.words(clocks.clocks(case)) == "1 paused"
    (line,) = clocks.resume(case, "rapid", TODAY, "They have finished")
    assert line.words == "Rapid review: goes on, due Fri 4 Dec 2026."
    found = rapid(case)
    assert (found.state, found.day) == (ClockState.RUNNING, date(2026, 12, 4))
    assert found.sums[-1].words == (
        "Tue 1 Dec 2026 + 3 days on which it was paused (Wed 18 Nov 2026 to Fri 20 Nov 2026): "
        "Fri 4 Dec 2026"
    )
    (kept,) = found.pauses
    assert (kept.process, kept.why) == ("Police investigation", "They asked us to wait")
    assert kept.ended_why == "They have finished"
    filling.undo(case)
    assert rapid(case).state is ClockState.PAUSED
    filling.undo(case)
    assert rapid(case).day == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("since", "why", "said"),
    [
        (date(2026, 11, 13), "x", "began to run only on Mon 16 Nov 2026"),
        (TODAY + timedelta(days=1), "x", "a day to come"),
        (date(2026, 11, 18), " ", "reason"),
    ],
)
def test_a_pause_that_cannot_be(case: OpenCase, since: date, why: str, said: str) -> None:
    with pytest.raises(ClockRefused, match=said):
        clocks.pause(case, "rapid", since, "", why)


def test_a_pause_after_the_last_day_changes_nothing_and_is_refused(case: OpenCase) -> None:
    receive(case, "2/11/2026")
    with pytest.raises(ClockRefused, match="ran out on Tue 17 Nov 2026"):
        clocks.pause(case, "rapid", date(2026, 11, 20), "", "Too late")


def test_a_clock_goes_on_only_where_it_stands_still(case: OpenCase) -> None:
    with pytest.raises(ClockRefused, match="does not stand still"):
        clocks.resume(case, "rapid", TODAY, "x")
    clocks.pause(case, "rapid", date(2026, 11, 18), "", "Wait")
    for day, why, said in (
        (date(2026, 11, 17), "x", "stands still since Wed 18 Nov 2026"),
        (TODAY + timedelta(days=1), "x", "a day to come"),
        (TODAY, "", "reason"),
    ):
        with pytest.raises(ClockRefused, match=said):
            clocks.resume(case, "rapid", day, why)
    with pytest.raises(ClockRefused, match="already"):
        clocks.pause(case, "rapid", date(2026, 11, 19), "", "Again")


# what is kept


def test_the_history_says_it_in_words(case: OpenCase) -> None:
    clocks.extend(case, "rapid", asked(date(2026, 12, 18)))
    clocks.pause(case, "rapid", date(2026, 11, 18), "Inquest", "They asked us")
    said = str(history.case_history(case).lines)
    for words in ("Extension", "Pause of a clock", "2026-12-18", "Inquest", "They asked us"):
        assert words in said


def test_what_was_erased_no_longer_counts_and_breaks_nothing(case: OpenCase) -> None:
    clocks.extend(case, "rapid", asked(date(2026, 12, 18)))
    (entry,) = case.book.history(kind="extension")
    case.book.erase([entry.id], "Dana Whitlock", "It named a child")
    found = rapid(case)
    assert (found.day, found.extensions) == (date(2026, 12, 1), ())


def test_nothing_is_decided_in_a_case_that_is_open_elsewhere(
    case: OpenCase, session: Session
) -> None:
    looked = cases.look_into(session, case.public)
    look = dataclasses.replace(looked, toolkit=case.toolkit)
    try:
        acts: tuple[Callable[[], object], ...] = (
            lambda: clocks.extend(look, "rapid", asked(date(2026, 12, 18))),
            lambda: clocks.choose_unit(look, "rapid", "working_day", "x"),
            lambda: clocks.pause(look, "rapid", TODAY, "", "x"),
            lambda: clocks.resume(look, "rapid", TODAY, "x"),
        )
        for act in acts:
            with pytest.raises(InUseElsewhere):
                act()
        assert rapid(look).day == date(2026, 12, 1)
    finally:
        cases.close_case(looked)


def test_a_closed_day_moves_what_rests_on_it_without_opening_the_case(
    case: OpenCase, session: Session
) -> None:
    notify(case, "2026-11-18")
    clocks.pause(case, "collated", date(2026, 11, 19), "", "Wait")
    clocks.resume(case, "collated", TODAY, "They have finished")
    clocks.choose_unit(case, "rapid", "working_day", "As for children")
    clocks.extend(case, "rapid", asked(date(2026, 12, 18)))

    def kept() -> dict[str, str]:
        found = due.due(session).lines
        mine = [line for line in found if line.public == case.public and not line.of_notices]
        return {line.clock: line.day for line in mine}

    def counted() -> dict[str, str]:
        return {one.clock.id: str(one.day) for one in clocks.clocks(case) if one.open}

    cases.settle(case)
    assert kept() == counted() == {"rapid": "2026-12-18", "collated": "2026-12-04"}
    assert setdays.close_day(session, date(2026, 12, 1), "Office move", "No heating") == 1
    assert kept() == counted() == {"rapid": "2026-12-18", "collated": "2026-12-07"}
    assert setdays.open_day(session, date(2026, 12, 1), "It was mended") == 1
    assert kept() == counted() == {"rapid": "2026-12-18", "collated": "2026-12-04"}
