"""Ways into a vault for jobs that begin before it is unlocked: restoring, rebuilding."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mktdesk.errors import UnlockRefused
from mktdesk.office import opening, recovery, slots
from mktdesk.office.crypto import WrongKey
from mktdesk.office.header import Header
from mktdesk.office.machine import Machine
from mktdesk.office.slots import Keys, SlotSecret
from mktdesk.office.vault import Vault


@dataclass(frozen=True, slots=True)
class Way:
    """Somebody's passphrase (slot: theirs), or the printed recovery code."""

    slot: str = ""
    passphrase: str = field(default="", repr=False)
    code: str = field(default="", repr=False)

    def unlock(self, folder: Path, machine: Machine) -> Vault:
        """Open a vault. Raises as `unlock` and `recover`."""
        if self.code:
            return opening.recover(folder, self.code, machine=machine)
        return opening.unlock(folder, self.slot, self.passphrase, machine=machine)

    def keys(self, head: Header, machine: Machine) -> tuple[str, Keys]:
        """The slot that this opens in a header, and its keys; an attempt is counted.

        Raises UnlockRefused, VaultError for a mistyped code or a computer that lacks its part.
        """
        if self.code:
            return self._by_code(head)
        slot, keys, _ = opening.attempt(head, self.slot, self.passphrase, machine, lambda: None)
        return slot.id, keys

    def _by_code(self, head: Header) -> tuple[str, Keys]:
        secret = recovery.secret_of(self.code)
        for slot in head.slots:
            if slot.kind == "recovery":
                try:
                    return slot.id, slots.open_slot(head, slot, SlotSecret(code=secret))
                except WrongKey:
                    continue
        raise UnlockRefused


def own_keys(head: Header, slot_id: str, keys: Keys) -> Keys | None:
    """The keys of another header of the same vault, older or newer, for the same slot."""
    slot = next((slot for slot in head.slots if slot.id == slot_id), None)
    try:
        return slots.open_with(head, slot, keys.private) if slot else None
    except WrongKey:
        return None
