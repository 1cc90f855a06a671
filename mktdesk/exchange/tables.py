"""Reads a form's tables: columns under a header, label beside answer, tick boxes in cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mktdesk.exchange.cursor import Cursor
from mktdesk.exchange.flow import Flow
from mktdesk.exchange.lexicon import ALIKE, SURE, Lexicon, Slot
from mktdesk.exchange.outline import Cell, Para, Table, cell_controls, cell_text
from mktdesk.exchange.sheet import Sheet
from mktdesk.exchange.values import is_mark
from mktdesk.exchange.wording import plain_text
from mktdesk.forms.types import LineItem, Page, RowsItem

_HEADER_SHARE = 0.6  # of a header row's cells must be columns of one table of the form
_FEWEST_COLUMNS = 2
_LETTER = re.compile(r"\(?[a-z0-9]{1,2}[).]?", re.IGNORECASE)
_NUMBERS = frozenset({"", "no", "no.", "number", "#", "row"})


@dataclass(frozen=True)
class _Header:
    """Which column holds which field; columns that the form does not have keep their title."""

    group: LineItem | RowsItem | Page
    columns: dict[int, Slot | str]
    first: Slot

    def over(self, cell: Cell) -> Slot | str:
        """What heads the column that the cell stands in; header cells may span several."""
        at = max((column for column in self.columns if column <= cell.column), default=None)
        return "" if at is None else self.columns[at]


@dataclass
class Tables:
    """Reads tables one after the other, under the headings that the flow has met."""

    lexicon: Lexicon
    sheet: Sheet
    cursor: Cursor
    flow: Flow

    def table(self, table: Table, where: str) -> None:
        """One table, inner tables too."""
        self.cursor.pending = None
        header: _Header | None = None
        subjects = self._subjects(table)
        above: dict[int, str] = {}
        for number, row in enumerate(table.rows, start=1):
            place = f"{where} row {number}"
            found = self._header(row)
            if found:
                for cell in row:
                    self._leave_foreign_words(cell_text(cell), place)
            if found and (header is None or found.group is not header.group):
                header, above = found, {}
                self._enter(found)
            elif found:
                continue  # the header again, on the next page
            elif header is not None and not self._ends(header, row):
                if len(row) == 1 < len(header.columns):
                    self.sheet.leave(place, cell_text(row[0]))  # "Father's side", across the table
                else:
                    self._data_row(header, row, place, above)
                if isinstance(header.group, LineItem):
                    header = None
            else:
                header = None
                self._pairs(row, place, subjects)
            self._inner_tables(row, place)
        self.cursor.pending = None

    def _inner_tables(self, row: tuple[Cell, ...], where: str) -> None:
        inner = [b for cell in row for b in cell.blocks if isinstance(b, Table)]
        for number, table in enumerate(inner, start=1):
            self.table(table, f"{where}, inner table {number}")

    # Columns under a header

    def _header(self, row: tuple[Cell, ...]) -> _Header | None:
        """The row as a header of one of the form's tables, if it is one."""
        cells = [(cell.column, cell_text(cell)) for cell in row if cell_text(cell)]
        if len(cells) < _FEWEST_COLUMNS or any(cell.carried for cell in row):
            return None
        found = {at: self.lexicon.slots_like(text) for at, text in cells}
        best: tuple[float, _Header] | None = None
        for group in self._groups(found):
            slots, score = _assign(group, found)
            enough = 3 if isinstance(group, Page) else _FEWEST_COLUMNS
            if len(slots) < enough or len(slots) < _HEADER_SHARE * len(cells):
                continue
            rank = score / len(cells) + self._nearness(group)
            if best is None or rank > best[0]:
                titles: dict[int, Slot | str] = {c.column: plain_text(cell_text(c)) for c in row}
                first = next(iter(slots.values()))
                best = rank, _Header(group, {**titles, **slots}, first)
        return best[1] if best else None

    def _groups(
        self, found: dict[int, list[tuple[Slot, float]]]
    ) -> list[LineItem | RowsItem | Page]:
        groups: list[LineItem | RowsItem | Page] = []
        for slots in found.values():
            for slot, _ in slots:
                group = slot.item or slot.page
                if not any(group is known for known in groups):
                    groups.append(group)
        return groups

    def _nearness(self, group: LineItem | RowsItem | Page) -> float:
        """A table under its own heading, or not yet met, before its twins elsewhere."""
        if group is self.cursor.item:
            return 0.6
        slots = [slot for slot in self.lexicon.slots if (slot.item or slot.page) is group]
        if slots[0].page is self.cursor.page:
            return 0.4
        met = sum(slot.key in self.sheet.seen for slot in slots)
        return (0.1 if slots[0].part is self.cursor.part else 0.0) - 0.3 * met / len(slots)

    def _enter(self, header: _Header) -> None:
        slot = header.first
        self.cursor.part, self.cursor.page, self.cursor.item = slot.part, slot.page, slot.item
        for column in header.columns.values():
            if isinstance(column, Slot):
                self.sheet.seen.add(column.key)

    def _leave_foreign_words(self, text: str, where: str) -> None:
        """A label or heading that holds words which the form does not print."""
        if self.lexicon.foreign_words(text):
            self.sheet.leave(where, text)

    def _ends(self, header: _Header, row: tuple[Cell, ...]) -> bool:
        """Whether a row of another make ends the table: a heading across it, a label."""
        texts = [cell_text(cell) for cell in row if cell_text(cell)]
        if not texts:
            return False
        if len(texts) != 1 and len(row) >= len(header.columns):
            return False
        label = self.cursor.choose(texts[0], least=SURE)
        heading = self.lexicon.heading_like(texts[0])
        return bool(label or (heading and heading[1] >= SURE and len(texts) == 1))

    def _data_row(
        self, header: _Header, row: tuple[Cell, ...], where: str, above: dict[int, str]
    ) -> None:
        texts = {cell.column: _carried(cell, above) for cell in row}
        above.update(texts)
        if not any(cell_text(cell) for cell in row):
            return
        if any(cell_controls(cell) for cell in row):
            self._beside_controls(row, where)
            return
        if isinstance(header.group, RowsItem):
            at: int | None = self.sheet.used(header.group.record)
        else:
            repeat = header.first.page.repeat
            at = self.cursor.next_row(repeat.record) if repeat else None
        for cell in row:
            column, text = header.over(cell), texts[cell.column]
            if isinstance(column, Slot):
                self.flow.answer(column, column.field.label, text, where, at)
            elif text and not (column.casefold() in _NUMBERS and text.strip(" .)").isdigit()):
                self.sheet.leave(where, f"{column}: {text}" if column else text)

    def _beside_controls(self, row: tuple[Cell, ...], where: str) -> None:
        """Words typed beside our controls in a table's row: the row is read already."""
        for cell in row:
            if not self.lexicon.is_fixed(cell_text(cell)):
                self.sheet.leave(where, cell_text(cell))

    # Label beside answer

    def _subjects(self, table: Table) -> tuple[int, ...]:
        """Where a table has a column for each child: the columns of the answers."""
        columns: set[int] = set()
        several = 0
        for row in table.rows:
            texts = [(cell, cell_text(cell)) for cell in row]
            labels = [c for c, text in texts if text and self.flow.label_of(text)]
            if len(labels) != 1 or labels[0] is not row[0]:
                if len(labels) > 1:
                    return ()
                continue
            slot = self.flow.label_of(cell_text(row[0]))
            if slot is None or slot[0].page.repeat is None:
                continue
            columns |= {cell.column for cell, _ in texts[1:]}
            if sum(bool(text) for _, text in texts[1:]) > 1:
                several += 2 if slot[0].field.id == slot[0].page.repeat.title_field else 1
        return tuple(sorted(columns)) if several > 1 else ()

    def _pairs(self, row: tuple[Cell, ...], where: str, subjects: tuple[int, ...]) -> None:
        """A row of labels and answers, or of anything else."""
        cells = [cell for cell in row if cell_text(cell)]
        if not cells:
            return
        if len(cells) == 1 and self._alone(row, cells[0], where):
            return
        if self._tick_row(cells, where):
            return
        if plain_text(cell_text(cells[0])).strip(" .)").isdigit() and len(cells) > 1:
            cells = cells[1:]
        loose: list[str] = []
        at = 0
        while at < len(cells):
            found = self.flow.label_of(cell_text(cells[at]))
            if self._holds_its_answer(cells, at):
                self._read_through(cells[at], where)
                at += 1
                continue
            if found is None:
                loose.append(cell_text(cells[at]))
                at += 1
                continue
            values = list(self._values(cells[at + 1 :]))
            self._beside(found[0], cells[at], values, where, subjects)
            at += 1 + len(values)
        if loose:
            self._loose(loose, where)

    def _values(self, cells: list[Cell]) -> Iterator[Cell]:
        """The cells up to the next label."""
        for cell in cells:
            again = self.flow.label_of(cell_text(cell))
            if again and again[1] >= SURE:
                return
            yield cell

    def _beside(
        self, slot: Slot, label: Cell, values: list[Cell], where: str, subjects: tuple[int, ...]
    ) -> None:
        self.cursor.part, self.cursor.page, self.cursor.signing = slot.part, slot.page, None
        words = cell_text(label)
        if not values:
            self.flow.answer(slot, words, "", where)
            self.cursor.pending = slot
            return
        self.cursor.pending = None
        if len(subjects) > 1 and slot.page.repeat:
            for cell in values:
                covered = range(cell.column, cell.column + cell.span)
                children = [at for at, column in enumerate(subjects) if column in covered]
                for number in children:
                    self.flow.answer(slot, words, cell_text(cell), where, number)
                if not children:
                    self.sheet.leave(where, f"{words}: {cell_text(cell)}")
            return
        text = "\n".join(cell_text(cell) for cell in values)
        self.flow.answer(slot, words, text, where)

    def _alone(self, row: tuple[Cell, ...], cell: Cell, where: str) -> bool:
        """The only words of a row: a label with its answer blank, or running text."""
        found = self.flow.label_of(cell_text(cell))
        if found and len(row) > 1 and cell is row[0]:
            self._beside(found[0], cell, [], where, ())
            if found[1] >= ALIKE:
                self.cursor.pending = None
            return True
        self._read_through(cell, where, waiting=True)
        return True

    def _read_through(self, cell: Cell, where: str, *, waiting: bool = False) -> None:
        """A cell as running text; what it asks is answered within it, unless `waiting`."""
        for block in cell.blocks:
            if isinstance(block, Para):
                self.flow.paragraph(block.text, where)
        if not waiting:
            self.cursor.pending = None

    def _holds_its_answer(self, cells: list[Cell], at: int) -> bool:
        """Whether a cell holds its label and its answer, with no other answer beside it."""
        text = cell_text(cells[at])
        beside = cell_text(cells[at + 1]) if at + 1 < len(cells) else ""
        if not self.flow.labelled_inside(text):
            return False
        return not beside or self.flow.labelled_inside(beside) or bool(self.flow.label_of(beside))

    def _tick_row(self, cells: list[Cell], where: str) -> bool:
        """A tick in a cell beside the option's words."""
        texts = [cell_text(cell) for cell in cells]
        ticked = [is_mark(text) for text in texts]
        words = [text for text, on in zip(texts, ticked, strict=True) if on is None]
        if len(words) == 2 and _LETTER.fullmatch(words[0]):  # noqa: PLR2004 - "b)", then its words
            words = [f"{words[0].strip('().')}) {words[1]}"]
        if len(words) != 1 or len(texts) == 1:
            return False
        return self.flow.tick(words[0], where, on=any(ticked))

    def _loose(self, texts: list[str], where: str) -> None:
        """Cells that are no labels and belong to none."""
        if all(self.lexicon.is_fixed(text) for text in texts):
            return
        if len(texts) == 1 or not self.lexicon.is_fixed(texts[0]):
            for text in texts:
                heading = self.lexicon.heading_like(text)
                if heading and heading[1] >= SURE and heading[0].next_row:
                    self._leave_foreign_words(text, where)
                    continue
                self.flow.paragraph(text, where)
            return
        # "Signed:" | "L Pemberton": the form's words with something written beside them.
        self.flow.paragraph(f"{texts[0].rstrip(' :')}: {' | '.join(texts[1:])}", where)


def _assign(
    group: LineItem | RowsItem | Page, found: dict[int, list[tuple[Slot, float]]]
) -> tuple[dict[int, Slot], float]:
    """Each header cell to its likeliest field of one group, each field once."""
    pairs = sorted(
        [
            (-score, at, slot)
            for at, slots in found.items()
            for slot, score in slots
            if (slot.item or slot.page) is group
        ],
        key=lambda triple: triple[:2],
    )
    taken: dict[int, Slot] = {}
    total = 0.0
    for score, at, slot in pairs:
        if at not in taken and slot not in taken.values():
            taken[at] = slot
            total -= score
    return taken, total


def _carried(cell: Cell, above: dict[int, str]) -> str:
    """A cell merged with the one above says what that one says."""
    text = cell_text(cell)
    return above.get(cell.column, "") if cell.carried and not text else text
