"""Words into lines, with letters measured by whoever will paint them or reckoned roughly."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TypeAlias

from mktdesk.drawings.items import Size

# (text, size, bold) -> width in points
Measure: TypeAlias = Callable[[str, Size, bool], float]

MOST_LETTERS = 400  # of one text in a drawing; the alternative text has them all
_NARROW, _SLIM, _WIDE = 0.35, 0.5, 1.06  # of the type size
_SMALL_LETTER, _CAPITAL, _OTHER = 0.64, 0.8, 1.0
_BOLD = 1.13
_WIDTHS = {
    **dict.fromkeys("ijlI.,:;'|! ’‘`", _NARROW),
    **dict.fromkeys('frtJ()[]/\\-"“”·', _SLIM),
    **dict.fromkeys("mwMWOQ@%—…&+=<>~#", _WIDE),
}


def roughly(text: str, size: Size, bold: bool) -> float:
    """A width that the usual typefaces of screens and of print stay within."""
    wide = sum(map(_letter, text)) * size.points
    return wide * _BOLD if bold else wide


def _letter(char: str) -> float:
    known = _WIDTHS.get(char)
    if known is not None:
        return known
    if char.isascii():
        return _CAPITAL if char.isupper() else _SMALL_LETTER
    kind = unicodedata.category(char)
    if kind == "Mn":
        return 0.0
    if unicodedata.name(char, "").startswith(("LATIN", "GREEK", "CYRILLIC")):
        return _WIDE if kind == "Lu" else _CAPITAL
    return _OTHER


def wrap(
    text: str, width: float, measure: Measure, *, size: Size, bold: bool = False, most: int
) -> tuple[str, ...]:
    """The lines of a text no wider than `width`, at most `most` of them.

    What is too long ends with an ellipsis; a word too long for a line is cut. At least one
    letter stands in each line, however narrow the room is. No words, no lines.
    """
    words = " ".join(text.split())
    shortened = words[:MOST_LETTERS]

    def fits(line: str) -> bool:
        return measure(line, size, bold) <= width

    lines = _filled(shortened.split(" "), fits) if shortened else []
    if len(lines) <= most and shortened == words:
        return tuple(lines)
    kept = lines[:most]
    kept[-1] = _ellipsis(kept[-1], fits)
    return tuple(kept)


def _filled(words: list[str], fits: Callable[[str], bool]) -> list[str]:
    lines: list[str] = []
    held = ""
    for word in words:
        longer = f"{held} {word}" if held else word
        if fits(longer):
            held = longer
            continue
        if held:
            lines.append(held)
        *whole, held = _cut(word, fits)
        lines += whole
    return [*lines, held]


def _cut(word: str, fits: Callable[[str], bool]) -> list[str]:
    """A word in parts that fit; a mark stays with its letter."""
    parts, held = [], ""
    for char in word:
        if held and not fits(held + char) and unicodedata.category(char)[0] != "M":
            parts.append(held)
            held = ""
        held += char
    return [*parts, held]


def _ellipsis(line: str, fits: Callable[[str], bool]) -> str:
    while line and not fits(f"{line}…"):
        line = line[:-1].rstrip()
    return f"{line}…"
