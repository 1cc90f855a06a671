"""Answers, rows, undo and redo: each a change that goes in and a word on what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mktdesk.book import Change, RowChange, Written
from mktdesk.casework.records import SignOff
from mktdesk.casework.status import standing
from mktdesk.desk.casefile import ORDER, OpenCase, new_id, stored
from mktdesk.desk.closing import refuse_if_closed
from mktdesk.desk.drafts import Target, row_id
from mktdesk.errors import AnswersRefused, InUseElsewhere
from mktdesk.forms.check import LONGEST_ANSWER
from mktdesk.forms.flow import part_of
from mktdesk.forms.scopes import field_of
from mktdesk.forms.values import Value, to_json


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action did: the rows that changed, and for a new row its id."""

    changed: frozenset[tuple[str, str]]
    row: str = ""


def _outcome(written: Written, row: str = "") -> Outcome:
    return Outcome(written.changed, row)


def set_answer(case: OpenCase, target: Target, value: Value) -> Outcome | None:
    """Make an answer; None when it stands so already. Settles its draft.

    Raises AnswersRefused when the part is signed, the text is over long, or the row is gone.
    """
    return set_answers(case, {target: value})


def set_answers(case: OpenCase, values: Mapping[Target, Value]) -> Outcome | None:
    """Make several answers as one action (a row edited as a whole)."""
    changes: list[RowChange] = []
    for target, value in values.items():
        field_of(case.form, target.record, target.field)
        _may_change(case, target.record, target.field)
        if isinstance(value, str) and len(value) > LONGEST_ANSWER:
            raise AnswersRefused(
                "That is more than an answer can hold.",
                "Attach it as a document, and write a summary here.",
            )
        row = row_id(case, target)
        record = case.book.row(target.record, row)
        if record is None and target.record != case.form.record:
            raise AnswersRefused("That row has been removed.", "Undo brings it back.")
        kept, given = record.fields.get(target.field) if record else None, to_json(value)
        if kept != given:
            changes.append(RowChange(target.record, row, {target.field: given}))
    settles = tuple(target.key for target in values)
    if not changes:
        for scope, key in settles:
            case.book.drop_draft(scope, key)
        return None
    change = Change(case.session.actor, "edit", tuple(changes))
    return _outcome(case.book.write(change, settles=settles))


def add_row(case: OpenCase, record: str, values: Mapping[str, Value] | None = None) -> Outcome:
    """Add a row at the end of a table, or one more repeated page."""
    _may_change(case, record, "")
    rows = case.book.rows(record)
    order = max((_order(r.fields.get(ORDER)) for r in rows), default=-1.0) + 1
    row = new_id()
    fields = {**stored(values or {}), ORDER: order}
    return _outcome(case.write("add", (RowChange(record, row, fields),)), row)


def remove_row(case: OpenCase, record: str, row: str) -> Outcome:
    """Remove a row; undo brings it back. A repeated page keeps its least number."""
    _may_change(case, record, "")
    for _, page in case.form.pages():
        least = page.repeat.minimum if page.repeat and page.repeat.record == record else 0
        if least and len(case.book.rows(record)) <= least:
            assert page.repeat is not None
            raise AnswersRefused(
                f"The form needs at least {least} {page.repeat.noun}.",
                "Change the details instead of removing them.",
            )
    if case.book.row(record, row) is None:
        raise AnswersRefused("That row has been removed already.", "Nothing was changed.")
    return _outcome(case.write("remove", (RowChange(record, row, delete=True),)))


def move_row(case: OpenCase, record: str, row: str, place: int) -> Outcome | None:
    """Move a row to a place, from 0; None when it stands there already, or cannot."""
    _may_change(case, record, "")
    rows = list(case.book.rows(record))
    index = next((n for n, r in enumerate(rows) if r.id == row), -1)
    if index in {-1, place} or not 0 <= place < len(rows):
        return None
    rows.insert(place, rows.pop(index))
    changes = [
        RowChange(record, r.id, {ORDER: float(n)})
        for n, r in enumerate(rows)
        if r.fields.get(ORDER) != float(n)
    ]
    return _outcome(case.write("edit", changes))


def undo(case: OpenCase) -> Outcome | None:
    """Take back the last thing done at this desk; None when there is nothing to take back.

    A signature is a barrier: what was signed is changed by reopening the section, not by undo.
    """
    return _first_that_shows(case, case.book.undo)


def redo(case: OpenCase) -> Outcome | None:
    """Do again what was last taken back."""
    return _first_that_shows(case, case.book.redo)


def _first_that_shows(case: OpenCase, step: Callable[[str], Written | None]) -> Outcome | None:
    """An action that changed no row, such as a draft kept in a note, is passed over."""
    while (written := step(case.session.actor)) is not None:
        if written.changed:
            return _outcome(written)
    return None


def _order(raw: object) -> float:
    return float(raw) if isinstance(raw, int | float) else 0.0


def _may_change(case: OpenCase, record: str, field: str) -> None:
    if case.read_only:
        raise InUseElsewhere(
            f"This case is open elsewhere: {case.handle.held_by}.",
            "Ask them to close it, then open it again.",
        )
    part = part_of(case.form, record, field)
    if not part.own:  # the working record goes on: actions outlive a review
        refuse_if_closed(case)
    signed: SignOff | None = standing(case.signoffs(), part.id)
    if signed is not None:
        raise AnswersRefused(
            f"{part.title} is signed by {signed.role}.",
            'Choose "Change this section" and say why; the signed version is kept.',
        )
