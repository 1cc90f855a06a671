from __future__ import annotations

from dataclasses import replace

import pytest

from mktdesk.casework.minutewords import Kind, pieces
from mktdesk.casework.minuting import (
    Action,
    Decision,
    Held,
    Person,
    TakenItem,
    digest_of,
    draft,
    without_names,
)

ITEM = TakenItem(
    "a",
    1,
    "SCR-2026-014",
    "Signed.",
    "Jo Bloggs",
    brief=(("What happened", "word " * 500),),
    out=(("Ann Bell", "Line manager"),),
    decisions=(
        Decision("A. Rahman", "ICB", "a) Meets the threshold", "Serious harm"),
        Decision("B. Khan", "Police", "b) Does not meet it"),
    ),
    outcome=(("Because", "First.\n\nSecond."),),
    further="The Coroner's date",
    relist="Tue 2 Feb 2027",
    note="Talked about it.",
)
HELD = Held(
    people=(
        Person("A. Rahman", "Doctor", "ICB", "chair", there="14:00 to 16:00"),
        Person("J. Deputy", there="14:00 to 15:00", for_whom="C. Osei"),
        Person("Ann Bell", why="apologies"),
    ),
    interests=((1, "Ann Bell", "Line manager", "Stepped out"),),
    items=(ITEM,),
    actions=(Action("Ask for the log", "B. Khan", "1 Feb 2027", item=1), Action("Book a room")),
)


def section(held: Held, key: str, *, reasons: bool = True) -> str:
    return next(one.text for one in draft(held, reasons=reasons) if one.id == key)


@pytest.mark.rule("R302")
def test_detailed_minutes_with_attendance_decisions_and_action_points() -> None:
    assert "A. Rahman | Doctor | ICB | chair | 14:00 to 16:00" in section(HELD, "attendance")
    assert "J. Deputy, for C. Osei" in section(HELD, "attendance")
    assert "- Ann Bell: apologies" in section(HELD, "attendance")
    item = section(HELD, "item-a")
    for said in (
        "Presented by Jo Bloggs. Signed.",
        "A. Rahman | ICB | a) Meets the threshold | Serious harm",
        "- Ann Bell: Line manager",
        "Because: First.\nSecond.",
        "It comes back on Tue 2 Feb 2027.",
        "Talked about it.",
        "- Ask for the log (B. Khan, by 1 Feb 2027)",
    ):
        assert said in item
    assert "2 | Book a room | nobody named |  | " in section(HELD, "actions")


def test_reasons_are_left_out_where_the_office_does_not_want_them() -> None:
    assert "Serious harm" not in section(HELD, "item-a", reasons=False)
    assert "a) Meets the threshold" in section(HELD, "item-a", reasons=False)


def test_nothing_recorded_is_said_and_not_left_empty() -> None:
    assert "Nobody is recorded" in section(Held(), "attendance")
    assert section(Held(), "interests") == "None was declared."
    assert section(Held(), "actions") == "None."


def test_what_somebody_typed_does_not_break_the_tables() -> None:
    wild = replace(ITEM, decisions=(Decision("A | B", "x\ny", "# no", "- why\n| so"),))
    found = pieces(section(replace(HELD, items=(wild,)), "item-a"))
    (decisions,) = [one for one in found if one.kind is Kind.TABLE]
    assert decisions.rows == (
        ("Member", "Agency", "Decision", "Why"),
        ("A / B", "x y", "no", "why / so"),
    )


def test_subjects_are_initials_and_months_stay() -> None:
    text = "Kuba Wroński was seen in May. KUBA said so; Wroński’s aunt May Wroński. Kubala."
    assert without_names(text, ["Kuba Wroński", "May Wroński"]) == (
        "KW was seen in May. KW said so; KW’s aunt MW. Kubala."
    )
    assert without_names("يوسف المصري", ["يوسف المصري"]) == "يا"
    assert without_names("as it was", ["1 2", ""]) == "as it was"
    will = "Will is at school; they will see WILL young when Young men do. will YOUNG"
    assert without_names(will, ["Will Young"]) == (
        "WY is at school; they will see WY when WY men do. WY"
    )
    assert without_names("The van of Ada van Dyk; DYK", ["Ada van Dyk"]) == "The van of AVD; AVD"


def test_the_digest_is_of_every_letter_and_of_where_a_section_ends() -> None:
    one = digest_of([("A", "text")])
    assert one == digest_of([("A", "text")])
    assert len({one, digest_of([("A", "texT")]), digest_of([("At", "ext")]), digest_of([])}) == 4
