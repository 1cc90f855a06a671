"""A fresh, locked program in place of this one: Python cannot wipe its memory, the system can.

The new one is told where the vault is, and where the person was by public reference and page
alone. It says on its standard output when its window is there; until then the old one stays.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence

from mktdesk.errors import DeskError

SHOWN_FLAG = "--say-when-shown"
_SHOWN = b"shown\n"
_PATIENCE = 20.0  # seconds: a laptop that is busy with its backup


def start_again(arguments: Sequence[str]) -> int:
    """Start the program anew and wait for its window; its process id.

    Raises DeskError when no window comes.
    """
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable] if frozen else [sys.executable, "-m", "ui"]
    try:
        started = subprocess.Popen(  # noqa: S603 - ourselves
            [*command, SHOWN_FLAG, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
    except OSError as error:
        raise _not_started() from error
    assert started.stdout is not None
    late = threading.Timer(_PATIENCE, started.kill)
    late.start()
    try:
        shown = started.stdout.readline() == _SHOWN
    finally:
        late.cancel()
        started.stdout.close()
    started.returncode = 0  # it lives on without us: nothing to wait for, nothing to warn of
    if not shown:
        raise _not_started()
    return started.pid


def say_shown() -> None:
    """The new program's part: tell the old one, then write there no more."""
    os.write(1, _SHOWN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _not_started() -> DeskError:
    return DeskError(
        "The vault is locked, but mktdesk could not start again by itself.",
        "Close this window and start mktdesk as you usually do.",
    )
