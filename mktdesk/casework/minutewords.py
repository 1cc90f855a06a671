"""How the minutes' text is written: paragraphs, small headings, lists and tables in plain lines.

A person edits the text as it is, so that it needs few signs: a line that begins with "# " is a
small heading, with "- " an item of a list; "|" parts the columns of a table, whose first line is
its head. Everything else is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

HELP = (
    'A line that begins with "# " is a small heading, with "- " an item of a list. Lines with "|" '
    "between their parts are a table; the first is its head."
)
_HEAD, _ITEM, _BAR = "# ", "- ", "|"
_LINES = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


class Kind(StrEnum):
    """What a piece is."""

    TEXT = "text"
    HEADING = "heading"
    ITEMS = "items"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. rows: a heading or paragraph is one row of one cell; a table's rows are even."""

    kind: Kind
    rows: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The first cell of every row: all there is of any piece but a table."""
        return tuple(row[0] for row in self.rows)


def pieces(text: str) -> tuple[Piece, ...]:
    """A section's text in pieces, in order; blank lines only part them."""
    found: list[Piece] = []
    for kind, lines in groupby(_LINES.split(text), _kind):
        group = list(lines)
        if kind is None:
            continue
        if kind is Kind.TABLE:
            found.append(Piece(kind, _even([_cells(line) for line in group])))
        elif kind is Kind.ITEMS:
            found.append(Piece(kind, tuple((line.strip()[2:].strip(),) for line in group)))
        elif kind is Kind.HEADING:
            found += [Piece(kind, ((line.strip()[2:].strip(),),)) for line in group]
        else:
            found += [Piece(kind, ((line.strip(),),)) for line in group]
    return tuple(found)


def _kind(line: str) -> Kind | None:
    plain = line.strip()
    if not plain:
        return None
    if plain.startswith(_HEAD):
        return Kind.HEADING
    if plain.startswith(_ITEM):
        return Kind.ITEMS
    return Kind.TABLE if _BAR in plain else Kind.TEXT


def _cells(line: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in line.strip().strip(_BAR).split(_BAR))


def _even(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    most = max(len(row) for row in rows)
    return tuple((*row, *("",) * (most - len(row))) for row in rows)


# writing it


def said(words: str) -> str:
    """Somebody's words as part of a line: none of our signs, no line of its own."""
    plain = " ".join(words.split()).replace(_BAR, "/")
    return plain.lstrip("#- ") if plain[:1] in {"#", "-"} else plain


def heading(words: str) -> str:
    """A small heading."""
    return f"{_HEAD}{said(words)}"


def items(words: Iterable[str]) -> Iterator[str]:
    """The items of a list."""
    for one in words:
        if plain := said(one):
            yield f"{_ITEM}{plain}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; nothing where it has no rows."""
    for at, row in enumerate(rows):
        if at == 0:
            yield f" {_BAR} ".join(heads)
        yield f" {_BAR} ".join(said(cell) for cell in row)


def spoken(words: str) -> Iterator[str]:
    """Somebody's paragraphs, each a line."""
    for line in _LINES.split(words):
        if plain := said(line):
            yield plain


def shortened(words: str, most: int = 90) -> str:
    """The first words of a long text, to a sentence's end where one is near."""
    parts = words.split()
    if len(parts) <= most:
        return " ".join(parts)
    kept = " ".join(parts[:most])
    end = kept.rfind(". ")
    return f"{kept[: end + 1] if end > len(kept) // 2 else kept} \u2026"
