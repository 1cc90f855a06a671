"""Putting a whole vault back from a backup, beside what is there or in its place.

Everything is built aside and proved before anything moves. What was there is never deleted: it
is moved aside under another name. No number is given twice, no case that was disposed of comes
back, and the restore is journaled.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from mktdesk.book import Change, Json, RowChange
from mktdesk.calendar import stamp
from mktdesk.errors import Cancelled, DeskError, InUseElsewhere, NewerWork, VaultDamaged, VaultError
from mktdesk.office import backupnotes, casefile, compare, header, numbers, tombstones
from mktdesk.office import register as register_file
from mktdesk.office.backupset import BackupSet, Place, open_place, prove, unreadable
from mktdesk.office.disk import make_folder, sync_folder, told
from mktdesk.office.header import Header, new_id
from mktdesk.office.kinds import KINDS, MEETING, Kind
from mktdesk.office.lease import FILE as LEASE
from mktdesk.office.lease import Lease
from mktdesk.office.machine import Machine
from mktdesk.office.shelf import BOOK
from mktdesk.office.slots import Keys
from mktdesk.office.vault import Vault
from mktdesk.office.ways import Way, own_keys

ASIDE_ROW = "aside"  # in the register: a folder with the vault that was there before
_ASIDE = ".new-restore-"
_NAMED = 5  # losses told one by one
Tell: TypeAlias = Callable[[float, str], None]
Stop: TypeAlias = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Restored:
    """A vault that was put back, open. at: when the backup was made. aside: where what was
    there before lies now. readmitted: who can open it again though their entry had been taken
    away since.
    """

    vault: Vault
    at: str
    cases: int
    aside: Path | None
    readmitted: tuple[str, ...]
    meetings: int = 0


@dataclass(frozen=True, slots=True)
class _Opened:
    """A set with its header, and the keys that somebody's way in gave."""

    place: Place
    set: BackupSet
    head: Header
    slot: str
    keys: Keys


def restore_vault(
    backup: Path, folder: Path, way: Way, *,
    machine: Machine, reason: str, set_id: str = "", override: bool = False,
    progress: Tell = lambda _share, _words: None, cancelled: Stop = lambda: False,
) -> Restored:  # fmt: skip
    """Put a vault back from a folder of backups: its newest backup, or the one named.

    Raises NewerWork, which names what is newer in the folder, unless `override`; UnlockRefused;
    VaultDamaged when the backup is not sound; VaultError for an unfit folder or no reason;
    VaultUnwritable; Cancelled. In each of these cases the folder is as it was.
    """
    if not reason.strip():
        raise VaultError("Restoring needs a reason.", "Say what happened to the vault.")
    source = _open_set(backup, set_id, way, machine)
    stage = folder.resolve().parent / f"{_ASIDE}{source.head.vault}"
    with told():
        if stage.exists():
            shutil.rmtree(stage)
    try:
        there = _There.look(folder, source, machine)
        there.refuse_open(machine, source.head.vault)
        stones = _stones(source, there)
        _build(source, stage, set(stones), progress, cancelled)
        if not override:
            _refuse_loss(there.would_lose(stage, source))
        _carry_over(source, there, stage, stones)
        aside = _swap(stage, folder, stamp(machine.clock.now()))
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    vault = way.unlock(folder, machine)
    vault.settle_alarms(f"Restored from the backup of {source.set.at}: {reason.strip()}")
    _note(vault, source, aside)
    progress(1.0, "")
    counted, readmitted = (len(vault.cases()), len(vault.listed(MEETING))), there.readmitted(source)
    return Restored(vault, source.set.at, counted[0], aside, readmitted, counted[1])


def _note(vault: Vault, source: _Opened, aside: Path | None) -> None:
    """Where copies of the cases lie: a backup's register does not know of that backup itself."""
    by = vault.staff.name
    rows = backupnotes.rows(vault.register, source.place, source.set, by, 0)
    if aside is not None:
        fields: dict[str, Json] = {"folder": str(aside), "at": source.set.at}
        rows.append(RowChange(ASIDE_ROW, new_id(), fields))
    vault.register.write(Change(by, "restore", rows))


def _refuse_loss(lost: list[str]) -> None:
    if lost:
        more = f" And {len(lost) - _NAMED} more." if len(lost) > _NAMED else ""
        raise NewerWork(
            "What is there is newer than the backup. " + " ".join(lost[:_NAMED]) + more,
            "To put the backup in its place all the same, say so.",
        )


def choose(place: Place, set_id: str) -> BackupSet:
    """The backup of that id, or the newest. Raises VaultError, VaultDamaged."""
    sets = place.sets()
    found = next((one for one in sets if set_id in {"", one.id}), None)
    if found is None:
        raise VaultError("There is no such backup in this folder.", "Choose another.")
    return found


def opened_header(place: Place, set_id: str) -> Header:
    """The vault.json of a backup, parsed and not yet proved. Raises VaultError, VaultDamaged."""
    try:
        return header.parse(place.read(choose(place, set_id).header))
    except ValueError as error:
        raise unreadable() from error


def _open_set(backup: Path, set_id: str, way: Way, machine: Machine) -> _Opened:
    place = open_place(backup)
    one, head = choose(place, set_id), opened_header(place, set_id)
    slot, keys = way.keys(head, machine)
    if head.vault != one.vault or not any(prove(one, key) for key in keys.readers):
        raise unreadable()
    return _Opened(place, one, head, slot, keys)


@dataclass(frozen=True, slots=True)
class _There:
    """What lies in the folder already. keys: None where it does not open with the same way."""

    folder: Path
    occupied: bool
    head: Header | None
    keys: Keys | None
    machine: Machine

    @classmethod
    def look(cls, folder: Path, source: _Opened, machine: Machine) -> _There:
        """Look without changing anything. Raises VaultError for a folder of something else."""
        with told():
            names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
            if folder.exists() and not folder.is_dir():
                raise VaultError("This is a file, not a folder.", "Choose a folder.")
        if not names:
            return cls(folder, occupied=False, head=None, keys=None, machine=machine)
        if not names & {header.FILE, register_file.FILE, *(kind.folder for kind in KINDS)}:
            raise VaultError(
                "This folder holds something else.", "Choose the vault's folder or a new one."
            )
        try:
            head = header.read(folder)
        except DeskError:
            return cls(folder, occupied=True, head=None, keys=None, machine=machine)
        if head.vault != source.head.vault:
            raise VaultError("This folder holds another office's vault.", "Choose another folder.")
        keys = own_keys(head, source.slot, source.keys)
        return cls(folder, occupied=True, head=head, keys=keys, machine=machine)

    def refuse_open(self, machine: Machine, vault: str) -> None:
        """Raise InUseElsewhere while somebody has a case of it open for writing."""
        with told():
            leases = [
                (kind, path)
                for kind in KINDS
                for path in self.folder.glob(f"{kind.folder}/*/{LEASE}")
                if path.stat().st_size
            ]
        for kind, path in leases:
            taken = Lease.take(
                path.parent, staff="", machine=machine.name,
                installation=machine.memory(vault).installation, clock=machine.clock,
            )  # fmt: skip
            if not isinstance(taken, Lease):
                called = kind.called(path.parent.name)
                raise InUseElsewhere(
                    f"{called} is open: {taken.staff}, {taken.machine}.",
                    "Lock the vault there, then try again.",
                )
            taken.release()

    def would_lose(self, stage: Path, source: _Opened) -> list[str]:
        """What is there and not in the backup, in words."""
        if not self.occupied:
            return []
        lost = self._register(stage, source)
        for kind in KINDS:
            lost += self._books(kind, stage, source)
        return [words for words in lost if words]

    def _books(self, kind: Kind, stage: Path, source: _Opened) -> list[str]:
        """The same of each case, or of each meeting."""
        here, vault = self.folder / kind.folder, source.head.vault
        with told():
            names = sorted(p.name for p in here.iterdir()) if here.is_dir() else []
        lost = []
        for public in (name for name in names if not name.startswith(".")):
            there = compare.Side(here / public, vault, self.keys, self.machine)
            target = stage / kind.folder / public
            staged = compare.Side(target, vault, source.keys, self.machine)
            lost.append(compare.would_lose(there, source.set.case(public), staged, kind))
        return lost

    def _register(self, stage: Path, source: _Opened) -> list[str]:
        if self.head is None or self.keys is None:
            return ["It could not be compared with the backup."]
        try:
            now = register_file.open_to_read(self.folder, self.head, self.keys.vault, self.machine)
            try:
                heads = now.heads()
            finally:
                now.close()
            then = register_file.open_to_read(stage, source.head, source.keys.vault, self.machine)
            try:
                if then.holds(heads):
                    return []
                later = compare.beyond(heads, then.heads())
            finally:
                then.close()
        except DeskError:
            return ["Its register could not be compared with the backup."]
        return [f"The office's register has {compare.entries_in_words(later)}."]

    def readmitted(self, source: _Opened) -> tuple[str, ...]:
        """Who has an entry in the backup's header and none in the one that was there."""
        if self.head is None:
            return ()
        now = {slot.id for slot in self.head.slots}
        gone = (s for s in source.head.slots if s.kind == "staff" and s.id not in now)
        return tuple(slot.name for slot in gone)


def _stones(source: _Opened, there: _There) -> dict[str, tombstones.Tombstone]:
    """Every case that anything here knows to have been disposed of."""
    vault, stones = source.head.vault, {}
    if there.keys is not None:
        stones.update(tombstones.known(there.folder, vault, *there.keys.readers))
    for one in reversed(source.place.sets()):
        keys = _keys_of(source, one)
        if one.disposed is not None and keys is not None:
            try:
                raw = source.place.read(one.disposed)
                stones.update(tombstones.parse(raw, vault, *keys.readers))
            except VaultDamaged:
                continue  # another set says the same, or the case is in none
    return stones


def _keys_of(source: _Opened, one: BackupSet) -> Keys | None:
    try:
        return own_keys(header.parse(source.place.read(one.header)), source.slot, source.keys)
    except (ValueError, VaultError):
        return None


def _build(source: _Opened, stage: Path, gone: set[str], progress: Tell, cancelled: Stop) -> None:
    """The vault as it was, aside, every file proved by its hash, the header by its HMAC."""
    for kind in KINDS:
        make_folder(stage / kind.folder)
    place, one = source.place, source.set
    place.put_back(one.header, stage / header.FILE)
    header.read(stage, source.keys.vault)
    place.put_back(one.register, stage / register_file.FILE)
    cases = [case for case in one.cases if case.public not in gone]
    for number, case in enumerate(cases):
        if cancelled():
            raise Cancelled
        progress(0.9 * (number + 1) / (len(cases) + 1), case.public)
        target = stage / case.kind.folder / case.public
        make_folder(target)
        place.put_back(case.key, target / casefile.FILE)
        place.put_back(case.book, target / BOOK)


def _carry_over(
    source: _Opened, there: _There, stage: Path, stones: dict[str, tombstones.Tombstone]
) -> None:
    """Numbers given and cases disposed of since the backup stay given and disposed of."""
    vault, one = source.head.vault, source.set
    kept = numbers.Numbers(vault)
    if one.numbers is not None:
        source.place.put_back(one.numbers, stage / numbers.FILE)
        kept = numbers.read_or_begin(stage, vault, *source.keys.readers)
    if there.keys is not None:
        since = numbers.read_or_begin(there.folder, vault, *there.keys.readers)
        for series, last in since.last.items():
            kept = numbers.given(kept, series, last)
        kept = numbers.used(kept, *since.used)
    kept = numbers.used(kept, *stones, *(case.public for case in one.cases))
    numbers.write(stage, kept, source.keys.vault)
    if stones:
        tombstones.write(stage, vault, stones, source.keys.vault)


def _swap(stage: Path, folder: Path, now: str) -> Path | None:
    """Put the stage in the folder's place; where what was there lies now."""
    aside = None
    with told():
        sync_folder(stage)
        if folder.exists():
            if any(folder.iterdir()):
                when = now.replace("-", "").replace(":", "").replace(".", "")
                aside = folder.with_name(f"{folder.name}-before-{when}")
                folder.rename(aside)
            else:
                folder.rmdir()
        try:
            stage.rename(folder)
        except OSError:
            if aside is not None:
                aside.rename(folder)
            raise
        sync_folder(folder.resolve().parent)
    return aside
