"""Something was saved outside the vault: what to tell the person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saved:
    """The file's name, and what to know of it (what it opens with, that it is not protected)."""

    name: str
    words: str
