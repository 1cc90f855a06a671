"""What becomes of a case's steps and answers when it goes another way (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mktdesk.casework.progress import StepStanding, StepState
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Field, Form
from mktdesk.forms.values import is_blank
from mktdesk.forms.words import words

_NEEDED = frozenset({StepState.NOW, StepState.WAITING, StepState.UNDECIDED})


@dataclass(frozen=True, slots=True)
class StepChange:
    """Labels of steps, in the order of the way they are on.

    kept: on both ways and done, as they stay done. still: on both, and to be done. new: to be
    done that were not before. gone: no longer to be done. put_by: done, and on the new way no
    more; what was recorded of them stays in the book.
    """

    kept: tuple[str, ...]
    still: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    put_by: tuple[str, ...]


def step_change(before: tuple[StepStanding, ...], after: tuple[StepStanding, ...]) -> StepChange:
    """The steps of a case compared on two ways; by id, with the labels of the newer."""
    old = {one.step.id: one for one in before}
    now = {one.step.id: one for one in after}
    kept: list[str] = []
    still: list[str] = []
    new: list[str] = []
    for name, one in now.items():
        was = old.get(name)
        if one.state is StepState.DONE:
            kept.append(one.step.label)
        elif one.state in _NEEDED:
            there = was is not None and was.state in _NEEDED
            (still if there else new).append(one.step.label)
    left = [one for name, one in old.items() if _over(now.get(name))]
    return StepChange(
        kept=tuple(kept),
        still=tuple(still),
        new=tuple(new),
        gone=tuple(one.step.label for one in left if one.state in _NEEDED),
        put_by=tuple(one.step.label for one in left if one.state is StepState.DONE),
    )


def _over(now: StepStanding | None) -> bool:
    return now is None or now.state is StepState.NOT_NEEDED


@dataclass(frozen=True, slots=True)
class Homeless:
    """An answer that the new form does not ask for: where it stood, what was asked and said."""

    where: str
    asked: str
    answer: str

    @property
    def words(self) -> str:
        """In one line, with the answer."""
        return f"{self.question}: {self.answer}"

    @property
    def question(self) -> str:
        """Where it stood and what was asked: nothing of the answer."""
        return f"{self.where}: {self.asked.rstrip('?:. ')}"


def homeless(old: Form, new: Form, answers: Answers) -> tuple[Homeless, ...]:
    """The answers to the old form that have no place in the new, in the old form's order.

    A place is the same record and question, answered in the same way. They stay in the book.
    """
    return tuple(_homeless(old, new, answers))


def _homeless(old: Form, new: Form, answers: Answers) -> Iterator[Homeless]:
    fitting = {
        (record, field.id): field.kind
        for record, fields in scopes_of(new).items()
        for field in fields
    }
    for _, page in old.pages():
        home = page.repeat.record if page.repeat else old.record
        where = f"{page.number} {page.title}".strip()
        groups = [(home, page.fields, where)]
        groups += [(x.record, x.fields, f"{where}, {x.noun}") for x in page.tables]
        for record, fields, place in groups:
            for row in _rows(old, record, answers):
                for field in fields:
                    if fitting.get((record, field.id)) is not field.kind:
                        yield from _said(place, field, row)


def _rows(form: Form, record: str, answers: Answers) -> tuple[Row, ...]:
    return (Row("", answers.single),) if record == form.record else answers.table(record)


def _said(where: str, field: Field, row: Row) -> Iterator[Homeless]:
    value = row.get(field.id)
    if not is_blank(value):
        yield Homeless(where, field.name, words(field, value))


def missing_rows(form: Form, answers: Answers) -> tuple[str, ...]:
    """The records of repeated pages that need another row, once for each row that is missing."""
    found: list[str] = []
    for _, page in form.pages():
        if page.repeat is not None:
            there = len(answers.table(page.repeat.record))
            found += [page.repeat.record] * max(0, page.repeat.minimum - there)
    return tuple(found)
