"""What a Linux desktop says of its session: on the system's and the session's D-Bus.

Not by QtDBus: its thread and ours can wait for each other when it calls into Python.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from jeepney import DBusAddress, HeaderFields, Message, MessageType, Parser, new_method_call
from jeepney.bus import get_connectable_addresses
from jeepney.bus_messages import MatchRule, message_bus
from jeepney.fds import FileDescriptor, fds_buf_size
from jeepney.io.blocking import prep_socket

from ui.sessionlock import Buses

_LOGIN = "org.freedesktop.login1"
_MANAGER = DBusAddress("/org/freedesktop/login1", _LOGIN, f"{_LOGIN}.Manager")
_SESSION = f"{_LOGIN}.Session"
# Each tells ActiveChanged(true) when the screen is locked; a desktop has one of them.
_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
_ALWAYS = frozenset({(_SESSION, "Lock")})
_WHEN_TRUE = frozenset(
    {(_MANAGER.interface, "PrepareForSleep")} | {(name, "ActiveChanged") for name in _SCREEN_SAVERS}
)
_PATIENCE = 2.0  # seconds for each answer


def locks(interface: str, member: str, body: tuple[object, ...]) -> bool:
    """Whether this signal means that the session is locked, or that the computer goes to sleep."""
    named = (interface, member)
    return named in _ALWAYS or (named in _WHEN_TRUE and body[:1] == (True,))


class Bus:
    """A connection to one bus."""

    def __init__(self, address: str) -> None:
        """Raises OSError, ValueError or RuntimeError where nothing answers as a bus does."""
        where = next(get_connectable_addresses(address))
        self._socket: socket.socket = prep_socket(where, enable_fds=True, timeout=_PATIENCE)
        self._parser, self._serials = Parser(), count(1)
        self._heard: list[Message] = []  # while an answer was waited for
        if self.ask(message_bus.Hello()) is None:
            self.close()
            raise TimeoutError

    def ask(self, message: Message) -> Message | None:
        """The answer; None for an error or none in time. What else comes is kept for `signals`."""
        serial = next(self._serials)
        self._socket.sendall(message.serialise(serial=serial))
        end = time.monotonic() + _PATIENCE
        while (left := end - time.monotonic()) > 0:
            for one in self._read(left):
                if one.header.fields.get(HeaderFields.reply_serial) == serial:
                    answered = one.header.message_type is MessageType.method_return
                    return one if answered else None
                self._heard.append(one)
        return None

    def listen(self, **what: str) -> None:
        """Have these signals sent to us."""
        self.ask(message_bus.AddMatch(MatchRule(type="signal", **what)))

    def locks(self) -> bool:
        """Whether anything that has come since the last time means locking. Does not wait.

        Raises ConnectionResetError when the bus has gone.
        """
        heard, self._heard = [*self._heard, *self._read(0)], []
        return any(_locks(message) for message in heard)

    def _read(self, patience: float) -> Iterator[Message]:
        """What comes within that time, in seconds, and whatever is there with it."""
        while True:
            if (message := self._parser.get_next_message()) is not None:
                patience = 0
                yield message
                continue
            if not select.select([self._socket], [], [], patience)[0]:
                return
            data, extra, _, _ = self._socket.recvmsg(self._parser.bytes_desired(), fds_buf_size())
            if not data:
                raise ConnectionResetError
            self._parser.add_data(data, fds=FileDescriptor.from_ancdata(extra))

    def fileno(self) -> int:
        """Of the socket, to be told when something has come."""
        return self._socket.fileno()

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()


def _locks(message: Message) -> bool:
    fields = message.header.fields
    if message.header.message_type is not MessageType.signal:
        return False
    interface, member = fields.get(HeaderFields.interface), fields.get(HeaderFields.member)
    return locks(interface, member, message.body)


@dataclass
class Listening:
    """Open connections. delay: as long as it is open, the computer waits with its sleep until
    the program has locked and ended, five seconds at most.
    """

    buses: tuple[Bus, ...]
    delay: int | None = None

    def stop(self) -> None:
        """Close them all; once."""
        for bus in self.buses:
            bus.close()
        if self.delay is not None:
            os.close(self.delay)
        self.buses, self.delay = (), None


def listen(buses: Buses) -> Listening:
    """Connect, and ask for the signals. What is not there is left out.

    May take some seconds where a bus does not answer.
    """
    found, delay = [], None
    if (bus := _connected(buses.system)) is not None:
        found.append(bus)
        with contextlib.suppress(OSError):
            delay = _listen_to_logins(bus)
    if (bus := _connected(buses.session)) is not None:
        found.append(bus)
        with contextlib.suppress(OSError):
            for name in _SCREEN_SAVERS:
                bus.listen(sender=name, interface=name, member="ActiveChanged")
    return Listening(tuple(found), delay)


def _connected(address: str) -> Bus | None:
    try:
        return Bus(address) if address else None
    except (OSError, ValueError, RuntimeError):
        return None


def _listen_to_logins(bus: Bus) -> int | None:
    """The delay of a sleep, where it is given."""
    # Signals first: what happens while the rest is asked must not be missed.
    bus.listen(sender=_LOGIN, interface=_MANAGER.interface, member="PrepareForSleep")
    path = _own_session(bus)
    # An unknown path is any session's: too much is locked rather than too little.
    where = {"path": path} if path else {}
    bus.listen(sender=_LOGIN, interface=_SESSION, member="Lock", **where)
    why = ("sleep", "mktdesk", "The vault is locked first", "delay")
    answer = bus.ask(new_method_call(_MANAGER, "Inhibit", "ssss", why))
    if answer is None:
        return None
    delay: int = answer.body[0].to_raw_fd()
    os.set_inheritable(delay, False)
    return delay


def _own_session(bus: Bus) -> str:
    """The path of the session that this program runs in, or else that its person looks at."""
    named = os.environ.get("XDG_SESSION_ID", "")
    for method, kind, asked in (
        ("GetSessionByPID", "u", os.getpid()),
        ("GetSession", "s", named),
        ("GetSession", "s", "auto"),
    ):
        answer = bus.ask(new_method_call(_MANAGER, method, kind, (asked,))) if asked else None
        if answer is not None:
            path: str = answer.body[0]
            return path
    return ""
