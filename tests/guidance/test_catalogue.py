"""Every rule that the program claims so far has a test that carries its id."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]

CLAIMED = {
    *(f"R{n}" for n in range(8, 13)),
    *(f"R{n}" for n in range(177, 189)),
    *(f"R{n}" for n in range(349, 392)),
    "R201",
    "R205",
    "R206",
    "C20",
    "C23",
}
# Said where it is left: the outcome letter comes with the notices.
LATER = {"R390"}


def test_every_claimed_rule_is_proved_by_a_test() -> None:
    marked = set()
    for path in TESTS.rglob("test_*.py"):
        marked |= set(re.findall(r'mark\.rule\("([RC]\d+)"\)', path.read_text(encoding="utf-8")))
    assert CLAIMED - LATER - marked == set()


def test_every_mark_is_a_rule_of_the_catalogue() -> None:
    for path in TESTS.rglob("test_*.py"):
        for mark in re.findall(r'mark\.rule\("([^"]+)"\)', path.read_text(encoding="utf-8")):
            kind, number = mark[0], int(mark[1:])
            assert kind in "RC", mark
            assert 1 <= number <= (435 if kind == "R" else 30), mark
