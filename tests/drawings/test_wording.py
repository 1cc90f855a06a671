import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.drawings import Size, roughly, wrap

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@given(text=WORDS, width=st.floats(12, 200), bold=st.booleans())
def test_lines_stay_inside_and_no_word_is_lost(text: str, width: float, bold: bool) -> None:
    lines = wrap(text, width, roughly, size=Size.BODY, bold=bold, most=1000)
    for line in lines:
        assert roughly(line, Size.BODY, bold) <= width or len(line.rstrip()) == 1 or is_marks(line)
    assert "".join("".join(lines).split()) == "".join(text.split())


def is_marks(line: str) -> bool:
    # Marks stay with their letter, whatever they take.
    return all(not char.isalnum() for char in line[1:])


@given(text=st.text(min_size=1, max_size=900), most=st.integers(1, 4))
def test_what_is_too_long_says_so(text: str, most: int) -> None:
    lines = wrap(text, 90, roughly, size=Size.SMALL, most=most)
    assert len(lines) <= most
    whole = "".join("".join(lines).split()) == "".join(text.split())
    assert whole or lines[-1].endswith("…")
    assert all(roughly(line, Size.SMALL, False) <= 90 for line in lines)


def test_words_break_between_words() -> None:
    assert wrap("Terms of reference\n agreed", 60, roughly, size=Size.BODY, most=5) == (
        "Terms of",
        "reference",
        "agreed",
    )
    assert wrap("  ", 60, roughly, size=Size.BODY, most=5) == ()


@pytest.mark.parametrize("bold", [False, True])
def test_a_mark_takes_no_room_and_a_heavy_letter_takes_more(bold: bool) -> None:
    assert roughly("e\u0301", Size.BODY, bold) == roughly("e", Size.BODY, bold)
    assert roughly("panel", Size.BODY, True) > roughly("panel", Size.BODY, False)
