from __future__ import annotations

from argparse import Namespace

import pytest

from mktdesk.cli.opening import slot_of
from mktdesk.desk.session import StaffSlot, VaultInfo
from mktdesk.errors import DeskError

ANN = StaffSlot("a1", "Ann Archer", True, "Ann Archer (laptop-a, since Mon 2 Feb 2026)", "laptop-a")
ANN_TOO = StaffSlot("a2", "ann archer", True, "ann archer (laptop-b)", "laptop-b")
BEA = StaffSlot("b1", "Bea Booth", False, "Bea Booth")


def found(likely: str, staff: str | None, *people: StaffSlot) -> str:
    return slot_of(VaultInfo("Office", "0" * 16, people, likely), Namespace(staff=staff))


@pytest.mark.parametrize(
    ("likely", "staff", "slot"),
    [
        ("", "BEA booth", "b1"),
        ("a2", "Ann Archer", "a2"),  # whose way in was made on this computer
        ("", "a1", "a1"),
        ("a2", "Ann Archer (laptop-a, since Mon 2 Feb 2026)", "a1"),
    ],
)
def test_a_way_in_is_found_by_name_label_or_id(likely: str, staff: str, slot: str) -> None:
    assert found(likely, staff, ANN, ANN_TOO, BEA) == slot


def test_the_only_one_needs_no_name() -> None:
    assert found("", None, BEA) == "b1"


@pytest.mark.parametrize(("likely", "staff"), [("", "Ann Archer"), ("a1", None), ("b1", "Cy")])
def test_what_is_not_clear_is_asked_with_all_labels(likely: str, staff: str | None) -> None:
    with pytest.raises(DeskError) as asked:
        found(likely, staff, ANN, ANN_TOO, BEA)
    assert asked.value.do == f"Name one with --staff: {ANN.label}; {ANN_TOO.label}; Bea Booth."
