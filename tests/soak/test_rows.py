"""The short form of every row of the soak; `python3 tasks.py soak` does the full counts."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from mktdesk.office import crypto
from tests.soak.__main__ import chunks_of
from tests.soak.row import NotHereError, Row
from tests.soak.rows import ROWS


@pytest.fixture(autouse=True)
def passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a row does to be quick is taken back."""
    monkeypatch.setattr(crypto, "_argon2", crypto._argon2)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # children run our code alone
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_short_form_of_a_row_shows_nothing_that_must_not_be(row: Row, tmp_path: Path) -> None:
    try:
        figures = row.run(row.short, random.Random(f"short/{row.name}"), tmp_path)
    except NotHereError as reason:
        pytest.skip(str(reason))
    assert row.faults(figures) == [], figures


def test_a_row_that_proved_nothing_or_saw_what_must_not_be_is_wrong() -> None:
    row = Row("x", "x", 10, 4, 1, lambda *_: Counter(), wrong=("lost",))
    assert row.faults(Counter()) == ["tried: none"]
    assert row.faults(Counter(tried=1, lost=2)) == ["lost: 2"]
    assert row.faults(Counter(tried=1)) == []
    stricter = Row("x", "x", 10, 4, 1, lambda *_: Counter(), wrong=(), whole=("cut short",))
    assert stricter.faults(Counter(tried=1)) == []
    assert stricter.faults(Counter(tried=1), whole=True) == ["cut short: none"]


def test_the_chunks_of_a_row_add_up_to_its_share() -> None:
    for row in ROWS:
        for share in (1.0, 0.1, 0.001):
            whole = max(1, -int(-row.full * share // 1))
            assert abs(sum(chunk.count for chunk in chunks_of(row, share)) - whole) <= 1
