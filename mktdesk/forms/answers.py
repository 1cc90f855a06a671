"""A form's answers at one moment: single answers and rows, immutable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from mktdesk.forms.values import Value

_NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a repeated table, with the permanent id it has in the book."""

    id: str
    values: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)

    def get(self, field_id: str) -> Value:
        """The answer, or None while it is blank."""
        return self.values.get(field_id)


@dataclass(frozen=True, slots=True)
class Answers:
    """single: field id -> value. rows: record -> its rows in the order they are shown.

    worked_out: what is read again and again follows from these answers alone, and is kept with
    them (see `mktdesk.forms.flow.scope`).
    """

    single: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=lambda: MappingProxyType({}))
    worked_out: dict[object, Mapping[str, Value]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def get(self, field_id: str) -> Value:
        """A single answer, or None while it is blank."""
        return self.single.get(field_id)

    def table(self, record: str) -> tuple[Row, ...]:
        """The rows of a record; none is an empty tuple."""
        return self.rows.get(record, ())

    def row(self, record: str, row_id: str) -> Row:
        """The row of that id. Raises KeyError."""
        for row in self.table(record):
            if row.id == row_id:
                return row
        raise KeyError(row_id)

    def with_single(self, field_id: str, value: Value) -> Answers:
        """The same answers but for one."""
        return replace(self, single=MappingProxyType({**self.single, field_id: value}))

    def with_rows(self, record: str, rows: Iterable[Row]) -> Answers:
        """The same answers but for one table."""
        return replace(self, rows=MappingProxyType({**self.rows, record: tuple(rows)}))
