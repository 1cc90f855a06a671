"""A program that writes to a book until it is killed; it says what has been committed."""

from __future__ import annotations

import sys
from pathlib import Path

from mktdesk.book import Book, Change, RowChange
from mktdesk.calendar import SystemClock


def main(path: str, key: str) -> None:
    book = Book.open(Path(path), bytes.fromhex(key), installation="laptop-a", clock=SystemClock())
    record = book.row("count", "c")
    count = int(str(record.fields["n"])) if record else 0
    while True:
        count += 1
        rows = [RowChange("count", row, {"n": count}) for row in ("c", "d")]
        book.write(Change("Ann", "edit", rows), attachments=[b"%d" % count * 3000])
        sys.stdout.write(f"{count}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
