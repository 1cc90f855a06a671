"""The tag that a field's content control carries in a Word form, out and back.

`mkt/<form>/<record>/<row>/<field>` and, where one answer takes several controls,
`:<piece>` (an option's key, "detail", "variant"). Row 0 is the form's own row; the rows of
a repeated table count from 1. Word refuses tags of more than 64 characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 64  # characters, of a tag or a title, by Word's own rule
PLACEHOLDER = "\u2026"  # what a blank control shows until somebody types
FURNITURE = "furniture"  # the record of fixed words that an office sets: marking, its address

_TAG = re.compile(r"mkt/([a-z0-9_-]+)/([a-z0-9_-]+)/(\d{1,5})/([a-z0-9_]+)(?::([a-z0-9_]+))?")


@dataclass(frozen=True, slots=True)
class WordTag:
    """Which answer a content control holds."""

    form: str
    record: str
    row: int
    field: str
    piece: str = ""

    def __str__(self) -> str:
        text = f"mkt/{self.form}/{self.record}/{self.row}/{self.field}"
        text = f"{text}:{self.piece}" if self.piece else text
        if len(text) > LONGEST:
            msg = f"Word refuses a tag as long as {text}: give the field a shorter id"
            raise ValueError(msg)
        return text


def parse_tag(text: str) -> WordTag | None:
    """The tag, or None where a content control is not one of ours."""
    found = _TAG.fullmatch(text)
    if not found:
        return None
    form, record, row, field, piece = found.groups()
    return WordTag(form, record, int(row), field, piece or "")
