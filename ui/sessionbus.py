"""What a Linux desktop says of its session: on the system's and the session's D-Bus."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import count
from typing import cast

from PySide6.QtCore import SLOT, QObject
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

from ui.sessionlock import Buses

_LOGIN = "org.freedesktop.login1"
_MANAGER = "org.freedesktop.login1.Manager"
_LOGIN_PATH = "/org/freedesktop/login1"
# Each tells ActiveChanged(true) when the screen is locked; a desktop has one of them.
_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
_PATIENCE_MS = 2_000
# PySide6 takes text here, and nothing else; its types say bytes.
_LOCKED, _BEGINS = cast("bytes", SLOT("locked()")), cast("bytes", SLOT("begins(bool)"))
_numbers = count(1)


@dataclass
class Listening:
    """Open connections, by name. delay: as long as it is kept, the computer waits with its sleep
    until the program has locked and ended, five seconds at most.
    """

    connections: list[str] = field(default_factory=list)
    delay: QDBusMessage | None = None

    def stop(self) -> None:
        """Close them."""
        self.delay = None
        for name in self.connections:
            QDBusConnection.disconnectFromBus(name)
        self.connections.clear()


def listen(buses: Buses, ear: QObject) -> Listening:
    """Have `ear.locked()` and `ear.begins(bool)` called in the ear's own thread.

    What is not there is left out. May take some seconds where a bus does not answer.
    """
    made = Listening()
    if buses.system and (bus := _connect(buses.system, made)) is not None:
        # Signals first: what happens while the rest is asked must not be missed.
        bus.connect(_LOGIN, _LOGIN_PATH, _MANAGER, "PrepareForSleep", ear, _BEGINS)
        # An unknown path is any session's: too much is locked rather than too little.
        bus.connect(_LOGIN, _own_session(bus), f"{_LOGIN}.Session", "Lock", ear, _LOCKED)
        why = ("sleep", "mktdesk", "The vault is locked first", "delay")
        made.delay = _call(bus, "Inhibit", *why)
    if buses.session and (bus := _connect(buses.session, made)) is not None:
        for saver in _SCREEN_SAVERS:
            bus.connect(saver, "", saver, "ActiveChanged", ear, _BEGINS)
    return made


def _connect(address: str, made: Listening) -> QDBusConnection | None:
    name = f"mktdesk-{next(_numbers)}"
    bus = QDBusConnection.connectToBus(address, name)
    made.connections.append(name)
    return bus if bus.isConnected() else None


def _own_session(bus: QDBusConnection) -> str:
    """The path of the session that this program runs in, or else that its person looks at."""
    for session in ("auto", os.environ.get("XDG_SESSION_ID")):
        answer = _call(bus, "GetSession", session) if session else None
        if answer is not None:
            path: str = answer.arguments()[0].path()
            return path
    return ""


def _call(bus: QDBusConnection, method: str, *arguments: str) -> QDBusMessage | None:
    """Ask the login manager; None when it cannot or does not answer."""
    message = QDBusMessage.createMethodCall(_LOGIN, _LOGIN_PATH, _MANAGER, method)
    message.setArguments(list(arguments))
    answer = bus.call(message, QDBus.CallMode.Block, _PATIENCE_MS)
    return answer if answer.type() is QDBusMessage.MessageType.ReplyMessage else None
