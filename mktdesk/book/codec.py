"""The one JSON of a book: canonical, so that the same payload has the same bytes and hash."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from typing import TypeVar, cast

import msgspec

from mktdesk.book.types import Json
from mktdesk.errors import CaseError, VaultDamaged

_T = TypeVar("_T")
_json = msgspec.json.Encoder(order="sorted")
_object = msgspec.json.Decoder(dict[str, object])


def canonical(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces.

    Raises CaseError for text that no file can hold (half of a surrogate pair).
    """
    try:
        return _json.encode(value)
    except UnicodeEncodeError as error:
        raise CaseError(
            "The text holds half a character, which cannot be kept.",
            "Delete the last character that was pasted and type it again.",
        ) from error


def plain(fields: Mapping[str, Json]) -> dict[str, Json]:
    """A copy of the fields exactly as the book will read them back.

    Raises ValueError where that would not be what was given (NaN, tuples, huge integers):
    a mistake of ours.
    """
    copy = read_object(canonical(dict(fields)))
    if copy != dict(fields):
        msg = "a field's value is not plain JSON"
        raise ValueError(msg)
    return copy


def read_object(raw: bytes | str) -> dict[str, Json]:
    """A stored JSON object. Raises VaultDamaged."""
    try:
        return _object.decode(raw)  # type: ignore[return-value]  # JSON decodes to Json
    except msgspec.DecodeError as error:
        raise damaged() from error


@cache
def _decoder(shape: Hashable) -> msgspec.json.Decoder[object]:
    return msgspec.json.Decoder(cast("type[object]", shape))


def read_as(raw: bytes | str, shape: type[_T]) -> _T:
    """A stored JSON value of a known shape. Raises VaultDamaged."""
    try:
        return cast("_T", _decoder(cast("Hashable", shape)).decode(raw))
    except msgspec.DecodeError as error:
        raise damaged() from error


def read_all_as(raws: Iterable[bytes | str], shape: type[_T]) -> list[_T]:
    """Many stored JSON values of one known shape. Raises VaultDamaged."""
    decode = msgspec.json.Decoder(shape).decode
    try:
        return [decode(raw) for raw in raws]
    except msgspec.DecodeError as error:
        raise damaged() from error


def damaged(name: str = "") -> VaultDamaged:
    """The error for a file whose content is not as it was left."""
    return VaultDamaged(
        f"The file {name or 'of this book'} is damaged, or is not the one that belongs here.",
        "Run verify to see what is wrong, and put back the last good backup.",
    )
