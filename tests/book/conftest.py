"""What the tests of books share: a clock that only moves when told, and fresh books."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sql

from mktdesk.book import Book


@dataclass
class StepClock:
    """Each look moves it on by a second."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@dataclass
class Desk:
    """A folder with one book and its key."""

    path: Path
    key: bytes
    clock: StepClock

    def create(self, installation: str = "laptop-a") -> Book:
        return Book.create(
            self.path,
            self.key,
            book_id="book-1",
            kind="case",
            installation=installation,
            clock=self.clock,
        )

    def open(self, installation: str = "laptop-a", *, read_only: bool = False) -> Book:
        return Book.open(
            self.path, self.key, installation=installation, clock=self.clock, read_only=read_only
        )

    def bare(self, key: bytes | None = None) -> Any:
        """The same file through sqlcipher3 alone, with nothing set but its key."""
        db = sql.connect(str(self.path), isolation_level=None)
        db.execute("PRAGMA cipher_log_level = NONE")
        db.execute(f"PRAGMA key = \"x'{(key or self.key).hex()}'\"")
        return db

    def tamper(self, statement: str, values: tuple[object, ...] = ()) -> int:
        """Change the file as somebody with the key could; how many rows changed."""
        db = self.bare()
        try:
            return int(db.execute(statement, values).rowcount)
        finally:
            db.close()


@pytest.fixture
def clock() -> StepClock:
    return StepClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StepClock) -> Desk:
    return Desk(tmp_path / "case.db", secrets.token_bytes(32), clock)


@pytest.fixture
def book(desk: Desk) -> Iterator[Book]:
    opened = desk.create()
    yield opened
    opened.close()


@pytest.fixture
def codes() -> Callable[[Book], list[str]]:
    """The codes that a check finds."""
    return lambda book: [finding.code for finding in book.verify()]
