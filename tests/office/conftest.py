"""What the tests of the office share: computers with their keyrings, and a vault to copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from mktdesk.office import KdfCost, Machine, SystemSecrets, Vault, create_vault, unlock

PASSPHRASE = "seven grey herons wait"
OFFICE = "Milton Keynes Together"


@dataclass
class HandClock:
    """It stands until it is moved."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


class MemoryKeyring(KeyringBackend):
    """A real keyring back end that keeps its secrets in memory, and can be locked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked
        self.kept[service, username] = password


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    """This computer's keyring."""
    before = keyring.get_keyring()
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def machine(tmp_path: Path, ring: MemoryKeyring, clock: HandClock) -> Machine:
    return Machine("laptop-a", tmp_path / "state-a", SystemSecrets(), clock)


@pytest.fixture
def second(tmp_path: Path, ring: MemoryKeyring, clock: HandClock) -> Machine:
    """Another window or computer that has the same keyring but its own memory."""
    return Machine("laptop-b", tmp_path / "state-b", SystemSecrets(), clock)


@dataclass(frozen=True)
class Made:
    """A vault that was set up once, to be copied by each test."""

    folder: Path
    state: Path
    secrets: dict[tuple[str, str], str]
    slot: str
    code: str


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    base = tmp_path_factory.mktemp("made")
    before, ring = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(ring)
    try:
        machine = Machine("laptop-a", base / "state", SystemSecrets(), HandClock())
        vault, code = create_vault(
            base / "vault",
            office_name=OFFICE,
            staff_name="Ann Archer",
            passphrase=PASSPHRASE,
            machine=machine,
            kdf=KdfCost.floor(),
        )
        vault.lock()
    finally:
        keyring.set_keyring(before)
    return Made(base / "vault", base / "state", ring.kept, vault.staff.id, code)


@pytest.fixture
def folder(made: Made, tmp_path: Path, ring: MemoryKeyring, machine: Machine) -> Path:
    """A locked vault of this test's own."""
    shutil.copytree(made.folder, tmp_path / "vault")
    shutil.copytree(made.state, machine.state)
    ring.kept.update(made.secrets)
    return tmp_path / "vault"


@pytest.fixture
def enter(folder: Path, made: Made, machine: Machine) -> Iterator[Callable[..., Vault]]:
    """Unlocks the vault; what a test leaves open is closed."""
    opened: list[Vault] = []

    def open_it(on: Machine | None = None) -> Vault:
        vault = unlock(folder, made.slot, PASSPHRASE, machine=on or machine)
        opened.append(vault)
        return vault

    yield open_it
    if folder.exists():
        for vault in opened:
            vault.lock()


@pytest.fixture
def vault(enter: Callable[..., Vault]) -> Vault:
    return enter()
