"""What can be put right without a backup: records from the journal, the register from the cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from mktdesk.book import Book, Change, Json, RowChange, heads_to_json, rebuild
from mktdesk.calendar import stamp
from mktdesk.errors import CaseError, DeskError, VaultError
from mktdesk.office import anchors, header
from mktdesk.office import register as register_file
from mktdesk.office.crypto import WrongKey
from mktdesk.office.disk import make_folder, spoilt, told
from mktdesk.office.disposal import REPLACED
from mktdesk.office.kinds import MEETING
from mktdesk.office.machine import Machine
from mktdesk.office.shelf import Shelf
from mktdesk.office.vault import Vault
from mktdesk.office.ways import Way

Tell: TypeAlias = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A vault with a new register, open. aside: where the old one lies.

    unread: public parts of cases and meetings that did not open: the register just lists them.
    """

    vault: Vault
    cases: int
    meetings: int
    unread: tuple[str, ...]
    aside: Path | None


def rebuild_records(vault: Vault, public: str, reason: str) -> None:
    """Make a case's records again from its history; with no public part, the register's.

    Raises VaultError without a reason, CaseError when the case is open elsewhere, VaultDamaged
    when the history itself is not sound.
    """
    if not public:
        rebuild(vault.register, vault.staff.name, reason)
        return
    handle = vault.open_case(public)
    try:
        if handle.read_only:
            raise CaseError(
                f"{handle.kind.called(public)} is open for reading only.",
                "Settle its alarm, or close it where it is open, then try again.",
            )
        rebuild(handle.book, vault.staff.name, reason)
    finally:
        vault.close_case(handle)


def rebuild_register(
    folder: Path, way: Way, *, machine: Machine, reason: str,
    progress: Tell = lambda _share, _words: None,
) -> Rebuilt:  # fmt: skip
    """Make a new register from vault.json and the cases, when the old one cannot be read.

    The old file is moved aside. The office's settings and its own history begin anew: nothing
    else holds them. The cases lose nothing. Raises VaultError without a reason or when the
    register can be read, UnlockRefused, VaultDamaged, VaultUnwritable.
    """
    if not reason.strip():
        raise VaultError("This needs a reason.", "Say what happened to the register.")
    head = header.read(folder)
    slot, keys = way.keys(head, machine)
    head = header.read(folder, keys.vault)
    name = next(each.name for each in head.slots if each.id == slot)
    if _reads(folder, head, keys.vault, machine):
        raise VaultError(
            "The register can be read, so there is nothing to make again.",
            "Unlock the vault, and run verify to see what is wrong.",
        )
    try:
        key = header.register_key(head, keys.vault)
    except WrongKey as error:
        raise spoilt(folder / header.FILE) from error
    aside = _move_aside(folder, stamp(machine.clock.now()))
    register = Book.create(
        folder / register_file.FILE, key,
        book_id=head.vault, kind="register", clock=machine.clock,
        installation=machine.begin_again(head.vault),
    )  # fmt: skip
    try:
        register.write(Change(name, "rebuild", [anchors.header_row(head)], reason.strip()))
    finally:
        register.close()
    vault = way.unlock(folder, machine)
    vault.settle_alarms(f"The register was made again from the cases: {reason.strip()}")
    unread = _anchor_all(vault, reason, progress)
    return Rebuilt(vault, len(vault.cases()), len(vault.listed(MEETING)), unread, aside)


def _reads(folder: Path, head: header.Header, vault_key: bytes, machine: Machine) -> bool:
    try:
        book = register_file.open_to_read(folder, head, vault_key, machine)
    except DeskError:
        return False
    try:
        return not book.verify()
    finally:
        book.close()


def _move_aside(folder: Path, now: str) -> Path | None:
    path = folder / register_file.FILE
    journal = path.with_name(f"{path.name}-journal")
    with told():
        if not path.exists():
            return None
        make_folder(folder / REPLACED)
        when = now.translate(str.maketrans("", "", "-:."))
        aside = folder / REPLACED / f"register@{when}.db"
        path.replace(aside)
        if journal.exists():  # it belongs to the old file, and would be played into the new one
            journal.replace(aside.with_name(f"{aside.name}-journal"))
    return aside


def _anchor_all(vault: Vault, reason: str, progress: Tell) -> tuple[str, ...]:
    """Remember how far each case has come now; those that do not open."""
    shelf: Shelf = vault.shelf
    rows, unread = [], []
    publics = sorted(row.public for row in vault.listed())
    for number, public in enumerate(publics):
        progress((number + 1) / (len(publics) + 1), public)
        try:
            handle = vault.open_case(public, read_only=True)
        except DeskError:
            unread.append(public)
            continue
        try:
            heads: Json = heads_to_json(handle.book.heads())
            rows.append(RowChange("anchor", handle.case_id, {"heads": heads}))
        finally:
            handle.close()
    if rows:
        shelf.register.write(Change(vault.staff.name, "anchor", rows, reason))
    return tuple(unread)
