"""One key of one table of a toolkit's file written anew; everything else stays as it was typed.

Comments say why something stands where it does: a toolkit that is changed in a form keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

_TABLE = re.compile(r"^\[\[?([A-Za-z0-9_.\-]+)\]\]?\s*(#.*)?$")


def text_value(text: str) -> str:
    """A text as TOML writes it: JSON's escapes are TOML's too, and DEL must be one in TOML."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")


def list_value(items: Sequence[str]) -> str:
    """A list of texts as TOML writes it."""
    return f"[{', '.join(text_value(item) for item in items)}]"


def span_value(number: int, unit: str) -> str:
    """So many units, as the toolkits write them."""
    return f"{{ number = {number}, unit = {text_value(unit)} }}"


def with_top_key(text: str, key: str, value: str) -> str:
    """A key at the head of a file, above its first table. Raises KeyError."""
    lines = text.splitlines(keepends=True)
    end = next((n for n, line in enumerate(lines) if _TABLE.match(line)), len(lines))
    return "".join(_replaced(lines, 0, end, key, value, may_add=False))


def with_key(text: str, table: str, row_id: str, key: str, value: str) -> str:
    """A key of the `[[table]]` whose id is row_id, set or added. Raises KeyError without it."""
    lines = text.splitlines(keepends=True)
    starts = [n for n, line in enumerate(lines) if _TABLE.match(line)] + [len(lines)]
    wanted = re.compile(rf"^id\s*=\s*{re.escape(text_value(row_id))}\s*(#.*)?$")
    for start, end in pairwise(starts):
        head = _TABLE.match(lines[start])
        named = any(wanted.match(line) for line in lines[start + 1 : end])
        if head is not None and head.group(1) == table and named:
            return "".join(_replaced(lines, start + 1, end, key, value, may_add=True))
    raise KeyError(row_id)


def _replaced(
    lines: list[str], start: int, end: int, key: str, value: str, *, may_add: bool
) -> list[str]:
    begins = re.compile(rf"^{re.escape(key)}\s*=")
    for n in range(start, end):
        if begins.match(lines[n]):
            last = _last_line(lines, n, end)
            return [*lines[:n], f"{key} = {value}\n", *lines[last + 1 :]]
    if not may_add:
        raise KeyError(key)
    place = end
    while place > start and (not lines[place - 1].strip() or lines[place - 1].startswith("#")):
        place -= 1  # a comment or a blank line at the end belongs to what follows
    return [*lines[:place], f"{key} = {value}\n", *lines[place:]]


def _last_line(lines: list[str], first: int, end: int) -> int:
    """Where a value ends that may go over several lines."""
    depth = 0
    for n in range(first, end):
        bare = re.sub(r'"(?:[^"\\]|\\.)*"|#.*', "", lines[n])
        depth += sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}")
        if depth <= 0:
            return n
    return end - 1
