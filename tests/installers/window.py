"""The built program's window: shown, unlocked, locked, and begun again by its own hand."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from mktdesk.desk import demo
from tests.installers.built import ProofFailed, need

_PATIENCE = 90.0  # seconds: a machine that does other work too


@contextmanager
def screen() -> Iterator[str]:
    """A display that nobody sees; its name."""
    read, write = os.pipe()
    command = [need("Xvfb", "xvfb"), "-displayfd", str(write), "-screen", "0", "1280x900x24"]
    with subprocess.Popen(
        [*command, "-nolisten", "tcp"], pass_fds=(write,), stderr=subprocess.DEVNULL
    ) as server:
        os.close(write)
        try:
            with os.fdopen(read) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


def first_shown(command: Sequence[str | Path], environment: dict[str, str]) -> float:
    """Seconds until a program says that its window is there; it is ended then."""
    begun = time.perf_counter()
    with subprocess.Popen(
        [str(word) for word in command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as started:
        assert started.stdout is not None
        said = started.stdout.readline()
        took = time.perf_counter() - begun
        started.kill()
    if said != b"shown\n":
        raise ProofFailed(f"{command[0]} showed no window")
    return took


def unlock_and_lock(
    program: Path, vault: Path, environment: dict[str, str], before: Sequence[str] = ()
) -> None:
    """Type the demonstration's passphrase, lock with Ctrl+L, and see the program begin again.

    before: what the program is run under. Raises ProofFailed.
    """
    with screen() as display:
        shown = {**environment, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
        command = [*before, str(program), "--vault", str(vault)]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        with subprocess.Popen(command, env=shown, **quiet) as started:  # type: ignore[call-overload]
            try:
                _until(lambda: bool(_windows(display)), "no window came")
                # Without a window manager nobody else gives the window the keyboard.
                _keys(display, "windowfocus", "--sync", _windows(display)[0])
                time.sleep(4)  # who may unlock is read from the vault
                _keys(display, "type", "--delay", "20", demo.PASSPHRASE)
                _keys(display, "key", "Return")
                _until(
                    lambda: _locked(display, program), "it did not begin again after Ctrl+L", 3.0
                )
            finally:
                for process in (*_begun_again(program), *_children(started.pid), started.pid):
                    with suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL)


def _keys(display: str, *words: str) -> None:
    tool = need("xdotool", "xdotool")
    subprocess.run([tool, *words], env={**os.environ, "DISPLAY": display}, check=True)


def _windows(display: str) -> list[str]:
    tool = need("xdotool", "xdotool")
    asked = [tool, "search", "--onlyvisible", "--name", "mktdesk"]
    told = subprocess.run(
        asked, env={**os.environ, "DISPLAY": display}, capture_output=True, text=True, check=False
    )
    return told.stdout.split()


def _begun_again(program: Path) -> list[int]:
    """Processes of the program that were told to say when they are shown."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if words[:1] == [os.fsencode(program)] and b"--back" in words:
                    found.append(int(folder.name))
    return found


def _children(parent: int) -> list[int]:
    asked = ["ps", "-o", "pid=", "--ppid", str(parent)] if shutil.which("ps") else ["true"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return [int(word) for word in told.split()]


def _locked(display: str, program: Path) -> bool:
    """Whether it has begun again; else Ctrl+L, which does nothing until an office is open."""
    if _begun_again(program):
        return True
    _keys(display, "key", "ctrl+l")
    return False


def _until(holds: Callable[[], bool], words: str, every: float = 0.5) -> None:
    end = time.monotonic() + _PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise ProofFailed(words)
        time.sleep(every)
