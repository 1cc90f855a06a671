"""Putting one case or meeting back from a backup, into the vault that is open.

The copy is proved aside, wrapped for today's keys, and moved into place whole; what was there
lies under `replaced` afterwards. The case keeps the reference that it has now.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mktdesk.book import Change, Json, heads_from_json
from mktdesk.calendar import stamp
from mktdesk.errors import (
    CaseError,
    DeskError,
    InUseElsewhere,
    NewerWork,
    VaultDamaged,
    VaultError,
    VaultUnwritable,
)
from mktdesk.office import away, casefile, compare, header, kinds, tombstones
from mktdesk.office.backupset import BackupSet, CaseCopy, Place, open_place, prove, unreadable
from mktdesk.office.casefile import Opened
from mktdesk.office.crypto import WrongKey
from mktdesk.office.disk import make_folder, sync_folder, told
from mktdesk.office.disposal import REPLACED
from mktdesk.office.header import new_id
from mktdesk.office.restore import choose
from mktdesk.office.shelf import BOOK, Shelf, recovery_slot
from mktdesk.office.slots import Keys
from mktdesk.office.vault import Vault
from mktdesk.office.ways import own_keys
from mktdesk.reference import Reference


@dataclass(frozen=True, slots=True)
class RestoredCase:
    """A case that was put back. at: when its copy was taken. aside: where what was there lies."""

    public: str
    at: str
    aside: Path | None


def restore_case(
    vault: Vault, backup: Path, public: str, *,
    reason: str, set_id: str = "", override: bool = False,
) -> RestoredCase:  # fmt: skip
    """Put a case back as it is in a backup: the newest one, or the one named.

    Raises NewerWork, which says what would be lost, unless `override`; CaseError when the
    backup does not hold the case, or it was disposed of or restricted since; VaultError without
    a reason; VaultDamaged, InUseElsewhere, VaultUnwritable.
    """
    away.refuse(vault.shelf.header, "restore-case")
    if not reason.strip():
        raise VaultError("Restoring needs a reason.", "Say what happened to the case.")
    if vault.read_only:
        raise VaultUnwritable(
            "This vault is open for reading only.", "Settle its alarms first, then try again."
        )
    vault.flush_anchors()
    shelf, place = vault.shelf, open_place(backup)
    one = choose(place, set_id)
    copy, keys = _copy_of(one, public), keys_of(shelf, place, one)
    if public in tombstones.known(shelf.vault, shelf.header.vault, *shelf.keys.readers):
        raise CaseError(
            f"{public} was disposed of, and its disposal was approved.", "It is not put back."
        )
    with shelf.register.exclusively(), _aside(shelf, public) as stage:
        place.put_back(copy.key, stage / casefile.FILE)
        place.put_back(copy.book, stage / BOOK)
        _wrap_for_today(shelf, stage, keys, copy)
        _refuse_loss(shelf, stage, copy, override=override)
        with _nobody_has(shelf, copy):
            pass
        aside = _swap(shelf, stage, copy)
    vault.adopt_cases()
    _tell(vault, public, f"Restored from the backup of {copy.at}: {reason.strip()}")
    return RestoredCase(public, copy.at, aside)


def keys_of(shelf: Shelf, place: Place, one: BackupSet) -> Keys:
    """The vault's keys when a backup was made, for whoever has the vault open.

    Raises VaultDamaged when the backup was not made by this vault, or is not as it was written.
    """
    if any(prove(one, key) for key in shelf.keys.readers):
        return shelf.keys
    try:
        head = header.parse(place.read(one.header))
    except ValueError as error:
        raise unreadable() from error
    keys = own_keys(head, shelf.staff.id, shelf.keys)
    if keys is None:
        raise VaultError(
            "This backup is from before you could open the vault.",
            "Ask a colleague who could, or use a later backup.",
        )
    if not any(prove(one, key) for key in keys.readers):
        raise unreadable()
    return keys


def _copy_of(one: BackupSet, public: str) -> CaseCopy:
    copy = one.case(public)
    if copy is None:
        raise CaseError(
            f"This backup does not hold {public}.", "Choose another backup, or another reference."
        )
    return copy


@contextmanager
def _aside(shelf: Shelf, public: str) -> Iterator[Path]:
    """A folder to build in; what a kill leaves of it is swept up when the vault next opens."""
    root = shelf.vault / f".new-{new_id()}"
    make_folder(root / public)
    try:
        yield root / public
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _wrap_for_today(shelf: Shelf, stage: Path, keys: Keys, copy: CaseCopy) -> None:
    """Prove the copy, and write its case.json for the vault's keys and reference of now."""
    case, key = compare.opened(stage, shelf.header.vault, keys)
    now = _case_now(shelf, copy)
    if (case.case, case.what) != (copy.case, copy.what):
        raise unreadable()
    if case.restricted:
        casefile.write(stage, casefile.trimmed(case, shelf.header.slots), shelf.keys.vault)
        return
    listed = kinds.listed(shelf.register, copy.case)
    hidden = listed is not None and bool(listed[1].fields.get("restricted"))
    if hidden or (now is not None and now.restricted):
        raise CaseError(
            f"{copy.public} has been restricted to named staff since the backup.",
            "One of them lifts the restriction first; then it can be put back.",
        )
    book = compare.open_copy(stage, case, key, shelf.machine)
    try:
        if book.verify():
            raise unreadable()
    finally:
        book.close()
    row = shelf.register.row("seal", case.case)
    reference = _first_that_opens(case, keys)
    if row is not None:  # it may have a new seal since the backup
        reference = dataclasses.replace(reference, seal=str(row.fields["seal"]))
    fresh = casefile.make(
        shelf.header.vault, case.case, Opened(reference, key), shelf.keys.vault,
        recovery_slot(shelf.header), kind=case.kind,
    )  # fmt: skip
    coming = casefile.coming_key(case, key)
    if coming:  # its key was being changed when it was copied; whoever opens it next ends that
        fresh = casefile.with_coming(fresh, key, coming)
    casefile.write(stage, fresh, shelf.keys.vault)


def _first_that_opens(case: casefile.CaseFile, keys: Keys) -> Reference:
    for vault_key in keys.readers[:-1]:
        try:
            return casefile.reference_of(case, vault_key)
        except VaultDamaged:
            continue
    return casefile.reference_of(case, keys.readers[-1])


def _case_now(shelf: Shelf, copy: CaseCopy) -> casefile.CaseFile | None:
    """case.json as it lies in the vault; None where it does not open. Raises CaseError."""
    try:
        now = shelf.case_file(copy.public, copy.kind)
    except DeskError:
        return None
    if now.case != copy.case:
        raise CaseError(
            "Another case has this reference now.", "Nothing was changed; look at the history."
        )
    return now


def _refuse_loss(shelf: Shelf, stage: Path, copy: CaseCopy, *, override: bool) -> None:
    folder = shelf.folder(copy.public, copy.kind)
    there = compare.Side(folder, shelf.header.vault, shelf.keys, shelf.machine)
    staged = compare.Side(stage, shelf.header.vault, shelf.keys, shelf.machine)
    lost = compare.would_lose(there, copy, staged, copy.kind) if there.folder.is_dir() else ""
    if not lost or "could not be compared" in lost:
        lost = _against_anchor(shelf, copy, staged) or lost
    if lost and not override:
        raise NewerWork(
            f"What is there is newer than the backup. {lost}",
            "To put the backup in its place all the same, say so.",
        )


def _against_anchor(shelf: Shelf, copy: CaseCopy, staged: compare.Side) -> str:
    """In words, what the register saw of the case that the copy does not hold."""
    row = shelf.register.row("anchor", copy.case)
    if row is None:
        return ""
    try:
        heads = heads_from_json(row.fields.get("heads"))
        with staged.book() as then:
            if then.holds(heads):
                return ""
            later = compare.beyond(heads, then.heads())
    except (ValueError, DeskError, WrongKey):
        return f"{copy.kind.called(copy.public)} could not be compared."
    return (
        f"The register knows of {compare.entries_in_words(later)} in {copy.kind.words} "
        f"{copy.public} that the backup does not hold."
    )


@contextmanager
def _nobody_has(shelf: Shelf, copy: CaseCopy) -> Iterator[None]:
    folder = shelf.folder(copy.public, copy.kind)
    if not folder.is_dir():
        yield
        return
    lease, held_by = shelf.lease(folder)
    if lease is None:
        raise InUseElsewhere(
            f"{copy.kind.called(copy.public)} is open: {held_by or 'somebody has it'}.",
            "Close it there, then try again.",
        )
    try:
        yield
    finally:
        lease.release()


def _swap(shelf: Shelf, stage: Path, copy: CaseCopy) -> Path | None:
    """Put the staged case in its place; where what was there lies now."""
    target, aside = shelf.folder(copy.public, copy.kind), None
    make_folder(target.parent)
    with told():
        sync_folder(stage)
        if target.exists():
            when = stamp(shelf.machine.clock.now()).translate(str.maketrans("", "", "-:."))
            aside = shelf.vault / REPLACED / f"{copy.public}@{when}-{new_id()[:4]}"
            make_folder(aside.parent)
            target.rename(aside)
        try:
            stage.rename(target)
        except OSError:
            if aside is not None:
                aside.rename(target)
            raise
        sync_folder(target.parent)
    return aside


def _tell(vault: Vault, public: str, reason: str) -> None:
    """Go on from the copy: its heads become the anchor, and both histories say so."""
    note: dict[str, Json] = {"reference": public}
    if vault.shelf.case_file(public).restricted:
        # Its book is shut to us: whoever opens it settles its alarm, with this beside it.
        vault.register.write(Change(vault.staff.name, "restore", reason=reason, note=note))
        return
    vault.accept_case(public, reason)
    handle = vault.open_case(public)
    try:
        handle.book.write(Change(vault.staff.name, "restore", reason=reason, note=note))
    finally:
        vault.close_case(handle)
