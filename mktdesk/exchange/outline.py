"""What the child hands back about a Word document: plain words in their places, no Word.

These cross the process border as JSON. `Note`s are what stands outside the text proper, or
what a person would not see at once: comments, tracked changes, hidden words, pictures.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

LARGEST_FILE = 25 * 1024 * 1024  # bytes; a form is far smaller, even with pictures
MOST_BLOCKS = 8_000  # paragraphs and cells; a longer document is no form


class Control(msgspec.Struct, frozen=True):
    """A content control with one of our tags. checked is None unless it is a tick box."""

    tag: str
    text: str
    checked: bool | None = None


class Para(msgspec.Struct, frozen=True, tag="para"):
    """A paragraph; its own content controls are taken out of the text."""

    text: str
    controls: tuple[Control, ...] = ()


class Cell(msgspec.Struct, frozen=True):
    """column counts from 0; span in columns; carried: it continues the cell above."""

    blocks: tuple[Block, ...]
    column: int = 0
    span: int = 1
    carried: bool = False


class Table(msgspec.Struct, frozen=True, tag="table"):
    """Rows of cells as they stand."""

    rows: tuple[tuple[Cell, ...], ...]


Block: TypeAlias = Para | Table


class Note(msgspec.Struct, frozen=True):
    """kind says what it is in words a person reads: "comment", "deleted words"."""

    kind: str
    text: str


class Outline(msgspec.Struct, frozen=True):
    """A document: its body, its heads and feet, and its notes."""

    body: tuple[Block, ...]
    header: tuple[Para, ...] = ()
    footer: tuple[Para, ...] = ()
    notes: tuple[Note, ...] = ()


class Reply(msgspec.Struct, frozen=True):
    """The child's answer: an outline, or the code of a refusal (see `gate`)."""

    outline: Outline | None = None
    refused: str = ""


def cell_text(cell: Cell) -> str:
    """The cell's paragraphs, one a line, without its inner tables."""
    return "\n".join(block.text for block in cell.blocks if isinstance(block, Para)).strip()


def cell_controls(cell: Cell) -> tuple[Control, ...]:
    """The cell's own content controls."""
    return tuple(c for block in cell.blocks if isinstance(block, Para) for c in block.controls)
