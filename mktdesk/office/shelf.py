"""Where cases lie: building a case's folder, and opening the book in it."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from mktdesk.book import Book, Change, Finding, Json
from mktdesk.errors import VaultUnwritable
from mktdesk.office import anchors, casefile
from mktdesk.office.casefile import CaseFile
from mktdesk.office.crypto import KEY
from mktdesk.office.disk import make_folder, spoilt, sync_folder, told
from mktdesk.office.header import Header, new_id
from mktdesk.office.lease import Lease
from mktdesk.office.machine import Machine
from mktdesk.office.slots import Keys
from mktdesk.reference import Reference, canonical_public

CASES = "cases"
BOOK = "case.db"
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
    """

    reference: Reference
    case_id: str
    book: Book
    read_only: bool
    held_by: str = ""
    alarms: tuple[Finding, ...] = ()
    lease: Lease | None = None
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
    """The folder of cases, with what is needed to open and build them."""

    vault: Path
    header: Header
    keys: Keys
    staff: Staff
    machine: Machine
    installation: str
    register: Book

    def folder(self, public: str) -> Path:
        """Where a case lies. Raises ReferenceRefused; nothing else becomes a path."""
        return self.vault / CASES / canonical_public(public)

    def publics(self) -> set[str]:
        """The public parts that have a folder. Raises VaultUnwritable."""
        with told():
            folders = list((self.vault / CASES).iterdir())
        return {path.name for path in folders if not path.name.startswith(_UNFINISHED)}

    def sweep(self) -> None:
        """Remove what a killed program left half made; nobody else may be making anything."""
        for path in (*self.vault.glob(f"{_UNFINISHED}*"), *self.vault.glob(f"{CASES}/*")):
            if path.name.startswith(_UNFINISHED):
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)

    def case_file(self, public: str) -> CaseFile:
        """A case's wrapped keys. Raises CaseError, VaultDamaged, NewerVersion."""
        return casefile.read(self.folder(public), self.header.vault, self.keys.vault)

    def reference(self, case: CaseFile) -> Reference:
        """The full reference, from the register, or else from the case's own copy."""
        row = self.register.row("seal", case.case)
        if row is None:  # the register is behind its cases
            return casefile.reference_of(case, self.keys.vault)
        return Reference(case.public, str(row.fields["seal"]))

    def build(self, reference: Reference) -> CaseFile:
        """Build a case aside and move it into place whole. Raises VaultUnwritable."""
        case_id, case_key = new_id(), secrets.token_bytes(KEY)
        aside = self.vault / CASES / f"{_UNFINISHED}{case_id}"
        make_folder(aside)
        try:
            self._begin_book(aside, case_id, case_key, reference)
            recovery = next(slot for slot in self.header.slots if slot.kind == "recovery")
            case = casefile.make(
                self.header.vault, case_id, reference, case_key, self.keys.vault, recovery.public
            )
            casefile.write(aside, case, self.keys.vault)
            with told():
                aside.rename(self.folder(reference.public))
                sync_folder(self.vault / CASES)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return case

    def _begin_book(self, aside: Path, case_id: str, key: bytes, reference: Reference) -> None:
        book = Book.create(
            aside / BOOK, key,
            book_id=case_id, kind="case",
            installation=self.installation, clock=self.machine.clock,
        )  # fmt: skip
        try:
            note: dict[str, Json] = {"public": reference.public}
            book.write(Change(self.staff.name, "begin", note=note))
        finally:
            book.close()

    def open(self, case: CaseFile, *, read_only: bool) -> CaseHandle:
        """Open a case's book, for writing where nobody else holds it. Raises VaultDamaged."""
        reference = self.reference(case)
        key = casefile.case_key(case, reference, self.keys.vault)
        lease, held_by = (None, "") if read_only else self._lease(self.folder(case.public))
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
        return CaseHandle(reference, case.case, book, book.read_only, held_by, tuple(alarms), lease)

    def open_book(self, case: CaseFile, key: bytes, *, read_only: bool) -> Book:
        """A case's book, proved to be that case's. Raises VaultDamaged."""
        path = self.folder(case.public) / BOOK
        book = Book.open(
            path, key,
            installation=self.installation, clock=self.machine.clock, read_only=read_only,
        )  # fmt: skip
        if (book.book_id, book.kind) != (case.case, "case"):
            book.close()
            raise spoilt(path)
        return book

    def _lease(self, folder: Path) -> tuple[Lease | None, str]:
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
