"""Files kept inside a book, named by the SHA-256 of their content."""

from __future__ import annotations

import hashlib

from mktdesk.book.codec import damaged
from mktdesk.book.file import File
from mktdesk.errors import CaseError

_PART_BYTES = 1 << 20  # parts keep one read or write small, whatever the file's size


def attachment_name(data: bytes) -> str:
    """The name under which the book keeps these bytes: SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def put(file: File, data: bytes) -> str:
    """Keep the bytes (once, however often they are given); inside a transaction."""
    name = attachment_name(data)
    if file.run("INSERT OR IGNORE INTO attachment VALUES (?, ?)", (name, len(data))):
        for part, start in enumerate(range(0, len(data), _PART_BYTES)):
            piece = data[start : start + _PART_BYTES]
            file.run("INSERT INTO attachment_part VALUES (?, ?, ?)", (name, part, piece))
    return name


def get(file: File, name: str) -> bytes:
    """The bytes of an attachment. Raises CaseError when it is not here, VaultDamaged."""
    if not file.one("SELECT 1 FROM attachment WHERE sha256 = ?", (name,)):
        raise CaseError("This attachment is not in the file.", "It may have been erased.")
    parts = file.rows("SELECT data FROM attachment_part WHERE sha256 = ? ORDER BY part", (name,))
    data = b"".join(piece for (piece,) in parts)
    if attachment_name(data) != name:
        raise damaged()
    return data


def sizes(file: File) -> dict[str, int]:
    """Every attachment's name and size in bytes."""
    return dict(file.rows("SELECT sha256, size FROM attachment ORDER BY sha256"))


def drop(file: File, name: str) -> None:
    """Remove an attachment's bytes; inside a transaction."""
    file.run("DELETE FROM attachment_part WHERE sha256 = ?", (name,))
    file.run("DELETE FROM attachment WHERE sha256 = ?", (name,))
