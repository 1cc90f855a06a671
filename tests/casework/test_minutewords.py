from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.minutewords import (
    Kind,
    heading,
    items,
    pieces,
    said,
    shortened,
    spoken,
    table,
)


def test_every_kind_of_piece_in_order() -> None:
    text = "# Facts\nOne line.\nAnother.\n\n- a\n- b\nNo | Who\n1 | Jo | more\nEnd"
    found = pieces(text)
    assert [one.kind for one in found] == [
        Kind.HEADING,
        Kind.TEXT,
        Kind.TEXT,
        Kind.ITEMS,
        Kind.TABLE,
        Kind.TEXT,
    ]
    assert found[3].words == ("a", "b")
    assert found[4].rows == (("No", "Who", ""), ("1", "Jo", "more"))


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_words_stay_in_their_cell(rows: list[list[str]]) -> None:
    (found,) = pieces("\n".join(table(("One", "Two"), rows)))
    assert found.kind is Kind.TABLE
    assert len(found.rows) == len(rows) + 1
    assert {len(row) for row in found.rows} <= {2}


@given(st.text())
def test_somebody_elses_words_make_no_heading_list_or_table(words: str) -> None:
    assert all(one.kind is Kind.TEXT for one in pieces("\n".join(spoken(words))))
    assert len(pieces(heading(words) if said(words) else "")) <= 1
    assert all(one.kind is Kind.ITEMS for one in pieces("\n".join(items([words]))))


@given(st.text())
def test_any_text_has_pieces_with_even_rows(text: str) -> None:
    for one in pieces(text):
        assert len({len(row) for row in one.rows}) == 1


def test_a_long_text_is_cut_at_a_sentence() -> None:
    text = "One two three. Four five six seven eight."
    assert shortened(text, 5) == "One two three. \u2026"
    assert shortened(text, 8) == text
