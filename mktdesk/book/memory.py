"""What was worked out from a book, for as long as the book stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from mktdesk.book.file import File

T = TypeVar("T")


class Memory:
    """Keeps results until anything in the file changes, here or in another program."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._kept: tuple[object, dict[Hashable, object]] = (None, {})

    def of(self, about: Hashable, make: Callable[[], T]) -> T:
        """What `make` works out from the book alone, kept under `about`.

        Everybody is given the same: it must not be changed.
        """
        state = self._file.state()  # before `make` reads: what changes meanwhile is seen next time
        if self._kept[0] != state:
            self._kept = (state, {})
        kept = self._kept[1]
        if about not in kept:
            kept[about] = make()
        return cast("T", kept[about])

    def forget(self) -> None:
        """Keep nothing of it any more."""
        self._kept = (None, {})
