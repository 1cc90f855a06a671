"""After locking, no living process holds the vault's key, the case's key, or an answer.

The whole program with its window unlocks, opens a case and locks. Its memory is looked through
before (where the keys must be found, or looking proves nothing) and that of every process that
came of it afterwards.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from mktdesk.desk import cases, filling
from mktdesk.desk.drafts import Target
from tests.soak.desk import MARKER, PASSPHRASE, PUBLIC, Place
from tests.soak.flips import keys_of
from tests.soak.row import Figures, NotHereError, Row

_AT_ONCE = 1 << 22  # bytes read of a process at a time
_OVERLAP = 256
_PATIENCE = 60.0  # seconds
_MARK = "MKTDESK_SOAK"  # by which the processes that came of a program are known


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """Lock `count` times and look."""
    if not Path("/proc/self/mem").exists():
        raise NotHereError("This system does not show the memory of processes.")
    place, seen = Place(base), Figures()
    secrets = _made(place)
    for number in range(count):
        token = f"{os.getpid()}-{number}-{chance.getrandbits(64):x}"
        try:
            _locked(place, token, secrets, seen)
        finally:
            for process in offspring(token):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        seen["tried"] += 1
    return seen


def _made(place: Place) -> dict[str, tuple[bytes, ...]]:
    """A vault whose case holds the marker; what must not be found, in every shape of it."""
    place.make()
    session = place.unlock()
    case = cases.open_case(session, PUBLIC)
    row = case.book.rows("subject")[0].id
    filling.set_answer(case, Target("subject", row, "name"), f"Mara {MARKER}")
    cases.close_case(case)
    vault_key = session.vault.shelf.keys.vault
    session.close()
    keys = {"vault key": vault_key, **keys_of(place)}
    shapes: dict[str, tuple[bytes, ...]] = {}
    for name, key in keys.items():
        shapes[name] = (key, key.hex().encode())
    for name, text in (("an answer", MARKER), ("the passphrase", PASSPHRASE)):
        shapes[name] = (text.encode(), text.encode("utf-16-le"))
    return shapes


def _locked(place: Place, token: str, secrets: dict[str, tuple[bytes, ...]], seen: Figures) -> None:
    environment = window_environment(place, token)
    command = [sys.executable, "-m", "tests.soak.window", str(place.vault)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        if program.stdout.readline() != b"open\n":
            seen["did not open"] += 1
            program.kill()
            return
        seen["held before"] += _found(program.pid, secrets, "vault key", "an answer")
        program.stdin.write(b"lock\n")
        program.stdin.close()
        try:
            program.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            seen["did not end"] += 1
            program.kill()
            return
    living = list(offspring(token))
    seen["began again"] += bool(living)
    time.sleep(0.2)
    for process in living:
        for name in secrets:
            seen[f"{name} after locking"] += _found(process, secrets, name)


def window_environment(place: Place, token: str) -> dict[str, str]:
    """What the program with its window is started with: this vault's computer, no keyring."""
    return {
        **os.environ,
        _MARK: token,
        "PYTHONDONTWRITEBYTECODE": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_DATA_HOME": str(place.base / "state-laptop-a"),
        "XDG_CONFIG_HOME": str(place.base / "settings"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }


def offspring(token: str) -> Iterator[int]:
    """The living processes that carry the token."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                if f"{_MARK}={token}".encode() in (folder / "environ").read_bytes():
                    yield int(folder.name)


def _found(process: int, secrets: dict[str, tuple[bytes, ...]], *names: str) -> bool:
    """Whether a process holds each of the named secrets, in any shape."""
    left = set(names)
    with suppress(OSError):
        for piece in _memory(process):
            left -= {name for name in left if any(shape in piece for shape in secrets[name])}
    return not left


def _memory(process: int) -> Iterator[bytes]:
    ranges = re.findall(r"^(\w+)-(\w+) r", Path(f"/proc/{process}/maps").read_text(), re.MULTILINE)
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for first, last in ranges:
            at, end = int(first, 16), int(last, 16)
            while at < end:
                try:
                    memory.seek(at)
                    yield memory.read(min(_AT_ONCE, end - at))
                except (OSError, ValueError, OverflowError):
                    break  # a page that is not there, or the kernel's own
                at += _AT_ONCE - _OVERLAP


ROW = Row(
    "memory", "the memory of every process after locking", 20, 5, 1, run,
    wrong=("did not open", "did not end", "vault key after locking", "case.db after locking",
           "register.db after locking", "an answer after locking", "the passphrase after locking"),
    needed=("tried", "held before", "began again"),
)  # fmt: skip
