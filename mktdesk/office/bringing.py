"""Bringing a pack back: each book that it holds is joined to the office's own, by itself.

What cannot come in is refused with a reason, and the others come in all the same; a pack brought
back twice, or an older one after a newer, brings nothing new and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mktdesk.book import Change, Json, Merged, RowChange, merge
from mktdesk.book.parcel import Parcel
from mktdesk.calendar import stamp
from mktdesk.errors import CaseError, InUseElsewhere, MergeRefused, PackRefused, ReferenceNeeded
from mktdesk.office import away, kinds, tombstones
from mktdesk.office.awayrows import AWAY, forget_passphrases
from mktdesk.office.shelf import CaseHandle
from mktdesk.office.travelpack import About, Going, Read, json_of
from mktdesk.office.vault import Vault
from mktdesk.reference import Reference


@dataclass(frozen=True, slots=True)
class Came:
    """A book that came in; its handle is open for writing and the caller's to close.

    older: the office's copy had lost what the pack began from (a backup was put back), and has it
    again. resealed: it has another full reference than when it was taken.
    """

    handle: CaseHandle
    merged: Merged
    older: bool
    resealed: bool


def refuse_strange(vault: Vault, about: About) -> None:
    """Raise PackRefused for another office's pack, AtTheOffice in a travelling copy."""
    away.refuse(vault.shelf.header, "bring")
    if about.office != vault.vault_id:
        raise PackRefused(
            f"This pack was taken from another vault, of {about.office_name}.",
            "Unlock the vault that it was taken from, and bring it back there.",
        )


def bring_one(vault: Vault, read: Read, going: Going, typed: Reference | None) -> Came:
    """Join one book of a pack to the office's.

    typed: the full reference of a restricted case, as a person gave it. Raises ReferenceNeeded
    for that, CaseError (disposed of, unknown, older than last seen), InUseElsewhere, MergeRefused,
    BookForked, VaultDamaged, VaultUnwritable; then nothing of this book was changed.
    """
    public = _public_of(vault, going)
    case = vault.shelf.case_file(public)
    if case.restricted and typed is None:
        raise ReferenceNeeded
    handle = vault.open_case(public, typed=typed if case.restricted else None)
    try:
        _refuse_unwritable(handle, public)
        parcel = read.parcels[going.book]
        _refuse_stranger(handle, parcel)
        older = not handle.book.holds(going.taken_at())
        note: dict[str, Json] = {
            "journey": read.about.journey, "written_by": read.about.by, "written_at": read.about.at,
        }  # fmt: skip
        merged = merge(handle.book, parcel, vault.staff.name, note=note)
    except BaseException:
        vault.close_case(handle)
        raise
    return Came(handle, merged, older, handle.reference.seal != going.seal)


def _public_of(vault: Vault, going: Going) -> str:
    """The public part of the book today. Raises CaseError for one that is not in the vault."""
    found = kinds.listed(vault.register, going.book)
    if found is not None:
        return str(found[1].fields.get("public", ""))
    shelf, called = vault.shelf, kinds.of_name(going.kind).called(going.public)
    stones = tombstones.known(shelf.vault, shelf.header.vault, *shelf.keys.readers)
    if any(stone.case == going.book for stone in stones.values()):
        raise CaseError(
            f"{called} has been disposed of since: nothing of it came in.",
            "Destroy this pack, and remove the travelling copy on the laptop.",
        )
    raise CaseError(
        f"{called} is not in this vault: nothing of it came in.",
        "If an older backup of the vault was put back, put back a later one that holds it; then "
        "bring the pack back again.",
    )


def _refuse_unwritable(handle: CaseHandle, public: str) -> None:
    if not handle.read_only:
        return
    if handle.held_by:
        raise InUseElsewhere(
            f"{handle.held_by} has {public} open: nothing of it came in yet.",
            "Bring the pack back again when it is closed.",
        )
    for alarm in handle.alarms:
        raise CaseError(alarm.what, f"{alarm.do} Then bring the pack back again.")
    raise InUseElsewhere(
        f"{public} is open for reading only.", "Check your rights to the vault's folder."
    )


def _refuse_stranger(handle: CaseHandle, parcel: Parcel) -> None:
    """A pack was made of this very book: it holds entries that only a copy of it can hold."""
    chains = handle.book.heads()
    if not any(entry.id.seq == 1 and entry.id.chain in chains for entry in parcel.entries):
        raise MergeRefused(
            "What came back was not made from the office's copy.", "Nothing of it came in."
        )


def note_back(vault: Vault, read: Read, came: Mapping[str, Merged], sha256: str) -> None:
    """Journal what came back, and that these books are no longer away."""
    about, now = read.about, stamp(vault.shelf.machine.clock.now())
    rows = []
    for book in came:
        row = f"{about.journey}-{book}"
        there = vault.register.row(AWAY, row)
        if there is not None and not there.fields.get("back_at"):
            fields: dict[str, Json] = {"back_at": now, "back_by": vault.staff.name}
            rows.append(RowChange(AWAY, row, fields))
    if not rows and all(one.nothing_new for one in came.values()):
        return
    told: list[Json] = [
        {"at": one.at, "by": one.actor, "verb": one.verb, "reason": one.reason,
         "note": json_of(one.note)}
        for one in about.told
    ]  # fmt: skip
    note: dict[str, Json] = {"sha256": sha256, "by": about.by, "at": about.at, "there": told}
    vault.register.write(Change(vault.staff.name, "travel", rows, "Brought back", note))
    back = (vault.register.row(AWAY, row.row) for row in rows)
    forget_passphrases(vault.register, vault.staff.name, [row for row in back if row is not None])
