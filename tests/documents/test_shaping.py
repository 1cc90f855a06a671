from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.documents.shaping import Shaper, levels_of, visual_order


def glyphs(segments: tuple[tuple[float, str], ...]) -> int:
    return sum(operand.count("<") for _, operand in segments)


def test_arabic_letters_join() -> None:
    shaper = Shaper()
    (alone,) = shaper.word("ي", bold=False, level=1)
    (word,) = shaper.word("يوسف", bold=False, level=1)
    assert word.face.name == "NotoSansArabic-Regular"
    # The first letter read is the last glyph drawn, and joined it is not the letter alone.
    assert alone.segments[0][1].split(">")[0] not in word.segments[-1][1]


def test_a_bengali_vowel_sign_is_drawn_before_its_letter() -> None:
    shaper = Shaper()
    (word,) = shaper.word("হো", bold=False, level=0)
    assert word.face.name == "NotoSansBengali-Regular"
    assert glyphs(word.segments) == 3  # the sign is split round the letter
    assert word.aloud


def test_punctuation_of_a_script_stays_with_it() -> None:
    (word,) = Shaper().word("ছিলেন।", bold=False, level=0)
    assert word.face.name == "NotoSansBengali-Regular"


def test_a_face_without_a_bold_cut_is_thickened() -> None:
    shaper = Shaper()
    assert shaper.word("হোসেন", bold=True, level=0)[0].heavy
    assert not shaper.word("Hossain", bold=True, level=0)[0].heavy


@pytest.mark.parametrize(
    ("char", "shown"),
    [
        ("\U0001f642", "[U+1F642]"),
        ("\x07", "[U+0007]"),
        ("\ud800", "[U+D800]"),
        ("\u202e", "[U+202E]"),
        ("\ue001", "[U+E001]"),
    ],
)
def test_what_has_no_shape_is_printed_as_its_number(char: str, shown: str) -> None:
    shaper = Shaper()
    pieces = shaper.word(f"a{char}b", bold=False, level=0)
    assert [piece.text for piece in pieces] == ["a", char, "b"]
    code = shaper.plain(shown, bold=False)[0]
    assert pieces[1].segments == ((0.0, f"<{code}>"),)
    assert shaper.unprintable == {char}


def test_an_english_sentence_with_an_arabic_name_runs_left_to_right() -> None:
    text = "Seen by يوسف المصري at 14:30."
    levels, rtl = levels_of(text)
    assert not rtl
    start = text.index("ي")
    end = text.index(" at")
    assert levels[start:end] == [1] * (end - start)
    assert set(levels[:start] + levels[end:]) == {0}


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("يوسف المصري", True),
        ("يوسف المصري (uncle)", False),
        ("يوسف came with his sister and left", False),
        ("Uncle: يوسف المصري", False),
        ("14:30", False),
    ],
)
def test_which_way_a_paragraph_runs(text: str, *, rtl: bool) -> None:
    assert levels_of(text)[1] is rtl


def test_an_arabic_sentence_runs_right_to_left_and_its_figures_do_not() -> None:
    text = "زار المنزل في 3 مارس 2016"
    levels, rtl = levels_of(text)
    assert rtl
    assert levels[text.index("2016") :] == [2, 2, 2, 2]


def test_marks_that_turn_text_round_are_not_obeyed() -> None:
    assert levels_of("אa\u202eb\u2067c")[0][1:] == levels_of("אa\u200bb\u200bc")[0][1:]


@given(st.lists(st.integers(0, 3), max_size=30))
def test_visual_order_moves_every_piece_once(levels: list[int]) -> None:
    order = visual_order(levels)
    assert sorted(order) == list(range(len(levels)))


def test_visual_order_turns_a_right_to_left_line_round() -> None:
    assert visual_order([1, 1, 1]) == [2, 1, 0]
    assert visual_order([0, 1, 1, 0]) == [0, 2, 1, 3]


def test_visual_order_keeps_figures_readable() -> None:
    # word, word, figures, word: right to left, the two figure pieces left to right.
    assert visual_order([1, 1, 2, 2, 1]) == [4, 2, 3, 1, 0]


@given(st.text(alphabet=st.characters(), min_size=1, max_size=30))
def test_any_text_is_shaped_whole(text: str) -> None:
    shaper = Shaper()
    levels, _ = levels_of(text)
    pieces = shaper.pieces(text, [False] * len(text), levels)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.width >= 0 for piece in pieces)
    # Glyph 0 is the box: it never stands for anything.
    assert not any(glyph == 0 for face in shaper.faces.used() for glyph, _ in face.codes)
