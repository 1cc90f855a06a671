"""Save what leaves the vault: whole or not at all, readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Self

from mktdesk.errors import ExportFailed
from mktdesk.office import VAULT_FILE


def save(path: Path, data: bytes, record: Callable[[], object] | None = None) -> None:
    """Write a file beside its place and put it there in one step. Raises ExportFailed.

    Only data that is protected, or that a person chose to take out in clear, is ever passed.
    record: keeps in the journal that it leaves; called when the file is whole and not yet in
    its place, so that nothing is out that could not be recorded. What it raises is raised on.
    """
    refuse_vault(path)
    part: Path | None = None
    try:
        part = _beside(path, data)
        if record is not None:
            record()
        part.replace(path)
    except OSError as error:
        raise _failed(path) from error
    finally:
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink()  # gone already when all went well


class Batch:
    """Files that leave together: each is whole beside its place before any is in it.

    What is left when the block ends without `put_out` is taken away again.
    """

    def __init__(self) -> None:
        self._whole: list[tuple[Path, Path]] = []

    def __enter__(self) -> Self:
        """Begin; nothing is written yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what is not in its place."""
        for part, _path in self._whole:
            with contextlib.suppress(OSError):
                part.unlink()

    def add(self, path: Path, data: bytes) -> None:
        """Write a file beside its place. Raises ExportFailed; those before it stay whole."""
        refuse_vault(path)
        try:
            self._whole.append((_beside(path, data), path))
        except OSError as error:
            raise _failed(path) from error

    def put_out(self, record: Callable[[], object]) -> None:
        """Record that they leave, then put each in its place, where nothing else may lie.

        Raises what `record` raises, and then nothing is out; ExportFailed for one that could not
        be put there, which was recorded all the same.
        """
        record()
        while self._whole:
            part, path = self._whole[0]
            try:
                part.replace(path)
            except OSError as error:
                raise _failed(path) from error
            self._whole.pop(0)


def _beside(path: Path, data: bytes) -> Path:
    """A whole file beside the place where it is to lie; nothing is left of one that failed."""
    if path.is_dir():
        raise IsADirectoryError
    handle, name = tempfile.mkstemp(prefix=".mktdesk-", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    return Path(name)


def _failed(path: Path) -> ExportFailed:
    return ExportFailed(
        f"{path.name} could not be saved in that folder.",
        "See that the folder is there, that there is room, and that you may write to it.",
    )


def refuse_vault(path: Path) -> None:
    """Raise ExportFailed for a place inside a vault: a paper put among its files would replace
    one of them, or be lost with them.
    """
    for folder in path.resolve().parents:
        if (folder / VAULT_FILE).is_file():
            raise ExportFailed(
                "That place is inside a vault.", "Choose a folder outside it, such as Documents."
            )
