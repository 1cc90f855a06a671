from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mktdesk.book.packhead import PackHead
from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.office import KdfCost, Machine, travelpack
from tests.desk.travels import FLOOR, Laptop
from tests.offices import office_of

PASSPHRASE = "six-larches-by-the-canal"


class Ticking:
    """A clock that moves a second each time it is read, from 21 November 2026."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    machine = Machine("test computer", tmp_path / "state", NoSecrets(), Ticking())
    return Desk(machine, KdfCost.floor())


@pytest.fixture
def session(desk: Desk, tmp_path: Path) -> Iterator[Session]:
    opened, _ = office_of(desk, tmp_path / "vault", PASSPHRASE)
    yield opened
    opened.close()


@pytest.fixture
def case(session: Session) -> Iterator[OpenCase]:
    opened = cases.start_referral(session)
    yield opened
    cases.close_case(opened)


@pytest.fixture
def quick_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pack has a salt of its own, so its secret would be stretched slowly each time."""

    def quickly(head: PackHead, secret: str) -> bytes:
        return hashlib.sha256(head.salt + secret.encode()).digest()

    monkeypatch.setattr(travelpack, "stretched", quickly)


@pytest.fixture
def laptop(tmp_path: Path, quick_packs: None) -> Iterator[Laptop]:
    machine = Machine("meeting laptop", tmp_path / "laptop-state", NoSecrets(), Ticking())
    made = Laptop(Desk(machine, FLOOR), tmp_path / "laptop")
    yield made
    for session in made.opened:
        if session.vault.folder.exists():
            session.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
