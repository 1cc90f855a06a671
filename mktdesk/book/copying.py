"""Copying a book while it is in use: its own bytes, still encrypted, between two commits."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import BinaryIO

from mktdesk.book.book import Book


def held_still(book: Book) -> AbstractContextManager[BinaryIO]:
    """The book's file, to be read; others may read it too, and whoever writes waits.

    A plain copy of the file is not enough: a commit halfway through it would tear the copy.
    Raises VaultDamaged, VaultUnwritable.
    """
    return book._file.held_still()  # noqa: SLF001  # the book's own package
