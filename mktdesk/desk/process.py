"""This process, which holds keys: no picture of its memory is left on the disk."""

from __future__ import annotations

import contextlib
import sys

_PR_SET_DUMPABLE = 4


def no_core_dumps() -> None:
    """Nothing of the memory is written if the process falls over. Windows writes none by itself."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def no_onlookers() -> None:
    """On Linux, other programs of this person cannot read the memory or attach a debugger.

    Only for the window: the command line may be given a passphrase through /dev/fd, which such
    a process cannot open.
    """
    no_core_dumps()
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - on Linux alone

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
