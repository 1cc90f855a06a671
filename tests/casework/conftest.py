"""Answers made of plain rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

import pytest

from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer, Value

Rows: TypeAlias = Sequence[Mapping[str, Value]]


@pytest.fixture
def tables() -> Callable[..., Answers]:
    """Answers with the rows of each record; their ids are r0, r1…"""

    def make(**records: Rows) -> Answers:
        made = {
            record: tuple(Row(f"r{n}", MappingProxyType(dict(row))) for n, row in enumerate(rows))
            for record, rows in records.items()
        }
        return Answers(rows=MappingProxyType(made))

    return make


@pytest.fixture
def day() -> Callable[[str], DateAnswer]:
    """A day that is known exactly."""
    return lambda iso: DateAnswer(iso, iso, iso, "day")
