"""What the register knows of backups: the last one of each folder, and which cases lie there."""

from __future__ import annotations

from mktdesk.book import Book, Json, RowChange
from mktdesk.office.backupset import BackupSet, Place

PLACE_ROW, HELD_ROW = "backup", "held"  # kinds of row in the register


def rows(register: Book, place: Place, made: BackupSet, by: str, problems: int) -> list[RowChange]:
    """The rows that say that a backup was made. problems: cases without a good copy."""
    fields: dict[str, Json] = {
        "folder": str(place.folder), "at": made.at, "by": by,
        "cases": len(made.cases), "problems": problems, "set": made.id,
    }  # fmt: skip
    held = {row.id: row.fields for row in register.rows(HELD_ROW)}
    return [RowChange(PLACE_ROW, place.id, fields)] + [
        RowChange(HELD_ROW, case.case, {place.id: made.at, "public": case.public})
        for case in made.cases
        if place.id not in held.get(case.case, {})
    ]
