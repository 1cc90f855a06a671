"""Work on keys that is cut short at its steps: every case opens, as before or after.

A few steps of each are tried in the ordinary suite; every one in the long.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keyring
import pytest

from mktdesk.book import Book, Change, RowChange
from mktdesk.book.file import File
from mktdesk.errors import CaseError, DeskError, VaultError, VaultUnwritable
from mktdesk.office import (
    KdfCost,
    Machine,
    SystemSecrets,
    Vault,
    casefile,
    header,
    recover,
    slots,
    staff,
    unlock,
)
from mktdesk.office.casefile import CaseFile
from mktdesk.office.casekeys import change_key, fresh_reference, reseal, restrict, unrestrict
from mktdesk.office.crypto import WrongKey
from mktdesk.office.shelf import BOOK, WORK
from mktdesk.office.slots import Keys, SlotSecret
from mktdesk.reference import Reference, parse_full
from tests.office.conftest import HandClock, Made, MemoryKeyring

ANN, BEA = "seven grey herons wait", "nine brown wrens sing"
COST = KdfCost.floor()
PUBLICS = ("OLD-0", "OLD-1", "OLD-2", "OLD-3")
OPEN, SHUT = "OLD-0", "OLD-3"  # an ordinary case and a restricted one
_REPLACE, _FSYNC = Path.replace, os.fsync
_TRANSACTION: Any = File.transaction


class Killed(BaseException):
    """The program ends here."""


class Faults:
    """Counts the steps that reach the disk; at one of them it kills, or the disk is full."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.at, self.count, self.full, self.fired = 0, 0, False, False
        faults = self

        def replace(path: Path, target: Path) -> Path:
            faults.step()
            moved = _REPLACE(path, target)
            faults.step(after=True)
            return moved

        def fsync(handle: int) -> None:
            faults.step()
            _FSYNC(handle)

        @contextmanager
        def transaction(file: File) -> Iterator[None]:
            outermost = not file._depth
            with _TRANSACTION(file):
                yield
                if outermost:
                    faults.step(book=True)
            if outermost:
                faults.step(after=True)

        patch.setattr(Path, "replace", replace)
        patch.setattr(os, "fsync", fsync)
        patch.setattr(File, "transaction", transaction)

    def arm(self, at: int, *, full: bool) -> None:
        self.at, self.count, self.full, self.fired = at, 0, full, False

    def disarm(self) -> None:
        self.at = 0

    def step(self, *, after: bool = False, book: bool = False) -> None:
        if not self.at or (self.full and after):  # nothing fails when it has been done
            return
        self.count += 1
        if self.count < self.at:
            return
        self.fired = True
        if not self.full:
            raise Killed
        if book:
            raise VaultUnwritable("The disk is full: nothing was saved.", "Free some space.")
        raise OSError(errno.ENOSPC, "No space left on device")


@dataclass(frozen=True)
class Ready:
    """A vault with three ordinary cases and a restricted one, for Ann and Bea."""

    folder: Path
    state: Path
    secrets: dict[tuple[str, str], str]
    ann: str
    bea: str
    code: str
    fulls: dict[str, str]


@pytest.fixture(scope="module")
def ready(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Ready:
    kept = tmp_path_factory.mktemp("ready")
    shutil.copytree(made.folder, kept / "vault")
    shutil.copytree(made.state, kept / "state")
    before, ring = keyring.get_keyring(), MemoryKeyring()
    ring.kept.update(made.secrets)
    keyring.set_keyring(ring)
    try:
        machine = Machine("laptop-a", kept / "state", SystemSecrets(), HandClock())
        vault = unlock(kept / "vault", made.slot, ANN, machine=machine)
        bea = vault.add_staff("Bea Booth", BEA, kdf=COST).id
        fulls = {public: _begun(vault, public, [made.slot, bea]) for public in PUBLICS}
        vault.lock()
    finally:
        keyring.set_keyring(before)
    return Ready(kept / "vault", kept / "state", ring.kept, made.slot, bea, made.code, fulls)


def _begun(vault: Vault, public: str, readers: list[str]) -> str:
    """A case with a person in it; its full reference."""
    handle = vault.create_case(public, {"subject": f"Subject of {public}"})
    row = RowChange("person", "r1", {"name": f"Zoë of {public}"})
    handle.book.write(Change("Ann", "edit", [row]))
    if public == SHUT:
        restrict(vault, handle, readers, "private")
    full: str = handle.reference.full
    vault.close_case(handle)
    return full


Work = Callable[[Vault, Ready, list[str]], None]


def do_revoke(vault: Vault, ready: Ready, _told: list[str]) -> None:
    staff.revoke(vault, ready.bea, "left")


def do_new_sheet(vault: Vault, ready: Ready, told: list[str]) -> None:
    told.append(staff.new_code())
    staff.replace_recovery(vault, told[0], "lost", old_code=ready.code)


def _reseal(vault: Vault, ready: Ready, told: list[str], public: str) -> None:
    handle = vault.open_case(public, typed=parse_full(ready.fulls[public]))
    fresh = fresh_reference(handle)
    told.append(fresh.full)
    reseal(vault, handle, fresh, "lost")
    vault.close_case(handle)


def do_reseal(vault: Vault, ready: Ready, told: list[str]) -> None:
    _reseal(vault, ready, told, OPEN)


def do_reseal_restricted(vault: Vault, ready: Ready, told: list[str]) -> None:
    _reseal(vault, ready, told, SHUT)


def do_restrict(vault: Vault, ready: Ready, _told: list[str]) -> None:
    handle = vault.open_case(OPEN)
    restrict(vault, handle, [ready.ann], "private")
    vault.close_case(handle)


def do_unrestrict(vault: Vault, ready: Ready, _told: list[str]) -> None:
    handle = vault.open_case(SHUT, typed=parse_full(ready.fulls[SHUT]))
    unrestrict(vault, handle, "no longer needed")
    vault.close_case(handle)


def do_change_key(vault: Vault, _ready: Ready, _told: list[str]) -> None:
    change_key(vault, OPEN, "a laptop was lost")


def do_change_restricted_key(vault: Vault, ready: Ready, _told: list[str]) -> None:
    change_key(vault, SHUT, "a laptop was lost", typed=parse_full(ready.fulls[SHUT]))


def do_change_passphrase(vault: Vault, _ready: Ready, _told: list[str]) -> None:
    staff.change_passphrase(vault, ANN, ANN + "!", cost=COST)


WORKS: tuple[Work, ...] = (
    do_revoke, do_new_sheet, do_reseal, do_reseal_restricted, do_restrict, do_unrestrict,
    do_change_key, do_change_restricted_key, do_change_passphrase,
)  # fmt: skip


class Run:
    """One vault, one piece of work, one fault; then what is left of it."""

    def __init__(self, ready: Ready, folder: Path, machine: Machine, ring: Any) -> None:
        self.ready, self.folder, self.machine, self.ring = ready, folder, machine, ring
        self.told: list[str] = []

    def begin(self) -> Vault:
        for source, place in (
            (self.ready.folder, self.folder),
            (self.ready.state, self.machine.state),
        ):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(source, place)
        self.ring.kept.clear()
        self.ring.kept.update(self.ready.secrets)
        self.told = []
        return unlock(self.folder, self.ready.ann, ANN, machine=self.machine)

    def again(self) -> Vault:
        self.machine.forget_attempts(header.read(self.folder).vault)
        try:
            return unlock(self.folder, self.ready.ann, ANN, machine=self.machine)
        except DeskError:
            self.machine.forget_attempts(header.read(self.folder).vault)
            return unlock(self.folder, self.ready.ann, ANN + "!", machine=self.machine)

    def keys(self) -> Keys:
        """Ann's keys, straight from the files."""
        head = header.read(self.folder)
        slot = next(slot for slot in head.slots if slot.id == self.ready.ann)
        device = slots.device_secret(self.machine, head, slot)
        for passphrase in (ANN, ANN + "!"):
            try:
                return slots.open_slot(head, slot, SlotSecret(passphrase, device=device))
            except WrongKey:
                continue
        pytest.fail("Ann's slot opens with neither passphrase")

    def references(self, public: str) -> list[Reference]:
        fulls = [self.ready.fulls[public], *(full for full in self.told if full.startswith("OLD"))]
        return [ref for ref in map(parse_full, fulls) if ref.public == public]

    def check_files(self) -> None:
        """Before anything is finished: each case opens in exactly one way."""
        keys = self.keys()
        for public in PUBLICS:
            case = casefile.read(self.folder / "cases" / public, header.read(self.folder).vault,
                                 *keys.readers)  # fmt: skip
            provers = [key for key in keys.readers if casefile.proves(case, key)]
            assert len(provers) == 1
            opening = []
            for reference in self.references(public):
                try:
                    opening.append(self._key(case, reference, provers[0], keys.private))
                except CaseError:
                    continue
            assert len(opening) == 1, (public, "old or new reference")
            coming = casefile.coming_key(case, opening[0])
            under = [key for key in (opening[0], coming) if key and self._opens(public, key)]
            assert len(under) == 1, (public, "old or new key")

    def _key(self, case: CaseFile, reference: Reference, prover: bytes, private: bytes) -> bytes:
        if case.restricted:
            return casefile.staff_key(case, reference, self.ready.ann, private)
        return casefile.case_key(case, reference, prover)

    def _opens(self, public: str, key: bytes) -> bool:
        path = self.folder / "cases" / public / BOOK
        try:
            Book.open(path, key, installation="x", clock=self.machine.clock, read_only=True).close()
        except DeskError:
            return False
        return True

    def check_vault(self, vault: Vault) -> None:
        """Once it was unlocked again: all is level, and every case is there."""
        assert vault.alarms == ()
        assert not vault.shelf.keys.previous
        assert vault.register.rows(WORK) == []
        assert {f.code for f in vault.verify()} <= {"not-checked"}
        for public in PUBLICS:
            self.open_one(vault, public)
        rows = {row.public: row.summary for row in vault.cases()}
        assert set(rows) == set(PUBLICS)
        for public in PUBLICS:
            restricted = vault.shelf.case_file(public).restricted
            seal = vault.register.row("seal", vault.shelf.case_file(public).case)
            assert restricted == ("restricted" in rows[public]) == (seal is None)
            assert not (restricted and "subject" in rows[public])

    def open_one(self, vault: Vault, public: str) -> None:
        opened = []
        for reference in self.references(public):
            try:
                handle = vault.open_case(public, typed=reference)
            except CaseError:
                continue
            opened.append(reference)
            row = handle.book.row("person", "r1")
            assert row is not None
            assert row.fields == {"name": f"Zoë of {public}"}
            vault.close_case(handle)
        assert len(opened) == 1, (public, opened)

    def check_codes(self) -> None:
        """The old sheet or the new one opens everything, the restricted case too."""
        working = []
        for code in [self.ready.code, *(t for t in self.told if not t.startswith("OLD"))]:
            try:
                vault = recover(self.folder, code, machine=self.machine)
            except DeskError:
                continue
            working.append(code)
            assert vault.verify() == []
            vault.lock()
        assert len(working) == 1


def let_go(vault: Vault) -> None:
    """What the system does for a program that was killed."""
    for handle in vault._handles:
        handle.book.close()
        if handle.lease is not None:
            os.close(handle.lease.handle)
            handle.lease = None
        handle.closed = True
    vault.register.close()
    vault._closed = True


@pytest.fixture
def run(ready: Ready, folder: Path, machine: Machine, ring) -> Run:
    return Run(ready, folder, machine, ring)


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    return Faults(monkeypatch)


@pytest.mark.parametrize("full", [False, True], ids=["killed", "disk full"])
@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.__name__)
@pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.long)], ids=["some", "every"]
)
@pytest.mark.timeout(600)  # a change of keys has a hundred steps
def test_cut_short_at_its_steps_each_case_opens_as_before_or_after(
    run: Run, faults: Faults, work: Work, full: bool, every: bool
) -> None:
    last = _steps(run, faults, work, full=full)
    assert last > 3
    chance = random.Random(f"{work.__name__} {full}")
    chosen = range(1, last + 1) if every else sorted(chance.sample(range(1, last + 1), 4))
    for step in chosen:
        vault = run.begin()
        faults.arm(step, full=full)
        with suppress(VaultUnwritable if full else Killed):
            work(vault, run.ready, run.told)
        faults.disarm()
        assert faults.fired
        if full:
            _goes_on_in_the_same_window(run, vault)
        else:
            let_go(vault)
        run.check_files()
        vault = run.again()
        run.check_vault(vault)
        vault.lock()
        if work is do_new_sheet:
            run.check_codes()


def _steps(run: Run, faults: Faults, work: Work, *, full: bool) -> int:
    """How many steps of the work reach the disk; done whole, all is well too."""
    vault = run.begin()
    faults.arm(1 << 30, full=full)
    work(vault, run.ready, run.told)
    faults.disarm()
    let_go(vault)
    run.check_files()
    vault = run.again()
    run.check_vault(vault)
    vault.lock()
    return faults.count


def _goes_on_in_the_same_window(run: Run, vault: Vault) -> None:
    """With room on the disk again, cases open as they are; or the window asks to be locked."""
    for handle in list(vault._handles):
        if not handle.closed:
            vault.close_case(handle)
    try:
        people = staff.people(vault)
    except VaultError as error:
        people = ()
        told = error.do
    if people:
        for public in PUBLICS:
            run.open_one(vault, public)
    else:
        assert "Lock it" in told
    vault.lock()
