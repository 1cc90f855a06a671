"""What a process map is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["done", "now", "next", "later", "not_needed", "late"]
LEAST_WIDTH = 160.0  # points; in less, words cannot be read


@dataclass(frozen=True, slots=True)
class Node:
    """A step: what is done, by whom, where it stands, and a note ("due in 3 working days").

    lane: which branch of the process it belongs to, in words; "" for what all have in common.
    Lanes stand from left to right in the order in which they are first named.
    """

    id: str
    label: str
    who: str = ""
    state: State = "later"
    note: str = ""
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One step leads to another; the label says when ("criteria met")."""

    start: str
    end: str
    label: str = ""


class MapRefused(ValueError):
    """A mistake in what is to be drawn; `ids` are the steps it is about.

    Toolkits are checked when they are read, so this is never a person's mistake.
    """

    def __init__(self, why: str, ids: Sequence[str]) -> None:
        super().__init__(f"{why}: {', '.join(ids)}")
        self.ids = tuple(ids)
