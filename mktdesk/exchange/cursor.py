"""Where in the form the reading has got to, and which field a label means there."""

from __future__ import annotations

from dataclasses import dataclass, field

from mktdesk.exchange.lexicon import ALIKE, SURE, Heading, Lexicon, Signing, Slot
from mktdesk.exchange.sheet import Sheet
from mktdesk.exchange.wording import wording
from mktdesk.forms.types import LineItem, Page, Part, RowsItem

_SAME_ITEM, _SAME_PAGE, _SAME_PART, _ANSWERED = 0.3, 0.15, 0.08, -0.2


@dataclass
class Cursor:
    """part, page, item: under which heading we are. pending waits for the text below it."""

    lexicon: Lexicon
    sheet: Sheet
    part: Part | None = None
    page: Page | None = None
    item: LineItem | RowsItem | None = None
    pending: Slot | None = None
    signing: Signing | None = None
    rows: dict[str, int] = field(default_factory=dict)
    fresh_row: bool = False

    def enter(self, heading: Heading) -> None:
        """Go under a heading. "Second child", or page 1.1 again, begins another row."""
        again = heading.page is not None and self.page is heading.page and heading.item is None
        self.part, self.page, self.item = heading.part, heading.page, heading.item
        self.pending = self.signing = None
        repeat = heading.page.repeat if heading.page else None
        if repeat and (heading.next_row or again):
            self.next_row(repeat.record)

    def next_row(self, record: str) -> int:
        """Begin a new row, unless the current one is still empty."""
        row = self.rows.get(record, 0)
        if self.sheet.row_holds_answers(record, row):
            row += 1
        self.rows[record] = row
        return row

    def row_for(self, slot: Slot) -> int | None:
        """The row that an answer to this label belongs to: the child's name again, a new child."""
        if not self.sheet.repeats(slot):
            return None
        repeat = slot.page.repeat
        row = self.rows.get(slot.record, 0)
        if repeat and slot.field.id == repeat.title_field and self.sheet.answered(slot, row):
            return self.next_row(slot.record)
        self.rows[slot.record] = row
        return row

    def choose(self, text: str, *, least: float = ALIKE) -> tuple[Slot, float] | None:
        """The field that a label means here, and how like it is; near fields before far ones.

        Columns of tables are left out: they are met in tables. A label of one word ("Name",
        "Date") means nothing away from its own page, unless one field alone is called so.
        """
        best: tuple[Slot, float] | None = None
        best_rank = 0.0
        found = self.lexicon.slots_like(text)
        for slot, score in found:
            if slot.in_rows or score < least or self._out_of_place(slot, text, found):
                continue
            rank = score + self.nearness(slot)
            if best is None or rank > best_rank:
                best, best_rank = (slot, score), rank
        return best

    def nearness(self, slot: Slot) -> float:
        """How much a slot gains for being under the heading we are under."""
        gain = 0.0
        if slot.item is not None and slot.item is self.item:
            gain += _SAME_ITEM
        if slot.page is self.page:
            gain += _SAME_PAGE
        if slot.part is self.part:
            gain += _SAME_PART
        row = self.rows.get(slot.record, 0) if self.sheet.repeats(slot) else None
        if slot.page.repeat is None and self.sheet.answered(slot, row):
            gain += _ANSWERED
        return gain

    def _out_of_place(self, slot: Slot, text: str, found: list[tuple[Slot, float]]) -> bool:
        if self.page is None or slot.page is self.page or len(wording(text).words) > 1:
            return False
        return sum(score >= SURE for _, score in found) > 1
