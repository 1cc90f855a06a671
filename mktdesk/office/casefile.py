"""case.json: a case's key, wrapped so that it opens only with the vault key and the case's own
full reference; the seal under the vault key, so that the register can be rebuilt; and both in
a box for the recovery slot. A meeting's folder holds the same file.

A restricted case has neither key nor seal under the vault key: its key is in a box for each
named member of staff, which opens with their own private key and the full reference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from mktdesk.errors import CaseError, ReferenceRefused, VaultDamaged
from mktdesk.office import crypto
from mktdesk.office.crypto import Box, Wrapped, WrongKey
from mktdesk.office.disk import read_whole, spoilt, write_whole
from mktdesk.office.header import Id, Slot, refuse_newer
from mktdesk.office.kinds import CASE, Kind, of_name
from mktdesk.reference import Reference, canonical_seal

FILE = "case.json"
FORMAT: Literal["mktdesk-case-1"] = "mktdesk-case-1"
_LIMIT = 1 << 18
_json = msgspec.json.Encoder(order="sorted")


class SlotBox(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A box, and the slot whose private key opens it."""

    slot: Id
    box: Box


class CaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of case.json.

    key and seal, or else staff: the case is restricted to those slots. sheet: the recovery
    slot that `recovery` is for, the vault's first one where unset; next_sheet: for one that is
    about to follow. coming: the key that the book is being copied to, under the present one.
    what: unset in a case's file.
    """

    format: Literal["mktdesk-case-1"]
    vault: Id
    case: Id
    public: Annotated[str, Meta(max_length=64)]
    recovery: Box
    key: Wrapped | UnsetType = UNSET
    seal: Wrapped | UnsetType = UNSET
    staff: Annotated[tuple[SlotBox, ...], Meta(max_length=500)] | UnsetType = UNSET
    sheet: Id | UnsetType = UNSET
    next_sheet: SlotBox | UnsetType = UNSET
    coming: Wrapped | UnsetType = UNSET
    what: Literal["meeting"] | UnsetType = UNSET
    mac: bytes = b""

    def __post_init__(self) -> None:
        """Raise ValueError for a file that is neither restricted nor not."""
        if len({self.key is UNSET, self.seal is UNSET, self.staff is not UNSET}) != 1:
            msg = "either key and seal, or staff"
            raise ValueError(msg)

    @property
    def kind(self) -> Kind:
        """A case or a meeting."""
        return CASE if self.what is UNSET else of_name(self.what)

    @property
    def restricted(self) -> bool:
        """Only named staff can open it."""
        return self.staff is not UNSET

    @property
    def place(self) -> tuple[str, str, str]:
        """What every wrapped part is tied to."""
        return (self.vault, self.case, self.public)

    def named(self) -> tuple[str, ...]:
        """The slots that a restricted case is open to."""
        return () if self.staff is UNSET else tuple(box.slot for box in self.staff)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case's full reference and the key of its book."""

    reference: Reference
    key: bytes = field(repr=False)


def make(
    vault: str, case: str, opened: Opened, vault_key: bytes, recovery: Slot,
    named: Iterable[Slot] | None = None, *, kind: Kind = CASE,
) -> CaseFile:  # fmt: skip
    """Wrap a case's key and seal; for `named` slots alone where they are given."""
    place, seal = (vault, case, opened.reference.public), opened.reference.seal
    box = crypto.seal_to(
        recovery.public, opened.key + seal.encode(), _about("case-recovery", place)
    )
    whole = CaseFile(
        FORMAT, vault, case, opened.reference.public, box,
        key=crypto.wrap(vault_key, opened.key, _key_about(place, seal)),
        seal=crypto.wrap(vault_key, seal.encode(), _about("case-seal", place)),
        sheet=recovery.id, what=UNSET if kind is CASE else "meeting",
    )  # fmt: skip
    if named is None:
        return whole
    boxes = tuple(
        SlotBox(
            slot.id, crypto.seal_to(slot.public, opened.key, _staff_about(place, slot.id, seal))
        )
        for slot in named
    )
    return msgspec.structs.replace(whole, key=UNSET, seal=UNSET, staff=boxes)


def write(folder: Path, case: CaseFile, vault_key: bytes) -> None:
    """Write case.json with its HMAC. Raises VaultUnwritable."""
    marked = msgspec.structs.replace(case, mac=_mac(case, vault_key))
    write_whole(folder / FILE, _json.encode(marked))


def read(folder: Path, vault: str, *vault_keys: bytes) -> CaseFile:
    """case.json, proved by one of the keys to be this vault's and in its own folder.

    Raises VaultDamaged, NewerVersion.
    """
    path = folder / FILE
    raw = read_whole(path, _LIMIT)
    try:
        case = msgspec.json.decode(raw, type=CaseFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        refuse_newer(raw, "mktdesk-case-", FORMAT)
        raise spoilt(path) from error
    honest = any(proves(case, key) for key in vault_keys) and _json.encode(case) == raw
    if not honest or case.vault != vault or case.public != folder.name:
        raise spoilt(path)
    return case


def proves(case: CaseFile, vault_key: bytes) -> bool:
    """The file was written under this vault key."""
    return crypto.same(case.mac, _mac(case, vault_key))


def case_key(case: CaseFile, reference: Reference, vault_key: bytes) -> bytes:
    """The case's key. Raises CaseError when this is not the case's full reference."""
    try:
        assert case.key is not UNSET, "a restricted case opens with `staff_key`"
        about = _key_about((case.vault, case.case, reference.public), reference.seal)
        return crypto.unwrap(vault_key, case.key, about)
    except WrongKey as error:
        raise _wrong_reference() from error


def staff_key(case: CaseFile, reference: Reference, slot: str, private: bytes) -> bytes:
    """A restricted case's key for one of its named slots.

    Raises CaseError when the slot is not named, or this is not the case's full reference.
    """
    boxes = () if case.staff is UNSET else case.staff
    box = next((each.box for each in boxes if each.slot == slot), None)
    if box is None:
        raise CaseError(
            "This case is restricted to named staff, and you are not among them.",
            "Ask one of them, or use the recovery code.",
        )
    try:
        place = (case.vault, case.case, reference.public)
        return crypto.open_box(private, box, _staff_about(place, slot, reference.seal))
    except WrongKey as error:
        raise _wrong_reference() from error


def reference_of(case: CaseFile, vault_key: bytes) -> Reference:
    """The full reference from the copy of the seal. Raises VaultDamaged."""
    try:
        assert case.seal is not UNSET, "a restricted case tells its seal to nobody"
        seal = crypto.unwrap(vault_key, case.seal, _about("case-seal", case.place))
        return Reference(case.public, canonical_seal(seal.decode("ascii")))
    except (WrongKey, UnicodeDecodeError, ReferenceRefused) as error:
        raise VaultDamaged(
            "The case's copy of its seal is damaged.", "Put back the last good backup."
        ) from error


def recovered(case: CaseFile, recovery_private: bytes) -> Opened:
    """Key and full reference with nothing but the recovery slot. Raises WrongKey."""
    secret = crypto.open_box(recovery_private, case.recovery, _about("case-recovery", case.place))
    seal = secret[crypto.KEY :].decode("ascii")
    return Opened(Reference(case.public, canonical_seal(seal)), secret[: crypto.KEY])


def with_next_sheet(case: CaseFile, opened: Opened, recovery: Slot) -> CaseFile:
    """With a box for the recovery slot that is about to follow."""
    place, secret = case.place, opened.key + opened.reference.seal.encode()
    box = crypto.seal_to(recovery.public, secret, _about("case-recovery", place))
    return msgspec.structs.replace(case, next_sheet=SlotBox(recovery.id, box))


def with_reader(case: CaseFile, opened: Opened, slot: Slot) -> CaseFile:
    """A restricted case, open to one more slot."""
    seal = opened.reference.seal
    box = crypto.seal_to(slot.public, opened.key, _staff_about(case.place, slot.id, seal))
    boxes = () if case.staff is UNSET else case.staff
    return msgspec.structs.replace(case, staff=(*boxes, SlotBox(slot.id, box)))


def trimmed(case: CaseFile, slots: Iterable[Slot]) -> CaseFile:
    """A restricted case without the boxes of slots that are no more, for the present sheet."""
    known = {slot.id for slot in slots}
    boxes = () if case.staff is UNSET else case.staff
    case = msgspec.structs.replace(case, staff=tuple(box for box in boxes if box.slot in known))
    following = case.next_sheet
    if following is not UNSET and following.slot in known:
        case = msgspec.structs.replace(case, recovery=following.box, sheet=following.slot)
    return msgspec.structs.replace(case, next_sheet=UNSET)


def with_coming(case: CaseFile, key: bytes, coming: bytes) -> CaseFile:
    """With the key that the case's book is about to be copied to."""
    return msgspec.structs.replace(
        case, coming=crypto.wrap(key, coming, _about("coming-key", case.place))
    )


def coming_key(case: CaseFile, key: bytes) -> bytes:
    """The key that the book is being copied to; nothing when it is not. Raises VaultDamaged."""
    if case.coming is UNSET:
        return b""
    try:
        return crypto.unwrap(key, case.coming, _about("coming-key", case.place))
    except WrongKey as error:
        raise VaultDamaged(
            "The case's next key is damaged.", "Put back the last good backup."
        ) from error


def _wrong_reference() -> CaseError:
    return CaseError(
        "The case does not open with this reference.",
        "Compare the reference with the slip, symbol by symbol.",
    )


def _about(purpose: str, place: tuple[str, str, str]) -> bytes:
    return crypto.context(f"mktdesk/{purpose}/1", *place)


def _key_about(place: tuple[str, str, str], seal: str) -> bytes:
    # The seal is in what the key is derived from: without it the vault key opens nothing.
    return crypto.context("mktdesk/case-key/1", *place, seal)


def _staff_about(place: tuple[str, str, str], slot: str, seal: str) -> bytes:
    # The same for a named member of staff: their private key and the full reference, both.
    return crypto.context("mktdesk/case-staff/1", *place, slot, seal)


def _mac(case: CaseFile, vault_key: bytes) -> bytes:
    bare = msgspec.structs.replace(case, mac=b"")
    return crypto.mark(vault_key, "mktdesk/case-mac/1", _json.encode(bare))
