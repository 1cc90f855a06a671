"""This computer: its keyring, its name, and the little that it remembers of each vault."""

from __future__ import annotations

import platform
import secrets
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, Protocol, Self

import msgspec
import platformdirs
from msgspec import Meta

from mktdesk import policy
from mktdesk.calendar import Clock, SystemClock, stamp
from mktdesk.errors import UnlockRefused
from mktdesk.office.disk import make_folder, read_whole, write_whole
from mktdesk.office.header import Id
from mktdesk.office.turns import alone
from mktdesk.policy import Policy

_LONGEST_WAIT = 60
_LIMIT = 1 << 16
_TURN, _CHANGE = 10.0, 2.0  # seconds that another window is waited for
Waiting = Callable[[], object]


def _unsaid() -> None:
    """Nobody is told that this waits."""


class SecretsUnavailable(Exception):  # callers turn it into words for a person
    """The computer's keyring is missing, locked, or does not keep what it is given."""


class SecretStore(Protocol):
    """A place that keeps short secrets for this person on this computer."""

    def get(self, name: str) -> str | None:
        """The secret, or None when there is none. Raises SecretsUnavailable."""
        ...

    def put(self, name: str, value: str) -> None:
        """Keep a secret. Raises SecretsUnavailable."""
        ...


class SystemSecrets:
    """The system's own: Windows Credential Manager, macOS Keychain, Secret Service."""

    _SERVICE = "mktdesk"

    def get(self, name: str) -> str | None:
        """The secret, or None. Raises SecretsUnavailable."""
        import keyring  # noqa: PLC0415  # 165 ms: only when a vault is opened
        from keyring.errors import KeyringError  # noqa: PLC0415

        try:
            return keyring.get_password(self._SERVICE, name)
        except KeyringError as error:
            raise SecretsUnavailable from error

    def put(self, name: str, value: str) -> None:
        """Keep a secret and see that it was kept. Raises SecretsUnavailable."""
        import keyring  # noqa: PLC0415  # the same
        from keyring.errors import KeyringError  # noqa: PLC0415

        try:
            keyring.set_password(self._SERVICE, name, value)
            kept = keyring.get_password(self._SERVICE, name)
        except KeyringError as error:
            raise SecretsUnavailable from error
        if kept != value:  # the null backend accepts everything and keeps nothing
            raise SecretsUnavailable


class Anchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far a vault had come when this computer last saw it. chain, seq, hash: this
    computer's last entry in the register, whose hash covers all it had seen.
    """

    epoch: int = 0
    revision: int = 0
    chain: str = ""
    seq: int = 0
    hash: str = ""
    numbers: dict[str, int] = {}


class Memory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What this computer remembers of a vault, beside the settings. `anchor` lies here only
    where there is no keyring.
    """

    installation: Id
    format: Literal["mktdesk-machine-1"] = "mktdesk-machine-1"
    failures: Annotated[int, Meta(ge=0)] = 0
    until: str = ""
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """This computer, as the office sees it. state: a folder of its own for each user.

    policy: what its administrator has set.
    """

    name: str
    state: Path
    secrets: SecretStore
    clock: Clock
    policy: Policy = field(default_factory=Policy)

    @classmethod
    def this_one(cls) -> Self:
        """The real one."""
        state = platformdirs.user_data_path("mktdesk", appauthor=False)
        name = platform.node() or "this computer"
        return cls(name, state, SystemSecrets(), SystemClock(), policy.read())

    def memory(self, vault: str) -> Memory:
        """What is remembered of a vault; a fresh installation where nothing is."""
        path = self._path(vault)
        if path.exists():
            try:
                return msgspec.json.decode(read_whole(path, _LIMIT), type=Memory)
            except (msgspec.DecodeError, UnicodeDecodeError):
                pass  # it holds nothing that cannot begin again: a new chain, no waiting
        memory = Memory(installation=secrets.token_hex(8))
        self.remember(vault, memory)
        return memory

    def remember(self, vault: str, memory: Memory) -> None:
        """Keep it durably. Raises VaultUnwritable."""
        make_folder(self.state)
        write_whole(self._path(vault), msgspec.json.encode(memory))

    def change(self, vault: str, **fields: object) -> None:
        """Remember these fields of a Memory; what other windows change meanwhile stays.

        Raises VaultUnwritable.
        """
        with self._lock(vault):
            self.remember(vault, msgspec.structs.replace(self.memory(vault), **fields))

    def begin_again(self, vault: str) -> str:
        """A fresh installation, whose chains clash with nothing written before."""
        fresh = secrets.token_hex(8)
        self.change(vault, installation=fresh)
        return fresh

    def forget(self, vault: str, slots: Iterable[str]) -> None:
        """Keep nothing more of a vault that was destroyed, as far as the keyring lets us."""
        for name in (f"{vault}/anchor", *(f"{vault}/device/{slot}" for slot in slots)):
            try:
                if self.secrets.get(name) is not None:
                    self.secrets.put(name, "destroyed")
            except SecretsUnavailable:
                break
        for path in self.state.glob(f"{vault}.*"):
            path.unlink(missing_ok=True)

    def turn(self, vault: str, waiting: Waiting = _unsaid) -> AbstractContextManager[None]:
        """Around an attempt at a passphrase: one at a time on this computer.

        `waiting` is called when another window is at it. Raises VaultUnwritable.
        """
        make_folder(self.state)
        return alone(self.state / f"{vault}.turn", _TURN, waiting)

    def refuse_early(self, vault: str) -> None:
        """Raise UnlockRefused while the wait after wrong passphrases lasts."""
        wait = self._waiting(self.memory(vault))
        if wait:
            raise UnlockRefused(wait)

    def count_attempt(self, vault: str) -> int:
        """Count an attempt before it is made, so that killing the program saves no time.

        Returns the seconds to wait should it fail: 1, 2, 4 … 60.
        """
        with self._lock(vault):
            memory = self.memory(vault)
            failures = memory.failures + 1
            wait = min(_LONGEST_WAIT, 1 << min(failures - 1, 10))
            until = stamp(self.clock.now() + timedelta(seconds=wait))
            self.remember(vault, msgspec.structs.replace(memory, failures=failures, until=until))
        return wait

    def forget_attempts(self, vault: str) -> int:
        """Begin again after a good passphrase; how many attempts had failed before it."""
        with self._lock(vault):
            memory = self.memory(vault)
            self.remember(vault, msgspec.structs.replace(memory, failures=0, until=""))
        return max(0, memory.failures - 1)

    def _waiting(self, memory: Memory) -> int:
        try:
            until = datetime.fromisoformat(memory.until)
        except ValueError:
            return 0
        seconds = (until.replace(tzinfo=UTC) - self.clock.now()).total_seconds()
        # Never longer than the longest wait, even if the clock was put back.
        return min(_LONGEST_WAIT, max(0, -int(-seconds // 1)))

    def _lock(self, vault: str) -> AbstractContextManager[None]:
        make_folder(self.state)
        return alone(self.state / f"{vault}.lock", _CHANGE)

    def _path(self, vault: str) -> Path:
        return self.state / f"{vault}.json"
