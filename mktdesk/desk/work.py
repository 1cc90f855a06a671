"""Long work: says how far it is, and can be stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Progress(Protocol):
    """What long work tells, and asks: the window's foot panel or the command line."""

    def report(self, fraction: float, words: str) -> None:
        """How far (0 to 1) and what is being done."""
        ...

    def cancelled(self) -> bool:
        """Whether the person has pressed Cancel."""
        ...


@dataclass(frozen=True, slots=True)
class Silent:
    """Nobody is watching, and nobody can cancel."""

    def report(self, fraction: float, words: str) -> None:
        """Say nothing."""

    def cancelled(self) -> bool:
        """Never."""
        return False


@dataclass(frozen=True, slots=True)
class Share:
    """The first part of longer work: its end is the whole's `part` (0 to 1)."""

    whole: Progress
    part: float

    def report(self, fraction: float, words: str) -> None:
        """How far the part is, told as the whole's."""
        self.whole.report(fraction * self.part, words)

    def cancelled(self) -> bool:
        """Whether the whole is stopped."""
        return self.whole.cancelled()
