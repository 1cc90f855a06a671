"""What is due across the register's cases beside the barest query that gives the same lines."""

from __future__ import annotations

from typing import Any

from mktdesk.book import Change, RowChange
from mktdesk.desk import due
from mktdesk.office import DUE
from tests.bench.books import CASES, Register

EACH = 6  # open clocks a case


class DueList:
    """Sixty thousand open clocks in the register that `Register` made."""

    def __init__(self, register: Register) -> None:
        self.session = register.session
        book = self.session.vault.register
        for start in range(0, CASES, 1000):
            rows = [RowChange(DUE, f"c{n}", fields(n)) for n in range(start, start + 1000)]
            book.write(Change("S", "anchor", rows))
        # The bare side has a column for each thing, and lets the database put them in order.
        self.db = register.db
        self.db.execute("CREATE TABLE subject (public TEXT PRIMARY KEY, subject TEXT)")
        self.db.execute(
            "CREATE TABLE due (public TEXT, what TEXT, clock TEXT, day TEXT, owner TEXT, kit TEXT)"
        )
        self.db.execute("BEGIN")
        for n in range(CASES):
            self.db.execute("INSERT INTO subject VALUES (?, ?)", (public(n), "PN"))
            self.db.executemany(
                "INSERT INTO due VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (public(n), what, clock, day, owner, "2016 toolkit")
                    for clock, what, day, _, owner, _ in clocks(n)
                ],
            )
        self.db.execute("COMMIT")

    def show(self) -> None:
        """The front page: ordered, with days left in words."""
        assert len(due.due(self.session).lines) >= CASES * EACH

    def bare(self) -> None:
        """The same lines in the same order, no words."""
        rows: list[Any] = self.db.execute(
            "SELECT due.public, subject, what, clock, day, owner, kit FROM due "
            "JOIN subject ON subject.public = due.public ORDER BY day, due.public"
        ).fetchall()
        assert len(rows) == CASES * EACH


def public(number: int) -> str:
    """As `books.summary` has it."""
    return f"SCR-2026-{number:05d}"


def clocks(number: int) -> list[list[Any]]:
    """A case's open clocks as the register keeps them."""
    owners = ("Serious Case Review Sub-Group", "Independent Chair", "Business Manager")
    return [
        [
            f"clock_{k}",
            "Recommendation and Chair's decision",
            f"202{6 + number % 2}-{1 + (number * 7 + k) % 12:02}-{1 + (number + 5 * k) % 28:02}",
            "",
            owners[k % 3],
            "",
        ]
        for k in range(EACH)
    ]


def fields(number: int) -> dict[str, Any]:
    """A case's row, with what its days follow from."""
    return {
        "public": public(number),
        "toolkit": "2016 toolkit",
        "clocks": clocks(number),
        "counted": [["2026-01-05", 15, "working_day", "", [], []] for _ in range(EACH)],
    }
