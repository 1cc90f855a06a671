"""What is being typed, kept in the case's book until it becomes an answer.

A draft is flushed within a second; it becomes one entry of the journal when the person leaves
the field or the page, or when the case is next opened after the power went.
"""

from __future__ import annotations

from dataclasses import dataclass

from mktdesk.book import Change, RowChange
from mktdesk.casework.status import standing
from mktdesk.desk.casefile import OpenCase
from mktdesk.forms.flow import Place, part_of
from mktdesk.forms.values import Json, Value, from_json, to_json

_SCOPE = "answer"  # drafts of answers; their field is "record/row/field"
_DESK = "desk"  # where the person was, so that they resume there


@dataclass(frozen=True, slots=True)
class Target:
    """One answer of a case: a field of a row, or of the form's own row (row is then empty)."""

    record: str
    row: str
    field: str

    @property
    def key(self) -> tuple[str, str]:
        """The draft's key in the book."""
        return _SCOPE, f"{self.record}/{self.row}/{self.field}"

    @classmethod
    def of(cls, key: str) -> Target:
        """The target of a draft's key."""
        record, row, field = key.split("/")
        return cls(record, row, field)


def save_draft(case: OpenCase, target: Target, value: Value) -> None:
    """Keep what is being typed; what stands as the answer already takes the draft back."""
    scope, key = target.key
    record = case.book.row(target.record, row_id(case, target))
    if value == (from_json(record.fields.get(target.field)) if record else None):
        case.book.drop_draft(scope, key)
    else:
        case.book.save_draft(scope, key, to_json(value), case.session.actor)


def row_id(case: OpenCase, target: Target) -> str:
    """The row of the book that holds a target: the form's own row bears the form's id."""
    return target.row or case.form.id


def settle_drafts(case: OpenCase) -> bool:
    """Turn leftover drafts into one journaled action; whether there were any.

    A draft of a row that has gone since, or of a part that is signed, is kept in the action's
    note: nothing is lost, and no signed answer changes.
    """
    drafts = case.book.drafts(_SCOPE)
    if not drafts:
        return False
    signoffs = case.signoffs()
    rows: list[RowChange] = []
    left: dict[str, Json] = {}
    for key, value in drafts.items():
        target = Target.of(key)
        record = case.book.row(target.record, row_id(case, target))
        gone = bool(target.row) and record is None
        part = part_of(case.form, target.record, target.field)
        if gone or standing(signoffs, part.id) is not None:
            left[key] = value
        elif record is None or record.fields.get(target.field) != value:
            rows.append(RowChange(target.record, row_id(case, target), {target.field: value}))
    if not rows and not left:  # each says what stands as the answer already
        for key in drafts:
            case.book.drop_draft(_SCOPE, key)
        return True
    change = Change(case.session.actor, "edit", tuple(rows), "", {"from": "draft", **left})
    case.book.write(change, settles=tuple((_SCOPE, key) for key in drafts))
    return True


def keep_place(case: OpenCase, place: Place) -> None:
    """Remember where the person is in this case."""
    raw: list[Json] = [place.part, place.page, place.row]
    case.book.save_draft(_DESK, "place", raw, case.session.actor)


def kept_place(case: OpenCase) -> Place | None:
    """Where the person was when they left the case."""
    match case.book.drafts(_DESK).get("place"):
        case [str(part), str(page), str(row)]:
            return Place(part, page, row)
    return None
