"""Which pages a form has with these answers, and what comes before and after each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.conditions import holds
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Field, Form, Page, Part
from mktdesk.forms.values import Value
from mktdesk.forms.words import words


@dataclass(frozen=True, slots=True)
class Place:
    """One page as it stands in this case; `row` is set on a repeated page."""

    part: str
    page: str
    row: str = ""


def places(form: Form, answers: Answers, part_id: str = "") -> tuple[Place, ...]:
    """The pages in order, a repeated page once for each of its rows."""
    found: list[Place] = []
    for part, page in form.pages():
        if part_id and part.id != part_id:
            continue
        if page.repeat is None:
            found.append(Place(part.id, page.id))
        else:
            rows = answers.table(page.repeat.record)
            found.extend(Place(part.id, page.id, row.id) for row in rows)
    return tuple(found)


def neighbour(form: Form, answers: Answers, place: Place, step: int) -> Place | None:
    """The page `step` before or after, within the same part; None at its ends."""
    order = places(form, answers, place.part)
    if place not in order:
        return order[0] if order else None
    index = order.index(place) + step
    return order[index] if 0 <= index < len(order) else None


def title(form: Form, answers: Answers, place: Place) -> str:
    """What the page is called here: "1.1 Child's details: Mara Voss"."""
    page = form.page(place.page)
    name = f"{page.number} {page.title}".strip()
    if page.repeat and place.row:
        row = answers.row(page.repeat.record, place.row)
        order = [r.id for r in answers.table(page.repeat.record)]
        who = _title_of(page, row) or f"{page.repeat.noun} {order.index(place.row) + 1}"
        name = f"{name}: {who}"
    return name


def _title_of(page: Page, row: Row) -> str:
    assert page.repeat is not None
    for field in page.fields:
        if field.id == page.repeat.title_field:
            return words(field, row.get(field.id))
    return ""


def scope(form: Form, answers: Answers, row: Row | None) -> Mapping[str, Value]:
    """The answers a condition sees: the single ones, under the row's own where there is one.

    A question that is itself not asked counts as blank, so that an old answer under a closed
    condition has no say.
    """
    seen = answers.worked_out.get(form)
    if seen is None:
        seen = MappingProxyType(_asked(scopes_of(form)[form.record], answers.single))
        answers.worked_out[form] = seen
    return {**seen, **row.values} if row is not None else seen


def _asked(fields: tuple[Field, ...], values: Mapping[str, Value]) -> dict[str, Value]:
    seen = {field.id: values.get(field.id) for field in fields if field.when is None}
    for field in fields:
        if field.when is not None and holds(field.when, seen):
            seen[field.id] = values.get(field.id)
    return seen


def is_asked(form: Form, answers: Answers, row: Row | None, field: Field) -> bool:
    """Whether the question stands on the page with these answers."""
    return field.when is None or holds(field.when, scope(form, answers, row))


def is_required(form: Form, answers: Answers, row: Row | None, field: Field) -> bool:
    """Whether it must be answered before its part can be signed."""
    if field.required:
        return True
    return field.required_when is not None and holds(field.required_when, scope(form, answers, row))


def part_of(form: Form, record: str, field_id: str = "") -> Part:
    """The part that a question belongs to, or (with no field) a record's rows. Raises KeyError."""
    for part, page in form.pages():
        home = page.repeat.record if page.repeat else form.record
        asked = {field.id for field in page.fields}
        if home == record and (field_id in asked or (page.repeat and not field_id)):
            return part
        if any(table.record == record for table in page.tables):
            return part
    raise KeyError(record, field_id)
