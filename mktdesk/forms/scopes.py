"""Which record of a case holds which questions of a form."""

from __future__ import annotations

from functools import cache

from mktdesk.forms.types import Field, Form


@cache
def scopes_of(form: Form) -> dict[str, tuple[Field, ...]]:
    """Each record of a form with its fields: the form's own record first, then the rows."""
    single: tuple[Field, ...] = ()
    rows: dict[str, tuple[Field, ...]] = {}
    for _, page in form.pages():
        if page.repeat:
            rows[page.repeat.record] = rows.get(page.repeat.record, ()) + page.fields
        else:
            single += page.fields
        for table in page.tables:
            rows[table.record] = rows.get(table.record, ()) + table.fields
    return {form.record: single, **rows}


@cache
def field_of(form: Form, record: str, field_id: str) -> Field:
    """The question of that id in that record. Raises KeyError."""
    for field in scopes_of(form)[record]:
        if field.id == field_id:
            return field
    raise KeyError(field_id)
