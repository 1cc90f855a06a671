from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported anywhere

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from mktdesk.calendar import SystemClock
from mktdesk.desk.session import Desk, NoSecrets
from mktdesk.errors import DeskError
from mktdesk.office import KdfCost, Machine
from tests.offices import passphrases_stretched_once

if TYPE_CHECKING:  # only tests of the window need Qt
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from ui.app import App


_PATIENCE_MS = 60_000
# How fast examples are made says how busy the machine is, and nothing of the program.
settings.register_profile("mktdesk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("mktdesk")


@dataclass
class Program:
    """A computer with the program on it; what it starts again with and says is kept."""

    qapp: QApplication
    folder: Path
    desk: Desk
    restarts: list[list[str]] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    apps: list[App] = field(default_factory=list)
    ended: list[App] = field(default_factory=list)
    fails_to_restart: bool = False
    buses: tuple[str, str] = ("", "")

    def start(self, **wish: object) -> App:
        """The program from its start; wish: as on its command line."""
        from ui.app import App  # noqa: PLC0415 - Qt, for those tests alone that show a window
        from ui.dialogs.files import FileDialogs  # noqa: PLC0415 - the same
        from ui.outside import Outside, Wish  # noqa: PLC0415 - the same
        from ui.preferences import Preferences  # noqa: PLC0415 - the same
        from ui.sessionlock import Buses  # noqa: PLC0415 - the same

        outside = Outside(
            Preferences(self.folder / "settings" / "window.json"),
            self._open_desk,
            lambda: FileDialogs(native=False),
            self._start_again,
            self._say_shown,
            lambda: Buses(*self.buses),
        )
        app = App(self.qapp, outside, Wish(**wish))  # type: ignore[arg-type]
        app.ended.connect(lambda: self.ended.append(app))
        self.apps.append(app)
        app.begin()
        app.window.activateWindow()
        return app

    def _open_desk(self) -> Desk:
        return self.desk

    def _start_again(self, arguments: Sequence[str]) -> None:
        if self.fails_to_restart:
            raise DeskError("It did not start.", "Start it yourself.")
        self.restarts.append(list(arguments))

    def _say_shown(self) -> None:
        self.shown.append(True)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's own, with patience for a machine that does much else."""
    from pytestqt.qtbot import QtBot  # noqa: PLC0415 - Qt, for those tests alone that show a window

    class Patient(QtBot):
        def waitUntil(self, callback, *, timeout=_PATIENCE_MS):  # noqa: N802 - as pytest-qt has it
            return super().waitUntil(callback, timeout=timeout)

        def waitSignal(self, signal, *, timeout=_PATIENCE_MS, **wish):  # noqa: N802 - the same
            return super().waitSignal(signal, timeout=timeout, **wish)

        def waitActive(self, widget, *, timeout=_PATIENCE_MS):  # noqa: N802 - the same
            return super().waitActive(widget, timeout=timeout)

    return Patient(request)


@pytest.fixture(scope="session", autouse=True)
def quick_passphrases() -> Iterator[None]:
    with passphrases_stretched_once():
        yield


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    machine = Machine("test computer", tmp_path / "state", NoSecrets(), SystemClock())
    made = Program(qapp, tmp_path, Desk(machine, KdfCost.floor()))
    yield made
    for app in made.apps:
        app.stop()
