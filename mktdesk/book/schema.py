"""The tables of a book, as numbered steps that are never edited once released.

The steps that a file lacks, and their records, are one transaction. A file from a newer program is
refused, never guessed at.
"""

from __future__ import annotations

from mktdesk.book.file import File
from mktdesk.errors import NewerVersion

_FIRST = (
    """CREATE TABLE about (
        name TEXT PRIMARY KEY, value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE step (
        version INTEGER PRIMARY KEY, at TEXT NOT NULL
    ) STRICT""",
    # payload and salt are NULL once erased. before: what the fields held until then, kept so
    # that history and undo need no replay; it is not hashed, verify compares it with a replay.
    """CREATE TABLE entry (
        chain TEXT NOT NULL, seq INTEGER NOT NULL,
        prev BLOB NOT NULL, hash BLOB NOT NULL, seen TEXT NOT NULL,
        lamport INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, verb TEXT NOT NULL,
        action TEXT NOT NULL, kind TEXT NOT NULL, row TEXT NOT NULL,
        fields TEXT NOT NULL, deleted INTEGER NOT NULL,
        digest BLOB NOT NULL, salt BLOB, payload BLOB, before BLOB,
        UNIQUE (chain, seq)
    ) STRICT""",
    "CREATE INDEX entry_in_order ON entry (lamport, chain, seq)",
    "CREATE INDEX entry_of_row ON entry (kind, row)",
    """CREATE TABLE head (
        chain TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB NOT NULL, lamport INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # lamport, chain, seq: the entry that made the row. words: its text, folded, for search.
    """CREATE TABLE record (
        kind TEXT NOT NULL, id TEXT NOT NULL, fields BLOB NOT NULL, words TEXT NOT NULL,
        lamport INTEGER NOT NULL, chain TEXT NOT NULL, seq INTEGER NOT NULL,
        PRIMARY KEY (kind, id)
    ) STRICT""",
    """CREATE TABLE draft (
        scope TEXT NOT NULL, field TEXT NOT NULL, value BLOB NOT NULL,
        actor TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (scope, field)
    ) STRICT""",
    """CREATE TABLE attachment (
        sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE attachment_part (
        sha256 TEXT NOT NULL, part INTEGER NOT NULL, data BLOB NOT NULL,
        UNIQUE (sha256, part)
    ) STRICT""",
)
STEPS: tuple[tuple[str, ...], ...] = (_FIRST,)


def bring_up_to_date(file: File, now: str) -> None:
    """Take every step that the file lacks. Raises NewerVersion for a file from the future."""
    version = version_of(file)
    if version > len(STEPS):
        raise NewerVersion(
            "This was written by a newer mktdesk than this one.",
            "Install the newer version and open it there; nothing was changed.",
        )
    if file.read_only:
        return
    if version == len(STEPS):
        return
    with file.transaction():  # all the steps or none; another program may have taken them meanwhile
        for number in range(version_of(file), len(STEPS)):
            for statement in STEPS[number]:
                file.run(statement)
            file.run("INSERT INTO step VALUES (?, ?)", (number + 1, now))
            file.run(f"PRAGMA user_version = {number + 1}")


def version_of(file: File) -> int:
    """The number of the last step that the file has taken."""
    row = file.one("PRAGMA user_version")
    return int(row[0]) if row else 0
