"""Where cases and meetings lie: building the folder of one, and opening the book in it.

What is said of a case here holds for a meeting alike; see `kinds`.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from mktdesk.book import Book, Change, Finding, Json
from mktdesk.errors import CaseError, ReferenceNeeded, VaultDamaged, VaultError, VaultUnwritable
from mktdesk.office import anchors, casefile, header
from mktdesk.office.casefile import CaseFile, Opened
from mktdesk.office.crypto import KEY, WrongKey
from mktdesk.office.disk import make_folder, spoilt, sync_folder, told
from mktdesk.office.header import Header, Slot, new_id
from mktdesk.office.kinds import CASE, KINDS, Kind
from mktdesk.office.lease import Lease
from mktdesk.office.machine import Machine
from mktdesk.office.slots import Keys
from mktdesk.reference import Reference, canonical_public

BOOK = "case.db"
COPY = ".new-case.db"  # a book being copied under another key
DUE = "due"  # a row for each case: its open clocks
WORK = "case-work"  # a row for each case whose keys are being changed
_UNFINISHED = ".new-"


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff as the vault knows them; `name` signs the history."""

    id: str
    name: str


@dataclass(slots=True)
class CaseHandle:
    """An open case. held_by: "name, computer" when somebody else holds it, so it is read only.

    alarms: what was found wrong on opening; a case that is behind its anchor opens read only.
    kind: a case or a meeting.
    """

    reference: Reference
    case_id: str
    book: Book
    read_only: bool
    held_by: str = ""
    alarms: tuple[Finding, ...] = ()
    lease: Lease | None = None
    kind: Kind = CASE
    closed: bool = False

    def close(self) -> None:
        """Close the book and let others have the case; closing twice is harmless."""
        self.closed = True
        self.book.close()
        if self.lease is not None:
            self.lease.release()
            self.lease = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folders of cases and meetings, with what is needed to open and build them."""

    vault: Path
    header: Header
    keys: Keys
    staff: Staff
    machine: Machine
    installation: str
    register: Book

    def folder(self, public: str, kind: Kind | None = None) -> Path:
        """Where a case or a meeting lies; where it would lie, for one that is not there.

        kind: where the reader knows it; no public part is ever one's and the other's.
        Raises ReferenceRefused; nothing else becomes a path.
        """
        name = canonical_public(public)
        among = [self.vault / each.folder / name for each in ((kind,) if kind else KINDS)]
        return next((path for path in among if path.exists()), among[0])

    def kind_of(self, public: str) -> Kind:
        """Whether a public part with a folder is a case's or a meeting's."""
        parent = self.folder(public).parent.name
        return next(kind for kind in KINDS if kind.folder == parent)

    def home(self, case: CaseFile) -> Path:
        """The folder of a case or a meeting whose keys were read."""
        return self.folder(case.public, case.kind)

    def publics(self, *kinds: Kind) -> set[str]:
        """The public parts that have a folder, of all kinds or of these. Raises VaultUnwritable."""
        found = set()
        for kind in kinds or KINDS:
            place = self.vault / kind.folder
            if kind is not CASE and self.vault.exists() and not place.exists():
                continue  # a vault from before there were meetings
            with told():
                found |= {path.name for path in place.iterdir()}
        return {name for name in found if not name.startswith(_UNFINISHED)}

    def sweep(self) -> None:
        """Remove what a killed program left half made; nobody else may be making anything."""
        inside = (path for kind in KINDS for path in self.vault.glob(f"{kind.folder}/*"))
        for path in (*self.vault.glob(f"{_UNFINISHED}*"), *inside):
            if path.name.startswith(_UNFINISHED):
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)

    def case_file(self, public: str, kind: Kind | None = None) -> CaseFile:
        """A case's wrapped keys. kind: of this kind alone.

        Raises CaseError where there is none, VaultDamaged, NewerVersion.
        """
        folder = self.folder(public, kind)
        if not folder.is_dir():
            raise (kind or CASE).missing()
        try:
            case = casefile.read(folder, self.header.vault, *self.keys.readers)
        except VaultDamaged:
            self.head_now()  # other keys since we unlocked are no damage
            raise
        if case.kind.folder != folder.parent.name:
            raise spoilt(folder / casefile.FILE)
        return case

    def head_now(self) -> Header:
        """vault.json as it lies there now.

        Raises VaultError when its keys were changed, VaultUnwritable when the folder has gone.
        """
        with told():
            (self.vault / header.FILE).stat()
        try:
            return header.read(self.vault, self.keys.vault)
        except VaultDamaged:
            if header.read(self.vault).epoch == self.header.epoch:
                raise
        raise VaultError(
            "The keys of this vault have been changed since you unlocked it.",
            "Lock it, then unlock it again.",
        )

    @property
    def recovering(self) -> bool:
        """The vault was opened with the printed code."""
        return any(
            slot.id == self.staff.id for slot in self.header.slots if slot.kind == "recovery"
        )

    def prover(self, case: CaseFile) -> bytes:
        """The vault key that the case's file is written under."""
        return next(key for key in self.keys.readers if casefile.proves(case, key))

    def reference(self, case: CaseFile) -> Reference:
        """The full reference, from the register, or else from the case's own copy.

        Raises ReferenceNeeded or CaseError for a restricted case, unless the vault was opened
        with the printed code.
        """
        if case.restricted:
            return self.opened(case).reference
        row = self.register.row("seal", case.case)
        if row is None or self.register.row(WORK, case.case) is not None:
            return casefile.reference_of(case, self.prover(case))  # the register is behind
        return Reference(case.public, str(row.fields["seal"]))

    def opened(self, case: CaseFile, typed: Reference | None = None) -> Opened:
        """A case's full reference and key; `typed`: the reference that a person gave.

        Raises ReferenceNeeded when a restricted case needs it, CaseError for a wrong one or
        when the case is restricted to others.
        """
        if not case.restricted:
            reference = typed or self.reference(case)
            return Opened(reference, casefile.case_key(case, reference, self.prover(case)))
        if self.recovering:
            try:
                return casefile.recovered(case, self.keys.private)
            except WrongKey as error:
                raise CaseError(
                    "This case is restricted, and was last sealed for an earlier recovery code.",
                    "Somebody named for it has to open it with its full reference.",
                ) from error
        if typed is None and self.staff.id in case.named():
            raise ReferenceNeeded
        reference = typed or Reference(case.public, "")
        key = casefile.staff_key(case, reference, self.staff.id, self.keys.private)
        return Opened(reference, key)

    def put(self, case: CaseFile, opened: Opened, named: Iterable[str] | None) -> CaseFile:
        """Write a case's keys afresh, for named slots alone where given. Raises VaultUnwritable."""
        with self.register.exclusively():  # nobody changes the vault's keys meanwhile
            head = self.head_now()
            slots = None if named is None else _only(head, frozenset(named))
            fresh = casefile.make(
                head.vault, case.case, opened, self.keys.vault, recovery_slot(head), slots,
                kind=case.kind,
            )  # fmt: skip
            self.write(fresh)
        return fresh

    def write(self, case: CaseFile) -> None:
        """Write a case's file as it is given. Raises VaultUnwritable."""
        casefile.write(self.home(case), case, self.keys.vault)

    def build(
        self, reference: Reference, kind: Kind, case_id: str = "",
        fill: Callable[[Book], object] | None = None,
    ) -> CaseFile:  # fmt: skip
        """Build a case or a meeting aside and move it into place whole. Raises VaultUnwritable.

        case_id, fill: of one that is elsewhere already, and what puts into its book what it holds.
        """
        case_id, case_key = case_id or new_id(), secrets.token_bytes(KEY)
        among = self.vault / kind.folder
        aside = among / f"{_UNFINISHED}{case_id}"
        make_folder(aside)
        try:
            self._begin_book(aside, case_id, case_key, kind, fill or self._beginning(reference))
            head, opened = self.head_now(), Opened(reference, case_key)
            case = casefile.make(
                head.vault, case_id, opened, self.keys.vault, recovery_slot(head), kind=kind
            )
            casefile.write(aside, case, self.keys.vault)
            with told():
                aside.rename(among / canonical_public(reference.public))
                sync_folder(among)
                sync_folder(self.vault)  # the first meeting makes the folder of meetings
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return case

    def _begin_book(
        self, aside: Path, case_id: str, key: bytes, kind: Kind, fill: Callable[[Book], object]
    ) -> None:
        book = Book.create(
            aside / BOOK, key,
            book_id=case_id, kind=kind.name,
            installation=self.installation, clock=self.machine.clock,
        )  # fmt: skip
        try:
            fill(book)
        finally:
            book.close()

    def _beginning(self, reference: Reference) -> Callable[[Book], object]:
        note: dict[str, Json] = {"public": reference.public}
        return lambda book: book.write(Change(self.staff.name, "begin", note=note))

    def open(
        self, case: CaseFile, typed: Reference | None = None, *, read_only: bool
    ) -> CaseHandle:
        """Open a case's book, for writing where nobody else holds it.

        Raises VaultDamaged, and as `opened`.
        """
        opened = self.opened(case, typed)
        key, reference = opened.key, opened.reference
        lease, held_by = (None, "") if read_only else self.lease(self.home(case))
        try:
            book = self.open_book(case, key, read_only=lease is None)
            alarms = anchors.check_case(self.register, case.case, case.public, book)
            if alarms and not book.read_only:
                book.close()
                book = self.open_book(case, key, read_only=True)
        except BaseException:
            if lease is not None:
                lease.release()
            raise
        return CaseHandle(
            reference, case.case, book, book.read_only, held_by, tuple(alarms), lease, case.kind
        )

    def open_book(self, case: CaseFile, key: bytes, *, read_only: bool) -> Book:
        """A case's book, proved to be that case's. Raises VaultDamaged.

        Where its key was being changed, the book lies under the one key or the other.
        """
        coming = casefile.coming_key(case, key)
        if coming:
            try:
                return self._open_book(case, coming, read_only=read_only)
            except VaultDamaged:
                pass  # not yet
        return self._open_book(case, key, read_only=read_only)

    def _open_book(self, case: CaseFile, key: bytes, *, read_only: bool) -> Book:
        path = self.home(case) / BOOK
        book = Book.open(
            path, key,
            installation=self.installation, clock=self.machine.clock, read_only=read_only,
        )  # fmt: skip
        if (book.book_id, book.kind) != (case.case, case.kind.name):
            book.close()
            raise spoilt(path)
        return book

    def lease(self, folder: Path) -> tuple[Lease | None, str]:
        """The right to write a case's book, or who has it ("" where the disk is read-only)."""
        try:
            taken = Lease.take(
                folder, staff=self.staff.name, machine=self.machine.name,
                installation=self.installation, clock=self.machine.clock,
            )  # fmt: skip
        except VaultUnwritable:
            return None, ""  # a read-only disk still shows its cases
        if isinstance(taken, Lease):
            return taken, ""
        return None, f"{taken.staff}, {taken.machine}"


def recovery_slot(head: Header) -> Slot:
    """The slot that the printed code opens."""
    return next(slot for slot in head.slots if slot.kind == "recovery")


def _only(head: Header, named: frozenset[str]) -> tuple[Slot, ...]:
    return tuple(slot for slot in head.slots if slot.id in named and slot.kind == "staff")
