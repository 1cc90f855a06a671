"""A declared form and its answers as printed sections, as the paper form looks.

Generic over any form: names beside answers in two columns, questions in a row as a one-row
table, repeated rows under their heads, long answers in boxes, options as a ticked list, and
a signature block. Sections 1-3 of the 2016 form are one such form (R349 to R391).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mktdesk.documents.flow import WIDE
from mktdesk.documents.signatures import SignedMark, print_signature
from mktdesk.documents.story import Section
from mktdesk.documents.styles import NOTE, SMALL
from mktdesk.documents.turning import is_wide
from mktdesk.forms.answers import Answers
from mktdesk.forms.conditions import holds
from mktdesk.forms.types import (
    Field,
    FieldItem,
    FieldKind,
    Form,
    Item,
    LineItem,
    NoteItem,
    Page,
    Part,
    RowsItem,
)
from mktdesk.forms.values import NotKnown, Value, is_blank
from mktdesk.forms.words import words

_SHARES = {
    FieldKind.TEXT: 2.0,
    FieldKind.LINES: 3.2,
    FieldKind.NARRATIVE: 4.0,
    FieldKind.DATE: 1.5,
    FieldKind.CHOICE: 1.6,
    FieldKind.OPTIONS: 2.6,
    FieldKind.YES_NO: 2.0,
}
_ROOM_TO_WRITE = 54.0  # points, for a long answer that is blank
_BLANK_ROWS = 2


def print_part(
    section: Section, form: Form, part: Part, answers: Answers, signatures: Sequence[SignedMark]
) -> None:
    """Print one part into a section that is empty; one with a wide table, across the page."""
    if is_wide(part):
        section.shape = WIDE
    section.heading(1, part.title)
    section.text(f"{part.of or form.short_title}. To be completed by: {part.who}.", NOTE)
    numbered = ""
    for page in part.pages:
        # One number can cover two of our pages (1.4 and its table of key events).
        number = "" if page.number in {numbered, part.number} else page.number
        numbered = page.number
        _print_page(section, page, f"{number} {page.title}".strip(), answers)
    if part.signoff:
        marks = [mark for mark in signatures if mark.part_id == part.id]
        _print_signatures(section, part.signoff.label, part.signoff.role, marks)


def _print_page(section: Section, page: Page, title: str, answers: Answers) -> None:
    section.heading(2, title)
    if page.repeat is None:
        _print_items(section, page, answers.single, answers)
        return
    rows = answers.table(page.repeat.record)
    if not rows:
        _print_items(section, page, {}, answers)
    for at, row in enumerate(rows, start=1):
        if len(rows) > 1:
            name = row.get(page.repeat.title_field)
            called = f": {' '.join(name.split())}" if isinstance(name, str) and name.strip() else ""
            noun = page.repeat.noun[:1].upper() + page.repeat.noun[1:]
            section.heading(3, f"{noun} {at} of {len(rows)}{called}")
        _print_items(section, page, {**answers.single, **row.values}, answers)


def _print_items(
    section: Section, page: Page, values: Mapping[str, Value], answers: Answers
) -> None:
    pairs: list[tuple[str, str]] = []

    def flush() -> None:
        if pairs:
            section.pairs(pairs)
            section.gap(6)
            pairs.clear()

    for item in page.items:
        if isinstance(item, FieldItem) and not _stands(item.field, values):
            continue
        if isinstance(item, FieldItem) and not _wide(item.field):
            pairs.append((_label(item.field), words(item.field, values.get(item.field.id))))
            continue
        flush()
        _print_item(section, page, item, values, answers)
    flush()


def _stands(field: Field, values: Mapping[str, Value]) -> bool:
    """Whether a question is printed: it applies, or somebody answered it all the same."""
    return holds(field.when, values) or not is_blank(values.get(field.id))


def _wide(field: Field) -> bool:
    return field.kind in {FieldKind.NARRATIVE, FieldKind.OPTIONS, FieldKind.CHOICE}


def _label(field: Field) -> str:
    label = field.label[:1].upper() + field.label[1:]
    return label if label.endswith((":", "?", ".", ")")) else f"{label}:"


def _print_item(
    section: Section, page: Page, item: Item, values: Mapping[str, Value], answers: Answers
) -> None:
    match item:
        case NoteItem():
            if item.heading:
                section.heading(3, item.heading, bookmark=False)
            section.text(item.text, NOTE, keep=True)
        case LineItem():
            section.heading(3, item.heading, bookmark=False)
            row = [words(field, values.get(field.id)) for field in item.fields]
            _print_table(section, item.fields, [row])
        case RowsItem():
            rows = answers.table(item.record)
            if not rows and not holds(item.when, values):
                return
            if item.heading.casefold() != page.title.casefold():
                section.heading(3, item.heading, bookmark=False)
            made = [[words(field, row.get(field.id)) for field in item.fields] for row in rows]
            _print_table(section, item.fields, made)
        case FieldItem():
            _print_wide(section, item.field, values.get(item.field.id))


def _print_table(section: Section, fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> None:
    blank = [[""] * len(fields)] * _BLANK_ROWS
    widths = tuple(_SHARES[field.kind] for field in fields)
    section.table([field.label for field in fields], rows or blank, widths, least=18)
    section.gap(6)


def _print_wide(section: Section, field: Field, value: Value) -> None:
    if field.kind is FieldKind.NARRATIVE:
        answer = words(field, value).strip()
        section.box(_label(field), answer, least=0 if answer else _ROOM_TO_WRITE)
        section.gap(8)
        return
    section.heading(3, _label(field), bookmark=False)
    chosen = value if isinstance(value, tuple) else (value,)
    lettered = field.kind is FieldKind.OPTIONS
    ticks = [
        (option.letter if lettered else "", option.label, option.key in chosen)
        for option in field.options
    ]
    known = {option.key for option in field.options}
    ticks += [
        ("", key, True) for key in chosen if isinstance(key, str) and key and key not in known
    ]
    if isinstance(value, NotKnown) or field.not_known:
        ticks.append(("", "Not known", isinstance(value, NotKnown)))
    section.ticks(ticks)
    section.gap(4)


def _print_signatures(section: Section, label: str, role: str, marks: Sequence[SignedMark]) -> None:
    section.heading(2, "Signature", bookmark=False)
    if not marks:
        blank = [(f"{label}:", ""), ("Name:", ""), ("Title:", ""), ("Organisation:", "")]
        section.pairs([*blank, ("Date:", "")], (1, 2), whole=True)
        section.gap(4)
        section.text(f"Not signed ({role}).", SMALL)
    for mark in marks:
        print_signature(section, mark, label)


def long_date(day: date) -> str:
    """Tue 30 Dec 2025, whatever the system's language."""
    week = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
    month = "JanFebMarAprMayJunJulAugSepOctNovDec"[day.month * 3 - 3 : day.month * 3]
    return f"{week} {day.day} {month} {day.year}"
