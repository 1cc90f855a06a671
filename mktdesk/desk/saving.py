"""Save what leaves the vault: whole or not at all, readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from mktdesk.errors import ExportFailed
from mktdesk.office import VAULT_FILE


def save(path: Path, data: bytes, record: Callable[[], object] | None = None) -> None:
    """Write a file beside its place and put it there in one step. Raises ExportFailed.

    Only data that is protected, or that a person chose to take out in clear, is ever passed.
    record: keeps in the journal that it leaves; called when the file is whole and not yet in
    its place, so that nothing is out that could not be recorded. What it raises is raised on.
    """
    part = ""
    _refuse_vault(path)
    try:
        if path.is_dir():
            raise IsADirectoryError
        handle, part = tempfile.mkstemp(prefix=".mktdesk-", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if record is not None:
            record()
        Path(part).replace(path)
    except OSError as error:
        raise ExportFailed(
            f"{path.name} could not be saved in that folder.",
            "See that the folder is there, that there is room, and that you may write to it.",
        ) from error
    finally:
        if part:
            with contextlib.suppress(OSError):
                Path(part).unlink()  # gone already when all went well


def _refuse_vault(path: Path) -> None:
    """A paper put among a vault's files would replace one of them, or be lost with them."""
    for folder in path.resolve().parents:
        if (folder / VAULT_FILE).is_file():
            raise ExportFailed(
                "That place is inside a vault.", "Choose a folder outside it, such as Documents."
            )
