"""numbers.json: how far each series of references has come, and every public part ever used.

It lies outside the register, so that no number is given twice even when the register or a
case's folder is deleted or an older register is put back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from mktdesk.errors import VaultDamaged
from mktdesk.office import crypto
from mktdesk.office.disk import read_whole, spoilt, write_whole
from mktdesk.office.header import Id

FILE = "numbers.json"
_LIMIT = 1 << 24
_json = msgspec.json.Encoder(order="sorted")


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """last: series ("SCR-2026") -> the last number given. used: public parts, sorted."""

    vault: Id
    format: Literal["mktdesk-numbers-1"] = "mktdesk-numbers-1"
    last: dict[str, int] = {}
    used: tuple[str, ...] = ()
    mac: bytes = b""


def read(folder: Path, vault: str, *vault_keys: bytes) -> Numbers:
    """The file, proved by one of the keys. Raises VaultDamaged when missing or altered."""
    path = folder / FILE
    raw = read_whole(path, _LIMIT)
    try:
        numbers = msgspec.json.decode(raw, type=Numbers)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise spoilt(path) from error
    honest = any(crypto.same(numbers.mac, _mac(numbers, key)) for key in vault_keys)
    if not honest or numbers.vault != vault or _json.encode(numbers) != raw:
        raise spoilt(path)
    return numbers


def read_or_begin(folder: Path, vault: str, *vault_keys: bytes) -> Numbers:
    """The file, or an empty one where it is missing or spoilt.

    The register, the folders and the keyring say the rest; verify reports what is wrong.
    """
    try:
        return read(folder, vault, *vault_keys)
    except VaultDamaged:
        return Numbers(vault)


def write(folder: Path, numbers: Numbers, vault_key: bytes) -> None:
    """Write the file durably with its HMAC. Raises VaultUnwritable."""
    marked = msgspec.structs.replace(numbers, mac=_mac(numbers, vault_key))
    write_whole(folder / FILE, _json.encode(marked))


def given(numbers: Numbers, series: str, number: int) -> Numbers:
    """With one more number given."""
    highest = max(number, numbers.last.get(series, 0))
    return msgspec.structs.replace(numbers, last={**numbers.last, series: highest})


def used(numbers: Numbers, *publics: str) -> Numbers:
    """With more public parts used, for ever."""
    return msgspec.structs.replace(numbers, used=tuple(sorted({*numbers.used, *publics})))


def _mac(numbers: Numbers, vault_key: bytes) -> bytes:
    bare = msgspec.structs.replace(numbers, mac=b"")
    return crypto.mark(vault_key, "mktdesk/numbers-mac/1", _json.encode(bare))
