"""Paragraphs into lines: where they break, and the PDF operators that print them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mktdesk.documents.fonts import utf16_hex
from mktdesk.documents.shaping import PLAIN, RTL, Piece, Shaper, levels_of, visual_order

_NEW_LINE = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK = re.compile("[ \t\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]+")
# A line may break beside an ideograph or a kana, but not before closing punctuation.
_IDEOGRAPH = re.compile(
    "(?<=[\u2e80-\u2fff\u3003-\u312f\u31a0-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff])"
    "(?![\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u30fc\uff01\uff09\uff0c\uff1a\uff1b\uff1f,.;:!?)\u2019\u201d])"
)
_GOOD_BREAK = "-/\\_.@&=?,;:)\u2010\u2013\u2014"


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks. Sizes in points, colour as red, green, blue 0-1."""

    size: float
    leading: float
    bold: bool = False
    colour: tuple[float, float, float] = (0, 0, 0)
    align: str = "left"
    before: float = 0
    after: float = 0


@dataclass(frozen=True)
class Span:
    """Words in one weight. `bold` adds to what the style says."""

    text: str
    bold: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The operators that print a line from the current point, its width in points."""

    operators: str
    width: float
    rtl: bool = False


def paragraphs(text: str) -> list[str]:
    """Text cut at every kind of line end, composed (NFC)."""
    return _NEW_LINE.split(unicodedata.normalize("NFC", text))


class Typesetter:
    """Breaks the paragraphs of one document into lines."""

    def __init__(self) -> None:
        self.shaper = Shaper()
        self.faces = self.shaper.faces

    def lines(self, text: str | Spans, style: Style, width: float) -> list[Line]:
        """The lines of a text no wider than `width` points; an empty text is one empty line."""
        found: list[Line] = []
        for spans in _cut(text):
            if found:
                # Words on either side of a line end stay apart when the text is copied.
                space = self.shaper.plain(" ", bold=style.bold)[0]
                found[-1] = self._closed(found[-1], space, style)
            if len(spans) == 1 and PLAIN.fullmatch(spans[0].text):
                words, bold = spans[0].text.split(), style.bold or spans[0].bold
                found += self._plain_lines(words, style.size, width, bold=bold)
            else:
                found += _Mixed(self.shaper, spans, style, width).lines()
        return found

    def _closed(self, line: Line, space: str, style: Style) -> Line:
        font = f"/{self.faces.text(bold=style.bold).resource} {style.size:g} Tf"
        return replace(line, operators=f"{line.operators} {font} <{space}> Tj")

    def width(self, text: str, style: Style) -> float:
        """The width in points of a text on one line."""
        return sum(line.width for line in self.lines(text, style, 1e9))

    def _plain_lines(
        self, words: list[str], size: float, width: float, *, bold: bool
    ) -> Iterator[Line]:
        """The fast way for the text that most pages hold: one face, one glyph a character."""
        plain = self.shaper.plain
        space, space_width = plain(" ", bold=bold)
        font = f"/{self.faces.text(bold=bold).resource} {size:g} Tf <"
        limit = width * 1000 / size
        line: list[str] = []
        filled = 0.0
        for word in words:
            code, wide = plain(word, bold=bold)
            if filled + wide > limit:
                if line:
                    # The space stays at the line's end, so that copied words stay apart.
                    yield Line(f"{font}{space.join(line)}{space}> Tj", filled * size / 1000)
                    line, filled = [], 0.0
                if wide > limit:
                    *whole, word = chop(word, limit, lambda cluster: plain(cluster, bold=bold)[1])  # noqa: PLW2901
                    for part in whole:
                        code, wide = plain(part, bold=bold)
                        yield Line(f"{font}{code}> Tj", wide * size / 1000)
                    code, wide = plain(word, bold=bold)
            line.append(code)
            filled += wide + space_width
        ink = max(0.0, filled - space_width)
        yield Line(f"{font}{space.join(line)}> Tj" if line else "", ink * size / 1000)


def _cut(text: str | Spans) -> Iterator[Spans]:
    """The spans of each paragraph."""
    if isinstance(text, str):
        yield from ((Span(part),) for part in paragraphs(text))
        return
    current: list[Span] = []
    for span in text:
        first, *others = paragraphs(span.text)
        current.append(Span(first, span.bold))
        for other in others:
            yield tuple(current)
            current = [Span(other, span.bold)]
    yield tuple(current)


@dataclass(frozen=True, slots=True)
class _Token:
    """What a line never breaks inside: where it stands, its glyphs, whether a blank follows."""

    pieces: tuple[Piece, ...]
    width: float
    blank: Piece | None


class _Mixed:
    """A paragraph of several weights, scripts or directions."""

    def __init__(self, shaper: Shaper, spans: Spans, style: Style, width: float) -> None:
        self.shaper, self.size, self.limit = shaper, style.size, width * 1000 / style.size
        self.text = "".join(span.text for span in spans)
        self.bolds = [style.bold or span.bold for span in spans for _ in span.text]
        self.levels, self.rtl = [0] * len(self.text), False
        if RTL.search(self.text):
            self.levels, self.rtl = levels_of(self.text)

    def lines(self) -> Iterator[Line]:
        """Fill lines greedily."""
        line: list[_Token] = []
        filled = 0.0
        for token in self._tokens():
            if line and filled + token.width > self.limit:
                yield self._line(line, last=False)
                line, filled = [], 0.0
            line.append(token)
            filled += token.width + (token.blank.width if token.blank else 0)
        yield self._line(line, last=True)

    def _tokens(self) -> Iterator[_Token]:
        at = 0
        while at < len(self.text):
            gap = _BLANK.search(self.text, at)
            end = gap.start() if gap else len(self.text)
            if end > at:
                parts = list(self._unbroken(at, end))
                yield from (self._token(start, stop, None) for start, stop in parts[:-1])
                yield self._token(*parts[-1], gap.start() if gap else None)
            at = gap.end() if gap else end

    def _token(self, start: int, end: int, blank: int | None) -> _Token:
        pieces = self._pieces(start, end)
        space = None
        if blank is not None:
            space = self.shaper.pieces(" ", [self.bolds[blank]], [self.levels[blank]])[0]
        return _Token(tuple(pieces), sum(piece.width for piece in pieces), space)

    def _pieces(self, start: int, end: int) -> list[Piece]:
        return self.shaper.pieces(
            self.text[start:end], self.bolds[start:end], self.levels[start:end]
        )

    def _unbroken(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a word that stay whole: all of it, but for ideographs and giants."""
        for part in _IDEOGRAPH.split(self.text[start:end]):
            stop = start + len(part)
            if part and sum(piece.width for piece in self._pieces(start, stop)) > self.limit:
                for bit in chop(part, self.limit, self._measure(start)):
                    yield start, start + len(bit)
                    start += len(bit)
            elif part:
                yield start, stop
            start = stop

    def _measure(self, start: int) -> Callable[[str], float]:
        bold, level = self.bolds[start], self.levels[start]

        def width(cluster: str) -> float:
            pieces = self.shaper.pieces(cluster, [bold] * len(cluster), [level] * len(cluster))
            return sum(piece.width for piece in pieces)

        return width

    def _line(self, tokens: list[_Token], *, last: bool) -> Line:
        pieces: list[Piece] = []
        for token in tokens:
            pieces += token.pieces
            if token.blank:
                pieces.append(token.blank)
        tail = None
        if tokens and tokens[-1].blank:
            tail = pieces.pop()
        ink = sum(piece.width for piece in pieces)
        out = _Printer(self.size)
        for group in _groups(pieces, rtl=self.rtl):
            out.group(group)
        if tail is not None and not last:
            out.group([self.shaper.pieces(" ", [False], [0])[0]])
        return Line(out.operators, ink * self.size / 1000, self.rtl)


def _groups(pieces: list[Piece], *, rtl: bool) -> Iterator[list[Piece]]:
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


class _Printer:
    """Collects the operators of a line, setting font and weight only when they change."""

    def __init__(self, size: float) -> None:
        self.size = size
        self._font = ""
        self._parts: list[str] = []

    @property
    def operators(self) -> str:
        return " ".join(self._parts)

    def group(self, pieces: list[Piece]) -> None:
        """Print pieces given in logical order; copied text keeps that order."""
        aloud = any(piece.aloud or piece.level for piece in pieces)
        if aloud:
            words = "".join(piece.text for piece in pieces)
            self._parts.append(f"/Span <</ActualText <FEFF{utf16_hex(words)}>>> BDC")
        for piece in visual_order(pieces):
            self._piece(piece)
        if aloud:
            self._parts.append("EMC")

    def _piece(self, piece: Piece) -> None:
        font = f"/{piece.face.resource} {self.size:g} Tf"
        if font != self._font:
            self._font = font
            self._parts.append(font)
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


def _clusters(text: str) -> Iterator[str]:
    """Letters with their marks."""
    held = ""
    for char in text:
        joins = unicodedata.category(char)[0] == "M" or char in "\u200c\u200d"
        if held and not joins and held[-1] != "\u200d":
            yield held
            held = ""
        held += char
    if held:
        yield held


def chop(text: str, limit: float, measure: Callable[[str], float]) -> list[str]:
    """A word too long for a line, in parts that fit; cut after punctuation where that is near."""
    parts: list[str] = []
    held, filled = "", 0.0
    for cluster in _clusters(text):
        wide = measure(cluster)
        if held and filled + wide > limit:
            kept = max(held.rfind(mark) for mark in _GOOD_BREAK) + 1
            cut = kept if kept > len(held) // 2 else len(held)
            parts.append(held[:cut])
            held = held[cut:]
            filled = measure(held) if held else 0.0
        held += cluster
        filled += wide
    return [*parts, held]
