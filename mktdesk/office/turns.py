"""One at a time on this computer: a lock that other programs wait for, gone with its holder."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mktdesk.office.disk import told

_LOCK_AT = 1 << 20  # beyond any text: on Windows a locked byte cannot be read by others
_LOOK_EVERY = 0.05  # seconds


@contextlib.contextmanager
def alone(
    path: Path, patience: float, waiting: Callable[[], object] = lambda: None
) -> Iterator[None]:
    """Hold the lock of a file beside the settings; made where it is not there.

    While another holds it `waiting` is called, many times a second; after `patience` seconds this
    goes on without it, for a program that hangs must not shut everybody out. Raises
    VaultUnwritable.
    """
    with told():
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        end = time.monotonic() + patience
        while not lock(handle) and time.monotonic() < end:
            waiting()
            time.sleep(_LOOK_EVERY)
        yield
    finally:
        os.close(handle)


def lock(handle: int) -> bool:
    """Lock the open file for this program; False when another holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  # Windows alone has it

            os.lseek(handle, _LOCK_AT, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  # the others have this

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
