"""Members' own decisions: who has still to decide, what stops the chair, the tally, the dissent."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.deciding import (
    Seats,
    SeatState,
    dissent,
    row_values,
    seats,
    tally,
    toggled,
)
from mktdesk.casework.meetingrecords import ActionPoint, AgendaItem, Attendee, Interest, Presence
from mktdesk.casework.sitting import room, sitting_of
from mktdesk.casework.sittingblocks import (
    Weight,
    first_stop,
    item_blocks,
    may_end,
    meeting_blocks,
)
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.check import problems
from mktdesk.forms.scopes import field_of
from mktdesk.forms.types import Form
from mktdesk.forms.values import Value
from mktdesk.toolkits import form_of_case, load
from mktdesk.toolkits.process_schema import Sitting

HERE = Presence.PRESENT.value
MEMBERS = tuple(
    Attendee(
        f"m{n}",
        name=f"Member {'ABCDEF'[n]}",
        title="Manager",
        agency="Agency",
        presence=HERE,
        order=n,
    )
    for n in range(6)
)
# (toolkit, form, pathway, step) of every part that keeps each member's own decision
PANELS = (
    ("mkscb-2016", "referral", "scr", "recommendation"),
    ("mksb-2018", "referral", "scr", "recommendation"),
    ("mksb-2018", "sar_referral", "sar", "sar_panel"),
    ("mkscb-2010", "referral_2010", "scr", "recommendation"),
    ("medway-2007", "referral_medway", "scr", "recommendation"),
    ("mk-together-2023", "lcspr_referral", "lcspr", "rapid_review_children"),
    ("mk-together-2023", "sar_referral", "sar", "rapid_review_adults"),
    ("mk-together-2023", "dhr_referral", "dhr", "rapid_review_dhr"),
)


def panel(toolkit: str, form: str, pathway: str, step: str) -> tuple[Form, Sitting]:
    found = load(toolkit)
    rule = sitting_of(found.process, (), step)
    assert rule is not None
    return form_of_case(found, form, pathway), rule


FORM, RULE = panel(*PANELS[0])
Drawn: TypeAlias = tuple[tuple[str, str, str, str], Answers, tuple[Attendee, ...], list[Interest]]


@st.composite
def tables(draw: st.DrawFn) -> Drawn:
    """Some members decided, abstained, stepped out, left, or did none of these."""
    which = draw(st.sampled_from(PANELS))
    form, rule = panel(*which)
    spec = rule.seats
    assert spec is not None
    assert spec.view is not None
    empty = seats(form, rule, Answers(), MEMBERS, (), "i")
    keys = [one.key for one in empty.options]
    rows, interests, people = [], [], []
    for one in MEMBERS:
        here = draw(st.booleans())
        people.append(replace(one, presence=HERE if here else Presence.APOLOGIES.value))
        match draw(st.sampled_from(("decided", "abstained", "out", "nothing"))):
            case "decided":
                key = draw(st.sampled_from(keys))
                values = dict(row_values(form, rule, one, SeatState.DECIDED, (key,)))
                if spec.reason is not None and draw(st.booleans()):
                    values[spec.reason] = "Because"
                rows.append(Row(one.id, values))
            case "abstained" if empty.can_abstain:
                rows.append(Row(one.id, row_values(form, rule, one, SeatState.ABSTAINED, ())))
            case "out":
                interests.append(Interest(one.id, attendee=one.id, item="i", what="A relation"))
    answers = Answers().with_rows(spec.record, rows)
    return which, answers, tuple(people), interests


@pytest.mark.rule("R201")
@given(tables())
def test_nothing_is_signed_while_somebody_in_the_room_is_blank(
    drawn: Drawn,
) -> None:
    which, answers, people, interests = drawn
    form, rule = panel(*which)
    found = seats(form, rule, answers, people, interests, "i")
    there = room(people, interests, rule, item="i")
    assert rule.seats is not None
    rows = {row.id for row in answers.table(rule.seats.record)}
    blank = {one.id for one in there.deciders} - rows
    assert {one.attendee.id for one in found.to_decide} == blank
    stops = [one for one in item_blocks(there, found) if one.weight is Weight.STOP]
    told = {one.attendee for one in stops if "has not decided" in one.what}
    assert told == (blank if found.asked else set())
    assert {one.attendee.id for one in found.without_reason} <= {one.attendee for one in stops}
    out = {one.attendee for one in interests}
    assert {x.attendee.id for x in found.seats if x.state is SeatState.STEPPED_OUT} == out


@given(tables())
def test_the_tally_counts_everybody_once_and_decides_nothing(
    drawn: Drawn,
) -> None:
    which, answers, people, interests = drawn
    form, rule = panel(*which)
    found = seats(form, rule, answers, people, interests, "i")
    counted = tally(found)
    decided = [x.attendee.name for x in found.seats if x.state is SeatState.DECIDED]
    assert sorted(name for _, names in counted.groups for name in names) == sorted(decided)
    sizes = [len(names) for _, names in counted.groups]
    assert sizes == sorted(sizes, reverse=True)
    assert counted.split == (len(sizes) > 1)
    assert (counted.words.startswith("Split ")) == counted.split
    assert rule.decision is None or answers.get(rule.decision) is None


@given(st.lists(st.sampled_from("abcdefghiz"[:9]), max_size=12))
def test_keys_never_leave_options_that_exclude_one_another(pressed: list[str]) -> None:
    field = field_of(FORM, "panel_member", "decision")
    known = {one.key: one for one in field.options}
    chosen: tuple[str, ...] = ()
    for key in pressed:
        before = chosen
        chosen = toggled(field, before, key)
        assert (key in chosen) == (key not in before)
        assert not [x for x in chosen if set(known[x].excludes) & set(chosen)]
        assert list(chosen) == sorted(chosen)


@pytest.mark.rule("R201")
@pytest.mark.parametrize("which", PANELS, ids="-".join)
@pytest.mark.parametrize("state", [SeatState.DECIDED, SeatState.ABSTAINED, SeatState.STEPPED_OUT])
def test_what_is_written_of_a_member_is_what_is_read(
    which: tuple[str, str, str, str], state: SeatState
) -> None:
    form, rule = panel(*which)
    spec = rule.seats
    assert spec is not None
    empty = seats(form, rule, Answers(), MEMBERS, (), "i")
    keys = (empty.options[0].key,) if state is SeatState.DECIDED else ()
    values: dict[str, Value] = dict(row_values(form, rule, MEMBERS[0], state, keys))
    if spec.reason is not None:
        values[spec.reason] = "Because"
    answers = Answers().with_rows(spec.record, [Row("m0", values)])
    interests = []
    if state is SeatState.STEPPED_OUT:
        interests = [Interest("x", attendee="m0", item="i", what="A relation")]
    found = seats(form, rule, answers, MEMBERS[:1], interests, "i")
    (seat,) = found.seats
    assert (seat.state, seat.options) == (state, keys)
    # And the form is content with it.
    wrong = [one.message for one in problems(form, answers) if one.row == "m0"]
    assert wrong == []


@pytest.mark.rule("C20")
def test_each_member_s_decision_has_its_place_in_every_toolkit_that_asks_for_it() -> None:
    asked = {which[0]: seats(*panel(*which), Answers(), MEMBERS, (), "i").asked for which in PANELS}
    assert asked == {
        "mkscb-2016": True, "mksb-2018": True, "mkscb-2010": False, "medway-2007": False,
        "mk-together-2023": True,
    }  # fmt: skip


def decided(**by: str) -> tuple[Answers, Seats]:
    rows = [
        Row(one.id, {**row_values(FORM, RULE, one, SeatState.DECIDED, by[one.id]), "reason": "x"})
        for one in MEMBERS
        if one.id in by
    ]
    answers = Answers().with_rows("panel_member", rows)
    return answers, seats(FORM, RULE, answers, MEMBERS[: len(by)], (), "i")


def test_how_members_stood_is_one_sentence() -> None:
    assert tally(decided(m0="a", m1="a", m2="a")[1]).words == "Unanimous, 3: a"
    assert tally(decided(m0="a", m1="bd", m2="a")[1]).words == "Split 2 to 1: 2 for a, 1 for b + d"
    assert tally(decided(m0="a")[1]).words == "1: a"
    assert tally(decided()[1]).words == "Nobody has decided yet"


def test_whoever_decided_otherwise_is_listed_once_the_panel_recommends() -> None:
    answers, found = decided(m0="a", m1="bd", m2="a")
    assert dissent(found, RULE, FORM, answers) == ()
    answers = answers.with_single("options", ("a",))
    assert [x.attendee.id for x in dissent(found, RULE, FORM, answers)] == ["m1"]
    answers = answers.with_single("options", ("b", "d"))
    assert [x.attendee.id for x in dissent(found, RULE, FORM, answers)] == ["m0", "m2"]


def test_where_members_agree_or_not_whoever_does_not_is_listed() -> None:
    form, rule = panel(*PANELS[5])
    rows = [
        Row(one.id, row_values(form, rule, one, SeatState.DECIDED, (key,)))
        for one, key in zip(MEMBERS, ("agrees", "disagrees", "agrees"), strict=False)
    ]
    answers = Answers().with_rows("rrc_member", rows)
    found = seats(form, rule, answers, MEMBERS[:3], (), "i")
    assert [x.attendee.id for x in dissent(found, rule, form, answers)] == ["m1"]
    assert tally(found).words == "Split 2 to 1: 2 for Agrees, 1 for Does not agree"


def test_a_member_s_row_is_found_by_its_name_too() -> None:
    values = row_values(FORM, RULE, MEMBERS[0], SeatState.DECIDED, ("a",))
    answers = Answers().with_rows(
        "panel_member", [Row("typed", {**values, "name": "Dr Member  A"}), Row("x", {})]
    )
    found = seats(FORM, RULE, answers, MEMBERS[:1], (), "i")
    assert [(one.state, one.row) for one in found.seats] == [(SeatState.DECIDED, "typed")]
    assert found.others == ("Somebody without a name",)


def test_what_may_go_on_for_a_reason_needs_one() -> None:
    people = [replace(MEMBERS[0], capacity="chair")]
    answers = Answers().with_rows(
        "panel_member",
        [Row("m0", {**row_values(FORM, RULE, MEMBERS[0], SeatState.DECIDED, "a"), "reason": "x"})],
    )
    found = seats(FORM, RULE, answers, people, (), "i")
    blocks = item_blocks(room(people, quorum=4), found)
    assert [one.weight for one in blocks] == [Weight.REASON]
    assert not may_end(blocks)
    assert not may_end(blocks, "  ")
    assert may_end(blocks, "Nobody else can come before the month is over.")
    assert first_stop(blocks) == blocks[0]
    assert first_stop(blocks, "Said") is None


def test_a_recommendation_that_no_member_gave_is_looked_at() -> None:
    people = [replace(one, capacity="chair" if one is MEMBERS[0] else "member") for one in MEMBERS]
    rows = [
        Row(one.id, {**row_values(FORM, RULE, one, SeatState.ABSTAINED, ()), "reason": "New."})
        for one in MEMBERS
    ]
    answers = Answers().with_rows("panel_member", rows)
    blocks = item_blocks(room(people), seats(FORM, RULE, answers, people, (), "i"))
    said = [(one.weight, one.what) for one in blocks if "abstained" in one.what]
    assert said == [(Weight.LOOK, "No member gave a decision: all abstained or stepped out.")]


def test_an_empty_room_is_sent_to_the_attendance() -> None:
    people = [replace(one, presence="expected") for one in MEMBERS]
    blocks = item_blocks(room(people), seats(FORM, RULE, Answers(), people, (), "i"))
    assert (blocks[0].weight, blocks[0].what) == (Weight.STOP, "Nobody is in the room.")
    assert "attendance" in blocks[0].do


def test_what_a_meeting_leaves_open_is_said_before_it_ends() -> None:
    items = [
        AgendaItem("a", public="SCR-2026-001", state="now"),
        AgendaItem("b", title="The annual report"),
        AgendaItem("c", title="Done", state="done"),
    ]
    actions = [ActionPoint("x", text="Write"), ActionPoint("y", text="Ask", owner="R. Osei")]
    said = [(one.weight, one.what) for one in meeting_blocks(items, actions)]
    assert said == [
        (Weight.STOP, "SCR-2026-001 is still being taken."),
        (Weight.LOOK, "Not taken: The annual report."),
        (Weight.LOOK, "1 action point without a name."),
    ]
    assert not may_end(meeting_blocks(items, actions), "For a reason")


def test_namesakes_have_a_row_each() -> None:
    people = (MEMBERS[0], replace(MEMBERS[1], name=MEMBERS[0].name))
    values = row_values(FORM, RULE, people[1], SeatState.DECIDED, ("a",))
    answers = Answers().with_rows("panel_member", [Row("m1", values)])
    found = seats(FORM, RULE, answers, people, (), "i")
    assert [one.state for one in found.seats] == [SeatState.TO_DECIDE, SeatState.DECIDED]
