"""The `mktdesk` command: the same use cases as the window, without one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from mktdesk.cli.arguments import parser
from mktdesk.errors import DeskError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; exit code 0 done, 1 findings or failed, 2 asked wrongly."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except DeskError as error:
        print(f"mktdesk: {error.what} {error.do}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("mktdesk: stopped.", file=sys.stderr)
        return 130
