"""Reads our own form: what stands in its content controls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mktdesk.dates import Reading, says_not_known
from mktdesk.exchange.lexicon import Lexicon, Slot
from mktdesk.exchange.outline import Control
from mktdesk.exchange.sheet import Sheet
from mktdesk.exchange.values import Understood, option_of, understand
from mktdesk.forms.types import FieldKind
from mktdesk.forms.values import DateAnswer, NotKnown, YesNo, is_blank
from mktdesk.forms.word_tags import FURNITURE, WordTag, parse_tag


@dataclass(frozen=True, slots=True)
class Placed:
    """A content control and where it stands."""

    control: Control
    where: str


@dataclass
class _Answer:
    """The controls of one answer, by piece."""

    where: str
    pieces: dict[str, Control] = field(default_factory=dict)


class OtherForm(ValueError):
    """The controls are those of another form; the argument is its id."""


def read_controls(placed: Iterable[Placed], lexicon: Lexicon, sheet: Sheet) -> bool:
    """Put down every answer that our controls hold. True if there is any of our controls.

    Word copies a row of controls with its tags when somebody adds a row, so rows are told
    apart by where they stand, not by the number in the tag alone. Raises OtherForm.
    """
    slots = {slot.key: slot for slot in lexicon.slots}
    rows: dict[str, list[tuple[tuple[int, str], dict[str, _Answer]]]] = {}
    any_of_ours = False
    for one in placed:
        tag = parse_tag(one.control.tag)
        if tag is None:
            continue
        any_of_ours = True
        if tag.record == FURNITURE:
            _furniture(tag, one.control, sheet)
        elif tag.form != lexicon.form.id:
            raise OtherForm(tag.form)
        elif (tag.record, tag.field) not in slots:
            sheet.leave(one.where, one.control.text)
        else:
            slot = slots[tag.record, tag.field]
            row = _row_of(rows.setdefault(tag.record, []), tag, one.where, by_place=slot.in_rows)
            answer = row.setdefault(tag.field, _Answer(one.where))
            answer.pieces[tag.piece] = one.control
    for record, groups in rows.items():
        _put_rows(record, [answers for _, answers in groups], slots, sheet)
    return any_of_ours


def _furniture(tag: WordTag, control: Control, sheet: Sheet) -> None:
    if tag.field == "office":
        sheet.office = control.text
    elif tag.field == "marking":
        sheet.marking = control.text
    elif tag.field == "reference":
        sheet.reference = control.text


def _row_of(
    groups: list[tuple[tuple[int, str], dict[str, _Answer]]],
    tag: WordTag,
    where: str,
    *,
    by_place: bool,
) -> dict[str, _Answer]:
    """The row that a control belongs to: by its number, and for tables by its place too."""
    key = (tag.row, where if by_place else "")
    for known, answers in reversed(groups):
        if known == key:
            again = tag.field in answers and tag.piece in answers[tag.field].pieces
            if not again or not tag.row:
                return answers
            break
    fresh: dict[str, _Answer] = {}
    groups.append((key, fresh))
    return fresh


def _put_rows(
    record: str,
    groups: list[dict[str, _Answer]],
    slots: dict[tuple[str, str], Slot],
    sheet: Sheet,
) -> None:
    number = 0
    before: dict[str, Reading] = {}
    for answers in groups:
        filled = False
        for field_id, answer in answers.items():
            slot = slots[record, field_id]
            sheet.seen.add(slot.key)
            found = _understood(slot, answer.pieces, before.get(field_id))
            raw = "; ".join(_shown(piece, c) for piece, c in answer.pieces.items() if _says(c))
            if is_blank(found.value) and not raw:
                continue
            if found.reading is not None:
                before[field_id] = found.reading
            row = number if sheet.repeats(slot) else None
            sheet.place(slot, row, found, raw, answer.where)
            filled = filled or not is_blank(found.value)
        number += filled


def _says(control: Control) -> bool:
    return bool(control.checked or (control.checked is None and control.text.strip()))


def _shown(piece: str, control: Control) -> str:
    return f"{piece})" if control.checked else control.text


def _understood(slot: Slot, pieces: dict[str, Control], before: Reading | None) -> Understood:
    """The answer that the controls of one field give together."""
    of = slot.field
    main = pieces[""].text if "" in pieces else ""
    match of.kind:
        case FieldKind.OPTIONS:
            keys = tuple(o.key for o in of.options if o.key in pieces and pieces[o.key].checked)
            return Understood(keys or None)
        case FieldKind.YES_NO:
            return _yes_no(slot, main, pieces)
        case FieldKind.CHOICE:
            return understand(of, main) if main.strip() else Understood(None)
        case FieldKind.DATE:
            return _date(slot, main, pieces, before)
        case FieldKind.TEXT | FieldKind.LINES | FieldKind.NARRATIVE:
            if of.not_known and says_not_known(main):
                return Understood(NotKnown())
            return Understood(main or None)


def _yes_no(slot: Slot, main: str, pieces: dict[str, Control]) -> Understood:
    detail = pieces["detail"].text if "detail" in pieces else ""
    found = understand(slot.field, main) if main.strip() else Understood(None)
    if isinstance(found.value, YesNo) and detail:
        both = f"{found.value.detail} {detail}" if found.value.detail else detail
        return Understood(YesNo(found.value.answer, both), found.doubt)
    return found


def _date(slot: Slot, main: str, pieces: dict[str, Control], before: Reading | None) -> Understood:
    said = pieces["variant"].text if "variant" in pieces else ""
    option = option_of(slot.field.options, said) if said.strip() else None
    if not main.strip():
        if option is None:
            return Understood(None)
        return Understood(DateAnswer("", variant=option.key))
    found = understand(slot.field, main, before)
    if not isinstance(found.value, DateAnswer):
        return found
    value = found.value
    if not value.variant:
        value = replace(value, text=main, variant=option.key if option else "")
    return replace(found, value=value)
