from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mktdesk.errors import DeskError
from ui import relaunch


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A person's folders of their own."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))


def test_the_fresh_program_is_there_before_this_returns(
    away, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(relaunch, "_PATIENCE", 100.0)  # a machine that runs tests is busy
    ours = relaunch.start_again(["--vault", str(tmp_path / "vault")])
    os.kill(ours, 0)  # it lives on
    os.kill(ours, signal.SIGTERM)
    os.waitpid(ours, 0)


def test_one_that_ends_before_its_window_is_an_error(away):
    with pytest.raises(DeskError, match="could not start again"):
        relaunch.start_again(["--no-such-wish"])


def test_one_that_cannot_be_started_is_an_error(away, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(DeskError, match="could not start again"):
        relaunch.start_again([])


def test_nothing_more_is_written_to_the_one_before():
    code = "import os; from ui.relaunch import say_shown; say_shown(); os.write(1, b'more')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"shown\n"
