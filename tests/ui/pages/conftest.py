"""An unlocked office behind the pages: a real vault, the worker, the window, and files chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mktdesk import resources
from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.office import KdfCost, Machine
from tests.offices import office_of
from ui.window import Place, Window
from ui.worker import Worker


class Ticking:
    """A clock that moves a second each time it is read, from 21 November 2026."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


class Chooser:
    """Somebody who has decided which file to take, or (with none) gives up."""

    def __init__(self) -> None:
        self.read: tuple[Path, ...] = ()
        self.save: Path | None = None
        self.asked: list[str] = []
        self.offered: list[str] = []

    def to_read(
        self,
        parent: QWidget,
        title: str,
        kinds: Sequence[str],  # noqa: ARG002 - as the protocol has it
        chosen: Callable[[tuple[Path, ...]], None],
        *,
        many: bool = False,
    ) -> None:
        assert parent.isVisible()
        self.asked.append(title)
        if self.read:
            chosen(self.read if many else self.read[:1])

    def to_save(
        self,
        parent: QWidget,
        title: str,
        name: str,
        kinds: Sequence[str],  # noqa: ARG002 - as the protocol has it
        chosen: Callable[[Path], None],
    ) -> None:
        assert parent.isVisible()
        self.asked.append(title)
        self.offered.append(name)
        if self.save is not None:
            chosen(self.save)


@pytest.fixture
def chooser() -> Chooser:
    return Chooser()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    machine = Machine("test computer", tmp_path / "state", NoSecrets(), Ticking())
    desk = Desk(machine, KdfCost.floor())
    opened, _ = office_of(desk, tmp_path / "vault", "six-larches-by-the-canal")
    yield opened
    opened.close()


@pytest.fixture
def case(session: Session) -> Iterator[OpenCase]:
    opened = cases.start_referral(session)
    yield opened
    cases.close_case(opened)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window((Place("cases", "Cases"),))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def rest(qtbot: QtBot, worker: Worker) -> Callable[[], None]:
    """Wait until the worker has nothing left to do, and Qt has shown what came of it."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not worker.busy, timeout=30_000)
        QApplication.processEvents()

    return wait


@pytest.fixture(scope="session")
def referral() -> bytes:
    return (resources.folder("demo") / "child-referral.docx").read_bytes()
