"""The computer's session is locked, or the computer goes to sleep: the desk locks with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.errors import DeskError

if TYPE_CHECKING:
    from ui.sessionbus import Listening
    from ui.sessionwindows import SessionMessages
    from ui.worker import Progress, Worker


@dataclass(frozen=True, slots=True)
class Buses:
    """Where the two buses are, as D-Bus addresses; nothing for one that is not there.

    Only sockets of this computer: a bus that a network address names is not listened to.
    """

    system: str = ""
    session: str = ""

    @classmethod
    def of_this_computer(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """As D-Bus itself finds them."""
        system = environment.get("DBUS_SYSTEM_BUS_ADDRESS") or _socket("/run/dbus")
        run = environment.get("XDG_RUNTIME_DIR")
        session = environment.get("DBUS_SESSION_BUS_ADDRESS") or (
            _socket(run, "bus") if run else ""
        )
        return cls(local(system), local(session))


def local(address: str) -> str:
    """The address if every way in it is a socket of this computer, else nothing."""
    ways = [way for way in address.split(";") if way]
    return address if ways and all(way.startswith("unix:") for way in ways) else ""


def _socket(folder: str, name: str = "system_bus_socket") -> str:
    path = Path(folder) / name
    return f"unix:path={path}" if path.exists() else ""


class SessionLock(QObject):
    """`due` when the system says so: D-Bus on Linux, window messages on Windows.

    Where the system says nothing, `ui.lock.IdleLock` is what locks.
    """

    due = Signal()

    def __init__(self, worker: Worker, buses: Buses, parent: QObject | None = None) -> None:
        """buses: where to listen on Linux."""
        super().__init__(parent)
        self._worker, self._buses = worker, buses
        self._listening: Listening | None = None
        self._notifiers: list[QSocketNotifier] = []
        self._messages: SessionMessages | None = None

    def start(self, window: QWidget) -> None:
        """Listen from now on; window: the one that Windows sends its messages to."""
        if sys.platform == "win32":
            from ui.sessionwindows import SessionMessages  # noqa: PLC0415 - Windows alone has it

            self._messages = SessionMessages(window, self.due.emit)
            self._messages.start()
        elif sys.platform == "linux":
            job = partial(_listen_job, self._buses)
            self._worker.submit(job, self._heard, self._deaf)

    @property
    def listening(self) -> Listening | None:
        """What is listened to on Linux, once it is."""
        return self._listening

    def stop(self) -> None:
        """Listen no more."""
        for notifier in self._notifiers:
            notifier.setEnabled(False)
        self._notifiers.clear()
        if self._listening is not None:
            self._listening.stop()
            self._listening = None
        if self._messages is not None:
            self._messages.stop()
            self._messages = None

    def _heard(self, listening: Listening) -> None:
        self._listening = listening
        for bus in listening.buses:
            notifier = QSocketNotifier(bus.fileno(), QSocketNotifier.Type.Read, self)
            notifier.activated.connect(self._look)
            self._notifiers.append(notifier)
        self._look()  # at what came while the worker asked

    def _look(self) -> None:
        if self._listening is None:
            return
        told = False
        for bus, notifier in zip(self._listening.buses, self._notifiers, strict=True):
            if notifier.isEnabled():
                try:
                    told = bus.locks() or told
                except OSError:  # the bus has gone: the desktop with it, or it begins again
                    notifier.setEnabled(False)
        if told:
            self.due.emit()

    def _deaf(self, _error: DeskError) -> None:
        """It is in the log; the desk still locks when nobody touches it."""


def _listen_job(buses: Buses, _progress: Progress) -> Listening:
    from ui.sessionbus import listen  # noqa: PLC0415 - jeepney, once an office is open

    return listen(buses)
