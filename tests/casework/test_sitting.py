"""The room, whatever happens in it: presence, quorum, core, stepping out, and an item's time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.deciding import Seats
from mktdesk.casework.meetingrecords import AgendaItem, Attendee, Interest, Movement, Presence
from mktdesk.casework.sitting import (
    CAME,
    CAME_BACK,
    LEFT,
    STEPPED_OUT,
    presence_after,
    present_at,
    room,
    seconds_spent,
    sitting_of,
    time_words,
)
from mktdesk.casework.sittingblocks import Weight, item_blocks
from mktdesk.toolkits import load, supplied
from mktdesk.toolkits.process_people import Core, Sitting

MEMBERS = tuple(f"m{number}" for number in range(9))
NOBODY = Seats((), (), (), asked=False, can_abstain=False, many=False)
START = datetime(2026, 11, 21, 10, tzinfo=UTC)


def stamp(number: int) -> str:
    return f"2026-11-21T10:{number // 60:02}:{number % 60:02}.000Z"


def somebody(name: str, order: int = 0, **fields: str) -> Attendee:
    known = {"name": name, "agency": "Agency", **fields}
    return Attendee.of(name, {**known, "order": order})


@st.composite
def meetings(draw: st.DrawFn) -> tuple[list[Attendee], list[Movement], list[Interest]]:
    """A meeting through which people come, go and step out of item "i"."""
    people = {
        one: somebody(one, number, capacity=draw(st.sampled_from(("chair", "member", "guest"))))
        for number, one in enumerate(MEMBERS)
    }
    out: set[str] = set()
    movements: list[Movement] = []
    for number in range(draw(st.integers(0, 25))):
        who = draw(st.sampled_from(MEMBERS))
        inside = people[who].there
        if not inside:
            what = CAME
        elif who in out:
            what = draw(st.sampled_from((LEFT, CAME_BACK)))
        else:
            what = draw(st.sampled_from((LEFT, STEPPED_OUT)))
        if what == STEPPED_OUT:
            out.add(who)
        elif what in {CAME_BACK, LEFT}:
            out.discard(who)
        if what == LEFT and movements:
            back = Movement(f"b{number}", who, CAME_BACK, "i", stamp(2 * number))
            movements.append(back)
        movements.append(Movement(str(number), who, what, "i", stamp(2 * number + 1)))
        people[who] = replace(people[who], presence=presence_after(people[who].presence, what))
    interests = [Interest(one, attendee=one, item="i", what="A relation") for one in sorted(out)]
    return list(people.values()), movements, interests


@given(meetings())
def test_the_movements_say_who_is_in_the_room_now(
    drawn: tuple[list[Attendee], list[Movement], list[Interest]],
) -> None:
    people, movements, interests = drawn
    there = room(people, interests, item="i")
    end = stamp(3599)
    assert present_at(movements, end) == {one.id for one in people if one.there}
    assert present_at(movements, end, item="i") == {one.id for one in there.there}
    assert present_at(movements, "2026-11-21T09:00:00.000Z") == frozenset()


@given(meetings(), st.integers(0, 9), st.integers(0, 9))
def test_the_room_adds_up(
    drawn: tuple[list[Attendee], list[Movement], list[Interest]], office: int, least: int
) -> None:
    people, _, interests = drawn
    rule = Sitting("s", "s", minimum=least)
    there = room(people, interests, rule, item="i", quorum=office)
    inside, out = {one.id for one in there.there}, {one.id for one in there.out}
    assert not inside & out
    assert inside | out == {one.id for one in people if one.there}
    assert {one.id for one in there.deciders} == {x.id for x in there.there if x.decides}
    quorum = there.quorum
    assert quorum.wanted == office
    assert bool(there.too_small) == (quorum.of < least)
    assert quorum.kept == (len(there.deciders) >= quorum.wanted)
    assert ("too few" in quorum.words) == (not quorum.kept)
    assert there.chair is None or there.chair in there.there
    # Without the interests nobody is out, and no fewer decide.
    whole = room(people, (), rule, item="i", quorum=office)
    assert len(whole.deciders) >= len(there.deciders)
    assert whole.out == ()


@pytest.mark.rule("R83")
def test_the_core_of_the_panel_is_looked_for_at_every_meeting() -> None:
    rule = sitting_of(load("medway-2007").process, (), "recommendation")
    assert rule is not None
    assert [one.discipline for one in rule.core] == ["health", "police", "local authority"]
    here = Presence.PRESENT.value
    people = [
        somebody("Ann", 0, discipline="health", presence=here),
        somebody("Bo", 1, agency="Kent Police", presence=here),
        somebody("Cy", 2, discipline="local authority"),
        somebody("Di", 3, discipline="local authority", presence=here, capacity="adviser"),
    ]
    found = room(people, (), rule)
    assert [one.words for one in found.core] == [
        "Health: Ann", "Police: Bo", "Local authority: nobody is there",
    ]  # fmt: skip
    people[2] = replace(people[2], presence=here)
    assert room(people, (), rule).core_missing == ()
    out = [Interest("x", attendee="Ann", item="i", what="Her own ward")]
    missing = room(people, out, rule, item="i").core_missing
    assert [one.discipline for one in missing] == ["health"]


@pytest.mark.rule("R288")
@pytest.mark.parametrize("toolkit", ["mkscb-2016", "mksb-2018"])
def test_only_the_panel_of_a_serious_case_review_has_a_least_number(toolkit: str) -> None:
    least = {one.id: one.minimum for one in load(toolkit).process.sitting if one.minimum}
    assert least == {"terms": 6, "panel_review": 6}
    rule = sitting_of(load(toolkit).process, (), "terms")
    # Six belong to the panel, whoever comes to a meeting of it.
    five = [somebody(name, number) for number, name in enumerate(MEMBERS[:5])]
    found = room([*five, somebody("guest", 9, capacity="adviser")], (), rule)
    assert found.too_small == "5 members of at least 6 belong to it"
    (block,) = [x for x in item_blocks(found, NOBODY) if x.rule == "R288"]
    assert block.weight is Weight.REASON
    assert room([*five, somebody("sixth", 5)], (), rule).too_small == ""


def test_nobody_s_quorum_is_made_up() -> None:
    for toolkit in supplied():
        if toolkit in {"mkscb-2016", "mksb-2018"}:
            continue
        assert {one.minimum for one in load(toolkit).process.sitting} == {0}
    people = [somebody("Ann", presence=Presence.PRESENT.value)]
    said = room(people).quorum
    assert said.kept
    assert said.words == "1 of 1 member present; nobody has set a quorum"
    said = room(people, quorum=2).quorum
    assert said.words == "1 of 1 member present; the office's quorum is 2: 1 member too few"


@pytest.mark.rule("R141")
def test_who_sits_on_every_domestic_homicide_panel_is_missed() -> None:
    rule = sitting_of(load("mk-together-2023").process, (), "rapid_review_dhr")
    here = Presence.PRESENT.value
    people = [somebody("Ann", title="Domestic Abuse Co-ordinator", presence=here)]
    (missing,) = room(people, (), rule).core_missing
    assert missing.discipline == "Chair of the Domestic Abuse Strategic Partnership Board"


def test_a_deputy_takes_the_chair_and_is_no_further_member() -> None:
    here = Presence.PRESENT.value
    people = [
        somebody("Ann", 0, capacity="chair", presence=Presence.APOLOGIES.value),
        somebody("Bo", 1, capacity="deputy chair", presence=here),
        somebody("Cy", 2, for_whom="Ann", presence=here),
    ]
    found = room(people)
    assert found.chair == people[1]
    assert found.quorum.words == "2 of 2 members present; nobody has set a quorum"


def test_a_toolkit_from_before_sittings_still_names_a_body_s_steps() -> None:
    toolkit = load("mkscb-2016")
    bodies = [one.id for one in toolkit.bodies]
    old = type(toolkit.process)(step=toolkit.process.step)
    found = sitting_of(old, bodies, "recommendation")
    assert found is not None
    assert (found.seats, found.core, found.minimum) == (None, (), 0)
    assert sitting_of(old, bodies, "referral") is None
    assert sitting_of(old, bodies, "no such step") is None


@given(st.integers(0, 120), st.integers(0, 20_000))
def test_the_time_of_an_item_is_said_in_minutes(minutes: int, spent: int) -> None:
    item = AgendaItem("i", minutes=minutes, spent=spent)
    said = time_words(item, spent)
    left = minutes * 60 - spent
    if not minutes:
        assert said == "" or said.endswith("so far")
    elif left > 0:
        assert said.endswith("left")
        assert not said.startswith("0 ")
    else:
        assert said == "the time is up" or said.startswith("over by ")


def test_the_clock_of_an_item_runs_while_it_is_taken() -> None:
    item = AgendaItem("i", minutes=20, spent=60, started_at="2026-11-21T10:00:00.000Z")
    assert seconds_spent(item, START + timedelta(minutes=4)) == 300
    assert seconds_spent(replace(item, started_at=""), START + timedelta(minutes=4)) == 60
    assert seconds_spent(item, START - timedelta(minutes=4)) == 60  # a clock that was put back
    assert time_words(item, 300) == "15 minutes left"
    assert time_words(item, 1141) == "1 minute left"
    assert time_words(item, 1200) == "the time is up"
    assert time_words(item, 1380) == "over by 3 minutes"


def test_the_core_is_told_by_discipline_title_or_agency() -> None:
    rule = Sitting("s", "s", core=(Core("police"),))
    here = Presence.PRESENT.value
    for fields in ({"discipline": "Police"}, {"agency": "Kent Police"}, {"title": "Police chief"}):
        assert not room([somebody("Ann", 0, presence=here, **fields)], (), rule).core_missing
