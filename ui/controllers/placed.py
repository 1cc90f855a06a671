"""What the controllers of a place of the rail have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance


class Placed(Protocol):
    """Whatever has pages that stand at one place of the rail. show_screen: (Screen)."""

    @property
    def show_screen(self) -> SignalInstance:
        """Emitted with each page."""


class PlacedController(QObject):
    """show_screen: (Screen) of its place. failed: (DeskError) with no page yet. follow: (Ticket,
    words) of long work. changed: the list of cases may differ. ended: the vault is no more.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    changed = Signal()
    ended = Signal()
    failed = Signal(object)
    given: Path | None = None  # a file that the program was started with, to begin with

    def begin(self) -> None:
        """Show the place's page."""
        raise NotImplementedError
