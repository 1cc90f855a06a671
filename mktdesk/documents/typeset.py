"""Paragraphs into lines: where they break, and the PDF operators that print them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mktdesk.documents.lines import Line, Printer, Run, groups
from mktdesk.documents.shaping import PLAIN, RTL, Piece, Shaper, levels_of

_NEW_LINE = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK = re.compile("[ \t\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]+")
# A line may break beside an ideograph or a kana, but not before closing punctuation.
_IDEOGRAPH = re.compile(
    "(?<=[\u2e80-\u2fff\u3003-\u312f\u31a0-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff])"
    "(?![\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u30fc\uff01\uff09\uff0c\uff1a\uff1b\uff1f,.;:!?)\u2019\u201d])"
)
_GIANT = 300  # letters: no line is as long, and shaping it whole would take a lot of memory
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


def paragraphs(text: str) -> list[str]:
    """Text cut at every kind of line end, composed (NFC)."""
    return _NEW_LINE.split(unicodedata.normalize("NFC", text))


class Typesetter:
    """Breaks the paragraphs of one document into lines."""

    def __init__(self, tick: Callable[[], None]) -> None:
        """Tick is called now and then while a long text is set; it may raise Cancelled."""
        self.tick = tick
        self.shaper = Shaper()
        self.faces = self.shaper.faces

    def lines(self, text: str | Spans, style: Style, width: float) -> list[Line]:
        """The lines of a text no wider than `width` points; an empty text is one empty line."""
        found: list[Line] = []
        for spans in _cut(text):
            self.tick()
            if found:
                found[-1] = self.closed(found[-1], style)
            if len(spans) == 1 and PLAIN.fullmatch(spans[0].text):
                words, bold = spans[0].text.split(), style.bold or spans[0].bold
                found += self._plain_lines(words, style.size, width, bold=bold)
            else:
                for line in _Mixed(self.shaper, spans, style, width).lines():
                    self.tick()
                    found.append(line)
        return found

    def closed(self, line: Line, style: Style) -> Line:
        """The line with a space after it: words on either side stay apart when copied."""
        face = self.faces.text(bold=style.bold)
        space, _ = self.shaper.plain(" ", bold=style.bold)
        run = Run(f"/{face.resource} {style.size:g} Tf <{space}> Tj")
        return line._replace(runs=(*line.runs, run))

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
                    run = Run(f"{font}{space.join(line)}{space}> Tj")
                    yield Line((run,), filled * size / 1000)
                    line, filled = [], 0.0
                if wide > limit:
                    *whole, word = chop(word, limit, lambda cluster: plain(cluster, bold=bold)[1])  # noqa: PLW2901
                    for part in whole:
                        code, wide = plain(part, bold=bold)
                        yield Line((Run(f"{font}{code}> Tj"),), wide * size / 1000)
                    code, wide = plain(word, bold=bold)
            line.append(code)
            filled += wide + space_width
        ink = max(0.0, filled - space_width)
        runs = (Run(f"{font}{space.join(line)}> Tj"),) if line else ()
        yield Line(runs, ink * size / 1000)


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
            held: Sequence[Piece] | None = None
            for pieces in self._unbroken(at, end):
                if held is not None:
                    yield self._token(held, None)
                held = pieces
            if held is not None:
                yield self._token(held, gap.start() if gap else None)
            at = gap.end() if gap else end

    def _token(self, pieces: Sequence[Piece], blank: int | None) -> _Token:
        space = None
        if blank is not None:
            bold, level = self.bolds[blank], self.levels[blank]
            space = self.shaper.word(" ", bold=bold, level=level)[0]
        return _Token(tuple(pieces), sum(piece.width for piece in pieces), space)

    def _pieces(self, start: int, end: int) -> Sequence[Piece]:
        text = self.text[start:end]
        bolds, levels = self.bolds[start:end], self.levels[start:end]
        if bolds.count(bolds[0]) == levels.count(levels[0]) == len(text):
            return self.shaper.word(text, bold=bolds[0], level=levels[0])
        return self.shaper.pieces(text, bolds, levels)

    def _unbroken(self, start: int, end: int) -> Iterator[Sequence[Piece]]:
        """The parts of a word that stay whole: all of it, but for ideographs and giants."""
        for part in _IDEOGRAPH.split(self.text[start:end]) if end > start else ():
            giant = len(part) > _GIANT
            pieces = self._pieces(start, start + len(part)) if part and not giant else ()
            if giant or sum(piece.width for piece in pieces) > self.limit:
                at = start
                for bit in chop(part, self.limit, self._measure(start)):
                    yield self._pieces(at, at + len(bit))
                    at += len(bit)
            elif part:
                yield pieces
            start += len(part)

    def _measure(self, start: int) -> Callable[[str], float]:
        bold, level = self.bolds[start], self.levels[start]

        def width(cluster: str) -> float:
            return sum(piece.width for piece in self.shaper.word(cluster, bold=bold, level=level))

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
        out = Printer(self.size)
        for group in groups(pieces, rtl=self.rtl):
            out.group(group)
        if tail is not None and not last:
            out.group([self.shaper.word(" ", bold=False, level=0)[0]])
        return Line(out.runs(), ink * self.size / 1000, self.rtl)


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
