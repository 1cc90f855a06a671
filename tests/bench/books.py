"""Books against bare sqlcipher3, with the same pragmas and the same decoding."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as sql

from mktdesk.book import Book, Change, RowChange
from mktdesk.calendar import SystemClock
from mktdesk.desk import cases, filling
from mktdesk.desk.drafts import Target
from mktdesk.desk.session import Desk, NoSecrets
from mktdesk.forms.answers import Row
from mktdesk.forms.values import from_json
from mktdesk.office import KdfCost, Machine

KEY = bytes(range(32))
PRAGMAS = (
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "secure_delete = ON",
)
ENTRIES, CASES, CHANGES = 2_000, 10_000, 50


def connect(path: Path, key: bytes = KEY) -> Any:
    """A bare connection with the product's pragmas."""
    db = sql.connect(str(path), isolation_level=None)
    db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    return db


def desk_in(folder: Path) -> Desk:
    """A desk that leaves nothing outside the folder."""
    machine = Machine("bench", folder / "state", NoSecrets(), SystemClock())
    return Desk(machine, KdfCost.floor())


def fields_of(number: int) -> dict[str, Any]:
    """A row as a case has them."""
    return {
        "name": f"Person {number}",
        "relationship": "Aunt on the mother's side",
        "date_of_birth": {"t": "date", "text": "2/11/2021", "earliest": "2021-11-02"},
        "order": float(number),
    }


class Case:
    """A book of 2,000 entries over 500 rows, opened and read whole."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.path = folder / "book.db"
        book = Book.create(
            self.path, KEY, book_id="b", kind="case", installation="i", clock=SystemClock()
        )
        fill(book, "family_member", ENTRIES)
        book.close()
        self.session, _ = desk_in(folder).first_start(
            folder / "vault", "O", "S", "bench-larch-kettle"
        )
        opened = cases.start_referral(self.session)
        fill(opened.book, "family_member", ENTRIES)
        self.public = opened.public
        cases.close_case(opened)

    def ours(self) -> None:
        """Through the product's book."""
        book = Book.open(self.path, KEY, installation="i", clock=SystemClock())
        assert len(book.rows("family_member")) == ENTRIES // 4
        book.close()

    def desk(self) -> None:
        """Through the desk: unwrap the key, take the lease, check the anchor, read the answers."""
        case = cases.open_case(self.session, self.public)
        assert len(case.answers().table("family_member")) == ENTRIES // 4
        self.session.vault.close_case(case.handle)

    def bare(self) -> list[tuple[str, dict[str, Any]]]:
        """Through sqlcipher3 alone."""
        db = connect(self.path)
        rows = db.execute(
            "SELECT id, fields, lamport, chain, seq FROM record WHERE kind = 'family_member'"
        ).fetchall()
        decoded = [(row[0], msgspec.json.decode(row[1])) for row in rows]
        assert len(decoded) == ENTRIES // 4
        db.close()
        return decoded

    def bare_answers(self) -> None:
        """The same, decoded as far as the desk does: into answers."""
        rows = [
            Row(row, {k: from_json(v) for k, v in raw.items() if k != "order"})
            for row, raw in self.bare()
        ]
        assert len(rows) == ENTRIES // 4


def fill(book: Book, kind: str, entries: int) -> None:
    """Entries over a quarter as many rows, in changes of a hundred."""
    for start in range(0, entries, 100):
        numbers: Iterable[int] = range(start, start + 100)
        rows = [RowChange(kind, f"r{n % (entries // 4)}", fields_of(n)) for n in numbers]
        book.write(Change("S", "edit", rows))


class Saving:
    """Fifty answers saved one by one, the register's anchor each second and at the end."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.session, _ = desk_in(folder).first_start(
            folder / "vault", "O", "S", "bench-larch-kettle"
        )
        self.case = cases.start_referral(self.session)
        self.db = connect(folder / "bare.db")
        self.db.execute("CREATE TABLE change (at REAL, body BLOB)")
        self.round = 0

    def ours(self) -> None:
        """Through the desk."""
        self.round += 1
        settled = time.monotonic()
        for number in range(CHANGES):
            target = Target("referral", "", "incident")
            filling.set_answer(self.case, target, f"Round {self.round}, change {number}")
            if time.monotonic() - settled >= 1:
                cases.settle(self.case)
                settled = time.monotonic()
        cases.settle(self.case)

    def bare(self) -> None:
        """One commit a change through sqlcipher3 alone."""
        for number in range(CHANGES):
            body = msgspec.json.encode({"incident": f"change {number}"})
            self.db.execute("BEGIN IMMEDIATE")
            self.db.execute("INSERT INTO change VALUES (?, ?)", (time.time(), body))
            self.db.execute("COMMIT")


class Register:
    """Ten thousand cases in the register, listed and searched."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.session, _ = desk_in(folder).first_start(
            folder / "vault", "O", "S", "bench-larch-kettle"
        )
        register = self.session.vault.register
        for start in range(0, CASES, 1000):
            rows = [RowChange("case", f"c{n}", summary(n)) for n in range(start, start + 1000)]
            register.write(Change("S", "add", rows))
        # The same rows in a bare file, since the register's key is the office's own.
        self.db = connect(folder / "bare.db")
        self.db.execute("CREATE TABLE record (id TEXT PRIMARY KEY, fields BLOB, words TEXT)")
        self.db.execute("BEGIN")
        for n in range(CASES):
            fields = summary(n)
            words = "\n".join(fields.values()).casefold()
            row = (f"c{n}", msgspec.json.encode(fields), words)
            self.db.execute("INSERT INTO record VALUES (?, ?, ?)", row)
        self.db.execute("COMMIT")

    def show(self) -> None:
        """The list of cases."""
        assert len(cases.list_cases(self.session)) == CASES

    def search(self) -> None:
        """The cases that hold two words."""
        assert len(cases.list_cases(self.session, "person 77")) > 10

    def bare_show(self) -> None:
        """The query and the decoding alone."""
        rows = self.db.execute("SELECT id, fields FROM record").fetchall()
        assert len([msgspec.json.decode(row[1]) for row in rows]) == CASES

    def bare_search(self) -> None:
        """The query with its words and the decoding alone."""
        rows = self.db.execute(
            "SELECT id, fields FROM record WHERE instr(words, 'person') AND instr(words, '77')"
        ).fetchall()
        assert len([msgspec.json.decode(row[1]) for row in rows]) > 10


def summary(number: int) -> dict[str, str]:
    """A case's line."""
    return {
        "public": f"SCR-2026-{number:05d}",
        "subject": "PN",
        "names": f"Person Number {number}",
        "review_type": "Serious case review",
        "toolkit_title": "2016 toolkit",
        "stage": "Section 1: 3 things to complete",
        "started": "2026-11-21",
        "changed": "2026-11-21T09:00:00.000Z",
    }
