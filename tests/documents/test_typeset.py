# ruff: noqa: RUF001 (letters of many scripts are the point)
from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mktdesk.documents.typeset import Span, Style, Typesetter, chop, paragraphs
from mktdesk.errors import Cancelled

BODY = Style(9, 12.5)
WORDS = st.sampled_from(
    [
        *[
            "a",
            "seen",
            "Ọláyínká",
            "ইমরান",
            "হোসেন।",
            "يوسف",
            "المصري،",
            "شرکت\u200cها",
            "2016",
            "(x)",
            "李小龍。",
            "🙂",
        ],
        "W" * 90,
        "ไม่ทราบ" * 20,
    ]
)


def no_tick() -> None:
    pass


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS, max_size=40), st.integers(60, 500), st.booleans())
def test_no_line_is_wider_than_its_column(words: list[str], width: int, bold: bool) -> None:
    setter = Typesetter(no_tick)
    for line in setter.lines((Span(" ".join(words), bold), Span("end")), BODY, width):
        assert line.width <= width + 0.01


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS, max_size=30), st.integers(60, 500))
def test_a_plain_word_is_never_lost(words: list[str], width: int) -> None:
    setter = Typesetter(no_tick)
    latin = [word for word in words if word.isascii()]
    code = "".join(setter.shaper.plain(word, bold=False)[0] for word in latin)
    space = setter.shaper.plain(" ", bold=False)[0]
    lines = setter.lines(" ".join(latin), BODY, width)
    operators = "".join(run.operators for line in lines for run in line.runs)
    drawn = "".join(re.findall("<([0-9A-F]+)>", operators))
    assert drawn.replace(space, "") == code.replace(space, "")


def test_every_kind_of_line_end_ends_a_line() -> None:
    assert paragraphs("a\r\nb\nc\rd\x0be\u2028f\x85g") == list("abcdefg")


def test_words_on_either_side_of_a_line_end_stay_apart(setter: Typesetter) -> None:
    space = setter.shaper.plain(" ", bold=False)[0]
    for text in ("seen " * 60, "one\ntwo", "ইমরান " * 60):
        *lines, _ = setter.lines(text, BODY, 100)
        assert lines
        assert all(space in line.runs[-1].operators for line in lines)


def test_bold_and_normal_words_share_a_line(setter: Typesetter) -> None:
    (line,) = setter.lines((Span("Name: ", bold=True), Span("Ada")), BODY, 400)
    assert "/F2 9 Tf" in line.runs[0].operators
    assert "/F1 9 Tf" in line.runs[0].operators


def test_a_word_that_stands_twice_on_a_line_is_drawn_in_two_places(setter: Typesetter) -> None:
    (line,) = setter.lines("يوسف يوسف", BODY, 400)
    moves = re.findall(r"\[(-?[0-9.]+)\] TJ", line.runs[0].operators)
    assert len(moves) == 4  # to the first, the space, the second, and to the line's end
    assert line.rtl
    assert line.runs[0].words == "يوسف يوسف"


def test_long_addresses_break_after_punctuation() -> None:
    assert chop("abcd/efgh/ijkl", 7, len) == ["abcd/", "efgh/", "ijkl"]
    assert chop("abcdefghij", 4, len) == ["abcd", "efgh", "ij"]


def test_a_mark_is_not_cut_from_its_letter() -> None:
    assert chop("কিকিকি", 2, len) == ["কি", "কি", "কি"]


def test_a_giant_word_of_joined_letters_is_set(setter: Typesetter) -> None:
    lines = setter.lines("زاريوسف" * 400, BODY, 300)
    assert len(lines) > 20
    assert all(line.width <= 300.01 for line in lines)


def test_setting_a_long_text_can_be_stopped() -> None:
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks > 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        Typesetter(tick).lines("ইমরান হোসেন " * 500, BODY, 100)
