"""One encrypted file: opened with fixed settings, changed in transactions, errors told apart.

Settings as measured with SQLCipher 4.19: a rollback journal that is truncated and synced
(WAL lost committed rows to one flipped bit and cannot be read from read-only media), nothing
spilled to disk in clear, freed pages overwritten.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from sqlcipher3 import dbapi2 as sql

from mktdesk.book.codec import damaged
from mktdesk.errors import CaseError, DeskError, InUseElsewhere, VaultUnwritable

Row: TypeAlias = tuple[Any, ...]
KEY_BYTES = 32
APPLICATION_ID = 0x4D4B5442  # "MKTB"
BUSY_SECONDS = 5.0

_SETTINGS = (
    "cipher_compatibility = 4",  # fixes page size, HMAC and cipher for every later version
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "secure_delete = ON",
)
# SQLite's primary result codes that come from the world, not from our SQL.
_BUSY = frozenset({5, 6})
_DAMAGED = frozenset({11, 26})
_FULL, _CANTOPEN = 13, 14
_REFUSED = frozenset({3, 8, 10})  # no permission, read-only, input or output error


class File:
    """An open SQLCipher file. Safe to use from several threads: one at a time gets in."""

    def __init__(self, path: Path, key: bytes, *, read_only: bool) -> None:
        """Open an existing file. Raises VaultDamaged (also for a wrong key), VaultUnwritable."""
        self.path = path
        self.read_only = read_only
        self._lock = threading.RLock()
        self._depth = self._undone = 0
        with _told_apart(self.path):
            self._db = _connect(path, key)
            try:
                for setting in _SETTINGS:
                    self._db.execute(f"PRAGMA {setting}")
                # The first read proves the key; a file of nothing would pass without the id.
                (found,) = self._db.execute("PRAGMA application_id").fetchone()
                self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                if read_only:
                    self._db.execute("PRAGMA query_only = ON")
            except BaseException:
                self._db.close()
                raise
        if found != APPLICATION_ID:
            self._db.close()
            raise damaged(_name(path))

    @classmethod
    def create(cls, path: Path, key: bytes) -> File:
        """Make a new file, readable by its owner alone. Raises CaseError when it exists."""
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError as error:
            raise CaseError("There is already a file there.", "Nothing was changed.") from error
        except OSError as error:
            raise _unwritable() from error
        with _told_apart(path):
            db = _connect(path, key)
            try:
                db.execute("PRAGMA cipher_compatibility = 4")
                db.execute("PRAGMA auto_vacuum = NONE")
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            finally:
                db.close()
        return cls(path, key, read_only=False)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        with self._lock, _told_apart(self.path):
            return self._db.execute(statement, values).fetchall()  # type: ignore[no-any-return]

    def one(self, statement: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        with self._lock, _told_apart(self.path):
            return self._db.execute(statement, values).fetchone()  # type: ignore[no-any-return]

    def state(self) -> tuple[int, int, int]:
        """The same for as long as nothing in the file changes, here or in another program."""
        with self._lock, _told_apart(self.path):
            (theirs,) = self._db.execute("PRAGMA data_version").fetchone()
            return self._db.total_changes, self._undone, theirs

    def run(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run one changing statement inside a transaction; how many rows it changed."""
        assert self._depth, "changes happen inside a transaction"
        with _told_apart(self.path):
            return int(self._db.execute(statement, values).rowcount)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on the disk when it ends; an inner one joins the outer one.

        Raises InUseElsewhere when opened for reading, or when another program holds the file
        for more than five seconds; VaultUnwritable when the disk refuses.
        """
        with self._lock:
            if self._depth:
                yield
                return
            if self.read_only:
                raise reading_only()
            with _told_apart(self.path):
                self._db.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                with _told_apart(self.path):
                    self._db.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._depth = 0

    def _roll_back(self) -> None:
        """Leave the transaction; the first failure is the one that is told."""
        self._undone += 1
        if self._db.in_transaction:
            with suppress(sql.Error):
                self._db.execute("ROLLBACK")

    @contextmanager
    def held_still(self) -> Iterator[BinaryIO]:
        """The file's own bytes, encrypted, as the last commit left them; nobody writes meanwhile.

        Raises VaultUnwritable where the file cannot be read.
        """
        with self._lock, _told_apart(self.path):
            assert not self._depth, "a file is copied between two transactions"
            try:
                # Closed last: on POSIX closing any handle of a file gives up its locks.
                raw = self.path.open("rb")
            except OSError as error:
                raise _unwritable() from error
            with raw:
                self._db.execute("BEGIN")
                try:
                    self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                    yield raw
                finally:
                    self._db.execute("ROLLBACK")

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        with self._lock:
            self._db.close()


def reading_only() -> InUseElsewhere:
    """The error for a change to what is open for reading."""
    return InUseElsewhere(
        "This is open for reading only.", "Close it where it is in use, then open it again."
    )


def _connect(path: Path, key: bytes) -> Any:  # noqa: ANN401  # sqlcipher3 has no types
    """A connection with its key set, before anything is read."""
    if len(key) != KEY_BYTES:
        # SQLCipher would silently take any other length for a passphrase.
        msg = "a book's key is 32 bytes"
        raise ValueError(msg)
    db = sql.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
        cached_statements=64,
    )
    db.execute("PRAGMA cipher_log_level = NONE")
    db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return db


@contextmanager
def _told_apart(path: Path) -> Iterator[None]:
    """Turn failures of the world into DeskErrors; mistakes of ours pass through."""
    try:
        yield
    except sql.Error as error:
        worldly = _worldly(getattr(error, "sqlite_errorcode", 0), path)
        if worldly is None:
            raise
        raise worldly from error


def _worldly(code: int, path: Path) -> DeskError | None:
    """The person's error for an SQLite result code, or None when the mistake is ours."""
    primary = code & 0xFF
    if primary in _DAMAGED:
        return damaged(_name(path))
    if primary in _BUSY:
        return InUseElsewhere(
            "Another program is writing to this file.", "Wait a moment and try again."
        )
    if primary == _FULL:
        return VaultUnwritable(
            "The disk is full: nothing was saved.", "Free some space, then save again."
        )
    if primary == _CANTOPEN or (primary in _REFUSED and not path.exists()):
        return VaultUnwritable(
            "The vault's folder has gone or cannot be reached.",
            "Reconnect the drive or folder, then try again; what you typed is still here.",
        )
    if primary in _REFUSED:
        return _unwritable()
    return None


def _name(path: Path) -> str:
    """A file as a person finds it: in its folder."""
    return f"{path.parent.name}/{path.name}"


def _unwritable() -> VaultUnwritable:
    return VaultUnwritable(
        "The disk refused: the vault's folder is read-only, or the disk reports a fault.",
        "Check the drive and your rights to the folder, then try again.",
    )
