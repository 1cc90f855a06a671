"""Key slots: the ways into a vault, each with its own X25519 pair.

The vault key is sealed to the slots' public keys, so that revoking somebody needs nobody
else's passphrase.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Literal

import msgspec
from msgspec import UNSET

from mktdesk.calendar import stamp
from mktdesk.errors import VaultError
from mktdesk.office import crypto, recovery
from mktdesk.office.crypto import KEY, KdfCost
from mktdesk.office.header import Header, Slot, good_name, new_id, previous_key
from mktdesk.office.machine import Machine, SecretsUnavailable
from mktdesk.office.people import computer_name, name_invited

SHORTEST_PASSPHRASE = 8
LONGEST_PASSPHRASE = 1024
_COST = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class Keys:
    """What an unlocked vault holds in memory: the vault key and the slot's private key.

    previous: the vault key before, while some files still lie under it; else empty.
    """

    vault: bytes = field(repr=False)
    private: bytes = field(repr=False)
    previous: bytes = field(default=b"", repr=False)

    @property
    def readers(self) -> tuple[bytes, ...]:
        """The vault keys that may prove a file, the one that is written with first."""
        return (self.vault, self.previous) if self.previous else (self.vault,)


@dataclass(frozen=True, slots=True)
class SlotSecret:
    """What a person (and perhaps a device) brings to open a slot."""

    passphrase: str = field(default="", repr=False)
    code: bytes = field(default=b"", repr=False)
    device: bytes = field(default=b"", repr=False)

    def key(self, about: bytes, salt: bytes, cost: KdfCost | None) -> bytes:
        """The slot's own key. A printed code is random and needs no stretching."""
        base = crypto.stretch(self.passphrase, salt, cost) if cost else self.code
        both = crypto.context(base, self.device)
        return crypto.derive(both, salt, crypto.context("mktdesk/slot-key/1", about))


def new_staff(
    head: Header, vault_key: bytes, machine: Machine, name: str, passphrase: str, cost: KdfCost
) -> Slot:
    """A slot for a member of staff, bound to this computer where it has a working keyring.

    Whether the name is free is the caller's to ask. Raises VaultError for a bad name or a
    passphrase that is too short.
    """
    name = good_name(name)
    refuse_weak(passphrase)
    ident, device = new_id(), secrets.token_bytes(KEY)
    try:
        machine.secrets.put(_device_name(head.vault, ident), device.hex())
    except SecretsUnavailable:
        device = b""
    blank = _Blank(ident, "staff", name, bool(device), cost)
    made = _make(head, vault_key, blank, SlotSecret(passphrase, device=device))
    return msgspec.structs.replace(
        made,
        computer=computer_name(machine.name) or UNSET,
        since=stamp(machine.clock.now()),
    )


def new_recovery(head: Header, vault_key: bytes, code: str) -> Slot:
    """The slot that a printed recovery code opens."""
    blank = _Blank(new_id(), "recovery", "Recovery code", device=False, cost=None)
    return _make(head, vault_key, blank, SlotSecret(code=recovery.secret_of(code)))


def new_invitation(head: Header, vault_key: bytes, name: str, code: str, until: str) -> Slot:
    """A slot that somebody opens once, on their own computer, to make their own."""
    blank = _Blank(new_id(), "invitation", name_invited(head, name), device=False, cost=None)
    own = SlotSecret(code=recovery.secret_of(code))
    return msgspec.structs.replace(_make(head, vault_key, blank, own), until=until)


def with_passphrase(
    head: Header, slot: Slot, private: bytes, own: SlotSecret, cost: KdfCost
) -> Slot:
    """The same slot and pair behind another passphrase. Raises VaultError for a weak one."""
    refuse_weak(own.passphrase)
    slot = msgspec.structs.replace(slot, salt=secrets.token_bytes(16), kdf=cost)
    about = _about(head.vault, slot)
    wrapped = crypto.wrap(own.key(about, slot.salt, slot.kdf), private, about)
    return msgspec.structs.replace(slot, private=wrapped)


def sealed_again(head: Header, slot: Slot, vault_key: bytes) -> Slot:
    """The same slot, holding another vault key: this needs nobody's passphrase."""
    box = crypto.seal_to(slot.public, vault_key, _box_about(head, slot.id))
    return msgspec.structs.replace(slot, box=box)


def refuse_weak(passphrase: str) -> None:
    """Raise VaultError for a passphrase that nobody should use, or none could type."""
    if not SHORTEST_PASSPHRASE <= len(passphrase) <= LONGEST_PASSPHRASE:
        raise VaultError(
            f"A passphrase has between {SHORTEST_PASSPHRASE} and {LONGEST_PASSPHRASE} characters.",
            "Four or more unrelated words are easy to remember and hard to guess.",
        )


def device_secret(machine: Machine, head: Header, slot: Slot) -> bytes:
    """The part of a slot's key that this computer keeps. Raises VaultError where it is not."""
    if not slot.device:
        return b""
    try:
        kept = machine.secrets.get(_device_name(head.vault, slot.id))
    except SecretsUnavailable as error:
        raise VaultError(
            "This computer's keyring is locked or missing, and your entry needs it.",
            "Unlock the keyring and try again, or use the recovery code.",
        ) from error
    if kept is None or len(kept) != KEY * 2 or set(kept) - set("0123456789abcdef"):
        raise VaultError(
            "Your entry belongs to another computer, or its keyring was emptied.",
            "Unlock the vault there, or use the recovery code.",
        )
    return bytes.fromhex(kept)


def open_slot(head: Header, slot: Slot, own: SlotSecret) -> Keys:
    """The vault key and the slot's private key. Raises crypto.WrongKey."""
    about = _about(head.vault, slot)
    private = crypto.unwrap(own.key(about, slot.salt, slot.kdf), slot.private, about)
    return open_with(head, slot, private)


def open_with(head: Header, slot: Slot, private: bytes) -> Keys:
    """As `open_slot`, with the slot's private key, which stays the same from epoch to epoch:
    so an unlocked vault can also open its own older headers. Raises crypto.WrongKey.
    """
    vault_key = crypto.open_box(private, slot.box, _box_about(head, slot.id))
    if len(vault_key) != KEY:
        raise crypto.WrongKey
    return Keys(vault_key, private, previous_key(head, vault_key))


@dataclass(frozen=True, slots=True)
class _Blank:
    id: str
    kind: Literal["staff", "recovery", "invitation"]
    name: str
    device: bool
    cost: KdfCost | None


def _make(head: Header, vault_key: bytes, blank: _Blank, own: SlotSecret) -> Slot:
    private, public = crypto.new_pair()
    nothing = crypto.Wrapped(b"", b"")
    slot = Slot(
        id=blank.id, kind=blank.kind, name=blank.name, device=blank.device, kdf=blank.cost,
        salt=secrets.token_bytes(16), public=public, private=nothing,
        box=crypto.seal_to(public, vault_key, _box_about(head, blank.id)),
    )  # fmt: skip
    about = _about(head.vault, slot)
    own_key = own.key(about, slot.salt, slot.kdf)
    return msgspec.structs.replace(slot, private=crypto.wrap(own_key, private, about))


def _about(vault: str, slot: Slot) -> bytes:
    """What a slot's private key is tied to: everything of the slot but its box and the words
    that tell it apart, which the header's HMAC proves.
    """
    return crypto.context(
        "mktdesk/slot/1", vault, slot.id, slot.kind, int(slot.device), _COST.encode(slot.kdf),
        slot.salt, slot.public,
    )  # fmt: skip


def _box_about(head: Header, slot: str) -> bytes:
    return crypto.context("mktdesk/vault-key/1", head.vault, slot, head.epoch)


def _device_name(vault: str, slot: str) -> str:
    return f"{vault}/device/{slot}"
