"""Which parts of a form are printed across the page, because a table of theirs is wide."""

from __future__ import annotations

from mktdesk.forms.types import Part

_MANY = 7  # columns: fewer are read well upright (a chronology has seven, an action plan eight)


def is_wide(part: Part) -> bool:
    """Whether a table of rows in it has more columns than an upright page shows well."""
    return any(len(table.fields) >= _MANY for page in part.pages for table in page.tables)
