"""A book's copy under another key: exported to a new file and proved, never changed in place.

`PRAGMA rekey` reports success on a full disk and can leave a file that no key opens.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from mktdesk.book import schema, verify
from mktdesk.book.attachments import sizes
from mktdesk.book.codec import damaged
from mktdesk.book.file import APPLICATION_ID, KEY_BYTES, File
from mktdesk.book.journal import read_heads
from mktdesk.errors import VaultUnwritable


def copy_under(path: Path, key: bytes, copy: Path, copy_key: bytes, book_id: str) -> None:
    """Make `copy`, the book at `path` under another key, checked whole and on the disk.

    Nobody may write the book meanwhile: the caller holds its lease. The drafts come too. An
    earlier, unfinished `copy` is written over. Raises VaultDamaged when either of the two
    does not pass every check, VaultUnwritable; then no copy is left.
    """
    copy.unlink(missing_ok=True)
    try:
        with _opened(path, key, read_only=False) as file:
            _refuse_damage(file, book_id)
            _export(file, copy, copy_key)
            with _opened(copy, copy_key, read_only=True) as made:
                _refuse_damage(made, book_id, like=file)
        _sync(copy)
    except BaseException:
        with contextlib.suppress(OSError):
            copy.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _opened(path: Path, key: bytes, *, read_only: bool) -> Iterator[File]:
    file = File(path, key, read_only=read_only)
    try:
        yield file
    finally:
        file.close()


def _refuse_damage(file: File, book_id: str, like: File | None = None) -> None:
    same = like is None or (read_heads(file), sizes(file)) == (read_heads(like), sizes(like))
    if verify.verify(file, book_id) or not same:
        raise damaged(f"{file.path.parent.name}/{file.path.name}")


def _export(file: File, copy: Path, key: bytes) -> None:
    if len(key) != KEY_BYTES:
        # Without a key of its own an attached file takes the first one's key and salt.
        msg = "a book's key is 32 bytes"
        raise ValueError(msg)
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise VaultUnwritable(
            "The copy under the new key could not be begun.",
            "Check the drive and your rights to the folder, then try again.",
        ) from error
    uri = f"{copy.absolute().as_uri()}?mode=rw"
    file.rows(f"ATTACH DATABASE ? AS fresh KEY \"x'{key.hex()}'\"", (uri,))
    try:
        file.rows("PRAGMA fresh.synchronous = EXTRA")
        file.rows("SELECT sqlcipher_export('fresh')")
        file.rows(f"PRAGMA fresh.application_id = {APPLICATION_ID}")
        file.rows(f"PRAGMA fresh.user_version = {schema.version_of(file)}")
    finally:
        file.rows("DETACH DATABASE fresh")


def _sync(path: Path) -> None:
    try:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise VaultUnwritable(
            "The disk did not keep the copy under the new key.",
            "Free some space and check the drive, then try again.",
        ) from error
