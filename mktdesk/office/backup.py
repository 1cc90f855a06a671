"""Backing up a vault while it is in use, to a folder or a stick.

Register first, then the cases and the meetings: one may be ahead of its anchor, never behind it.
The counters last, so that they know of all. Each file is copied as it lies there, encrypted,
between two commits; what was written is read back, and every fresh copy of a book is opened and
verified.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeAlias

from mktdesk.book import Book, Change, Finding, RowChange, held_still
from mktdesk.calendar import stamp
from mktdesk.errors import Cancelled, DeskError, InUseElsewhere, VaultDamaged, VaultError
from mktdesk.office import away, backupnotes, casefile, header, numbers, tombstones
from mktdesk.office import register as register_file
from mktdesk.office.backupnotes import count
from mktdesk.office.backupset import BackupSet, CaseCopy, Piece, Place, begin_place
from mktdesk.office.casefile import CaseFile
from mktdesk.office.crypto import WrongKey
from mktdesk.office.disk import read_whole, told
from mktdesk.office.header import new_id
from mktdesk.office.kinds import CASE, MEETING
from mktdesk.office.lease import Lease
from mktdesk.office.restore_case import keys_of
from mktdesk.office.shelf import BOOK, Shelf
from mktdesk.office.vault import Vault

SETS_KEPT = 30
_LEASE = "mktdesk-backup.lease"
_SMALL = 1 << 25
_TRIES = 3
_IN_MEMORY = 1 << 26
Tell: TypeAlias = Callable[[float, str], None]
Stop: TypeAlias = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made.

    cases, meetings: how many of each. copied: of both, whose content was new here. size: bytes
    written. problems: cases of which no
    good copy could be taken now, in words. not_checked: public parts of cases whose copy could
    not be opened, because they are restricted. journaled: no on a vault that is read-only.
    """

    folder: Path
    at: str
    cases: int
    copied: int
    size: int
    problems: tuple[Finding, ...]
    not_checked: tuple[str, ...]
    journaled: bool
    meetings: int = 0


def back_up(vault: Vault, to: Path, progress: Tell, cancelled: Stop) -> Backup:
    """Make a backup of the whole vault in a folder of backups, new or used before.

    Raises VaultError for an unfit folder, VaultUnwritable (a full stick: the backups there are
    as they were), VaultDamaged when the register or what was written is not sound, Cancelled.
    """
    away.refuse(vault.shelf.header, "backup")
    _refuse_inside(vault.folder, to)
    if not vault.read_only:
        vault.flush_anchors()
    place = begin_place(to, vault.vault_id)
    with _alone(vault.shelf, place):
        return _Maker(vault, place, progress, cancelled).make()


class _Maker:
    """One backup in the making."""

    def __init__(self, vault: Vault, place: Place, progress: Tell, cancelled: Stop) -> None:
        self._vault, self._shelf, self._place = vault, vault.shelf, place
        self._progress, self._cancelled = progress, cancelled
        self._at = stamp(self._shelf.machine.clock.now())
        self._problems: list[Finding] = []
        self._copied = self._size = 0

    def make(self) -> Backup:
        """Copy, read back, and only then write the set."""
        shelf, place = self._shelf, self._place
        last = self._last()
        number = 1 + max((one.number for one in place.sets()), default=0)
        self._progress(0.0, "The register")
        register = self._register()
        cases = self._cases(last)
        made = BackupSet(
            shelf.header.vault, place.id, new_id(), number, self._at, shelf.header.epoch,
            header=self._small(header.FILE), register=register, cases=tuple(cases),
            numbers=self._small_if_there(numbers.FILE),
            disposed=self._small_if_there(tombstones.FILE),
        )  # fmt: skip
        self._read_back(made)
        made = place.write_set(made, shelf.keys.vault)
        if not self._vault.read_only:
            self._journal(made)
        self._thin_out(made)
        self._progress(1.0, "")
        return Backup(
            place.folder, made.at, count(cases, CASE), self._copied, self._size,
            tuple(self._problems), tuple(case.public for case in cases if not case.checked),
            journaled=not self._vault.read_only, meetings=count(cases, MEETING),
        )  # fmt: skip

    def _last(self) -> BackupSet | None:
        """The newest backup here that this vault made."""
        for one in self._place.sets():
            try:
                keys_of(self._shelf, self._place, one)
            except VaultError:
                continue
            return one
        return None

    def _stop_if_asked(self) -> None:
        if self._cancelled():
            raise Cancelled

    def _keep(self, source: BinaryIO) -> tuple[Piece, bool]:
        piece, fresh = self._place.keep(source)
        self._size += piece.size if fresh else 0
        return piece, fresh

    def _register(self) -> Piece:
        shelf = self._shelf
        with held_still(shelf.register) as raw:
            small = _small_enough(raw)
            kept = None if small else self._keep(raw)
        piece, fresh = kept or self._keep(small or raw)
        if fresh:
            key = header.register_key(shelf.header, shelf.keys.vault)
            wrong = _wrong_with(shelf, self._place.path(piece), key, shelf.header.vault)
            if wrong:
                self._place.path(piece).unlink(missing_ok=True)
                raise VaultDamaged(
                    f"No backup was made, because the register is damaged. {wrong[0]}",
                    "Run verify; the backups made before are as they were.",
                )
        return piece

    def _small(self, name: str) -> Piece:
        return self._keep(BytesIO(read_whole(self._shelf.vault / name, _SMALL)))[0]

    def _small_if_there(self, name: str) -> Piece | None:
        return self._small(name) if (self._shelf.vault / name).exists() else None

    def _cases(self, last: BackupSet | None) -> list[CaseCopy]:
        """A copy of every case; the one from before where a case is damaged now."""
        publics = sorted(self._shelf.publics())
        copies = []
        for number, public in enumerate(publics):
            self._stop_if_asked()
            self._progress(0.7 * (number + 1) / (len(publics) + 1), public)
            before = last.case(public) if last else None
            try:
                copies.append(self._case(public, before))
            except (DeskError, WrongKey) as error:
                copies += self._instead(public, before, error)
        return copies

    def _instead(
        self, public: str, before: CaseCopy | None, error: DeskError | WrongKey
    ) -> list[CaseCopy]:
        if not self._place.folder.exists():
            assert isinstance(error, DeskError)
            raise error
        if isinstance(error, DeskError) and not isinstance(error, VaultDamaged | InUseElsewhere):
            with told():
                self._shelf.folder(public).stat()  # the vault's own disk is the trouble
            raise error
        said = error.what if isinstance(error, DeskError) else "Its key does not open it."
        kept = before is not None and all(self._place.holds(p) for p in (before.key, before.book))
        instead = f"The copy of {before.at[:10]} stands." if before and kept else "It has no copy."
        self._problems.append(
            Finding(
                "case-not-copied",
                f"{self._shelf.kind_of(public).called(public)} was not copied. {said} {instead}",
                "Run verify, put it right, then make another backup.",
            )
        )
        return [before] if before and kept else []

    def _case(self, public: str, before: CaseCopy | None) -> CaseCopy:
        shelf = self._shelf
        folder, kind = shelf.folder(public), shelf.kind_of(public)
        for _ in range(_TRIES):
            case = shelf.case_file(public, kind)
            raw_key = read_whole(folder / casefile.FILE, _SMALL)
            with _still(shelf, case) as (raw, key):
                small = _small_enough(raw)
                kept = None if small else self._keep(raw)
            piece, fresh = kept or self._keep(small or raw)
            if read_whole(folder / casefile.FILE, _SMALL) == raw_key:
                break
        else:
            raise InUseElsewhere("Its key is being changed.", "Try again in a minute.")
        same = before is not None and before.book == piece
        checked = before.checked if before and same else False
        if key is not None and not checked:
            wrong = _wrong_with(shelf, self._place.path(piece), key, case.case)
            if wrong:
                if fresh:
                    self._place.path(piece).unlink(missing_ok=True)
                raise VaultDamaged(wrong[0], "Run verify.")
            checked = True
        self._copied += not same
        key_piece = self._keep(BytesIO(raw_key))[0]
        return CaseCopy(public, case.case, self._at, key_piece, piece, checked, case.what)

    def _read_back(self, made: BackupSet) -> None:
        pieces = list({piece.sha256: piece for piece in made.pieces()}.values())
        for number, piece in enumerate(pieces):
            self._stop_if_asked()
            self._progress(0.7 + 0.3 * number / len(pieces), "Reading it back")
            self._place.check(piece)

    def _journal(self, made: BackupSet) -> None:
        """What the register must know: the last good backup, and which cases lie there."""
        register, by = self._shelf.register, self._vault.staff.name
        rows = backupnotes.rows(register, self._place, made, by, len(self._problems))
        register.write(Change(by, "backup", rows))

    def _thin_out(self, made: BackupSet) -> None:
        """Drop the oldest sets, and every set that holds a case that was disposed of."""
        shelf, place = self._shelf, self._place
        stones = tombstones.known(shelf.vault, shelf.header.vault, *shelf.keys.readers)
        sets = place.sets()
        gone = {stone.case for stone in stones.values()}
        going = [one for one in sets if gone & {case.case for case in one.cases}]
        going += [one for one in sets[SETS_KEPT:] if one not in going]
        place.drop(one for one in going if one.id != made.id)
        cleared = [
            RowChange(backupnotes.HELD_ROW, row.id, {place.id: None})
            for row in shelf.register.rows(backupnotes.HELD_ROW)
            if row.id in gone and place.id in row.fields
        ]
        if cleared and not self._vault.read_only:
            shelf.register.write(Change(self._vault.staff.name, "backup-purged", cleared))


def _small_enough(raw: BinaryIO) -> BinaryIO | None:
    """The file in memory, so that who writes to it need not wait for a slow stick."""
    with told():
        size = raw.seek(0, os.SEEK_END)
        raw.seek(0)
        return BytesIO(raw.read()) if size <= _IN_MEMORY else None


@contextmanager
def _still(shelf: Shelf, case: CaseFile) -> Iterator[tuple[BinaryIO, bytes | None]]:
    """A case's file while nobody writes to it, and its key where it can be had."""
    if case.restricted:
        with _unopened(shelf.home(case) / BOOK) as raw:
            yield raw, None
        return
    reference = shelf.reference(case)
    key = casefile.case_key(case, reference, shelf.keys.vault)
    book = shelf.open_book(case, key, read_only=True)
    try:
        with held_still(book) as raw:
            yield raw, key
    finally:
        book.close()


@contextmanager
def _unopened(path: Path) -> Iterator[BinaryIO]:
    """A book whose key is not ours, read between two changes. Raises InUseElsewhere."""

    def standing() -> tuple[int, ...]:
        journal = path.with_name(f"{path.name}-journal")
        now = path.stat()
        return (journal.stat().st_size if journal.exists() else 0, now.st_size, now.st_mtime_ns)

    with told(), path.open("rb") as raw:
        before = standing()
        yield raw
        if before[0] or standing() != before:
            raise InUseElsewhere("It is being changed.", "Try again in a minute.")


def _wrong_with(shelf: Shelf, path: Path, key: bytes, book_id: str) -> list[str]:
    """What is wrong with the copy of a book, in words."""
    try:
        book = Book.open(
            path, key,
            installation=shelf.installation, clock=shelf.machine.clock, read_only=True,
        )  # fmt: skip
    except VaultDamaged:
        return [f"{BOOK if book_id != shelf.header.vault else register_file.FILE} is damaged."]
    try:
        if book.book_id != book_id:
            return ["It is not the file that belongs here."]
        return [finding.what for finding in book.verify()]
    finally:
        book.close()


@contextmanager
def _alone(shelf: Shelf, place: Place) -> Iterator[None]:
    """Nobody else backs up to this folder meanwhile. Raises InUseElsewhere."""
    taken = Lease.take(
        place.folder, staff=shelf.staff.name, machine=shelf.machine.name,
        installation=shelf.installation, clock=shelf.machine.clock, name=_LEASE,
    )  # fmt: skip
    if not isinstance(taken, Lease):
        raise InUseElsewhere(
            f"{taken.staff}, {taken.machine}, is making a backup in this folder.",
            "Wait until it is done.",
        )
    try:
        yield
    finally:
        taken.release()


def _refuse_inside(vault: Path, to: Path) -> None:
    inner, outer = to.resolve(), vault.resolve()
    if inner == outer or outer in inner.parents or inner in outer.parents:
        raise VaultError(
            "The backup would lie in the vault, or the vault in it.",
            "Choose a folder elsewhere, best on another disk or stick.",
        )
