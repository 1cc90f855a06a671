from __future__ import annotations

import ctypes
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from ctypes import wintypes
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication, QWidget

from tests.offices import office_of
from ui.app import App
from ui.pages.unlock import UnlockPage
from ui.sessionlock import Buses, SessionLock, local
from ui.sessionwindows import SessionMessages, locks, read_message
from ui.worker import Worker

PASSPHRASE = "six larches by the canal"
on_a_bus = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None,
    reason="no D-Bus to start here: needs dbus-daemon",
)


class Desktop:
    """A login manager and a screen saver, in a process of their own on a bus of their own."""

    def __init__(self, address: str, known_by: str) -> None:
        self.address = address
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("desktop.py")), address, known_by],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def say(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n".encode())
        self.process.stdin.flush()

    def wait_for_end_of_delay(self) -> bytes:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    """The address of a bus that nobody else is on."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(
        [*command, f"--address=unix:path={tmp_path / 'bus'}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


@pytest.fixture(params=["pid"])
def desktop(bus: str, request: pytest.FixtureRequest) -> Iterator[Desktop]:
    made = Desktop(bus, request.param)
    yield made
    made.process.kill()
    made.process.communicate()


@pytest.fixture
def ear(desktop: Desktop, worker: Worker, qtbot) -> Iterator[SessionLock]:
    made = SessionLock(worker, Buses(desktop.address, desktop.address))
    made.start(QWidget())
    qtbot.waitUntil(lambda: made.listening is not None, timeout=10_000)
    yield made
    made.stop()


@on_a_bus
@pytest.mark.parametrize("word", ["lock", "sleep", "saver-on"])
def test_the_desktop_says_that_its_session_is_locked(
    ear: SessionLock, desktop: Desktop, qtbot, word: str
) -> None:
    threads: list[threading.Thread] = []
    ear.due.connect(lambda: threads.append(threading.current_thread()))
    with qtbot.waitSignal(ear.due, timeout=10_000):
        desktop.say(word)
    assert threads == [threading.main_thread()]


@on_a_bus
@pytest.mark.parametrize("desktop", ["pid", "auto"], indirect=True)
def test_what_is_no_lock_of_ours_is_left_alone(ear: SessionLock, desktop: Desktop, qtbot) -> None:
    told: list[bool] = []
    ear.due.connect(lambda: told.append(True))
    for word in ("lock-other", "wake", "saver-off"):
        desktop.say(word)
    with qtbot.waitSignal(ear.due, timeout=10_000):
        desktop.say("lock")  # after the others: what they would have said has been heard
    assert told == [True]


@on_a_bus
def test_the_computer_waits_with_its_sleep_until_nobody_listens(
    ear: SessionLock, desktop: Desktop
) -> None:
    assert ear.listening is not None
    assert ear.listening.delay is not None
    ear.stop()
    assert desktop.wait_for_end_of_delay() == b"ended\n"


@on_a_bus
def test_a_bus_with_nothing_on_it_and_one_that_is_not_there(
    bus: str, worker: Worker, qtbot, tmp_path: Path
) -> None:
    for buses in (Buses(bus, bus), Buses(f"unix:path={tmp_path / 'nowhere'}"), Buses()):
        lock = SessionLock(worker, buses)
        lock.start(QWidget())
        qtbot.waitUntil(lambda lock=lock: lock.listening is not None, timeout=10_000)
        assert lock.listening is not None
        assert lock.listening.delay is None
        lock.stop()


def listens(app: App) -> bool:
    return app.session_lock is not None and app.session_lock.listening is not None


@on_a_bus
def test_the_whole_program_locks_with_its_session(
    program, tmp_path: Path, desktop: Desktop, qtbot
) -> None:
    folder = tmp_path / "vault"
    session, _ = office_of(program.desk, folder, PASSPHRASE)
    session.close()
    program.buses = (desktop.address, desktop.address)
    app: App = program.start(vault=folder)
    qtbot.waitUntil(lambda: app._painted and not app.worker.busy, timeout=30_000)
    assert not listens(app)  # there is nothing to lock
    page = app.window.screen_shown
    assert isinstance(page, UnlockPage)
    qtbot.waitUntil(lambda: bool(page._people), timeout=30_000)
    page.unlock_asked.emit(page._people[0][0], PASSPHRASE)
    qtbot.waitUntil(lambda: listens(app), timeout=30_000)
    assert app._entry is not None
    opened = app._entry.session
    desktop.say("lock")
    qtbot.waitUntil(lambda: bool(program.ended), timeout=10_000)
    assert opened.vault._closed
    assert program.restarts


@on_a_bus
def test_a_desktop_that_ends_is_no_lock_and_no_mistake(
    ear: SessionLock, desktop: Desktop, bus: str, qtbot
) -> None:
    told: list[bool] = []
    ear.due.connect(lambda: told.append(True))
    subprocess.run(["dbus-send", f"--bus={bus}", "--dest=x.y", "/", "x.y.Z"], check=True)
    desktop.process.kill()
    qtbot.wait(100)
    for connection in ear._listening.buses if ear._listening else ():
        connection._socket.shutdown(socket.SHUT_RDWR)
    qtbot.waitUntil(lambda: not any(one.isEnabled() for one in ear._notifiers), timeout=10_000)
    assert told == []


@on_a_bus
def test_a_bus_that_does_not_answer_is_given_up(
    worker: Worker, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.sessionbus._PATIENCE", 0.2)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent"))
        silent.listen()
        lock = SessionLock(worker, Buses(f"unix:path={tmp_path / 'silent'}"))
        lock.start(QWidget())
        qtbot.waitUntil(lambda: lock.listening is not None, timeout=10_000)
        assert lock.listening is not None
        assert lock.listening.buses == ()


def test_only_sockets_of_this_computer_are_listened_to() -> None:
    assert local("unix:path=/run/bus") == "unix:path=/run/bus"
    assert local("unix:abstract=/tmp/a;unix:path=/b") == "unix:abstract=/tmp/a;unix:path=/b"
    for other in ("", ";", "tcp:host=10.0.0.1,port=5", "unix:path=/b;tcp:host=a", "autolaunch:"):
        assert local(other) == ""


def test_the_buses_are_where_dbus_finds_them(tmp_path: Path) -> None:
    named = Buses.of_this_computer(
        {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/s", "DBUS_SESSION_BUS_ADDRESS": "tcp:host=a"}
    )
    assert named == Buses("unix:path=/s", "")
    (tmp_path / "bus").touch()
    found = Buses.of_this_computer({"XDG_RUNTIME_DIR": str(tmp_path)})
    assert found.session == f"unix:path={tmp_path / 'bus'}"
    assert Buses.of_this_computer({"XDG_RUNTIME_DIR": str(tmp_path / "no")}).session == ""


# Windows


@pytest.mark.parametrize(
    ("message", "wparam", "means"),
    [
        (0x02B1, 0x7, True),  # the session is locked
        (0x02B1, 0x8, False),  # it is unlocked
        (0x02B1, 0x2, True),  # another person's session takes the screen
        (0x02B1, 0x1, False),
        (0x02B1, 0x4, True),  # remote desktop goes away
        (0x0218, 0x4, True),  # the computer goes to sleep
        (0x0218, 0x7, False),  # it wakes
        (0x0218, 0xA, False),  # its battery changes
        (0x0007, 0x7, False),  # a window has the keyboard
    ],
)
def test_what_windows_says(message: int, wparam: int, means: bool) -> None:
    assert locks(message, wparam) is means


def test_the_messages_of_windows_are_read_where_qt_says(qapp: QApplication) -> None:
    told: list[bool] = []
    messages = SessionMessages(QWidget(), lambda: told.append(True))
    lock, other = wintypes.MSG(), wintypes.MSG()
    lock.message, lock.wParam = 0x02B1, 0x7
    other.message, other.wParam = 0x02B1, 0x8
    assert read_message(ctypes.addressof(lock)) == (0x02B1, 0x7)
    for kind, message in (
        (QByteArray(b"windows_generic_MSG"), other),
        (QByteArray(b"xcb_generic_event_t"), lock),
        (QByteArray(b"windows_generic_MSG"), lock),
    ):
        assert messages.nativeEventFilter(kind, ctypes.addressof(message)) == (False, 0)
    assert told == [True]


def test_no_bus_is_reached_before_an_office_is_open() -> None:
    late = ("jeepney", "ui.sessionlock", "ui.returning")
    code = f"import sys, ui.app; print([name in sys.modules for name in {late}])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    assert done.stdout.strip() == "[False, False, False]"
