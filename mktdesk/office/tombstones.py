"""disposed.json: the cases that were disposed of, by public part, when and why.

It lies outside the register, so that no older register, and no backup that is put back, brings
such a case to life again. No subject, no seal: a public part and the reason.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from mktdesk.errors import VaultError
from mktdesk.office import crypto
from mktdesk.office.disk import read_whole, spoilt, write_whole
from mktdesk.office.header import Id

FILE = "disposed.json"
_LIMIT = 1 << 24
_json = msgspec.json.Encoder(order="sorted")


class Tombstone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case that was. approved: the names of the two who approved it."""

    public: Annotated[str, Meta(max_length=64)]
    case: Id
    at: str
    why: str
    approved: tuple[str, ...]


class _Stones(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    vault: Id
    format: Literal["mktdesk-disposed-1"] = "mktdesk-disposed-1"
    stones: tuple[Tombstone, ...] = ()
    mac: bytes = b""


def read(folder: Path, vault: str, *vault_keys: bytes) -> dict[str, Tombstone]:
    """Tombstones by public part; none where nothing was ever disposed of. Raises VaultDamaged."""
    path = folder / FILE
    if not path.exists():
        return {}
    return parse(read_whole(path, _LIMIT), vault, *vault_keys)


def parse(raw: bytes, vault: str, *vault_keys: bytes) -> dict[str, Tombstone]:
    """Tombstones from the file's bytes, proved by one of the keys. Raises VaultDamaged."""
    try:
        stones = msgspec.json.decode(raw, type=_Stones)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise spoilt(Path(FILE)) from error
    honest = any(crypto.same(stones.mac, _mac(stones, key)) for key in vault_keys)
    if not honest or _json.encode(stones) != raw or stones.vault != vault:
        raise spoilt(Path(FILE))
    return {stone.public: stone for stone in stones.stones}


def known(folder: Path, vault: str, *vault_keys: bytes) -> dict[str, Tombstone]:
    """As `read`; nothing where the file is spoilt, which verify reports."""
    try:
        return read(folder, vault, *vault_keys)
    except VaultError:
        return {}


def bring_level(folder: Path, vault: str, *vault_keys: bytes) -> None:
    """Write the file again under the first of the keys. Raises VaultUnwritable.

    Where it is spoilt it stays as it is, so that verify names it.
    """
    stones = known(folder, vault, *vault_keys)
    if stones:
        write(folder, vault, stones, vault_keys[0])


def write(folder: Path, vault: str, stones: dict[str, Tombstone], vault_key: bytes) -> None:
    """Write the file durably with its HMAC. Raises VaultUnwritable."""
    bare = _Stones(vault, stones=tuple(stones[public] for public in sorted(stones)))
    marked = msgspec.structs.replace(bare, mac=_mac(bare, vault_key))
    write_whole(folder / FILE, _json.encode(marked))


def _mac(stones: _Stones, vault_key: bytes) -> bytes:
    bare = msgspec.structs.replace(stones, mac=b"")
    return crypto.mark(vault_key, "mktdesk/disposed-mac/1", _json.encode(bare))
