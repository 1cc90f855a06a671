"""A book that an older program wrote is brought up to date, with a copy at hand until it is proved.

The steps of the tables are one transaction, so that a step that fails changes nothing. Against a
disk that writes something else than it was given there is a copy beside the file: made and
proved before the first step, gone once the file is proved after the last. It never stays: what is
erased or disposed of later must not live on in it.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from mktdesk.book import schema
from mktdesk.book.file import File
from mktdesk.errors import VaultDamaged, VaultUnwritable

SUFFIX = ".before-update"


def bring_up_to_date(file: File, key: bytes, now: str) -> None:
    """Take every step that the file lacks, after a proved copy of it was made.

    Raises NewerVersion for a file from the future, VaultUnwritable where there is no room for
    the copy, VaultDamaged where the file or its copy is not sound; then nothing was changed.
    """
    kept = copy_of(file.path)
    waits = 0 < schema.version_of(file) < len(schema.STEPS)
    if file.read_only or not (waits or kept.exists()):
        schema.bring_up_to_date(file, now)
        return
    if waits:
        _copy(file, kept, key)
    try:
        schema.bring_up_to_date(file, now)
        sound = is_sound(file)
    except BaseException:
        _remove(kept)  # no step was taken
        raise
    if not sound:
        raise VaultDamaged(
            f"{file.path.parent.name}/{file.path.name} was not written as it should be.",
            f"The copy from before is beside it, {kept.name}. Check the disk, then put back the "
            "last good backup.",
        )
    _remove(kept)


def copy_of(path: Path) -> Path:
    """Where the copy of a book lies while it is brought up to date."""
    return path.with_name(path.name + SUFFIX)


def is_sound(file: File) -> bool:
    """Whether every page of the file is as it was written."""
    return not file.rows("PRAGMA cipher_integrity_check")


def _copy(file: File, to: Path, key: bytes) -> None:
    try:
        with file.held_still() as raw, to.open("wb") as out:
            to.chmod(0o600)
            shutil.copyfileobj(raw, out)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        _remove(to)
        raise VaultUnwritable(
            "There is no room for a copy of the vault's file before it is brought up to date.",
            "Free as much space as the vault takes up, then open it again; nothing was changed.",
        ) from error
    copied = File(to, key, read_only=True)
    try:
        sound = is_sound(copied)
    finally:
        copied.close()
    if not sound:
        _remove(to)
        raise VaultDamaged(
            f"{file.path.parent.name}/{file.path.name} is damaged and not brought up to date.",
            "Open it with the mktdesk it was written by, or put back the last good backup.",
        )


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
