"""What a toolkit says of a meeting is proved: the step, its part, every field it names in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mktdesk.errors import ToolkitRefused
from mktdesk.forms.types import Field, FieldKind, Part
from mktdesk.toolkits.process_people import Seats, Sitting

if TYPE_CHECKING:
    from mktdesk.toolkits.types import Toolkit

_FILE = "process.toml"


def sitting_mistakes(toolkit: Toolkit) -> Iterator[ToolkitRefused]:
    """Every mistake of a toolkit's sittings, each with file, key and reason."""
    for one in toolkit.process.sitting:
        for reason in _mistakes(toolkit, one):
            yield ToolkitRefused(_FILE, f"sitting {one.id}", reason)


def _mistakes(toolkit: Toolkit, one: Sitting) -> Iterator[str]:
    step = next((x for x in toolkit.process.step if x.id == one.step), None)
    if step is None:
        yield f"there is no step {one.step!r}"
        return
    if step.who not in {body.id for body in toolkit.bodies}:
        yield f"the step {step.id!r} is taken by {step.who!r}, which is no body"
    parts = [x for form in toolkit.forms.values() for x in form.parts if x.id == step.part]
    if not parts:
        yield f"the step {step.id!r} has no part that could be filled at a meeting"
        return
    part = parts[0]
    own = {field.id: field for page in part.pages if not page.repeat for field in page.fields}
    yield from _answers(one, own)
    if one.seats is not None:
        yield from _seats(part, one.seats)
    asked = {
        field.id
        for form in toolkit.forms.values()
        for _, page in form.pages()
        for field in page.fields
    }
    yield from (f"there is no field {name!r}" for name in one.brief if name not in asked)


def _answers(one: Sitting, own: Mapping[str, Field]) -> Iterator[str]:
    dates = (one.met_on, one.relist)
    for name in (*dates, one.decision, one.further, one.core_field, one.presented_by):
        if name is not None and name not in own:
            yield f"the part has no field {name!r}"
        elif name in dates and name is not None and own[name].kind is not FieldKind.DATE:
            yield f"{name!r} is no date"
    if one.minimum < 0 or one.minutes < 1:
        yield "`minimum` is a number of members, `minutes` at least one"
    core = own.get(one.core_field or "")
    options = {option.key for option in core.options} if core is not None else set()
    for member in one.core:
        if member.option and member.option not in options:
            yield f"{one.core_field!r} has no option {member.option!r}"
        if core is not None and not member.option:
            yield f"{member.discipline!r} has no option in {one.core_field!r}"


def _seats(part: Part, seats: Seats) -> Iterator[str]:
    tables = [table for page in part.pages for table in page.tables]
    table = next((one for one in tables if one.record == seats.record), None)
    if table is None:
        yield f"the part has no rows {seats.record!r}"
        return
    fields = {field.id: field for field in table.fields}
    names = (seats.name, seats.agency, seats.view, seats.title, seats.reason, seats.taking_part)
    for name in names:
        if name is not None and name not in fields:
            yield f"the rows {seats.record!r} have no field {name!r}"
    view = fields.get(seats.view or "")
    if view is not None and view.kind not in {FieldKind.CHOICE, FieldKind.OPTIONS}:
        yield f"{seats.view!r} is no choice"
    where = fields.get(seats.taking_part or seats.view or "")
    known = {option.key for option in where.options} if where is not None else set()
    for option in (seats.decided, seats.abstained, seats.stepped_out):
        if option and option not in known:
            yield f"there is no option {option!r} to say how a member took part"
    if seats.taking_part is not None and not seats.decided:
        yield "`decided` is missing beside `taking_part`"
