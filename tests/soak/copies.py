"""Copies of a case that travel: edits, removals, signing, undo, erasing, packs late and twice."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.book.copies import Copies
from tests.soak.row import Figures, Row


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """`count` lives of three copies; each is compared with the naive rules at its end."""
    del base  # the copies' files lie in memory
    seen = Figures()

    class Counted(Copies):
        def end(self) -> None:
            super().end()
            seen["tried"] += 1
            seen["conflicts"] += len(self.expected)
            seen["erased"] += len(self.erased)

    wish = settings(
        max_examples=count,
        stateful_step_count=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(chance.randrange(1 << 32))(Counted), settings=wish)
    except AssertionError:
        seen["differ"] += 1
    return seen


ROW = Row(
    "copies", "three copies of a case written apart, packs late, twice and out of order",
    20_000, 500, 20, run,
    wrong=("differ",), whole=("conflicts", "erased"),
)  # fmt: skip
