"""The keys of a deciding panel, without a screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.roomkeys import (
    Abstain,
    AllDecided,
    AskReason,
    Choice,
    Command,
    Decide,
    Place,
    Room,
    press,
    shown,
)

# As the 2016 form has them: a excludes b, b can stand beside c to g.
CHOICES = (
    Choice("a", "a", "Meets the threshold", frozenset({"b"})),
    Choice("b", "b", "Does not meet the threshold", frozenset({"a"})),
    Choice("c", "c", "A learning process"),
)


def table(count: int = 3, *, many: bool = True, reasons: bool = False) -> Room:
    places = tuple(Place(f"m{n}", f"Member {n}") for n in range(1, count + 1))
    return Room(places, tuple(replace(one, reason=reasons) for one in CHOICES), many=many)


def keys(room: Room, *pressed: str) -> tuple[Room, list[Command]]:
    said = []
    for key in pressed:
        room, command = press(room, key)
        if command is not None:
            said.append(command)
    return room, said


def test_a_letter_decides_for_the_chosen_member_and_enter_goes_on() -> None:
    room, said = keys(table(), "a", "Enter", "b", "c", "Enter")
    assert said == [
        Decide("m1", ("a",), ""),
        Decide("m2", ("b",), ""),
        Decide("m2", ("b", "c"), ""),
    ]
    assert room.at == 2


@pytest.mark.rule("R380")
def test_an_option_that_excludes_another_takes_its_place() -> None:
    _, said = keys(table(), "b", "c", "a")
    assert said[-1] == Decide("m1", ("a", "c"), "")


def test_of_one_choice_the_last_letter_counts() -> None:
    _, said = keys(table(many=False), "a", "c")
    assert said == [Decide("m1", ("a",), ""), Decide("m1", ("c",), "")]


def test_the_same_letter_takes_it_back() -> None:
    room, said = keys(table(), "a", "a")
    assert said[-1] == Decide("m1", (), "")
    assert not room.places[0].done


def test_the_same_decision_takes_one_key_for_each_further_member() -> None:
    room = table(4)
    room, _ = keys(room, "a")
    first = replace(room.places[0], reason="All three limbs are met.")
    room = replace(shown(room, (first, *room.places[1:])), last=Decide("m1", ("a",), first.reason))
    room, said = keys(room, "Enter", "=", "=", "=")
    assert said == [Decide(f"m{n}", ("a",), "All three limbs are met.") for n in (2, 3, 4)]
    assert all(one.done for one in room.places)
    assert press(room, "Enter")[1] == AllDecided()


def test_a_reason_goes_with_its_own_decision_and_no_other() -> None:
    room = replace(table(2), last=Decide("m1", ("a",), "All three limbs are met."), at=1)
    room, said = keys(room, "a")
    assert said == [Decide("m2", ("a",), "All three limbs are met.")]
    room, said = keys(replace(room, last=Decide("m1", ("a",), "All three limbs are met.")), "b")
    assert said == [Decide("m2", ("b",), "")]


def test_digits_choose_members_and_ten_is_nought() -> None:
    room = table(10)
    assert press(room, "0")[0].at == 9
    assert press(room, "4")[0].at == 3
    assert press(table(3), "9")[0].at == 0


@pytest.mark.rule("R201")
def test_where_reasons_are_needed_enter_asks_before_it_goes_on() -> None:
    room, said = keys(table(reasons=True), "a", "Enter")
    assert said[-1] == AskReason("m1")
    assert room.at == 0


def test_who_stepped_out_decides_nothing_and_is_passed_over() -> None:
    room = table()
    away = replace(room.places[1], out="Stepped out")
    room = shown(room, (room.places[0], away, room.places[2]))
    room, _ = keys(room, "a", "Enter")
    assert room.at == 2
    assert press(replace(room, at=1), "a") == (replace(room, at=1), None)


def test_abstaining_is_a_decision_of_its_own() -> None:
    room, said = keys(table(), "-")
    assert said == [Abstain("m1")]
    assert room.places[0].done
    assert room.at == 1


def test_the_same_again_after_an_abstention_is_the_next_members() -> None:
    room, said = keys(table(), "a", "Enter", "-", "=")
    assert [type(one) for one in said] == [Decide, Abstain, Decide]
    assert [one.given for one in room.places] == [("a",), (), ("a",)]
    assert room.places[1].abstained


@given(st.lists(st.sampled_from(["1", "2", "3", "a", "b", "c", "=", "-", "Enter", "Up", "Down",
                                 "Backspace", "/", "z", "9", ""]), max_size=40))  # fmt: skip
def test_whatever_is_pressed_the_screen_agrees_with_what_is_kept(pressed: list[str]) -> None:
    room, said = keys(table(), *pressed)
    kept: dict[str, tuple[str, ...]] = {}
    for command in said:
        if isinstance(command, Decide):
            kept[command.member] = command.options
            assert not {"a", "b"} <= {*command.options}
        elif isinstance(command, Abstain):
            kept[command.member] = ()
    assert {one.member: one.given for one in room.places} == {
        one.member: kept.get(one.member, ()) for one in room.places
    }
