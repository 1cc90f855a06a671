"""Who belongs to a body on a day, and what its membership lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.bodies import (
    ADVISER,
    CAPACITIES,
    CHAIR,
    DEPUTY,
    DEPUTY_CHAIR,
    Member,
    Terms,
    attendees,
    in_force,
    lacks,
    members_on,
)
from mktdesk.toolkits import load

DAY = date(2026, 11, 21)
CHAIRED = Member("c", "Ruth Okafor", capacity=CHAIR)


def some(count: int) -> tuple[Member, ...]:
    return tuple(Member(f"m{n}", f"Member {n}") for n in range(count))


@pytest.mark.rule("R4")
@pytest.mark.rule("C25")
def test_a_membership_is_as_it_stood_on_the_day() -> None:
    before = Member("a", "Amara Cole", since="2025-01-01", until="2026-03-31")
    after = Member("b", "Bo Bell", since="2026-04-01")
    always = Member("d", "Dana Whitlock", capacity=ADVISER)
    everybody = (always, after, before, CHAIRED)
    for day, names in (
        ("2024-12-31", ["Ruth Okafor", "Dana Whitlock"]),
        ("2025-01-01", ["Ruth Okafor", "Amara Cole", "Dana Whitlock"]),
        ("2026-03-31", ["Ruth Okafor", "Amara Cole", "Dana Whitlock"]),
        ("2026-04-01", ["Ruth Okafor", "Bo Bell", "Dana Whitlock"]),
    ):
        assert [x.name for x in members_on(everybody, date.fromisoformat(day))] == names


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(st.sampled_from(CAPACITIES), DAYS, DAYS), max_size=12), DAYS)
def test_a_day_finds_each_member_of_that_day_once_and_nobody_else(
    spans: list[tuple[str, date, date]], day: date
) -> None:
    members = [
        Member(
            str(n), f"N{n}", capacity=what, since=min(x, y).isoformat(), until=max(x, y).isoformat()
        )
        for n, (what, x, y) in enumerate(spans)
    ]
    there = members_on(members, day)
    wanted = {str(n) for n, (_, x, y) in enumerate(spans) if min(x, y) <= day <= max(x, y)}
    assert sorted(one.id for one in there) == sorted(wanted)
    order = [CAPACITIES.index(one.capacity) for one in there]
    assert order == sorted(order)


@pytest.mark.rule("R7")
@pytest.mark.rule("R140")
def test_the_terms_of_reference_of_a_day_are_the_last_that_had_begun() -> None:
    papers = [Terms(v, version=v, day=day) for v, day in (("2", "2026-04-01"), ("1", "2024-01-01"))]
    found = [in_force(papers, date.fromisoformat(day)) for day in ("2023-12-31", "2026-03-31")]
    assert [one.version if one else None for one in found] == [None, "1"]
    latest = in_force(papers, date(2026, 4, 1))
    assert latest is not None
    assert latest.version == "2"


def test_who_is_expected_sits_as_they_belong_and_deputies_come_only_for_somebody() -> None:
    people = members_on(
        (
            Member("d", "Dee", capacity=DEPUTY, for_whom="Bo Bell"),
            Member("b", "Bo Bell", "Nurse", "The Trust", "health"),
            Member("s", "Sam", votes=False),
            Member("v", "Vi", capacity=DEPUTY_CHAIR),
            CHAIRED,
        ),
        DAY,
    )
    made = attendees(people)
    assert [(x.name, x.capacity, x.decides) for x in made] == [
        ("Ruth Okafor", "chair", True),
        ("Vi", "deputy chair", True),
        ("Bo Bell", "member", True),
        ("Sam", "adviser", False),
    ]
    nurse = made[2]
    assert (nurse.title, nurse.agency, nurse.discipline) == ("Nurse", "The Trust", "health")
    assert (nurse.presence, nurse.order) == ("expected", 2)
    assert len({one.id for one in made}) == len(made)


@pytest.mark.rule("R288")
@pytest.mark.rule("C28")
def test_a_panel_of_the_2016_guidance_has_six_who_decide() -> None:
    process = load("mkscb-2016").process
    few = (CHAIRED, *some(4), *(replace(one, votes=False) for one in some(3)))
    assert [(one.words, one.rule) for one in lacks(process, "scr_panel", few)] == [
        ("The guidance wants 6 members at least; 5 decide.", "R288")
    ]
    assert lacks(process, "scr_panel", (CHAIRED, *some(5))) == ()
    assert lacks(process, "scrsg", (CHAIRED, *some(1))) == ()  # that guidance sets no number for it


@pytest.mark.rule("R83")
def test_the_core_of_the_2007_panel_is_health_police_and_the_local_authority() -> None:
    toolkit = load("medway-2007")
    sitting = next(one for one in toolkit.process.sitting if one.id == "recommendation")
    step = next(one for one in toolkit.process.step if one.id == sitting.step)
    said = [replace(CHAIRED, discipline="health"), Member("p", "Di", title="Police inspector")]
    (lack,) = lacks(toolkit.process, step.who, said)
    assert (lack.words, lack.rule) == ("The guidance wants somebody for: local authority.", "R83")
    said.append(Member("l", "Lou", discipline="local authority"))
    assert lacks(toolkit.process, step.who, said) == ()


def test_the_chair_and_deputies_must_fit() -> None:
    process = load("mkscb-2016").process

    def words(*members: Member) -> list[str]:
        return [one.words for one in lacks(process, "scrsg", members)]

    assert words() == []
    assert words(*some(2)) == ["Nobody is in the chair."]
    two = (CHAIRED, replace(CHAIRED, id="c2", name="Al Drew"))
    assert words(*two) == ["There is more than one chair: Ruth Okafor, Al Drew."]
    stray = Member("d", "Dee", capacity=DEPUTY, for_whom="Gone Away")
    assert words(CHAIRED, stray) == ["Dee is a deputy for Gone Away, who is no member."]
    assert words(CHAIRED, replace(stray, for_whom="ruth okafor")) == []


def test_the_edges_of_a_span_are_inside() -> None:
    one = Member("m", "Bo", since=DAY.isoformat(), until=DAY.isoformat())
    assert one.on(DAY)
    assert not one.on(DAY - timedelta(days=1))
    assert not one.on(DAY + timedelta(days=1))
