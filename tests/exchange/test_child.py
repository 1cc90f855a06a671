"""The process that reads a document can do nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mktdesk.exchange.gate import child_command

ROOT = Path(__file__).parents[2]
TRIES = {
    "write a file": "open('left.txt', 'w')",
    "write a file by its number": "import os; os.open('left.txt', os.O_WRONLY | os.O_CREAT)",
    "read a file": "open('/etc/hostname').read()",
    "open a socket": "import socket; socket.socket()",
    "start a program": "import subprocess; subprocess.run(['true'])",
    "start a program by the shell": "import os; os.system('touch left.txt')",
    "fork": "import os; os.fork()",
    "take away a file": "import os; os.remove('kept.txt')",
    "take all the memory": "bytearray(4 * 1024 ** 3)",
}


def held(code: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "import os, socket, subprocess\n"
        "from mktdesk.exchange import limits\n"
        "limits.hold_process(5)\n"
        f"try:\n    {code}\n    print('done')\n"
        "except (OSError, MemoryError) as error:\n    print('stopped', type(error).__name__)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits for a process")
@pytest.mark.parametrize("what", TRIES)
def test_the_held_process_cannot(what, tmp_path) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    done = held(TRIES[what], tmp_path)
    assert done.stdout.startswith("stopped"), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits for a process")
def test_the_held_process_is_stopped_when_it_runs_on(tmp_path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from mktdesk.exchange import limits\n"
        "limits.hold_process(1)\n"
        "while True: pass\n"
    )
    done = subprocess.run([sys.executable, "-c", program], timeout=60, check=False, cwd=tmp_path)
    assert done.returncode != 0


def test_the_command_for_the_frozen_program(monkeypatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command() == (sys.executable, "--read-document")
