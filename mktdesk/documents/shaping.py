"""Words into glyphs: which face, which direction, joined and stacked as the script asks.

A character that no bundled face holds is printed visibly as its number, `[U+1F642]`, and
remembered, so that the pack can list it; a box or a gap never stands for a person's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import uharfbuzz as hb
from bidi import algorithm as bidi

from mktdesk.documents.fonts import Face, Faces

# What prints one glyph for one character with no shaping: Latin, Greek, Cyrillic, and the
# usual punctuation. All of it is in the text faces (a test says so).
PLAIN = re.compile(
    "[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02af\u0384-\u0386\u0388-\u038a\u038c\u038e-\u03a1"
    "\u03a3-\u03e1\u03f0-\u03ff\u0400-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20ac\u2116\u2122]*"
)
RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_EXPLICIT = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Honest text needs no overrides; they can show one name for another, so they print as numbers.
_OVERRIDES = "\u202d\u202e"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180d\u200b-\u200f\u202a-\u202c\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)

Segments: TypeAlias = tuple[tuple[float, str], ...]
_NEGLIGIBLE = 0.05  # thousandths of the type size


@dataclass(frozen=True, slots=True)
class Piece:
    """Some glyphs of one face and one direction, ready to print at any size.

    segments: (rise in thousandths of the size, operand of TJ). width in thousandths.
    aloud: the glyphs alone do not copy as the text, which has to be given beside them.
    """

    face: Face
    heavy: bool
    width: float
    segments: Segments
    text: str
    level: int = 0
    aloud: bool = False


class Shaper:
    """Shapes the words of one document and keeps what it shaped."""

    def __init__(self) -> None:
        self.faces = Faces()
        self.unprintable: set[str] = set()
        self._plain: dict[tuple[bool, str], tuple[str, float]] = {}
        self._words: dict[tuple[str, bool, int], tuple[Piece, ...]] = {}
        self._runs: dict[tuple[str, bool, int, str], Piece] = {}

    def plain(self, word: str, *, bold: bool) -> tuple[str, float]:
        """(glyphs as hexadecimal, width in thousandths) of text that PLAIN matches."""
        found = self._plain.get((bold, word))
        if found is None:
            face = self.faces.text(bold=bold)
            glyphs = [face.glyph(char) for char in word]
            code = "".join(map(face.code, glyphs, word))
            found = code, sum(map(face.advance, glyphs))
            self._plain[bold, word] = found
        return found

    def word(self, text: str, *, bold: bool, level: int) -> tuple[Piece, ...]:
        """A word of one weight and direction as pieces in logical order."""
        key = (text, bold, level)
        found = self._words.get(key)
        if found is None:
            count = len(text)
            found = tuple(self.pieces(text, [bold] * count, [level] * count))
            self._words[key] = found
        return found

    def pieces(self, text: str, bolds: list[bool], levels: list[int]) -> list[Piece]:
        """A word as pieces in logical order. bolds, levels: one for each character."""
        found: list[Piece] = []
        start, current = 0, self._face(text, 0, None, bold=bolds[0])
        for at in range(1, len(text) + 1):
            if at < len(text):
                face = self._face(text, at, current, bold=bolds[at])
                same = face is current and face is not None
                if same and bolds[at] == bolds[start] and levels[at] == levels[start]:
                    continue
            else:
                face = None
            found.append(self._piece(text[start:at], current, bolds[start], levels[start]))
            start, current = at, face
        return found

    def _face(self, text: str, at: int, previous: Face | None, *, bold: bool) -> Face | None:
        char = text[at]
        base = self.faces.text(bold=bold)
        if _INVISIBLE.match(char):
            return previous or base
        if char in _OVERRIDES or unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"}:
            return None
        # A mark stays with its letter; a script's own punctuation stays with its script.
        stays = unicodedata.category(char)[0] == "M" or not base.glyph(char)
        if previous is not None and stays and previous.glyph(char):
            return previous
        held = self.faces.holding(char)
        return base if held is self.faces.regular else held

    def _piece(self, text: str, face: Face | None, bold: bool, level: int) -> Piece:
        if face is None:
            self.unprintable.add(text)
            code, width = self.plain(f"[U+{ord(text):04X}]", bold=bold)
            base = self.faces.text(bold=bold)
            # What shows nothing or turns text round is not put back into copied text.
            aloud = unicodedata.category(text) not in {"Cc", "Cf", "Cs"}
            return Piece(base, False, width, ((0, f"<{code}>"),), text, level, aloud)
        key = (face.resource, bold, level, text)
        found = self._runs.get(key)
        if found is None:
            found = self._runs[key] = self._shape(text, face, bold, level)
        return found

    def _shape(self, text: str, face: Face, bold: bool, level: int) -> Piece:
        base = self.faces.text(bold=bold)
        if face is base and not level % 2 and PLAIN.fullmatch(text):
            code, width = self.plain(text, bold=bold)
            return Piece(face, False, width, ((0, f"<{code}>"),), text, level)
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if level % 2 else "ltr"
        buffer.language = "und"
        hb.shape(face.font, buffer)
        meant = _meant(text, buffer)
        if level % 2:
            # Readers turn each line round as a whole, the letters of a ligature with it.
            meant = [words[::-1] for words in meant]
        segments, width = _lay(face, buffer, meant)
        aloud = not level and any(len(words) != 1 for words in meant)
        return Piece(face, bold and face is not base, width, segments, text, level, aloud)


def _lay(
    face: Face, buffer: hb.Buffer, meant: list[str]
) -> tuple[tuple[tuple[float, str], ...], float]:
    """The shaped glyphs as TJ operands, broken where the baseline rises or falls; the width."""
    segments: list[tuple[float, str]] = []
    parts: list[str] = []
    rise = width = pending = 0.0
    for info, place, words in zip(buffer.glyph_infos, buffer.glyph_positions, meant, strict=True):
        lift = face.thousandths(place.y_offset)
        if lift != rise and parts:
            segments.append((rise, "".join(parts)))
            parts = []
        rise = lift
        aside = face.thousandths(place.x_offset)
        if abs(pending - aside) > _NEGLIGIBLE:
            parts.append(f"{pending - aside:.1f} ")
        parts.append(f"<{face.code(info.codepoint, words)}>")
        advance = face.thousandths(place.x_advance)
        pending = face.advance(info.codepoint) - advance + aside
        width += advance
    if abs(pending) > _NEGLIGIBLE:
        parts.append(f"{pending:.1f}")
    segments.append((rise, "".join(parts)))
    return tuple(segments), width


def _meant(text: str, buffer: hb.Buffer) -> list[str]:
    """What each glyph stands for: the widest of a cluster for its text, the others for nothing.

    A mark that takes no room would leave a gap where readers look for the letter.
    """
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    ends = dict(pairwise([*sorted({info.cluster for info in infos}), len(text)]))
    widest: dict[int, int] = {}
    for at, info in enumerate(infos):
        best = widest.setdefault(info.cluster, at)
        if places[at].x_advance > places[best].x_advance:
            widest[info.cluster] = at
    return [
        text[info.cluster : ends[info.cluster]] if widest[info.cluster] == at else ""
        for at, info in enumerate(infos)
    ]


def levels_of(text: str) -> tuple[list[int], bool]:
    """(embedding level of each character, whether the paragraph runs right to left).

    Unicode's bidirectional algorithm without its explicit marks. A paragraph runs right to
    left when its first letter and most of the others do: an Arabic name at the head of an
    English sentence does not turn the sentence round.
    """
    safe = _EXPLICIT.sub("\u200b", text)
    kinds = [unicodedata.bidirectional(char) for char in safe]
    safe = "".join(char if kind else "a" for char, kind in zip(safe, kinds, strict=True))
    counts = Counter(kinds)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    rtl = first != "L" and counts["R"] + counts["AL"] > 2 * counts["L"]
    storage = bidi.get_empty_storage()
    storage["base_level"], storage["base_dir"] = int(rtl), "R" if rtl else "L"
    bidi.get_embedding_levels(safe, storage)
    for at, char in enumerate(storage["chars"]):
        char["at"] = at
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, debug=False)
    bidi.resolve_implicit_levels(storage, debug=False)
    levels = [-1] * len(text)
    for char in storage["chars"]:
        levels[char["at"]] = char["level"]
    before = int(rtl)
    for at, level in enumerate(levels):
        before = levels[at] = before if level < 0 else level
    return levels, rtl


def visual_order(levels: Sequence[int]) -> list[int]:
    """The places of one line's pieces from left to right, given their levels (rule L2)."""
    line = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(line):
            end = at
            while end < len(line) and levels[line[end]] >= level:
                end += 1
            line[at:end] = reversed(line[at:end])
            at = end + 1
    return line
