"""The deadlines of the 2023 document: from what, in which days, and what it leaves open."""

from __future__ import annotations

import pytest

from mktdesk.casework.clockrows import ClockChoice, Extension
from mktdesk.casework.clocks import ClockState
from tests.guidance.together import DHR, LCSPR, SAR, WAYS, clock, decided

MET = decided(LCSPR, sin_threshold={"sin_decision": "met"})


@pytest.mark.rule("R155")
@pytest.mark.parametrize(
    ("aware", "due"),
    [
        ("2025-12-19", "2025-12-30"),  # over Christmas and Boxing Day
        ("2026-03-28", "2026-04-07"),  # a Saturday before Easter
        ("2026-06-01", "2026-06-08"),
    ],
)
def test_a_notification_is_due_five_working_days_after_becoming_aware(aware: str, due: str) -> None:
    # However late the referral reaches the office, awareness is what counts.
    found = clock(LCSPR, "sin", {"aware": aware, "received": "2026-07-01"}, MET)
    assert found.day is not None
    assert found.day.isoformat() == due
    assert found.clock.owner == "local_authority"
    assert clock(LCSPR, "sin", {"received": "2026-07-01"}, MET).state is ClockState.NOT_STARTED


@pytest.mark.rule("R155")
def test_the_notifications_days_run_while_the_threshold_is_still_being_decided() -> None:
    aware = {"aware": "2026-11-18"}
    assert clock(LCSPR, "sin", aware).state is ClockState.MAY_APPLY
    for after in ("cle", "none"):
        answers = {"sin_decision": "not_met", "sin_then": after}
        not_met = decided(LCSPR, sin_threshold=answers)
        assert clock(LCSPR, "sin", aware, not_met).state is ClockState.NOT_NEEDED
    sent = clock(LCSPR, "sin", {**aware, "sin_sent": "2026-11-20"}, MET)
    assert sent.state is ClockState.MET
    late = clock(LCSPR, "sin", {"aware": "2026-11-02", "sin_sent": "2026-11-20"}, MET)
    assert late.state is ClockState.MET_LATE


@pytest.mark.rule("R157")
@pytest.mark.rule("R158")
def test_a_childs_rapid_review_has_ten_and_fifteen_working_days_from_the_referral() -> None:
    received = {"received": "2026-03-27"}
    ten, fifteen = (clock(LCSPR, name, received, MET) for name in ("collated", "rapid_children"))
    assert ten.day is not None
    assert fifteen.day is not None
    assert (ten.day.isoformat(), fifteen.day.isoformat()) == ("2026-04-14", "2026-04-21")
    assert LCSPR.who("collated") == "MK Together Team"
    assert LCSPR.who("rapid_review_children") == "Local Case Review Panel: children"
    done = {**received, "rapid_review_children": "2026-04-22"}
    assert clock(LCSPR, "rapid_children", done, MET).state is ClockState.MET_LATE


@pytest.mark.rule("C3")
@pytest.mark.parametrize("name", ["collated", "rapid_children"])
def test_where_the_notification_counts_instead_the_other_day_is_shown_and_can_be_chosen(
    name: str,
) -> None:
    days = {"received": "2026-03-27", "sin_received": "2026-03-31"}
    found = clock(LCSPR, name, days, MET)
    other = clock(LCSPR, name, days, MET, ClockChoice(name, start="sin_received", start_why="P"))
    assert found.start is not None
    assert found.start.id == "received"
    assert [one.day for one in found.alternatives] == [other.day]
    assert other.day != found.day


@pytest.mark.rule("R166")
@pytest.mark.rule("R169")
@pytest.mark.rule("C2")
@pytest.mark.parametrize(("way", "name"), [("sar", "rapid_adults"), ("dhr", "rapid_dhr")])
def test_fifteen_days_may_be_counted_either_way_and_both_are_shown(way: str, name: str) -> None:
    received = {"received": "2026-03-27"}
    found = clock(WAYS[way], name, received)
    assert found.day is not None
    assert found.day.isoformat() == "2026-04-11"
    working = ClockChoice(name, unit="working_day", unit_why="As for children")
    other = clock(WAYS[way], name, received, choice=working)
    assert other.day is not None
    assert other.day.isoformat() == "2026-04-21"
    assert [one.day for one in found.alternatives] == [other.day]
    assert any("15 days" in note for note in found.notes)
    assert other.unit_why == "As for children"


@pytest.mark.parametrize(
    ("way", "name", "by"),
    [
        pytest.param("sar", "rapid_adults", "lcrp_adults", marks=pytest.mark.rule("R166")),
        pytest.param("dhr", "rapid_dhr", "lcrp_dhr", marks=pytest.mark.rule("R169")),
    ],
)
def test_the_panel_by_itself_may_give_a_rapid_review_more_time(
    way: str, name: str, by: str
) -> None:
    more = Extension("e", clock=name, was="2026-04-11", day="2026-05-01", on="2026-04-01")
    found = clock(WAYS[way], name, {"received": "2026-03-27"}, extension=more)
    assert found.day is not None
    assert found.day.isoformat() == "2026-05-01"
    who = found.clock.extension
    assert who is not None
    assert (who.by, who.consent) == (by, ())
    # For children nobody is named who may.
    child = clock(LCSPR, "rapid_children", {"received": "2026-03-27"}, MET)
    assert child.clock.extension is None
    assert any("Nobody is named who may extend" in note for note in child.notes)


@pytest.mark.rule("R145")
def test_a_homicides_days_run_from_the_notice_in_writing() -> None:
    assert clock(DHR, "rapid_dhr", {}).state is ClockState.NOT_STARTED
    (received,) = (x for x in DHR.toolkit.process.event if x.id == "received")
    asked = next(f for _, page in DHR.form.pages() for f in page.fields if f.id == received.field)
    assert "written notice" in asked.help
    told = [x for x in DHR.problems("referral") if x.field_id == "in_writing"]
    assert [(x.level, x.rule) for x in told] == [("error", "R145")]


def test_a_learning_exercise_and_an_agencys_own_learning_have_no_deadline() -> None:
    for way in ("cle", "single_agency"):
        process = WAYS[way].toolkit.process
        assert not [x for x in process.clock if way in x.pathways or not x.pathways]
    assert SAR.toolkit.process.clock
