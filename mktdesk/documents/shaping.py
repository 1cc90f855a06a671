"""Words into glyphs: which face, which direction, joined and stacked as the script asks.

A character that no bundled face holds is printed visibly as its number, `[U+1F642]`, and
remembered, so that the pack can list it; a box or a gap never stands for a person's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import uharfbuzz as hb
from bidi import algorithm as bidi

from mktdesk.documents.fonts import Face, Faces

# What prints one glyph for one character with no shaping: Latin, Greek, Cyrillic, and the
# usual punctuation. All of it is in the text faces (a test says so).
PLAIN = re.compile(
    "[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02af\u0384-\u0386\u0388-\u038a\u038c\u038e-\u03a1"
    "\u03a3-\u03ff\u0400-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20ac\u2116\u2122]*"
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


@dataclass(frozen=True, slots=True)
class Piece:
    """Some glyphs of one face and one direction, ready to print at any size.

    segments: (rise in thousandths of the size, operand of TJ). width in thousandths.
    aloud: the text to copy and read out where the glyphs do not say it themselves.
    """

    face: Face
    heavy: bool
    width: float
    segments: tuple[tuple[float, str], ...]
    text: str
    level: int = 0
    aloud: bool = False


class Shaper:
    """Shapes the words of one document and keeps what it shaped."""

    def __init__(self) -> None:
        self.faces = Faces()
        self.unprintable: Counter[str] = Counter()
        self._plain: dict[tuple[bool, str], tuple[str, float]] = {}
        self._runs: dict[tuple[str, bool, int, str], Piece] = {}

    def plain(self, word: str, *, bold: bool) -> tuple[str, float]:
        """(glyphs as hexadecimal, width in thousandths) of text that PLAIN matches."""
        found = self._plain.get((bold, word))
        if found is None:
            face = self.faces.text(bold=bold)
            glyphs = [face.glyph(char) for char in word]
            face.printed.update(zip(glyphs, word, strict=True))
            code = "".join(f"{glyph:04X}" for glyph in glyphs)
            found = code, sum(face.advance(glyph) for glyph in glyphs)
            self._plain[bold, word] = found
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
            self.unprintable[text] += 1
            code, width = self.plain(f"[U+{ord(text):04X}]", bold=bold)
            base = self.faces.text(bold=bold)
            return Piece(base, False, width, ((0, f"<{code}>"),), text, level, aloud=True)
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
        segments, width = _lay(face, buffer)
        _remember(face, text, buffer)
        one_to_one = all(face.printed.get(face.glyph(char)) == char for char in text)
        aloud = not one_to_one or level > 0 or len(buffer.glyph_infos) != len(text)
        return Piece(face, bold and face is not base, width, segments, text, level, aloud)


def _lay(face: Face, buffer: hb.Buffer) -> tuple[tuple[tuple[float, str], ...], float]:
    """The shaped glyphs as TJ operands, broken where the baseline rises or falls."""
    segments: list[tuple[float, str]] = []
    parts: list[str] = []
    rise = width = pending = 0.0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyph = info.codepoint
        lift = face.thousandths(place.y_offset)
        if lift != rise and parts:
            segments.append((rise, "".join(parts)))
            parts = []
        rise = lift
        aside = face.thousandths(place.x_offset)
        if pending - aside:
            parts.append(f"{pending - aside:.4g} ")
        parts.append(f"<{glyph:04X}>")
        advance = face.thousandths(place.x_advance)
        pending = face.advance(glyph) - advance + aside
        width += advance
    if pending:
        parts.append(f"{pending:.4g}")
    segments.append((rise, "".join(parts)))
    return tuple(segments), width


def _remember(face: Face, text: str, buffer: hb.Buffer) -> None:
    """Note what each glyph stands for: its cluster's text, once for each cluster."""
    infos = buffer.glyph_infos
    ends = dict(pairwise([*sorted({info.cluster for info in infos}), len(text)]))
    said: set[int] = set()
    for info in infos:
        words = "" if info.cluster in said else text[info.cluster : ends[info.cluster]]
        said.add(info.cluster)
        if not face.printed.get(info.codepoint):
            face.printed[info.codepoint] = words


def levels_of(text: str) -> tuple[list[int], bool]:
    """(embedding level of each character, whether the paragraph runs right to left).

    Unicode's bidirectional algorithm without its explicit marks. A paragraph runs right to
    left when most of its letters do: a lone Arabic name in an English sentence does not turn
    the sentence round.
    """
    safe = _EXPLICIT.sub("\u200b", text)
    kinds = [unicodedata.bidirectional(char) for char in safe]
    safe = "".join(char if kind else "a" for char, kind in zip(safe, kinds, strict=True))
    counts = Counter(kinds)
    rtl = counts["R"] + counts["AL"] > 2 * counts["L"]
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


def visual_order(pieces: list[Piece]) -> list[Piece]:
    """The pieces of one line from left to right (rule L2)."""
    line = list(pieces)
    top = max((piece.level for piece in line), default=0)
    for level in range(top, 0, -1):
        at = 0
        while at < len(line):
            end = at
            while end < len(line) and line[end].level >= level:
                end += 1
            line[at:end] = reversed(line[at:end])
            at = end + 1
    return line
