"""A mistake of ours, told to the person plainly and logged without anything personal."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from mktdesk.errors import DeskError

_log = logging.getLogger("mktdesk")


class OurMistake(DeskError):
    """Something went wrong that no file, disk or person caused.

    kind: the exception's class. trail: "module.py:12 function" from the outside in. Neither
    the exception's words nor any value is kept: they could hold a name or a passphrase.
    """

    def __init__(self, kind: str, trail: tuple[str, ...]) -> None:
        where = trail[-1] if trail else "unknown"
        super().__init__(
            "Something went wrong inside mktdesk. This is our mistake, not yours.",
            f"What was saved is safe. Try again; if it comes back, report: {kind} at {where}.",
        )
        self.kind = kind
        self.trail = trail


def our_mistake(error: BaseException) -> OurMistake:
    """The report of an unexpected exception; also writes it to the log."""
    frames = traceback.extract_tb(error.__traceback__)
    trail = tuple(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    report = OurMistake(type(error).__name__, trail)
    _log.error("%s at %s", report.kind, " < ".join(reversed(trail)))
    return report
