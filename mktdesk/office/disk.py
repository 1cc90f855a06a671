"""Small files of the vault: read whole with a limit, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mktdesk.errors import VaultDamaged, VaultUnwritable

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.EIO, errno.ESTALE})


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Turn an OSError into VaultUnwritable that says what to do."""
    try:
        yield
    except OSError as error:
        raise _worded(error) from error


def _worded(error: OSError) -> VaultUnwritable:
    if error.errno in _FULL:
        return VaultUnwritable(
            "The disk is full: nothing was saved.", "Free some space, then save again."
        )
    if error.errno in _GONE:
        return VaultUnwritable(
            "The vault's folder has gone or cannot be reached.",
            "Reconnect the drive or folder, then try again; what you typed is still here.",
        )
    return VaultUnwritable(
        "The folder is read-only.", "Check your rights to the folder, then try again."
    )


def make_folder(path: Path) -> None:
    """Make a folder that only its owner can read; fine when it exists. Raises VaultUnwritable."""
    with told():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file at once and durably: a reader sees the old one or the new one.

    Raises VaultUnwritable, and then leaves the old file as it was.
    """
    with told():
        handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make a folder's own entries durable, where the system lets us."""
    if os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def overwrite(path: Path) -> None:
    """Put chance in the place of a wrapped key; without it the rest is noise. Raises OSError."""
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())


def read_whole(path: Path, limit: int) -> bytes:
    """A file's bytes. Raises VaultDamaged when it is missing or larger than `limit` bytes."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise VaultDamaged(
            f"The file {path.name} is missing.", "Put it back from the last good backup."
        ) from error
    except OSError as error:
        raise _worded(error) from error
    if len(data) > limit:
        raise spoilt(path)
    return data


def spoilt(path: Path) -> VaultDamaged:
    """The error for a small file that is not as it was written."""
    return VaultDamaged(
        f"The file {path.name} is damaged or was altered.",
        "Put it back from the last good backup; run verify to see what else is wrong.",
    )
