"""A line that has been set: the PDF operators that print it and what it says aloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mktdesk.documents.shaping import Piece, visual_order


class Run(NamedTuple):
    """Operators that print part of a line from the current point.

    words: what a reader is to be told instead of the glyphs, or "". copied: `words` replace
    the glyphs in copied text too; without it the glyphs copy by themselves, in the order in
    which they stand, which is what readers expect of text that runs right to left.
    """

    operators: str
    words: str = ""
    copied: bool = False


class Line(NamedTuple):
    """The runs of a line, left to right; its width in points."""

    runs: tuple[Run, ...]
    width: float
    rtl: bool = False


def groups(pieces: list[Piece], *, rtl: bool) -> Iterator[list[Piece]]:
    """Pieces that are read as one: a stretch that runs right to left, else piece by piece."""
    if rtl:
        yield pieces
        return
    held: list[Piece] = []
    for piece in pieces:
        if piece.level:
            held.append(piece)
            continue
        if held:
            yield held
            held = []
        yield [piece]
    if held:
        yield held


class Printer:
    """Collects the operators of a line, setting font and weight only when they change."""

    def __init__(self, size: float) -> None:
        self.size = size
        self._font = ""
        self._parts: list[str] = []
        self._runs: list[Run] = []

    def runs(self) -> tuple[Run, ...]:
        """What was printed."""
        self._close("", copied=False)
        return tuple(self._runs)

    def _close(self, words: str, *, copied: bool) -> None:
        if self._parts:
            self._runs.append(Run(" ".join(self._parts), words, copied))
            self._parts = []

    def group(self, pieces: list[Piece]) -> None:
        """Print pieces given in logical order: each in its place, the first read first."""
        leftward = any(piece.level for piece in pieces)
        aloud = leftward or any(piece.aloud for piece in pieces)
        if aloud:
            self._close("", copied=False)
        if leftward:
            self._leftward(pieces)
        else:
            for piece in pieces:
                self._piece(piece)
        if aloud:
            words = "".join(piece.text for piece in pieces)
            self._close(words, copied=not leftward)

    def _leftward(self, pieces: list[Piece]) -> None:
        """Print in reading order and move to each piece's place, as readers copy text."""
        lefts = [0.0] * len(pieces)
        end = at = 0.0
        for place in visual_order([piece.level for piece in pieces]):
            lefts[place] = end
            end += pieces[place].width
        for piece, left in zip(pieces, lefts, strict=True):
            self._move(left - at, piece)
            self._piece(piece)
            at = left + piece.width
        self._move(end - at, pieces[-1])

    def _move(self, distance: float, piece: Piece) -> None:
        if distance:
            self._set_font(piece)
            self._parts.append(f"[{-distance:.1f}] TJ")

    def _set_font(self, piece: Piece) -> None:
        font = f"/{piece.face.resource} {self.size:g} Tf"
        if font != self._font:
            self._font = font
            self._parts.append(font)

    def _piece(self, piece: Piece) -> None:
        self._set_font(piece)
        if piece.heavy:
            # A face without a bold cut is thickened with a thin outline.
            self._parts.append(f"2 Tr {self.size * 0.03:.3g} w")
        for rise, operand in piece.segments:
            if rise:
                self._parts.append(f"{rise * self.size / 1000:.3f} Ts [{operand}] TJ 0 Ts")
            else:
                self._parts.append(f"[{operand}] TJ")
        if piece.heavy:
            self._parts.append("0 Tr")
