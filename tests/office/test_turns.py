"""Windows of one computer take turns: at passphrases, and at what is remembered."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from mktdesk.errors import UnlockRefused
from mktdesk.office import unlock
from mktdesk.office.machine import Machine
from mktdesk.office.turns import alone

PASSPHRASE = "seven grey herons wait"
WINDOWS = 4


@contextmanager
def held(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another program holds the lock until it is killed."""
    code = (
        "import sys, time; from pathlib import Path; from mktdesk.office.turns import alone\n"
        "with alone(Path(sys.argv[1]), 0): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        yield other
        other.kill()


def side_by_side(do: Callable[[], bool]) -> list[bool]:
    """The same in each window at the same moment."""
    ready = threading.Barrier(WINDOWS)

    def window() -> bool:
        ready.wait(60)
        return do()

    with ThreadPoolExecutor(WINDOWS) as pool:
        futures: list[Future[bool]] = [pool.submit(window) for _ in range(WINDOWS)]
        return [future.result(60) for future in futures]


def test_a_lock_goes_with_the_program_that_held_it(tmp_path: Path) -> None:
    told: list[bool] = []
    with held(tmp_path / "lock") as other:
        began = time.monotonic()
        threading.Timer(0.3, other.kill).start()
        with alone(tmp_path / "lock", 30, lambda: told.append(True)):
            assert 0.2 < time.monotonic() - began < 25  # not the whole of its 30
    assert told


def test_a_program_that_hangs_shuts_nobody_out(tmp_path: Path) -> None:
    with held(tmp_path / "lock"), alone(tmp_path / "lock", 0.2):
        pass
    with alone(tmp_path / "lock", 0, pytest.fail):
        pass


def test_windows_that_unlock_at_the_same_moment_all_open(
    folder: Path, made, machine: Machine
) -> None:
    """The clock of this test stands still: a wait would never be over."""

    def window() -> bool:
        unlock(folder, made.slot, PASSPHRASE, machine=machine).lock()
        return True

    assert side_by_side(window) == [True] * WINDOWS


def test_guesses_side_by_side_are_no_quicker(folder: Path, made, machine: Machine) -> None:
    def window() -> bool:
        try:
            unlock(folder, made.slot, "seven grey herons fly", machine=machine).lock()
        except UnlockRefused as error:
            return error.wait_seconds == 1
        return False

    assert side_by_side(window) == [True] * WINDOWS
    (state,) = machine.state.glob("*.json")
    assert machine.memory(state.stem).failures == 1  # one was tried, the others were told to wait


def test_whoever_waits_is_told(folder: Path, made, machine: Machine) -> None:
    (state,) = machine.state.glob("*.json")
    told: list[bool] = []
    with held(machine.state / f"{state.stem}.turn") as other:
        threading.Timer(0.3, other.kill).start()
        waiting = unlock(
            folder, made.slot, PASSPHRASE, machine=machine, waiting=lambda: told.append(True)
        )
        waiting.lock()
    assert told


def test_what_two_windows_remember_at_once_is_all_kept(machine: Machine) -> None:
    vault = "0" * 16
    machine.memory(vault)
    chance = iter(range(WINDOWS))

    def window() -> bool:
        number = next(chance)
        for _ in range(10):
            if number:
                machine.count_attempt(vault)
            else:
                machine.change(vault, anchor=None)
        return True

    side_by_side(window)
    assert machine.memory(vault).failures == 10 * (WINDOWS - 1)
