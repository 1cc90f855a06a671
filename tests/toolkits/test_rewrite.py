"""One key written anew; comments and everything else stay."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.toolkits import supplied, texts_of
from mktdesk.toolkits.rewrite import list_value, span_value, text_value, with_key, with_top_key

_TEXT = """# The head.
id = "one" # its id
title = "Old"

# Why the first clock stands here.
[[clock]]
id = "first"
within = { number = 1, unit = "month" } # as the guidance says

# Why the second.
[[clock]]
id = "second"
to = [
    "a",  # a comment with ] in it
    "b",
]

[[notice]]
id = "first"
"""


def test_only_the_named_key_of_the_named_table_changes() -> None:
    text = with_key(_TEXT, "clock", "first", "within", span_value(6, "week"))
    assert tomllib.loads(text)["clock"][0]["within"] == {"number": 6, "unit": "week"}
    assert "# Why the first clock stands here.\n" in text
    assert "# Why the second.\n" in text
    assert tomllib.loads(text)["notice"] == [{"id": "first"}]


def test_a_value_over_several_lines_is_replaced_whole_and_a_new_key_is_added() -> None:
    text = with_key(_TEXT, "clock", "second", "to", list_value(["c"]))
    assert tomllib.loads(text)["clock"][1] == {"id": "second", "to": ["c"]}
    text = with_key(text, "clock", "second", "note", text_value('say "so"'))
    assert tomllib.loads(text)["clock"][1]["note"] == 'say "so"'
    assert tomllib.loads(text)["clock"][0] == tomllib.loads(_TEXT)["clock"][0]


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(KeyError):
        with_key(_TEXT, "clock", "third", "to", "1")
    with pytest.raises(KeyError):
        with_top_key(_TEXT, "edition", '"2"')


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_written_as_it_is(title: str) -> None:
    assert tomllib.loads(with_top_key(_TEXT, "title", text_value(title)))["title"] == title


@pytest.mark.parametrize("toolkit", supplied())
def test_every_clock_of_what_is_shipped_can_be_changed(toolkit: str) -> None:
    text = texts_of(toolkit)["process.toml"]
    before = tomllib.loads(text)
    for clock in before.get("clock", []):
        changed = tomllib.loads(
            with_key(text, "clock", clock["id"], "within", span_value(9, clock["within"]["unit"]))
        )
        clock["within"]["number"], kept = 9, clock["within"]["number"]
        assert changed == before
        clock["within"]["number"] = kept
