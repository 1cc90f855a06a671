"""Who is told what, by whom and by when, worked out from the process and the situation."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.calendar import Period, Unit, due, england_and_wales
from mktdesk.casework.noticerows import BY_OTHER, CONFIRMED, ISSUED, NOT_APPLICABLE, Given
from mktdesk.casework.notices import (
    NoticeStanding,
    NoticeState,
    People,
    Somebody,
    notice_key,
    notice_standings,
    open_notices,
)
from mktdesk.casework.situation import Happened, Situation, Truth
from mktdesk.toolkits.process_schema import (
    Event,
    Fact,
    Notice,
    Outcome,
    Pathway,
    Process,
    Recipient,
    Refusal,
    Span,
    When,
)
from mktdesk.toolkits.schema import ConditionDef

TABLE = england_and_wales()
FRIDAY = date(2025, 12, 19)
AGENCIES = (Somebody("Police", "Police", "", ("Station Road",)), Somebody("ICB", "ICB"))
PEOPLE = People(
    MappingProxyType({"agencies": AGENCIES}),
    MappingProxyType({"referrer_name": "Liz Pemberton", "referrer_agency": "Ouseford Hospital"}),
)
PROCESS = Process(
    pathway=(Pathway("scr", "Review", "SCR"), Pathway("llr", "Lessons", "LLR")),
    fact=(Fact("died", "Has the child died?"),),
    event=(Event("received", "Referral received"), Event("decided", "Chair decided")),
    outcome=(
        Outcome("review", "A review", "section3", ConditionDef(field="chair_view", is_="agree")),
    ),
    recipient=(
        Recipient("chair", "Independent Chair", channel="Email"),
        Recipient("ofsted", "Ofsted"),
        Recipient("referrer", "Referrer", fields=("referrer_name", "referrer_agency")),
        Recipient("agencies", "Each agency", many="agencies"),
        Recipient("coroner", "Coroner"),
    ),
    notice=(
        Notice("receipt", "Referral received", "received", ("chair", "referrer"), "office"),
        Notice("asked", "Information asked for", "received", ("agencies",), "office"),
        Notice(
            "decision", "Chair's decision", "decided", ("ofsted",), "chair",
            within=Span(5, "working_day"), when=When(outcome="review"), repeats=True,
        ),
        Notice(
            "death", "Death told", "received", ("coroner",), "office",
            done_by="The police tell them", within=Span(2, "working_day"),
            when=When(fact="died", is_="yes"),
        ),
        Notice("goodwill", "Thanks", "decided", ("referrer",), "office", optional=True),
    ),
    refusal=(Refusal("quiet", ("llr",), "It is not sent to Ofsted.", to=("ofsted",)),),
)  # fmt: skip


def situation(**changes: object) -> Situation:
    made: dict[str, object] = {
        "pathway": "scr",
        "facts": {"died": Truth.YES},
        "events": {"received": Happened(FRIDAY)},
        "outcomes": {},
    }
    return Situation(**{**made, **changes})  # type: ignore[arg-type]


def standings(
    now: Situation, *marks: Given, today: date = FRIDAY, people: People = PEOPLE
) -> dict[str, NoticeStanding]:
    kept = {mark.id: mark for mark in marks}
    found = notice_standings(PROCESS, now, people, kept, today, TABLE)
    assert len({one.key for one in found}) == len(found)
    return {one.key: one for one in found}


POLICE, ICB = (notice_key("asked", "agencies", name) for name in ("Police", "ICB"))


def mark(notice: str, recipient: str, who: str = "", number: int = 1, **fields: str) -> Given:
    key = notice_key(notice, recipient, who, number)
    base = {"notice": notice, "recipient": recipient, "among": who, "name": who}
    return Given(key, **{**base, **fields})


def told(notice: str, recipient: str, on: date, who: str = "") -> Given:
    return mark(notice, recipient, who, state=ISSUED, day=on.isoformat(), by="Dana")


DECIDED = situation(
    events={"received": Happened(FRIDAY), "decided": Happened(FRIDAY)}, outcomes={"review": True}
)


def test_a_notice_waits_for_what_it_tells_of_and_then_has_its_day() -> None:
    before = standings(situation())["decision:ofsted"]
    assert (before.state, before.words) == (NoticeState.NOT_YET, "After: Chair decided")
    assert before.due is None
    after = standings(DECIDED)["decision:ofsted"]
    assert after.state is NoticeState.TO_DO
    assert after.due is not None
    assert after.due.day == date(2025, 12, 30)
    assert after.words == "By Tue 30 Dec 2025: 11 days left"
    late = standings(DECIDED, today=date(2025, 12, 31))["decision:ofsted"]
    assert (late.state, late.words) == (
        NoticeState.LATE,
        "Late by one day: it was due Tue 30 Dec 2025",
    )


def test_without_a_span_it_is_at_once_and_never_late() -> None:
    found = standings(situation(), today=date(2027, 1, 1))["receipt:chair"]
    assert (found.state, found.words, found.due) == (NoticeState.TO_DO, "At once", None)
    assert found.channel == "Email"


def test_what_the_decision_or_a_fact_rules_out_is_not_called_for() -> None:
    no = situation(events=DECIDED.events, outcomes={"review": False}, facts={"died": Truth.NO})
    found = standings(no)
    for key in ("decision:ofsted", "death:coroner"):
        assert found[key].state is NoticeState.NOT_APPLICABLE
        assert not found[key].open
    unknown = standings(situation(facts={}))["death:coroner"]
    assert unknown.state is NoticeState.MAY_APPLY
    assert unknown.words == "It depends on: Has the child died?"
    assert not unknown.open


def test_a_delegated_notice_waits_for_the_other_sides_word() -> None:
    found = standings(situation())["death:coroner"]
    assert found.state is NoticeState.TO_CONFIRM
    assert found.delegated
    assert found.words == (
        "By Tue 23 Dec 2025: 2 working days left (4 days). Not by the office: The police tell them"
    )
    late = standings(situation(), today=date(2025, 12, 24))["death:coroner"]
    assert (late.state, late.open) == (NoticeState.LATE, True)
    done = mark(
        "death", "coroner", state=CONFIRMED, day="2025-12-22", by="DI Teale",
        confirmed="2025-12-23", confirmed_by="DI Teale",
    )  # fmt: skip
    found = standings(situation(), done)["death:coroner"]
    assert (found.state, found.open, found.told) == (NoticeState.CONFIRMED, False, True)
    assert found.words == (
        "Told on Mon 22 Dec 2025 by DI Teale. Confirmed on Tue 23 Dec 2025 by DI Teale"
    )


def test_each_of_many_is_told_by_itself() -> None:
    found = standings(situation(), told("asked", "agencies", FRIDAY, who="Police"))
    assert found[POLICE].state is NoticeState.ISSUED
    assert found[ICB].state is NoticeState.TO_DO
    assert found[POLICE].lines == ("Station Road",)
    referrer = found["receipt:referrer"]
    assert (referrer.name, referrer.lines) == ("Liz Pemberton", ("Ouseford Hospital",))


def test_many_of_whom_nobody_is_named_stay_open_until_somebody_is_or_the_reason_is_given() -> None:
    nobody = People()
    found = standings(situation(), people=nobody)["asked:agencies"]
    assert (found.state, found.open, found.name) == (NoticeState.NOBODY, True, "")
    early = situation(events={})
    assert standings(early, people=nobody)["asked:agencies"].state is NoticeState.NOT_YET
    why = mark("asked", "agencies", state=NOT_APPLICABLE, why="No agency knew them")
    found = standings(situation(), why, people=nobody)["asked:agencies"]
    assert (found.state, found.words) == (
        NoticeState.NOT_APPLICABLE,
        "Not applicable: No agency knew them",
    )
    by_hand = mark("asked", "agencies", "Scouts")
    named = standings(situation(), by_hand, people=nobody)
    assert named[by_hand.id].state is NoticeState.TO_DO
    assert (named[by_hand.id].name, named[by_hand.id].by_hand) == ("Scouts", True)
    assert "asked:agencies" not in named


def test_somebody_who_was_told_stays_when_no_longer_named() -> None:
    only = People(MappingProxyType({"agencies": AGENCIES[1:]}))
    found = standings(situation(), told("asked", "agencies", FRIDAY, who="Police"), people=only)
    assert found[POLICE].state is NoticeState.ISSUED
    assert list(found).count(POLICE) == 1


def test_they_can_be_told_of_more() -> None:
    more = mark(
        "decision", "ofsted", number=2, label="A second child", state=ISSUED, day="2026-01-05"
    )
    found = standings(DECIDED, told("decision", "ofsted", FRIDAY), more)
    assert list(found).index("decision:ofsted#2") == list(found).index("decision:ofsted") + 1
    second = found["decision:ofsted#2"]
    assert (second.further, second.label) == (True, "Chair's decision: A second child")
    assert second.state is NoticeState.ISSUED


def test_what_is_forbidden_on_a_pathway_is_not_called_for_and_what_was_told_before_stays() -> None:
    llr = situation(pathway="llr", events=DECIDED.events, outcomes=DECIDED.outcomes)
    assert "decision:ofsted" not in standings(llr)
    assert "decision:ofsted" in standings(DECIDED)
    kept = standings(llr, told("decision", "ofsted", FRIDAY))["decision:ofsted"]
    assert (kept.state, kept.to) == (NoticeState.ISSUED, "Ofsted")


def test_the_offices_own_notices_stand_at_the_end() -> None:
    own = Given(
        "own:1", label="Press office warned", recipient="Press office", state=BY_OTHER,
        day="2025-12-20", by="The council", channel="Telephone",
    )  # fmt: skip
    found = list(standings(situation(), own).values())[-1]
    assert (found.label, found.to, found.notice) == ("Press office warned", "Press office", None)
    assert found.words == "Told on Sat 20 Dec 2025 by The council, telephone"


@pytest.mark.parametrize("state", [ISSUED, CONFIRMED, BY_OTHER])
def test_told_before_it_happened_is_a_doubt_in_words(state: str) -> None:
    early = mark("decision", "ofsted", state=state, day="2025-12-18")
    (words,) = standings(DECIDED, early)["decision:ofsted"].doubts
    assert words == ("They were told before it happened: “Chair decided” was on Fri 19 Dec 2025.")
    (words,) = standings(situation(outcomes={"review": True}), early)["decision:ofsted"].doubts
    assert words == "They were told before it happened: “Chair decided” has no date yet."
    on_the_day = mark("decision", "ofsted", state=state, day=FRIDAY.isoformat())
    assert standings(DECIDED, on_the_day)["decision:ofsted"].doubts == ()


def test_told_late_or_told_and_not_called_for_is_a_doubt() -> None:
    late = told("decision", "ofsted", date(2026, 1, 1))
    assert standings(DECIDED, late)["decision:ofsted"].doubts == ("They were told 2 days late.",)
    no = situation(events=DECIDED.events, outcomes={"review": False})
    words = standings(no, told("decision", "ofsted", FRIDAY))["decision:ofsted"].doubts
    assert words == ("They were told; as the case stands now, nobody has to be.",)


def test_an_inexact_day_is_said_where_it_counts() -> None:
    loose = situation(events={"received": Happened(FRIDAY, doubt="the form says “December”")})
    found = standings(loose)["receipt:chair"]
    assert found.doubts == (
        "The day is counted from “Referral received”: the form says “December”.",
    )


def test_an_erased_mark_settles_nothing() -> None:
    erased = Given.of("receipt:chair", {"notice": "receipt", "recipient": "chair", "day": {}})
    assert standings(situation(), erased)["receipt:chair"].state is NoticeState.TO_DO
    half = Given.of("receipt:chair", {"state": ISSUED, "day": {"t": "erased"}})
    assert standings(situation(), half)["receipt:chair"].state is NoticeState.TO_DO


def test_an_optional_notice_keeps_nothing_open() -> None:
    found = standings(DECIDED)
    assert found["goodwill:referrer"].state is NoticeState.TO_DO
    keys = {one.key for one in open_notices(found.values())}
    assert keys == {
        "receipt:chair", "receipt:referrer", POLICE, ICB,
        "decision:ofsted", "death:coroner",
    }  # fmt: skip


# by chance

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
SPANS = st.builds(
    Span, st.integers(1, 20), st.sampled_from(["working_day", "calendar_day", "week", "month"])
)


def test_no_name_stands_in_an_id() -> None:
    key = notice_key("asked", "agencies", " Dr  PATEL ")
    assert "patel" not in key.casefold()
    assert key == notice_key("asked", "agencies", "dr patel")
    assert key != notice_key("asked", "agencies", "Dr Patell")


@given(DAYS, DAYS, SPANS, st.integers(-40, 40))
def test_a_corrected_start_moves_the_due_day(
    first: date, second: date, span: Span, gap: int
) -> None:
    notice = Notice("n", "N", "decided", ("ofsted",), "chair", within=span)
    process = Process(event=PROCESS.event, recipient=PROCESS.recipient, notice=(notice,))
    for start in (first, second):
        now = Situation("scr", events={"decided": Happened(start)})
        today = start + timedelta(days=gap)
        (found,) = notice_standings(process, now, People(), {}, today, TABLE)
        until = due(start, Period(span.number, Unit(span.unit)), TABLE).day
        assert found.due is not None
        assert found.due.day == until
        assert found.state is (NoticeState.LATE if until < today else NoticeState.TO_DO)


NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)


@given(
    st.lists(NAMES, max_size=4),
    st.lists(NAMES, max_size=4),
    st.sampled_from(Truth),
    st.booleans(),
    st.sampled_from(["", ISSUED, CONFIRMED, BY_OTHER, NOT_APPLICABLE]),
)
def test_nobody_is_lost_or_told_twice(
    named: list[str], by_hand: list[str], died: Truth, happened: bool, state: str
) -> None:
    people = People(MappingProxyType({"agencies": tuple(Somebody(n, n) for n in named)}))
    marks = [
        mark("asked", "agencies", name, state=state, day="2025-12-19", why="Not here")
        for name in by_hand
    ]
    events = {"received": Happened(FRIDAY)} if happened else {}
    found = standings(situation(facts={"died": died}, events=events), *marks, people=people)
    asked = {key for key in found if key.startswith("asked:")}
    wanted = {notice_key("asked", "agencies", name) for name in (*named, *by_hand) if name.strip()}
    assert wanted <= asked
    for key in asked:
        one = found[key]
        settled = one.given is not None and one.given.settled
        assert one.open == (happened and not settled)
