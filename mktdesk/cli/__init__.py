"""The `mktdesk` command: the same use cases as the window, without one."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from mktdesk.cli.arguments import parser
from mktdesk.desk.process import no_core_dumps
from mktdesk.errors import DeskError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; exit code 0 done, 1 findings or failed, 2 asked wrongly."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    no_core_dumps()
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        code = command(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our lines has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except DeskError as error:
        print(f"mktdesk: {error.what} {error.do}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("mktdesk: stopped.", file=sys.stderr)
        return 130
    return code
