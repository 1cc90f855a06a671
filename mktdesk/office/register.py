"""Opening the office's register."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from mktdesk.book import Book, Change
from mktdesk.errors import VaultUnwritable
from mktdesk.office import away, header
from mktdesk.office.crypto import WrongKey
from mktdesk.office.disk import spoilt
from mktdesk.office.header import Header
from mktdesk.office.machine import Machine

FILE = "register.db"


def open_to_read(folder: Path, head: Header, vault_key: bytes, machine: Machine) -> Book:
    """The register, proved to be this vault's. Raises VaultDamaged, NewerVersion."""
    try:
        key = header.register_key(head, vault_key)
    except WrongKey as error:
        raise spoilt(folder / header.FILE) from error
    path = folder / FILE
    if not path.exists():
        raise spoilt(path)
    installation = machine.memory(head.vault).installation
    register = Book.open(path, key, installation=installation, clock=machine.clock, read_only=True)
    if (register.book_id, register.kind) != (head.vault, "register"):
        register.close()
        raise spoilt(path)
    register.guard = partial(away.refuse, head)
    return register


def open_to_write(
    folder: Path, head: Header, vault_key: bytes, machine: Machine, event: Change
) -> Book:
    """The register with `event` written in it. Raises VaultUnwritable where it cannot be."""
    open_to_read(folder, head, vault_key, machine).close()
    register = Book.open(
        folder / FILE, header.register_key(head, vault_key),
        installation=machine.memory(head.vault).installation, clock=machine.clock,
    )  # fmt: skip
    register.guard = partial(away.refuse, head)
    try:
        register.write(event)
    except BaseException:
        register.close()
        raise
    return register


def open_if_possible(
    folder: Path, head: Header, vault_key: bytes, machine: Machine, event: Change
) -> Book:
    """As `open_to_write`, or read only where the disk refuses."""
    try:
        return open_to_write(folder, head, vault_key, machine, event)
    except VaultUnwritable:
        return open_to_read(folder, head, vault_key, machine)
