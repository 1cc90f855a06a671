"""How long a key of meeting mode takes to the screen and to the disk, with a panel of eight."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from mktdesk.desk.session import Desk, NoSecrets
from mktdesk.office import KdfCost, Machine
from tests.offices import office_of
from tests.ui.pages.conftest import Ticking
from tests.ui.rooms import Driver, Key, driver_of
from ui.places import PLACES
from ui.window import Window
from ui.worker import Worker

_MEMBERS, _CASES = 8, 3


class _Painted(QObject):
    """Whether the list of members was drawn again."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt has it so
        """Notes the moment."""
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return super().eventFilter(watched, event)


@dataclass(frozen=True, slots=True)
class Speeds:
    """Milliseconds, the 95th percentile of `keys` keys. screen: until the list is drawn again.
    fast: the same without waiting for the disk between them. cpu: of that, this thread's processor
    time. disk: until it is kept, which the next key does not wait for.
    """

    keys: int
    screen_p95: float
    fast_p95: float
    cpu_p95: float
    disk_p95: float

    @property
    def words(self) -> str:
        """In a line."""
        return (
            f"{self.keys} keys, eight members: to the screen {self.screen_p95:.1f} ms, typed "
            f"without a pause {self.fast_p95:.1f} ms, kept on the disk after {self.disk_p95:.1f} "
            "ms (95th percentile)"
        )


def speeds(folder: Path) -> Speeds:
    """Eight members choose in each of three cases, key by key, then without a pause."""
    machine = Machine("speed", folder / "state", NoSecrets(), Ticking())
    session, _ = office_of(
        Desk(machine, KdfCost.floor()), folder / "vault", "six-larches-by-the-canal"
    )
    worker, window = Worker(), Window(PLACES)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()

    def rest() -> None:
        while worker.busy:
            QApplication.processEvents()
        QApplication.processEvents()

    room = driver_of(session, worker, window, rest, None, count=_CASES, quorum=5)
    try:
        room.begin()
        _round(room, rest, _slow)  # to warm it
        slow = _round(room, rest, _slow)
        fast = _round(room, rest, _fast)
    finally:
        room.rooms.close_unless(None)
        rest()
        worker.stop()
        window.close()
        window.deleteLater()
        session.close()
    return Speeds(
        len(slow),
        _p95([one[0] for one in slow]),
        _p95([one[0] for one in fast]),
        _p95([one[1] for one in (*slow, *fast)]),
        _p95([one[2] for one in slow]),
    )


Timed = tuple[float, float, float]


def _round(room: Driver, rest: Callable[[], None], timed: Callable[..., Timed]) -> list[Timed]:
    found = []
    painted = _Painted()
    room.room.pane.table.viewport().installEventFilter(painted)
    for case in range(_CASES):
        for member in range(_MEMBERS):
            found.append(timed(room, painted, rest, str(member + 1)))
            found.append(timed(room, painted, rest, "abc"[member % 3]))
        rest()
        room.key(Key.Key_F11 if case < _CASES - 1 else Key.Key_F10)
    for _ in range(_CASES - 2):
        room.key(Key.Key_F10)
    room.room.pane.table.viewport().removeEventFilter(painted)
    return found


def _slow(room: Driver, painted: _Painted, rest: Callable[[], None], key: str) -> Timed:
    begun = time.perf_counter()
    screen, cpu, _ = _fast(room, painted, rest, key)
    rest()
    return screen, cpu, (time.perf_counter() - begun) * 1000


def _fast(room: Driver, painted: _Painted, _rest: Callable[[], None], key: str) -> Timed:
    painted.at = 0.0
    begun, used = time.perf_counter(), time.thread_time()
    room.tap(key)
    while not painted.at:
        QApplication.processEvents()
    return (painted.at - begun) * 1000, (time.thread_time() - used) * 1000, 0.0


def _p95(found: list[float]) -> float:
    return sorted(found)[int(len(found) * 0.95)]
