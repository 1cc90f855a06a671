"""What would be lost if something older were put back over what is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mktdesk.book import Book, Heads
from mktdesk.errors import DeskError, VaultDamaged
from mktdesk.office import casefile
from mktdesk.office.backupset import CaseCopy, measure
from mktdesk.office.casefile import CaseFile
from mktdesk.office.crypto import WrongKey
from mktdesk.office.disk import spoilt
from mktdesk.office.kinds import Kind
from mktdesk.office.machine import Machine
from mktdesk.office.shelf import BOOK
from mktdesk.office.slots import Keys


@dataclass(frozen=True, slots=True)
class Side:
    """A folder with a case or a meeting in it, and the keys that go with it."""

    folder: Path
    vault: str
    keys: Keys | None
    machine: Machine

    @contextmanager
    def book(self) -> Iterator[Book]:
        """The case's book, to be read. Raises DeskError, WrongKey for a restricted case."""
        if self.keys is None:
            raise WrongKey
        case, key = opened(self.folder, self.vault, self.keys)
        if not key:
            raise WrongKey
        book = open_copy(self.folder, case, key, self.machine)
        try:
            yield book
        finally:
            book.close()


def open_copy(folder: Path, case: CaseFile, key: bytes, machine: Machine) -> Book:
    """A case's book wherever it lies, to be read; also where its key was being changed.

    Raises VaultDamaged.
    """
    coming = casefile.coming_key(case, key)
    for each in (coming, key) if coming else (key,):
        try:
            book = Book.open(
                folder / BOOK, each,
                installation=case.case, clock=machine.clock, read_only=True,
            )  # fmt: skip
        except VaultDamaged:
            continue
        if book.book_id == case.case:
            return book
        book.close()
    raise spoilt(folder / BOOK)


def opened(folder: Path, vault: str, keys: Keys) -> tuple[CaseFile, bytes]:
    """case.json in a folder, and the case's key: empty for a restricted case.

    Raises CaseError, VaultDamaged, WrongKey.
    """
    case = casefile.read(folder, vault, *keys.readers)
    if case.restricted:
        return case, b""
    wrong: DeskError | None = None
    for vault_key in keys.readers:
        try:
            reference = casefile.reference_of(case, vault_key)
            return case, casefile.case_key(case, reference, vault_key)
        except DeskError as error:
            wrong = error
    assert wrong is not None, "there is always a key to try"
    raise wrong


def would_lose(there: Side, copy: CaseCopy | None, staged: Side, kind: Kind) -> str:
    """In words, what the case that is there holds beyond a backup's copy; nothing when nothing."""
    called = kind.called(there.folder.name)
    if copy is None or copy.kind is not kind:
        return f"{called} is not in the backup."
    try:
        with (there.folder / BOOK).open("rb") as file:
            if measure(file) == copy.book:
                return ""
        with there.book() as now, staged.book() as then:
            if then.holds(now.heads()):
                return ""
            later = beyond(now.heads(), then.heads())
    except (DeskError, WrongKey, OSError):
        return f"{called} differs from the backup and could not be compared."
    return f"{called} has {entries_in_words(later)} in its history."


def beyond(now: Heads, then: Heads) -> int:
    """How many entries one side has that the other has not; at least one where they part."""
    return max(1, sum(seq - then.get(chain, (0, ""))[0] for chain, (seq, _) in now.items()))


def entries_in_words(count: int) -> str:
    """A number of later entries."""
    return "1 later entry" if count == 1 else f"{count} later entries"
