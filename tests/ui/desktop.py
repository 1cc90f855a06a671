"""A desktop's login manager and screen saver on a private bus, told on standard input what to say.

`python desktop.py ADDRESS pid|auto` says "ready", and "ended" when the delay of a sleep is let go.
pid: it knows the session of the program that started it; auto: only who looks at the screen.
"""

from __future__ import annotations

import os
import sys
import threading

from jeepney import HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusAddress

KNOWN_BY = sys.argv[2]
LOGIN = "org.freedesktop.login1"
SAVER = "org.gnome.ScreenSaver"
OURS, OTHERS = "/org/freedesktop/login1/session/_31", "/org/freedesktop/login1/session/_32"
_MANAGER = DBusAddress("/org/freedesktop/login1", interface=f"{LOGIN}.Manager")


def signals() -> dict[str, Message]:
    """By the word that asks for each."""
    saver = DBusAddress("/org/gnome/ScreenSaver", interface=SAVER)
    own, other = (DBusAddress(path, interface=f"{LOGIN}.Session") for path in (OURS, OTHERS))
    return {
        "lock": new_signal(own, "Lock"),
        "lock-other": new_signal(other, "Lock"),
        "sleep": new_signal(_MANAGER, "PrepareForSleep", "b", (True,)),
        "wake": new_signal(_MANAGER, "PrepareForSleep", "b", (False,)),
        "saver-on": new_signal(saver, "ActiveChanged", "b", (True,)),
        "saver-off": new_signal(saver, "ActiveChanged", "b", (False,)),
    }


def answer(bus: DBusConnection, asked: Message) -> None:
    """As the login manager answers."""
    method = asked.header.fields.get(HeaderFields.member)
    known = {"pid": ("GetSessionByPID", os.getppid()), "auto": ("GetSession", "auto")}
    if (method, *asked.body) == known[KNOWN_BY]:
        bus.send(new_method_return(asked, "o", (OURS,)))
    elif method == "Inhibit" and asked.body[0] == "sleep" and asked.body[3] == "delay":
        mine, theirs = os.pipe()
        bus.send(new_method_return(asked, "h", (theirs,)))
        os.close(theirs)
        threading.Thread(target=wait_for_end, args=(mine,), daemon=True).start()
    else:
        bus.send(new_error(asked, f"{LOGIN}.NoSuchSession"))


def wait_for_end(handle: int) -> None:
    """Until nobody holds the other end."""
    os.read(handle, 1)
    os.write(1, b"ended\n")


def main(address: str) -> None:
    """Until the standard input ends."""
    bus = open_dbus_connection(address, enable_fds=True)
    for name in (LOGIN, SAVER):
        bus.send_and_get_reply(message_bus.RequestName(name))
    said = signals()

    def speak() -> None:
        for line in sys.stdin:
            bus.send(said[line.strip()])
        os._exit(0)

    threading.Thread(target=speak, daemon=True).start()
    os.write(1, b"ready\n")
    while True:
        asked = bus.receive()
        if asked.header.message_type is MessageType.method_call:
            answer(bus, asked)


if __name__ == "__main__":
    main(sys.argv[1])
