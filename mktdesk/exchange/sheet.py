"""What has been read so far: answers in their places, and what could not be placed."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

from mktdesk.dates import Reading
from mktdesk.exchange.lexicon import Lexicon, Slot
from mktdesk.exchange.values import Understood, understand
from mktdesk.exchange.wording import plain_text
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.types import FieldKind
from mktdesk.forms.values import Value, is_blank

_LEADERS = " _.…-–—,;:\t\n"  # "Signed: ______" is blank


@dataclass(frozen=True, slots=True)
class ReadField:
    """One answer that was read.

    record and field_id name it; row counts a repeated record's rows from 0 and is None for a
    single answer. raw is what stood there; where says the place in words; doubt says why a
    person should look, or is "".
    """

    field_id: str
    record: str
    row: int | None
    value: Value
    raw: str
    where: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in the document that is neither an answer nor the form's own words."""

    where: str
    text: str


@dataclass
class Sheet:
    """Gathers answers; nothing that is put down is lost: it is read or it is unread."""

    lexicon: Lexicon
    read: list[ReadField] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    office: str = ""
    reference: str = ""
    marking: str = ""
    _single: dict[str, Value] = field(default_factory=dict)
    _rows: dict[str, list[dict[str, Value]]] = field(default_factory=dict)
    _last_dates: dict[tuple[str, str], Reading] = field(default_factory=dict)
    _places: dict[tuple[str, int | None, str], int] = field(default_factory=dict)

    def repeats(self, slot: Slot) -> bool:
        """Whether the slot's record has rows (a table, or a page once for each child)."""
        return slot.record != self.lexicon.form.record

    def answered(self, slot: Slot, row: int | None) -> bool:
        """Whether there is an answer already."""
        return (slot.record, row, slot.field.id) in self._places

    def used(self, record: str) -> int:
        """How many rows of the record hold an answer so far."""
        return len(self._rows.get(record, []))

    def row_holds_answers(self, record: str, row: int) -> bool:
        """Whether that row holds any answer."""
        rows = self._rows.get(record, [])
        return row < len(rows) and bool(rows[row])

    def put(self, slot: Slot, row: int | None, text: str, where: str, doubt: str = "") -> None:
        """Put the text down as that answer; blank text only shows that the form asks for it."""
        self.seen.add(slot.key)
        if not text.strip(_LEADERS):
            self.leave(where, doubt)
            return
        before = self._last_dates.get(slot.key) if self.repeats(slot) else None
        understood = understand(slot.field, text, before)
        if understood.value is None and self.lexicon.is_fixed(text):
            self.leave(where, doubt)  # the text itself is "Yes / No" with nothing crossed out
            return
        self.place(slot, row, understood, plain_text(text), where, doubt)

    def place(
        self, slot: Slot, row: int | None, found: Understood, raw: str, where: str, doubt: str = ""
    ) -> None:
        """Put down an answer that is already understood, unless one stands there."""
        self.seen.add(slot.key)
        name = slot.field.name
        if is_blank(found.value):
            self.leave(where, f"{name}: {raw} {doubt}")
            return
        if self.answered(slot, row):
            self.leave(where, f"A second answer to “{name}”: {raw} {doubt}")
            return
        if found.reading is not None:
            self._last_dates[slot.key] = found.reading
        doubts = " ".join(part for part in (found.doubt, doubt) if part)
        self._place(slot, row, found.value)
        self._places[slot.record, row, slot.field.id] = len(self.read)
        self.read.append(
            ReadField(slot.field.id, slot.record, row, found.value, raw, where, doubts)
        )

    def add_to(self, slot: Slot, row: int | None, text: str, where: str) -> None:
        """A further paragraph of an answer in words; otherwise as `put`."""
        at = self._places.get((slot.record, row, slot.field.id))
        old = self.read[at] if at is not None else None
        if at is None or old is None:
            self.put(slot, row, text, where)
        elif isinstance(old.value, str) and slot.field.kind in _IN_WORDS:
            value = f"{old.value}\n{plain_text(text)}"
            self._place(slot, row, value)
            self.read[at] = ReadField(
                old.field_id, old.record, row, value, f"{old.raw}\n{text}", old.where, old.doubt
            )
        else:
            self.leave(where, text)

    def leave(self, where: str, text: str) -> None:
        """Nothing is dropped: what has no place is shown to the person."""
        if text.strip():
            self.unread.append(Unread(where, plain_text(text)))

    def answers(self) -> Answers:
        """Everything read, rows in the order they stood; rows are called "1", "2", …"""
        rows = {
            record: tuple(
                Row(str(number), MappingProxyType(values))
                for number, values in enumerate(rows, start=1)
            )
            for record, rows in self._rows.items()
        }
        return Answers(MappingProxyType(dict(self._single)), MappingProxyType(rows))

    def lines(self) -> tuple[ReadField, ...]:
        """What was read, in the form's own order; a record's rows one after the other."""
        order = {slot.key: at for at, slot in reversed(list(enumerate(self.lexicon.slots)))}
        begins = {record: at for (record, _), at in order.items()}

        def place(one: ReadField) -> tuple[int, int, int]:
            own = order[one.record, one.field_id]
            return (own, 0, own) if one.row is None else (begins[one.record], one.row, own)

        return tuple(sorted(self.read, key=place))

    def _place(self, slot: Slot, row: int | None, value: Value) -> None:
        if row is None:
            self._single[slot.field.id] = value
            return
        rows = self._rows.setdefault(slot.record, [])
        while len(rows) <= row:
            rows.append({})
        rows[row][slot.field.id] = value


_IN_WORDS = frozenset({FieldKind.TEXT, FieldKind.LINES, FieldKind.NARRATIVE})
