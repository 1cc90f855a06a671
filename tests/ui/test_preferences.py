from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.preferences import Choices, Preferences


def test_choices_are_there_the_next_time(tmp_path: Path):
    file = tmp_path / "new" / "window.json"
    assert Preferences(file).choices == Choices()
    Preferences(file).keep(Choices("/srv/vault", "dark", 1.5))
    assert Preferences(file).choices == Choices("/srv/vault", "dark", 1.5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "\x00",
        '{"vault": 3, "appearance": "pink", "scale": 9.0}',
        '{"scale": true, "appearance": null}',
        "[" * 60_000,
    ],
)
def test_a_file_that_is_not_ours_counts_as_nothing_chosen(tmp_path: Path, text: str):
    file = tmp_path / "window.json"
    file.write_text(text, encoding="utf-8")
    assert Preferences(file).choices == Choices()


@given(st.binary(max_size=200))
def test_no_bytes_stop_the_program(tmp_path_factory, raw: bytes):
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_bytes(raw)
    assert isinstance(Preferences(file).choices, Choices)


def test_where_it_cannot_be_written_the_choice_holds_until_the_end(tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    kept = Preferences(tmp_path / "file" / "window.json")
    kept.keep(Choices(scale=2.0))
    assert kept.choices.scale == 2.0


def test_a_choice_that_is_not_one_leaves_the_others(tmp_path: Path):
    file = tmp_path / "window.json"
    file.write_text(json.dumps({"vault": "/srv", "scale": 0.5}), encoding="utf-8")
    assert Preferences(file).choices == Choices("/srv")
