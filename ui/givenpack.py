"""A travel pack that was double-clicked: what is told of it once an office is open."""

from __future__ import annotations

from pathlib import Path

from mktdesk.errors import DeskError
from ui.page import Screen


def tell_of_pack(pack: Path, screen: Screen) -> None:
    """Say which pack was opened and what to do with it; it is not read here."""
    screen.failed(
        DeskError(
            f"{pack.name} is a travel pack; nothing of it was taken in yet.",
            "To bring it back to this office: Travel packs, Bring back a pack. To work on it on "
            "this computer: lock, then Open a travel pack.",
        )
    )
