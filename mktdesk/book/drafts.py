"""Text being typed: kept at once in the same encrypted file, outside the journal."""

from __future__ import annotations

from mktdesk.book.codec import canonical, read_as
from mktdesk.book.file import File
from mktdesk.book.records import words_of
from mktdesk.book.types import DraftKey, Json


def put(file: File, key: DraftKey, value: Json, actor: str, now: str) -> None:
    """Keep one draft, in place of the one before; inside a transaction."""
    file.run(
        "INSERT INTO draft VALUES (?,?,?,?,?) ON CONFLICT (scope, field) DO UPDATE SET "
        "value = excluded.value, actor = excluded.actor, at = excluded.at",
        (*key, canonical(value), actor, now),
    )


def of_scope(file: File, scope: str) -> dict[str, Json]:
    """The values by field of every draft of a scope."""
    rows = file.rows("SELECT field, value FROM draft WHERE scope = ? ORDER BY field", (scope,))
    return {field: read_as(value, object) for field, value in rows}  # type: ignore[misc]


def drop(file: File, key: DraftKey) -> None:
    """Forget one draft; inside a transaction."""
    file.run("DELETE FROM draft WHERE scope = ? AND field = ?", key)


def drop_holding(file: File, fields: frozenset[str], texts: frozenset[str]) -> None:
    """Forget drafts of these fields, and drafts that hold one of these texts."""
    for scope, field, value in file.rows("SELECT scope, field, value FROM draft"):
        held = words_of({"": read_as(value, object)})  # type: ignore[dict-item]  # JSON is Json
        if field in fields or any(text in held for text in texts):
            drop(file, (scope, field))
