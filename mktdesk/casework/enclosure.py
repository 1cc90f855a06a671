"""A form that goes out with a letter, filled with what the case knows and the form asks (pure).

One form is about one person; whoever else the case is about stands in its tables (2016 guidance
1.1 and Appendix 2: R192, R394 to R396).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from mktdesk.casework.requests import RECORD
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Field, FieldKind, Form, Prefill
from mktdesk.forms.values import NotKnown, Value, is_blank
from mktdesk.forms.words import NOT_KNOWN, words

_WORD = re.compile(r"[\w-]+")


def abouts(form: Form, answers: Answers) -> tuple[str, ...]:
    """The ids of the rows that a copy of the form each is about: one for each person, or one of
    no row in particular.
    """
    for one in form.prefill:
        if one.record == form.record and one.source != RECORD:
            return tuple(row.id for row in answers.table(one.source)) or ("",)
    return ("",)


def prefilled(form: Form, known: Form, answers: Answers, about: str, request: str) -> Answers:
    """What the form begins with. known: the case's own form. about: one of `abouts`; request: the
    row of what the agency is asked for, or nothing.
    """
    single: dict[str, Value] = {}
    tables: dict[str, tuple[Row, ...]] = {}
    for one in form.prefill:
        carry = _Carrier(form, known, one)
        rows = answers.table(one.source)
        if one.record == form.record:
            wanted = request if one.source == RECORD else about
            for row in rows:
                if row.id == wanted:
                    single |= carry.values(row)
        else:
            made = tuple(Row(row.id, carry.values(row)) for row in _chosen(one, rows, about))
            named = tuple(row for row in made if row.values)
            tables[one.record] = (*tables.get(one.record, ()), *named)
    return Answers(MappingProxyType(single), MappingProxyType(tables))


def _chosen(one: Prefill, rows: tuple[Row, ...], about: str) -> Iterator[Row]:
    for row in rows:
        if one.others and row.id == about:
            continue
        said = row.get(one.by) if one.by else None
        found = set(_WORD.findall(said.casefold())) if isinstance(said, str) else set()
        if (not one.only or found & set(one.only)) and not found & set(one.without):
            yield row


class _Carrier:
    """Takes answers over from the case's questions to the form's."""

    def __init__(self, form: Form, known: Form, one: Prefill) -> None:
        self._to = {field.id: field for field in scopes_of(form)[one.record]}
        self._from = {field.id: field for field in scopes_of(known).get(one.source, ())}
        self._pairs = one.fields

    def values(self, row: Row) -> Mapping[str, Value]:
        found = {
            to: _carried(self._from[name], self._to[to], row.get(name))
            for to, name in self._pairs
            if name in self._from
        }
        return MappingProxyType({to: value for to, value in found.items() if not is_blank(value)})


def _carried(before: Field, after: Field, value: Value) -> Value:
    """The answer as the other question takes it: in words, where the kinds differ."""
    if isinstance(value, NotKnown):
        return value if after.not_known else NOT_KNOWN
    if before.kind is after.kind and before.kind is not FieldKind.CHOICE:
        return value
    if after.kind is FieldKind.DATE:
        return None
    return words(before, value)
