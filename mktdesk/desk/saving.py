"""Save what leaves the vault: whole or not at all, readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from mktdesk.errors import ExportFailed


def save(path: Path, data: bytes) -> None:
    """Write a file beside its place and put it there in one step. Raises ExportFailed.

    Only data that is protected, or that a person chose to take out in clear, is ever passed.
    """
    part = ""
    try:
        handle, part = tempfile.mkstemp(prefix=".mktdesk-", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except OSError as error:
        if part:
            with contextlib.suppress(OSError):
                Path(part).unlink()
        raise ExportFailed(
            f"{path.name} could not be saved in that folder.",
            "See that the folder is there, that there is room, and that you may write to it.",
        ) from error
