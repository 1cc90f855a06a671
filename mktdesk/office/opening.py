"""Setting up a vault, unlocking it, and recovering it with the printed code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from msgspec import UNSET, UnsetType

from mktdesk.book import Book, Change, Json
from mktdesk.calendar import stamp
from mktdesk.errors import UnlockRefused, VaultError
from mktdesk.office import anchors, away, header, numbers, recovery, slots, staff
from mktdesk.office import register as register_file
from mktdesk.office.crypto import KEY, KdfCost, WrongKey
from mktdesk.office.disk import make_folder, told
from mktdesk.office.header import Header, Slot, Travelling
from mktdesk.office.kinds import KINDS
from mktdesk.office.machine import Machine, Waiting
from mktdesk.office.people import labels
from mktdesk.office.register import open_if_possible, open_to_read
from mktdesk.office.shelf import Shelf, Staff
from mktdesk.office.slots import Keys, SlotSecret
from mktdesk.office.vault import Vault


@dataclass(frozen=True, slots=True)
class StaffSlot:
    """Somebody who can unlock the vault. device_bound: only on their own computer.

    label: the name, with computer and day where another has the same. computer: where it was
    made, as far as that is known.
    """

    slot_id: str
    name: str
    device_bound: bool
    label: str
    computer: str = ""


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """What a vault tells without a passphrase. likely: the slot of who probably unlocks it.

    travelling: for a copy that was taken along, of what.
    """

    office_name: str
    vault_id: str
    staff: tuple[StaffSlot, ...]
    likely: str = ""
    travelling: Travelling | None = None


def vault_info(folder: Path, computer: str = "") -> VaultInfo:
    """Whose vault it is and who can unlock it; nothing of this is proved before unlocking.

    computer: this one's name; who made their way in on it is likely to unlock the vault here.
    Raises VaultError where there is no vault, VaultDamaged, NewerVersion.
    """
    return info_of(header.read(folder), computer)


def info_of(head: Header, computer: str = "") -> VaultInfo:
    """What a header tells without a passphrase; see `vault_info`."""
    there = [slot for slot in head.slots if slot.kind == "staff"]
    label = labels(there)
    people = (
        StaffSlot(slot.id, slot.name, slot.device, label[slot.id], slot.computer or "")
        for slot in there
    )
    here = (slot.id for slot in there if slot.computer and slot.computer == computer)
    copy = away.travelling(head)
    return VaultInfo(head.office, head.vault, tuple(people), next(here, ""), copy)


def create_vault(
    folder: Path,
    *,
    office_name: str,
    staff_name: str,
    passphrase: str,
    machine: Machine,
    kdf: KdfCost | None = None,
    travelling: Travelling | UnsetType = UNSET,
) -> tuple[Vault, str]:
    """Set up an office in a folder that is new or empty: the vault, and its recovery code.

    The code is to be printed; it is kept nowhere. travelling: of a copy that was taken along.
    Raises VaultError, VaultUnwritable.
    """
    slots.refuse_weak(passphrase)
    make_folder(folder)
    _refuse_full(folder)
    for kind in KINDS:
        make_folder(folder / kind.folder)
    vault_key, register_key, code = (
        secrets.token_bytes(KEY),
        secrets.token_bytes(KEY),
        recovery.new_code(),
    )
    head = header.blank(office_name, stamp(machine.clock.now()), vault_key, register_key)
    cost = kdf or KdfCost.standard()
    first = slots.new_staff(head, vault_key, machine, staff_name, passphrase, cost)
    ways = (first, slots.new_recovery(head, vault_key, code))
    head = header.changed(head, slots=ways, travelling=travelling)
    register = Book.create(
        folder / register_file.FILE, register_key,
        book_id=head.vault, kind="register", clock=machine.clock,
        installation=machine.memory(head.vault).installation,
    )  # fmt: skip
    try:
        register.write(Change(staff_name, "set-up", [anchors.header_row(head)]))
    finally:
        register.close()
    numbers.write(folder, numbers.Numbers(head.vault), vault_key)
    header.write(folder, head, vault_key)  # last: with it the folder is a vault
    return unlock(folder, first.id, passphrase, machine=machine), code


def _refuse_full(folder: Path) -> None:
    """Raise VaultError unless the folder is empty, or holds only a set-up that did not end."""
    with told():
        there = {path.name for path in folder.iterdir()}
        shelves = {kind.folder for kind in KINDS}
        files = {register_file.FILE, f"{register_file.FILE}-journal", numbers.FILE}
        full = any(any((folder / name).iterdir()) for name in there & shelves)
        if there - files - shelves or full:
            raise VaultError(
                "This folder is not empty.", "Choose a new or empty folder for the vault."
            )
        for name in there & files:
            (folder / name).unlink()


def unlock(
    folder: Path, staff_slot_id: str, passphrase: str, *, machine: Machine,
    waiting: Waiting = lambda: None,
) -> Vault:  # fmt: skip
    """Open a vault with a member of staff's passphrase.

    waiting: called when another window of this computer is trying one and is waited for.

    Raises UnlockRefused (with the seconds to wait) for a wrong passphrase or person, and while
    a wait lasts, across restarts; VaultError when this computer's keyring lacks its part;
    VaultDamaged, NewerVersion, VaultUnwritable.
    """
    head = header.read(folder)
    slot, keys, failed = attempt(head, staff_slot_id, passphrase, machine, waiting)
    return _open(folder, head, slot, keys, machine, failed)


def attempt(
    head: Header, slot_id: str, passphrase: str, machine: Machine, waiting: Waiting
) -> tuple[Slot, Keys, int]:
    """Try a passphrase, counted before it is tried: the slot, its keys, how many failed before.

    One at a time on this computer, so that guesses side by side are no quicker, and a good one
    is not told to wait for another window's. Raises as `unlock`.
    """
    with machine.turn(head.vault, waiting):
        machine.refuse_early(head.vault)
        slot = next((s for s in head.slots if s.id == slot_id and s.kind == "staff"), None)
        device = slots.device_secret(machine, head, slot) if slot else b""
        wait = machine.count_attempt(head.vault)
        if slot is None or len(passphrase) > slots.LONGEST_PASSPHRASE:
            raise UnlockRefused(wait)
        try:
            keys = slots.open_slot(head, slot, SlotSecret(passphrase, device=device))
        except WrongKey as error:
            raise UnlockRefused(wait) from error
        return slot, keys, machine.forget_attempts(head.vault)


def recover(folder: Path, code: str, *, machine: Machine) -> Vault:
    """Open a vault with the printed recovery code, however it was typed.

    Raises VaultError that names a mistyped group, UnlockRefused for another vault's code.
    """
    head = header.read(folder)
    secret = recovery.secret_of(code)
    for slot in head.slots:
        if slot.kind == "recovery":
            try:
                keys = slots.open_slot(head, slot, SlotSecret(code=secret))
            except WrongKey:
                continue
            return _open(folder, head, slot, keys, machine, 0)
    raise UnlockRefused


def join(
    folder: Path, code: str, passphrase: str, *, machine: Machine, kdf: KdfCost | None = None
) -> Vault:
    """Use a colleague's invitation, once: make a way in on this computer, and open the vault.

    Raises VaultError for a mistyped or used code, a time that is over, a weak passphrase.
    """
    slots.refuse_weak(passphrase)
    head, secret = header.read(folder), recovery.secret_of(code)
    for slot in head.slots:
        if slot.kind == "invitation":
            try:
                keys = slots.open_slot(head, slot, SlotSecret(code=secret))
            except WrongKey:
                continue
            return _accept(folder, head, slot, keys, machine, passphrase, kdf)
    raise _no_invitation("This code is no invitation to this vault, or it has been used.")


def _accept(
    folder: Path, head: Header, slot: Slot, keys: Keys, machine: Machine, passphrase: str,
    kdf: KdfCost | None,
) -> Vault:  # fmt: skip
    head = header.read(folder, keys.vault)  # the time is believed once the file is proved
    if staff.over(slot, machine.clock):
        raise _no_invitation("This invitation's time is over.")
    vault = _open(folder, head, slot, keys, machine, 0)
    try:
        made = staff.accept(vault, passphrase, kdf or KdfCost.standard())
    finally:
        vault.lock()
    return unlock(folder, made.id, passphrase, machine=machine)


def _no_invitation(what: str) -> VaultError:
    return VaultError(what, "Ask a colleague who can open the vault for another invitation.")


def _open(
    folder: Path, head: Header, slot: Slot, keys: Keys, machine: Machine, failed: int
) -> Vault:
    """The vault, once its key is known: prove the header, open the register, look for signs."""
    head = header.read(folder, keys.vault)
    register = open_to_read(folder, head, keys.vault, machine)
    try:
        alarms = anchors.check_vault(anchors.recall(machine, head.vault), head, register)
        if not alarms:
            register.close()
            note: dict[str, Json] = {"computer": machine.name, "failed_before": failed}
            event = Change(slot.name, "unlock", note=note)
            register = open_if_possible(folder, head, keys.vault, machine, event)
        who, installation = Staff(slot.id, slot.name), machine.memory(head.vault).installation
        shelf = Shelf(folder, head, keys, who, machine, installation, register)
        vault = Vault(shelf, alarms=alarms)
        vault.begin(bound=slot.device or slot.kind == "recovery")
    except BaseException:
        register.close()
        raise
    return vault
