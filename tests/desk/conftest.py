from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.office import KdfCost, Machine
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
