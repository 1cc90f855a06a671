"""What open cases have told of themselves and the register does not say yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mktdesk.book import Book, Json, RowChange
from mktdesk.office import kinds, settling
from mktdesk.office.shelf import DUE


class Told:
    """Waits for the next time that the register is brought level."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._summaries: dict[str, dict[str, Json]] = {}
        self._due: dict[str, Mapping[str, Json]] = {}

    def tell(
        self, case_id: str, fields: Mapping[str, Json], due: Mapping[str, Json] | None
    ) -> None:
        """Fields of a case's line in the list, and all of its row of kind DUE."""
        if fields:
            self._summaries.setdefault(case_id, {}).update(fields)
        if due is not None:
            self._due[case_id] = due

    def changes(self, register: Book) -> Iterator[RowChange]:
        """What the register is to say; what it says already of the due days is left out."""
        for case, fields in self._summaries.items():
            found = kinds.listed(register, case)
            line = found[0].row if found else kinds.CASE.row
            yield RowChange(line, case, settling.shown(register, case, fields))
        for case, due in self._due.items():
            row = register.row(DUE, case)
            if row is None or any(row.fields.get(name) != due[name] for name in due):
                yield RowChange(DUE, case, due)
