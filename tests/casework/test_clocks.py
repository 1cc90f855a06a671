from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.calendar import LONDON, Unit, due, england_and_wales
from mktdesk.casework.clockmoves import moved
from mktdesk.casework.clockrows import ClockChoice, Extension, Pause
from mktdesk.casework.clocks import ClockStanding, ClockState, Kept, clock_standings
from mktdesk.casework.reckoning import reckon
from mktdesk.casework.situation import Happened, Situation, Truth
from mktdesk.toolkits.process_schema import Clock, Event, Outcome, Process, Span, Step, When
from mktdesk.toolkits.schema import ConditionDef

TABLE = england_and_wales()
OUTCOME = Outcome(
    id="none", label="Nothing more", part="p", when=ConditionDef(field="f", answered=True)
)
DATED = st.sampled_from(["working_day", "calendar_day", "week", "month"])


def clock(**given: object) -> Clock:
    usual: dict[str, object] = {
        "id": "review",
        "label": "Rapid review",
        "starts": ("referral",),
        "ends": "decided",
        "within": Span(number=15, unit="working_day"),
        "owner": "lcrp",
    }
    return Clock(**{**usual, **given})  # type: ignore[arg-type]


def process(*clocks: Clock, needed: When | None = None) -> Process:
    return Process(
        event=(
            Event(id="referral", label="Referral received"),
            Event(id="notified", label="Notification received"),
        ),
        step=(Step(id="decided", label="Panel decides", who="lcrp", when=needed),),
        clock=clocks,
    )


def happened(text: str, time: str = "", doubt: str = "") -> Happened:
    return Happened(date.fromisoformat(text), "recorded by R. Osei", time, doubt)


def one(
    it: Clock,
    events: dict[str, Happened],
    now: str,
    kept: Kept | None = None,
    *,
    facts: dict[str, Truth] | None = None,
    needed: When | None = None,
) -> ClockStanding:
    moment = datetime.fromisoformat(now if "T" in now else f"{now}T09:00").replace(tzinfo=LONDON)
    situation = Situation("review", facts=facts or {}, events=events)
    return clock_standings(process(it, needed=needed), situation, kept or Kept(), TABLE, moment)[0]


STARTED = {"referral": happened("2025-12-19")}


@pytest.mark.parametrize(
    ("now", "state", "left"),
    [
        ("2025-12-22", ClockState.RUNNING, "23 days left"),
        ("2026-01-12", ClockState.RUNNING, "2 working days left"),
        ("2026-01-14", ClockState.DUE_TODAY, "due today"),
        ("2026-01-16", ClockState.LATE, "late by 2 days"),
    ],
)
def test_where_a_running_clock_stands(now: str, state: ClockState, left: str) -> None:
    found = one(clock(), STARTED, now)
    assert (found.state, found.left) == (state, left)
    assert found.day == date(2026, 1, 14)
    assert found.sums[-1].last == "Wed 14 Jan 2026"
    assert found.start is not None
    assert found.start.label == "Referral received"
    assert found.start.happened.words == "recorded by R. Osei"
    assert found.open


def test_nothing_runs_before_its_start() -> None:
    found = one(clock(starts=("referral", "notified")), {}, "2025-12-22")
    assert found.state is ClockState.NOT_STARTED
    assert found.waits == "Referral received or Notification received"
    assert (found.day, found.sums, found.open) == (None, (), False)


@pytest.mark.parametrize(
    ("answer", "state", "day"),
    [
        (Truth.YES, ClockState.RUNNING, date(2026, 1, 14)),
        (Truth.NOT_KNOWN, ClockState.MAY_APPLY, date(2026, 1, 14)),
        (Truth.NO, ClockState.NOT_NEEDED, None),
    ],
)
@pytest.mark.parametrize("where", ["clock", "step"])
def test_what_a_clock_depends_on(
    answer: Truth, state: ClockState, day: date | None, where: str
) -> None:
    when = When(fact="died", is_="yes")
    it = clock(when=when) if where == "clock" else clock()
    needed = when if where == "step" else None
    found = one(it, STARTED, "2025-12-22", facts={"died": answer}, needed=needed)
    assert (found.state, found.day) == (state, day)
    if state is ClockState.MAY_APPLY:
        assert found.left == "if it applies: 23 days left"


def decided_clock(when: When, outcomes: dict[str, bool]) -> ClockState:
    whole = msgspec.structs.replace(process(clock(when=when)), outcome=(OUTCOME,))
    now = Situation("review", events=STARTED, outcomes=outcomes)
    moment = datetime(2025, 12, 22, 9, tzinfo=LONDON)
    return clock_standings(whole, now, Kept(), TABLE, moment)[0].state


def test_a_clock_runs_until_something_else_is_decided_and_waits_for_what_must_be() -> None:
    until, once = When(not_=When(outcome="none")), When(outcome="none")
    states = [decided_clock(until, given) for given in ({}, {"none": True}, {"none": False})]
    assert states == [ClockState.RUNNING, ClockState.NOT_NEEDED, ClockState.RUNNING]
    states = [decided_clock(once, given) for given in ({}, {"none": True}, {"none": False})]
    assert states == [ClockState.MAY_APPLY, ClockState.RUNNING, ClockState.NOT_NEEDED]


@pytest.mark.parametrize(
    ("ended", "state", "words"),
    [
        ("2026-01-14", ClockState.MET, "Wed 14 Jan 2026, on the last day"),
        ("2026-01-12", ClockState.MET, "Mon 12 Jan 2026, 2 days before the last"),
        ("2026-01-15", ClockState.MET_LATE, "Thu 15 Jan 2026, late by one day"),
    ],
)
def test_a_clock_is_met_on_the_day_its_end_happened(
    ended: str, state: ClockState, words: str
) -> None:
    found = one(clock(), {**STARTED, "decided": happened(ended)}, "2026-03-02")
    assert (found.state, found.left, found.open) == (state, words, False)


def test_an_end_before_the_start_is_a_doubt_in_words() -> None:
    found = one(clock(), {**STARTED, "decided": happened("2025-12-01")}, "2026-03-02")
    assert found.doubts == (
        (
            "Panel decides, Mon 1 Dec 2025, is earlier than Referral received, Fri 19 Dec 2025: "
            "one of the two days is wrong."
        ),
    )


def test_an_end_without_a_start_cannot_be_told_in_time() -> None:
    found = one(clock(), {"decided": happened("2025-12-01")}, "2026-03-02")
    assert found.state is ClockState.MET
    assert found.doubts == (
        "Whether this was in time is not known: no day is recorded for Referral received.",
    )


def test_a_start_in_doubt_says_so_and_counts_from_the_first_day_it_can_have_been() -> None:
    start = happened("2025-12-01", doubt="the form says “December 2025”")
    found = one(clock(), {"referral": start}, "2025-12-22")
    assert found.doubts == (
        (
            "Referral received: the form says “December 2025”. Counted from the first day it can "
            "have been, Mon 1 Dec 2025."
        ),
    )
    future = one(clock(), STARTED, "2025-12-18")
    assert future.doubts == ("Referral received lies in the future: Fri 19 Dec 2025.",)


# where the guidance leaves something open


@pytest.mark.rule("C2")
def test_the_unit_is_chosen_where_the_guidance_does_not_say_and_the_other_day_is_shown() -> None:
    it = clock(units=("working_day", "calendar_day"))
    usual = one(it, STARTED, "2025-12-22")
    assert usual.day == date(2026, 1, 14)
    said = "The guidance does not say which days. Chosen here: 15 working days."
    assert usual.notes[0] == said
    assert [(x.words, x.day) for x in usual.alternatives] == [
        ("Counted as 15 calendar days", date(2026, 1, 3))
    ]
    kept = Kept({"review": ClockChoice("review", unit="calendar_day", unit_why="Panel's practice")})
    chosen = one(it, STARTED, "2025-12-22", kept)
    assert (chosen.day, chosen.unit) == (date(2026, 1, 3), Unit.CALENDAR_DAY)
    assert chosen.unit_why == "Panel's practice"
    assert "Chosen here: 15 calendar days." in chosen.notes[0]
    assert [x.day for x in chosen.alternatives] == [date(2026, 1, 14)]


def test_a_unit_that_the_toolkit_does_not_offer_is_not_taken() -> None:
    kept = Kept({"review": ClockChoice("review", unit="calendar_day", start="decided")})
    found = one(clock(), STARTED, "2025-12-22", kept)
    assert found.unit is Unit.WORKING_DAY
    assert found.day == date(2026, 1, 14)


@pytest.mark.rule("C3")
def test_both_days_are_shown_where_two_starts_give_different_ones() -> None:
    it = clock(starts=("referral", "notified"))
    events = {**STARTED, "notified": happened("2025-12-22")}
    usual = one(it, events, "2025-12-23")
    assert usual.day == date(2026, 1, 14)
    assert [(x.words, x.day) for x in usual.alternatives] == [
        ("Counted from Notification received, Mon 22 Dec 2025", date(2026, 1, 15))
    ]
    kept = Kept({"review": ClockChoice("review", start="notified", start_why="National practice")})
    chosen = one(it, events, "2025-12-23", kept)
    assert chosen.start is not None
    assert (chosen.start.id, chosen.start.why) == ("notified", "National practice")
    assert chosen.day == date(2026, 1, 15)
    assert [x.day for x in chosen.alternatives] == [date(2026, 1, 14)]
    same = one(it, {**STARTED, "notified": happened("2025-12-19")}, "2025-12-23")
    assert same.alternatives == ()


def test_a_chosen_start_that_has_not_happened_runs_nothing() -> None:
    it = clock(starts=("referral", "notified"))
    kept = Kept({"review": ClockChoice("review", start="notified")})
    found = one(it, STARTED, "2025-12-23", kept)
    assert (found.state, found.waits) == (ClockState.NOT_STARTED, "Notification received")


def test_without_the_first_start_it_runs_from_the_next_and_says_so() -> None:
    it = clock(starts=("referral", "notified"))
    found = one(it, {"notified": happened("2025-12-22")}, "2025-12-23")
    assert found.day == date(2026, 1, 15)
    assert found.notes == (
        "Counted from Notification received, because Referral received has no day yet.",
    )


# extensions and pauses


EXTENDED = Extension(
    "x1", clock="review", was="2026-01-14", day="2026-01-30", on="2026-01-12", agreed_by="lcrp"
)


def test_an_extension_counts_for_its_own_clock_alone() -> None:
    kept = Kept(extensions=(EXTENDED,))
    found = one(clock(), STARTED, "2026-01-20", kept)
    assert (found.state, found.day) == (ClockState.RUNNING, date(2026, 1, 30))
    assert found.extensions == (EXTENDED,)
    assert found.sums[0].last == "Wed 14 Jan 2026"
    assert found.sums[-1].last == "Fri 30 Jan 2026"
    other = one(clock(id="other"), STARTED, "2026-01-20", kept)
    assert (other.state, other.day) == (ClockState.LATE, date(2026, 1, 14))


def test_a_start_corrected_past_what_was_agreed_is_a_doubt() -> None:
    kept = Kept(extensions=(EXTENDED,))
    found = one(clock(), {"referral": happened("2026-01-12")}, "2026-01-20", kept)
    assert found.day == date(2026, 1, 30)
    assert found.doubts == (
        (
            "The day that was agreed is now earlier than the guidance's own, Mon 2 Feb 2026: "
            "the start was changed after it."
        ),
    )


def test_a_clock_that_stands_still_says_what_would_be_left_today() -> None:
    kept = Kept(pauses=(Pause("p1", clock="review", since="2025-12-22", process="Police"),))
    found = one(clock(), STARTED, "2026-01-05", kept)
    assert found.state is ClockState.PAUSED
    assert (found.left, found.stands_still) == ("18 days left", True)
    assert found.day == date(2026, 1, 23)
    assert found.open
    ended = one(clock(), {**STARTED, "decided": happened("2026-01-05")}, "2026-03-02", kept)
    assert (ended.state, ended.stands_still) == (ClockState.MET, False)
    assert ended.day == date(2026, 1, 23)


# hours


def hours(now: str, **events: Happened) -> ClockStanding:
    it = clock(within=Span(number=48, unit="hour"))
    return one(it, events, now)


def test_hours_are_told_in_hours_and_by_the_clock() -> None:
    start = happened("2026-03-02", "14:30")
    found = hours("2026-03-04T02:45", referral=start)
    assert (found.state, found.left) == (ClockState.DUE_TODAY, "11 hours left")
    assert found.day_words == "Wed 4 Mar 2026, 14:30"
    assert hours("2026-03-04T14:30", referral=start).left == "less than an hour left"
    late = hours("2026-03-04T16:40", referral=start)
    assert (late.state, late.left) == (ClockState.LATE, "late by 2 hours")
    assert hours("2026-03-02T15:00", referral=start).state is ClockState.RUNNING


def test_hours_that_are_met() -> None:
    start = happened("2026-03-02", "14:30")
    in_time = hours("2026-03-05", referral=start, decided=happened("2026-03-04", "14:30"))
    assert in_time.state is ClockState.MET
    late = hours("2026-03-05", referral=start, decided=happened("2026-03-04", "17:31"))
    assert (late.state, late.left) == (ClockState.MET_LATE, "Wed 4 Mar 2026, 17:31, 3 hours late")
    untimed = hours("2026-03-05", referral=start, decided=happened("2026-03-04"))
    assert untimed.state is ClockState.MET


def test_hours_over_the_night_when_the_clocks_change() -> None:
    start = happened("2026-10-24", "12:00")
    found = hours("2026-10-26T10:30", referral=start)
    assert found.day_words == "Mon 26 Oct 2026, 11:00"
    assert found.left == "less than an hour left"


# what moved


def standings(start: str, now: str = "2025-12-22") -> tuple[ClockStanding, ...]:
    return (one(clock(), {"referral": happened(start)}, now),)


def test_what_a_corrected_start_moved_is_said() -> None:
    before, after = standings("2025-12-19"), standings("2025-12-22")
    (line,) = moved(before, after)
    assert line.words == "Rapid review: was due Wed 14 Jan 2026, is now due Thu 15 Jan 2026."
    assert (line.before, line.after) == (date(2026, 1, 14), date(2026, 1, 15))
    assert moved(before, before) == ()


def test_days_that_pass_move_nothing() -> None:
    assert moved(standings("2025-12-19"), standings("2025-12-19", "2026-01-13")) == ()


def test_what_else_can_move() -> None:
    idle = (one(clock(), {}, "2025-12-22"),)
    running = standings("2025-12-19")
    late = standings("2025-11-21")
    met = (one(clock(), {**STARTED, "decided": happened("2026-01-12")}, "2026-02-02"),)
    met_late = (one(clock(), {**STARTED, "decided": happened("2026-01-15")}, "2026-02-02"),)
    said = [
        moved(a, b)[0].words
        for a, b in (
            (idle, running), (running, idle), (running, late), (met, met_late), (running, ()),
            ((), running),
        )
    ]  # fmt: skip
    assert said == [
        "Rapid review: runs now, due Wed 14 Jan 2026.",
        "Rapid review: no longer runs, it was due Wed 14 Jan 2026.",
        "Rapid review: was due Wed 14 Jan 2026, is now due Fri 12 Dec 2025 (late by 10 days).",
        "Rapid review: was met, is now met late.",
        "Rapid review: no longer runs, it was due Wed 14 Jan 2026.",
        "Rapid review: runs now, due Wed 14 Jan 2026.",
    ]


# properties


days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@given(days, days, days, st.integers(1, 30), DATED)
def test_exactly_one_state_and_it_agrees_with_the_days(
    start: date, today: date, end: date, number: int, unit: str
) -> None:
    it = clock(within=Span(number=number, unit=unit))  # type: ignore[arg-type]
    events = {"referral": Happened(start)}
    open_ = one(it, events, today.isoformat())
    assert open_.day is not None
    expected = {-1: ClockState.LATE, 0: ClockState.DUE_TODAY, 1: ClockState.RUNNING}
    assert open_.state is expected[(open_.day > today) - (open_.day < today)]
    met = one(it, {**events, "decided": Happened(end)}, today.isoformat())
    assert met.day == open_.day
    assert met.state is (ClockState.MET_LATE if end > met.day else ClockState.MET)
    assert bool([d for d in met.doubts if "wrong" in d]) == (end < start)


@given(days, days, st.integers(1, 30), DATED)
def test_a_corrected_start_moves_the_day_as_the_guidance_counts(
    start: date, corrected: date, number: int, unit: str
) -> None:
    it = clock(within=Span(number=number, unit=unit))  # type: ignore[arg-type]
    before = (one(it, {"referral": Happened(start)}, "2026-06-01"),)
    after = (one(it, {"referral": Happened(corrected)}, "2026-06-01"),)
    found = moved(before, after)
    assert bool(found) == (before[0].day != after[0].day)
    assert after[0].basis is not None
    assert after[0].day == due(corrected, after[0].basis.period, TABLE).day


@given(days, st.integers(1, 20), st.integers(0, 20), st.integers(0, 20), st.integers(1, 40))
def test_the_basis_gives_the_same_day_again(
    start: date, number: int, gap: int, length: int, more: int
) -> None:
    since = start + timedelta(gap)
    until = since + timedelta(length)
    pause = Pause("p", clock="review", since=since.isoformat(), until=until.isoformat())
    agreed = Extension(
        "x", clock="review", on=until.isoformat(), day=(until + timedelta(more)).isoformat()
    )
    it = clock(within=Span(number=number, unit="working_day"))
    kept = Kept(extensions=(agreed,), pauses=(pause,))
    found = one(it, {"referral": Happened(start)}, "2026-06-01", kept)
    assert found.basis is not None
    assert reckon(found.basis, TABLE, date(2026, 6, 1)).day == found.day
    assert found.day_words == found.sums[-1].last
