import re
from dataclasses import asdict

import pytest

from ui.stylesheet import stylesheet
from ui.tokens import DARK, LIGHT, Tokens, contrast

WORDS = [
    *(
        (ink, ground)
        for ink in ("text", "muted", "placeholder")
        for ground in ("surface", "window")
    ),
    ("text", "selection"),
    ("text", "hover"),
    ("muted", "selection"),
    ("accent", "surface"),
    ("accent", "window"),
    ("accent_hover", "hover"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("danger", "surface"),
    ("danger", "window"),
    ("danger", "danger_ground"),
    ("warning", "surface"),
    ("warning", "window"),
    ("warning", "warning_ground"),
    ("done", "surface"),
    ("done", "window"),
    ("done", "done_ground"),
    ("on_marking", "marking"),
    ("on_marking", "marking_hover"),
]
EDGES = [
    ("edge", "surface"),
    ("edge", "window"),
    ("accent", "surface"),
    ("accent", "window"),
    ("danger", "surface"),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), EDGES)
def test_controls_can_be_seen(tokens: Tokens, line: str, ground: str) -> None:
    assert contrast(getattr(tokens, line), getattr(tokens, ground)) >= 3.0


def test_contrast_agrees_with_the_known_ends() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sheet_uses_no_colour_of_its_own(tokens: Tokens) -> None:
    known = {value.lower() for value in asdict(tokens).values()}
    used = {found.lower() for found in re.findall(r"#[0-9A-Fa-f]{6}", stylesheet(tokens, 1.0))}
    assert used <= known


def test_sizes_follow_the_text() -> None:
    assert "min-height: 30px" in stylesheet(LIGHT, 1.0)
    assert "min-height: 60px" in stylesheet(LIGHT, 2.0)
