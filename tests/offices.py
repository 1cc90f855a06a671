"""Offices for tests: each kind is set up once, then copied for whoever wants one of their own.

To set a vault up stretches two passphrases, which takes longer than most tests; a copy is
unlocked like any other vault. Tests of setting up call `Desk.first_start` themselves.
"""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mktdesk.calendar import SystemClock
from mktdesk.desk.session import Desk, Session
from mktdesk.office import crypto

NAME, STAFF = "Test office", "Dana Whitlock"


@dataclass(frozen=True)
class _Made:
    """A vault that was set up, locked; what its computer remembers of it; who unlocks it."""

    home: TemporaryDirectory[str]
    slot: str
    code: str

    @property
    def vault(self) -> Path:
        return Path(self.home.name) / "vault"

    @property
    def state(self) -> Path:
        return Path(self.home.name) / "state"


@dataclass
class _Before:
    """A clock that stood still an hour before the test begins, so that nothing goes back."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


_made: dict[tuple[str, ...], _Made] = {}


def office_of(
    desk: Desk, folder: Path, passphrase: str, office: str = NAME, staff: str = STAFF
) -> tuple[Session, str]:
    """An unlocked office of the test's own in `folder`, and its recovery code.

    The desk's computer must know nothing yet: this brings what it remembers of the vault.
    """
    made = _kept(desk, passphrase, office, staff)
    shutil.copytree(made.vault, folder)
    shutil.copytree(made.state, desk.machine.state, dirs_exist_ok=True)
    return desk.unlock(folder, made.slot, passphrase), made.code


def _kept(desk: Desk, passphrase: str, office: str, staff: str) -> _Made:
    clock = desk.machine.clock
    before = clock.now() - timedelta(hours=1)
    real = isinstance(clock, SystemClock)
    kind = (passphrase, office, staff, "" if real else f"{before:%Y-%m-%dT%H}", repr(desk.cost))
    if kind not in _made:
        home: TemporaryDirectory[str] = TemporaryDirectory(prefix="mktdesk-office-")
        machine = replace(
            desk.machine, state=Path(home.name) / "state", clock=clock if real else _Before(before)
        )
        session, code = replace(desk, machine=machine).first_start(
            Path(home.name) / "vault", office, staff, passphrase
        )
        slot = session.vault.staff.id
        session.close()
        _made[kind] = _Made(home, slot, code)
    return _made[kind]


@contextmanager
def passphrases_stretched_once() -> Iterator[None]:
    """Argon2id is reckoned once for each passphrase, salt and cost: it always says the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crypto, "_argon2", functools.cache(crypto._argon2))
        yield
