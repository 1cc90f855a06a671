"""Disposing of a case: its keys and files destroyed, and a tombstone left.

The tombstone is written first and durably. From then on the case is doomed: whatever the power
or a kill cut short is finished when the vault is next opened, and nothing brings it back.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from mktdesk.book import Change, EntryId, Finding, Json, RowChange
from mktdesk.calendar import stamp
from mktdesk.errors import DeskError, InUseElsewhere, VaultError
from mktdesk.office import away, awayrows, casefile, kinds, numbering, tombstones
from mktdesk.office.disk import overwrite, sync_folder, told
from mktdesk.office.lease import Lease
from mktdesk.office.shelf import DUE, Shelf
from mktdesk.office.tombstones import Tombstone

STONE_ROW = "tombstone"
REPLACED = "replaced"  # copies of cases that a restore moved aside
# What the register says of a case or a meeting.
_ROWS = (*(kind.row for kind in kinds.KINDS), "seal", "anchor", DUE)
_APPROVALS = 2
_AND = " and "
_MEND = "Lock and unlock the vault: it is made again from the register."


def dispose(shelf: Shelf, public: str, why: str, approved: tuple[str, ...]) -> Tombstone:
    """Destroy a case for good. approved: the names of two different people.

    Its subject and seal are erased from the register's history too. Raises VaultError without
    a reason or two approvals, CaseError where there is no such case, InUseElsewhere while it is
    open, VaultUnwritable.
    """
    away.refuse(shelf.header, "dispose")
    if not why.strip() or len({name.casefold() for name in approved}) < _APPROVALS:
        raise VaultError(
            "Disposal needs a reason and the approval of two different people.",
            "Nothing was destroyed.",
        )
    with shelf.register.exclusively():
        case = kinds.listed_publics(shelf.register).get(public)
        if case is None:
            raise kinds.CASE.missing()
        _refuse_open(shelf, public)
        numbering.take(shelf, public)
        now = stamp(shelf.machine.clock.now())
        stone = Tombstone(public, case, now, why.strip(), tuple(approved))
        stones = tombstones.read(shelf.vault, shelf.header.vault, *shelf.keys.readers)
        tombstones.write(
            shelf.vault, shelf.header.vault, {**stones, public: stone}, shelf.keys.vault
        )
    finish(shelf)
    return stone


def finish(shelf: Shelf) -> None:
    """Finish every disposal that was begun. Raises VaultUnwritable."""
    stones = _mended(shelf)
    if not stones:
        return
    with shelf.register.exclusively():
        known = {row.id for row in shelf.register.rows(STONE_ROW)}
        listed = {row.id for kind in _ROWS for row in shelf.register.rows(kind)}
        for stone in stones.values():
            _destroy_files(shelf, stone.public)
            if stone.case in listed or stone.case not in known:
                _drop_old_registers(shelf)
                _clear_register(shelf, stone)


def _mended(shelf: Shelf) -> dict[str, Tombstone]:
    """The tombstones; those that only the register still knows are written again."""
    vault = shelf.header.vault
    stones = tombstones.known(shelf.vault, vault, *shelf.keys.readers)
    known = {stone.case for stone in stones.values()}
    lost = [row for row in shelf.register.rows(STONE_ROW) if row.id not in known]
    if not lost:
        return stones
    for row in lost:
        said = {name: str(row.fields.get(name, "")) for name in ("public", "at", "why")}
        names = tuple(str(row.fields.get("approved", "")).split(_AND))
        stones[said["public"]] = Tombstone(case=row.id, approved=names, **said)
    with shelf.register.exclusively():
        tombstones.write(shelf.vault, vault, stones, shelf.keys.vault)
        note: dict[str, Json] = {"file": tombstones.FILE, "entries": len(lost)}
        shelf.register.write(Change(shelf.staff.name, "mend", note=note))
    return stones


def gone(shelf: Shelf) -> set[str]:
    """The public parts of cases that were disposed of."""
    return set(tombstones.known(shelf.vault, shelf.header.vault, *shelf.keys.readers))


def check(shelf: Shelf) -> list[Finding]:
    """What is wrong with the tombstones, and what was begun and not finished."""
    try:
        stones = tombstones.read(shelf.vault, shelf.header.vault, *shelf.keys.readers)
    except DeskError as error:
        return [Finding("disposed-altered", error.what, _MEND)]
    findings = []
    try:
        rows = {row.id for row in shelf.register.rows(STONE_ROW)}
    except DeskError:
        return []  # the register itself is reported
    if rows - {stone.case for stone in stones.values()}:
        what = f"{tombstones.FILE} is older than the register: an old copy was put back."
        findings.append(Finding("disposed-rolled-back", what, _MEND))
    findings += [
        Finding(
            "disposal-unfinished",
            f"{_called(remains[0], public)} was disposed of, but files of it are there.",
            "Lock and unlock the vault: it is finished then.",
        )
        for public in sorted(stones)
        if (remains := _remains(shelf, public))
    ]
    return findings


def _refuse_open(shelf: Shelf, public: str) -> None:
    """Raise InUseElsewhere while somebody has the case open for writing."""
    folder = shelf.folder(public)
    if not folder.is_dir():
        return
    taken = Lease.take(
        folder, staff=shelf.staff.name, machine=shelf.machine.name,
        installation=shelf.installation, clock=shelf.machine.clock,
    )  # fmt: skip
    if not isinstance(taken, Lease):
        raise InUseElsewhere(
            f"{shelf.kind_of(public).called(public)} is open: {taken.staff}, {taken.machine}.",
            "Close it there, then try again.",
        )
    taken.release()


def _remains(shelf: Shelf, public: str) -> list[Path]:
    """The folders that hold a case's files: its own, and copies that a restore moved aside."""
    own = (shelf.vault / kind.folder / public for kind in kinds.KINDS)
    aside = (shelf.vault / REPLACED).glob(f"{public}@*")
    return [path for path in (*own, *aside) if path.exists()]


def _called(place: Path, public: str) -> str:
    kind = next((kind for kind in kinds.KINDS if kind.folder == place.parent.name), kinds.CASE)
    return kind.called(public)


def _destroy_files(shelf: Shelf, public: str) -> None:
    for folder in _remains(shelf, public):
        with told():
            key = folder / casefile.FILE
            if key.exists():
                overwrite(key)
                key.unlink()
            shutil.rmtree(folder)
            sync_folder(folder.parent)


def _drop_old_registers(shelf: Shelf) -> None:
    """Registers that were made again: the old files still tell the case's subject and seal."""
    with told():
        for path in (shelf.vault / REPLACED).glob("register@*"):
            path.unlink(missing_ok=True)


def _clear_register(shelf: Shelf, stone: Tombstone) -> None:
    """Only the tombstone stays: what the register's history said of the case is erased."""
    register, actor = shelf.register, shelf.staff.name
    awayrows.forget_passphrases(register, actor, awayrows.rows_of(register, stone.case))
    fields = {"public": stone.public, "at": stone.at, "why": stone.why}
    approved = {"approved": _AND.join(stone.approved)}
    rows = [RowChange(STONE_ROW, stone.case, {**fields, **approved})]
    rows += [
        RowChange(kind, stone.case, delete=True)
        for kind in _ROWS
        if register.row(kind, stone.case) is not None
    ]
    said: list[EntryId] = [
        entry.id
        for kind in _ROWS
        for entry in register.history(kind=kind, row=stone.case, limit=1_000_000)
        if not entry.erased and not entry.deleted
    ]
    register.write(Change(actor, "dispose", rows, stone.why))
    if said:
        register.erase(said, actor, f"{stone.public} was disposed of: {stone.why}")
