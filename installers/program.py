"""What the frozen program does with its command line: the one entry of the built folder.

One program, four faces: the window, the `mktdesk` command, the limited process that reads a
document from outside, and the self-test of an installation.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import PurePath

READ_DOCUMENT = "--read-document"
SELF_TEST = "--self-test"
PACK_SUFFIX = ".mktpack"
_WINDOW_OPTIONS = ("--vault", "--demo", "--back", "--say-when-shown")


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments, without the program's name, are the window's.

    Nothing, one of the window's own options, or a travel pack that was double-clicked.
    """
    if not arguments:
        return True
    first = arguments[0]
    return first.split("=")[0] in _WINDOW_OPTIONS or PurePath(first).suffix.lower() == PACK_SUFFIX


def main() -> int:
    """Run what was asked for; its exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == [READ_DOCUMENT]:
        from mktdesk.exchange.child import main as read_document  # noqa: PLC0415 - this face alone

        read_document()
        return 0
    if arguments == [SELF_TEST]:
        from ui.selftest import main as try_out  # noqa: PLC0415 - the same

        return try_out()
    if wants_window(arguments):
        from ui.app import main as window  # noqa: PLC0415 - the same

        return window()
    from mktdesk.cli import main as command  # noqa: PLC0415 - the same

    return command(arguments)


if __name__ == "__main__":
    sys.exit(main())
