"""A form's answers -> what is still missing or does not agree (pure).

An error stops the part from being signed, a warning is read back before signing and does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.conditions import holds
from mktdesk.forms.flow import Place, is_asked, is_required, places, scope
from mktdesk.forms.types import DateOrder, Field, FieldKind, Form, Page, RowsItem
from mktdesk.forms.values import DateAnswer, NotKnown, Value, YesNo, is_blank
from mktdesk.forms.words import label_of

LONGEST_ANSWER = 1_000_000  # characters in one answer; more belongs in an attached document

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary: where it is, what it says, which rule asks for it.

    field_id is empty where the problem is the table of rows as a whole. row is the row's id,
    or empty for a single answer.
    """

    level: Level
    place: Place
    record: str
    row: str
    field_id: str
    message: str
    rule: str = ""


def problems(form: Form, answers: Answers, part_id: str = "") -> tuple[Problem, ...]:
    """Every problem of a part (or of the whole form), in the order of its pages."""
    found: list[Problem] = []
    for place in places(form, answers, part_id):
        found.extend(_of_place(form, answers, place))
    found.extend(_missing_rows(form, answers, part_id))
    found.extend(_of_rules(form, answers, part_id))
    order = {place: n for n, place in enumerate(places(form, answers))}
    return tuple(sorted(found, key=lambda p: order.get(p.place, -1)))


def _of_place(form: Form, answers: Answers, place: Place) -> Iterator[Problem]:
    page = form.page(place.page)
    record, row = form.record, None
    if page.repeat:
        record, row = page.repeat.record, answers.row(page.repeat.record, place.row)
    for field in page.fields:
        yield from _of_field(form, answers, place, record, row, field)
    for table in page.tables:
        if not holds(table.when, scope(form, answers, None)):
            continue
        rows = answers.table(table.record)
        if len(rows) < table.minimum:
            message = f"Add at least {table.minimum} {table.noun}"
            yield Problem("error", place, table.record, "", "", message, table.rule)
        for one in rows:
            for field in table.fields:
                yield from _of_field(form, answers, place, table.record, one, field)


def _of_field(
    form: Form, answers: Answers, place: Place, record: str, row: Row | None, field: Field
) -> Iterator[Problem]:
    if not is_asked(form, answers, row, field):
        return
    value = row.get(field.id) if row else answers.get(field.id)
    row_id = row.id if row else ""
    if is_blank(value):
        if is_required(form, answers, row, field):
            message = _missing_words(field)
            yield Problem("error", place, record, row_id, field.id, message, field.rule)
        return
    for level, message in wrong(field, value):
        yield Problem(level, place, record, row_id, field.id, message, field.rule)


def _missing_words(field: Field) -> str:
    verb = {
        FieldKind.CHOICE: "Choose",
        FieldKind.OPTIONS: "Choose",
        FieldKind.YES_NO: "Answer",
    }.get(field.kind, "Fill in")
    return f"{verb}: {field.name.rstrip('?:. ')}"


def wrong(field: Field, value: Value) -> Iterator[tuple[Level, str]]:
    """What is wrong with an answer on its own, whatever the others say."""
    match value:
        case NotKnown() if not field.not_known:
            yield "error", f'{field.name}: "not known" is not an answer here'
        case str() if len(value) > LONGEST_ANSWER:
            yield "error", f"{field.name}: too long; attach a document instead"
        case str() if field.kind is FieldKind.CHOICE and label_of(field, value) == value:
            yield "error", f"{field.name}: not one of the options"
        case tuple():
            yield from _wrong_options(field, value)
        case DateAnswer(doubt=doubt) if doubt:
            level: Level = (
                "error" if not value.earliest and value.precision == "none" else "warning"
            )
            yield level, f"{field.name}: {doubt}"
        case DateAnswer() if field.exact and value.earliest != value.latest:
            yield "warning", f"{field.name}: “{value.text}” is not one day. Give one, or not known"
        case DateAnswer(variant="") if field.options:
            labels = " or ".join(option.label.lower() for option in field.options)
            yield "error", f"{field.name}: say which it is, {labels}"
        case YesNo("not_known") if not field.not_known:
            yield "error", f'{field.name}: "not known" is not an answer here'
        case YesNo(answer, detail) if field.asks_detail(answer) and not detail.strip():
            yield "warning", f"{field.name}: {field.detail.lower()}"


def _wrong_options(field: Field, chosen: tuple[str, ...]) -> Iterator[tuple[Level, str]]:
    known = {option.key: option for option in field.options}
    for key in chosen:
        if key not in known:
            yield "error", f"{field.name}: there is no option {key}"
    for key in chosen:
        for other in known[key].excludes if key in known else ():
            if other in chosen and key < other:
                both = f"{known[key].name} and {known[other].name}"
                yield "error", f"{field.name}: {both} exclude one another"


def _missing_rows(form: Form, answers: Answers, part_id: str) -> Iterator[Problem]:
    for part, page in form.pages():
        if page.repeat is None or (part_id and part.id != part_id):
            continue
        if len(answers.table(page.repeat.record)) < page.repeat.minimum:
            message = f"Add at least {page.repeat.minimum} {page.repeat.noun}"
            yield Problem("error", Place(part.id, page.id), page.repeat.record, "", "", message)


def _of_rules(form: Form, answers: Answers, part_id: str) -> Iterator[Problem]:
    for check in form.checks:
        if not holds(check.when, scope(form, answers, None)):
            continue
        place = _place_of(form, answers, form.record, "", check.field)
        if not part_id or place.part == part_id:
            level: Level = "error" if check.level == "error" else "warning"
            yield Problem(level, place, form.record, "", check.field, check.message, check.rule)
    for order in form.date_orders:
        yield from _of_order(form, answers, part_id, order)


def _of_order(form: Form, answers: Answers, part_id: str, order: DateOrder) -> Iterator[Problem]:
    firsts = tuple(_dates(form, answers, order.first))
    for record, row, then in _dates(form, answers, order.then) if firsts else ():
        for first_record, first_row, first in firsts:
            # Two dates of one kind of row belong together only in the same row.
            if first_record == record and first_row != row:
                continue
            if not (first.earliest and then.latest and first.earliest > then.latest):
                continue
            place = _place_of(form, answers, record, row, order.then)
            if part_id in ("", place.part):
                message = f"{order.message}: {first.text} and {then.text}"
                yield Problem("error", place, record, row, order.then, message, order.rule)


def _dates(form: Form, answers: Answers, field_id: str) -> Iterator[tuple[str, str, DateAnswer]]:
    """What answers a date: single answers and repeated pages, not tables of others."""
    for page in _asking(form, field_id):
        if page.repeat is None:
            if isinstance(value := answers.get(field_id), DateAnswer):
                yield form.record, "", value
            continue
        for row in answers.table(page.repeat.record):
            if isinstance(value := row.get(field_id), DateAnswer):
                yield page.repeat.record, row.id, value


@cache
def _asking(form: Form, field_id: str) -> tuple[Page, ...]:
    return tuple(page for _, page in form.pages() if field_id in {x.id for x in page.fields})


def _place_of(form: Form, answers: Answers, record: str, row: str, field_id: str) -> Place:
    for place in places(form, answers):
        page: Page = form.page(place.page)
        home = page.repeat.record if page.repeat else form.record
        if home == record and place.row == row and field_id in {f.id for f in page.fields}:
            return place
        table: RowsItem
        for table in page.tables:
            if table.record == record:
                return place
    raise KeyError(field_id)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a part is: questions that must be answered, and how many are."""

    wanted: int
    answered: int
    errors: int
    started: bool

    @property
    def complete(self) -> bool:
        """Nothing stands in the way of signing."""
        return self.errors == 0


def progress(form: Form, answers: Answers, part_id: str) -> Progress:
    """How far a part is."""
    wanted = answered = 0
    started = False
    for place in places(form, answers, part_id):
        page = form.page(place.page)
        row = answers.row(page.repeat.record, place.row) if page.repeat else None
        for field in page.fields:
            full = not is_blank(row.get(field.id) if row else answers.get(field.id))
            started = started or full
            if is_required(form, answers, row, field) and is_asked(form, answers, row, field):
                wanted += 1
                answered += full
        started = started or any(answers.table(table.record) for table in page.tables)
    errors = sum(p.level == "error" for p in problems(form, answers, part_id))
    return Progress(wanted, answered, errors, started)
