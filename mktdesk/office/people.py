"""Telling ways into a vault apart: somebody may have one on each of their computers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from msgspec import UNSET

from mktdesk.calendar import spoken_date
from mktdesk.errors import VaultError
from mktdesk.office.header import Header, Slot, good_name

_LONGEST = 200
_TAKEN = "Somebody of this name can open the vault."


def labels(slots: Iterable[Slot]) -> dict[str, str]:
    """The name of each slot by its id; where several share it, with its computer and date.

    One that was made before these were kept has its name alone.
    """
    ways = tuple(slots)
    count = Counter(slot.name.casefold() for slot in ways)
    return {
        slot.id: f"{slot.name} ({_made(slot)})"
        if count[slot.name.casefold()] > 1 and slot.computer is not UNSET
        else slot.name
        for slot in ways
    }


def _made(slot: Slot) -> str:
    day = since_words(slot)
    return f"{slot.computer}, since {day}" if day else str(slot.computer)


def since_words(slot: Slot) -> str:
    """The day on which a slot was made, in this computer's time; nothing where it is not known."""
    try:
        return spoken_date(datetime.fromisoformat(slot.since or "").astimezone().date())
    except (TypeError, ValueError, OverflowError):
        return ""


def computer_name(name: str) -> str:
    """A computer's name as a slot keeps it."""
    kept = "".join(letter for letter in name if letter.isprintable())
    return kept.strip()[:_LONGEST]


def name_on(head: Header, name: str, computer: str) -> str:
    """A good name for somebody on this computer. Raises VaultError when it is taken here.

    The same name on another computer is the same person.
    """
    name = good_name(name)
    taken = [slot for slot in head.slots if _same(slot, name)]
    if any(slot.kind != "staff" or slot.computer in {UNSET, computer} for slot in taken):
        raise VaultError(_TAKEN, "Add a middle name; for another computer of theirs, invite them.")
    return name


def name_invited(head: Header, name: str) -> str:
    """A good name to invite: somebody new, or somebody to another computer of theirs.

    Raises VaultError for one that has an open invitation.
    """
    name = good_name(name)
    if any(slot.kind != "staff" and _same(slot, name) for slot in head.slots):
        raise VaultError(
            "Somebody of this name is invited already.", "Add a middle name, or wait until it ends."
        )
    return name


def knows(head: Header, name: str) -> bool:
    """Somebody of this name can open the vault."""
    return any(slot.kind == "staff" and _same(slot, name.strip()) for slot in head.slots)


def _same(slot: Slot, name: str) -> bool:
    return slot.name.casefold() == name.casefold()
