"""Who can open the vault, and how that changes: all of it on an unlocked vault.

Taking a way in away, and a new recovery sheet, change the vault key: see `renewal`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from mktdesk.book import Json
from mktdesk.calendar import Clock, stamp
from mktdesk.errors import CaseError, UnlockRefused, VaultDamaged, VaultError
from mktdesk.office import casefile, header, recovery, renewal, slots
from mktdesk.office.casefile import CaseFile, Opened
from mktdesk.office.crypto import KdfCost, WrongKey
from mktdesk.office.header import Header, Slot
from mktdesk.office.people import knows, labels, since_words
from mktdesk.office.shelf import Shelf, Staff, recovery_slot
from mktdesk.office.slots import SlotSecret
from mktdesk.office.vault import Vault

INVITATION = timedelta(hours=24)
Told = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Person:
    """A way into the vault. until (UTC): an invitation's end. here: it is the one in use.

    label: the name, with computer and day where another has the same. computer, since: on which
    it was made and the day in words, as far as that is known.
    """

    slot_id: str
    name: str
    kind: Literal["staff", "recovery", "invitation"]
    device_bound: bool
    until: str
    here: bool
    label: str
    computer: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invited colleague needs: the code, once, before `until` (UTC).

    known: somebody of this name can open the vault: it is for another computer of theirs.
    """

    name: str
    code: str
    until: str
    known: bool = False


def people(vault: Vault) -> tuple[Person, ...]:
    """Everybody who can open the vault now, the recovery code and open invitations too."""
    clock = vault.shelf.machine.clock
    there = [
        slot
        for slot in vault.shelf.head_now().slots
        if slot.kind != "invitation" or not over(slot, clock)
    ]
    label = labels(slot for slot in there if slot.kind == "staff")
    return tuple(
        Person(
            slot.id, slot.name, slot.kind, slot.device, slot.until or "",
            slot.id == vault.staff.id, label.get(slot.id, slot.name), slot.computer or "",
            since_words(slot),
        )
        for slot in there
    )  # fmt: skip


def over(slot: Slot, clock: Clock) -> bool:
    """An invitation's time is over, or lies further off than any that is made."""
    try:
        until = datetime.fromisoformat(slot.until or "")
        return not timedelta(0) < until - clock.now() <= INVITATION
    except (ValueError, TypeError):
        return True


def invite(vault: Vault, name: str) -> Invitation:
    """Let somebody make their own way in, once, on their own computer, within a day.

    Somebody who can open the vault already is invited to another computer of theirs. Raises
    VaultError for a name that has an open invitation.
    """
    shelf, code = vault.shelf, recovery.new_code()
    until = stamp(shelf.machine.clock.now() + INVITATION)

    def change(head: Header) -> Header:
        kept = tuple(slot for slot in head.slots if not _spent(slot, shelf.machine.clock))
        head = header.changed(head, slots=kept)
        slot = slots.new_invitation(head, shelf.keys.vault, name, code, until)
        return header.changed(head, slots=(*kept, slot))

    known = knows(shelf.head_now(), name)
    vault.rewrite(change, "invite", note={"name": name.strip(), "until": until})
    return Invitation(name.strip(), code, until, known)


def _spent(slot: Slot, clock: Clock) -> bool:
    return slot.kind == "invitation" and over(slot, clock)


def accept(vault: Vault, passphrase: str, cost: KdfCost) -> Staff:
    """Turn the invitation with which the vault was opened into a slot on this computer."""
    shelf, made = vault.shelf, list[Slot]()

    def change(head: Header) -> Header:
        mine = next((slot for slot in head.slots if slot.id == vault.staff.id), None)
        if mine is None:
            raise VaultError("This invitation has been used.", "Ask for another one.")
        head = header.changed(head, slots=tuple(slot for slot in head.slots if slot != mine))
        made[:] = [
            slots.new_staff(head, shelf.keys.vault, shelf.machine, mine.name, passphrase, cost)
        ]
        return header.changed(head, slots=(*head.slots, *made))

    vault.rewrite(change, "join", note={"computer": shelf.machine.name})
    return Staff(made[0].id, made[0].name)


def change_passphrase(vault: Vault, old: str, new: str, *, cost: KdfCost | None = None) -> None:
    """Give one's own slot another passphrase; the old one is asked and its mistakes counted.

    Raises UnlockRefused for a wrong old one, VaultError for a weak new one.
    """
    slots.refuse_weak(new)
    shelf = vault.shelf
    machine, ident = shelf.machine, vault.staff.id

    def change(head: Header) -> Header:
        slot = next((each for each in head.slots if each.id == ident), None)
        if slot is None or slot.kind != "staff":
            raise VaultError(
                "You opened the vault with the printed code, which has no passphrase.",
                "Give the person a new passphrase in the list.",
            )
        device = slots.device_secret(machine, head, slot)
        with machine.turn(head.vault):
            machine.refuse_early(head.vault)
            wait = machine.count_attempt(head.vault)
            try:
                keys = slots.open_slot(head, slot, SlotSecret(old, device=device))
            except WrongKey as error:
                raise UnlockRefused(wait) from error
            machine.forget_attempts(head.vault)
        own = SlotSecret(new, device=device)
        fresh = slots.with_passphrase(head, slot, keys.private, own, cost or KdfCost.standard())
        return header.changed(head, slots=_swapped(head, slot, fresh))

    vault.rewrite(change, "change-passphrase")


def give_passphrase(
    vault: Vault, slot_id: str, passphrase: str, *, cost: KdfCost | None = None
) -> Staff:
    """With the vault opened by the printed code: a new passphrase, on this computer.

    The person's restricted cases stay open to them. Raises VaultError when it was not opened
    by the code, or there is no such person.
    """
    shelf = vault.shelf
    head = shelf.head_now()
    old = next((s for s in head.slots if s.id == slot_id and s.kind == "staff"), None)
    if old is None or not shelf.recovering:
        raise VaultError(
            "A forgotten passphrase is replaced with the printed recovery code.",
            "Lock the vault and open it with the code.",
        )
    bare = header.changed(head, slots=tuple(slot for slot in head.slots if slot != old))
    fresh = slots.new_staff(
        bare, shelf.keys.vault, shelf.machine, old.name, passphrase, cost or KdfCost.standard()
    )
    # First the cases: a box for a slot that is not there yet harms nothing.
    for case, opened in _restricted(shelf, shelf.keys.private):
        if slot_id in case.named():
            _write(shelf, casefile.with_reader(case, opened, fresh))

    def change(now: Header) -> Header:
        return header.changed(now, slots=_swapped(now, old, fresh))

    vault.rewrite(change, "give-passphrase", note={"name": old.name})
    return Staff(fresh.id, fresh.name)


def revoke(
    vault: Vault, slot_id: str, reason: str, told: Told = lambda _share, _what: None
) -> tuple[str, ...]:
    """Take somebody's way in away: a new vault key for those who stay, every case re-wrapped.

    Needs nobody's passphrase. Open invitations end too. Returns the public parts of restricted
    cases that were open to this person alone: the recovery code opens them. Raises VaultError
    without a reason, for oneself, for the last one; VaultUnwritable, after which the vault
    opens and goes on where it was cut short.
    """
    shelf = _ready(vault, reason, told)
    head = shelf.head_now()
    going = next((s for s in head.slots if s.id == slot_id and s.kind != "recovery"), None)
    if going is None or slot_id == vault.staff.id:
        raise VaultError("This way in cannot be taken away.", "Choose somebody else in the list.")
    staying = [slot for slot in head.slots if slot != going and slot.kind != "invitation"]
    if all(slot.kind != "staff" for slot in staying):
        raise VaultError(
            "Nobody could open the vault any more.", "Add somebody first, then take this away."
        )
    alone = _only_for(shelf, slot_id)

    def ways(bare: Header, fresh: bytes) -> list[Slot]:
        return [slots.sealed_again(bare, slot, fresh) for slot in staying]

    note: dict[str, Json] = {"name": going.name, "slot": going.id}
    if going.computer:
        note["computer"] = going.computer
    _renew(vault, renewal.begin(shelf, ways, "revoke", note, reason), told)
    return alone


def new_code() -> str:
    """A recovery code to print and have typed back, before `replace_recovery` makes it count."""
    return recovery.new_code()


def replace_recovery(
    vault: Vault, code: str, reason: str, *,
    old_code: str = "", told: Told = lambda _share, _what: None,
) -> tuple[str, ...]:  # fmt: skip
    """Make `code` the vault's recovery code; the one before opens nothing any more.

    The vault key changes and every case's recovery box is sealed again. Restricted cases that
    this person cannot open are sealed to the new code at once where old_code is given or the
    vault was opened with it; else when somebody named next opens them: returns their public
    parts. Raises VaultError without a reason or for a wrong code, VaultUnwritable.
    """
    recovery.secret_of(code)
    shelf = _ready(vault, reason, told)
    head = shelf.head_now()
    private = _old_private(shelf, head, old_code)
    pattern = slots.new_recovery(head, shelf.keys.vault, code)
    left = []
    covered = {case.case: (case, opened) for case, opened in _restricted(shelf, private)}
    for public in sorted(shelf.publics()):
        case = _case(shelf, public)
        if case is not None and case.restricted:
            if case.case not in covered:
                left.append(public)
                continue
            _write(shelf, casefile.with_next_sheet(case, covered[case.case][1], pattern))

    def ways(bare: Header, fresh: bytes) -> list[Slot]:
        staff = [slot for slot in head.slots if slot.kind == "staff"]
        return [slots.sealed_again(bare, slot, fresh) for slot in (*staff, pattern)]

    _renew(vault, renewal.begin(shelf, ways, "new-recovery", {}, reason), told)
    return tuple(left)


def _ready(vault: Vault, reason: str, told: Told) -> Shelf:
    """The shelf, once whatever was begun before is finished."""
    if not reason.strip():
        raise VaultError("This needs a reason.", "Say in a few words why.")
    vault.flush_anchors()
    if vault.shelf.keys.previous:
        vault.go_on_with(renewal.finish(vault.shelf, told))
    return vault.shelf


def _renew(vault: Vault, begun: Shelf, told: Told) -> None:
    vault.go_on_with(begun)  # from here on the new key holds, whatever happens next
    vault.go_on_with(renewal.finish(vault.shelf, told))


def _old_private(shelf: Shelf, head: Header, old_code: str) -> bytes:
    """The recovery slot's private key; nothing where neither code nor slot is at hand."""
    if shelf.recovering:
        return shelf.keys.private
    if not old_code:
        return b""
    own = SlotSecret(code=recovery.secret_of(old_code))
    try:
        return slots.open_slot(head, recovery_slot(head), own).private
    except WrongKey as error:
        raise VaultError(
            "This is not the vault's recovery code.", "Compare it with the sheet in use."
        ) from error


def _restricted(shelf: Shelf, private: bytes) -> list[tuple[CaseFile, Opened]]:
    """The restricted cases that the recovery slot's private key opens."""
    found = []
    for public in sorted(shelf.publics()) if private else []:
        case = _case(shelf, public)
        if case is not None and case.restricted:
            try:
                found.append((case, casefile.recovered(case, private)))
            except WrongKey:
                continue  # sealed for an earlier sheet
    return found


def _only_for(shelf: Shelf, slot_id: str) -> tuple[str, ...]:
    cases = (_case(shelf, public) for public in sorted(shelf.publics()))
    known = {slot.id for slot in shelf.header.slots} - {slot_id}
    return tuple(
        case.public
        for case in cases
        if case is not None and slot_id in case.named() and not known & set(case.named())
    )


def _case(shelf: Shelf, public: str) -> CaseFile | None:
    """A case's keys; None where they are damaged, which verify tells."""
    try:
        return shelf.case_file(public)
    except (VaultDamaged, CaseError):
        return None


def _write(shelf: Shelf, case: CaseFile) -> None:
    with shelf.register.exclusively():
        shelf.head_now()
        shelf.write(case)


def _swapped(head: Header, old: Slot, new: Slot) -> tuple[Slot, ...]:
    return tuple(new if slot.id == old.id else slot for slot in head.slots)
