"""What the register knows of backups: the last one of each folder, and which cases lie there."""

from __future__ import annotations

from collections.abc import Iterable

from mktdesk.book import Book, Json, RowChange
from mktdesk.office.backupset import BackupSet, CaseCopy, Place
from mktdesk.office.kinds import CASE, MEETING, Kind

PLACE_ROW, HELD_ROW = "backup", "held"  # kinds of row in the register


def rows(register: Book, place: Place, made: BackupSet, by: str, problems: int) -> list[RowChange]:
    """The rows that say that a backup was made. problems: cases without a good copy."""
    fields: dict[str, Json] = {
        "folder": str(place.folder), "at": made.at, "by": by, "problems": problems,
        "cases": count(made.cases, CASE), "meetings": count(made.cases, MEETING), "set": made.id,
    }  # fmt: skip
    held = {row.id: row.fields for row in register.rows(HELD_ROW)}
    return [RowChange(PLACE_ROW, place.id, fields)] + [
        RowChange(HELD_ROW, case.case, {place.id: made.at, "public": case.public})
        for case in made.cases
        if place.id not in held.get(case.case, {})
    ]


def count(copies: Iterable[CaseCopy], kind: Kind) -> int:
    """How many of these copies are of cases, or of meetings."""
    return sum(copy.kind is kind for copy in copies)
