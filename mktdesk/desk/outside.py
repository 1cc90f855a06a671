"""Files from outside the vault: read into memory, and text made readable."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mktdesk.documents.plain_text import decode_text
from mktdesk.errors import DocumentRefused

LARGEST_TEXT = 2_000_000  # characters shown; more than a thousand pages


def read_file(path: Path, largest: int) -> bytes:
    """A file's bytes. largest: in bytes. Raises DocumentRefused."""
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise DocumentRefused(
            f"{path.name} cannot be read.",
            "See that it is still there, that you may open it, and that no program holds it.",
        ) from error
    if len(data) > largest:
        raise DocumentRefused(
            f"{path.name} is larger than {largest // 1_000_000} MB.",
            "Choose a smaller file, or keep it on its own encrypted medium.",
        )
    return data


@dataclass(frozen=True, slots=True)
class Readable:
    """Text as it can be shown; `whole` is False where the rest was left out."""

    text: str
    whole: bool


def readable(data: bytes) -> Readable:
    """A text file as it can be shown; nothing is hidden, and a NUL is shown as its sign."""
    text = decode_text(data).replace("\0", "\N{SYMBOL FOR NULL}")
    return Readable(text[:LARGEST_TEXT], len(text) <= LARGEST_TEXT)
