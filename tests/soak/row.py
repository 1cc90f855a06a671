"""A row of the soak table: a fault, how often it is tried, and what must not be seen."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Figures: TypeAlias = Counter[str]
Run: TypeAlias = Callable[[int, random.Random, Path], Figures]


class NotHereError(Exception):
    """This machine cannot try the fault; the words say why."""


@dataclass(frozen=True)
class Row:
    """One row. run(count, chance, folder) tries the fault and counts what it saw.

    full: how often in a whole soak; chunk: how often in one process, which starts afresh with a
    seed of its own; short: how often in the ordinary suite. wrong: figures that must be 0.
    needed: figures that must not be, or the row has proved nothing;
    whole: the same, once the full counts are done.
    """

    name: str
    fault: str
    full: int
    chunk: int
    short: int
    run: Run
    wrong: tuple[str, ...]
    needed: tuple[str, ...] = ("tried",)
    whole: tuple[str, ...] = ()

    def faults(self, figures: Figures, *, whole: bool = False) -> list[str]:
        """What the figures show that must not be. whole: of all the full counts."""
        needed = self.needed + (self.whole if whole else ())
        bad = [f"{name}: {figures[name]}" for name in self.wrong if figures[name]]
        return bad + [f"{name}: none" for name in needed if not figures[name]]
