"""A file of TOML into the shape that is declared for it."""

from __future__ import annotations

import tomllib
from typing import Any, TypeVar

import msgspec

from mktdesk.errors import ToolkitRefused

_T = TypeVar("_T")
_LARGEST = 1_000_000  # bytes: a toolkit file is a few pages of text
_DEEPEST = 40  # tables within tables; a condition is asked by going down as deep as it is


def table_of(file: str, raw: bytes, shape: type[_T]) -> _T:
    """What a file says, checked strictly. Raises ToolkitRefused with file, key and reason."""
    if len(raw) > _LARGEST:
        raise ToolkitRefused(file, "the file", "it is too large for a toolkit")
    table = _read(file, raw)
    if _too_deep(table):
        raise ToolkitRefused(file, "the file", f"it nests deeper than {_DEEPEST} levels")
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError as error:
        reason, _, key = str(error).partition(" - at `$")
        raise ToolkitRefused(file, key.strip(".`") or "the file", reason) from error


def _read(file: str, raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except RecursionError as error:
        raise ToolkitRefused(file, "the file", f"it nests deeper than {_DEEPEST} levels") from error
    except ValueError as error:  # TOML that is none, letters that are none, endless numbers
        raise ToolkitRefused(file, "the file", f"it is not TOML ({error})") from error


def _too_deep(table: dict[str, Any]) -> bool:
    level: list[Any] = [table]
    for _ in range(_DEEPEST):
        inside = [one.values() if isinstance(one, dict) else one for one in level]
        level = [x for values in inside for x in values if isinstance(x, dict | list)]
    return bool(level)
