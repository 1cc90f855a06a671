"""A file of TOML into the shape that is declared for it."""

from __future__ import annotations

import tomllib
from typing import TypeVar

import msgspec

from mktdesk.errors import ToolkitRefused

_T = TypeVar("_T")
_LARGEST = 1_000_000  # bytes: a toolkit file is a few pages of text


def table_of(file: str, raw: bytes, shape: type[_T]) -> _T:
    """What a file says, checked strictly. Raises ToolkitRefused with file, key and reason."""
    if len(raw) > _LARGEST:
        raise ToolkitRefused(file, "the file", "it is too large for a toolkit")
    try:
        return msgspec.convert(tomllib.loads(raw.decode("utf-8")), shape)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ToolkitRefused(file, "the file", f"it is not TOML ({error})") from error
    except msgspec.ValidationError as error:
        reason, _, key = str(error).partition(" - at `$")
        raise ToolkitRefused(file, key.strip(".`") or "the file", reason) from error
