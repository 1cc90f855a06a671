"""What the journal adds up to: a pure fold, and the table that holds its result."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from mktdesk.book.codec import canonical, read_all_as, read_object
from mktdesk.book.file import File
from mktdesk.book.journal import Stored
from mktdesk.book.types import Json, Record, RowKey

T = TypeVar("T")


class Standing(NamedTuple):
    """A row as it stands, and the place (lamport, chain, seq) of its first entry ever.

    A row that was removed and put back keeps its place among its neighbours.
    """

    fields: Mapping[str, Json]
    born: tuple[int, str, int]


def apply(
    standing: Standing | None,
    fields: Mapping[str, Json],
    *,
    deleted: bool,
    born: tuple[int, str, int],
) -> Standing | None:
    """The row after one entry: None when it is gone. A field that is None is not there."""
    if deleted:
        return None
    merged = {**(standing.fields if standing else {}), **fields}
    kept = {name: value for name, value in merged.items() if value is not None}
    return Standing(kept, born)


def before(
    standing: Standing | None, fields: Mapping[str, Json], *, deleted: bool
) -> dict[str, Json] | None:
    """What an entry replaces: old values of its fields, all fields for a removal, None for new."""
    if standing is None:
        return None
    if deleted:
        return dict(standing.fields)
    return {name: standing.fields[name] for name in fields if name in standing.fields}


def fold(entries: Iterable[Stored]) -> tuple[dict[RowKey, Standing], list[bytes | None]]:
    """Replay entries in the one order: the rows, and what each entry replaced (stored shape)."""
    rows: dict[RowKey, Standing] = {}
    born: dict[RowKey, tuple[int, str, int]] = {}
    replaced: list[bytes | None] = []
    for entry in entries:
        key = (entry.kind, entry.row)
        standing, fields = rows.pop(key, None), entry.fields()
        old = before(standing, fields, deleted=entry.deleted)
        replaced.append(None if old is None else canonical(old))
        first = born.setdefault(key, entry.order)
        after = apply(standing, fields, deleted=entry.deleted, born=first)
        if after is not None and entry.kind:
            rows[key] = after
    return rows, replaced


def in_order(rows: Mapping[RowKey, Standing]) -> list[Record]:
    """Rows by their "order" field where they have one (a number), then as they were made."""
    found = [
        Record(*key, standing.fields)
        for key, standing in sorted(rows.items(), key=lambda item: item[1].born)
    ]
    found.sort(key=_number)  # stable: rows without a number stay as made, after the others
    return found


def words_of(fields: Mapping[str, Json]) -> str:
    """All the text of a row, folded for search."""
    found: list[str] = []

    def gather(value: Json) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list):
            for item in value:
                gather(item)
        elif isinstance(value, dict):
            for name, item in value.items():
                if name != "t":
                    gather(item)

    for name in sorted(fields):  # one order, however the fields came together
        gather(fields[name])
    return "\n".join(found).casefold().replace("\0", " ")


def load(file: File, key: RowKey) -> Standing | None:
    """One row of the table."""
    row = file.one("SELECT fields, lamport, chain, seq FROM record WHERE kind = ? AND id = ?", key)
    return Standing(read_object(row[0]), (row[1], row[2], row[3])) if row else None


def first_entry(file: File, key: RowKey) -> tuple[int, str, int]:
    """The place of the first entry of a row that has one."""
    row = file.one(
        "SELECT lamport, chain, seq FROM entry WHERE kind = ? AND row = ? "
        "ORDER BY lamport, chain, seq LIMIT 1",
        key,
    )
    assert row, "asked only after an entry was written"
    return (row[0], row[1], row[2])


def rows_of(file: File, kinds: tuple[str, ...]) -> list[Record]:
    """The rows of these kinds, by their "order" field where it is a number, then as made."""
    marks = ",".join("?" * len(kinds))
    found = [
        Record(kind, row, read_object(fields))
        for kind, row, fields in file.rows(
            f"SELECT kind, id, fields FROM record WHERE kind IN ({marks}) "  # noqa: S608 - marks only
            "ORDER BY lamport, chain, seq",
            kinds,
        )
    ]
    found.sort(key=_number)  # stable: rows without a number stay as made, after the others
    return found


def _number(record: Record) -> float:
    order = record.fields.get("order")
    # A person's order is a number; true and false are numbers to Python alone.
    return float(order) if type(order) in {int, float} else math.inf  # type: ignore[arg-type]


def shaped(file: File, kind: str, shape: type[T], text: str) -> list[T]:
    """The fields of a kind's rows as structs, as made; with text, those that hold every word."""
    words = text.casefold().split()
    where = "".join(" AND instr(words, ?) > 0" for _ in words)
    rows = file.rows(
        f"SELECT fields FROM record WHERE kind = ?{where} "  # noqa: S608 - marks only
        "ORDER BY lamport, chain, seq",
        (kind, *words),
    )
    return read_all_as((row[0] for row in rows), shape)


def load_all(file: File) -> dict[RowKey, tuple[Standing, str]]:
    """The whole table with its search text, for checks."""
    return {
        (kind, row): (Standing(read_object(fields), (lamport, chain, seq)), words)
        for kind, row, fields, words, lamport, chain, seq in file.rows(
            "SELECT kind, id, fields, words, lamport, chain, seq FROM record"
        )
    }


def save(file: File, key: RowKey, standing: Standing | None) -> None:
    """Put one row into the table, or take it out."""
    if standing is None:
        file.run("DELETE FROM record WHERE kind = ? AND id = ?", key)
        return
    fields = dict(standing.fields)
    file.run(
        "INSERT INTO record VALUES (?,?,?,?,?,?,?) ON CONFLICT (kind, id) DO UPDATE SET "
        "fields = excluded.fields, words = excluded.words, lamport = excluded.lamport, "
        "chain = excluded.chain, seq = excluded.seq",
        (*key, canonical(fields), words_of(fields), *standing.born),
    )


def find(file: File, text: str, kind: str | None) -> dict[RowKey, Standing]:
    """Rows whose text holds every word of `text`, whatever the case of its letters."""
    words = text.casefold().split()
    where = ["instr(words, ?) > 0" for _ in words] + (["kind = ?"] if kind is not None else [])
    rows = file.rows(
        "SELECT kind, id, fields, lamport, chain, seq FROM record "  # noqa: S608  # marks only
        f"WHERE {' AND '.join(where) or '1'}",
        (*words, *([kind] if kind is not None else [])),
    )
    return {
        (found, row): Standing(read_object(fields), (lamport, chain, seq))
        for found, row, fields, lamport, chain, seq in rows
    }
